/* StringIO and BytesIO: files in memory.
 *
 * Both hold bytes; a StringIO's are UTF-8. Its positions count characters, the object keeps the byte offset,
 * which is the same while all is ASCII. A position behind the end is kept as if zeros were there; writing
 * puts them there. */
#include "core/heap.h"
#include "core/operate.h"
#include "modules/file.h"
#include "modules/io.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/text.h"

typedef struct memory {
    kr_object head;
    uint8_t *data; /* a bytes block, or NULL */
    size_t size, capacity, position;
    bool text, ascii, closed, unify; /* unify: "\r\n" and "\r" are stored as "\n" */
} memory;

static memory *open_memory(kr_vm *vm, kr_value v) {
    memory *m = kr_to_pointer(v);
    if (m->closed)
        kr_raise_value_error(vm, m->text ? "I/O operation on closed file" : "I/O operation on closed file.");
    return m;
}

static void reserve(kr_vm *vm, memory *m, size_t size) {
    if (size <= m->capacity) return;
    size_t capacity = size + size / 2 + 32;
    if (size > SIZE_MAX / 4) kr_raise_memory(vm);
    m->data = kr_bytes_resize(vm, m->data, m->capacity, capacity);
    m->capacity = kr_block_capacity(vm, m->data);
}

/* --- positions */

static size_t count_characters(const memory *m, size_t bytes) {
    size_t count = 0;
    if (!m->text || m->ascii || bytes > m->size) {
        if (bytes <= m->size || !m->text || m->ascii) return bytes;
        return count_characters(m, m->size) + bytes - m->size;
    }
    for (size_t i = 0; i < bytes; i++) count += (m->data[i] & 0xc0) != 0x80;
    return count;
}

/* The offset that lies that many characters behind `from`; at most the end when `bounded`. */
static size_t skip_characters(const memory *m, size_t from, size_t count, bool bounded) {
    size_t at = from;
    if (m->text && !m->ascii) {
        while (count > 0 && at < m->size) {
            do at++;
            while (at < m->size && (m->data[at] & 0xc0) == 0x80);
            count--;
        }
    } else {
        size_t left = at < m->size ? m->size - at : 0, step = count < left ? count : left;
        at += step;
        count -= step;
    }
    return bounded ? at : at + count;
}

/* --- reading */

static kr_value piece(kr_vm *vm, memory *m, size_t end) {
    size_t start = m->position < m->size ? m->position : m->size;
    if (end > m->size) end = m->size; /* the position may lie behind the end */
    if (end < start) end = start;
    if (end > m->position) m->position = end;
    const char *data = (const char *)m->data + start;
    if (end == start) return m->text ? KR_EMPTY_STR : kr_bytes_value(vm, "", 0);
    return m->text ? kr_str_new(vm, data, end - start) : kr_bytes_value(vm, data, end - start);
}

/* A size argument: missing, None and negative ones mean everything. */
static size_t size_arg(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc < 2 || argv[1] == KR_NONE) return SIZE_MAX;
    kr_word size = kr_index_word(vm, argv[1]);
    return size < 0 ? SIZE_MAX : (size_t)size;
}

static kr_value memory_read(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t size = size_arg(vm, argc, argv);
    memory *m = open_memory(vm, argv[0]);
    return piece(vm, m, skip_characters(m, m->position, size, true));
}
KR_METHOD(read, memory_read, 1, 2, NULL,
          "read(size=-1)\nRead up to size characters or bytes; all without a size.");

static kr_value read_line(kr_vm *vm, memory *m, size_t most) {
    if (m->position >= m->size) return piece(vm, m, m->size);
    size_t end = most == SIZE_MAX ? m->size : skip_characters(m, m->position, most, true);
    const uint8_t *newline = memchr(m->data + m->position, '\n', end - m->position);
    return piece(vm, m, newline != NULL ? (size_t)(newline - m->data) + 1 : end);
}

static kr_value memory_readline(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t size = size_arg(vm, argc, argv);
    return read_line(vm, open_memory(vm, argv[0]), size);
}
KR_METHOD(readline, memory_readline, 1, 2, NULL,
          "readline(size=-1)\nRead one line, with its newline; empty at the end.");

static kr_value memory_next(kr_vm *vm, kr_value v) {
    memory *m = open_memory(vm, v);
    return m->position >= m->size ? KR_UNBOUND : read_line(vm, m, SIZE_MAX);
}

static kr_value memory_readlines(kr_vm *vm, size_t argc, const kr_value *argv) {
    size_t hint = size_arg(vm, argc, argv), total = 0;
    kr_value lines = kr_list_new(vm, 0, NULL), line;
    if (hint == 0) hint = SIZE_MAX;
    open_memory(vm, argv[0]);
    while (total < hint && (line = memory_next(vm, argv[0])) != KR_UNBOUND) {
        total += (size_t)kr_length(vm, line);
        kr_list_append(vm, kr_to_list(lines), line);
    }
    return lines;
}
KR_METHOD(readlines, memory_readlines, 1, 2, NULL, "readlines(hint=-1)\nRead all lines into a list.");

static kr_value memory_readinto(kr_vm *vm, size_t argc, const kr_value *argv) {
    memory *m = open_memory(vm, argv[0]);
    kr_buffer buffer;
    (void)argc;
    kr_get_buffer(vm, argv[1], &buffer, true);
    size_t left = m->position < m->size ? m->size - m->position : 0;
    size_t count = buffer.size < left ? buffer.size : left;
    if (count > 0) memcpy(buffer.data, m->data + m->position, count);
    m->position += count;
    return kr_int_from_unsigned(vm, count);
}
KR_METHOD(readinto, memory_readinto, 2, 2, NULL,
          "readinto(buffer)\nRead bytes into a buffer; returns how many.");

static kr_value memory_getvalue(kr_vm *vm, size_t argc, const kr_value *argv) {
    memory *m = open_memory(vm, argv[0]);
    (void)argc;
    return m->text ? kr_str_new(vm, m->size > 0 ? (char *)m->data : "", m->size)
                   : kr_bytes_value(vm, m->size > 0 ? (char *)m->data : "", m->size);
}
KR_METHOD(getvalue, memory_getvalue, 1, 1, NULL, "getvalue()\nAll that is in the file.");

/* --- writing */

/* Puts bytes in the place of `replaced` ones at the position. */
static void put(kr_vm *vm, memory *m, const void *data, size_t size, size_t replaced) {
    size_t at = m->position, old = m->size > at ? m->size : at;
    size_t rest = old - at - replaced; /* behind what is replaced */
    reserve(vm, m, at + size + rest);
    if (m->size < at) memset(m->data + m->size, 0, at - m->size);
    if (rest > 0 && size != replaced) memmove(m->data + at + size, m->data + at + replaced, rest);
    memcpy(m->data + at, data, size);
    m->size = at + size + rest;
    m->position = at + size;
}

static void write_bytes(kr_vm *vm, memory *m, const void *data, size_t size) {
    size_t left = m->position < m->size ? m->size - m->position : 0;
    if (size > 0) put(vm, m, data, size, size < left ? size : left);
}

static void write_text(kr_vm *vm, memory *m, const kr_str *s) {
    size_t replaced = 0;
    if (s->size == 0) return;
    if (m->position < m->size)
        replaced = skip_characters(m, m->position, kr_str_length(s), true) - m->position;
    if (!s->ascii) m->ascii = false;
    put(vm, m, s->data, s->size, replaced);
}

/* "\r\n" and "\r" as "\n". */
static kr_value unified(kr_vm *vm, kr_value text) {
    kr_value pair[2] = {kr_str_text(vm, "\r\n"), KR_CHAR_STR('\n')};
    if (memchr(kr_to_str(text)->data, '\r', kr_to_str(text)->size) == NULL) return text;
    text = kr_call_method(vm, text, N_replace, 2, pair);
    pair[0] = KR_CHAR_STR('\r');
    return kr_call_method(vm, text, N_replace, 2, pair);
}

/* The part of a buffer that begins at an offset and has at most so many bytes. */
static void cut(kr_vm *vm, kr_buffer *buffer, size_t argc, const kr_value *argv) {
    kr_word offset = argc > 3 ? kr_index_word(vm, argv[2]) : 0, size = kr_index_word(vm, argv[argc - 1]);
    if (offset < 0 || (size_t)offset > buffer->size) offset = (kr_word)buffer->size;
    buffer->data += offset;
    buffer->size -= (size_t)offset;
    if (size >= 0 && (size_t)size < buffer->size) buffer->size = (size_t)size;
}

static kr_value memory_write(kr_vm *vm, size_t argc, const kr_value *argv) {
    memory *m = kr_to_pointer(argv[0]);
    kr_buffer buffer;
    if (m->text && argc > 2) kr_raise_type(vm, "StringIO.write() takes exactly one argument (%zu given)", argc - 1);
    if (m->text && !kr_is_str(argv[1])) kr_raise_type(vm, "string argument expected, got '%T'", argv[1]);
    open_memory(vm, argv[0]);
    if (m->text) {
        const kr_str *s = kr_to_str(m->unify ? unified(vm, argv[1]) : argv[1]);
        write_text(vm, m, s);
        return kr_int_from_unsigned(vm, kr_str_length(kr_to_str(argv[1])));
    }
    kr_get_buffer(vm, argv[1], &buffer, false);
    if (argc > 2) cut(vm, &buffer, argc, argv); /* MicroPython's write(buffer, size), write(buffer, offset, size) */
    write_bytes(vm, m, buffer.data, buffer.size);
    return kr_int_from_unsigned(vm, buffer.size);
}
KR_METHOD(write, memory_write, 2, 4, NULL,
          "write(data)\nWrite text or bytes; returns how many characters or bytes.");

static kr_value memory_writelines(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_loop loop;
    (void)argc;
    open_memory(vm, argv[0]);
    kr_loop_begin(vm, &loop, argv[1]);
    for (kr_value pair[2] = {argv[0]}; (pair[1] = kr_loop_next(vm, &loop)) != KR_UNBOUND;)
        memory_write(vm, 2, pair);
    return KR_NONE;
}
KR_METHOD(writelines, memory_writelines, 2, 2, NULL,
          "writelines(lines)\nWrite all items of an iterable; adds no newlines.");

static kr_value memory_truncate(kr_vm *vm, size_t argc, const kr_value *argv) {
    memory *m = open_memory(vm, argv[0]);
    size_t at = m->position;
    kr_value result =
        argc > 1 && argv[1] != KR_NONE ? argv[1] : kr_int_from_unsigned(vm, count_characters(m, at));
    if (argc > 1 && argv[1] != KR_NONE) {
        kr_word size = kr_index_word(vm, argv[1]);
        if (size < 0) kr_raise_value_error(vm, "%s size value %zd", m->text ? "Negative" : "negative", size);
        at = skip_characters(m, 0, (size_t)size, false);
    }
    if (at < m->size) m->size = at;
    return result;
}
KR_METHOD(truncate, memory_truncate, 1, 2, NULL, "truncate(size=None)\nCut the file at size, or here.");

/* --- moving */

static _Noreturn void raise_whence(kr_vm *vm, const memory *m, kr_word whence) {
    kr_raise_value_error(vm, "%s whence (%zd, should be 0, 1 or 2)", m->text ? "Invalid" : "invalid", whence);
}

static void seek_text(kr_vm *vm, memory *m, kr_word offset, kr_word whence) {
    if (whence < 0 || whence > 2) raise_whence(vm, m, whence);
    if (whence == 0 && offset < 0) kr_raise_value_error(vm, "Negative seek position %zd", offset);
    if (whence > 0 && offset != 0) kr_raise(vm, &kr_OSError_type, "Can't do nonzero cur-relative seeks");
    if (whence == 0) m->position = skip_characters(m, 0, (size_t)offset, false);
    if (whence == 2) m->position = m->size;
}

static void seek_bytes(kr_vm *vm, memory *m, kr_word offset, kr_word whence) {
    if (whence < 0 || whence > 2) raise_whence(vm, m, whence);
    if (whence == 0 && offset < 0) kr_raise_value_error(vm, "negative seek value %zd", offset);
    kr_word base = whence == 0 ? 0 : (kr_word)(whence == 1 ? m->position : m->size);
    if (offset > (kr_word)(SIZE_MAX / 4) - base) kr_raise_overflow(vm, "new position too large");
    m->position = base + offset < 0 ? 0 : (size_t)(base + offset);
}

static kr_value memory_seek(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_word offset = kr_index_word(vm, argv[1]), whence = argc > 2 ? kr_index_word(vm, argv[2]) : 0;
    memory *m = open_memory(vm, argv[0]);
    if (m->text)
        seek_text(vm, m, offset, whence);
    else
        seek_bytes(vm, m, offset, whence);
    return kr_int_from_unsigned(vm, count_characters(m, m->position));
}
KR_METHOD(seek, memory_seek, 2, 3, NULL,
          "seek(offset, whence=0)\nMove to a position: from the start (0), from here (1), from the end (2).");

static kr_value memory_tell(kr_vm *vm, size_t argc, const kr_value *argv) {
    const memory *m = open_memory(vm, argv[0]);
    (void)argc;
    return kr_int_from_unsigned(vm, count_characters(m, m->position));
}
KR_METHOD(tell, memory_tell, 1, 1, NULL, "tell()\nThe position.");

/* --- the rest of a file's life */

static kr_value memory_close(kr_vm *vm, size_t argc, const kr_value *argv) {
    memory *m = kr_to_pointer(argv[0]);
    (void)argc;
    m->closed = true;
    kr_block_free(vm, m->data);
    m->data = NULL;
    m->size = m->capacity = m->position = 0;
    return KR_NONE;
}
KR_METHOD(close, memory_close, 1, 4, NULL, "close()\nForget the content.");

static kr_value memory_enter(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    open_memory(vm, argv[0]);
    return argv[0];
}
KR_METHOD(__enter__, memory_enter, 1, 1, NULL, NULL);

static kr_value memory_flush(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    open_memory(vm, argv[0]);
    return KR_NONE;
}
KR_METHOD(flush, memory_flush, 1, 1, NULL, "flush()\nNothing is held back.");

static kr_value memory_yes(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    open_memory(vm, argv[0]);
    return KR_TRUE;
}
KR_METHOD(readable, memory_yes, 1, 1, NULL, "True");

static kr_value memory_isatty(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    open_memory(vm, argv[0]);
    return KR_FALSE;
}
KR_METHOD(isatty, memory_isatty, 1, 1, NULL, "isatty()\nFalse.");

static kr_value memory_fileno(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    kr_raise(vm, &kr_UnsupportedOperation_type, "fileno");
}
KR_METHOD(fileno, memory_fileno, 1, 1, NULL, "fileno()\nA file in memory has no number.");

static kr_value memory_getbuffer(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    open_memory(vm, argv[0]);
    return kr_call(vm, KR_OBJECT(&kr_memoryview_type), 1, argv);
}
KR_METHOD(getbuffer, memory_getbuffer, 1, 1, NULL, "getbuffer()\nA memoryview of the content.");

static kr_value memory_closed(kr_vm *vm, kr_value self) {
    (void)vm;
    return kr_bool(((memory *)kr_to_pointer(self))->closed);
}
KR_GETSET(closed, memory_closed, NULL);

static void memory_trace(kr_vm *vm, kr_object *object) {
    kr_mark_block(vm, ((memory *)object)->data);
}

static bool memory_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    memory *m = open_memory(vm, v);
    *buffer = (kr_buffer){m->data, m->size, true, 'B'};
    return true;
}

static kr_value memory_iter(kr_vm *vm, kr_value v) {
    open_memory(vm, v);
    return v;
}

/* --- making */

static void fill(kr_vm *vm, memory *m, kr_value initial) {
    m->closed = false;
    m->size = m->position = 0;
    if (initial == KR_UNBOUND || initial == KR_NONE) return;
    if (m->text) {
        if (!kr_is_str(initial)) kr_raise_type(vm, "initial_value must be str or None, not %T", initial);
        write_text(vm, m, kr_to_str(m->unify ? unified(vm, initial) : initial));
    } else {
        kr_buffer buffer;
        kr_get_buffer(vm, initial, &buffer, false);
        write_bytes(vm, m, buffer.data, buffer.size);
    }
    m->position = 0;
}

static kr_value make(kr_vm *vm, const kr_type *cls, bool text, size_t argc, const kr_value *argv, size_t nkw,
                     const kr_value *names) {
    kr_value initial = argc > 0 ? argv[0] : KR_UNBOUND, newline = argc > 1 ? argv[1] : KR_UNBOUND;
    if (argc > (text ? 2 : 1))
        kr_raise_type(vm, "%N() takes at most %d argument (%zu given)", cls, text ? 2 : 1, argc);
    for (size_t i = 0; i < nkw; i++) {
        if (names[i] == (text ? N_initial_value : N_initial_bytes))
            initial = argv[argc + i];
        else if (text && names[i] == N_newline)
            newline = argv[argc + i];
        else
            kr_raise_type(vm, "'%S' is an invalid keyword argument for %N()", names[i], cls);
    }
    memory *m = kr_new_instance(vm, cls, sizeof *m);
    m->text = text;
    m->ascii = true;
    m->unify = text && newline == KR_NONE;
    fill(vm, m, initial);
    return KR_OBJECT(m);
}

static kr_value text_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                          const kr_value *names) {
    return make(vm, cls, true, argc, argv, nkw, names);
}

static kr_value bytes_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                           const kr_value *names) {
    return make(vm, cls, false, argc, argv, nkw, names);
}

static kr_value memory_init(kr_vm *vm, size_t argc, const kr_value *argv) {
    fill(vm, kr_to_pointer(argv[0]), argc > 1 ? argv[1] : KR_UNBOUND);
    return KR_NONE;
}
KR_METHOD(__init__, memory_init, 1, 3, NULL, "__init__(initial=None)\nFill the file anew.");

#define COMMON_MEMBERS                                                                                       \
    {N___module__, N__io}, KR_ENTRY(__init__, memory_init), KR_ENTRY(read, memory_read),                     \
        KR_ENTRY(readline, memory_readline), KR_ENTRY(readlines, memory_readlines),                          \
        KR_ENTRY(getvalue, memory_getvalue), KR_ENTRY(write, memory_write),                                  \
        KR_ENTRY(writelines, memory_writelines), KR_ENTRY(truncate, memory_truncate),                        \
        KR_ENTRY(seek, memory_seek), KR_ENTRY(tell, memory_tell), KR_ENTRY(close, memory_close),             \
        KR_ENTRY(__enter__, memory_enter), {N___exit__, KR_OBJECT(&native_memory_close)},                    \
        KR_ENTRY(flush, memory_flush), KR_ENTRY(readable, memory_yes),                                       \
        {N_writable, KR_OBJECT(&native_memory_yes)}, {N_seekable, KR_OBJECT(&native_memory_yes)},            \
        KR_ENTRY(isatty, memory_isatty), KR_ENTRY(fileno, memory_fileno),                                    \
        KR_GETSET_ENTRY(closed, memory_closed)

static const kr_member text_members[] = {COMMON_MEMBERS};
static const kr_member bytes_members[] = {
    COMMON_MEMBERS,
    KR_ENTRY(readinto, memory_readinto),
    {N_read1, KR_OBJECT(&native_memory_read)},
    KR_ENTRY(getbuffer, memory_getbuffer),
};

static const kr_ops text_ops = {.trace = memory_trace, .iter = memory_iter, .next = memory_next};
static const kr_ops bytes_ops = {
    .trace = memory_trace, .iter = memory_iter, .next = memory_next, .buffer = memory_buffer};

const kr_type kr_StringIO_type = {.head = {&kr_type_type},
                                  .name = N_StringIO,
                                  .base = &kr_IOBase_type,
                                  .solid = &kr_StringIO_type,
                                  .ops = &text_ops,
                                  .size = sizeof(memory),
                                  .member_count = sizeof text_members / sizeof *text_members,
                                  .members = text_members,
                                  .make = text_make};
const kr_type kr_BytesIO_type = {.head = {&kr_type_type},
                                 .name = N_BytesIO,
                                 .base = &kr_IOBase_type,
                                 .solid = &kr_BytesIO_type,
                                 .ops = &bytes_ops,
                                 .size = sizeof(memory),
                                 .member_count = sizeof bytes_members / sizeof *bytes_members,
                                 .members = bytes_members,
                                 .make = bytes_make};
