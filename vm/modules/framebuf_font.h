#ifndef KR_FRAMEBUF_FONT_H
#define KR_FRAMEBUF_FONT_H
/* Cells of the characters 32 … 126; the last one, a box, stands for all others. */
#include <stdint.h>

extern const uint8_t kr_framebuf_font[96][8];

#endif
