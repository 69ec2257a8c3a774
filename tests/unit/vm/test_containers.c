/* dict, set and sort against models that are too simple to be wrong: long random histories, with keys of
 * every kind. Runs inside a machine with a small heap, so that the collector works meanwhile. */
#include "core/heap.h"
#include "core/names.h"
#include "core/operate.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MEMORY ((size_t)1 << 20)
#define KEYS   200

static void no_write(void *context, enum kr_stream stream, const char *data, size_t size) {
    (void)context, (void)stream, (void)data, (void)size;
}
static ptrdiff_t no_read(void *context, char *data, size_t size) {
    (void)context, (void)data, (void)size;
    return 0;
}
static uint64_t no_ticks(void *context) {
    (void)context;
    return 1;
}
static int64_t no_time(void *context) {
    (void)context;
    return 1;
}
static void no_sleep(void *context, uint64_t us) {
    (void)context, (void)us;
}
static void no_random(void *context, void *data, size_t size) {
    (void)context;
    memset(data, 1, size);
}

static const kr_host host = {.write = no_write,
                             .read = no_read,
                             .ticks_us = no_ticks,
                             .time_ns = no_time,
                             .sleep_us = no_sleep,
                             .random = no_random,
                             .platform = "test"};

static void in_machine(void (*body)(kr_vm *vm, void *data)) {
    void *memory = aligned_alloc(16, MEMORY);
    const kr_config config = {.memory = memory, .size = MEMORY, .host = &host};
    kr_vm *vm = kr_open(&config);
    assert_non_null(vm);
    assert_true(kr_vm_enter(vm, body, NULL));
    kr_close(vm);
    free(memory);
}

static uint32_t next_random(uint32_t *seed) {
    return (*seed = *seed * 1664525u + 1013904223u) >> 8;
}

/* Key number n: an int, a str that is interned or not, a float, a tuple. Made anew each time, so that equal
 * keys are different objects. */
static kr_value make_key(kr_vm *vm, unsigned n, unsigned kinds) {
    char text[32];
    int size = snprintf(text, sizeof text, "key%u", n);
    switch (n % kinds) {
    case 0: return KR_INT((kr_word)n << (n % 3 * 8));
    case 1: return kr_intern(vm, text, (size_t)size);
    case 2: return kr_str_new(vm, text, (size_t)size);
    case 3: return kr_float_new(vm, (kr_real)n + (kr_real)0.5);
    default: {
        kr_value parts[2] = {KR_INT(n), KR_INT(-1)};
        return kr_tuple_new(vm, 2, parts);
    }
    }
}

/* Value of each key, 0 when it is not there, and the order in which they came. */
typedef struct model {
    int value[KEYS];
    unsigned order[KEYS];
    unsigned size;
} model;

static void model_set(model *m, unsigned n, int value) {
    if (m->value[n] == 0) m->order[m->size++] = n;
    m->value[n] = value;
}

static void model_delete(model *m, unsigned n) {
    if (m->value[n] == 0) return;
    unsigned at = 0;
    while (m->order[at] != n) at++;
    memmove(m->order + at, m->order + at + 1, (m->size - at - 1) * sizeof *m->order);
    m->size--;
    m->value[n] = 0;
}

static void check_dict(kr_vm *vm, kr_dict *dict, const model *m, unsigned kinds) {
    kr_value key, value;
    size_t position = 0, count = 0;
    while (kr_dict_each(dict, &position, &key, &value)) {
        assert_true(count < m->size);
        unsigned n = m->order[count++];
        assert_true(kr_equal(vm, key, make_key(vm, n, kinds)));
        assert_int_equal(kr_to_int(value), m->value[n]);
    }
    assert_int_equal(count, m->size);
    assert_int_equal(dict->size, m->size);
}

static void dict_history(kr_vm *vm, unsigned kinds, unsigned keys, uint32_t seed) {
    static model m;
    memset(&m, 0, sizeof m);
    kr_dict *dict = kr_dict_new(vm, seed % 20);
    for (int step = 1; step < 6000; step++) {
        unsigned n = next_random(&seed) % keys;
        kr_value key = make_key(vm, n, kinds);
        switch (next_random(&seed) % 5) {
        case 0:
        case 1:
            kr_dict_set(vm, dict, key, KR_INT(step));
            model_set(&m, n, step);
            break;
        case 2:
            assert_int_equal(kr_dict_delete(vm, dict, key), m.value[n] != 0);
            model_delete(&m, n);
            break;
        default: {
            kr_value value = kr_dict_get(vm, dict, key);
            if (m.value[n] == 0)
                assert_true(value == KR_UNBOUND);
            else
                assert_int_equal(kr_to_int(value), m.value[n]);
        }
        }
        if (step % 500 == 0) {
            check_dict(vm, dict, &m, kinds);
            check_dict(vm, kr_dict_copy(vm, dict), &m, kinds);
        }
        if (step % 2500 == 0) {
            kr_dict_clear(vm, dict);
            memset(&m, 0, sizeof m);
        }
    }
}

static void dict_body(kr_vm *vm, void *data) {
    (void)data;
    for (unsigned kinds = 1; kinds <= 5; kinds++)
        for (unsigned keys = 3; keys <= KEYS; keys *= 4) dict_history(vm, kinds, keys, kinds * 1000 + keys);
}

static void test_dict(void **state) {
    (void)state;
    in_machine(dict_body);
}

/* Entries of a namespace stay where they are, whatever comes and goes. */
static void namespace_body(kr_vm *vm, void *data) {
    (void)data;
    kr_dict *dict = kr_dict_new(vm, 0);
    kr_value names[300];
    uint32_t slots[300];
    for (unsigned n = 0; n < 300; n++) {
        char text[16];
        names[n] = kr_intern(vm, text, (size_t)snprintf(text, sizeof text, "name%u", n));
        slots[n] = kr_namespace_slot(vm, dict, names[n]);
        if (n % 2) kr_dict_set_name(vm, dict, names[n], KR_INT(n));
        if (n % 3 == 0) kr_dict_delete(vm, dict, names[n]);
    }
    for (unsigned n = 0; n < 300; n++) {
        assert_int_equal(kr_namespace_slot(vm, dict, names[n]), slots[n]);
        kr_value value = kr_dict_get_name(dict, names[n]);
        assert_true(value == (n % 2 && n % 3 ? KR_INT(n) : KR_UNBOUND));
        dict->entries[slots[n]].value = KR_INT(n); /* as the run loop does */
        assert_true(
            kr_dict_get(vm, dict, kr_str_new(vm, kr_to_str(names[n])->data, kr_to_str(names[n])->size)) ==
            KR_INT(n));
    }
    uint32_t slot = kr_namespace_slot(vm, dict, N_len);
    kr_value builtin = dict->entries[slot].value;
    assert_true(kr_is_absent(builtin) && builtin != KR_UNBOUND);
    assert_true(vm->builtins->entries[kr_builtin_number(builtin) - 1].key == N_len);
    kr_dict_clear(vm, dict);
    assert_true(kr_dict_get_name(dict, names[5]) == KR_UNBOUND);
    assert_int_equal(kr_namespace_slot(vm, dict, names[299]), slots[299]);
}

static void test_namespace(void **state) {
    (void)state;
    in_machine(namespace_body);
}

static void set_history(kr_vm *vm, unsigned kinds, unsigned keys, uint32_t seed) {
    bool there[KEYS] = {false};
    unsigned size = 0;
    kr_set *set = kr_to_pointer(kr_set_new(vm, &kr_set_type));
    for (int step = 0; step < 5000; step++) {
        unsigned n = next_random(&seed) % keys;
        kr_value key = make_key(vm, n, kinds);
        switch (next_random(&seed) % 4) {
        case 0:
            assert_int_equal(kr_set_discard(vm, set, key), there[n]);
            size -= there[n];
            there[n] = false;
            break;
        case 1: assert_int_equal(kr_set_contains(vm, set, key), there[n]); break;
        default:
            assert_int_equal(kr_set_add(vm, set, key), !there[n]);
            size += !there[n];
            there[n] = true;
        }
        assert_int_equal(set->size, size);
    }
}

static void set_body(kr_vm *vm, void *data) {
    (void)data;
    for (unsigned kinds = 1; kinds <= 5; kinds++)
        for (unsigned keys = 3; keys <= KEYS; keys *= 4) set_history(vm, kinds, keys, kinds * 77 + keys);
}

static void test_set(void **state) {
    (void)state;
    in_machine(set_body);
}

/* Tuples (key, number): sorted by the whole tuple, and stably by the key alone, both come out alike. */
static void sort_case(kr_vm *vm, size_t size, unsigned range, uint32_t seed) {
    kr_value list = kr_list_new(vm, size, NULL), numbers = kr_list_new(vm, size, NULL);
    for (size_t i = 0; i < size; i++) {
        kr_word key = (kr_word)(next_random(&seed) % range);
        if (seed % 7 == 0 && i > 0) key = (kr_word)i / 3; /* runs */
        kr_value parts[2] = {KR_INT(key), KR_INT(i)};
        kr_list_append(vm, kr_to_pointer(list), kr_tuple_new(vm, 2, parts));
        kr_list_append(vm, kr_to_pointer(numbers), KR_INT(key));
    }
    kr_list_sort(vm, kr_to_pointer(list), KR_NONE, false);
    kr_list_sort(vm, kr_to_pointer(numbers), KR_NONE, size % 2);
    kr_value last = KR_INT(-1), last_number = KR_INT(-1);
    for (size_t i = 0; i < size; i++) {
        const kr_tuple *t = kr_to_tuple(kr_to_list(list)->items[i]);
        assert_true(kr_to_int(t->items[0]) > kr_to_int(last) ||
                    (t->items[0] == last && kr_to_int(t->items[1]) > kr_to_int(last_number)));
        last = t->items[0];
        last_number = t->items[1];
        size_t other = size % 2 ? size - 1 - i : i;
        assert_true(kr_to_list(numbers)->items[other] == last);
    }
}

static void sort_body(kr_vm *vm, void *data) {
    (void)data;
    for (size_t size = 0; size < 200; size++) sort_case(vm, size, 1 + (unsigned)size / 3, (uint32_t)size);
    sort_case(vm, 3000, 10, 1);
    sort_case(vm, 3001, 1000000, 2);
}

static void test_sort(void **state) {
    (void)state;
    in_machine(sort_body);
}

static void slice_body(kr_vm *vm, void *data) {
    (void)data;
    static const struct {
        kr_value start, stop, step;
        size_t length, count;
        kr_word from;
    } cases[] = {
        {KR_NONE, KR_NONE, KR_NONE, 5, 5, 0},
        {KR_INT(1), KR_INT(-1), KR_NONE, 5, 3, 1},
        {KR_NONE, KR_NONE, KR_INT(-1), 5, 5, 4},
        {KR_INT(10), KR_INT(-10), KR_INT(-2), 5, 3, 4},
        {KR_INT(4), KR_INT(1), KR_INT(1), 5, 0, 4},
        {KR_INT(KR_INT_MIN), KR_INT(KR_INT_MAX), KR_INT(KR_INT_MAX), 5, 1, 0},
        {KR_NONE, KR_NONE, KR_INT(KR_INT_MIN), 5, 1, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kr_word start, stop, step;
        kr_value slice = kr_slice_new(vm, cases[i].start, cases[i].stop, cases[i].step);
        assert_int_equal(kr_slice_indices(vm, slice, cases[i].length, &start, &stop, &step), cases[i].count);
        assert_int_equal(start, cases[i].from);
    }
}

static void test_slice(void **state) {
    (void)state;
    in_machine(slice_body);
}

/* Built-ins that would never come back are interrupted. */
static kr_vm *running;
static uint64_t clock_us;
static uint64_t ticking(void *context) {
    (void)context;
    return clock_us += 1500;
}
static void interrupt(void *context) {
    (void)context;
    kr_interrupt(running);
}

static void test_interrupt(void **state) {
    (void)state;
    static const char *const endless[] = {
        "sum(range(10 ** 15))",
        "max(range(10 ** 15))",
        "'x' in range(10 ** 15)",
        "any(iter(int, 1))",
        "next(filter(None, iter(int, 1)))",
        "set(iter(int, 1))",
        "dict.fromkeys(iter(int, 1))",
        "all(zip(iter(int, 1)))",
    };
    kr_host impatient = host;
    impatient.ticks_us = ticking;
    impatient.poll = interrupt;
    void *memory = aligned_alloc(16, MEMORY);
    const kr_config config = {.memory = memory, .size = MEMORY, .host = &impatient};
    running = kr_open(&config);
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        kr_clear_interrupt(running);
        assert_int_equal(kr_run_source(running, KR_MODE_EXEC, "<test>", endless[i], strlen(endless[i])),
                         KR_INTERRUPTED);
    }
    kr_clear_interrupt(running);
    kr_close(running);
    free(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dict), cmocka_unit_test(test_namespace), cmocka_unit_test(test_set),
        cmocka_unit_test(test_sort), cmocka_unit_test(test_slice),     cmocka_unit_test(test_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
