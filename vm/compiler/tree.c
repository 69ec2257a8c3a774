/* The arena and the nodes in it.
 *
 * Chunks are bytes blocks, chained from the newest to the oldest; a mark remembers a place in a chunk, and
 * releasing it frees the chunks that came later. Values that nodes mention go to `kept`, which grows and
 * shrinks with the same marks. */
#include "compiler/compiler.h"

static void mark_unit(kr_vm *vm, kr_object *object) {
    kr_unit *u = (kr_unit *)object;
    if (u->outer != NULL) kr_mark(vm, KR_OBJECT(u->outer));
    kr_mark_block(vm, u->words);
    kr_mark_block(vm, u->constants);
    kr_mark_block(vm, u->ranges);
    kr_mark_block(vm, u->captures);
    kr_mark_block(vm, u->lines);
    const kr_value values[] = {u->name,  u->prefix, u->doc, u->free_names,
                               u->slots, u->globals,        u->self};
    kr_mark_values(vm, values, sizeof values / sizeof *values);
}

void kr_compiler_trace(kr_vm *vm, struct kr_compiler *c) {
    if (c->reader.source != NULL) kr_mark_block(vm, c->reader.data);
    for (kr_chunk *chunk = c->chunk; chunk != NULL; chunk = chunk->outer) kr_mark_block(vm, chunk);
    kr_mark_block(vm, c->indents);
    kr_mark_block(vm, c->kept);
    kr_mark_block(vm, c->scopes);
    kr_mark_block(vm, c->symbols);
    kr_mark_block(vm, c->open_symbols);
    if (c->unit != NULL) kr_mark(vm, KR_OBJECT(c->unit));
    if (c->spare != NULL) kr_mark(vm, KR_OBJECT(c->spare));
    if (c->globals != NULL) kr_mark(vm, KR_OBJECT(c->globals));
    if (c->result != NULL) kr_mark(vm, KR_OBJECT(c->result));
    const kr_value values[] = {c->lexer.token.name, c->private_name, c->options.file};
    kr_mark_values(vm, values, sizeof values / sizeof *values);
}

static void mark_compiler(kr_vm *vm, kr_object *object) {
    kr_compiler_trace(vm, (kr_compiler *)object);
}

static const kr_ops unit_ops = {.trace = mark_unit};
static const kr_ops compiler_ops = {.trace = mark_compiler};
const kr_type kr_unit_type = {.head = {&kr_type_type},
                              .name = N_unit,
                              .base = &kr_object_type,
                              .solid = &kr_unit_type,
                              .ops = &unit_ops,
                              .flags = KR_TYPE_FINAL | KR_TYPE_OPAQUE,
                              .size = sizeof(kr_unit)};
const kr_type kr_compiler_type = {.head = {&kr_type_type},
                                  .name = N_compiler,
                                  .base = &kr_object_type,
                                  .solid = &kr_compiler_type,
                                  .ops = &compiler_ops,
                                  .flags = KR_TYPE_FINAL | KR_TYPE_OPAQUE,
                                  .size = sizeof(kr_compiler)};

kr_arena_mark kr_arena_now(const kr_compiler *c) {
    return (kr_arena_mark){c->chunk, c->chunk_used, c->kept_count};
}

void kr_arena_release(kr_compiler *c, kr_arena_mark mark) {
    while (c->chunk != mark.chunk) {
        kr_chunk *chunk = c->chunk;
        if (chunk->outer == mark.chunk &&
            mark.chunk == NULL) { /* the first chunk stays for the next statement */
            c->chunk_used = 0;
            c->kept_count = mark.kept;
            return;
        }
        c->chunk = chunk->outer;
        kr_block_free(c->vm, chunk);
    }
    c->chunk_used = mark.used;
    for (uint32_t i = mark.kept; i < c->kept_count; i++) c->kept[i] = 0;
    c->kept_count = mark.kept;
}

static void *arena_take(kr_compiler *c, size_t size) {
    if (c->chunk == NULL || c->chunk->size - c->chunk_used < size) {
        kr_chunk *chunk = kr_bytes_new(c->vm, c->granule);
        chunk->outer = c->chunk;
        chunk->size = c->granule - (uint32_t)offsetof(kr_chunk, data);
        c->chunk = chunk;
        c->chunk_used = 0;
    }
    void *memory = (char *)c->chunk->data + c->chunk_used;
    c->chunk_used += (uint32_t)size;
    return memory;
}

kr_value kr_keep(kr_compiler *c, kr_value value) {
    if (!kr_is_object(value)) return value;
    if (c->kept_count == c->kept_capacity) {
        uint32_t capacity = c->kept_capacity == 0 ? 32 : c->kept_capacity + c->kept_capacity / 2;
        c->kept = kr_values_resize(c->vm, c->kept, c->kept_capacity, capacity);
        c->kept_capacity = capacity;
    }
    c->kept[c->kept_count++] = value;
    return value;
}

static kr_node *node_make(kr_compiler *c, kr_node_kind kind, size_t words, uint32_t line, uint32_t offset) {
    size_t align = sizeof(kr_value) - 1;
    kr_node *node = arena_take(c, (KR_NODE_SIZE(words) + align) & ~align);
    memset(node, 0, KR_NODE_SIZE(words));
    node->kind = (uint8_t)kind;
    node->line = line;
    node->offset = offset;
    return node;
}

kr_node *kr_node_new(kr_compiler *c, kr_node_kind kind, size_t words) {
    return node_make(c, kind, words, c->lexer.token.line, c->lexer.token.start);
}

kr_node *kr_node_at(kr_compiler *c, kr_node_kind kind, size_t words, const kr_node *like) {
    return node_make(c, kind, words, like->line, like->offset);
}

kr_node *kr_node_const(kr_compiler *c, kr_value value, const kr_node *like) {
    kr_node *node = kr_node_at(c, NODE_CONST, 1, like);
    node->value = kr_keep(c, value);
    return node;
}

kr_item **kr_item_add(kr_compiler *c, kr_item **tail, kr_node *node) {
    kr_item *item = arena_take(c, sizeof *item);
    item->node = node;
    item->next = NULL;
    *tail = item;
    return &item->next;
}

size_t kr_item_count(const kr_item *items) {
    size_t count = 0;
    for (; items != NULL; items = items->next) count++;
    return count;
}

static bool items_any(kr_item *items, bool (*test)(kr_node *node, void *data), void *data) {
    for (; items != NULL; items = items->next) {
        if (kr_node_any(items->node, test, data)) return true;
    }
    return false;
}

bool kr_node_any(kr_node *node, bool (*test)(kr_node *node, void *data), void *data) {
    for (; node != NULL && node->kind == NODE_BINARY; node = node->left) { /* long chains lean to the left */
        if (test(node, data) || kr_node_any(node->right, test, data)) return true;
    }
    if (node == NULL) return false;
    if (test(node, data)) return true;
    switch ((kr_node_kind)node->kind) {
    case NODE_CONST:
    case NODE_NAME:
    case NODE_RUN:
    case NODE_IMPORT:
    case NODE_MATCH_CAPTURE:
    case NODE_MATCH_STAR: return false;
    case NODE_UNARY:
    case NODE_STAR:
    case NODE_DOUBLE_STAR:
    case NODE_YIELD:
    case NODE_YIELD_FROM:
    case NODE_AWAIT:
    case NODE_MATCH_VALUE: return kr_node_any(node->left, test, data);
    case NODE_BINARY:
    case NODE_BOOL:
    case NODE_COMPARE:
    case NODE_SUBSCRIPT:
    case NODE_PAIR:
    case NODE_FORMAT: return kr_node_any(node->left, test, data) || kr_node_any(node->right, test, data);
    case NODE_TERNARY:
    case NODE_SLICE:
        return kr_node_any(node->left, test, data) || kr_node_any(node->right, test, data) ||
               kr_node_any(node->third, test, data);
    case NODE_LAMBDA: return items_any(node->parameters, test, data) || kr_node_any(node->body, test, data);
    case NODE_CALL:
    case NODE_MATCH_CLASS:
        return kr_node_any(node->callee, test, data) || items_any(node->arguments, test, data) ||
               items_any(node->keywords, test, data);
    case NODE_ATTRIBUTE:
    case NODE_KEYWORD:
    case NODE_WALRUS:
    case NODE_PARAMETER:
    case NODE_MATCH_AS: return kr_node_any(node->object, test, data);
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_SET:
    case NODE_DICT:
    case NODE_FSTRING:
    case NODE_MATCH_SEQUENCE:
    case NODE_MATCH_MAPPING:
    case NODE_MATCH_OR: return items_any(node->items, test, data);
    case NODE_COMPREHENSION:
        return kr_node_any(node->element, test, data) || kr_node_any(node->second, test, data) ||
               items_any(node->clauses, test, data);
    case NODE_CLAUSE:
        return kr_node_any(node->target, test, data) || kr_node_any(node->iterable, test, data) ||
               items_any(node->conditions, test, data);
    }
    return false;
}
