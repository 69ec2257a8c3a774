/* itertools: the module, and the iterators that pass items on one by one.
 *
 * These share one struct: where items come from, a function, a value or two, and numbers. An iterator that
 * has ended drops its source, so it stays at its end. */
#include "modules/itertools.h"
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/arguments.h"
#include "run/attribute.h"
#include "types/number.h"
#include "types/sequence.h"
#include "types/text.h"

typedef struct stream {
    kr_object head;
    kr_value source;   /* an iterator; 0 at the end */
    kr_value function; /* or a second iterator */
    kr_value item;
    kr_word stop, step;
    bool begun;
} stream;

static stream *to_stream(kr_value v) {
    return kr_to_pointer(v);
}

static void stream_trace(kr_vm *vm, kr_object *object) {
    const stream *s = (const stream *)object;
    const kr_value values[] = {s->source, s->function, s->item};
    for (size_t i = 0; i < 3; i++) {
        if (values[i] != 0) kr_mark(vm, values[i]);
    }
}

static stream *new_stream(kr_vm *vm, const kr_type *cls, kr_value source) {
    stream *s = kr_new_instance(vm, cls, sizeof *s);
    s->source = source;
    return s;
}

/* The next item of the source; at the end the source goes. */
static kr_value pull(kr_vm *vm, stream *s) {
    if (s->source == 0) return KR_UNBOUND;
    kr_value item = kr_next(vm, s->source);
    if (item == KR_UNBOUND) s->source = 0;
    return item;
}

static const kr_member itertools_members[] = {{N___module__, N_itertools}};
#define STREAM_TYPE(py)                                                                                      \
    static const kr_ops py##_ops = {.trace = stream_trace, .iter = kr_iterator_self, .next = py##_next};     \
    static KR_ITERATOR_TYPE(py##_type, N_##py, stream, py##_ops, py##_make)
#define MAKE(py)                                                                                             \
    static kr_value py##_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,  \
                              const kr_value *names)

/* --- chain: `source` is the current iterator, `function` the iterator over iterables */

static kr_value chain_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    for (;;) {
        kr_value item = pull(vm, s);
        if (item != KR_UNBOUND) return item;
        if (s->function == 0) return KR_UNBOUND;
        kr_value iterable = kr_next(vm, s->function);
        if (iterable == KR_UNBOUND) {
            s->function = 0;
            return KR_UNBOUND;
        }
        s->source = kr_iter(vm, iterable);
    }
}

static kr_value chain_of(kr_vm *vm, const kr_type *cls, kr_value iterables) {
    kr_value iterator = kr_iter(vm, iterables);
    stream *s = new_stream(vm, cls, 0);
    s->function = iterator;
    return KR_OBJECT(s);
}

MAKE(chain) {
    (void)names;
    kr_bind_plain(vm, "chain", 0, SIZE_MAX, argc, nkw);
    return chain_of(vm, cls, kr_tuple_new(vm, argc, argv));
}

static kr_value chain_from_iterable(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return chain_of(vm, kr_to_pointer(argv[0]), argv[1]);
}
KR_CLASSMETHOD(from_iterable, chain_from_iterable, 2, 2, NULL,
               "from_iterable(iterables)\nOne after the other, from an iterable of them.");

static const kr_member chain_members[] = {{N___module__, N_itertools},
                                          KR_ENTRY(from_iterable, chain_from_iterable)};
static const kr_ops chain_ops = {.trace = stream_trace, .iter = kr_iterator_self, .next = chain_next};
static const kr_type chain_type = {.head = {&kr_type_type},
                                   .name = N_chain,
                                   .base = &kr_object_type,
                                   .solid = &chain_type,
                                   .ops = &chain_ops,
                                   .size = sizeof(stream),
                                   .member_count = 2,
                                   .members = chain_members,
                                   .make = chain_make};

/* --- count: `item` is the next number, `function` the step */

static kr_value count_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    kr_value item = s->item;
    s->item = kr_binary(vm, KR_ADD, item, s->function);
    return item;
}

MAKE(count) {
    static const kr_value known[] = {N_start, N_step, 0};
    kr_value args[2];
    kr_bind_named(vm, "count", known, args, 0, 2, argc, argv, nkw, names);
    for (size_t i = 0; i < 2; i++) {
        bool number = args[i] == KR_UNBOUND || kr_is_index(args[i]) || kr_is_float(args[i]) ||
                      kr_is_complex(args[i]) || kr_special(vm, args[i], N___float__) != KR_UNBOUND ||
                      kr_special(vm, args[i], N___int__) != KR_UNBOUND;
        if (!number) kr_raise_type(vm, "a number is required");
    }
    stream *s = new_stream(vm, cls, 0);
    s->item = args[0] == KR_UNBOUND ? KR_INT(0) : args[0];
    s->function = args[1] == KR_UNBOUND ? KR_INT(1) : args[1];
    return KR_OBJECT(s);
}

static void count_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    if (to_stream(v)->function == KR_INT(1))
        kr_write_format(out, "count(%R)", to_stream(v)->item);
    else
        kr_write_format(out, "count(%R, %R)", to_stream(v)->item, to_stream(v)->function);
}
static const kr_ops count_ops = {
    .trace = stream_trace, .print = count_print, .iter = kr_iterator_self, .next = count_next};
static KR_ITERATOR_TYPE(count_type, N_count, stream, count_ops, count_make);

/* --- repeat: `stop` is how often still, -1 for ever */

static kr_value repeat_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    (void)vm;
    if (s->stop == 0) return KR_UNBOUND;
    if (s->stop > 0) s->stop--;
    return s->item;
}

MAKE(repeat) {
    static const kr_value known[] = {N_object, N_times, 0};
    kr_value args[2];
    kr_bind_named(vm, "repeat", known, args, 1, 2, argc, argv, nkw, names);
    kr_word times = args[1] == KR_UNBOUND ? -1 : kr_index_word(vm, args[1]);
    stream *s = new_stream(vm, cls, 0);
    s->item = args[0];
    s->stop = times < 0 && args[1] != KR_UNBOUND ? 0 : times;
    return KR_OBJECT(s);
}

static void repeat_print(kr_vm *vm, kr_writer *out, kr_value v, bool str) {
    (void)vm, (void)str;
    if (to_stream(v)->stop < 0)
        kr_write_format(out, "repeat(%R)", to_stream(v)->item);
    else
        kr_write_format(out, "repeat(%R, %zd)", to_stream(v)->item, to_stream(v)->stop);
}

static kr_value repeat_hint(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    if (to_stream(argv[0])->stop < 0) kr_raise_type(vm, "len() of unsized object");
    return KR_INT(to_stream(argv[0])->stop);
}
KR_METHOD(__length_hint__, repeat_hint, 1, 1, NULL, "__length_hint__()\nHow many items are left.");
static const kr_member repeat_members[] = {{N___module__, N_itertools},
                                           KR_ENTRY(__length_hint__, repeat_hint)};
static const kr_ops repeat_ops = {
    .trace = stream_trace, .print = repeat_print, .iter = kr_iterator_self, .next = repeat_next};
static const kr_type repeat_type = {.head = {&kr_type_type},
                                    .name = N_repeat,
                                    .base = &kr_object_type,
                                    .solid = &repeat_type,
                                    .ops = &repeat_ops,
                                    .size = sizeof(stream),
                                    .member_count = 2,
                                    .members = repeat_members,
                                    .make = repeat_make};

/* --- those that choose */

static kr_value compress_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    for (;;) {
        kr_value item = pull(vm, s);
        if (item == KR_UNBOUND) return item;
        kr_value chosen = kr_next(vm, s->function);
        if (chosen == KR_UNBOUND) {
            s->source = 0;
            return KR_UNBOUND;
        }
        if (kr_truth(vm, chosen)) return item;
    }
}

MAKE(compress) {
    static const kr_value known[] = {N_data, N_selectors, 0};
    kr_value args[2];
    kr_bind_named(vm, "compress", known, args, 2, 2, argc, argv, nkw, names);
    kr_value data = kr_iter(vm, args[0]), selectors = kr_iter(vm, args[1]);
    stream *s = new_stream(vm, cls, data);
    s->function = selectors;
    return KR_OBJECT(s);
}
STREAM_TYPE(compress);

/* Function and iterable, as most take them. */
static kr_value make_with_function(kr_vm *vm, const char *title, const kr_type *cls, size_t argc,
                                   const kr_value *argv, size_t nkw) {
    kr_bind_plain(vm, title, 2, 2, argc, nkw);
    kr_value source = kr_iter(vm, argv[1]);
    stream *s = new_stream(vm, cls, source);
    s->function = argv[0];
    return KR_OBJECT(s);
}

static bool holds(kr_vm *vm, const stream *s, kr_value item) {
    bool plain = s->function == KR_NONE || s->function == KR_OBJECT(&kr_bool_type);
    return kr_truth(vm, plain ? item : kr_call(vm, s->function, 1, &item));
}

static kr_value dropwhile_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    for (;;) {
        kr_value item = pull(vm, s);
        if (item == KR_UNBOUND || s->begun) return item;
        kr_value skip = kr_call(vm, s->function, 1, &item);
        if (kr_truth(vm, skip)) continue;
        s->begun = true;
        return item;
    }
}
MAKE(dropwhile) {
    (void)names;
    return make_with_function(vm, "dropwhile", cls, argc, argv, nkw);
}
STREAM_TYPE(dropwhile);

static kr_value takewhile_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    kr_value item = pull(vm, s);
    if (item == KR_UNBOUND || kr_truth(vm, kr_call(vm, s->function, 1, &item))) return item;
    s->source = 0;
    return KR_UNBOUND;
}
MAKE(takewhile) {
    (void)names;
    return make_with_function(vm, "takewhile", cls, argc, argv, nkw);
}
STREAM_TYPE(takewhile);

static kr_value filterfalse_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    for (;;) {
        kr_value item = pull(vm, s);
        if (item == KR_UNBOUND || !holds(vm, s, item)) return item;
    }
}
MAKE(filterfalse) {
    (void)names;
    return make_with_function(vm, "filterfalse", cls, argc, argv, nkw);
}
STREAM_TYPE(filterfalse);

static kr_value starmap_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    kr_value item = pull(vm, s);
    if (item == KR_UNBOUND) return item;
    kr_value args = kr_tuple_of(vm, item);
    return kr_call(vm, s->function, kr_to_tuple(args)->size, kr_to_tuple(args)->items);
}
MAKE(starmap) {
    (void)names;
    return make_with_function(vm, "starmap", cls, argc, argv, nkw);
}
STREAM_TYPE(starmap);

/* --- accumulate: `item` is the total so far, `begun` when it is to be given as it is */

static kr_value accumulate_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    if (s->begun) {
        s->begun = false;
        return s->item;
    }
    kr_value next = pull(vm, s);
    if (next == KR_UNBOUND) return next;
    if (s->item == 0) return s->item = next;
    kr_value both[2] = {s->item, next};
    return s->item = s->function == KR_NONE ? kr_binary(vm, KR_ADD, both[0], both[1])
                                            : kr_call(vm, s->function, 2, both);
}
MAKE(accumulate) {
    static const kr_value known[] = {N_iterable, N_func, N_initial, 0};
    kr_value args[3];
    kr_bind_named(vm, "accumulate", known, args, 1, 2, argc, argv, nkw, names);
    kr_value source = kr_iter(vm, args[0]);
    stream *s = new_stream(vm, cls, source);
    s->function = args[1] == KR_UNBOUND ? KR_NONE : args[1];
    s->begun = args[2] != KR_UNBOUND && args[2] != KR_NONE;
    s->item = s->begun ? args[2] : 0;
    return KR_OBJECT(s);
}
STREAM_TYPE(accumulate);

/* --- pairwise: `item` is the last one */

static kr_value pairwise_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    kr_value before = s->item != 0 ? s->item : pull(vm, s);
    if (before == KR_UNBOUND) return before;
    kr_value item = pull(vm, s);
    if (item == KR_UNBOUND) return item;
    s->item = item;
    kr_value pair[2] = {before, item};
    return kr_tuple_new(vm, 2, pair);
}
MAKE(pairwise) {
    (void)names;
    kr_bind_plain(vm, "pairwise", 1, 1, argc, nkw);
    return KR_OBJECT(new_stream(vm, cls, kr_iter(vm, argv[0])));
}
STREAM_TYPE(pairwise);

/* --- batched */

static kr_value batched_next(kr_vm *vm, kr_value v) {
    stream *s = to_stream(v);
    kr_value batch = kr_list_new(vm, 0, NULL), item;
    for (kr_word n = s->step; n > 0 && (item = pull(vm, s)) != KR_UNBOUND; n--)
        kr_list_append(vm, kr_to_list(batch), item);
    return kr_to_list(batch)->size == 0 ? KR_UNBOUND : kr_tuple_of(vm, batch);
}
MAKE(batched) {
    static const kr_value known[] = {N_iterable, N_n, 0};
    kr_value args[2];
    kr_bind_named(vm, "batched", known, args, 2, 2, argc, argv, nkw, names);
    kr_word n = kr_index_word(vm, args[1]);
    if (n < 1) kr_raise_value_error(vm, "n must be at least one");
    stream *s = new_stream(vm, cls, kr_iter(vm, args[0]));
    s->step = n;
    return KR_OBJECT(s);
}
STREAM_TYPE(batched);

/* --- islice */

typedef struct slice {
    kr_object head;
    kr_value source;
    size_t at, next, stop, step; /* items taken so far; number of the next one to give; SIZE_MAX: no stop */
} slice;

static void slice_trace(kr_vm *vm, kr_object *object) {
    if (((slice *)object)->source != 0) kr_mark(vm, ((slice *)object)->source);
}

static kr_value islice_next(kr_vm *vm, kr_value v) {
    slice *s = kr_to_pointer(v);
    kr_value item = KR_NONE;
    if (s->source == 0) return KR_UNBOUND;
    for (; item != KR_UNBOUND && s->at < s->next; s->at++) item = kr_next(vm, s->source);
    if (item != KR_UNBOUND) item = s->at < s->stop ? kr_next(vm, s->source) : KR_UNBOUND;
    if (item == KR_UNBOUND) {
        s->source = 0;
        return KR_UNBOUND;
    }
    s->at++;
    s->next = s->stop - s->next < s->step ? s->stop : s->next + s->step;
    return item;
}

static size_t slice_number(kr_vm *vm, kr_value v, size_t otherwise, const char *complaint) {
    if (v == KR_NONE) return otherwise;
    if (!kr_is_index(v)) kr_raise_value_error(vm, "%s", complaint);
    kr_value n = kr_index(vm, v);
    if (!kr_is_int(n) || kr_to_int(n) < 0) kr_raise_value_error(vm, "%s", complaint);
    return (size_t)kr_to_int(n);
}

MAKE(islice) {
    static const char stop_text[] =
        "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    static const char index_text[] =
        "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    (void)names;
    kr_bind_plain(vm, "islice", 2, 4, argc, nkw);
    size_t start = argc == 2 ? 0 : slice_number(vm, argv[1], 0, index_text);
    size_t stop =
        slice_number(vm, argc == 2 ? argv[1] : argv[2], SIZE_MAX, argc == 2 ? stop_text : index_text);
    size_t step =
        argc < 4 ? 1 : slice_number(vm, argv[3], 1, "Step for islice() must be a positive integer or None.");
    if (step == 0) kr_raise_value_error(vm, "Step for islice() must be a positive integer or None.");
    kr_value source = kr_iter(vm, argv[0]);
    slice *s = kr_new_instance(vm, cls, sizeof *s);
    s->source = source;
    s->next = start;
    s->stop = stop;
    s->step = step;
    return KR_OBJECT(s);
}
static const kr_ops islice_ops = {.trace = slice_trace, .iter = kr_iterator_self, .next = islice_next};
static KR_ITERATOR_TYPE(islice_type, N_islice, slice, islice_ops, islice_make);

static const kr_member members[] = {
    {N_accumulate, KR_OBJECT(&accumulate_type)},
    {N_batched, KR_OBJECT(&batched_type)},
    {N_chain, KR_OBJECT(&chain_type)},
    {N_combinations, KR_OBJECT(&kr_combinations_type)},
    {N_combinations_with_replacement, KR_OBJECT(&kr_combinations_repeated_type)},
    {N_compress, KR_OBJECT(&compress_type)},
    {N_count, KR_OBJECT(&count_type)},
    {N_cycle, KR_OBJECT(&kr_cycle_type)},
    {N_dropwhile, KR_OBJECT(&dropwhile_type)},
    {N_filterfalse, KR_OBJECT(&filterfalse_type)},
    {N_groupby, KR_OBJECT(&kr_groupby_type)},
    {N_islice, KR_OBJECT(&islice_type)},
    {N_pairwise, KR_OBJECT(&pairwise_type)},
    {N_permutations, KR_OBJECT(&kr_permutations_type)},
    {N_product, KR_OBJECT(&kr_product_type)},
    {N_repeat, KR_OBJECT(&repeat_type)},
    {N_starmap, KR_OBJECT(&starmap_type)},
    {N_takewhile, KR_OBJECT(&takewhile_type)},
    {N_tee, KR_OBJECT(&kr_tee_function)},
    {N_zip_longest, KR_OBJECT(&kr_zip_longest_type)},
};

const kr_module_def kr_module_itertools = {N_itertools, members, sizeof members / sizeof *members, NULL,
                                           "Iterators made of iterators."};
