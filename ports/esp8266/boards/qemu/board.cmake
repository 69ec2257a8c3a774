# The emulated board, and the stand-in for the chip's mask ROM: libgcc's assembly for this core, which Debian's libgcc leaves out because the chip has it.
set(KRAIT_RESERVE 28672 CACHE STRING "Bytes of data RAM that are left to Espressif's SDK")
set(board ${CMAKE_CURRENT_LIST_DIR})
set(KRAIT_BOARD_SOURCES ${board}/start.S ${board}/board.c ${board}/uart.c ${board}/ethernet.c ${board}/flash_cfi.c)
set_source_files_properties(${board}/start.S PROPERTIES COMPILE_OPTIONS -Wa,--text-section-literals) # beside the vectors
set(KRAIT_BOARD_SCRIPT ${board}/memory.ld)
set(KRAIT_BOARD_DEFINES KRAIT_RESERVE=${KRAIT_RESERVE})

set(gcc ${KRAIT_LIBGCC_DIR}/libgcc/config/xtensa)
if(NOT EXISTS ${gcc}/lib1funcs.S)
  message(FATAL_ERROR "${gcc} is missing: run tools/third-party, or set -DKRAIT_LIBGCC_DIR=")
endif()
# Each function is an object of its own, as in libgcc: the macro says which.
foreach(name udivsi3 divsi3 umodsi3 modsi3 umulsidi3
             addsubsf3 mulsf3 divsf3 cmpsf2 fixsfsi fixunssfsi floatsisf
             addsubdf3 muldf3 divdf3 cmpdf2 fixdfsi fixunsdfsi floatsidf truncdfsf2 extendsfdf2)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/rom/${name}.S)
  file(CONFIGURE OUTPUT ${object} CONTENT "#define L_${name}\n#include \"${gcc}/lib1funcs.S\"\n")
  list(APPEND KRAIT_ROM_SOURCES ${object})
endforeach()
add_library(krait_rom STATIC ${KRAIT_ROM_SOURCES} ${board}/rom_division.c)
target_include_directories(krait_rom PRIVATE ${board}/rom ${gcc})
target_compile_options(krait_rom PRIVATE -fno-builtin)
