/* The binding pass over one tree: which names it uses and assigns, and the scopes inside it.
 *
 * It runs where names are not known yet: in the first reading of a function, and over every tree of a direct
 * body, whose lambdas and comprehensions are scopes too. In the second reading of a function there is nothing
 * left to do. */
#include "compiler/compiler.h"

static bool bound_already(const kr_compiler *c) {
    return c->emitting && c->scope != KR_SCOPE_DIRECT;
}

static void bind(kr_compiler *c, kr_node *node);

static void bind_items(kr_compiler *c, kr_item *items) {
    for (; items != NULL; items = items->next) bind(c, items->node);
}

static void bind_target(kr_compiler *c, kr_node *node, unsigned flags) {
    switch (node->kind) {
    case NODE_NAME: kr_scope_bind(c, node->value, flags, node); break;
    case NODE_TUPLE:
    case NODE_LIST:
        for (kr_item *item = node->items; item != NULL; item = item->next) bind_target(c, item->node, flags);
        break;
    case NODE_STAR: bind_target(c, node->left, flags); break;
    default: bind(c, node); break;
    }
}

/* The name of what a scope is, for messages. */
static const char *comprehension_name(const kr_node *node) {
    static const char names[][22] = {"list comprehension", "set comprehension", "dict comprehension",
                                     "generator expression"};
    return names[node->op];
}

/* True where `await` may stand: in an async function, or a generator expression, which becomes asynchronous
 * by it. */
static bool awaits(kr_compiler *c) {
    unsigned scope = kr_scope_function(c, c->scope);
    if (scope != KR_SCOPE_DIRECT && c->scopes[scope].kind == SCOPE_GENERATOR)
        c->scopes[scope].flags |= SCOPE_ASYNC;
    if (scope == KR_SCOPE_DIRECT) return c->options.top_level_await && c->unit->kind != UNIT_CLASS;
    return c->scopes[scope].flags & SCOPE_ASYNC;
}

/* In a plain function `await` makes a generator, as `yield from` does: a deliberate difference, MicroPython's
 * libraries write their
 * __await__ that way. */
static bool delegates(kr_compiler *c, const char *what) {
    if (what != NULL || c->scope == KR_SCOPE_DIRECT || c->scopes[c->scope].kind != SCOPE_FUNCTION)
        return false;
    c->scopes[c->scope].flags |= SCOPE_YIELDS;
    return true;
}

static void bind_await(kr_compiler *c, kr_node *node, const char *what) {
    if (awaits(c)) {
        if (kr_scope_function(c, c->scope) == KR_SCOPE_DIRECT) c->unit->flags |= KR_CODE_COROUTINE;
        return;
    }
    if (delegates(c, what)) return;
    bool function = kr_scope_function(c, c->scope) != KR_SCOPE_DIRECT;
    if (what == NULL)
        kr_node_error(c, node, function ? "'await' outside async function" : "'await' outside function");
    kr_node_error(c, node, "%s outside %s", what,
                  node->kind == NODE_COMPREHENSION ? "of an asynchronous function" : "async function");
}

static void bind_yield(kr_compiler *c, kr_node *node) {
    unsigned number = c->scope;
    kr_scope *scope = number == KR_SCOPE_DIRECT ? NULL : &c->scopes[number];
    if (scope != NULL && (scope->kind == SCOPE_INLINE || scope->kind == SCOPE_GENERATOR))
        kr_node_error(c, node, "'yield' inside comprehension");
    if (scope == NULL || scope->kind == SCOPE_CLASS) kr_node_error(c, node, "'yield' outside function");
    if (node->kind == NODE_YIELD_FROM && (scope->flags & SCOPE_ASYNC))
        kr_node_error(c, node, "'yield from' inside async function");
    if ((scope->flags & SCOPE_ASYNC) && (scope->flags & SCOPE_RETURNS_VALUE))
        kr_node_error(c, node, "'return' with value in async generator");
    scope->flags |= SCOPE_YIELDS;
    if (node->left != NULL) bind(c, node->left);
}

/* `name := value` binds in the function around all comprehensions. Generators in between reach it as a
 * nonlocal or global. */
static void bind_walrus(kr_compiler *c, kr_node *node) {
    bind(c, node->object);
    unsigned inner = c->scope, scope = inner;
    while (scope != KR_SCOPE_DIRECT &&
           (c->scopes[scope].kind == SCOPE_INLINE || c->scopes[scope].kind == SCOPE_GENERATOR)) {
        if (c->scopes[scope].flags & SCOPE_ITERABLE)
            kr_node_error(c, node,
                          "assignment expression cannot be used in a comprehension iterable expression");
        if (kr_scope_has(c, scope, node->name, SYMBOL_ITERATION))
            kr_node_error(c, node,
                          "assignment expression cannot rebind comprehension iteration variable '%S'",
                          node->name);
        scope = c->scopes[scope].parent;
    }
    if (scope == inner) {
        kr_scope_bind(c, node->name, 0, node);
        return;
    }
    bool direct = scope == KR_SCOPE_DIRECT;
    if (direct ? c->unit->kind == UNIT_CLASS : c->scopes[scope].kind == SCOPE_CLASS) {
        kr_node_error(c, node, "assignment expression within a comprehension cannot be used in a class body");
    }
    kr_scope_bind_outer(c, scope, node->name);
}

/* The conditions and further clauses are bound inside; the first iterable was bound around it. */
static void bind_clauses(kr_compiler *c, kr_node *node) {
    for (kr_item *item = node->clauses; item != NULL; item = item->next) {
        kr_node *clause = item->node;
        if (clause->op != 0) bind_await(c, node, "asynchronous comprehension");
        bind_target(c, clause->target, SYMBOL_ITERATION);
        if (item != node->clauses) {
            c->scopes[c->scope].flags |= SCOPE_ITERABLE;
            bind(c, clause->iterable);
            c->scopes[c->scope].flags &= (uint8_t)~SCOPE_ITERABLE;
        }
        bind_items(c, clause->conditions);
    }
}

static bool is_yield(kr_node *node, void *data) {
    bool yields = node->kind == NODE_YIELD || node->kind == NODE_YIELD_FROM;
    if (yields) *(kr_node **)data = node;
    return yields;
}

static bool is_walrus(kr_node *node, void *data) {
    (void)data;
    return node->kind == NODE_WALRUS;
}

static void bind_comprehension(kr_compiler *c, kr_node *node) {
    kr_check_native_stack(c->vm);
    kr_node *yield;
    if (kr_node_any(node->element, is_yield, &yield) || kr_node_any(node->second, is_yield, &yield)) {
        kr_node_error(c, yield, "'yield' inside %s", comprehension_name(node));
    }
    kr_node *first = node->clauses->node;
    if (c->walrus && kr_node_any(first->iterable, is_walrus, NULL))
        kr_node_error(c, first->iterable,
                      "assignment expression cannot be used in a comprehension iterable expression");
    bind(c, first->iterable);
    bool generator = node->op == COMPREHENSION_GENERATOR;
    kr_scope_open(c, node->scope, generator ? SCOPE_GENERATOR : SCOPE_INLINE, generator ? SCOPE_YIELDS : 0);
    bind_clauses(c, node);
    bind(c, node->element);
    if (node->second != NULL) bind(c, node->second);
    kr_scope_close(c);
}

static void bind_defaults(kr_compiler *c, kr_item *parameters) {
    for (kr_item *item = parameters; item != NULL; item = item->next) bind(c, item->node->object);
}

static void bind_lambda(kr_compiler *c, kr_node *node) {
    bind_defaults(c, node->parameters);
    kr_scope_open(c, node->scope, SCOPE_LAMBDA, 0);
    kr_bind_parameters(c, node->parameters);
    bind(c, node->body);
    kr_scope_close(c);
}

static void bind_capture(kr_compiler *c, kr_node *node) {
    if (node->value != 0) kr_scope_bind(c, node->value, 0, node);
}

static void bind(kr_compiler *c, kr_node *node) {
    for (;
         node != NULL && (node->kind == NODE_BINARY || node->kind == NODE_BOOL || node->kind == NODE_COMPARE);
         node = node->left) { /* long chains lean to the left */
        bind(c, node->right);
    }
    if (node == NULL) return;
    kr_check_native_stack(c->vm);
    switch ((kr_node_kind)node->kind) {
    case NODE_CONST:
    case NODE_RUN:
    case NODE_IMPORT: break;
    case NODE_NAME: kr_scope_use(c, node->value); break;
    case NODE_AWAIT: bind_await(c, node, NULL); /* fall through */
    case NODE_UNARY:
    case NODE_STAR:
    case NODE_DOUBLE_STAR:
    case NODE_MATCH_VALUE: bind(c, node->left); break;
    case NODE_YIELD:
    case NODE_YIELD_FROM: bind_yield(c, node); break;
    case NODE_BINARY:
    case NODE_BOOL:
    case NODE_COMPARE:
    case NODE_SUBSCRIPT:
    case NODE_PAIR:
    case NODE_FORMAT:
        bind(c, node->left);
        bind(c, node->right);
        break;
    case NODE_TERNARY:
    case NODE_SLICE:
        bind(c, node->left);
        bind(c, node->right);
        bind(c, node->third);
        break;
    case NODE_LAMBDA: bind_lambda(c, node); break;
    case NODE_CALL:
    case NODE_MATCH_CLASS:
        bind(c, node->callee);
        bind_items(c, node->arguments);
        bind_items(c, node->keywords);
        break;
    case NODE_ATTRIBUTE:
    case NODE_KEYWORD: bind(c, node->object); break;
    case NODE_PARAMETER: break;
    case NODE_WALRUS: bind_walrus(c, node); break;
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_SET:
    case NODE_DICT:
    case NODE_FSTRING:
    case NODE_MATCH_SEQUENCE:
    case NODE_MATCH_MAPPING:
    case NODE_MATCH_OR: bind_items(c, node->items); break;
    case NODE_COMPREHENSION: bind_comprehension(c, node); break;
    case NODE_CLAUSE: break;
    case NODE_MATCH_CAPTURE:
    case NODE_MATCH_STAR: bind_capture(c, node); break;
    case NODE_MATCH_AS:
        bind(c, node->object);
        kr_scope_bind(c, node->name, 0, node);
        break;
    }
}

void kr_bind(kr_compiler *c, kr_node *node) {
    if (!bound_already(c)) bind(c, node);
}

void kr_bind_target(kr_compiler *c, kr_node *target) {
    if (!bound_already(c)) bind_target(c, target, 0);
}

void kr_bind_deleted(kr_compiler *c, kr_node *target) {
    if (!bound_already(c)) bind_target(c, target, SYMBOL_DELETED);
}

void kr_bind_await(kr_compiler *c, kr_node *node, const char *what) {
    if (!bound_already(c)) bind_await(c, node, what);
}

void kr_bind_defaults(kr_compiler *c, kr_item *parameters) {
    if (!bound_already(c)) bind_defaults(c, parameters);
}

void kr_bind_annotations(kr_compiler *c, kr_item *parameters, kr_node *result) {
    if (bound_already(c)) return;
    for (kr_item *item = parameters; item != NULL; item = item->next) bind(c, item->node->third);
    bind(c, result);
}

void kr_bind_parameters(kr_compiler *c, kr_item *parameters) {
    for (kr_item *item = parameters; item != NULL; item = item->next)
        kr_scope_bind(c, item->node->name, SYMBOL_PARAMETER, item->node);
}
