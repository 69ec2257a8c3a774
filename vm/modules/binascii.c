/* binascii: bytes as ASCII text, in pairs of hexadecimal digits or in base64, and their checksums.
 *
 * Text arguments are str of ASCII or bytes. The checksums' tables are of half bytes: a fourth of the speed of
 * whole ones for a sixteenth of the flash. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/checksum.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/exception.h"
#include "types/number.h"
#include "types/text.h"

static const kr_member error_members[] = {{N___module__, N_binascii}};
static KR_EXCEPTION_TYPE(error_type, N_Error, kr_ValueError_type, error_members, kr_exception_make);
static KR_EXCEPTION_TYPE(incomplete_type, N_Incomplete, kr_Exception_type, error_members, kr_exception_make);

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static _Noreturn void fail(kr_vm *vm, const char *text) {
    kr_raise(vm, &error_type, "%s", text);
}

static kr_span text_arg(kr_vm *vm, kr_value v) {
    if (kr_is_str(v)) {
        const kr_str *s = kr_to_str(v);
        if (!s->ascii) kr_raise_value_error(vm, "string argument should contain only ASCII characters");
        return (kr_span){(const uint8_t *)s->data, s->size};
    }
    const kr_ops *ops = kr_type_of(v)->ops;
    if (ops == NULL || ops->buffer == NULL)
        kr_raise_type(vm, "argument should be bytes, buffer or ASCII string, not '%T'", v);
    return kr_span_arg(vm, v);
}

static kr_value hexlify(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value text = kr_span_hex(vm, kr_span_arg(vm, argv[0]), argv[1], argv[2]);
    return kr_bytes_value(vm, kr_to_str(text)->data, kr_to_str(text)->size);
}
KR_FUNCTION(
    hexlify, hexlify, 1, 3, "data,sep,bytes_per_sep",
    "hexlify(data, sep, bytes_per_sep=1)\nTwo hexadecimal digits for each byte, with a separator between "
    "groups.");

static unsigned digit_value(uint8_t c) {
    if (c >= '0' && c <= '9') return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

static kr_value unhexlify(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_span text = text_arg(vm, argv[0]);
    (void)argc;
    if (text.size % 2 != 0) fail(vm, "Odd-length string");
    kr_value bytes = kr_bytes_value(vm, NULL, text.size / 2);
    uint8_t *out = kr_byte_string_data(bytes);
    for (size_t i = 0; i < text.size; i += 2) {
        unsigned high = digit_value(text.data[i]), low = digit_value(text.data[i + 1]);
        if (high > 15 || low > 15) fail(vm, "Non-hexadecimal digit found");
        *out++ = (uint8_t)(high << 4 | low);
    }
    return bytes;
}
KR_FUNCTION(unhexlify, unhexlify, 1, 1, NULL, "unhexlify(text)\nThe bytes of pairs of hexadecimal digits.");

/* --- base64: four letters of six bits are three bytes */

static kr_value b2a_base64(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    bool newline = argv[1] == KR_UNBOUND || kr_truth(vm, argv[1]);
    size_t size = kr_span_arg(vm, argv[0]).size;
    if (size > UINT32_MAX / 2) fail(vm, "Too much data for base64 line");
    kr_value text = kr_bytes_value(vm, NULL, (size + 2) / 3 * 4 + newline);
    kr_span in = kr_span_arg(vm, argv[0]);
    uint8_t *out = kr_byte_string_data(text);
    for (size_t i = 0; i < in.size; i += 3, out += 4) {
        size_t left = in.size - i;
        uint32_t bits = (uint32_t)in.data[i] << 16;
        if (left > 1) bits |= (uint32_t)in.data[i + 1] << 8;
        if (left > 2) bits |= in.data[i + 2];
        out[0] = (uint8_t)letters[bits >> 18];
        out[1] = (uint8_t)letters[bits >> 12 & 63];
        out[2] = (uint8_t)(left > 1 ? letters[bits >> 6 & 63] : '=');
        out[3] = (uint8_t)(left > 2 ? letters[bits & 63] : '=');
    }
    if (newline) *out = '\n';
    return text;
}
KR_FUNCTION(b2a_base64, b2a_base64, 1, 2, "data,/,*,newline",
            "b2a_base64(data, *, newline=True)\nThe bytes as base64 text.");

static unsigned letter_value(uint8_t c) {
    if (c >= 'A' && c <= 'Z') return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z') return (unsigned)(c - 'a' + 26);
    if (c >= '0' && c <= '9') return (unsigned)(c - '0' + 52);
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

/* Decodes to `out`, which has room for three bytes a group of four letters; returns how many bytes there are.
 */
static size_t decode_base64(kr_vm *vm, kr_span text, uint8_t *out, bool strict) {
    size_t used = 0, count = 0, pads = 0; /* count: letters in the group */
    uint32_t bits = 0;
    if (strict && text.size > 0 && text.data[0] == '=') fail(vm, "Leading padding not allowed");
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '=') {
            if (count < 2 || count + ++pads < 4) continue;
            if (strict && i + 1 < text.size) fail(vm, "Excess data after padding");
            return used;
        }
        unsigned value = letter_value(text.data[i]);
        if (value > 63) {
            if (strict) fail(vm, "Only base64 data is allowed");
            continue;
        }
        if (strict && (pads > 0 || text.data[i - (i > 0)] == '='))
            fail(vm, "Discontinuous padding not allowed");
        pads = 0;
        bits = bits << 6 | value;
        if (count > 0) out[used++] = (uint8_t)(bits >> (6 - 2 * count));
        count = (count + 1) % 4;
    }
    if (count == 1)
        kr_raise(vm, &error_type,
                 "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more than a "
                 "multiple of 4",
                 used / 3 * 4 + 1);
    if (count != 0) fail(vm, "Incorrect padding");
    return used;
}

static kr_value a2b_base64(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    bool strict = argv[1] != KR_UNBOUND && kr_truth(vm, argv[1]);
    kr_span text = text_arg(vm, argv[0]);
    uint8_t *out = kr_bytes_new(vm, text.size / 4 * 3 + 3);
    size_t size = decode_base64(vm, text, out, strict);
    kr_value bytes = kr_bytes_value(vm, out, size);
    kr_block_free(vm, out);
    return bytes;
}
KR_FUNCTION(a2b_base64, a2b_base64, 1, 2, "data,/,*,strict_mode",
            "a2b_base64(text, *, strict_mode=False)\nThe bytes of base64 text.");

/* --- checksums */

uint32_t kr_crc32(uint32_t crc, const uint8_t *data, size_t size) {
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                       0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

uint32_t kr_checksum_arg(kr_vm *vm, kr_value v, uint32_t start) {
    uint8_t bytes[4];
    if (v == KR_UNBOUND) return start;
    kr_value low = kr_binary(vm, KR_AND, kr_index(vm, v), kr_int_from_unsigned(vm, UINT32_MAX));
    kr_int_to_bytes(low, bytes, sizeof bytes, false, false);
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static kr_value crc32(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t crc = kr_checksum_arg(vm, argc > 1 ? argv[1] : KR_UNBOUND, 0);
    kr_span span = kr_span_arg(vm, argv[0]);
    return kr_int_from_unsigned(vm, kr_crc32(crc, span.data, span.size));
}
KR_FUNCTION(crc32, crc32, 1, 2, NULL,
            "crc32(data, value=0)\nCRC-32 of the bytes, starting from that of those before.");

static kr_value crc_hqx(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    uint32_t crc = kr_checksum_arg(vm, argv[1], 0) & 0xffff;
    kr_span span = kr_span_arg(vm, argv[0]);
    for (size_t i = 0; i < span.size; i++) {
        crc ^= (uint32_t)span.data[i] << 8;
        for (int bit = 0; bit < 8; bit++) crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return KR_INT(crc);
}
KR_FUNCTION(crc_hqx, crc_hqx, 2, 2, NULL, "crc_hqx(data, value)\nCRC-16 (polynomial 0x1021) of the bytes.");

static const kr_member members[] = {
    {N_Error, KR_OBJECT(&error_type)},
    {N_Incomplete, KR_OBJECT(&incomplete_type)},
    KR_ENTRY(a2b_base64, a2b_base64),
    KR_ENTRY(a2b_hex, unhexlify),
    KR_ENTRY(b2a_base64, b2a_base64),
    KR_ENTRY(b2a_hex, hexlify),
    KR_ENTRY(crc32, crc32),
    KR_ENTRY(crc_hqx, crc_hqx),
    KR_ENTRY(hexlify, hexlify),
    KR_ENTRY(unhexlify, unhexlify),
};

const kr_module_def kr_module_binascii = {N_binascii, members, sizeof members / sizeof *members, NULL,
                                          "Bytes as ASCII text, and their checksums."};
