/* Displays and f-strings: items are evaluated into registers in a row, and gathered.
 *
 * A display that is longer than a batch, has a star in it or a long run of constants is built piece by piece,
 * so that no display needs more registers than a batch. */
#include "compiler/compiler.h"

enum { BATCH = 32, RUN_MIN = 5 /* constants that are worth a tuple of their own */ };

/* A list or set under construction in register `dest`. */
typedef struct builder {
    kr_compiler *c;
    unsigned dest, first, count; /* a batch of `count` items in registers from `first` */
    bool set, made;
} builder;

static void flush(builder *b) {
    kr_compiler *c = b->c;
    if (!b->made) {
        kr_put_abc(c, b->set ? OP_SET : OP_LIST, b->dest, b->count > 0 ? b->first : b->dest, b->count);
    } else if (b->count > 2) {
        kr_put_abc(c, OP_TUPLE, b->first, b->first, b->count);
        kr_put_abc(c, b->set ? OP_UPDATESET : OP_EXTEND, b->dest, b->first, 0);
    } else {
        for (unsigned i = 0; i < b->count; i++)
            kr_put_abc(c, b->set ? OP_ADDSET : OP_APPEND, b->dest, b->first + i, 0);
    }
    b->made = true;
    b->count = 0;
    c->unit->next = (uint8_t)b->first;
}

static void add(builder *b, kr_node *node, kr_value constant) {
    if (b->count == BATCH) flush(b);
    unsigned reg = kr_temp(b->c);
    if (node != NULL)
        kr_emit_to(b->c, node, reg);
    else
        kr_emit_constant(b->c, constant, reg);
    b->count++;
}

static void add_run(builder *b, kr_list *run) {
    kr_compiler *c = b->c;
    if (run->size < RUN_MIN) {
        for (size_t i = 0; i < run->size; i++) add(b, NULL, run->items[i]);
        return;
    }
    if (b->count > 0 || !b->made) flush(b);
    unsigned reg = kr_temp(c);
    kr_emit_constant(c, kr_tuple_of(c->vm, KR_OBJECT(run)), reg);
    kr_put_abc(c, b->set ? OP_UPDATESET : OP_EXTEND, b->dest, reg, 0);
    c->unit->next = (uint8_t)b->first;
}

static void add_star(builder *b, kr_node *node) {
    kr_compiler *c = b->c;
    if (b->count > 0 || !b->made) flush(b);
    unsigned reg = kr_emit_any(c, node->left);
    kr_put_line(c, node->line);
    kr_put_abc(c, b->set ? OP_UPDATESET : OP_EXTEND, b->dest, reg, 0);
    c->unit->next = (uint8_t)b->first;
}

static void build(kr_compiler *c, kr_item *items, bool set, unsigned dest) {
    builder b = {.c = c, .dest = dest, .first = c->unit->next, .set = set};
    for (; items != NULL; items = items->next) {
        if (items->node->kind == NODE_RUN)
            add_run(&b, kr_to_list(items->node->value));
        else if (items->node->kind == NODE_STAR)
            add_star(&b, items->node);
        else
            add(&b, items->node, 0);
    }
    if (b.count > 0 || !b.made) flush(&b);
}

void kr_emit_list_of(kr_compiler *c, kr_item *items, unsigned dest) {
    build(c, items, false, dest);
}

/* True when the items fit one operation. */
static bool is_small(const kr_item *items) {
    size_t count = 0;
    for (; items != NULL; items = items->next) {
        if (items->node->kind == NODE_STAR) return false;
        size_t more = items->node->kind == NODE_RUN ? kr_to_list(items->node->value)->size : 1;
        if (items->node->kind == NODE_RUN && more >= RUN_MIN) return false;
        count += more;
    }
    return count <= BATCH;
}

static void emit_tuple(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned first = c->unit->next, count = 0;
    if (!is_small(node->items)) {
        unsigned list = kr_is_temporary(c, dest) ? dest : kr_temp(c);
        build(c, node->items, false, list);
        kr_put_line(c, node->line);
        kr_put_abc(c, OP_LISTTUPLE, dest, list, 0);
        return;
    }
    for (kr_item *item = node->items; item != NULL; item = item->next, count++) kr_emit_temp(c, item->node);
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_TUPLE, dest, first, count);
}

static void emit_list(kr_compiler *c, kr_node *node, unsigned dest) {
    bool direct = kr_is_temporary(c, dest) || is_small(node->items);
    unsigned list = direct ? dest : kr_temp(c);
    build(c, node->items, node->kind == NODE_SET, list);
    kr_emit_move(c, dest, list);
}

static void emit_dict(kr_compiler *c, kr_node *node, unsigned dest) {
    bool small = kr_item_count(node->items) <= BATCH / 2;
    for (kr_item *item = node->items; item != NULL && small; item = item->next)
        small = item->node->kind == NODE_PAIR;
    unsigned dict = small || kr_is_temporary(c, dest) ? dest : kr_temp(c), first = c->unit->next, count = 0;
    kr_item *item = node->items;
    for (; item != NULL && item->node->kind == NODE_PAIR && count < BATCH / 2; item = item->next, count++) {
        kr_emit_temp(c, item->node->left);
        kr_emit_temp(c, item->node->right);
    }
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_DICT, dict, count > 0 ? first : dict, count);
    for (; item != NULL; item = item->next) {
        c->unit->next = (uint8_t)first;
        if (item->node->kind == NODE_PAIR) {
            unsigned key = kr_emit_operand(c, item->node->left, item->node->right),
                     value = kr_emit_any(c, item->node->right);
            kr_put_line(c, item->node->line);
            kr_put_abc(c, OP_SETKEY, dict, key, value);
        } else {
            unsigned other = kr_emit_any(c, item->node->left);
            kr_put_line(c, item->node->line);
            kr_put_abc(c, OP_UPDATEDICT, dict, other, 0);
        }
    }
    kr_emit_move(c, dest, dict);
}

void kr_emit_display(kr_compiler *c, kr_node *node, unsigned dest) {
    if (node->kind == NODE_TUPLE)
        emit_tuple(c, node, dest);
    else if (node->kind == NODE_DICT)
        emit_dict(c, node, dest);
    else
        emit_list(c, node, dest);
}

/* f-strings. */

static void emit_field(kr_compiler *c, kr_node *node, unsigned dest) {
    if (node->right == NULL) {
        unsigned reg = kr_emit_any(c, node->left);
        kr_put_line(c, node->line);
        kr_put_abc(c, OP_FORMAT, dest, reg, node->op);
        return;
    }
    unsigned reg = kr_temps(c, 2);
    kr_emit_to(c, node->left, reg);
    kr_emit_to(c, node->right, reg + 1);
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_FORMAT, dest, reg, node->op | 4u);
}

static void emit_piece(kr_compiler *c, kr_node *node, unsigned dest) {
    uint8_t next = c->unit->next;
    if (node->kind == NODE_FORMAT)
        emit_field(c, node, dest);
    else
        kr_emit_to(c, node, dest);
    c->unit->next = next;
}

void kr_emit_fstring(kr_compiler *c, kr_node *node, unsigned dest) {
    kr_item *item = node->items;
    if (item == NULL) {
        kr_emit_constant(c, KR_EMPTY_STR, dest);
        return;
    }
    if (item->next == NULL) {
        emit_piece(c, item->node, dest);
        return;
    }
    unsigned first = kr_temp(c), count = 1;
    emit_piece(c, item->node, first);
    for (item = item->next; item != NULL; item = item->next) {
        if (count == BATCH) {
            kr_put_abc(c, OP_JOIN, first, first, count);
            c->unit->next = (uint8_t)(first + 1);
            count = 1;
        }
        emit_piece(c, item->node, kr_temp(c));
        count++;
    }
    kr_put_line(c, node->line);
    kr_put_abc(c, OP_JOIN, dest, first, count);
}
