# What the firmware's build has different from a computer's, before the parts are added: flags for a small machine, and libraries from source.
#
# Constants and text lie in flash, which the chip reads by words only: -mforce-l32 makes the compiler read bytes of them that way. It costs text and
# time at every load of a byte, so files that load bytes of RAM alone are built without it: ram_bytes.cmake names them, and those of the collector get
# KRAIT_RAM_OPTIONS.
enable_language(ASM)
set(KRAIT_FREEZE "" CACHE FILEPATH "The program `freeze` of a build for this computer")
set(KRAIT_THIRD_PARTY ${CMAKE_SOURCE_DIR}/build/third-party CACHE PATH "Where tools/third-party puts the sources of libraries")
set(KRAIT_LWIP_DIR ${KRAIT_THIRD_PARTY}/lwip CACHE PATH "Sources of lwIP 2.1")
set(KRAIT_MBEDTLS_DIR ${KRAIT_THIRD_PARTY}/mbedtls CACHE PATH "Sources of mbedTLS 2.28")
set(KRAIT_LIBGCC_DIR ${KRAIT_THIRD_PARTY}/gcc CACHE PATH "Sources of GCC 12, for the stand-in of the chip's ROM")
set(KRAIT_PORT_DIR ${CMAKE_SOURCE_DIR}/ports/esp8266)
set(KRAIT_FAST -O2 CACHE STRING "How the collector, the ciphers and the C library's functions on bytes are optimised")
set(KRAIT_RAM_OPTIONS "-mno-force-l32;${KRAIT_FAST}" CACHE STRING "Options for the files of the collector")
set(KRAIT_MODULES esp8266 CACHE STRING "Modules to build in: names, or profiles of vm/modules/profiles")
set(KRAIT_STRIP ON CACHE BOOL "Freeze modules without docstrings and the names of local variables")
option(KRAIT_LONG_CALLS "Functions may lie farther than 512 KiB from those that call them; OFF where all text is less than that" ON)
option(KRAIT_BENCH "Build in what the figures of tests/bench/chip compare the device with; never for use" OFF)
set(KRAIT_BOARD qemu CACHE STRING "Folder of ports/esp8266/boards")

if(NOT EXISTS "${KRAIT_FREEZE}")
  message(FATAL_ERROR "set -DKRAIT_FREEZE= to the program vm/generated/freeze of a build for this computer (tools/build build makes it)")
endif()
foreach(path KRAIT_LWIP_DIR/src/core/tcp.c KRAIT_MBEDTLS_DIR/library/sha256.c)
  string(REGEX MATCH "^[^/]*" name ${path})
  string(REPLACE "${name}" "${${name}}" path ${path})
  if(NOT EXISTS ${path})
    message(FATAL_ERROR "${path} is missing: run tools/third-party, or set -D${name}=")
  endif()
endforeach()

file(STRINGS ${CMAKE_SOURCE_DIR}/tools/lx106.flags flags) # what makes the smallest code
list(JOIN flags " " flags)
# With lines in the format of DWARF 5 the linker does not close the gaps that it makes where a long call becomes a short one, 3 bytes a call.
set(CMAKE_C_FLAGS_RELEASE "${flags} -g1 -gdwarf-4")
add_compile_options(-fno-common)
add_compile_options($<$<COMPILE_LANGUAGE:C>:-include> $<$<COMPILE_LANGUAGE:C>:${KRAIT_PORT_DIR}/config.h>)
add_compile_options($<$<COMPILE_LANGUAGE:C>:-mforce-l32>)
if(NOT KRAIT_LONG_CALLS)
  add_compile_options(-mno-longcalls)
  string(REPLACE --longcalls --no-longcalls KRAIT_ASSEMBLER "${KRAIT_ASSEMBLER}")
endif()
target_compile_options(krait_flags INTERFACE -Wno-format-truncation) # texts are shorter here, and cut

# --- mbedTLS: the channel's primitives ---
set(library ${KRAIT_MBEDTLS_DIR}/library)
add_library(krait_mbedcrypto STATIC
  ${library}/chacha20.c ${library}/poly1305.c ${library}/chachapoly.c ${library}/sha1.c ${library}/sha256.c ${library}/platform_util.c
  ${library}/constant_time.c ${KRAIT_PORT_DIR}/sha1.c ${KRAIT_PORT_DIR}/hkdf.c)
target_include_directories(krait_mbedcrypto SYSTEM PUBLIC ${KRAIT_MBEDTLS_DIR}/include ${KRAIT_LWIP_DIR}/src/include ${KRAIT_PORT_DIR})
target_compile_definitions(krait_mbedcrypto PUBLIC "MBEDTLS_CONFIG_FILE=<mbedtls_config.h>")
set(ciphers -mno-force-l32 ${KRAIT_FAST})
if(NOT KRAIT_FAST STREQUAL -Os)
  list(APPEND ciphers -ftree-loop-optimize -fmove-loop-invariants -ftree-loop-im -ftree-pre -fcode-hoisting -ftree-dominator-opts)
endif()
set_source_files_properties(${library}/chacha20.c ${library}/poly1305.c ${library}/sha256.c PROPERTIES COMPILE_OPTIONS "${ciphers}")
# The core multiplies 32 bits by 32 to 32: without this the product of 64 bits is a call of libgcc, which knows less about it. As a function it is smaller than that.
set_property(SOURCE ${library}/poly1305.c APPEND PROPERTY COMPILE_OPTIONS "-DMBEDTLS_NO_64BIT_MULTIPLICATION" -fno-inline-small-functions)

# --- lwIP ---
set(core ${KRAIT_LWIP_DIR}/src/core)
add_library(krait_lwip STATIC
  ${core}/init.c ${core}/def.c ${core}/dns.c ${core}/inet_chksum.c ${core}/ip.c ${core}/mem.c ${core}/memp.c ${core}/netif.c ${core}/pbuf.c
  ${core}/tcp.c ${core}/tcp_in.c ${core}/tcp_out.c ${core}/timeouts.c ${core}/udp.c ${core}/ipv4/dhcp.c ${core}/ipv4/etharp.c ${core}/ipv4/icmp.c
  ${core}/ipv4/igmp.c ${core}/ipv4/ip4.c ${core}/ipv4/ip4_addr.c ${KRAIT_LWIP_DIR}/src/netif/ethernet.c)
target_include_directories(krait_lwip SYSTEM PUBLIC ${KRAIT_LWIP_DIR}/src/include PUBLIC ${KRAIT_PORT_DIR})
