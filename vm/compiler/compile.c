/* One compilation, from the first byte to the finished code. */
#include "compiler/compiler.h"

static void begin(kr_compiler *c) {
    const kr_compile_options *options = &c->options;
    kr_unit_begin(c, options->separate_locals ? UNIT_NAMESPACE : UNIT_MODULE,
                  kr_intern_text(c->vm, "<module>"), KR_SCOPE_DIRECT, 1);
    kr_unit *u = c->unit;
    if (!options->separate_locals) return;
    u->flags |= KR_CODE_NAMESPACE;
    u->positional = u->parameters = u->locals = 1;
    kr_temp(c);
}

static void eval_unit(kr_compiler *c) {
    while (kr_accept(c, TOK_NEWLINE)) {
    }
    if (kr_at(c, TOK_INDENT)) kr_indentation_error(c, c->lexer.token.start - 1, "unexpected indent");
    kr_node *node = kr_parse_list(c);
    while (kr_accept(c, TOK_NEWLINE)) {
    }
    if (!kr_at(c, TOK_END)) kr_unexpected(c);
    kr_bind(c, node);
    kr_return(c, node);
}

/* At a prompt a compound statement is complete when a blank line follows it. */
static void single_unit(kr_compiler *c) {
    bool compound = false;
    while (!kr_at(c, TOK_END)) {
        if (c->begun && !c->options.interactive) {
            kr_syntax_error(c, c->lexer.token.start,
                            "multiple statements found while compiling a single statement");
        }
        compound = kr_statement(c);
        c->begun = true;
    }
    bool empty = !c->begun && !c->options.interactive;
    if (empty || (compound && c->options.interactive && !c->lexer.blank))
        kr_syntax_error(c, c->lexer.token.start, "invalid syntax");
}

static void exec_unit(kr_compiler *c) {
    c->docstring = true;
    while (!kr_at(c, TOK_END)) kr_statement(c);
}

static void compile_unit(kr_compiler *c) {
    begin(c);
    kr_lex_start(c);
    switch (c->options.mode) {
    case KR_MODE_EVAL: eval_unit(c); break;
    case KR_MODE_SINGLE: single_unit(c); break;
    case KR_MODE_EXEC: exec_unit(c); break;
    }
    c->result = kr_unit_end(c);
}

/* Forgets everything but the reader, for another attempt. */
static void restart(kr_compiler *c) {
    c->unit = NULL;
    c->scope_count = c->symbol_count = c->open_count = c->next_scope = 0;
    c->walrus = c->introspects = c->future_annotations = c->begun = c->out_of_range = false;
    c->brackets = NULL;
}

static void compile(kr_vm *vm, void *data) {
    kr_compiler *c = data;
    (void)vm;
    c->scope = KR_SCOPE_DIRECT;
    c->emitting = true;
    compile_unit(c);
    if (!c->out_of_range) return;
    restart(c);
    c->far = true;
    compile_unit(c);
}

/* Gives the blocks back at once: memory is what a small machine has least of. */
static void release(kr_compiler *c) {
    kr_vm *vm = c->vm;
    while (c->chunk != NULL) {
        kr_chunk *chunk = c->chunk;
        c->chunk = chunk->outer;
        kr_block_free(vm, chunk);
    }
    if (c->reader.source != NULL) kr_block_free(vm, (char *)(uintptr_t)c->reader.data);
    if (c->spare != NULL) kr_unit_free(c, c->spare);
    kr_block_free(vm, c->indents);
    kr_block_free(vm, c->kept);
    kr_block_free(vm, c->scopes);
    kr_block_free(vm, c->symbols);
    kr_block_free(vm, c->open_symbols);
    c->reader.source = NULL;
    c->unit = c->spare = NULL;
    c->kept = c->symbols = c->open_symbols = NULL;
    c->scopes = NULL;
    c->indents = NULL;
}

static kr_code *run(kr_vm *vm, kr_compiler *c, bool *incomplete) {
    struct kr_compiler *outer = vm->compiler;
    vm->compiler = c;
    kr_value exception = kr_try(vm, compile, c);
    vm->compiler = outer;
    release(c);
    if (incomplete != NULL) *incomplete = c->incomplete;
    if (c->incomplete) return NULL;
    if (!kr_is_absent(exception)) kr_reraise(vm, exception);
    if (KR_CHECK_CODE && !(kr_code_verify(c->result) && kr_code_verify_flow(vm, c->result)))
        kr_raise(vm, &kr_SystemError_type, "the compiler made code that does not verify");
    kr_code *result = c->result;
    kr_block_free(vm, &c->head + 1); /* nobody else knows it, and the code may be about to run */
    return result;
}

const char *kr_keyword(unsigned n) {
    return n < TOK_COUNT - TOK_FIRST_KEYWORD ? kr_token_text[TOK_FIRST_KEYWORD + n] : NULL;
}

bool kr_compiles(void) {
    return true;
}

/* A chip counts bytes; where there is plenty, fewer and larger reads are better. */
static uint32_t granule(const kr_vm *vm) {
    size_t share = kr_heap_size(vm) / 128;
    return share < 256 ? 248 : share > 8192 ? 8184 : (uint32_t)share & ~(uint32_t)7;
}

static kr_compiler *compiler_new(kr_vm *vm, const kr_compile_options *options, kr_dict *globals) {
    kr_compiler *c = kr_new(vm, &kr_compiler_type, sizeof *c);
    c->vm = vm;
    c->options = *options;
    c->globals = globals;
    c->granule = granule(vm);
    return c;
}

kr_code *kr_compile(kr_vm *vm, const kr_source *source, const kr_compile_options *options, kr_dict *globals,
                    bool *incomplete) {
    kr_compiler *c = compiler_new(vm, options, globals);
    c->reader.source = source;
    return run(vm, c, incomplete);
}

kr_code *kr_compile_text(kr_vm *vm, const char *text, size_t size, const kr_compile_options *options,
                         kr_dict *globals, bool *incomplete) {
    kr_compiler *c = compiler_new(vm, options, globals);
    c->reader.data = text;
    c->reader.size = (uint32_t)size;
    return run(vm, c, incomplete);
}
