# Integer division and soft float: libgcc's assembly for this core, which Debian's libgcc leaves out because the chip's mask ROM has it. The emulated board has
# no such ROM; and the C library calls these without long calls, so on the chip, too, they lie beside it.
set(rom ${CMAKE_CURRENT_LIST_DIR})
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
add_library(krait_rom STATIC ${KRAIT_ROM_SOURCES} ${rom}/division.c)
target_include_directories(krait_rom PRIVATE ${rom} ${gcc})
target_compile_options(krait_rom PRIVATE -fno-builtin)
