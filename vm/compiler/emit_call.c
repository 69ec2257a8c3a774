/* Calls: the callee goes to a register at the top, its arguments into those behind it, which become the
 * callee's first registers.
 *
 * A method call whose arguments cannot have side effects is one operation, since nobody can tell that they
 * are read before the method is looked up. Stars and very long argument lists build a list and a dict. */
#include "compiler/compiler.h"

enum { ARGUMENTS_MAX = 64 };

static bool is_simple(const kr_node *node) {
    return node->kind == NODE_CONST || node->kind == NODE_NAME;
}

static bool all_simple(const kr_item *items) {
    for (; items != NULL; items = items->next) {
        if (!is_simple(items->node)) return false;
    }
    return true;
}

static bool has_kind(const kr_item *items, kr_node_kind kind) {
    for (; items != NULL; items = items->next) {
        if (items->node->kind == kind) return true;
    }
    return false;
}

/* Evaluates the arguments into new temporaries in a row. */
static unsigned arguments(kr_compiler *c, kr_item *items) {
    unsigned count = 0;
    for (; items != NULL; items = items->next, count++) {
        kr_node *node = items->node;
        kr_emit_temp(c, node->kind == NODE_KEYWORD ? node->object : node);
    }
    return count;
}

static void call_method(kr_compiler *c, kr_node *call, unsigned base) {
    kr_node *callee = call->callee;
    unsigned k = kr_constant(c, callee->name, KR_K_SHORT);
    if (k >= 256) {
        kr_emit_to(c, callee, base);
        unsigned count = arguments(c, call->arguments);
        kr_put_line(c, call->line);
        kr_put_abc(c, OP_CALL, base, count, 0);
    } else if (all_simple(call->arguments)) {
        kr_emit_temp(c, callee->object);
        unsigned count = arguments(c, call->arguments);
        kr_put_line(c, callee->line);
        kr_put_abc(c, OP_CALLM, base, count, k);
    } else {
        unsigned object;
        if (!kr_emit_is_local(c, callee->object, &object)) {
            object = base;
            kr_emit_to(c, callee->object, base);
        }
        kr_temp(c);
        kr_put_line(c, callee->line);
        kr_put_abc(c, OP_LOADM, base, object, k);
        unsigned count = arguments(c, call->arguments);
        kr_put_line(c, call->line);
        kr_put_abc(c, OP_CALLB, base, count, 0);
    }
}

static void call_keywords(kr_compiler *c, kr_node *call, unsigned base) {
    kr_emit_to(c, call->callee, base);
    unsigned count = arguments(c, call->arguments), named = arguments(c, call->keywords);
    kr_value names = kr_tuple_new(c->vm, named, NULL);
    size_t i = 0;
    for (kr_item *item = call->keywords; item != NULL; item = item->next)
        kr_to_tuple(names)->items[i++] = item->node->name;
    kr_put_line(c, call->line);
    kr_put_abc(c, OP_CALLKW, base, count + named, kr_needed_constant(c, names));
}

/* The keywords in front of the first `**` in one dict, then one update after the other. */
void kr_emit_keywords(kr_compiler *c, kr_item *items, unsigned dest) {
    uint8_t next = c->unit->next;
    bool made = false;
    while (items != NULL) {
        unsigned from = c->unit->next, count = 0, dict = dest;
        for (; items != NULL && items->node->kind == NODE_KEYWORD && count < ARGUMENTS_MAX / 2;
             items = items->next, count++) {
            kr_emit_constant(c, items->node->name, kr_temp(c));
            kr_emit_temp(c, items->node->object);
        }
        if (made && count > 0) dict = kr_temp(c);
        if (!made || count > 0) kr_put_abc(c, OP_DICT, dict, count > 0 ? from : dest, count);
        if (made && count > 0) kr_put_abc(c, OP_UPDATEDICT, dest, dict, 1);
        made = true;
        c->unit->next = next;
        if (items == NULL || items->node->kind == NODE_KEYWORD) continue;
        unsigned reg = kr_emit_any(c, items->node->left);
        kr_put_line(c, items->node->line);
        kr_put_abc(c, OP_UPDATEDICT, dest, reg, 1);
        c->unit->next = next;
        items = items->next;
    }
}

static void call_spread(kr_compiler *c, kr_node *call, unsigned base) {
    kr_emit_to(c, call->callee, base);
    kr_item *positional = call->arguments, *named = call->keywords;
    unsigned list = kr_temp(c);
    if (positional != NULL && positional->next == NULL && positional->node->kind == NODE_STAR) {
        kr_emit_to(c, positional->node->left, list);
    } else {
        kr_emit_list_of(c, positional, list);
    }
    if (named != NULL) {
        unsigned dict = kr_temp(c);
        if (named->next == NULL && named->node->kind == NODE_DOUBLE_STAR)
            kr_emit_to(c, named->node->left, dict);
        else
            kr_emit_keywords(c, named, dict);
    }
    kr_put_line(c, call->line);
    kr_put_abc(c, OP_CALLEX, base, named != NULL, 0);
}

/* super() in a method: the class from its cell, the instance from the first parameter. False when this is no
 * such call. */
static bool call_super(kr_compiler *c, kr_node *call, unsigned dest) {
    if (call->callee->kind != NODE_NAME || call->callee->value != N_super || call->arguments != NULL ||
        call->keywords != NULL)
        return false;
    if (c->unit->self == 0 || kr_resolve(c, N_super).kind != PLACE_GLOBAL) return false;
    kr_place class_place = kr_resolve(c, N___class__);
    if (class_place.kind != PLACE_CELL && class_place.kind != PLACE_FREE) return false;
    unsigned class_reg = kr_temp(c);
    kr_emit_load(c, N___class__, class_reg);
    unsigned self = 0;
    if (kr_resolve(c, c->unit->self).kind == PLACE_CELL) {
        self = kr_temp(c);
        kr_emit_load(c, c->unit->self, self);
    }
    kr_put_line(c, call->line);
    kr_put_abc(c, OP_SUPER, dest, class_reg, self);
    return true;
}

void kr_emit_call(kr_compiler *c, kr_node *call, unsigned dest) {
    if (call_super(c, call, dest)) return;
    bool top = kr_is_temporary(c, dest) && dest + 1u == c->unit->next;
    unsigned base = top ? dest : kr_temp(c);
    bool spread = has_kind(call->arguments, NODE_STAR) || has_kind(call->keywords, NODE_DOUBLE_STAR) ||
                  kr_item_count(call->arguments) + kr_item_count(call->keywords) > ARGUMENTS_MAX;
    if (spread) {
        call_spread(c, call, base);
    } else if (call->keywords != NULL) {
        call_keywords(c, call, base);
    } else if (call->callee->kind == NODE_ATTRIBUTE) {
        call_method(c, call, base);
    } else {
        kr_emit_to(c, call->callee, base);
        unsigned count = arguments(c, call->arguments);
        kr_put_line(c, call->line);
        kr_put_abc(c, OP_CALL, base, count, 0);
    }
    kr_emit_move(c, dest, base);
}

/* Functions. */

unsigned kr_function_base(kr_compiler *c, unsigned dest) {
    bool top = kr_is_temporary(c, dest) && dest + 1u == c->unit->next;
    unsigned next = kr_temps(c, top ? 1 : 2);
    return top ? dest : next;
}

void kr_emit_defaults(kr_compiler *c, kr_item *parameters, unsigned base) {
    unsigned from = c->unit->next, count = 0, named = 0;
    if (kr_silent(c)) return;
    bool constant = true;
    for (kr_item *item = parameters; item != NULL; item = item->next) {
        if (item->node->object == NULL || item->node->op == PARAMETER_KEYWORD) continue;
        constant = constant && item->node->object->kind == NODE_CONST;
        count++;
    }
    kr_value values = constant && count > 0 ? kr_tuple_new(c->vm, count, NULL) : KR_NONE;
    size_t i = 0;
    for (kr_item *item = parameters; item != NULL; item = item->next) {
        if (item->node->object == NULL || item->node->op == PARAMETER_KEYWORD) continue;
        if (constant)
            kr_to_tuple(values)->items[i++] = item->node->object->value;
        else
            kr_emit_temp(c, item->node->object);
    }
    if (constant)
        kr_emit_constant(c, values, base);
    else
        kr_put_abc(c, OP_TUPLE, base, from, count);
    c->unit->next = (uint8_t)from;
    for (kr_item *item = parameters; item != NULL; item = item->next) {
        if (item->node->object == NULL || item->node->op != PARAMETER_KEYWORD) continue;
        kr_emit_constant(c, item->node->name, kr_temp(c));
        kr_emit_temp(c, item->node->object);
        named++;
    }
    if (named > 0)
        kr_put_abc(c, OP_DICT, base + 1, from, named);
    else
        kr_put_ax(c, OP_LOADV, base + 1, (unsigned)KR_NONE);
    c->unit->next = (uint8_t)from;
}

/* Calls `add` for each annotated parameter, in CPython's order, and for the result. */
static void each_annotation(kr_compiler *c, kr_item *parameters, kr_node *result,
                            void (*add)(kr_compiler *c, kr_value name, kr_node *node, void *data),
                            void *data) {
    static const uint32_t order[] = {PARAMETER_POSITIONAL, PARAMETER_POSITIONAL_ONLY, PARAMETER_VARARGS,
                                    PARAMETER_KEYWORD, PARAMETER_VARKEYWORDS};
    for (size_t kind = 0; kind < sizeof order / sizeof *order; kind++) {
        for (kr_item *item = parameters; item != NULL; item = item->next) {
            kr_node *node = item->node;
            if (node->op == order[kind] && node->third != NULL) add(c, node->name, node->third, data);
        }
    }
    if (result != NULL) add(c, N_return, result, data);
}

/* What the function gets: a tuple of the names' tuple and the annotations. */
typedef struct annotations {
    kr_list *names;
    kr_item *items, **tail;
    bool constant;
} annotations;

static void add_annotation(kr_compiler *c, kr_value name, kr_node *node, void *data) {
    annotations *all = data;
    kr_list_append(c->vm, all->names, name);
    all->tail = kr_item_add(c, all->tail, node);
    all->constant = all->constant && node->kind == NODE_CONST;
}

bool kr_emit_annotations(kr_compiler *c, kr_item *parameters, kr_node *result) {
    if (kr_silent(c)) return false;
    kr_node first = {.kind = NODE_CONST, .line = c->lexer.token.line};
    kr_item items = {&first, NULL};
    annotations all = {kr_to_list(kr_list_new(c->vm, 0, NULL)), &items, &items.next, true};
    each_annotation(c, parameters, result, add_annotation, &all);
    if (all.names->size == 0) return false;
    first.value = kr_keep(c, kr_tuple_new(c->vm, all.names->size, all.names->items));
    unsigned reg = kr_temp(c);
    if (!all.constant) {
        kr_node tuple = {.kind = NODE_TUPLE, .line = first.line, .items = &items};
        kr_emit_to(c, &tuple, reg);
        return true;
    }
    kr_value values = kr_tuple_new(c->vm, all.names->size + 1, NULL);
    size_t i = 0;
    for (kr_item *item = &items; item != NULL; item = item->next)
        kr_to_tuple(values)->items[i++] = item->node->value;
    kr_emit_constant(c, values, reg);
    return true;
}

void kr_emit_function(kr_compiler *c, kr_code *code, unsigned base) {
    kr_put_ax(c, OP_FUNCTION, base, kr_constant(c, KR_OBJECT(code), KR_K_LONG));
}

void kr_unit_parameters(kr_compiler *c, kr_item *parameters) {
    kr_unit *u = c->unit;
    for (kr_item *item = parameters; item != NULL; item = item->next) {
        switch ((kr_parameter_kind)item->node->op) {
        case PARAMETER_POSITIONAL_ONLY: u->positional_only++; /* fall through */
        case PARAMETER_POSITIONAL: u->positional++; break;
        case PARAMETER_KEYWORD: u->keyword_only++; break;
        case PARAMETER_VARARGS: u->flags |= KR_CODE_VARARGS; break;
        case PARAMETER_VARKEYWORDS: u->flags |= KR_CODE_VARKEYWORDS; break;
        }
        u->parameters++;
        if (u->self == 0 && item->node->op <= PARAMETER_POSITIONAL) u->self = item->node->name;
    }
    unsigned flags = kr_scope_at(c, c->scope)->flags;
    if (flags & SCOPE_YIELDS) u->flags |= KR_CODE_GENERATOR;
    if (flags & SCOPE_ASYNC) u->flags |= KR_CODE_COROUTINE;
    kr_scope_registers(c, parameters);
}

void kr_emit_lambda(kr_compiler *c, kr_node *node, unsigned dest) {
    unsigned base = kr_function_base(c, dest);
    kr_emit_defaults(c, node->parameters, base);
    uint16_t scope = c->scope;
    kr_unit_begin(c, UNIT_FUNCTION, kr_intern_text(c->vm, "<lambda>"), node->scope, node->line);
    kr_unit_parameters(c, node->parameters);
    kr_return(c, node->body);
    kr_code *code = kr_unit_end(c);
    c->scope = scope;
    kr_put_line(c, node->line);
    kr_emit_function(c, code, base);
    kr_emit_move(c, dest, base);
}
