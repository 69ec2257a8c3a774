/* WebSocket frames (RFC 6455, section 5).
 *
 * The decoder is in one of two places: in a header, whose bytes it gathers (they are few), or in a payload,
 * whose bytes it only counts and unmasks where they lie. Everything that a header can get wrong is judged
 * before a byte of its payload is touched. Invariants: `left` is what the current frame still owes; `message`
 * plus what is to come never exceeds `limit`. */
#include "krait/proto_ws.h"

#include <string.h>

#include "krait/proto_error.h"

enum { BIT_FIN = 0x80, BITS_RESERVED = 0x70, BITS_OPCODE = 0x0f, BIT_MASK = 0x80, BITS_LENGTH = 0x7f };

static bool is_control(unsigned opcode) {
    return (opcode & 8) != 0;
}

/* --- masking --- */

void proto_ws_mask(uint8_t *data, size_t length, const uint8_t mask[4]) {
    uint8_t pattern[32];
    uint64_t key[4], word[4];
    size_t at = 0;
    for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = mask[i & 3];
    memcpy(key, pattern, sizeof key);
    for (; length - at >= sizeof word; at += sizeof word) {
        memcpy(word, data + at, sizeof word);
        for (size_t i = 0; i < 4; i++) word[i] ^= key[i];
        memcpy(data + at, word, sizeof word);
    }
    for (; at < length; at++) data[at] ^= mask[at & 3];
}

/* Turns the mask so that its first byte is for the byte after the next `length` ones. */
static void rotate_mask(uint8_t mask[4], size_t length) {
    uint8_t old[4];
    memcpy(old, mask, 4);
    for (size_t i = 0; i < 4; i++) mask[i] = old[(i + length) & 3];
}

/* --- UTF-8 --- */

/* The state is 0 between characters, else: bits 0-7 continuation bytes to come, bits 8-15 and 16-23 the least
 * and greatest value of the next one, which is what keeps out overlong forms, surrogates and values above
 * U+10FFFF. */
static uint32_t utf8_state(unsigned bytes, unsigned least, unsigned greatest) {
    return bytes | least << 8 | greatest << 16;
}

static bool utf8_lead(uint32_t *state, uint8_t byte) {
    if (byte < 0x80) return true;
    if (byte < 0xc2 || byte > 0xf4) return false;
    if (byte < 0xe0)
        *state = utf8_state(1, 0x80, 0xbf);
    else if (byte == 0xe0)
        *state = utf8_state(2, 0xa0, 0xbf);
    else if (byte == 0xed)
        *state = utf8_state(2, 0x80, 0x9f);
    else if (byte < 0xf0)
        *state = utf8_state(2, 0x80, 0xbf);
    else if (byte == 0xf0)
        *state = utf8_state(3, 0x90, 0xbf);
    else if (byte == 0xf4)
        *state = utf8_state(3, 0x80, 0x8f);
    else
        *state = utf8_state(3, 0x80, 0xbf);
    return true;
}

static bool utf8_feed(uint32_t *state, const uint8_t *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (*state == 0) {
            if (!utf8_lead(state, data[i])) return false;
            continue;
        }
        if (data[i] < (*state >> 8 & 0xff) || data[i] > *state >> 16) return false;
        unsigned bytes = (*state & 0xff) - 1;
        *state = bytes ? utf8_state(bytes, 0x80, 0xbf) : 0;
    }
    return true;
}

/* --- frames in --- */

void proto_ws_decoder_init(struct proto_ws_decoder *decoder, enum proto_ws_role role, size_t limit) {
    memset(decoder, 0, sizeof *decoder);
    decoder->role = (uint8_t)role;
    decoder->limit = limit;
    decoder->need = 2;
}

void proto_ws_decoder_loosen(struct proto_ws_decoder *decoder) {
    decoder->loose = true;
}

size_t proto_ws_wanted(const struct proto_ws_decoder *decoder) {
    return decoder->in_payload && !is_control(decoder->opcode) ? (size_t)decoder->left : 0;
}

/* The first two bytes are there: everything but the length can be judged. */
static int check_start(struct proto_ws_decoder *decoder) {
    unsigned first = decoder->header[0], second = decoder->header[1];
    unsigned opcode = first & BITS_OPCODE, length = second & BITS_LENGTH;
    bool masked = (second & BIT_MASK) != 0;
    decoder->final = (first & BIT_FIN) != 0;
    decoder->opcode = (uint8_t)opcode;
    if (first & BITS_RESERVED) return PROTO_ERR_WS_RESERVED;
    if (opcode > PROTO_WS_PONG || (opcode > PROTO_WS_BINARY && opcode < PROTO_WS_CLOSE))
        return PROTO_ERR_WS_RESERVED;
    if (masked != (decoder->role == PROTO_WS_SERVER) && !decoder->loose) return PROTO_ERR_WS_MASK;
    decoder->masked = masked;
    if (is_control(opcode)) {
        if (!decoder->final || length > PROTO_WS_CONTROL_MAX) return PROTO_ERR_WS_CONTROL;
    } else if ((opcode == PROTO_WS_CONTINUATION) != (decoder->message_type != 0)) {
        return PROTO_ERR_WS_FRAGMENT;
    }
    decoder->need = (uint8_t)(2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (masked ? 4 : 0));
    return PROTO_OK;
}

/* The length, which must be in its shortest form. */
static int read_length(struct proto_ws_decoder *decoder) {
    unsigned code = decoder->header[1] & BITS_LENGTH;
    uint64_t length = 0;
    if (code < 126) {
        decoder->left = code;
        return PROTO_OK;
    }
    size_t bytes = code == 126 ? 2 : 8;
    for (size_t i = 0; i < bytes; i++) length = length << 8 | decoder->header[2 + i];
    if (length < (code == 126 ? 126u : 65536u) || length >> 63) return PROTO_ERR_WS_LENGTH;
    decoder->left = length;
    return PROTO_OK;
}

/* The header is complete. */
static int begin_payload(struct proto_ws_decoder *decoder) {
    int error = read_length(decoder);
    if (error) return error;
    if (decoder->masked) memcpy(decoder->mask, decoder->header + decoder->need - 4, 4);
    decoder->in_payload = true;
    decoder->control_length = 0;
    if (is_control(decoder->opcode)) return PROTO_OK;
    if (decoder->opcode != PROTO_WS_CONTINUATION) {
        decoder->message_type = decoder->opcode;
        decoder->message = 0;
        decoder->fresh = true;
    }
    if (decoder->left > decoder->limit - decoder->message) return PROTO_ERR_WS_TOO_BIG;
    decoder->message += decoder->left;
    return PROTO_OK;
}

static int take_header(struct proto_ws_decoder *decoder, const uint8_t *input, size_t length, size_t *used) {
    while (*used < length && decoder->have < decoder->need) {
        decoder->header[decoder->have++] = input[(*used)++];
        if (decoder->have == 2) {
            int error = check_start(decoder);
            if (error) return error;
        }
    }
    return decoder->have == decoder->need ? begin_payload(decoder) : PROTO_OK;
}

static void end_frame(struct proto_ws_decoder *decoder) {
    decoder->in_payload = false;
    decoder->have = 0;
    decoder->need = 2;
    if (!is_control(decoder->opcode) && decoder->final) decoder->message_type = 0;
}

static bool is_close_code(unsigned code) {
    if (code >= 3000) return code < 5000;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

static int check_close(struct proto_ws_decoder *decoder, struct proto_ws_event *event) {
    uint32_t state = 0;
    event->close_code = PROTO_WS_CLOSE_NONE;
    if (event->length == 0) return 1;
    if (event->length == 1) return PROTO_ERR_WS_CLOSE;
    event->close_code = (uint16_t)(decoder->control[0] << 8 | decoder->control[1]);
    event->data += 2;
    event->length -= 2;
    if (!is_close_code(event->close_code)) return PROTO_ERR_WS_CLOSE;
    return utf8_feed(&state, event->data, event->length) && state == 0 ? 1 : PROTO_ERR_WS_UTF8;
}

static int take_control(struct proto_ws_decoder *decoder, const uint8_t *input, size_t length, size_t *used,
                        struct proto_ws_event *event) {
    size_t part = length - *used < decoder->left ? length - *used : (size_t)decoder->left;
    memcpy(decoder->control + decoder->control_length, input + *used, part);
    decoder->control_length = (uint8_t)(decoder->control_length + part);
    decoder->left -= part;
    *used += part;
    if (decoder->left > 0) return 0;
    if (decoder->masked) proto_ws_mask(decoder->control, decoder->control_length, decoder->mask);
    end_frame(decoder);
    event->opcode = decoder->opcode;
    event->first = event->last = true;
    event->close_code = 0;
    event->data = decoder->control;
    event->length = decoder->control_length;
    return event->opcode == PROTO_WS_CLOSE ? check_close(decoder, event) : 1;
}

static int take_data(struct proto_ws_decoder *decoder, uint8_t *input, size_t length, size_t *used,
                     struct proto_ws_event *event) {
    size_t part = length - *used < decoder->left ? length - *used : (size_t)decoder->left;
    if (part == 0 && decoder->left > 0) return 0;
    event->opcode = decoder->message_type;
    event->data = input + *used;
    event->length = part;
    if (decoder->masked && part) {
        proto_ws_mask(event->data, part, decoder->mask);
        rotate_mask(decoder->mask, part);
    }
    *used += part;
    decoder->left -= part;
    event->first = decoder->fresh;
    event->last = decoder->final && decoder->left == 0;
    event->close_code = 0;
    if (decoder->left == 0) end_frame(decoder);
    if (event->opcode == PROTO_WS_TEXT && !decoder->loose) {
        if (!utf8_feed(&decoder->utf8, event->data, part)) return PROTO_ERR_WS_UTF8;
        if (event->last && decoder->utf8 != 0) return PROTO_ERR_WS_UTF8;
    }
    if (part == 0 && !event->last) return 0; /* an empty fragment in the middle says nothing */
    decoder->fresh = false;
    return 1;
}

int proto_ws_decode(struct proto_ws_decoder *decoder, uint8_t *input, size_t length, size_t *used,
                    struct proto_ws_event *event) {
    int result = decoder->error;
    *used = 0;
    while (result == 0) {
        if (!decoder->in_payload) {
            result = take_header(decoder, input, length, used);
            if (result || !decoder->in_payload) break;
        }
        result = is_control(decoder->opcode) ? take_control(decoder, input, length, used, event)
                                             : take_data(decoder, input, length, used, event);
        if (*used == length && decoder->in_payload) break;
    }
    if (result < 0) decoder->error = result;
    return result;
}

int proto_ws_collect(struct proto_ws_inbox *inbox, const struct proto_ws_event *event, uint8_t **message,
                     size_t *length) {
    if (event->first) {
        inbox->length = 0;
        if (event->last) {
            *message = event->data;
            *length = event->length;
            return 1;
        }
    }
    if (event->length > inbox->capacity - inbox->length) return PROTO_ERR_WS_TOO_BIG;
    if (event->length) memmove(inbox->buffer + inbox->length, event->data, event->length);
    inbox->length += event->length;
    if (!event->last) return 0;
    *message = inbox->buffer;
    *length = inbox->length;
    return 1;
}

/* --- frames out --- */

size_t proto_ws_frame_header(uint8_t output[PROTO_WS_FRAME_HEADER_MAX], enum proto_ws_opcode opcode,
                             uint64_t length, const uint8_t mask[4]) {
    size_t bytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
    unsigned code = bytes == 0 ? (unsigned)length : bytes == 2 ? 126 : 127;
    output[0] = (uint8_t)(BIT_FIN | opcode);
    output[1] = (uint8_t)(code | (mask ? BIT_MASK : 0));
    for (size_t i = 0; i < bytes; i++) output[2 + i] = (uint8_t)(length >> (8 * (bytes - 1 - i)));
    if (!mask) return 2 + bytes;
    memcpy(output + 2 + bytes, mask, 4);
    return 6 + bytes;
}

uint8_t *proto_ws_wrap(uint8_t *payload, size_t length, enum proto_ws_opcode opcode, const uint8_t mask[4],
                       size_t *total) {
    uint8_t header[PROTO_WS_FRAME_HEADER_MAX];
    size_t size = proto_ws_frame_header(header, opcode, length, mask);
    if (mask) proto_ws_mask(payload, length, mask);
    memcpy(payload - size, header, size);
    *total = size + length;
    return payload - size;
}

int proto_ws_control(uint8_t *output, size_t capacity, enum proto_ws_opcode opcode, const uint8_t *data,
                     size_t length, const uint8_t mask[4]) {
    if (!is_control(opcode) || length > PROTO_WS_CONTROL_MAX) return PROTO_ERR_ARGUMENT;
    size_t size = mask ? 6 : 2;
    if (capacity < size + length) return PROTO_ERR_SPACE;
    if (length) memmove(output + size, data, length);
    proto_ws_frame_header(output, opcode, length, mask);
    if (mask) proto_ws_mask(output + size, length, mask);
    return (int)(size + length);
}

int proto_ws_close(uint8_t *output, size_t capacity, unsigned code, const char *reason,
                   const uint8_t mask[4]) {
    uint8_t data[PROTO_WS_CONTROL_MAX];
    if (code == PROTO_WS_CLOSE_NONE) return proto_ws_control(output, capacity, PROTO_WS_CLOSE, NULL, 0, mask);
    size_t length = reason ? strlen(reason) : 0;
    if (length > sizeof data - 2) {
        length = sizeof data - 2;
        while (length > 0 && ((uint8_t)reason[length] & 0xc0) == 0x80) length--;
    }
    data[0] = (uint8_t)(code >> 8);
    data[1] = (uint8_t)code;
    if (length) memcpy(data + 2, reason, length);
    return proto_ws_control(output, capacity, PROTO_WS_CLOSE, data, 2 + length, mask);
}

unsigned proto_ws_close_code(int error) {
    switch (error) {
    case PROTO_OK: return PROTO_WS_CLOSE_NORMAL;
    case PROTO_ERR_WS_TOO_BIG: return PROTO_WS_CLOSE_TOO_BIG;
    case PROTO_ERR_WS_UTF8: return PROTO_WS_CLOSE_BAD_DATA;
    case PROTO_ERR_WS_TEXT: return PROTO_WS_CLOSE_UNSUPPORTED;
    case PROTO_ERR_NOISE_LENGTH:
    case PROTO_ERR_NOISE_AUTH:
    case PROTO_ERR_NOISE_POINT:
    case PROTO_ERR_HELLO: return PROTO_WS_CLOSE_REFUSED;
    case PROTO_ERR_ARGUMENT:
    case PROTO_ERR_SPACE:
    case PROTO_ERR_STATE:
    case PROTO_ERR_CRYPTO:
    case PROTO_ERR_NOISE_NONCE: return PROTO_WS_CLOSE_INTERNAL;
    default: return error <= PROTO_ERR_LINK_RECORD ? PROTO_WS_CLOSE_LINK : PROTO_WS_CLOSE_PROTOCOL;
    }
}
