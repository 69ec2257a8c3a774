#ifndef KR_ZLIB_STREAM_H
#define KR_ZLIB_STREAM_H
/* A stream of the zlib library whose memory is the VM's heap. The struct may be part of an object, whose
 * trace function calls kr_zstream_trace, or lie on the C stack, where the collector finds its blocks by
 * itself. It must not move. A stream that is forgotten needs no end: the collector takes its blocks. */
#include <zlib.h>
#include "core/object.h"
#include "types/byte_string.h"

typedef struct kr_zstream {
    z_stream z;
    kr_vm *vm;
    void *blocks[8]; /* what zlib has allocated */
} kr_zstream;

/* Sets up memory functions; deflateInit2 or inflateInit2 on z follows. */
void kr_zstream_begin(kr_vm *vm, kr_zstream *s);
void kr_zstream_trace(kr_vm *vm, const kr_zstream *s);

/* Makes `to`, which is fresh, a copy of a deflating or inflating stream; MemoryError. */
void kr_zstream_copy(kr_vm *vm, kr_zstream *to, kr_zstream *from, bool deflating);

/* Feeds all of `in` to deflate() or inflate() and appends what comes out to `out`, at most `limit` bytes;
 * returns the last result. z.next_in and z.avail_in tell what was not used. */
int kr_zstream_run(kr_zstream *s, int (*step)(z_streamp, int), int flush, kr_span in, kr_bytearray *out,
                   size_t limit);

extern const kr_type kr_zlib_error_type;
/* zlib.error: "Error -3 while decompressing data: incorrect header check"; MemoryError for Z_MEM_ERROR. */
_Noreturn void kr_zstream_raise(const kr_zstream *s, int code, const char *what);

#endif
