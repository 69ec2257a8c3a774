# kraitd: the device as a Linux process.
find_path(KRAIT_LWS_INCLUDE libwebsockets.h REQUIRED)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_library(KRAIT_LWS NAMES websockets REQUIRED)

add_library(kraitd_objects OBJECT kraitd.c kraitd_net.c kraitd_options.c kraitd_state.c kraitd_sync.c kraitd_tty.c kraitd_webrepl.c)
target_include_directories(kraitd_objects SYSTEM PRIVATE ${KRAIT_LWS_INCLUDE})
target_link_libraries(kraitd_objects PRIVATE krait_flags krait_daemon krait_posix)

# kraitd_images is the device without a compiler: absent.c stands before the library, which has one, so nothing of that is linked.
add_library(kraitd_absent OBJECT ${KR_NO_COMPILER})
target_link_libraries(kraitd_absent PRIVATE krait_flags krait_vm_private)
add_executable(kraitd $<TARGET_OBJECTS:kraitd_objects>)
add_executable(kraitd_images $<TARGET_OBJECTS:kraitd_objects> $<TARGET_OBJECTS:kraitd_absent>)
if(NOT KRAIT_COMPILER)
  target_sources(kraitd PRIVATE $<TARGET_OBJECTS:kraitd_absent>)
endif()
foreach(program kraitd kraitd_images)
  target_link_libraries(${program} PRIVATE krait_daemon krait_posix ${KRAIT_LWS} Threads::Threads)
endforeach()
