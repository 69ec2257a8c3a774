/* Streams of the zlib library in the VM's heap. */
#include "core/config.h"
#if KR_WITH_ZLIB
#include <limits.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/zlib_stream.h"
#include "types/exception.h"

static const kr_member error_members[] = {{N___module__, N_zlib}};
KR_EXCEPTION_TYPE(kr_zlib_error_type, N_error, kr_Exception_type, error_members, kr_exception_make);

static const kr_type block_type = {.head = {&kr_type_type},
                                   .name = N_zlib,
                                   .base = &kr_object_type,
                                   .flags = KR_TYPE_OPAQUE | KR_TYPE_FINAL};

/* NULL when memory is short: an exception must not jump over zlib's own state. */
static void *allocate(void *opaque, unsigned items, unsigned size) {
    kr_zstream *s = opaque;
    for (size_t i = 0; i < sizeof s->blocks / sizeof *s->blocks; i++) {
        if (s->blocks[i] != NULL) continue;
        kr_object *cell = kr_try_new(s->vm, &block_type, sizeof *cell + (size_t)items * size);
        s->blocks[i] = cell != NULL ? cell + 1 : NULL;
        return s->blocks[i];
    }
    return NULL;
}

static void release(void *opaque, void *block) {
    kr_zstream *s = opaque;
    for (size_t i = 0; i < sizeof s->blocks / sizeof *s->blocks; i++) {
        if (s->blocks[i] == block) s->blocks[i] = NULL;
    }
    kr_block_free(s->vm, block);
}

void kr_zstream_begin(kr_vm *vm, kr_zstream *s) {
    memset(s, 0, sizeof *s);
    s->vm = vm;
    s->z.zalloc = allocate;
    s->z.zfree = release;
    s->z.opaque = s;
}

void kr_zstream_trace(kr_vm *vm, const kr_zstream *s) {
    for (size_t i = 0; i < sizeof s->blocks / sizeof *s->blocks; i++) kr_mark_block(vm, s->blocks[i]);
}

/* zlib copies with the memory functions of the source. */
void kr_zstream_copy(kr_vm *vm, kr_zstream *to, kr_zstream *from, bool deflating) {
    kr_zstream_begin(vm, to);
    from->z.opaque = to;
    int code = deflating ? deflateCopy(&to->z, &from->z) : inflateCopy(&to->z, &from->z);
    from->z.opaque = from;
    if (code != Z_OK) kr_zstream_raise(from, code, "while copying the stream");
}

int kr_zstream_run(kr_zstream *s, int (*step)(z_streamp, int), int flush, kr_span in, kr_bytearray *out,
                   size_t limit) {
    int code = Z_OK;
    size_t done = 0, room = 64;
    bool full, more;
    s->z.next_in = (Bytef *)(uintptr_t)in.data;
    do {
        size_t rest = in.size - (size_t)(s->z.next_in - in.data);
        s->z.avail_in = rest > UINT_MAX / 2 ? UINT_MAX / 2 : (unsigned)rest;
        if (room > limit - done) room = limit - done;
        Bytef *volatile place = kr_bytearray_reserve(s->vm, out, room); /* the collector sees it on the C stack */
        s->z.next_out = place;
        s->z.avail_out = (unsigned)room;
        code = step(&s->z, rest > UINT_MAX / 2 ? Z_NO_FLUSH : flush);
        out->size += room - s->z.avail_out;
        done += room - s->z.avail_out;
        room = done < 1 << 14 ? done + 64 : 1 << 14;
        full = s->z.avail_out == 0; /* with Z_FINISH, inflate() calls that an error */
        more = code == Z_OK && (size_t)(s->z.next_in - in.data) < in.size;
    } while (done < limit && (more || (full && (code == Z_OK || code == Z_BUF_ERROR))));
    s->z.avail_in = 0;
    return code;
}

void kr_zstream_raise(const kr_zstream *s, int code, const char *what) {
    if (code == Z_MEM_ERROR) kr_raise_memory(s->vm);
    const char *text = s->z.msg != NULL         ? s->z.msg
                       : code == Z_BUF_ERROR    ? "incomplete or truncated stream"
                       : code == Z_STREAM_ERROR ? "inconsistent stream state"
                       : code == Z_DATA_ERROR   ? "invalid input data"
                                                : NULL;
    if (text == NULL) kr_raise(s->vm, &kr_zlib_error_type, "Error %d %s", code, what);
    kr_raise(s->vm, &kr_zlib_error_type, "Error %d %s: %s", code, what, text);
}
#endif
