/* Patterns as trees: recursive descent over the text, with Python's syntax and error texts. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "modules/re.h"
#include "types/byte_string.h"
#include "types/number.h"
#include "types/text.h"
#include "types/unicode.h"

/* --- characters and sets */

uint32_t kr_re_lower(uint32_t c) {
    uint32_t out[KR_UNICODE_MAP_MAX];
    if (c < 128) return c >= 'A' && c <= 'Z' ? c | 32 : c;
    return kr_unicode_lower(c, out) == 1 ? out[0] : c;
}

uint32_t kr_re_upper(uint32_t c) {
    uint32_t out[KR_UNICODE_MAP_MAX];
    if (c < 128) return c >= 'a' && c <= 'z' ? c & ~(uint32_t)32 : c;
    return kr_unicode_upper(c, out) == 1 ? out[0] : c;
}

bool kr_re_is_word(uint32_t c, bool ascii) {
    if (c < 128) return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return !ascii && (kr_unicode_flags(c) &
                      (KR_UNICODE_ALPHA | KR_UNICODE_DECIMAL | KR_UNICODE_DIGIT | KR_UNICODE_NUMERIC)) != 0;
}

static bool is_digit(uint32_t c, bool ascii) {
    if (c < 128) return c >= '0' && c <= '9';
    return !ascii && (kr_unicode_flags(c) & KR_UNICODE_DECIMAL) != 0;
}

static bool is_space(uint32_t c, bool ascii) {
    if (c < 128) return c == ' ' || (c >= '\t' && c <= '\r') || (!ascii && c >= 0x1c && c <= 0x1f);
    return !ascii && (kr_unicode_flags(c) & KR_UNICODE_SPACE) != 0;
}

static bool class_has(uint32_t flags, uint32_t c) {
    bool ascii = flags & KR_RE_ONLY_ASCII;
    if ((flags & KR_RE_DIGIT) && is_digit(c, ascii)) return true;
    if ((flags & KR_RE_NOT_DIGIT) && !is_digit(c, ascii)) return true;
    if ((flags & KR_RE_SPACE) && is_space(c, ascii)) return true;
    if ((flags & KR_RE_NOT_SPACE) && !is_space(c, ascii)) return true;
    if ((flags & KR_RE_WORD) && kr_re_is_word(c, ascii)) return true;
    return (flags & KR_RE_NOT_WORD) && !kr_re_is_word(c, ascii);
}

bool kr_re_set_finds(const uint32_t *set, uint32_t c) {
    if (class_has(set[KR_RE_SET_FLAGS], c)) return true;
    const uint32_t *pair = set + KR_RE_SET_PAIRS, *end = pair + 2 * set[KR_RE_SET_RANGES];
    for (; pair < end; pair += 2) {
        if (c >= pair[0] && c <= pair[1]) return true;
    }
    return false;
}

bool kr_re_set_has(const uint32_t *set, uint32_t c) {
    uint32_t flags = set[KR_RE_SET_FLAGS];
    if (c < 256) return set[KR_RE_SET_BITS + c / 32] >> c % 32 & 1;
    bool found = kr_re_set_finds(set, c);
    if (!found && (flags & KR_RE_FOLD))
        found = kr_re_set_finds(set, kr_re_lower(c)) || kr_re_set_finds(set, kr_re_upper(c));
    return found != (bool)(flags & KR_RE_NEGATE);
}

/* --- the parser */

typedef struct parser {
    kr_vm *vm;
    kr_value pattern;
    const char *p, *start, *end;
    bool is_bytes;
    uint32_t flags;
    kr_re_tree *tree;
    bool begun;       /* something stands before: global flags come too late */
    uint32_t highest; /* number of a group that a condition asks for: it may come later */
    const char *highest_at;
    bool uneven; /* a look-behind has no fixed width, which is told when the rest is well formed */
} parser;

static size_t offset_of(const parser *r, const char *at) {
    return (size_t)(at - r->start);
}
#define FAIL(r, at, ...) kr_re_fail((r)->vm, (r)->pattern, offset_of(r, at), __VA_ARGS__)

static bool at_end(const parser *r) {
    return r->p == r->end;
}
static bool next_is(const parser *r, char c) {
    return r->p < r->end && *r->p == c;
}
static bool take(parser *r, char c) {
    if (!next_is(r, c)) return false;
    r->p++;
    return true;
}

static uint32_t take_character(parser *r) {
    if (r->is_bytes) return (uint8_t)*r->p++;
    return kr_utf8_next(&r->p);
}

static uint32_t new_node(parser *r, enum kr_re_kind kind, uint32_t a, uint32_t b) {
    kr_re_tree *t = r->tree;
    if (t->node_count == t->node_capacity) {
        uint32_t capacity = t->node_capacity * 2 + 16;
        t->nodes = kr_bytes_resize(r->vm, t->nodes, t->node_capacity * sizeof *t->nodes,
                                   capacity * sizeof *t->nodes);
        t->node_capacity = capacity;
    }
    t->nodes[t->node_count] = (kr_re_node){.kind = (uint8_t)kind, .a = a, .b = b};
    return t->node_count++;
}

static kr_re_node *node_at(const parser *r, uint32_t index) {
    return &r->tree->nodes[index];
}

static uint32_t new_character(parser *r, uint32_t c) {
    uint32_t made = new_node(r, KR_RE_CHAR, c, 0);
    node_at(r, made)->ignore = (r->flags & KR_RE_IGNORECASE) != 0 &&
                               (kr_re_lower(c) != c || kr_re_upper(c) != c) && (!r->is_bytes || c < 128);
    return made;
}

static void push_set_word(parser *r, uint32_t word) {
    kr_re_tree *t = r->tree;
    if (t->set_size == t->set_capacity) {
        uint32_t capacity = t->set_capacity * 2 + 32;
        t->sets =
            kr_bytes_resize(r->vm, t->sets, t->set_capacity * sizeof *t->sets, capacity * sizeof *t->sets);
        t->set_capacity = capacity;
    }
    t->sets[t->set_size++] = word;
}

static uint32_t begin_set(parser *r) {
    uint32_t offset = r->tree->set_size;
    for (int i = 0; i < KR_RE_SET_PAIRS; i++) push_set_word(r, 0);
    if ((r->flags & KR_RE_ASCII) || r->is_bytes) r->tree->sets[offset] |= KR_RE_ONLY_ASCII;
    if (r->flags & KR_RE_IGNORECASE) r->tree->sets[offset] |= KR_RE_FOLD;
    return offset;
}

static void add_range(parser *r, uint32_t set, uint32_t low, uint32_t high) {
    push_set_word(r, low);
    push_set_word(r, high);
    r->tree->sets[set + KR_RE_SET_RANGES]++;
}

/* Fills in the bits for the characters below 256. */
static uint32_t finish_set(parser *r, uint32_t offset) {
    uint32_t *set = r->tree->sets + offset, flags = set[KR_RE_SET_FLAGS];
    for (uint32_t c = 0; c < 256; c++) {
        bool found = kr_re_set_finds(set, c);
        bool folds = (flags & KR_RE_FOLD) && (!r->is_bytes || c < 128);
        if (!found && folds)
            found = kr_re_set_finds(set, kr_re_lower(c)) || kr_re_set_finds(set, kr_re_upper(c));
        if (found != (bool)(flags & KR_RE_NEGATE)) set[KR_RE_SET_BITS + c / 32] |= (uint32_t)1 << c % 32;
    }
    return new_node(r, KR_RE_SET, offset, 0);
}

static uint32_t class_flag(char c) {
    switch (c) {
    case 'd': return KR_RE_DIGIT;
    case 'D': return KR_RE_NOT_DIGIT;
    case 's': return KR_RE_SPACE;
    case 'S': return KR_RE_NOT_SPACE;
    case 'w': return KR_RE_WORD;
    case 'W': return KR_RE_NOT_WORD;
    default: return 0;
    }
}

/* --- escapes */

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    char lower = (char)(c | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* \xhh, \uhhhh, \Uhhhhhhhh: r->p is behind the letter. */
static uint32_t read_hex(parser *r, const char *backslash, unsigned digits) {
    uint32_t c = 0;
    for (unsigned i = 0; i < digits; i++) {
        int value = r->p < r->end ? hex_value(*r->p) : -1;
        if (value < 0)
            FAIL(r, backslash, "incomplete escape %S",
                 kr_str_new(r->vm, backslash, (size_t)(r->p - backslash)));
        c = c << 4 | (uint32_t)value;
        r->p++;
    }
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        FAIL(r, backslash, "bad escape %S", kr_str_new(r->vm, backslash, (size_t)(r->p - backslash)));
    return c;
}

static bool is_octal(const parser *r, const char *p) {
    return p < r->end && *p >= '0' && *p <= '7';
}

/* Characters that escapes stand for in sets and outside; UINT32_MAX when it is something else. The letter has
 * been read. */
static uint32_t simple_escape(parser *r, const char *backslash, char letter) {
    switch (letter) {
    case 'a': return '\a';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case 'x': return read_hex(r, backslash, 2);
    case 'u': return r->is_bytes ? UINT32_MAX : read_hex(r, backslash, 4);
    case 'U': return r->is_bytes ? UINT32_MAX : read_hex(r, backslash, 8);
    default: return UINT32_MAX;
    }
}

static uint32_t read_octal(parser *r, const char *backslash, unsigned most) {
    uint32_t c = 0;
    for (unsigned i = 0; i < most && is_octal(r, r->p); i++) c = c * 8 + (uint32_t)(*r->p++ - '0');
    if (c > 0377)
        FAIL(r, backslash, "octal escape value %S outside of range 0-0o377",
             kr_str_new(r->vm, backslash, (size_t)(r->p - backslash)));
    return c;
}

static _Noreturn void bad_escape(parser *r, const char *backslash) {
    FAIL(r, backslash, "bad escape %S", kr_str_new(r->vm, backslash, (size_t)(r->p - backslash)));
}

static bool is_letter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static uint32_t at_node(parser *r, uint32_t kind) {
    bool ascii = (r->flags & KR_RE_ASCII) || r->is_bytes;
    bool word = kind == KR_RE_AT_WORD || kind == KR_RE_AT_NO_WORD;
    return new_node(r, KR_RE_AT, word && ascii ? kind | KR_RE_AT_ASCII : kind, 0);
}

static uint32_t group_reference(parser *r, uint32_t number, const char *at) {
    if (number > r->tree->groups) FAIL(r, at, "invalid group reference %u", number);
    if (r->tree->closing[number] == 0) FAIL(r, at, "cannot refer to an open group");
    uint32_t made = new_node(r, KR_RE_BACKREF, number, 0);
    node_at(r, made)->ignore = (r->flags & KR_RE_IGNORECASE) != 0;
    return made;
}

/* \1 … \99, or an octal number of three digits. */
static uint32_t number_escape(parser *r, const char *backslash) {
    bool octal = is_octal(r, backslash + 1) && is_octal(r, backslash + 2) && is_octal(r, backslash + 3);
    r->p = backslash + 1;
    if (octal) return new_character(r, read_octal(r, backslash, 3));
    uint32_t number = (uint32_t)(*r->p++ - '0');
    if (r->p < r->end && kr_ascii_digit(*r->p)) number = number * 10 + (uint32_t)(*r->p++ - '0');
    return group_reference(r, number, backslash + 1);
}

/* A backslash outside of sets. */
static uint32_t parse_escape(parser *r) {
    const char *backslash = r->p++;
    if (at_end(r)) FAIL(r, backslash, "bad escape (end of pattern)");
    if (!is_letter(*r->p) && !kr_ascii_digit(*r->p)) return new_character(r, take_character(r));
    char letter = *r->p++;
    if (letter == '0') {
        r->p--;
        return new_character(r, read_octal(r, backslash, 3));
    }
    if (kr_ascii_digit(letter)) return number_escape(r, backslash);
    uint32_t flag = class_flag(letter);
    if (flag != 0) {
        uint32_t set = begin_set(r);
        r->tree->sets[set] = (r->tree->sets[set] & ~(uint32_t)KR_RE_FOLD) | flag;
        return finish_set(r, set);
    }
    switch (letter) {
    case 'A': return at_node(r, KR_RE_AT_START);
    case 'Z': return at_node(r, KR_RE_AT_STRING_END);
    case 'b': return at_node(r, KR_RE_AT_WORD);
    case 'B': return at_node(r, KR_RE_AT_NO_WORD);
    default: break;
    }
    uint32_t c = simple_escape(r, backslash, letter);
    if (c == UINT32_MAX) bad_escape(r, backslash);
    return new_character(r, c);
}

/* --- sets */

/* One end of a range: a character, or UINT32_MAX for a class, which is added at once. */
static uint32_t set_item(parser *r, uint32_t set) {
    const char *backslash = r->p;
    if (*r->p != '\\') return take_character(r);
    r->p++;
    if (at_end(r)) FAIL(r, backslash, "bad escape (end of pattern)");
    if (!is_letter(*r->p) && !kr_ascii_digit(*r->p)) return take_character(r);
    char letter = *r->p++;
    uint32_t flag = class_flag(letter);
    if (flag != 0) {
        r->tree->sets[set] |= flag;
        return UINT32_MAX;
    }
    if (letter >= '0' && letter <= '7') {
        r->p--;
        return read_octal(r, backslash, 3);
    }
    if (letter == 'b') return '\b';
    uint32_t c = simple_escape(r, backslash, letter);
    if (c == UINT32_MAX) bad_escape(r, backslash);
    return c;
}

static uint32_t parse_set(parser *r) {
    const char *opening = r->p++;
    uint32_t set = begin_set(r);
    if (take(r, '^')) r->tree->sets[set] |= KR_RE_NEGATE;
    for (bool first = true;; first = false) {
        if (at_end(r)) FAIL(r, opening, "unterminated character set");
        if (!first && take(r, ']')) break;
        const char *item = r->p;
        uint32_t low = set_item(r, set), high = low;
        bool range = next_is(r, '-') && r->p + 1 < r->end && r->p[1] != ']';
        if (next_is(r, '-') && r->p + 1 == r->end) FAIL(r, opening, "unterminated character set");
        if (range) {
            r->p++;
            high = set_item(r, set);
            bool bad = low == UINT32_MAX || high == UINT32_MAX || high < low;
            if (bad) FAIL(r, item, "bad character range %S", kr_str_new(r->vm, item, (size_t)(r->p - item)));
        }
        if (low != UINT32_MAX) add_range(r, set, low, high);
    }
    return finish_set(r, set);
}

/* --- groups */

static uint32_t parse_sequence(parser *r);
static uint32_t parse_branch(parser *r);

static uint32_t open_group(parser *r) {
    kr_re_tree *t = r->tree;
    if (++t->groups == t->closing_capacity) {
        uint32_t capacity = t->closing_capacity * 2;
        t->closing = kr_bytes_resize(r->vm, t->closing, t->closing_capacity * sizeof *t->closing,
                                     capacity * sizeof *t->closing);
        t->closing_capacity = capacity;
    }
    if (t->groups > 9999) FAIL(r, r->p, "too many groups");
    t->closing[t->groups] = 0;
    return t->groups;
}

static void expect_closing(parser *r, const char *opening) {
    if (!take(r, ')')) FAIL(r, opening, "missing ), unterminated subpattern");
}

static uint32_t with_child(parser *r, enum kr_re_kind kind, uint8_t flag, uint32_t a, uint32_t child) {
    uint32_t made = new_node(r, kind, a, 0);
    node_at(r, made)->child = child;
    node_at(r, made)->flag = flag;
    return made;
}

static uint32_t parse_capture(parser *r, const char *opening) {
    uint32_t number = open_group(r);
    uint32_t child = parse_branch(r);
    expect_closing(r, opening);
    r->tree->closing[number] = (uint16_t)++r->tree->closed;
    return with_child(r, KR_RE_GROUP, 0, number, child);
}

/* A name up to the terminator, which is read, too. */
static kr_value read_name(parser *r, char terminator, const char *what) {
    const char *begin = r->p;
    while (!at_end(r) && *r->p != terminator) r->p++;
    if (begin == r->p) FAIL(r, begin, "missing %s name", what);
    if (at_end(r)) FAIL(r, begin, "missing %c, unterminated name", (unsigned)(uint8_t)terminator);
    kr_value name = kr_intern(r->vm, begin, (size_t)(r->p++ - begin));
    return name;
}

static bool is_identifier(kr_vm *vm, kr_value name) {
    return kr_truth(vm, kr_call_method(vm, name, N_isidentifier, 0, NULL));
}

static kr_value read_group_name(parser *r, char terminator) {
    const char *begin = r->p;
    kr_value name = read_name(r, terminator, "group");
    if (!is_identifier(r->vm, name)) FAIL(r, begin, "bad character in group name %R", name);
    return name;
}

static uint32_t parse_named(parser *r, const char *opening) {
    const char *begin = r->p;
    kr_value name = read_group_name(r, '>');
    uint32_t number = r->tree->groups + 1;
    kr_value known = kr_dict_get(r->vm, r->tree->names, name);
    if (known != KR_UNBOUND)
        FAIL(r, begin, "redefinition of group name %R as group %u; was group %S", name, number, known);
    kr_dict_set(r->vm, r->tree->names, name, KR_INT(number));
    return parse_capture(r, opening);
}

static uint32_t parse_named_reference(parser *r) {
    const char *begin = r->p;
    kr_value name = read_group_name(r, ')');
    kr_value known = kr_dict_get(r->vm, r->tree->names, name);
    if (known == KR_UNBOUND) FAIL(r, begin, "unknown group name %R", name);
    return group_reference(r, (uint32_t)kr_to_int(known), begin);
}

static uint32_t parse_look(parser *r, const char *opening, enum kr_re_look look) {
    uint32_t child = parse_branch(r), least, most;
    expect_closing(r, opening);
    uint32_t made = with_child(r, KR_RE_LOOK, (uint8_t)look, 0, child);
    if (look == KR_RE_BEHIND || look == KR_RE_NOT_BEHIND) {
        kr_re_width(r->vm, r->tree, child, &least, &most);
        if (least != most) r->uneven = true;
        node_at(r, made)->b = least;
    }
    return made;
}

/* (?(1)yes|no) */
static uint32_t parse_condition(parser *r, const char *opening) {
    const char *begin = r->p;
    kr_value name = read_name(r, ')', "group");
    uint32_t number = 0;
    bool digits = true;
    for (const char *p = kr_to_str(name)->data; *p; p++) {
        digits = digits && kr_ascii_digit(*p);
        if (digits && number < 100000) number = number * 10 + (uint32_t)(*p - '0');
    }
    if (digits) {
        if (number == 0) FAIL(r, begin, "bad group number");
    } else {
        if (!is_identifier(r->vm, name)) FAIL(r, begin, "bad character in group name %R", name);
        kr_value known = kr_dict_get(r->vm, r->tree->names, name);
        if (known == KR_UNBOUND) FAIL(r, begin, "unknown group name %R", name);
        number = (uint32_t)kr_to_int(known);
    }
    if (number > r->highest) {
        r->highest = number;
        r->highest_at = begin;
    }
    uint32_t yes = parse_sequence(r), no = take(r, '|') ? parse_sequence(r) : 0;
    if (next_is(r, '|')) FAIL(r, r->p, "conditional backref with more than two branches");
    expect_closing(r, opening);
    node_at(r, yes)->next = no;
    return with_child(r, KR_RE_IF, 0, number, yes);
}

static uint32_t flag_of(char c) {
    switch (c) {
    case 'a': return KR_RE_ASCII;
    case 'i': return KR_RE_IGNORECASE;
    case 'L': return KR_RE_LOCALE;
    case 'm': return KR_RE_MULTILINE;
    case 's': return KR_RE_DOTALL;
    case 'u': return KR_RE_UNICODE;
    case 'x': return KR_RE_VERBOSE;
    default: return 0;
    }
}

#define KIND_FLAGS (KR_RE_ASCII | KR_RE_LOCALE | KR_RE_UNICODE)

/* Letters of flags; the first may have been looked at. */
static uint32_t read_flags(parser *r, const char *allowed_behind) {
    uint32_t flags = 0;
    while (!at_end(r) && strchr(allowed_behind, *r->p) == NULL) {
        uint32_t flag = flag_of(*r->p);
        if (flag == 0) FAIL(r, r->p, is_letter(*r->p) ? "unknown flag" : "missing -, : or )");
        if (flag == KR_RE_LOCALE && !r->is_bytes)
            FAIL(r, r->p + 1, "bad inline flags: cannot use 'L' flag with a str pattern");
        if (flag == KR_RE_UNICODE && r->is_bytes)
            FAIL(r, r->p + 1, "bad inline flags: cannot use 'u' flag with a bytes pattern");
        flags |= flag;
        r->p++;
    }
    return flags;
}

/* (?i) for the whole pattern, (?i-s:…) for a part of it. `opening` is at the parenthesis. */
static uint32_t parse_flags(parser *r, const char *opening) {
    uint32_t on = read_flags(r, "-:)"), off = 0, before = r->flags;
    if (at_end(r)) FAIL(r, r->p, "missing -, : or )");
    if (take(r, ')')) {
        if (r->begun) FAIL(r, opening, "global flags not at the start of the expression");
        r->flags |= on;
        r->tree->flags |= on;
        return 0;
    }
    if (on & KR_RE_UNICODE && on & KR_RE_ASCII)
        FAIL(r, r->p, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    if (take(r, '-')) {
        if (at_end(r)) FAIL(r, r->p, "missing flag");
        if (flag_of(*r->p) == 0) FAIL(r, r->p, is_letter(*r->p) ? "unknown flag" : "missing flag");
        off = read_flags(r, ":)");
        if (off & KIND_FLAGS) FAIL(r, r->p, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        if (at_end(r) || *r->p != ':') FAIL(r, r->p, "missing :");
    }
    const char *colon = r->p++;
    if (on & off) FAIL(r, colon, "bad inline flags: flag turned on and off");
    if (on & KIND_FLAGS) r->flags &= ~(uint32_t)KIND_FLAGS;
    r->flags = (r->flags | on) & ~off;
    r->begun = true;
    uint32_t child = parse_branch(r);
    r->flags = before;
    expect_closing(r, opening);
    return child;
}

/* What begins with "(?"; 0 for what is nothing (flags, comments). */
static uint32_t parse_extension(parser *r, const char *opening) {
    if (at_end(r)) FAIL(r, r->p, "unexpected end of pattern");
    char letter = *r->p++;
    if (letter == '#') {
        while (!at_end(r) && *r->p != ')') r->p++;
        if (!take(r, ')')) FAIL(r, opening, "missing ), unterminated comment");
        return 0;
    }
    bool flags = letter == '-' || flag_of(letter) != 0;
    if (flags) {
        r->p--;
        return parse_flags(r, opening);
    }
    r->begun = true;
    uint32_t child;
    switch (letter) {
    case ':':
        child = parse_branch(r);
        expect_closing(r, opening);
        return child;
    case '>':
        child = parse_branch(r);
        expect_closing(r, opening);
        return with_child(r, KR_RE_ATOMIC, 0, 0, child);
    case '=': return parse_look(r, opening, KR_RE_AHEAD);
    case '!': return parse_look(r, opening, KR_RE_NOT_AHEAD);
    case '(': return parse_condition(r, opening);
    case '<':
        if (at_end(r)) FAIL(r, r->p, "unexpected end of pattern");
        if (take(r, '=')) return parse_look(r, opening, KR_RE_BEHIND);
        if (take(r, '!')) return parse_look(r, opening, KR_RE_NOT_BEHIND);
        take_character(r);
        break;
    case 'P':
        if (at_end(r)) FAIL(r, r->p, "unexpected end of pattern");
        if (take(r, '<')) return parse_named(r, opening);
        if (take(r, '=')) return parse_named_reference(r);
        take_character(r);
        break;
    default:
        r->p--;
        take_character(r);
        break;
    }
    FAIL(r, opening + 1, "unknown extension %S",
         kr_str_new(r->vm, opening + 1, (size_t)(r->p - opening - 1)));
}

/* --- items and repetition */

static void skip_verbose(parser *r) {
    while (!at_end(r) && (r->flags & KR_RE_VERBOSE)) {
        if (strchr(" \t\n\r\v\f", *r->p) != NULL && *r->p != '\0') {
            r->p++;
        } else if (*r->p == '#') {
            while (!at_end(r) && *r->p != '\n') r->p++;
        } else {
            return;
        }
    }
}

static uint32_t read_count(parser *r) {
    uint64_t n = 0;
    while (!at_end(r) && kr_ascii_digit(*r->p)) {
        n = n * 10 + (uint64_t)(*r->p++ - '0');
        if (n >= KR_RE_MANY) kr_raise_overflow(r->vm, "the repetition number is too large");
    }
    return (uint32_t)n;
}

/* {m}, {m,}, {,n}, {m,n} at r->p; false when the brace is an ordinary character. */
static bool take_counts(parser *r, uint32_t *least, uint32_t *most) {
    const char *brace = r->p++;
    bool low = !at_end(r) && kr_ascii_digit(*r->p);
    *least = read_count(r);
    *most = *least;
    bool comma = take(r, ',');
    bool high = comma && !at_end(r) && kr_ascii_digit(*r->p);
    if (comma) *most = high ? read_count(r) : KR_RE_MANY;
    if ((!low && !comma) || !take(r, '}')) {
        r->p = brace;
        return false;
    }
    if (*most < *least) FAIL(r, brace + 1, "min repeat greater than max repeat");
    return true;
}

static bool take_repeat(parser *r, uint32_t *least, uint32_t *most) {
    if (at_end(r)) return false;
    if (*r->p == '{') return take_counts(r, least, most);
    if (*r->p != '*' && *r->p != '+' && *r->p != '?') return false;
    *least = *r->p == '+';
    *most = *r->p == '?' ? 1 : KR_RE_MANY;
    r->p++;
    return true;
}

/* Repetition behind an item; item 0: there is none. */
static uint32_t parse_repeat(parser *r, uint32_t item) {
    uint32_t least, most;
    skip_verbose(r);
    const char *at = r->p;
    if (!take_repeat(r, &least, &most)) return item;
    if (item == 0 || node_at(r, item)->kind == KR_RE_AT) FAIL(r, at, "nothing to repeat");
    if (node_at(r, item)->kind == KR_RE_REPEAT) FAIL(r, at, "multiple repeat");
    uint8_t mode = take(r, '?') ? KR_RE_LAZY : take(r, '+') ? KR_RE_POSSESSIVE : KR_RE_GREEDY;
    uint32_t made = with_child(r, KR_RE_REPEAT, mode, least, item);
    node_at(r, made)->b = most;
    skip_verbose(r);
    at = r->p;
    if (take_repeat(r, &least, &most)) FAIL(r, at, "multiple repeat");
    return made;
}

/* A parenthesised repetition may be repeated again: it is wrapped, so that it does not look like one. */
static uint32_t wrapped(parser *r, uint32_t node) {
    if (node == 0 || node_at(r, node)->kind == KR_RE_SEQUENCE) return node;
    return with_child(r, KR_RE_SEQUENCE, 0, 0, node);
}

static uint32_t parse_group(parser *r) {
    const char *opening = r->p++;
    kr_check_native_stack(r->vm);
    if (take(r, '?')) return wrapped(r, parse_extension(r, opening));
    r->begun = true;
    return parse_capture(r, opening);
}

static uint32_t parse_item(parser *r) {
    char c = *r->p;
    if (c == '(') return parse_group(r);
    r->begun = true;
    switch (c) {
    case '[': return parse_set(r);
    case '\\': return parse_escape(r);
    case '.': r->p++; return new_node(r, r->flags & KR_RE_DOTALL ? KR_RE_ALL : KR_RE_ANY, 0, 0);
    case '^': r->p++; return at_node(r, r->flags & KR_RE_MULTILINE ? KR_RE_AT_LINE : KR_RE_AT_START);
    case '$': r->p++; return at_node(r, r->flags & KR_RE_MULTILINE ? KR_RE_AT_LINE_END : KR_RE_AT_END);
    case '*':
    case '+':
    case '?': return 0;
    default: return new_character(r, take_character(r));
    }
}

static uint32_t parse_sequence(parser *r) {
    uint32_t made = new_node(r, KR_RE_SEQUENCE, 0, 0), last = 0;
    for (;;) {
        skip_verbose(r);
        if (at_end(r) || *r->p == '|' || *r->p == ')') return made;
        const char *at = r->p;
        uint32_t item = parse_item(r);
        bool nothing = item == 0 && r->p > at; /* flags, a comment */
        if (nothing) {
            uint32_t least, most;
            const char *behind = r->p;
            if (take_repeat(r, &least, &most)) FAIL(r, behind, "nothing to repeat");
            continue;
        }
        item = parse_repeat(r, item);
        if (last == 0)
            node_at(r, made)->child = item;
        else
            node_at(r, last)->next = item;
        last = item;
    }
}

static uint32_t parse_branch(parser *r) {
    uint32_t first = parse_sequence(r), last = first;
    if (!next_is(r, '|')) return first;
    r->begun = true;
    uint32_t made = with_child(r, KR_RE_BRANCH, 0, 0, first);
    while (take(r, '|')) {
        uint32_t sequence = parse_sequence(r);
        node_at(r, last)->next = sequence;
        last = sequence;
    }
    return made;
}

/* --- widths */

static uint32_t add_width(uint32_t a, uint32_t b) {
    return a > KR_RE_MANY - b ? KR_RE_MANY : a + b;
}
static uint32_t times_width(uint32_t a, uint32_t n) {
    return a == 0 || n == 0 ? 0 : a > KR_RE_MANY / n || n == KR_RE_MANY ? KR_RE_MANY : a * n;
}

static void branch_width(kr_vm *vm, const kr_re_tree *tree, uint32_t child, uint32_t *least, uint32_t *most) {
    uint32_t low, high;
    *least = KR_RE_MANY;
    *most = 0;
    for (; child != 0; child = tree->nodes[child].next) {
        kr_re_width(vm, tree, child, &low, &high);
        if (low < *least) *least = low;
        if (high > *most) *most = high;
    }
}

void kr_re_width(kr_vm *vm, const kr_re_tree *tree, uint32_t node, uint32_t *least, uint32_t *most) {
    const kr_re_node *n = &tree->nodes[node];
    uint32_t low, high;
    kr_check_native_stack(vm);
    *least = *most = 0;
    switch (n->kind) {
    case KR_RE_CHAR:
    case KR_RE_ANY:
    case KR_RE_ALL:
    case KR_RE_SET: *least = *most = 1; return;
    case KR_RE_SEQUENCE:
        for (uint32_t child = n->child; child != 0; child = tree->nodes[child].next) {
            kr_re_width(vm, tree, child, &low, &high);
            *least = add_width(*least, low);
            *most = add_width(*most, high);
        }
        return;
    case KR_RE_BRANCH: branch_width(vm, tree, n->child, least, most); return;
    case KR_RE_IF:
        branch_width(vm, tree, n->child, least, most);
        if (tree->nodes[n->child].next == 0) *least = 0;
        return;
    case KR_RE_REPEAT:
        kr_re_width(vm, tree, n->child, &low, &high);
        *least = times_width(low, n->a);
        *most = times_width(high, n->b);
        return;
    case KR_RE_GROUP:
    case KR_RE_ATOMIC: kr_re_width(vm, tree, n->child, least, most); return;
    case KR_RE_BACKREF: *most = KR_RE_MANY; return;
    default: return;
    }
}

/* --- the whole */

static void check_flags(kr_vm *vm, bool is_bytes, uint32_t flags) {
    if (is_bytes) {
        if (flags & KR_RE_UNICODE) kr_raise_value_error(vm, "cannot use UNICODE flag with a bytes pattern");
        return;
    }
    if (flags & KR_RE_LOCALE) kr_raise_value_error(vm, "cannot use LOCALE flag with a str pattern");
    if ((flags & KR_RE_ASCII) && (flags & KR_RE_UNICODE))
        kr_raise_value_error(vm, "ASCII and UNICODE flags are incompatible");
}

void kr_re_parse(kr_vm *vm, kr_value pattern, uint32_t flags, kr_re_tree *tree) {
    bool is_bytes = !kr_is_str(pattern);
    *tree = (kr_re_tree){.flags = flags, .closing_capacity = 8};
    tree->names = kr_dict_new(vm, 0);
    tree->closing = kr_bytes_new(vm, tree->closing_capacity * sizeof *tree->closing);
    tree->closing[0] = 0;
    parser r = {.vm = vm, .pattern = pattern, .is_bytes = is_bytes, .flags = flags, .tree = tree};
    r.p = r.start = is_bytes ? (const char *)kr_span_of(pattern).data : kr_to_str(pattern)->data;
    r.end = r.start + (is_bytes ? kr_span_of(pattern).size : kr_to_str(pattern)->size);
    new_node(&r, KR_RE_EMPTY, 0, 0);
    tree->root = parse_branch(&r);
    if (!at_end(&r)) FAIL(&r, r.p, "unbalanced parenthesis");
    if (r.highest > tree->groups) FAIL(&r, r.highest_at, "invalid group reference %u", r.highest);
    if (r.uneven) kr_re_fail(vm, r.pattern, SIZE_MAX, "look-behind requires fixed-width pattern");
    check_flags(vm, is_bytes, tree->flags);
    if (!is_bytes && !(tree->flags & KR_RE_ASCII)) tree->flags |= KR_RE_UNICODE;
}
