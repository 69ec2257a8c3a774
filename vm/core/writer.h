#ifndef KR_WRITER_H
#define KR_WRITER_H
/* A growing UTF-8 text under construction; becomes a str at the end. Lives on the C stack of whoever builds text. */
#include "core/object.h"

struct kr_writer {
    kr_vm *vm;
    char *data;      /* a bytes block of the heap, or `inline_data` */
    size_t size;     /* bytes used */
    size_t capacity;
    bool ascii;      /* nothing above 0x7f so far */
    kr_value printing[16]; /* containers whose repr is in progress; deeper ones are looked up in `more` */
    size_t depth;
    kr_value more;   /* a list, or 0 */
    char inline_data[128];
};

void kr_writer_init(kr_vm *vm, kr_writer *w);
/* Room for `size` more bytes; the pointer is valid until the next call on w. Advance with w->size += n. Clear w->ascii when needed. */
char *kr_writer_reserve(kr_writer *w, size_t size);
void kr_write(kr_writer *w, const char *data, size_t size); /* valid UTF-8 */
void kr_write_text(kr_writer *w, const char *text);         /* NUL-terminated ASCII */
void kr_write_char(kr_writer *w, uint32_t code_point);
void kr_write_value(kr_writer *w, kr_value v, bool str);    /* kr_print */
void kr_write_format(kr_writer *w, const char *format, ...); /* the format of kr_raise */
void kr_write_vformat(kr_writer *w, const char *format, __builtin_va_list arguments);
kr_value kr_writer_str(kr_writer *w);                       /* the text as a str */
kr_value kr_writer_bytes(kr_writer *w);                     /* the same bytes as bytes */

#endif
