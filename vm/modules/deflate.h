#ifndef KR_DEFLATE_H
#define KR_DEFLATE_H
/* MicroPython's older name for a DeflateIO that reads: zlib.DecompIO(stream, wbits=0). */
#include "core/native.h"

extern const kr_builtin kr_decomp_io_function;

#endif
