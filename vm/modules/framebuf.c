/* framebuf: drawing into a buffer of pixels, in the formats that displays have.
 *
 * A surface is what a drawing function works on: memory, size and format, taken from the object's buffer at
 * the beginning of each call, as the program may have resized it. Everything ends in put and get, or in fill,
 * which clips. Coordinates are clamped to a range in which sums and squares cannot overflow. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "modules/arguments.h"
#include "modules/framebuf_font.h"
#include "modules/pack.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

enum format { MONO_VLSB, RGB565, GS4_HMSB, MONO_HLSB, MONO_HMSB, GS2_HMSB, GS8, FORMATS };
enum { FAR = 1 << 18 };

typedef struct surface {
    uint8_t *data;
    int width, height, stride; /* pixels */
    enum format format;
} surface;

typedef struct framebuffer {
    kr_object head;
    kr_value buffer; /* 0 before __init__ */
    surface surface; /* all but data */
} framebuffer;

static const kr_type framebuffer_type;

static int magnitude(int n) {
    return n < 0 ? -n : n;
}

/* --- pixels */

static void put(const surface *s, int x, int y, uint32_t color) {
    size_t at = (size_t)y * (size_t)s->stride + (size_t)x;
    uint8_t *cell, mask, value;
    switch (s->format) {
    case RGB565: {
        uint16_t pixel = (uint16_t)color;
        memcpy(s->data + 2 * at, &pixel, sizeof pixel);
        return;
    }
    case GS8: s->data[at] = (uint8_t)color; return;
    case GS4_HMSB:
        cell = s->data + at / 2;
        mask = at % 2 ? 0x0f : 0xf0;
        value = (uint8_t)((color & 15) * 0x11);
        break;
    case GS2_HMSB:
        cell = s->data + at / 4;
        mask = (uint8_t)(3 << at % 4 * 2);
        value = (uint8_t)((color & 3) * 0x55);
        break;
    case MONO_VLSB:
        cell = s->data + (size_t)(y / 8) * (size_t)s->stride + (size_t)x;
        mask = (uint8_t)(1 << y % 8);
        value = color != 0 ? 0xff : 0;
        break;
    default:
        cell = s->data + at / 8;
        mask = (uint8_t)(s->format == MONO_HLSB ? 0x80 >> at % 8 : 1 << at % 8);
        value = color != 0 ? 0xff : 0;
        break;
    }
    *cell = (uint8_t)((*cell & ~mask) | (value & mask));
}

static uint32_t get(const surface *s, int x, int y) {
    size_t at = (size_t)y * (size_t)s->stride + (size_t)x;
    uint16_t pixel;
    switch (s->format) {
    case RGB565: memcpy(&pixel, s->data + 2 * at, sizeof pixel); return pixel;
    case GS8: return s->data[at];
    case GS4_HMSB: return s->data[at / 2] >> (at % 2 ? 0 : 4) & 15;
    case GS2_HMSB: return s->data[at / 4] >> at % 4 * 2 & 3;
    case MONO_VLSB: return s->data[(size_t)(y / 8) * (size_t)s->stride + (size_t)x] >> y % 8 & 1;
    case MONO_HLSB: return s->data[at / 8] >> (7 - at % 8) & 1;
    default: return s->data[at / 8] >> at % 8 & 1;
    }
}

static void put_clipped(const surface *s, int x, int y, uint32_t color) {
    if (x >= 0 && y >= 0 && x < s->width && y < s->height) put(s, x, y, color);
}

/* A rectangle, clipped. */
static void fill(const surface *s, int x, int y, int width, int height, uint32_t color) {
    int right = x + width < s->width ? x + width : s->width;
    int bottom = y + height < s->height ? y + height : s->height;
    if (x < 0) x = 0;
    if (x >= right) return;
    for (int row = y < 0 ? 0 : y; row < bottom; row++) {
        if (s->format == GS8) {
            memset(s->data + (size_t)row * (size_t)s->stride + (size_t)x, (int)(color & 0xff),
                   (size_t)(right - x));
        } else {
            for (int column = x; column < right; column++) put(s, column, row, color);
        }
    }
}

/* --- shapes */

static void line(const surface *s, int x1, int y1, int x2, int y2, uint32_t color) {
    int dx = magnitude(x2 - x1), dy = magnitude(y2 - y1);
    int sx = x2 > x1 ? 1 : -1, sy = y2 > y1 ? 1 : -1;
    bool steep = dy > dx;
    int length = steep ? dy : dx, other = steep ? dx : dy;
    int error = 2 * other - length;
    for (int i = 0; i <= length; i++) {
        put_clipped(s, x1, y1, color);
        bool both = error >= 0 && length > 0;
        if (both) error -= 2 * length;
        error += 2 * other;
        if (!steep || both) x1 += sx;
        if (steep || both) y1 += sy;
    }
}

typedef struct ellipse {
    const surface *s;
    int x, y; /* the middle */
    uint32_t color;
    bool filled;
    unsigned quadrants; /* bit 0 right top, then counter-clockwise */
} ellipse;

/* The four points, or rows of the filled quadrants, that lie dx and dy from the middle. */
static void ellipse_points(const ellipse *e, int dx, int dy) {
    for (unsigned quadrant = 0; quadrant < 4; quadrant++) {
        if ((e->quadrants >> quadrant & 1) == 0) continue;
        bool left = quadrant == 1 || quadrant == 2;
        int y = quadrant < 2 ? e->y - dy : e->y + dy;
        if (e->filled)
            fill(e->s, left ? e->x - dx : e->x, y, dx + 1, 1, e->color);
        else
            put_clipped(e->s, left ? e->x - dx : e->x + dx, y, e->color);
    }
}

/* Bresenham's way for ellipses: the arc where the slope is steep goes by y, the other one by x. `swapped`
 * walks the second one with the axes exchanged. */
static void ellipse_arc(const ellipse *e, int64_t radius, int64_t other, bool swapped) {
    int64_t a = radius * radius, b = other * other; /* radius belongs to the axis that shrinks */
    int64_t shrinking = radius, growing = 0, error = 0;
    int64_t change = b * (1 - 2 * radius), step = a;
    while (b * shrinking >= a * growing) {
        ellipse_points(e, (int)(swapped ? growing : shrinking), (int)(swapped ? shrinking : growing));
        growing++;
        error += step;
        step += 2 * a;
        if (2 * error + change > 0) {
            shrinking--;
            error += change;
            change += 2 * b;
        }
    }
}

static void draw_ellipse(const ellipse *e, int x_radius, int y_radius) {
    if (x_radius == 0 && y_radius == 0) {
        if (e->quadrants != 0) put_clipped(e->s, e->x, e->y, e->color);
        return;
    }
    if (x_radius == 0 || y_radius == 0) { /* a line, which has no arcs */
        for (int i = 0; i <= x_radius + y_radius; i++)
            ellipse_points(e, x_radius > 0 ? i : 0, y_radius > 0 ? i : 0);
        return;
    }
    ellipse_arc(e, x_radius, y_radius, false);
    ellipse_arc(e, y_radius, x_radius, true);
}

/* Corners of a polygon in a buffer of ints, x and y in turn. */
typedef struct corners {
    kr_vm *vm;
    kr_buffer buffer;
    size_t item;
    int x, y; /* added to each */
    int count;
} corners;

static int clamp(kr_word n) {
    return n > FAR ? FAR : n < -FAR ? -FAR : (int)n;
}

static int corner_value(const corners *c, int index) {
    kr_value v = kr_unpack(c->vm, c->buffer.data + (size_t)index * c->item, c->buffer.code, c->item,
                           kr_pack_native_big());
    return clamp(kr_index_word(c->vm, v));
}
static int corner_x(const corners *c, int i) {
    return corner_value(c, i % c->count * 2) + c->x;
}
static int corner_y(const corners *c, int i) {
    return corner_value(c, i % c->count * 2 + 1) + c->y;
}

static int divide_rounded(int64_t a, int64_t b) {
    int64_t twice = 2 * a + b; /* floor(a / b + 1/2), b > 0 */
    return (int)(twice >= 0 ? twice / (2 * b) : -((-twice + 2 * b - 1) / (2 * b)));
}

/* Where the edges that begin in a row or above and end below it cross it, in order. */
static int crossings(const corners *c, int row, int *nodes) {
    int count = 0;
    for (int i = 0; i < c->count; i++) {
        int y1 = corner_y(c, i), y2 = corner_y(c, i + 1);
        if ((y1 <= row) == (y2 <= row)) continue;
        int x1 = corner_x(c, i), x2 = corner_x(c, i + 1);
        int64_t along = (int64_t)(row - y1) * (x2 - x1), height = y2 - y1;
        int x = x1 + (height > 0 ? divide_rounded(along, height) : divide_rounded(-along, -height));
        int at = count++;
        for (; at > 0 && nodes[at - 1] > x; at--) nodes[at] = nodes[at - 1];
        nodes[at] = x;
    }
    return count;
}

/* Rows between pairs of crossings; then the edges, which are thicker than the lines between crossings where
 * they end below or are flat. */
static void fill_polygon(const surface *s, const corners *c, uint32_t color) {
    int top = INT32_MAX, bottom = INT32_MIN;
    int *nodes = kr_bytes_new(c->vm, (size_t)c->count * sizeof *nodes);
    for (int i = 0; i < c->count; i++) {
        int y = corner_y(c, i);
        if (y < top) top = y;
        if (y > bottom) bottom = y;
    }
    for (int row = top < 0 ? 0 : top; row <= bottom && row < s->height; row++) {
        int count = crossings(c, row, nodes);
        for (int i = 0; i + 1 < count; i += 2) fill(s, nodes[i], row, nodes[i + 1] - nodes[i] + 1, 1, color);
        for (int i = 0; i < c->count; i++) {
            int y1 = corner_y(c, i), y2 = corner_y(c, i + 1);
            if (y1 == row && y2 == row)
                line(s, corner_x(c, i), row, corner_x(c, i + 1), row, color);
            else if (y1 == row && y2 < row)
                put_clipped(s, corner_x(c, i), row, color);
            else if (y2 == row && y1 < row)
                put_clipped(s, corner_x(c, i + 1), row, color);
        }
    }
    kr_block_free(c->vm, nodes);
}

static void copy_pixels(const surface *to, const surface *from, int x, int y, int64_t key,
                        const surface *palette) {
    int left = x < 0 ? -x : 0, top = y < 0 ? -y : 0;
    int right = from->width < to->width - x ? from->width : to->width - x;
    int bottom = from->height < to->height - y ? from->height : to->height - y;
    for (int row = top; row < bottom; row++) {
        for (int column = left; column < right; column++) {
            uint32_t color = get(from, column, row);
            if (palette != NULL) color = (int64_t)color < palette->width ? get(palette, (int)color, 0) : 0;
            if ((int64_t)color != key) put(to, x + column, y + row, color);
        }
    }
}

static void draw_text(const surface *s, const kr_str *text, int x, int y, uint32_t color) {
    for (const char *p = text->data; p < text->data + text->size && x < s->width; x += 8) {
        uint32_t character = kr_utf8_next(&p);
        const uint8_t *cell = kr_framebuf_font[character >= 32 && character < 127 ? character - 32 : 95];
        for (int row = 0; row < 8; row++)
            for (int column = 0; column < 8; column++)
                if (cell[row] & 0x80 >> column) put_clipped(s, x + column, y + row, color);
    }
}

/* --- objects */

static int bits_of(enum format format) {
    return format == RGB565 ? 16 : format == GS8 ? 8 : format == GS4_HMSB ? 4 : format == GS2_HMSB ? 2 : 1;
}

/* Bytes that a surface needs: the last row ends with its width. */
static size_t surface_size(const surface *s) {
    size_t stride = (size_t)s->stride, width = (size_t)s->width, height = (size_t)s->height;
    if (s->format == MONO_VLSB) return ((height + 7) / 8 - 1) * stride + width;
    size_t bits = (size_t)bits_of(s->format);
    return (height - 1) * stride * bits / 8 + (width * bits + 7) / 8;
}

static surface surface_of(kr_vm *vm, kr_value width, kr_value height, kr_value format, kr_value stride) {
    kr_word w = kr_index_word(vm, width), h = kr_index_word(vm, height), f = kr_index_word(vm, format);
    kr_word pitch = stride == KR_UNBOUND ? w : kr_index_word(vm, stride);
    if (w < 1 || h < 1 || w > 0xffff || h > 0xffff || pitch < w || pitch > 0xffff || f < 0 || f >= FORMATS)
        kr_raise_value_error(vm, "bad size or format of a frame buffer");
    surface s = {NULL, (int)w, (int)h, (int)pitch, (enum format)f};
    int in_byte = s.format == MONO_VLSB || bits_of(s.format) > 8 ? 1 : 8 / bits_of(s.format);
    s.stride = (s.stride + in_byte - 1) / in_byte * in_byte;
    return s;
}

static void take_data(kr_vm *vm, surface *s, kr_value source, bool writable) {
    kr_buffer buffer;
    kr_get_buffer(vm, source, &buffer, writable);
    if (buffer.size < surface_size(s)) kr_raise_value_error(vm, "the buffer is too small for the frame");
    s->data = buffer.data;
}

static void initialise(kr_vm *vm, framebuffer *f, size_t argc, const kr_value *argv, size_t nkw,
                       const kr_value *names) {
    static const kr_value known[] = {N_buffer, N_width, N_height, N_format, N_stride, 0};
    kr_value args[5];
    kr_bind_named(vm, "FrameBuffer", known, args, 4, 5, argc, argv, nkw, names);
    surface s = surface_of(vm, args[1], args[2], args[3], args[4]);
    take_data(vm, &s, args[0], true);
    s.data = NULL;
    f->surface = s;
    f->buffer = args[0];
}

static kr_value framebuffer_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                                 const kr_value *names) {
    framebuffer *f = kr_new_instance(vm, cls, sizeof *f);
    if (argc + nkw > 0 || cls == &framebuffer_type) initialise(vm, f, argc, argv, nkw, names);
    return KR_OBJECT(f);
}

static kr_value framebuffer_init(kr_vm *vm, size_t argc, const kr_value *argv, size_t nkw,
                                 const kr_value *names) {
    initialise(vm, kr_to_pointer(argv[0]), argc - 1, argv + 1, nkw, names);
    return KR_NONE;
}
KR_METHOD_KW(__init__, framebuffer_init, 1, KR_ANY,
             "__init__(buffer, width, height, format, stride=width)\nDraw into a buffer.");

static void framebuffer_trace(kr_vm *vm, kr_object *object) {
    if (((framebuffer *)object)->buffer != 0) kr_mark(vm, ((framebuffer *)object)->buffer);
}

static bool framebuffer_buffer(kr_vm *vm, kr_value v, kr_buffer *buffer) {
    const framebuffer *f = kr_to_pointer(v);
    if (f->buffer == 0) return false;
    kr_get_buffer(vm, f->buffer, buffer, true);
    return true;
}

static surface begin(kr_vm *vm, kr_value v) {
    const framebuffer *f = kr_to_pointer(v);
    surface s = f->surface;
    if (f->buffer == 0) kr_raise_value_error(vm, "FrameBuffer.__init__() has not been called");
    take_data(vm, &s, f->buffer, true);
    return s;
}

static int number(kr_vm *vm, kr_value v) {
    return clamp(kr_is_index(v) ? kr_slice_bound(vm, v, 0) : kr_index_word(vm, v));
}

static uint32_t color_arg(kr_vm *vm, kr_value v) {
    return (uint32_t)kr_int_arg(vm, v);
}

static bool truth_arg(kr_vm *vm, size_t argc, const kr_value *argv, size_t index) {
    return argc > index && argv[index] != KR_UNBOUND && kr_truth(vm, argv[index]);
}

static kr_value frame_fill(kr_vm *vm, size_t argc, const kr_value *argv) {
    uint32_t color = color_arg(vm, argv[1]);
    surface s = begin(vm, argv[0]);
    (void)argc;
    fill(&s, 0, 0, s.width, s.height, color);
    return KR_NONE;
}
KR_METHOD(fill, frame_fill, 2, 2, NULL, "fill(c)\nFill all with a color.");

static kr_value frame_pixel(kr_vm *vm, size_t argc, const kr_value *argv) {
    int x = number(vm, argv[1]), y = number(vm, argv[2]);
    uint32_t color = argc > 3 ? color_arg(vm, argv[3]) : 0;
    surface s = begin(vm, argv[0]);
    if (x < 0 || y < 0 || x >= s.width || y >= s.height) return KR_NONE;
    if (argc < 4) return KR_INT(get(&s, x, y));
    put(&s, x, y, color);
    return KR_NONE;
}
KR_METHOD(pixel, frame_pixel, 3, 4, NULL, "pixel(x, y, c)\nSet a pixel; without a color, get it.");

static kr_value frame_hline(kr_vm *vm, size_t argc, const kr_value *argv) {
    int x = number(vm, argv[1]), y = number(vm, argv[2]), width = number(vm, argv[3]);
    uint32_t color = color_arg(vm, argv[4]);
    surface s = begin(vm, argv[0]);
    (void)argc;
    fill(&s, x, y, width, 1, color);
    return KR_NONE;
}
KR_METHOD(hline, frame_hline, 5, 5, NULL, "hline(x, y, w, c)\nDraw a line to the right.");

static kr_value frame_vline(kr_vm *vm, size_t argc, const kr_value *argv) {
    int x = number(vm, argv[1]), y = number(vm, argv[2]), height = number(vm, argv[3]);
    uint32_t color = color_arg(vm, argv[4]);
    surface s = begin(vm, argv[0]);
    (void)argc;
    fill(&s, x, y, 1, height, color);
    return KR_NONE;
}
KR_METHOD(vline, frame_vline, 5, 5, NULL, "vline(x, y, h, c)\nDraw a line downwards.");

static kr_value rectangle(kr_vm *vm, const kr_value *argv, bool filled) {
    int x = number(vm, argv[1]), y = number(vm, argv[2]), width = number(vm, argv[3]),
        height = number(vm, argv[4]);
    uint32_t color = color_arg(vm, argv[5]);
    surface s = begin(vm, argv[0]);
    if (filled || width < 1 || height < 1) {
        fill(&s, x, y, width, height, color);
        return KR_NONE;
    }
    fill(&s, x, y, width, 1, color);
    fill(&s, x, y + height - 1, width, 1, color);
    fill(&s, x, y, 1, height, color);
    fill(&s, x + width - 1, y, 1, height, color);
    return KR_NONE;
}

static kr_value frame_rect(kr_vm *vm, size_t argc, const kr_value *argv) {
    return rectangle(vm, argv, truth_arg(vm, argc, argv, 6));
}
KR_METHOD(rect, frame_rect, 6, 7, NULL, "rect(x, y, w, h, c, f=False)\nDraw a rectangle; with f, fill it.");

static kr_value frame_fill_rect(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return rectangle(vm, argv, true);
}
KR_METHOD(fill_rect, frame_fill_rect, 6, 6, NULL, "fill_rect(x, y, w, h, c)\nFill a rectangle.");

static kr_value frame_line(kr_vm *vm, size_t argc, const kr_value *argv) {
    int x1 = number(vm, argv[1]), y1 = number(vm, argv[2]), x2 = number(vm, argv[3]),
        y2 = number(vm, argv[4]);
    uint32_t color = color_arg(vm, argv[5]);
    surface s = begin(vm, argv[0]);
    (void)argc;
    line(&s, x1, y1, x2, y2, color);
    return KR_NONE;
}
KR_METHOD(line, frame_line, 6, 6, NULL, "line(x1, y1, x2, y2, c)\nDraw a line.");

static kr_value frame_ellipse(kr_vm *vm, size_t argc, const kr_value *argv) {
    int x_radius = magnitude(number(vm, argv[3])), y_radius = magnitude(number(vm, argv[4]));
    ellipse e = {
        NULL, number(vm, argv[1]), number(vm, argv[2]), color_arg(vm, argv[5]), truth_arg(vm, argc, argv, 6),
        15};
    if (argc > 7) e.quadrants = color_arg(vm, argv[7]) & 15;
    surface s = begin(vm, argv[0]);
    e.s = &s;
    draw_ellipse(&e, x_radius, y_radius);
    return KR_NONE;
}
KR_METHOD(ellipse, frame_ellipse, 6, 8, NULL,
          "ellipse(x, y, xr, yr, c, f=False, m=15)\nDraw an ellipse, or those quadrants of it that m has "
          "bits for; with "
          "f, fill it.");

static kr_value frame_poly(kr_vm *vm, size_t argc, const kr_value *argv) {
    corners c = {.vm = vm, .x = number(vm, argv[1]), .y = number(vm, argv[2])};
    uint32_t color = color_arg(vm, argv[4]);
    bool filled = truth_arg(vm, argc, argv, 5);
    surface s = begin(vm, argv[0]);
    kr_get_buffer(vm, argv[3], &c.buffer, false);
    c.item = kr_pack_size(c.buffer.code, true);
    if (c.item == 0 || c.buffer.code == 'f' || c.buffer.code == 'd') kr_raise_type(vm, "coords must be ints");
    c.count = (int)(c.buffer.size / c.item / 2);
    if (c.count == 0) return KR_NONE;
    if (filled) fill_polygon(&s, &c, color);
    for (int i = 0; !filled && i < c.count;
         i++) { /* each from the corner before, the last one from the first */
        int from = i + 1 < c.count ? i : 0, to = i + 1 < c.count ? i + 1 : i;
        line(&s, corner_x(&c, from), corner_y(&c, from), corner_x(&c, to), corner_y(&c, to), color);
    }
    return KR_NONE;
}
KR_METHOD(poly, frame_poly, 5, 6, NULL,
          "poly(x, y, coords, c, f=False)\nDraw a closed polygon of the corners in an array of ints; with f, "
          "fill it.");

static kr_value frame_text(kr_vm *vm, size_t argc, const kr_value *argv) {
    int x = number(vm, argv[2]), y = number(vm, argv[3]);
    uint32_t color = argc > 4 ? color_arg(vm, argv[4]) : 1;
    kr_str_arg(vm, argv[1], "s");
    surface s = begin(vm, argv[0]);
    draw_text(&s, kr_to_str(argv[1]), x, y, color);
    return KR_NONE;
}
KR_METHOD(text, frame_text, 4, 5, NULL, "text(s, x, y, c=1)\nWrite text; a character takes 8 by 8 pixels.");

static kr_value frame_scroll(kr_vm *vm, size_t argc, const kr_value *argv) {
    int dx = number(vm, argv[1]), dy = number(vm, argv[2]);
    surface s = begin(vm, argv[0]);
    (void)argc;
    if (magnitude(dx) >= s.width || magnitude(dy) >= s.height) return KR_NONE;
    for (int i = magnitude(dy); i < s.height; i++) {
        int y = dy > 0 ? s.height - 1 - i + dy : i + dy;
        for (int k = magnitude(dx); k < s.width; k++) {
            int x = dx > 0 ? s.width - 1 - k + dx : k + dx;
            put(&s, x, y, get(&s, x - dx, y - dy));
        }
    }
    return KR_NONE;
}
KR_METHOD(scroll, frame_scroll, 3, 3, NULL,
          "scroll(dx, dy)\nMove all pixels; those that nothing moves to stay.");

/* A frame buffer, or a tuple or list of what makes one, whose bytes are only read. */
static surface source_arg(kr_vm *vm, kr_value v) {
    if (kr_is_kind(v, &framebuffer_type)) return begin(vm, v);
    if (!kr_is_tuple(v) && !kr_is_list(v)) kr_raise_type(vm, "FrameBuffer or tuple required, not %T", v);
    size_t size = kr_items_size(v);
    if (size != 4 && size != 5)
        kr_raise_value_error(vm, "requested length 4 or 5 but object has length %zu", size);
    kr_value items[5] = {0, 0, 0, 0, KR_UNBOUND};
    for (size_t i = 0; i < size; i++) items[i] = kr_items_at(v, i);
    surface s = surface_of(vm, items[1], items[2], items[3], items[4]);
    take_data(vm, &s, items[0], false);
    return s;
}

static kr_value frame_blit(kr_vm *vm, size_t argc, const kr_value *argv) {
    surface from = source_arg(vm, argv[1]), palette = {0};
    int x = number(vm, argv[2]), y = number(vm, argv[3]);
    int64_t key = argc > 4 ? (int64_t)kr_int_arg(vm, argv[4]) : -1;
    bool mapped = argc > 5 && argv[5] != KR_NONE;
    if (mapped) palette = source_arg(vm, argv[5]);
    surface s = begin(vm, argv[0]);
    copy_pixels(&s, &from, x, y, key, mapped ? &palette : NULL);
    return KR_NONE;
}
KR_METHOD(blit, frame_blit, 4, 6, NULL,
          "blit(fbuf, x, y, key=-1, palette=None)\nCopy another frame buffer, but for pixels of the color "
          "key; a palette "
          "gives the colors of its pixels.");

static const kr_member framebuffer_members[] = {
    {N___module__, N_framebuf},   KR_ENTRY(__init__, framebuffer_init),
    KR_ENTRY(blit, frame_blit),   KR_ENTRY(ellipse, frame_ellipse),
    KR_ENTRY(fill, frame_fill),   KR_ENTRY(fill_rect, frame_fill_rect),
    KR_ENTRY(hline, frame_hline), KR_ENTRY(line, frame_line),
    KR_ENTRY(pixel, frame_pixel), KR_ENTRY(poly, frame_poly),
    KR_ENTRY(rect, frame_rect),   KR_ENTRY(scroll, frame_scroll),
    KR_ENTRY(text, frame_text),   KR_ENTRY(vline, frame_vline),
};
static const kr_ops framebuffer_ops = {.trace = framebuffer_trace, .buffer = framebuffer_buffer};
static const kr_type framebuffer_type = {.head = {&kr_type_type},
                                         .name = N_FrameBuffer,
                                         .base = &kr_object_type,
                                         .solid = &framebuffer_type,
                                         .ops = &framebuffer_ops,
                                         .size = sizeof(framebuffer),
                                         .member_count =
                                             sizeof framebuffer_members / sizeof *framebuffer_members,
                                         .members = framebuffer_members,
                                         .make = framebuffer_make};

static kr_value framebuf_framebuffer1(kr_vm *vm, size_t argc, const kr_value *argv) {
    const kr_value args[5] = {argv[0], argv[1], argv[2], KR_INT(MONO_VLSB), argc > 3 ? argv[3] : KR_UNBOUND};
    return framebuffer_make(vm, &framebuffer_type, argc > 3 ? 5 : 4, args, 0, NULL);
}
KR_FUNCTION(FrameBuffer1, framebuf_framebuffer1, 3, 4, NULL,
            "FrameBuffer1(buffer, width, height, stride=width)\nA frame buffer of MONO_VLSB.");

static const kr_member members[] = {
    {N_FrameBuffer, KR_OBJECT(&framebuffer_type)},
    KR_ENTRY(FrameBuffer1, framebuf_framebuffer1),
    {N_MVLSB, KR_INT(MONO_VLSB)},
    {N_MONO_VLSB, KR_INT(MONO_VLSB)},
    {N_RGB565, KR_INT(RGB565)},
    {N_GS4_HMSB, KR_INT(GS4_HMSB)},
    {N_MONO_HLSB, KR_INT(MONO_HLSB)},
    {N_MONO_HMSB, KR_INT(MONO_HMSB)},
    {N_GS2_HMSB, KR_INT(GS2_HMSB)},
    {N_GS8, KR_INT(GS8)},
};

const kr_module_def kr_module_framebuf = {N_framebuf, members, sizeof members / sizeof *members, NULL,
                                          "Drawing into a buffer of pixels."};
