/* bisect: places in sorted sequences. */
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "types/container.h"

static kr_value item_at(kr_vm *vm, kr_value v, kr_word index) {
    const kr_list *list = kr_is_exact(v, &kr_list_type) ? kr_to_list(v) : NULL;
    return list != NULL && (size_t)index < list->size ? list->items[index] : kr_getitem(vm, v, KR_INT(index));
}

/* argv: a, x, lo, hi, key; the place before (`left`) or behind items that are equal. */
static kr_word find(kr_vm *vm, const kr_value *argv, kr_value x, bool left) {
    kr_word low = argv[2] == KR_UNBOUND ? 0 : kr_index_word(vm, argv[2]);
    kr_word high =
        argv[3] == KR_UNBOUND || argv[3] == KR_NONE ? kr_length(vm, argv[0]) : kr_index_word(vm, argv[3]);
    bool keyed = argv[4] != KR_UNBOUND && argv[4] != KR_NONE;
    if (low < 0) kr_raise_value_error(vm, "lo must be non-negative");
    while (low < high) {
        kr_word middle = low + (high - low) / 2;
        kr_value item = item_at(vm, argv[0], middle);
        if (keyed) item = kr_call(vm, argv[4], 1, &item);
        bool lower = left ? kr_less(vm, item, x) : !kr_less(vm, x, item);
        if (lower)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static kr_value bisect_left(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(find(vm, argv, argv[1], true));
}
KR_FUNCTION(bisect_left, bisect_left, 2, 5, "a,x,lo,hi,*,key",
            "bisect_left(a, x, lo=0, hi=None, *, key=None)\nWhere x belongs in sorted a, before items that "
            "are equal.");

static kr_value bisect_right(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return KR_INT(find(vm, argv, argv[1], false));
}
KR_FUNCTION(bisect_right, bisect_right, 2, 5, "a,x,lo,hi,*,key",
            "bisect_right(a, x, lo=0, hi=None, *, key=None)\nWhere x belongs in sorted a, behind items that "
            "are equal.");

static kr_value insert(kr_vm *vm, const kr_value *argv, bool left) {
    bool keyed = argv[4] != KR_UNBOUND && argv[4] != KR_NONE;
    kr_value key = keyed ? kr_call(vm, argv[4], 1, argv + 1) : argv[1];
    kr_word at = find(vm, argv, key, left);
    kr_value args[2] = {KR_INT(at), argv[1]};
    if (kr_is_exact(argv[0], &kr_list_type))
        kr_list_insert(vm, kr_to_list(argv[0]), at, argv[1]);
    else
        kr_call_method(vm, argv[0], N_insert, 2, args);
    return KR_NONE;
}

static kr_value bisect_insort_left(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return insert(vm, argv, true);
}
KR_FUNCTION(
    insort_left, bisect_insort_left, 2, 5, "a,x,lo,hi,*,key",
    "insort_left(a, x, lo=0, hi=None, *, key=None)\nInsert x into sorted a, before items that are equal.");

static kr_value bisect_insort_right(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return insert(vm, argv, false);
}
KR_FUNCTION(
    insort_right, bisect_insort_right, 2, 5, "a,x,lo,hi,*,key",
    "insort_right(a, x, lo=0, hi=None, *, key=None)\nInsert x into sorted a, behind items that are equal.");

static const kr_member members[] = {
    {N_bisect, KR_OBJECT(&native_bisect_right)}, KR_ENTRY(bisect_left, bisect_left),
    KR_ENTRY(bisect_right, bisect_right),        {N_insort, KR_OBJECT(&native_bisect_insort_right)},
    KR_ENTRY(insort_left, bisect_insort_left),   KR_ENTRY(insort_right, bisect_insort_right),
};

const kr_module_def kr_module_bisect = {N_bisect, members, sizeof members / sizeof *members, NULL,
                                        "Places in sorted sequences."};
