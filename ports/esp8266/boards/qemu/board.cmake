# The emulated board.
set(KRAIT_RESERVE 28672 CACHE STRING "Bytes of data RAM that are left to Espressif's SDK")
set(board ${CMAKE_CURRENT_LIST_DIR})
set(KRAIT_BOARD_SOURCES ${board}/start.S ${board}/board.c ${board}/uart.c ${board}/ethernet.c ${board}/flash_cfi.c ${board}/hardware.c
  ${CMAKE_SOURCE_DIR}/ports/posix/board_sim.c)
set(KRAIT_BOARD_INCLUDES ${CMAKE_SOURCE_DIR}/ports/posix)
set_source_files_properties(${board}/start.S PROPERTIES COMPILE_OPTIONS -Wa,--text-section-literals) # beside the vectors
set_source_files_properties(${board}/flash_cfi.c PROPERTIES COMPILE_OPTIONS -mlongcalls) # from flash to instruction RAM
set(KRAIT_BOARD_SCRIPT ${board}/memory.ld)
set(KRAIT_BOARD_DEFINES KRAIT_RESERVE=${KRAIT_RESERVE})
include(${KRAIT_PORT_DIR}/rom/rom.cmake)
