/* random: xoshiro128** by Blackman and Vigna, seeded from the host's random source or by splitmix64 from what
 * the program gives. The module's functions work on the machine's state, a Random's methods on its own. */
#include <tgmath.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "run/attribute.h"
#include "types/byte_string.h"
#include "types/exception.h"
#include "types/iterators.h"
#include "types/number.h"
#include "types/round.h"
#include "types/text.h"

/* --- the generator */

static uint32_t rotate(uint32_t x, int k) {
    return x << k | x >> (32 - k);
}

static uint32_t next32(uint32_t s[4]) {
    uint32_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11);
    return result;
}

static uint64_t next64(uint32_t s[4]) {
    uint64_t high = next32(s);
    return high << 32 | next32(s);
}

/* 0 <= result < 1, as many bits as a float has. */
static kr_real next_real(uint32_t s[4]) {
    return (kr_real)(next64(s) >> (64 - KR_REAL_BITS)) / (kr_real)((uint64_t)1 << KR_REAL_BITS);
}

/* 0 <= result < n without bias: the upper part of a product, and again when the lower part is one of the few
 * that come too often. */
static uint64_t below(uint32_t s[4], uint64_t n) {
    if (n <= UINT32_MAX) {
        uint32_t narrow = (uint32_t)n, least = (uint32_t)(0u - narrow) % narrow;
        for (;;) {
            uint64_t product = (uint64_t)next32(s) * narrow;
            if ((uint32_t)product >= least) return product >> 32;
        }
    }
    uint64_t most = UINT64_MAX - UINT64_MAX % n - 1, x;
    do x = next64(s);
    while (x > most);
    return x % n;
}

static void seed_with(uint32_t s[4], uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = seed += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        s[i] = (uint32_t)(z ^ z >> 31);
    }
    s[0] |= (s[0] | s[1] | s[2] | s[3]) == 0; /* never all zero */
}

static void seed_from_host(kr_vm *vm, uint32_t s[4]) {
    const kr_host *host = vm->host;
    if (host->random != NULL)
        host->random(host->context, s, 4 * sizeof *s);
    else
        seed_with(s, host->ticks_us(host->context));
    s[0] |= 1;
}

/* --- what the functions have in common */

static uint64_t mix(uint64_t seed, const uint8_t *data, size_t size) {
    for (size_t i = 0; i < size; i++) seed = (seed ^ data[i]) * 0x100000001b3u;
    return seed;
}

static uint64_t seed_of(kr_vm *vm, kr_value v) {
    intmax_t n;
    if (kr_is_bool(v) || kr_is_integer(v)) {
        if (kr_int_to(v, &n)) return (uint64_t)(n < 0 ? -n : n);
        return (uint64_t)kr_int_hash(v);
    }
    if (kr_is_float(v)) {
        double d = (double)kr_float_value(v);
        return mix(1, (const uint8_t *)&d, sizeof d);
    }
    if (kr_is_str(v)) return mix(2, (const uint8_t *)kr_to_str(v)->data, kr_to_str(v)->size);
    if (kr_is_byte_string(v)) return mix(3, kr_span_of(v).data, kr_span_of(v).size);
    kr_raise_type(vm, "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.");
}

typedef uint32_t *state;

static kr_value do_seed(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    if (argc == 0 || argv[0] == KR_NONE)
        seed_from_host(vm, s);
    else
        seed_with(s, seed_of(vm, argv[0]));
    return KR_NONE;
}

static kr_value do_random(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_float_new(vm, (kr_real)next_real(s));
}

static kr_value random_bytes(kr_vm *vm, state s, size_t size) {
    kr_value bytes = kr_bytes_value(vm, NULL, size);
    uint8_t *out = ((kr_bytes *)kr_to_pointer(bytes))->data;
    for (size_t i = 0; i < size; i += 4) {
        uint32_t word = next32(s);
        memcpy(out + i, &word, size - i < 4 ? size - i : 4);
    }
    return bytes;
}

static kr_value bits(kr_vm *vm, state s, size_t count) {
    if (count == 0) return KR_INT(0);
    if (count <= 32) return kr_int_from_unsigned(vm, next32(s) >> (32 - count));
    if (count <= 64) return kr_int_from_unsigned(vm, next64(s) >> (64 - count));
    kr_value bytes = random_bytes(vm, s, (count + 7) / 8);
    uint8_t *data = ((kr_bytes *)kr_to_pointer(bytes))->data;
    if (count % 8 != 0) data[count / 8] &= (uint8_t)((1u << count % 8) - 1);
    return kr_int_from_bytes(vm, data, (count + 7) / 8, false, false);
}

static kr_value do_getrandbits(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_word count = kr_index_word(vm, argv[0]);
    (void)argc;
    if (count < 0) kr_raise_value_error(vm, "number of bits must be non-negative");
    return bits(vm, s, (size_t)count);
}

static kr_value do_randbytes(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_word count = kr_index_word(vm, argv[0]);
    (void)argc;
    if (count < 0) kr_raise_value_error(vm, "number of bits must be non-negative");
    return random_bytes(vm, s, (size_t)count);
}

/* start + step * (0 … count-1), for ints of any size. */
static kr_value pick(kr_vm *vm, state s, kr_value start, kr_value count, kr_value step) {
    kr_value n;
    if (kr_is_int(count)) {
        n = kr_int_from_unsigned(vm, below(s, (uint64_t)kr_to_int(count)));
    } else {
        size_t width = (size_t)kr_to_int(kr_call_method(vm, count, N_bit_length, 0, NULL));
        do n = bits(vm, s, width);
        while (kr_int_compare(n, count) >= 0);
    }
    if (step != KR_INT(1)) n = kr_binary(vm, KR_MUL, n, step);
    return start == KR_INT(0) ? n : kr_binary(vm, KR_ADD, start, n);
}

static kr_value int_arg(kr_vm *vm, kr_value v, unsigned number) {
    if (kr_is_float(v)) kr_raise_value_error(vm, "non-integer arg %u for randrange()", number);
    return kr_index(vm, v);
}

static _Noreturn void raise_empty(kr_vm *vm, kr_value start, kr_value stop) {
    kr_raise_value_error(vm, "empty range for randrange() (%R, %R, %R)", start, stop,
                         kr_binary(vm, KR_SUB, stop, start));
}

static kr_value do_randrange(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_value start = int_arg(vm, argv[0], 1), stop, step = KR_INT(1), count;
    if (argc == 1 || argv[1] == KR_NONE) {
        if (kr_int_compare(start, KR_INT(0)) <= 0) kr_raise_value_error(vm, "empty range for randrange()");
        return pick(vm, s, KR_INT(0), start, step);
    }
    stop = int_arg(vm, argv[1], 2);
    if (argc == 3) step = int_arg(vm, argv[2], 3);
    count = kr_binary(vm, KR_SUB, stop, start);
    if (step == KR_INT(0)) kr_raise_value_error(vm, "zero step for randrange()");
    if (step != KR_INT(1)) { /* rounded up */
        kr_value one = kr_int_compare(step, KR_INT(0)) > 0 ? KR_INT(-1) : KR_INT(1);
        count =
            kr_binary(vm, KR_FLOORDIV, kr_binary(vm, KR_ADD, kr_binary(vm, KR_ADD, count, step), one), step);
    }
    if (kr_int_compare(count, KR_INT(0)) > 0) return pick(vm, s, start, count, step);
    if (step == KR_INT(1)) raise_empty(vm, start, stop);
    kr_raise_value_error(vm, "empty range for randrange() (%R, %R, %R)", start, stop, step);
}

static kr_value do_randint(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_value start = int_arg(vm, argv[0], 1),
             stop = kr_binary(vm, KR_ADD, int_arg(vm, argv[1], 2), KR_INT(1));
    (void)argc;
    kr_value count = kr_binary(vm, KR_SUB, stop, start);
    if (kr_int_compare(count, KR_INT(0)) <= 0) raise_empty(vm, start, stop);
    return pick(vm, s, start, count, KR_INT(1));
}

/* --- choosing from sequences */

static kr_value do_choice(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_word length = kr_length(vm, argv[0]);
    (void)argc;
    if (length == 0) kr_raise(vm, &kr_IndexError_type, "Cannot choose from an empty sequence");
    return kr_getitem(vm, argv[0], KR_INT(below(s, (uint64_t)length)));
}

static kr_value do_shuffle(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_value v = argv[0];
    kr_word length = kr_length(vm, v);
    for (kr_word i = length - 1; i > 0; i--) {
        kr_word j = (kr_word)below(s, (uint64_t)i + 1);
        kr_value one = kr_getitem(vm, v, KR_INT(i));
        kr_setitem(vm, v, KR_INT(i), kr_getitem(vm, v, KR_INT(j)));
        kr_setitem(vm, v, KR_INT(j), one);
    }
    return KR_NONE;
}

/* The population, each item as often as the counts say. */
static kr_value population(kr_vm *vm, kr_value v, kr_value counts) {
    if (kr_is_set(v) || kr_is_dict(v) ||
        !(kr_is_list(v) || kr_is_tuple(v) || kr_is_str(v) || kr_special(vm, v, N___getitem__) != KR_UNBOUND))
        kr_raise_type(vm, "Population must be a sequence.  For dicts or sets, use sorted(d).");
    kr_value items = KR_OBJECT(kr_list_of(vm, v));
    if (counts == KR_UNBOUND || counts == KR_NONE) return items;
    kr_value all = kr_list_new(vm, 0, NULL);
    const kr_list *times = kr_list_of(vm, counts);
    if (times->size != kr_to_list(items)->size)
        kr_raise_value_error(vm, "The number of counts does not match the population");
    for (size_t i = 0; i < times->size; i++) {
        for (kr_word n = kr_index_word(vm, times->items[i]); n > 0; n--)
            kr_list_append(vm, kr_to_list(all), kr_to_list(items)->items[i]);
    }
    return all;
}

static kr_value do_sample(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list *items = kr_to_list(population(vm, argv[0], argv[2]));
    kr_word k = kr_index_word(vm, argv[1]);
    if (k < 0 || (size_t)k > items->size)
        kr_raise_value_error(vm, "Sample larger than population or is negative");
    for (size_t i = 0; i < (size_t)k; i++) {
        size_t j = i + (size_t)below(s, items->size - i);
        kr_value one = items->items[i];
        items->items[i] = items->items[j];
        items->items[j] = one;
    }
    return kr_list_new(vm, (size_t)k, items->items);
}

/* Running sums of the weights, as numbers of the program's kind; NULL when all are equal. */
static kr_list *cumulative(kr_vm *vm, kr_value weights, kr_value sums) {
    if (weights == KR_UNBOUND) weights = KR_NONE;
    if (sums == KR_UNBOUND) sums = KR_NONE;
    if (weights != KR_NONE && sums != KR_NONE)
        kr_raise_type(vm, "Cannot specify both weights and cumulative weights");
    if (sums != KR_NONE) return kr_list_of(vm, sums);
    if (weights == KR_NONE) return NULL;
    kr_list *list = kr_list_of(vm, weights);
    for (size_t i = 1; i < list->size; i++)
        list->items[i] = kr_binary(vm, KR_ADD, list->items[i - 1], list->items[i]);
    return list;
}

/* The first index whose sum is above x. */
static size_t bisect(kr_vm *vm, const kr_list *sums, kr_real x) {
    size_t low = 0, high = sums->size - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (x < kr_real_of(vm, sums->items[middle]))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static kr_value do_choices(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_list *sums = cumulative(vm, argv[1], argv[2]);
    kr_word k = argv[3] == KR_UNBOUND ? 1 : kr_index_word(vm, argv[3]), length = kr_length(vm, argv[0]);
    kr_value result = kr_list_new(vm, k > 0 ? (size_t)k : 0, NULL);
    if (sums != NULL && (kr_word)sums->size != length)
        kr_raise_value_error(vm, "The number of weights does not match the population");
    if (k > 0 && length == 0) kr_raise_index(vm, "list");
    kr_real total = sums != NULL && length > 0 ? kr_real_of(vm, sums->items[length - 1]) : 1;
    if (!(total > 0)) kr_raise_value_error(vm, "Total of weights must be greater than zero");
    if (!isfinite(total)) kr_raise_value_error(vm, "Total of weights must be finite");
    for (; k > 0; k--) {
        size_t at =
            sums != NULL ? bisect(vm, sums, next_real(s) * total) : (size_t)below(s, (uint64_t)length);
        kr_list_append(vm, kr_to_list(result), kr_getitem(vm, argv[0], KR_INT(at)));
    }
    return result;
}

/* --- distributions */

static kr_real real_arg(kr_vm *vm, size_t argc, const kr_value *argv, size_t at, kr_real otherwise) {
    return at < argc && argv[at] != KR_UNBOUND ? kr_real_of(vm, argv[at]) : otherwise;
}

static kr_value do_uniform(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_real a = real_arg(vm, argc, argv, 0, 0), b = real_arg(vm, argc, argv, 1, 1);
    return kr_float_new(vm, (kr_real)(a + (b - a) * next_real(s)));
}

static kr_value do_triangular(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_real low = real_arg(vm, argc, argv, 0, 0), high = real_arg(vm, argc, argv, 1, 1);
    kr_real middle = argc > 2 && argv[2] == KR_NONE ? (kr_real)0.5
                     : high == low                  ? 0
                                   : (real_arg(vm, argc, argv, 2, (low + high) / 2) - low) / (high - low);
    kr_real u = next_real(s);
    if (u > middle) return kr_float_new(vm, (kr_real)(high + (low - high) * sqrt((1 - u) * (1 - middle))));
    return kr_float_new(vm, (kr_real)(low + (high - low) * sqrt(u * middle)));
}

/* Box and Muller. */
static kr_real normal(uint32_t s[4]) {
    return sqrt(-2 * log(1 - next_real(s))) * cos((kr_real)(2 * M_PI) * next_real(s));
}

static kr_value do_gauss(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_real mean = real_arg(vm, argc, argv, 0, 0), deviation = real_arg(vm, argc, argv, 1, 1);
    return kr_float_new(vm, (kr_real)(mean + deviation * normal(s)));
}

static kr_value do_lognormvariate(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_real mean = real_arg(vm, argc, argv, 0, 0), deviation = real_arg(vm, argc, argv, 1, 1);
    return kr_float_new(vm, (kr_real)exp(mean + deviation * normal(s)));
}

static kr_value do_expovariate(kr_vm *vm, state s, size_t argc, const kr_value *argv) {
    kr_real rate = real_arg(vm, argc, argv, 0, 1);
    if (rate == 0) kr_raise(vm, &kr_ZeroDivisionError_type, "float division by zero");
    return kr_float_new(vm, (kr_real)(-log(1 - next_real(s)) / rate));
}

/* --- two faces of each: name, least and most arguments, parameters, doc */

#define RANDOM_FUNCTIONS(N)                                                                                  \
    N(seed, 0, 2, NULL, "seed(a=None)\nBegin a sequence that depends on the argument only.")                 \
    N(random, 0, 0, NULL, "random()\nA float from 0 up to, but not including, 1.")                           \
    N(getrandbits, 1, 1, NULL, "getrandbits(k)\nAn int of k random bits.")                                   \
    N(randbytes, 1, 1, NULL, "randbytes(n)\nn random bytes.")                                                \
    N(randrange, 1, 3, NULL, "randrange(start, stop=None, step=1)\nAn item of range(start, stop, step).")    \
    N(randint, 2, 2, NULL, "randint(a, b)\nAn int from a to b, both included.")                              \
    N(choice, 1, 1, NULL, "choice(sequence)\nOne of its items.")                                             \
    N(shuffle, 1, 1, NULL, "shuffle(list)\nPut the items into a random order.")                              \
    N(uniform, 2, 2, NULL, "uniform(a, b)\nA float between a and b.")                                        \
    N(triangular, 0, 3, NULL,                                                                                \
      "triangular(low=0, high=1, mode=None)\nA float with the mode as the likeliest.")                       \
    N(gauss, 0, 2, NULL, "gauss(mu=0, sigma=1)\nA float of the normal distribution.")                        \
    N(lognormvariate, 2, 2, NULL, "lognormvariate(mu, sigma)\nA float whose logarithm is normal.")           \
    N(expovariate, 0, 1, NULL, "expovariate(lambd=1)\nA float of the exponential distribution.")

typedef struct random_object {
    kr_object head;
    uint32_t words[4];
} random_object;

static state state_of(kr_value self) {
    return ((random_object *)kr_to_pointer(self))->words;
}

#define RANDOM_DEFINE(name, least, most, parameters, doc)                                                    \
    static kr_value random_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                            \
        return do_##name(vm, vm->random_state, argc, argv);                                                  \
    }                                                                                                        \
    KR_FUNCTION(name, random_##name, least, most, parameters, doc);                                          \
    static kr_value method_##name(kr_vm *vm, size_t argc, const kr_value *argv) {                            \
        return do_##name(vm, state_of(argv[0]), argc - 1, argv + 1);                                         \
    }                                                                                                        \
    KR_METHOD(name, method_##name, least + 1, most + 1, parameters, doc);
RANDOM_FUNCTIONS(RANDOM_DEFINE)

#define SAMPLE_DOC "sample(population, k, *, counts=None)\nA list of k different items."
#define CHOICES_DOC                                                                                          \
    "choices(population, weights=None, *, cum_weights=None, k=1)\nA list of k items, any of them perhaps "   \
    "several times."
static kr_value random_sample(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_sample(vm, vm->random_state, argc, argv);
}
KR_FUNCTION(sample, random_sample, 2, 3, "population,k,*,counts", SAMPLE_DOC);
static kr_value method_sample(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_sample(vm, state_of(argv[0]), argc - 1, argv + 1);
}
KR_METHOD(sample, method_sample, 3, 4, "self,population,k,*,counts", SAMPLE_DOC);
static kr_value random_choices(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_choices(vm, vm->random_state, argc, argv);
}
KR_FUNCTION(choices, random_choices, 1, 4, "population,weights,*,cum_weights,k", CHOICES_DOC);
static kr_value method_choices(kr_vm *vm, size_t argc, const kr_value *argv) {
    return do_choices(vm, state_of(argv[0]), argc - 1, argv + 1);
}
KR_METHOD(choices, method_choices, 2, 5, "self,population,weights,*,cum_weights,k", CHOICES_DOC);

/* --- state as a value, and the class */

static kr_value get_state(kr_vm *vm, const uint32_t *s) {
    kr_value words[4];
    for (int i = 0; i < 4; i++) words[i] = kr_int_from_unsigned(vm, s[i]);
    return kr_tuple_new(vm, 4, words);
}

static kr_value set_state(kr_vm *vm, uint32_t *s, kr_value v) {
    uint32_t words[4];
    if (!kr_is_tuple(v) || kr_to_tuple(v)->size != 4) kr_raise_type(vm, "state must be what getstate() gave");
    for (int i = 0; i < 4; i++) words[i] = (uint32_t)kr_int_arg(vm, kr_to_tuple(v)->items[i]);
    memcpy(s, words, sizeof words);
    return KR_NONE;
}

static kr_value random_getstate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return get_state(vm, vm->random_state);
}
KR_FUNCTION(getstate, random_getstate, 0, 0, NULL, "getstate()\nWhere the sequence is, for setstate().");
static kr_value method_getstate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return get_state(vm, state_of(argv[0]));
}
KR_METHOD(getstate, method_getstate, 1, 1, NULL, "getstate()\nWhere the sequence is, for setstate().");
static kr_value random_setstate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return set_state(vm, vm->random_state, argv[0]);
}
KR_FUNCTION(setstate, random_setstate, 1, 1, NULL,
            "setstate(state)\nGo on from where getstate() was called.");
static kr_value method_setstate(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return set_state(vm, state_of(argv[0]), argv[1]);
}
KR_METHOD(setstate, method_setstate, 2, 2, NULL, "setstate(state)\nGo on from where getstate() was called.");

static kr_value random_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                            const kr_value *names) {
    (void)names;
    if (argc + nkw > 1) kr_raise_type(vm, "Random() takes at most one argument, the seed");
    random_object *r = kr_new_instance(vm, cls, sizeof *r);
    do_seed(vm, r->words, argc + nkw, argv);
    return KR_OBJECT(r);
}

#define METHOD_ENTRY(name, ...) KR_ENTRY(name, method_##name),
static const kr_member random_members[] = {
    {N___module__, N_random},
    RANDOM_FUNCTIONS(METHOD_ENTRY) KR_ENTRY(sample, method_sample),
    KR_ENTRY(choices, method_choices),
    {N_normalvariate, KR_OBJECT(&native_method_gauss)},
    KR_ENTRY(getstate, method_getstate),
    KR_ENTRY(setstate, method_setstate),
};
static const kr_ops random_ops = {0};
static const kr_type random_type = {.head = {&kr_type_type},
                                    .name = N_Random,
                                    .base = &kr_object_type,
                                    .solid = &random_type,
                                    .ops = &random_ops,
                                    .size = sizeof(random_object),
                                    .member_count = sizeof random_members / sizeof *random_members,
                                    .members = random_members,
                                    .make = random_make};

#define FUNCTION_ENTRY(name, ...) KR_ENTRY(name, random_##name),
static const kr_member members[] = {
    RANDOM_FUNCTIONS(FUNCTION_ENTRY) KR_ENTRY(sample, random_sample),
    KR_ENTRY(choices, random_choices),
    {N_normalvariate, KR_OBJECT(&native_random_gauss)},
    KR_ENTRY(getstate, random_getstate),
    KR_ENTRY(setstate, random_setstate),
    KR_OBJECT_ENTRY(Random, random_type),
};

const kr_module_def kr_module_random = {N_random, members, sizeof members / sizeof *members, NULL,
                                        "Random numbers and choices."};
