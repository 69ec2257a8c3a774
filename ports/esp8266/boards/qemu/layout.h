#ifndef KRAIT_ESP8266_LAYOUT_H
#define KRAIT_ESP8266_LAYOUT_H
/* Sectors of 64 KiB: 4 MiB in all. What is not named here is the application's. */
#define BOARD_RECORDS_FIRST 0u
#define BOARD_RECORDS_COUNT 2u
#define BOARD_FILES_FIRST   16u
#define BOARD_FILES_COUNT   16u

#endif
