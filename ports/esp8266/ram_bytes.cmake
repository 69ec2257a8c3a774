# Files whose loads of single bytes and half words are of RAM alone, so that they need no -mforce-l32, which costs some 16 bytes of code a load. What they
# read of flash are words: pointers, members of types and of tables that are made of words, and what goes through kr_flash_byte() and kr_flash_word(). A file that looks at
# texts, at the lines of a program or at a table of bytes does not belong here. The memory guard of the tests finds those that do it all the same; on a chip such a load is an exception, whose
# handler does it by words and counts it (narrow.h).
set(KRAIT_RAM_BYTES_VM
  compiler/bind.c compiler/compile.c compiler/compound.c compiler/define.c compiler/emit.c compiler/emit_call.c compiler/emit_compare.c
  compiler/emit_display.c compiler/emit_loop.c compiler/emit_name.c compiler/import.c compiler/match.c compiler/parse.c compiler/parse_atom.c
  compiler/parse_string.c compiler/scope.c compiler/statement.c compiler/tree.c compiler/try.c compiler/unit.c
  core/heap_pages.c core/operate_container.c core/vm.c core/weak.c core/raise.c
  run/bind.c run/function.c run/generator.c run/generator_async.c run/inherit.c run/instruction.c run/stack.c run/member.c
  run/module.c run/match.c run/dir.c
  types/dict.c types/dict_views.c types/dict_methods.c types/set.c types/set_methods.c types/list.c types/tuple.c types/int.c
  types/int_arith.c types/int_power.c types/int_wide.c types/iterators.c types/range.c types/slice.c types/generic.c types/number.c
  types/exception.c types/digits.c types/digits_divide.c types/round.c types/bool.c types/memoryview.c
  modules/array_methods.c modules/asyncio.c modules/asyncio_future.c modules/asyncio_loop.c modules/asyncio_queue.c modules/asyncio_task.c
  modules/asyncio_wait.c modules/collections.c modules/gc.c modules/heapq.c modules/machine_irq.c modules/machine_signal.c modules/machine_timer.c
  modules/machine_uart.c modules/schedule.c modules/select.c modules/socket_stream.c modules/machine.c modules/math.c modules/array.c)
set(KRAIT_RAM_BYTES_DAEMON
  src/command.c src/console.c src/file_get.c src/file_put.c src/file_tree.c src/job.c src/machine.c src/mount.c src/mount_files.c
  src/overlay.c src/ring.c src/session.c src/terminal.c src/terminal_bare.c src/walk.c)
set(KRAIT_RAM_BYTES_PROTOCOL src/proto_link.c src/proto_repl.c src/proto_repl_line.c src/proto_stream.c src/proto_ws_frame.c src/proto_ws_open.c)
set(KRAIT_RAM_BYTES_FIRMWARE
  link.c network.c records.c sockets.c sockets_datagram.c sockets_stream.c flash/flashfs_files.c flash/flashfs_log.c flash/flashfs_mount.c flash/flashfs_tree.c
  flash/flashfs_units.c flash/slots.c)
set(KRAIT_RAM_BYTES_LWIP
  core/init.c core/inet_chksum.c core/ip.c core/mem.c core/netif.c core/pbuf.c core/tcp.c core/tcp_in.c core/tcp_out.c core/timeouts.c core/udp.c
  core/ipv4/dhcp.c core/ipv4/etharp.c core/ipv4/icmp.c
  core/ipv4/igmp.c core/ipv4/ip4.c netif/ethernet.c)

function(krait_ram_bytes target folder)
  foreach(file ${ARGN})
    if(EXISTS ${folder}/${file})
      set_source_files_properties(${folder}/${file} TARGET_DIRECTORY ${target} PROPERTIES COMPILE_OPTIONS "${KRAIT_RAM_BYTES_OPTIONS}")
    else()
      message(FATAL_ERROR "ports/esp8266/ram_bytes.cmake: there is no ${folder}/${file}")
    endif()
  endforeach()
endfunction()
set(KRAIT_RAM_BYTES_OPTIONS -mno-force-l32 -DKR_RAM_BYTES=1 -fno-tree-switch-conversion) # which makes tables of bytes
krait_ram_bytes(krait_vm_objects ${CMAKE_SOURCE_DIR}/vm ${KRAIT_RAM_BYTES_VM})
krait_ram_bytes(krait_daemon ${CMAKE_SOURCE_DIR}/daemon ${KRAIT_RAM_BYTES_DAEMON})
krait_ram_bytes(krait_protocol ${CMAKE_SOURCE_DIR}/protocol ${KRAIT_RAM_BYTES_PROTOCOL})
krait_ram_bytes(krait_lwip ${KRAIT_LWIP_DIR}/src ${KRAIT_RAM_BYTES_LWIP})
krait_ram_bytes(krait_port ${CMAKE_CURRENT_SOURCE_DIR} ${KRAIT_RAM_BYTES_FIRMWARE})
