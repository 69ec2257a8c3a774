# kraitd: the device as a Linux process.
find_path(KRAIT_LWS_INCLUDE libwebsockets.h REQUIRED)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_library(KRAIT_LWS NAMES websockets REQUIRED)

add_executable(kraitd kraitd.c kraitd_net.c kraitd_options.c kraitd_state.c kraitd_sync.c kraitd_tty.c kraitd_webrepl.c)
target_include_directories(kraitd SYSTEM PRIVATE ${KRAIT_LWS_INCLUDE})
target_link_libraries(kraitd PRIVATE krait_flags krait_daemon krait_posix ${KRAIT_LWS} Threads::Threads)
