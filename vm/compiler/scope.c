/* Which scope owns a name.
 *
 * The binding pass opens and closes scopes like a stack. The symbols of the open ones lie in `open_symbols`;
 * when a scope closes, what its parent has to know is passed on, its own bindings move to `symbols`, and
 * names that are only used are forgotten: the emitting pass finds them by asking the parents. A function
 * scope that nothing encloses but classes and the module ends the chain: everything else is global. */
#include "compiler/compiler.h"

static unsigned symbol_flags(const kr_value *symbol) {
    return (unsigned)kr_to_int(symbol[1]) & ((1u << SYMBOL_REGISTER_SHIFT) - 1);
}
static unsigned symbol_register(const kr_value *symbol) {
    return (unsigned)kr_to_int(symbol[1]) >> SYMBOL_REGISTER_SHIFT & UINT8_MAX;
}
static unsigned symbol_depth(const kr_value *symbol) {
    return (unsigned)kr_to_int(symbol[1]) >> SYMBOL_DEPTH_SHIFT;
}
static void symbol_set(kr_value *symbol, unsigned flags, unsigned reg) {
    symbol[1] = KR_INT((kr_word)(flags | reg << SYMBOL_REGISTER_SHIFT));
}
static void symbol_set_depth(kr_value *symbol, unsigned depth) {
    unsigned low = (unsigned)kr_to_int(symbol[1]) & ((1u << SYMBOL_DEPTH_SHIFT) - 1);
    symbol[1] = KR_INT((kr_word)(low | depth << SYMBOL_DEPTH_SHIFT));
}

kr_scope *kr_scope_at(kr_compiler *c, unsigned number) {
    return &c->scopes[number];
}

/* The name's two words in a scope, or NULL. */
static kr_value *find(kr_value *symbols, const kr_scope *scope, kr_value name) {
    if (scope->count == 0) return NULL;
    kr_value *end = symbols + 2 * (scope->first + scope->count);
    for (kr_value *at = symbols + 2 * scope->first; at < end; at += 2) {
        if (*at == name) return at;
    }
    return NULL;
}

static void reserve(kr_compiler *c, kr_value **symbols, uint32_t count, uint32_t *capacity) {
    if (count < *capacity) return;
    uint32_t more = *capacity == 0 ? 16 : *capacity + *capacity / 2;
    *symbols = kr_values_resize(c->vm, *symbols, 2 * (size_t)*capacity, 2 * (size_t)more);
    *capacity = more;
}

static kr_value *find_open(kr_compiler *c, unsigned scope, kr_value name) {
    return find(c->open_symbols, &c->scopes[scope], name);
}

/* Adds flags to a name of the innermost open scope. */
static void add(kr_compiler *c, kr_value name, unsigned flags) {
    kr_scope *scope = &c->scopes[c->scope];
    kr_value *symbol = find(c->open_symbols, scope, name);
    if (symbol == NULL) {
        reserve(c, &c->open_symbols, c->open_count, &c->open_capacity);
        symbol = c->open_symbols + 2 * c->open_count++;
        scope = &c->scopes[c->scope];
        scope->count++;
        symbol[0] = name;
        symbol[1] = KR_INT(0);
    }
    symbol_set(symbol, symbol_flags(symbol) | flags, 0);
}

void kr_scope_open(kr_compiler *c, unsigned number, kr_scope_kind kind, unsigned flags) {
    if (number >= KR_SCOPE_DIRECT) kr_syntax_error(c, c->lexer.token.start, "too many nested scopes");
    while (number >= c->scope_capacity) {
        uint32_t capacity = c->scope_capacity == 0 ? 8 : c->scope_capacity + c->scope_capacity / 2;
        c->scopes = kr_bytes_resize(c->vm, c->scopes, c->scope_capacity * sizeof *c->scopes,
                                    capacity * sizeof *c->scopes);
        c->scope_capacity = capacity;
    }
    c->scopes[number] = (kr_scope){
        .parent = c->scope, .kind = (uint8_t)kind, .flags = (uint8_t)flags, .first = c->open_count};
    if (number >= c->scope_count) c->scope_count = number + 1;
    c->scope = (uint16_t)number;
}

/* What the parent of a closing scope has to know about one of its names; 0 for nothing. */
static unsigned passed_on(const kr_scope *scope, unsigned flags) {
    bool own = (flags & SYMBOL_BOUND) && !(flags & SYMBOL_NONLOCAL);
    if (flags & SYMBOL_GLOBAL) return 0;
    if (scope->kind == SCOPE_CLASS) { /* functions inside do not see the names of the class */
        unsigned up = flags & SYMBOL_CAPTURED;
        if (!own && (flags & (SYMBOL_USED | SYMBOL_NONLOCAL))) up = SYMBOL_CAPTURED;
        return up;
    }
    if (own) return 0;
    if (scope->kind == SCOPE_INLINE) return flags & (SYMBOL_USED | SYMBOL_CAPTURED);
    return flags & (SYMBOL_USED | SYMBOL_CAPTURED | SYMBOL_NONLOCAL) ? SYMBOL_CAPTURED : 0;
}

void kr_scope_close(kr_compiler *c) {
    unsigned number = c->scope, parent = c->scopes[number].parent;
    uint32_t first = c->scopes[number].first, count = c->scopes[number].count, kept = c->symbol_count;
    for (uint32_t i = first; i < first + count; i++) {
        unsigned flags = symbol_flags(&c->open_symbols[2 * i]);
        if (!(flags & (SYMBOL_BOUND | SYMBOL_GLOBAL | SYMBOL_NONLOCAL))) continue;
        reserve(c, &c->symbols, c->symbol_count, &c->symbol_capacity);
        c->symbols[2 * c->symbol_count] = c->open_symbols[2 * i];
        symbol_set(&c->symbols[2 * c->symbol_count++], flags, 0);
    }
    c->scopes[number].first = kept;
    c->scopes[number].count = c->symbol_count - kept;
    c->scope = (uint16_t)parent;
    c->open_count = first;
    if (parent == KR_SCOPE_DIRECT) return;
    /* The closed symbols still lie behind open_count; passing one on may overwrite those already read, never
     * those to come. */
    kr_scope *scope = &c->scopes[number];
    bool behind_class = c->scopes[parent].kind == SCOPE_CLASS;
    for (uint32_t i = first; i < first + count; i++) {
        kr_value name = c->open_symbols[2 * i];
        unsigned up = passed_on(scope, symbol_flags(&c->open_symbols[2 * i]));
        if (up == 0 || (behind_class && name == N___class__)) continue;
        add(c, name, behind_class ? SYMBOL_CAPTURED : up);
    }
}

unsigned kr_scope_function(kr_compiler *c, unsigned number) {
    while (number != KR_SCOPE_DIRECT && c->scopes[number].kind == SCOPE_INLINE)
        number = c->scopes[number].parent;
    return number;
}

void kr_scope_use(kr_compiler *c, kr_value name) {
    if (c->scope == KR_SCOPE_DIRECT) return;
    add(c, name, SYMBOL_USED);
    if (name == N_super && c->scopes[c->scope].kind != SCOPE_CLASS) add(c, N___class__, SYMBOL_USED);
}

void kr_scope_bind(kr_compiler *c, kr_value name, unsigned flags, const kr_node *where) {
    if (name == N___debug__ && where != NULL) kr_node_error(c, where, "cannot assign to __debug__");
    if (c->scope == KR_SCOPE_DIRECT) return;
    kr_value *symbol = flags & (SYMBOL_PARAMETER | SYMBOL_ANNOTATED) ? find_open(c, c->scope, name) : NULL;
    if (symbol != NULL && (flags & SYMBOL_PARAMETER) && (symbol_flags(symbol) & SYMBOL_PARAMETER)) {
        kr_node_error(c, where, "duplicate argument '%S' in function definition", name);
    }
    if (symbol != NULL && (flags & SYMBOL_ANNOTATED) && (symbol_flags(symbol) & SYMBOL_GLOBAL)) {
        kr_node_error(c, where, "annotated name '%S' can't be global", name);
    }
    add(c, name, flags | SYMBOL_BOUND);
}

void kr_scope_declare(kr_compiler *c, kr_value name, unsigned flag, uint32_t offset) {
    const char *what = flag == SYMBOL_GLOBAL ? "global" : "nonlocal";
    if (c->scope == KR_SCOPE_DIRECT) {
        if (flag == SYMBOL_NONLOCAL && c->unit->kind != UNIT_CLASS)
            kr_syntax_error(c, offset, "nonlocal declaration not allowed at module level");
        if (flag == SYMBOL_NONLOCAL) kr_syntax_error(c, offset, "no binding for nonlocal '%S' found", name);
        kr_unit *u = c->unit;
        if (u->kind == UNIT_MODULE || kr_silent(c)) return;
        if (u->globals == 0) u->globals = kr_list_new(c->vm, 0, NULL);
        kr_list_append(c->vm, kr_to_list(u->globals), name);
        return;
    }
    kr_value *symbol = find_open(c, c->scope, name);
    if (symbol != NULL) {
        unsigned flags = symbol_flags(symbol);
        if (flags & SYMBOL_PARAMETER) kr_syntax_error(c, offset, "name '%S' is parameter and %s", name, what);
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL) & ~flag)
            kr_syntax_error(c, offset, "name '%S' is nonlocal and global", name);
        if (flags & SYMBOL_ANNOTATED)
            kr_syntax_error(c, offset, "annotated name '%S' can't be %s", name, what);
        if (!(flags & flag) && (flags & SYMBOL_BOUND))
            kr_syntax_error(c, offset, "name '%S' is assigned to before %s declaration", name, what);
        if (!(flags & flag) && (flags & SYMBOL_USED))
            kr_syntax_error(c, offset, "name '%S' is used prior to %s declaration", name, what);
    }
    add(c, name, flag);
}

bool kr_scope_has(kr_compiler *c, unsigned scope, kr_value name, unsigned flag) {
    kr_value *symbol = find_open(c, scope, name);
    return symbol != NULL && (symbol_flags(symbol) & flag) != 0;
}

/* Adds flags to a name of an open scope that is not the innermost: its symbols are not the last, so room is
 * made behind them. */
static void add_outer(kr_compiler *c, unsigned number, kr_value name, unsigned flags) {
    kr_value *symbol = find_open(c, number, name);
    if (symbol == NULL) {
        reserve(c, &c->open_symbols, c->open_count, &c->open_capacity);
        kr_scope *scope = &c->scopes[number];
        uint32_t at = scope->first + scope->count++;
        symbol = c->open_symbols + 2 * at;
        memmove(symbol + 2, symbol, 2 * (c->open_count++ - at) * sizeof *symbol);
        symbol[0] = name;
        symbol[1] = KR_INT(0);
        for (unsigned inner = c->scope; inner != number; inner = c->scopes[inner].parent)
            c->scopes[inner].first++;
    }
    symbol_set(symbol, symbol_flags(symbol) | flags, 0);
}

void kr_scope_bind_outer(kr_compiler *c, unsigned owner, kr_value name) {
    bool captured = false;
    for (unsigned scope = c->scope; scope != owner; scope = c->scopes[scope].parent) {
        captured |= c->scopes[scope].kind == SCOPE_GENERATOR;
        add_outer(c, scope, name, owner == KR_SCOPE_DIRECT ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL);
    }
    if (owner == KR_SCOPE_DIRECT) return;
    add_outer(c, owner, name, SYMBOL_BOUND | (captured ? SYMBOL_CAPTURED : 0));
}

/* The emitting pass. */

/* The unit whose code a scope is part of, and that all functions inside it go through. */
static bool scope_in_unit(kr_compiler *c, const kr_unit *unit, unsigned scope) {
    return kr_scope_function(c, scope) == unit->scope;
}

static bool list_has(kr_value list, kr_value name) {
    if (list == 0) return false;
    for (size_t i = 0; i < kr_to_list(list)->size; i++) {
        if (kr_to_list(list)->items[i] == name) return true;
    }
    return false;
}

/* `inside`: the name stands in the scope `from` itself, not in a function inside it; it is a class body's own
 * names that make the difference. */
static kr_place resolve_in(kr_compiler *c, kr_unit *unit, unsigned from, bool inside, kr_value name);

/* Where the code of a unit that is nested in another was reached from: the scope around it. */
static unsigned scope_around(kr_compiler *c, const kr_unit *unit) {
    return unit->scope == KR_SCOPE_DIRECT ? KR_SCOPE_DIRECT : c->scopes[unit->scope].parent;
}

/* The number of a free cell of the unit; added when it is new. */
static unsigned capture(kr_compiler *c, kr_unit *unit, kr_value name) {
    if (unit->free_names == 0) unit->free_names = kr_list_new(c->vm, 0, NULL);
    kr_list *names = kr_to_list(unit->free_names);
    for (size_t i = 0; i < names->size; i++) {
        if (names->items[i] == name) return (unsigned)i;
    }
    kr_place place = resolve_in(c, unit->outer, scope_around(c, unit), false, name);
    size_t count = names->size;
    if (count == UINT8_MAX)
        kr_syntax_error(c, c->lexer.token.start, "too many captured variables in function");
    unit->captures =
        kr_bytes_resize(c->vm, unit->captures, count * sizeof(kr_capture), (count + 1) * sizeof(kr_capture));
    bool free = place.kind == PLACE_FREE || place.kind == PLACE_CLASS_FREE;
    unit->captures[count] = (kr_capture){.from_free = free, .index = (uint8_t)place.index};
    kr_list_append(c->vm, names, name);
    return (unsigned)count;
}

static kr_place global_place(kr_compiler *c, kr_value name) {
    return (kr_place){PLACE_GLOBAL, kr_namespace_slot(c->vm, c->globals, name)};
}

/* The end of the chain: module, class body outside functions, exec. */
static kr_place resolve_direct(kr_compiler *c, kr_unit *unit, bool inside, kr_value name) {
    kr_unit *direct = unit;
    while (direct->scope != KR_SCOPE_DIRECT) direct = direct->outer;
    if (name == N___class__ && !inside && direct->kind == UNIT_CLASS) {
        direct->class_cell = true;
        if (direct == unit) return (kr_place){PLACE_CELL, 1};
        return (kr_place){PLACE_FREE, capture(c, unit, name)};
    }
    if (inside && direct->kind != UNIT_MODULE && !list_has(direct->globals, name))
        return (kr_place){PLACE_NAME, 0};
    return global_place(c, name);
}

/* The unit of a class scope that lies around `unit`, or is it. */
static kr_unit *unit_of(kr_unit *unit, unsigned scope) {
    while (unit->scope != scope) unit = unit->outer;
    return unit;
}

/* A class body's __class__, for the functions in it. */
static kr_place resolve_class_cell(kr_compiler *c, kr_unit *unit, unsigned scope) {
    kr_unit *owner = unit_of(unit, scope);
    owner->class_cell = true;
    if (owner == unit) return (kr_place){PLACE_CELL, 1};
    return (kr_place){PLACE_FREE, capture(c, unit, N___class__)};
}

static kr_place resolve_in(kr_compiler *c, kr_unit *unit, unsigned from, bool inside, kr_value name) {
    bool in_class = inside && from != KR_SCOPE_DIRECT && c->scopes[from].kind == SCOPE_CLASS;
    unsigned declared = 0;
    if (in_class) {
        kr_value *own = find(c->symbols, &c->scopes[from], name);
        declared = own == NULL ? 0 : symbol_flags(own);
        if (declared & SYMBOL_GLOBAL) return global_place(c, name);
        if (declared != 0 && !(declared & SYMBOL_NONLOCAL)) return (kr_place){PLACE_NAME, 0};
    }
    for (unsigned scope = from; scope != KR_SCOPE_DIRECT; scope = c->scopes[scope].parent) {
        if (c->scopes[scope].kind == SCOPE_CLASS) {
            if ((inside && scope == from) || name != N___class__) continue;
            return resolve_class_cell(c, unit, scope);
        }
        kr_value *symbol = find(c->symbols, &c->scopes[scope], name);
        unsigned flags = symbol == NULL ? 0 : symbol_flags(symbol);
        if (flags & SYMBOL_GLOBAL) return global_place(c, name);
        if ((flags & SYMBOL_NONLOCAL) || !(flags & SYMBOL_BOUND)) continue;
        if (scope_in_unit(c, unit, scope))
            return (kr_place){flags & SYMBOL_CAPTURED ? PLACE_CELL : PLACE_LOCAL, symbol_register(symbol)};
        return (kr_place){in_class && declared == 0 ? PLACE_CLASS_FREE : PLACE_FREE, capture(c, unit, name)};
    }
    if (in_class) return (kr_place){PLACE_NAME, 0};
    return resolve_direct(c, unit, inside && from == KR_SCOPE_DIRECT, name);
}

kr_place kr_resolve(kr_compiler *c, kr_value name) {
    return resolve_in(c, c->unit, c->scope, true, name);
}

/* The symbol of a variable of the function at hand, or of a comprehension in it; NULL for other names. */
static kr_value *own_symbol(kr_compiler *c, kr_value name) {
    for (unsigned scope = c->scope; scope != KR_SCOPE_DIRECT; scope = c->scopes[scope].parent) {
        kr_value *symbol = find(c->symbols, &c->scopes[scope], name);
        unsigned flags = symbol == NULL ? 0 : symbol_flags(symbol);
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) return NULL;
        if (flags & SYMBOL_BOUND) return symbol;
        if (c->scopes[scope].kind != SCOPE_INLINE) break;
    }
    return NULL;
}

static void assigned(kr_compiler *c, kr_value name, unsigned depth) {
    kr_value *symbol = own_symbol(c, name);
    if (symbol == NULL || symbol_depth(symbol) != 0 || (symbol_flags(symbol) & SYMBOL_DELETED)) return;
    if (depth <= SYMBOL_DEPTH_MAX) symbol_set_depth(symbol, depth);
}

void kr_scope_assigned(kr_compiler *c, const kr_node *target, unsigned deeper) {
    if (kr_silent(c)) return;
    switch (target->kind) {
    case NODE_NAME: assigned(c, target->value, c->unit->depth + deeper); break;
    case NODE_STAR: kr_scope_assigned(c, target->left, deeper); break;
    case NODE_TUPLE:
    case NODE_LIST:
        for (const kr_item *item = target->items; item != NULL; item = item->next)
            kr_scope_assigned(c, item->node, deeper);
        break;
    default: break;
    }
}

void kr_scope_block_begin(kr_compiler *c) {
    if (c->emitting && c->unit->depth < UINT8_MAX) c->unit->depth++;
}

void kr_scope_block_end(kr_compiler *c) {
    if (!c->emitting) return;
    unsigned depth = c->unit->depth--;
    if (c->scope == KR_SCOPE_DIRECT) return;
    kr_scope *scope = &c->scopes[c->scope];
    for (uint32_t i = scope->first; i < scope->first + scope->count; i++) {
        kr_value *symbol = &c->symbols[2 * i];
        if (symbol_depth(symbol) == depth) symbol_set_depth(symbol, 0);
    }
}

bool kr_scope_is_sure(kr_compiler *c, kr_value name) {
    kr_value *symbol = own_symbol(c, name);
    if (symbol == NULL) return true;
    unsigned flags = symbol_flags(symbol);
    return symbol_depth(symbol) != 0 || (flags & (SYMBOL_PARAMETER | SYMBOL_DELETED)) == SYMBOL_PARAMETER;
}

bool kr_scope_may_lack(kr_compiler *c, kr_value name) {
    kr_value *symbol = own_symbol(c, name);
    return symbol != NULL && (symbol_flags(symbol) & SYMBOL_ITERATION) && symbol_depth(symbol) == 0 &&
           c->scopes[c->scope].kind == SCOPE_INLINE;
}

static void take_register(kr_compiler *c, kr_value *symbol) {
    symbol_set(symbol, symbol_flags(symbol), kr_temp(c));
}

void kr_scope_registers(kr_compiler *c, kr_item *parameters) {
    static const uint32_t order[] = {PARAMETER_POSITIONAL_ONLY, PARAMETER_POSITIONAL, PARAMETER_KEYWORD,
                                    PARAMETER_VARARGS, PARAMETER_VARKEYWORDS};
    kr_scope *scope = &c->scopes[c->scope];
    for (size_t kind = 0; kind < sizeof order / sizeof *order; kind++) {
        for (kr_item *item = parameters; item != NULL; item = item->next) {
            if (item->node->op == order[kind]) take_register(c, find(c->symbols, scope, item->node->name));
        }
    }
    for (uint32_t i = scope->first; i < scope->first + scope->count; i++) {
        kr_value *symbol = &c->symbols[2 * i];
        unsigned flags = symbol_flags(symbol);
        if ((flags & SYMBOL_BOUND) && !(flags & (SYMBOL_PARAMETER | SYMBOL_GLOBAL | SYMBOL_NONLOCAL)))
            take_register(c, symbol);
    }
    c->unit->locals = c->unit->next;
    for (uint32_t i = scope->first; i < scope->first + scope->count; i++) {
        kr_value *symbol = &c->symbols[2 * i];
        unsigned flags = symbol_flags(symbol);
        if ((flags & SYMBOL_BOUND) && (flags & SYMBOL_CAPTURED) &&
            !(flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)))
            kr_put_abc(c, OP_NEWCELL, symbol_register(symbol), 0, 0);
    }
}

void kr_scope_names(kr_compiler *c, kr_value *names, size_t count) {
    kr_scope *scope = &c->scopes[c->unit->scope];
    for (uint32_t i = scope->first; i < scope->first + scope->count; i++) {
        kr_value *symbol = &c->symbols[2 * i];
        unsigned flags = symbol_flags(symbol), reg = symbol_register(symbol);
        if ((flags & SYMBOL_BOUND) && !(flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) && reg < count)
            names[reg] = *symbol;
    }
}

void kr_scope_temporaries(kr_compiler *c, bool again) {
    kr_scope *scope = &c->scopes[c->scope];
    for (uint32_t i = scope->first; i < scope->first + scope->count; i++) {
        kr_value *symbol = &c->symbols[2 * i];
        unsigned flags = symbol_flags(symbol);
        if (!(flags & SYMBOL_BOUND) || (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))) continue;
        take_register(c, symbol);
        if (again || (flags & SYMBOL_CAPTURED))
            kr_put_ax(c, OP_LOADV, symbol_register(symbol), (unsigned)KR_UNBOUND);
        if (flags & SYMBOL_CAPTURED) kr_put_abc(c, OP_NEWCELL, symbol_register(symbol), 0, 0);
    }
}
