# The chip, over Espressif's NONOS SDK 3.0, of which -DESP8266_SDK= gives the folder. README.md beside the port says why this one of the two SDKs.
set(ESP8266_SDK "" CACHE PATH "Espressif's NONOS SDK, version 3.0: the folder with include, lib and ld")
set(KRAIT_RESERVE 14336 CACHE STRING "Bytes of data RAM for the SDK's heap")
set(KRAIT_SLOT_1 0x1000) # layout.c: where a slot is in its megabyte, and how large the largest is
set(KRAIT_SLOT_BYTES 0xFF000)
set(board ${CMAKE_CURRENT_LIST_DIR})
if(NOT EXISTS "${ESP8266_SDK}/include/user_interface.h")
  message(FATAL_ERROR "set -DESP8266_SDK= to Espressif's NONOS SDK (github.com/espressif/ESP8266_NONOS_SDK, release 3.0): the folder with include, lib and ld")
endif()
set(KRAIT_BOARD_SOURCES ${KRAIT_PORT_DIR}/narrow.c ${board}/board.c ${board}/bus.c ${board}/chance.c ${board}/edges.c ${board}/flash_spi.c ${board}/hardware.c ${board}/hspi.c ${board}/kept.c ${board}/layout.c ${board}/dhcp_server.c ${board}/networks.c ${board}/pins.c ${board}/pwm.c ${board}/uart.c
  ${board}/wifi.c ${board}/wifi_policy.c)
set(KRAIT_BOARD_SCRIPT ${board}/memory.ld)

# The SDK's side: the only files that see its headers, which are not ours to warn about.
add_library(krait_sdk OBJECT ${board}/sdk_life.c ${board}/sdk_lwip.c ${board}/sdk_wifi.c ${board}/swap.S)
target_include_directories(krait_sdk SYSTEM PRIVATE ${ESP8266_SDK}/include ${ESP8266_SDK}/third_party/include)
target_include_directories(krait_sdk PRIVATE ${board} ${CMAKE_SOURCE_DIR}/vm/include)
file(WRITE ${CMAKE_BINARY_DIR}/sdk/user_config.h "") # the SDK's headers want an application to have one
target_include_directories(krait_sdk PRIVATE ${CMAKE_BINARY_DIR}/sdk)
target_compile_definitions(krait_sdk PRIVATE ICACHE_FLASH LWIP_OPEN_SRC EBUF_LWIP PBUF_RSV_FOR_WLAN
  pbuf_alloc=sdk_lwip_pbuf_alloc pbuf_free=sdk_lwip_pbuf_free)

# The SDK's libraries call an older lwIP of their own. Its functions get a prefix in copies of them; sdk_lwip.c has most of them, the library that of packets.
file(WRITE ${CMAKE_BINARY_DIR}/sdk/rename.sh [[
set -eu
nm=$1 objcopy=$2 library=$3 rom=$4 folder=$5
shift 5
$nm -g --defined-only "$library" 2>/dev/null | sed -n 's/^[0-9a-f]* [A-Z] \(.*\)$/\1 sdk_lwip_\1/p' | grep -v '^eagle_\|^os_' | sort -u >"$folder/names"
# Where functions lie in the mask ROM; its arithmetic is too far from the C library, and its string functions read flash by bytes.
sed '/__[a-z]*[sd][fi]/d;/ mem/d;/ str/d' "$rom" >"$folder/rom.ld"
for file; do $objcopy --redefine-syms="$folder/names" "$file" "$folder/$(basename "$file")"; done
]])
set(libraries main net80211 wpa crypto lwip_536 pp phy hal)
set(files "")
foreach(name ${libraries})
  list(APPEND files ${ESP8266_SDK}/lib/lib${name}.a)
  list(APPEND KRAIT_SDK_LIBRARIES ${CMAKE_BINARY_DIR}/sdk/lib${name}.a)
endforeach()
add_custom_command(OUTPUT ${KRAIT_SDK_LIBRARIES} ${CMAKE_BINARY_DIR}/sdk/rom.ld
  COMMAND sh ${CMAKE_BINARY_DIR}/sdk/rename.sh ${CMAKE_NM} ${CMAKE_OBJCOPY} ${ESP8266_SDK}/lib/liblwip_536.a ${ESP8266_SDK}/ld/eagle.rom.addr.v6.ld
    ${CMAKE_BINARY_DIR}/sdk ${files}
  COMMENT "Renaming the SDK's own lwIP" VERBATIM)
add_custom_target(krait_sdk_libraries DEPENDS ${KRAIT_SDK_LIBRARIES} ${CMAKE_BINARY_DIR}/sdk/rom.ld)
set(KRAIT_BOARD_TARGETS krait_sdk_libraries)

include(${KRAIT_PORT_DIR}/rom/rom.cmake)
set(KRAIT_BOARD_OBJECTS $<TARGET_OBJECTS:krait_sdk>)
set(KRAIT_BOARD_LIBRARIES ${KRAIT_SDK_LIBRARIES} ${CMAKE_BINARY_DIR}/sdk/rom.ld)
set(KRAIT_BOARD_CONSTANTS KRAIT_SLOT_BYTES KRAIT_SLOT_1)
