/* Trees as code for re_match.c.
 *
 * What repeats single characters is one operation. A loop whose body cannot match nothing needs no counter
 * when it has no bounds worth counting; other loops have a register. */
#include "core/heap.h"
#include "modules/re.h"
#include "types/byte_string.h"
#include "types/text.h"

typedef struct emitter {
    kr_vm *vm;
    const kr_re_tree *tree;
    kr_pattern *pattern;
    uint32_t capacity;
} emitter;

static const kr_re_node *node_at(const emitter *e, uint32_t index) {
    return &e->tree->nodes[index];
}

static uint32_t emit(emitter *e, uint32_t word) {
    kr_pattern *p = e->pattern;
    if (p->size == e->capacity) {
        uint32_t capacity = e->capacity * 2 + 32;
        p->code = kr_bytes_resize(e->vm, p->code, e->capacity * sizeof *p->code, capacity * sizeof *p->code);
        e->capacity = capacity;
    }
    p->code[p->size] = word;
    return p->size++;
}

static void patch(const emitter *e, uint32_t at) {
    e->pattern->code[at] = e->pattern->size;
}

static void emit_node(emitter *e, uint32_t index);

/* --- single characters */

static bool is_single(const kr_re_node *n) {
    return n->kind == KR_RE_CHAR || n->kind == KR_RE_ANY || n->kind == KR_RE_ALL || n->kind == KR_RE_SET;
}

static uint32_t set_words(const uint32_t *set) {
    return KR_RE_SET_PAIRS + 2 * set[KR_RE_SET_RANGES];
}

static void emit_single(emitter *e, const kr_re_node *n) {
    switch (n->kind) {
    case KR_RE_CHAR:
        emit(e, n->ignore ? KR_OP_FOLD : KR_OP_CHAR);
        emit(e, n->ignore ? kr_re_lower(n->a) : n->a);
        if (n->ignore) emit(e, kr_re_upper(n->a));
        break;
    case KR_RE_SET: {
        uint32_t size = set_words(e->tree->sets + n->a);
        emit(e, KR_OP_SET);
        emit(e, size);
        for (uint32_t i = 0; i < size; i++) emit(e, e->tree->sets[n->a + i]);
        break;
    }
    default: emit(e, n->kind == KR_RE_ANY ? KR_OP_ANY : KR_OP_ALL); break;
    }
}

/* Bytes of a literal character; 0 when it is none. */
static size_t literal_bytes(const emitter *e, const kr_re_node *n, char out[4]) {
    if (n->kind != KR_RE_CHAR || n->ignore) return 0;
    if (!e->pattern->is_bytes) return kr_utf8_put(out, n->a);
    out[0] = (char)n->a;
    return 1;
}

/* Emits the literal characters from `index` on as one; returns the first node behind them. */
static uint32_t emit_literal(emitter *e, uint32_t index) {
    char text[256], bytes[4];
    size_t size = 0, more;
    while (index != 0 && size <= sizeof text - 4 && (more = literal_bytes(e, node_at(e, index), bytes)) > 0) {
        memcpy(text + size, bytes, more);
        size += more;
        index = node_at(e, index)->next;
    }
    emit(e, KR_OP_LITERAL);
    emit(e, (uint32_t)size);
    for (size_t at = 0; at < size; at += 4) {
        uint32_t word = 0;
        memcpy(&word, text + at, size - at < 4 ? size - at : 4);
        emit(e, word);
    }
    return index;
}

static void emit_sequence(emitter *e, uint32_t index) {
    char bytes[4];
    while (index != 0) {
        const kr_re_node *n = node_at(e, index);
        bool several = literal_bytes(e, n, bytes) > 0 && n->next != 0 &&
                       literal_bytes(e, node_at(e, n->next), bytes) > 0;
        if (several) {
            index = emit_literal(e, index);
            continue;
        }
        emit_node(e, index);
        index = node_at(e, index)->next;
    }
}

/* --- branches and loops */

/* The byte that a node must begin with, or 256. */
static uint32_t first_byte(const emitter *e, uint32_t index) {
    const kr_re_node *n = node_at(e, index);
    char bytes[4];
    if (index == 0) return 256;
    if (n->kind == KR_RE_SEQUENCE || n->kind == KR_RE_GROUP || n->kind == KR_RE_ATOMIC)
        return n->child == 0 ? 256 : first_byte(e, n->child);
    return literal_bytes(e, n, bytes) > 0 ? (uint8_t)bytes[0] : 256;
}

static void emit_branch(emitter *e, uint32_t child) {
    uint32_t jumps = 0; /* a chain of jumps to the end: each holds the one before it */
    for (; child != 0; child = node_at(e, child)->next) {
        if (node_at(e, child)->next == 0) {
            emit_node(e, child);
            break;
        }
        emit(e, KR_OP_SPLIT);
        uint32_t second = emit(e, 0);
        emit(e, first_byte(e, child));
        emit_node(e, child);
        emit(e, KR_OP_JUMP);
        jumps = emit(e, jumps);
        patch(e, second);
    }
    while (jumps != 0) {
        uint32_t before = e->pattern->code[jumps];
        patch(e, jumps);
        jumps = before;
    }
}

static void emit_one(emitter *e, const kr_re_node *n, const kr_re_node *child) {
    emit(e, KR_OP_ONE);
    emit(e, n->flag);
    emit(e, n->a);
    emit(e, n->b);
    uint32_t behind = emit(e, 0);
    emit_single(e, child);
    patch(e, behind);
}

static void emit_optional(emitter *e, const kr_re_node *n) {
    bool lazy = n->flag == KR_RE_LAZY;
    uint32_t target;
    if (lazy) {
        emit(e, KR_OP_PREFER);
        target = emit(e, 0);
    } else {
        emit(e, KR_OP_SPLIT);
        target = emit(e, 0);
        emit(e, first_byte(e, n->child));
    }
    emit_node(e, n->child);
    patch(e, target);
}

/* x* and x+ where x matches something each time. */
static void emit_plain_loop(emitter *e, const kr_re_node *n) {
    if (n->a == 1) {
        uint32_t again = e->pattern->size;
        emit_node(e, n->child);
        if (n->flag == KR_RE_LAZY) {
            emit(e, KR_OP_SPLIT);
            emit(e, again);
            emit(e, 256);
        } else {
            emit(e, KR_OP_PREFER);
            emit(e, again);
        }
        return;
    }
    uint32_t again = e->pattern->size;
    emit(e, n->flag == KR_RE_LAZY ? KR_OP_PREFER : KR_OP_SPLIT);
    uint32_t behind = emit(e, 0);
    if (n->flag != KR_RE_LAZY) emit(e, first_byte(e, n->child));
    emit_node(e, n->child);
    emit(e, KR_OP_JUMP);
    emit(e, again);
    patch(e, behind);
}

static void emit_counted_loop(emitter *e, const kr_re_node *n) {
    uint32_t number = e->pattern->loops++;
    emit(e, KR_OP_LOOP_BEGIN);
    emit(e, number);
    uint32_t again = emit(e, KR_OP_LOOP);
    emit(e, number);
    emit(e, n->a);
    emit(e, n->b);
    emit(e, n->flag);
    uint32_t behind = emit(e, 0);
    emit_node(e, n->child);
    emit(e, KR_OP_JUMP);
    emit(e, again);
    patch(e, behind);
}

static void emit_repeat(emitter *e, const kr_re_node *node) {
    kr_re_node n = *node;
    const kr_re_node *child = node_at(e, n.child);
    uint32_t least, most;
    while (child->kind == KR_RE_SEQUENCE && child->child != 0 && node_at(e, child->child)->next == 0)
        child = node_at(e, child->child);
    if (is_single(child)) {
        emit_one(e, &n, child);
        return;
    }
    kr_re_width(e->vm, e->tree, n.child, &least, &most);
    uint32_t atomic = 0;
    if (n.flag == KR_RE_POSSESSIVE) {
        emit(e, KR_OP_ATOMIC);
        atomic = 1;
        n.flag = KR_RE_GREEDY;
    }
    if (n.a == 0 && n.b == 1)
        emit_optional(e, &n);
    else if (least > 0 && n.a <= 1 && n.b == KR_RE_MANY)
        emit_plain_loop(e, &n);
    else
        emit_counted_loop(e, &n);
    if (atomic) emit(e, KR_OP_ATOMIC_END);
}

/* --- the rest */

static void emit_group(emitter *e, const kr_re_node *n) {
    emit(e, KR_OP_SAVE);
    emit(e, 2 * n->a);
    uint32_t number = n->a;
    emit_node(e, n->child);
    emit(e, KR_OP_SAVE);
    emit(e, 2 * number + 1);
}

static void emit_look(emitter *e, const kr_re_node *n) {
    emit(e, KR_OP_LOOK);
    emit(e, n->flag);
    uint32_t behind = emit(e, 0);
    emit(e, n->b);
    emit_node(e, n->child);
    emit(e, KR_OP_LOOK_END);
    patch(e, behind);
}

static void emit_if(emitter *e, const kr_re_node *n) {
    uint32_t yes = n->child, no = node_at(e, yes)->next;
    emit(e, KR_OP_IF);
    emit(e, n->a);
    uint32_t otherwise = emit(e, 0);
    emit_node(e, yes);
    if (no == 0) {
        patch(e, otherwise);
        return;
    }
    emit(e, KR_OP_JUMP);
    uint32_t end = emit(e, 0);
    patch(e, otherwise);
    emit_node(e, no);
    patch(e, end);
}

static void emit_node(emitter *e, uint32_t index) {
    const kr_re_node *n = node_at(e, index);
    kr_check_native_stack(e->vm);
    switch (n->kind) {
    case KR_RE_CHAR:
    case KR_RE_ANY:
    case KR_RE_ALL:
    case KR_RE_SET: emit_single(e, n); break;
    case KR_RE_SEQUENCE: emit_sequence(e, n->child); break;
    case KR_RE_BRANCH: emit_branch(e, n->child); break;
    case KR_RE_REPEAT: emit_repeat(e, n); break;
    case KR_RE_GROUP: emit_group(e, n); break;
    case KR_RE_BACKREF:
        emit(e, KR_OP_BACKREF);
        emit(e, n->a);
        emit(e, n->ignore);
        break;
    case KR_RE_AT:
        emit(e, KR_OP_AT);
        emit(e, n->a);
        break;
    case KR_RE_LOOK: emit_look(e, n); break;
    case KR_RE_ATOMIC:
        emit(e, KR_OP_ATOMIC);
        emit_node(e, n->child);
        emit(e, KR_OP_ATOMIC_END);
        break;
    case KR_RE_IF: emit_if(e, n); break;
    default: break;
    }
}

/* --- what a match can begin with */

static void add_byte(kr_pattern *p, uint32_t byte) {
    p->first[byte / 32] |= (uint32_t)1 << byte % 32;
}

static void add_character(kr_pattern *p, uint32_t c) {
    char bytes[4];
    if (p->is_bytes)
        bytes[0] = (char)c;
    else
        kr_utf8_put(bytes, c);
    add_byte(p, (uint8_t)bytes[0]);
}

/* Above ASCII every leading byte counts, for str; bytes are what they are. */
static void add_set(kr_pattern *p, const uint32_t *set) {
    for (uint32_t c = 0; c < 256; c++) {
        bool exact = c < 128 || p->is_bytes;
        if (!exact || kr_re_set_has(set, c)) add_byte(p, c);
    }
}

static void add_all(kr_pattern *p) {
    memset(p->first, 0xff, sizeof p->first);
}

static bool add_first(const emitter *e, uint32_t index);

/* Adds what a list of nodes one after the other can begin with; false when all of it may match nothing. */
static bool add_sequence(const emitter *e, uint32_t index) {
    for (; index != 0; index = node_at(e, index)->next) {
        if (add_first(e, index)) return true;
    }
    return false;
}

static bool add_branch(const emitter *e, uint32_t index) {
    bool all = true;
    for (; index != 0; index = node_at(e, index)->next) {
        if (!add_first(e, index)) all = false;
    }
    return all;
}

/* Adds the bytes that a match of the node can begin with; false when it may match nothing, and so what
 * follows counts, too. */
static bool add_first(const emitter *e, uint32_t index) {
    const kr_re_node *n = node_at(e, index);
    kr_pattern *p = e->pattern;
    switch (n->kind) {
    case KR_RE_CHAR:
        add_character(p, n->a);
        if (n->ignore) {
            add_character(p, kr_re_lower(n->a));
            add_character(p, kr_re_upper(n->a));
            for (uint32_t byte = 0xc2; !p->is_bytes && byte < 0xf5; byte++)
                add_byte(p, byte); /* other twins of the letter */
        }
        return true;
    case KR_RE_SET: add_set(p, e->tree->sets + n->a); return true;
    case KR_RE_ANY:
    case KR_RE_ALL: add_all(p); return true;
    case KR_RE_SEQUENCE: return add_sequence(e, n->child);
    case KR_RE_BRANCH: return add_branch(e, n->child);
    case KR_RE_GROUP:
    case KR_RE_ATOMIC: return add_first(e, n->child);
    case KR_RE_REPEAT: return add_first(e, n->child) && n->a > 0;
    case KR_RE_AT:
    case KR_RE_LOOK:
    case KR_RE_EMPTY: return false;
    default: add_all(p); return false;
    }
}

static void find_first(const emitter *e) {
    kr_pattern *p = e->pattern;
    p->only_first = -1;
    p->any_first = !add_first(e, e->tree->root);
    int count = 0;
    for (int32_t byte = 0; byte < 256; byte++) {
        if (p->first[byte / 32] >> byte % 32 & 1) {
            count++;
            p->only_first = byte;
        }
    }
    if (count != 1) p->only_first = -1;
    if (count == 256) p->any_first = true;
}

void kr_re_emit(kr_vm *vm, const kr_re_tree *tree, kr_pattern *pattern) {
    emitter e = {.vm = vm, .tree = tree, .pattern = pattern};
    uint32_t most;
    emit_node(&e, tree->root);
    emit(&e, KR_OP_MATCH);
    kr_re_width(vm, tree, tree->root, &pattern->least, &most);
    find_first(&e);
    const kr_re_node *root = &tree->nodes[tree->root];
    const kr_re_node *start =
        root->kind == KR_RE_SEQUENCE && root->child != 0 ? &tree->nodes[root->child] : root;
    pattern->anchored = start->kind == KR_RE_AT && start->a == KR_RE_AT_START;
}
