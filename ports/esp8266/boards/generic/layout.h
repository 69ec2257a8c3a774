#ifndef KRAIT_ESP8266_LAYOUT_H
#define KRAIT_ESP8266_LAYOUT_H
/* Sectors of 4 KiB: 4 MiB in all. Two slots of 1 MiB less the boot loader's sector lie in front, five sectors of the SDK's behind. */
#define BOARD_RECORDS_FIRST 512u
#define BOARD_RECORDS_COUNT 2u
#define BOARD_FILES_FIRST   514u
#define BOARD_FILES_COUNT   504u

#endif
