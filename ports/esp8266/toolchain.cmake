# Debian's cross compiler for the ESP8266's core with picolibc, for -DCMAKE_TOOLCHAIN_FILE=.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR lx106)
set(CMAKE_C_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_ASM_COMPILER xtensa-lx106-elf-gcc)
set(CMAKE_AR xtensa-lx106-elf-ar)
set(CMAKE_RANLIB xtensa-lx106-elf-ranlib)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# picolibc's headers and libraries lie outside of the compiler's own folders, and nothing of this computer may be found instead.
find_file(KRAIT_PICOLIBC_SPECS picolibc.specs PATHS /usr/lib/xtensa-lx106-elf /usr/local/lib/xtensa-lx106-elf NO_DEFAULT_PATH REQUIRED)
get_filename_component(KRAIT_PICOLIBC ${KRAIT_PICOLIBC_SPECS} DIRECTORY)
set(CMAKE_FIND_ROOT_PATH ${KRAIT_PICOLIBC})
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_C_FLAGS_INIT "--specs=${KRAIT_PICOLIBC_SPECS} -mlongcalls")
set(KRAIT_ASSEMBLER "xtensa-lx106-elf-as --longcalls --no-target-align")
