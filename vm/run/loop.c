/* The interpreter loop.
 *
 * One long function: an entry a kind of instruction, three to eight lines each, in the words of vocabulary.h.
 * The state is in locals:
 *
 *     pc  the next word        R  the registers        K  the constants        frame  the frame record
 *
 * SAVE writes pc back before anything that may raise; the label `enter` takes everything from vm->frame after
 * anything that may have changed frames, RELOAD what a stack that moves changes. An entry first tries what is
 * common and cheap inline; all else is a function of instruction.h, which returns the result or has pushed a
 * frame (0). Every word in `labels` is the address of an entry: a jump through it replaces a switch. */
#include "run/fast.h"
#include "run/instruction.h"
#include "run/attribute.h"
#include "run/descriptors.h"
#include "run/module.h"
#include "run/vocabulary.h"
#include "types/container.h"

kr_value kr_execute(kr_vm *vm) {
#define LABEL(name, format, a, b, c, text) &&L_##name,
    static const void *const labels[256] = { KR_OPCODES(LABEL) };
#undef LABEL
    kr_frame *frame;
    kr_value *R;
    const kr_value *K;
    const uint32_t *pc;
    uint32_t i;
    kr_value v, x, y;
    kr_value *window;      /* of a call: where the arguments begin */
    kr_function *function; /* of a call: the callee */
    size_t count;          /* of a call: the arguments */
    unsigned target;
    int same;
    kr_real a, b;

enter:
    frame = vm->frame;
    R = frame->base;
    pc = frame->pc;
    K = frame->function->code->constants;
    if (KR_UNLIKELY(--vm->budget < 0)) goto poll;
    NEXT;

poll:
    if (KR_UNLIKELY(vm->raised != 0))
        NEXT;           /* on the way to a handler: its HANDLE takes the exception first */
    frame->pc = pc + 1; /* an interrupt counts as raised by the instruction that comes next */
    vm->budget = KR_POLL_BUDGET;
    kr_poll(vm);
    RELOAD;
    NEXT;

unbound:
    SAVE;
    kr_raise_unbound(vm);

raise:
    if (!kr_unwind(vm, false)) return 0;
    goto enter;

    /* ---- Moving ---- */

    CASE(MOVE) {
        v = R[B];
        BOUND(v);
        R[A] = v;
        NEXT;
    }

    CASE(LOADK) {
        R[A] = K[X];
        NEXT;
    }

    CASE(LOADI) {
        R[A] = KR_INT(KR_SX(i));
        NEXT;
    }

    CASE(LOADV) {
        R[A] = X;
        NEXT;
    }

    CASE(CHECK) {
        BOUND(R[A]);
        NEXT;
    }

    CASE(DELLOCAL) {
        BOUND(R[A]);
        R[A] = KR_UNBOUND;
        NEXT;
    }

    /* ---- Globals, names, cells ---- */

    CASE(GETG) {
        v = frame->function->globals->entries[X].value;
        if (KR_UNLIKELY(kr_is_absent(v))) goto builtin;
        R[A] = v;
        NEXT;
    }

builtin : {
    size_t number = kr_builtin_number(v);
    const kr_dict *builtins = vm->builtins;
    v = number == 0 || number > builtins->used ? KR_UNBOUND : builtins->entries[number - 1].value;
    if (KR_UNLIKELY(kr_is_absent(v))) STORE(kr_do_global(vm, X));
    R[A] = v;
    NEXT;
}

    CASE(SETG) {
        v = R[A];
        BOUND(v);
        kr_dict *globals = frame->function->globals;
        kr_entry *entry = &globals->entries[X];
        if (KR_UNLIKELY(kr_is_absent(entry->value))) DO(kr_dict_set_name(vm, globals, entry->key, v));
        entry->value = v;
        NEXT;
    }

    DOES(DELG, kr_do_delete_global(vm, X))
    STORES(GETN, kr_do_name(vm, R[0], K[X]))

    CASE(SETN) {
        BOUND(R[A]);
        DO(kr_do_namespace_set(vm, R[0], K[X], R[A]));
    }

    DOES(DELN, kr_do_namespace_delete(vm, R[0], K[X]))

    CASE(NEWCELL) {
        SAVE;
        kr_cell *cell = kr_new(vm, &kr_cell_type, sizeof *cell);
        cell->content = R[A];
        R[A] = KR_OBJECT(cell);
        NEXT;
    }

    CASE(GETCELL) {
        v = ((const kr_cell *)kr_to_pointer(R[B]))->content;
        if (KR_UNLIKELY(v == KR_UNBOUND)) STORE(kr_do_cell(vm, v, B));
        R[A] = v;
        NEXT;
    }

    CASE(SETCELL) {
        v = R[B];
        BOUND(v);
        ((kr_cell *)kr_to_pointer(R[A]))->content = v;
        NEXT;
    }

    CASE(DELCELL) {
        kr_cell *cell = kr_to_pointer(R[A]);
        SAVE;
        kr_do_cell(vm, cell->content, A);
        cell->content = KR_UNBOUND;
        NEXT;
    }

    CASE(GETFREE) {
        v = ((const kr_cell *)kr_to_pointer(frame->function->cells[X]))->content;
        if (KR_UNLIKELY(v == KR_UNBOUND)) goto free_unbound;
        R[A] = v;
        NEXT;
    }

    CASE(SETFREE) {
        v = R[A];
        BOUND(v);
        ((kr_cell *)kr_to_pointer(frame->function->cells[X]))->content = v;
        NEXT;
    }

    CASE(DELFREE) {
        kr_cell *cell = kr_to_pointer(frame->function->cells[X]);
        if (cell->content == KR_UNBOUND) goto free_unbound;
        cell->content = KR_UNBOUND;
        NEXT;
    }

free_unbound:
    SAVE;
    kr_do_free_unbound(vm, KR_OP(i) == OP_GETFREEN ? B : X);

    CASE(GETFREEN) {
        SAVE;
        v = kr_do_namespace_get(vm, R[0], K[C]);
        RELOAD;
        if (v == KR_UNBOUND) v = ((const kr_cell *)kr_to_pointer(frame->function->cells[B]))->content;
        if (v == KR_UNBOUND) goto free_unbound;
        R[A] = v;
        NEXT;
    }

    /* ---- Operators, comparisons, jumps ---- */

#include "run/loop_operators.h"

    /* ---- Attributes and subscripts ---- */

    CASE(GETATTR) {
        x = R[B], y = K[C];
        if (KR_LIKELY(kr_is_object(x))) {
            const kr_attribute_entry *entry = kr_attribute_entry_of(vm, (uintptr_t)kr_type_word(x), y);
            if (KR_LIKELY(entry->type == kr_type_word(x) && entry->name == y && kr_is_slot(entry->what))) {
                v = *kr_word_of(x, kr_slot_number(entry->what));
                if (KR_LIKELY(v != KR_UNBOUND)) {
                    R[A] = v;
                    NEXT;
                }
            }
        }
        RESULT(kr_do_getattr(vm, x, y, A));
    }

    CASE(GETATTRX) {
        x = R[B];
        BOUND(x);
        y = K[*pc++];
        RESULT(kr_do_getattr(vm, x, y, A));
    }

    CASE(SETATTR) {
        x = R[A], y = K[B], v = R[C];
        BOUND(v);
        if (KR_LIKELY(kr_is_object(x))) {
            const kr_attribute_entry *entry = kr_attribute_entry_of(vm, (uintptr_t)kr_type_word(x), y);
            if (KR_LIKELY(entry->type == kr_type_word(x) && entry->name == y && kr_is_slot(entry->what))) {
                *kr_word_of(x, kr_slot_number(entry->what)) = v;
                NEXT;
            }
        }
        SAVE;
        if (kr_do_setattr(vm, x, y, v) == 0) goto enter;
        RELOAD;
        NEXT;
    }

    CASE(SETATTRX) {
        x = R[A], v = R[C];
        BOUND(x);
        BOUND(v);
        y = K[*pc++];
        SAVE;
        if (kr_do_setattr(vm, x, y, v) == 0) goto enter;
        RELOAD;
        NEXT;
    }

    CASE(DELATTR) {
        BOUND(R[A]);
        DO(kr_setattr(vm, R[A], K[X], KR_UNBOUND));
    }

    STORES_OF(GETSPECIAL, kr_do_special(vm, R[B], K[C]))

    CASE(GETITEM) {
        x = R[B], y = R[C];
    getitem:
        if (kr_is_object(x)) {
            const kr_type *type = kr_type_word(x);
            if (type == &kr_list_type && kr_is_int(y)) {
                const kr_list *list = kr_to_list(x);
                size_t index = (size_t)kr_to_int(y);
                if ((kr_word)index < 0) index += list->size;
                if (KR_LIKELY(index < list->size)) {
                    R[A] = list->items[index];
                    NEXT;
                }
            } else if (type == &kr_dict_type) {
                SAVE;
                v = kr_dict_get(vm, kr_to_dict(x), y);
                RELOAD;
                if (KR_UNLIKELY(v == KR_UNBOUND)) goto missing;
                R[A] = v;
                NEXT;
            } else if (type == &kr_tuple_type && kr_is_int(y)) {
                const kr_tuple *tuple = kr_to_tuple(x);
                size_t index = (size_t)kr_to_int(y);
                if ((kr_word)index < 0) index += tuple->size;
                if (KR_LIKELY(index < tuple->size)) {
                    R[A] = tuple->items[index];
                    NEXT;
                }
            }
        }
        RESULT(kr_do_getitem(vm, x, y, A));
    }

missing:
    BOUND(y);
    kr_raise_key(vm, y);

    CASE(GETITEMK) {
        x = R[B], y = K[C];
        goto getitem;
    }

    CASE(SETITEM) {
        x = R[A], y = R[B], v = R[C];
        if (kr_is_object(x) && KR_LIKELY(v != KR_UNBOUND)) {
            const kr_type *type = kr_type_word(x);
            if (type == &kr_list_type && kr_is_int(y)) {
                const kr_list *list = kr_to_list(x);
                size_t index = (size_t)kr_to_int(y);
                if ((kr_word)index < 0) index += list->size;
                if (KR_LIKELY(index < list->size)) {
                    list->items[index] = v;
                    NEXT;
                }
            } else if (type == &kr_dict_type && KR_LIKELY(y != KR_UNBOUND)) {
                DO(kr_dict_set(vm, kr_to_dict(x), y, v));
            } else if (type == &kr_bytearray_type && kr_both_int(y, v)) {
                const kr_bytearray *bytes = kr_to_pointer(x);
                if ((size_t)kr_to_int(y) < bytes->size && v <= KR_INT(255)) {
                    bytes->data[kr_to_int(y)] = (uint8_t)kr_to_int(v);
                    NEXT;
                }
            }
        }
        SAVE;
        if (kr_do_setitem(vm, x, y, v) == 0) goto enter;
        RELOAD;
        NEXT;
    }

    CASE(DELITEM) {
        SAVE;
        if (kr_do_setitem(vm, R[A], R[B], 0) == 0) goto enter;
        RELOAD;
        NEXT;
    }

    /* Mostly the slice is only made for the subscript that follows: then it is not made at all. */
    CASE(SLICE) {
        uint32_t next = *pc;
        if (KR_OP(next) == OP_GETITEM && KR_C(next) == A) {
            SAVE;
            v = kr_do_slice(vm, R[KR_B(next)], &R[B]);
            RELOAD;
            if (v != 0) {
                pc++;
                R[KR_A(next)] = v;
                NEXT;
            }
        }
        STORE(kr_slice_new(vm, R[B], R[B + 1], R[B + 2]));
    }

    /* ---- Calls ---- */

    CASE(CALL) {
        window = R + A + 1;
        v = window[-1];
        count = B;
    call:
        if (KR_LIKELY(kr_is_object(v))) {
            const kr_type *type = kr_type_word(v);
            if (type == &kr_function_type) {
                function = kr_to_pointer(v);
                goto call_function;
            }
            if (type == &kr_builtin_type) goto call_builtin;
            if (type == &kr_method_type && window > R + A) { /* R[A] is free, what is below is not */
                const kr_method *method = kr_to_pointer(v);
                v = method->function;
                *--window = method->self;
                count++;
                goto call;
            }
        }
    call_any:
        if (v == KR_OBJECT(&kr_range_type) && KR_OP(*pc) == OP_ITER && KR_A(*pc) == A && KR_B(*pc) == A &&
            fast_range_call(window, count, &R[A])) {
            pc++;
            NEXT;
        }
        RESULT(kr_call_frame(vm, v, count, window, 0, NULL, window, A));
    }

call_function : {
    const kr_code *code = function->code;
    kr_value *end = window + code->register_count;
    v = KR_OBJECT(function);
    if (KR_UNLIKELY((code->flags & SPECIAL_CALL) || frame->generator || !kr_stack_fits(vm, frame, end)))
        goto call_any;
    if (KR_UNLIKELY(code->parameter_count != count || code->positional_count != count)) {
        if (!fast_defaults(function, window, count)) goto call_any;
        count = code->positional_count;
    }
    SAVE;
    K = code->constants;
    pc = code->words;
    R = window;
    for (window += count; window < end; window++) *window = KR_UNBOUND;
    vm->frame = --frame;
    frame->base = R;
    frame->function = function;
    frame->generator = NULL;
    frame->action = KR_RETURN_STORE;
    frame->target = (uint8_t)A;
    frame->flags = 0;
    if (KR_UNLIKELY(--vm->budget < 0)) goto poll;
    NEXT;
}

call_builtin : {
    const kr_builtin *builtin = kr_to_pointer(v);
    if (KR_UNLIKELY(builtin->form != KR_FORM_PLAIN || count < builtin->min || count > builtin->max))
        goto call_any;
    SAVE;
    v = builtin->call.fn(vm, count, window);
    RELOAD;
    R[A] = v;
    NEXT;
}

    CASE(CALLM) {
        window = R + A + 1;
        x = window[0], y = K[C];
        if (KR_LIKELY(kr_is_object(x))) {
            const kr_attribute_entry *entry = kr_attribute_entry_of(vm, (uintptr_t)kr_type_word(x), y);
            if (KR_LIKELY(entry->type == kr_type_word(x) && entry->name == y && kr_is_object(entry->what))) {
                v = entry->what;
                count = B + 1;
                if (KR_LIKELY(kr_type_word(v) == &kr_function_type)) {
                    function = kr_to_pointer(v);
                    goto call_function;
                }
                if (kr_type_word(v) == &kr_builtin_type &&
                    ((const kr_builtin *)kr_to_pointer(v))->kind == KR_BUILTIN_METHOD)
                    goto call_builtin;
            }
        }
        BOUND(x);
        count = B;
        if (kr_is_object(x) && (kr_type_word(x)->flags & KR_TYPE_OWN_KEY)) {
            v = kr_attribute_probe(vm, x | 1, y);
            if (v != 0) {
                window++;
                goto call;
            }
        }
        kr_value self;
        SAVE;
        v = kr_load_method(vm, x, y, &self);
        RELOAD;
        window = R + A + 2;
        if (self != KR_UNBOUND) {
            *--window = self;
            count++;
        }
        goto call;
    }

    CASE(LOADM) {
        x = R[B], y = K[C];
        BOUND(x);
        if (KR_LIKELY(kr_is_object(x))) {
            const kr_attribute_entry *entry = kr_attribute_entry_of(vm, (uintptr_t)kr_type_word(x), y);
            if (KR_LIKELY(entry->type == kr_type_word(x) && entry->name == y && kr_is_object(entry->what) &&
                          kr_type_word(entry->what) == &kr_function_type)) {
                R[A] = entry->what;
                R[A + 1] = x;
                NEXT;
            }
        }
        kr_value self;
        SAVE;
        v = kr_load_method(vm, x, y, &self);
        RELOAD;
        R[A] = v;
        R[A + 1] = self;
        NEXT;
    }

    CASE(CALLB) {
        window = R + A + 1;
        count = B + 1;
        v = window[-1];
        if (window[0] == KR_UNBOUND) window++, count--;
        goto call;
    }

    CASE(CALLKW) {
        const kr_tuple *names = kr_to_tuple(K[C]);
        window = R + A + 1;
        RESULT(kr_call_frame(vm, window[-1], B - names->size, window, names->size, names->items, window, A));
    }

    RESULTS(CALLEX, kr_call_spread(vm, R[A], R[A + 1], B ? R[A + 2] : KR_UNBOUND, A))

    CASE(RETURN) {
        v = R[A];
        BOUND(v);
    do_return:
        if (KR_LIKELY(frame->action == KR_RETURN_STORE)) {
            target = frame->target;
            vm->frame = ++frame;
            R = frame->base;
            pc = frame->pc;
            K = frame->function->code->constants;
            R[target] = v;
            NEXT;
        }
        if (frame->generator) {
            SAVE;
            switch (kr_generator_return(vm, v)) {
            case KR_RETURN_NATIVE: return v;
            case KR_RETURN_NEXT: vm->frame->pc++; break;
            default: break;
            }
            goto enter;
        }
        if (frame->action == KR_RETURN_NATIVE) {
            vm->frame++;
            return v;
        }
        {
            kr_frame done = *frame;
            vm->frame++;
            kr_do_return(vm, &done, v);
            goto enter;
        }
    }

    CASE(RETURNV) {
        v = X;
        goto do_return;
    }

    STORES(FUNCTION, kr_do_function(vm, kr_to_code(K[X]), R[A], R[A + 1]))
    STORES(SUPER, kr_super_new(vm, R[B], R[C]))

    /* ---- Loops and generators ---- */

    CASE(ITER) {
        x = R[B];
        if (KR_LIKELY(kr_is_object(x))) {
            const kr_type *type = kr_type_word(x);
            if (type == &kr_range_type && fast_range(x, &R[A])) NEXT;
            if (type == &kr_list_type || type == &kr_tuple_type || type == &kr_str_type ||
                type == &kr_dict_type) {
                R[A] = x;
                R[A + 1] = KR_INT(0);
                if (type == &kr_dict_type) R[A + 2] = KR_INT(kr_to_dict(x)->size);
                NEXT;
            }
            if (type == &kr_generator_type) {
                R[A] = x;
                NEXT;
            }
        }
        RESULT(kr_do_iter(vm, x, A));
    }

    CASE(FOR) {
        window = R + A;
        x = window[0];
        if (kr_is_int(x)) {
            if (window[1] == KR_INT(0)) goto loop_end;
            R[B] = x;
            window[0] = x + window[2] - 1;
            window[1] -= 2;
            JUMP;
        }
        {
            const kr_type *type = kr_type_word(x);
            if (type == &kr_list_type) {
                const kr_list *list = kr_to_list(x);
                size_t index = (size_t)kr_to_int(window[1]);
                if (index >= list->size) goto loop_end;
                window[1] += 2;
                R[B] = list->items[index];
                JUMP;
            }
            if (type == &kr_generator_type) {
                kr_generator *generator = kr_to_pointer(x);
                const kr_value *end = R + frame->function->code->register_count;
                if (KR_LIKELY(generator->state <= KR_GENERATOR_SUSPENDED && !generator->throwing &&
                              !frame->generator && kr_stack_fits(vm, frame, end))) {
                    SAVE;
                    goto resume;
                }
            }
            if (type == &kr_tuple_type) {
                const kr_tuple *tuple = kr_to_tuple(x);
                size_t index = (size_t)kr_to_int(window[1]);
                if (index >= tuple->size) goto loop_end;
                window[1] += 2;
                R[B] = tuple->items[index];
                JUMP;
            }
            if (type->ops && type->ops->next && !(type->dunders & KR_HAS_NEXT) &&
                type != &kr_generator_type) {
                SAVE;
                if (type->ops->next_pair && fast_unpacks_pair(frame, pc, B)) {
                    kr_value pair[2];
                    int got = type->ops->next_pair(vm, x, pair);
                    RELOAD;
                    if (got == KR_PAIR_END) goto loop_end;
                    if (got == KR_PAIR_STORED) {
                        pc += KR_SJ(*pc) + 1;
                        i = *pc++;
                        R[B] = pair[0]; /* the item itself, which is not made, must be some value */
                        R[A] = pair[0];
                        R[A + 1] = pair[1];
                        if (--vm->budget < 0) goto poll;
                        NEXT;
                    }
                }
                v = type->ops->next(vm, x);
                RELOAD;
                if (v == KR_UNBOUND) goto loop_end;
                R[B] = v;
                JUMP;
            }
        }
        SAVE;
        v = kr_do_next(vm, window, B);
        if (v == 0) goto enter;
        RELOAD;
        if (v == KR_UNBOUND) goto loop_end;
        R[B] = v;
        JUMP;
    }

loop_end:
    pc++;
    NEXT;

resume : {
    kr_generator *generator = kr_to_pointer(x);
    kr_value outside = vm->handling;
    if (generator->state == KR_GENERATOR_SUSPENDED)
        generator->registers[KR_A(generator->frame.pc[-1])] = KR_NONE;
    if (generator->handling) vm->handling = generator->handling;
    generator->handling = outside;
    generator->state = KR_GENERATOR_RUNNING;
    vm->frame = --frame;
    *frame = generator->frame;
    frame->action = KR_RETURN_NEXT;
    frame->target = (uint8_t)B;
    R = frame->base;
    pc = frame->pc;
    K = frame->function->code->constants;
    NEXT;
}

    STORES_OF(GETITER, kr_iter(vm, R[B]))

    CASE(YIELD) {
        v = R[A];
        BOUND(v);
        SAVE;
        if (KR_LIKELY(frame->action == KR_RETURN_NEXT)) {
            kr_generator *generator = frame->generator;
            kr_value outside = generator->handling;
            generator->frame.pc = pc;
            generator->state = KR_GENERATOR_SUSPENDED;
            generator->handling = vm->handling == outside ? 0 : vm->handling;
            vm->handling = outside;
            target = frame->target;
            vm->frame = ++frame;
            R = frame->base;
            pc = frame->pc;
            K = frame->function->code->constants;
            R[target] = v;
            JUMP;
        }
        goto do_yield;
    }

do_yield : {
    unsigned to;
    switch (kr_generator_yield(vm, v, &to)) {
    case KR_RETURN_NATIVE: return v;
    case KR_RETURN_SEND: vm->frame->base[to] = v; break;
    case KR_RETURN_NEXT:
        vm->frame->base[to] = v;
        vm->frame->pc += 1 + KR_SJ(*vm->frame->pc);
        break;
    default: break;
    }
    goto enter;
}

    CASE(DELEGATE) {
        SAVE;
        v = kr_delegate(vm, A);
        if (v == 0) goto enter;
        goto do_yield;
    }

    STORES_OF(GETYIELD, kr_yield_source(vm, R[B], C != 0))
    STORES_OF(AITER, kr_async_iter(vm, R[B]))
    STORES_OF(ANEXT, kr_async_next(vm, R[B]))

    /* ---- Building and taking apart ---- */

    STORES(TUPLE, kr_tuple_new(vm, C, R + B))
    STORES(LIST, kr_list_new(vm, C, C ? R + B : NULL))
    STORES(SET, kr_do_set(vm, C, R + B))
    STORES(DICT, kr_do_dict(vm, C, R + B))

    CASE(APPEND) {
        kr_list *list = kr_to_list(R[A]);
        v = R[B];
        BOUND(v);
        if (KR_UNLIKELY(list->size == list->capacity)) DO(kr_list_append(vm, list, v));
        list->items[list->size++] = v;
        NEXT;
    }

    CASE(EXTEND) {
        BOUND(R[B]);
        DO(kr_do_extend(vm, R[A], R[B]));
    }

    CASE(ADDSET) {
        BOUND(R[B]);
        DO(kr_set_add(vm, kr_to_pointer(R[A]), R[B]));
    }

    CASE(UPDATESET) {
        BOUND(R[B]);
        DO(kr_do_update_set(vm, R[A], R[B]));
    }

    CASE(SETKEY) {
        BOUND(R[B]);
        BOUND(R[C]);
        DO(kr_dict_set(vm, kr_to_dict(R[A]), R[B], R[C]));
    }

    CASE(UPDATEDICT) {
        BOUND(R[B]);
        if (C) DO(kr_do_update_keywords(vm, R[A], R[B], R[A - 2]));
        DO(kr_do_update_dict(vm, R[A], R[B]));
    }

    STORES(LISTTUPLE, kr_tuple_new(vm, kr_to_list(R[B])->size, kr_to_list(R[B])->items))

    CASE(UNPACK) {
        x = R[B];
        if (kr_is_exact(x, &kr_tuple_type) && kr_to_tuple(x)->size == C) {
            const kr_value *items = kr_to_tuple(x)->items;
            for (size_t n = 0; n < C; n++) R[A + n] = items[n];
            NEXT;
        }
        DO(kr_do_unpack(vm, x, A, C, -1));
    }

    CASE(UNPACKEX) {
        x = R[B];
        BOUND(x);
        count = *pc++;
        DO(kr_do_unpack(vm, x, A, C, (int)count));
    }

    STORES(FORMAT, kr_do_format(vm, R[B], C & 3, C & 4 ? R[B + 1] : KR_UNBOUND))
    STORES(JOIN, kr_do_join(vm, C, R + B))

    /* ---- Exceptions ---- */

    CASE(RAISE) {
        BOUND(R[A]);
        SAVE;
        v = kr_exception_prepare(vm, R[A], B ? R[A + 1] : KR_UNBOUND);
        vm->raised = v;
        goto raise;
    }

    CASE(RERAISE) {
        SAVE;
        vm->raised = R[A];
        if (!kr_unwind(vm, true)) return 0;
        goto enter;
    }

    CASE(RAISEAGAIN) {
        SAVE;
        if (vm->handling == KR_NONE) kr_raise(vm, &kr_RuntimeError_type, "No active exception to reraise");
        vm->raised = vm->handling;
        if (!kr_unwind(vm, true)) return 0;
        goto enter;
    }

    /* In a generator, what is handled outside is noted as 0: it may be another exception when the handler
     * ends. */
    CASE(HANDLE) {
        v = vm->raised;
        R[A] = v;
        R[A + 1] = frame->generator && frame->generator->handling == vm->handling ? 0 : vm->handling;
        vm->handling = v;
        vm->raised = 0;
        if (KR_UNLIKELY(vm->budget < 0)) goto poll; /* a handler may lie before what raised */
        NEXT;
    }

    CASE(HANDLED) {
        v = R[A + 1];
        vm->handling = v ? v : frame->generator->handling;
        NEXT;
    }

    CASE(MATCHJ) {
        x = R[A], y = R[B];
        if (kr_is_object(y) && KR_OBJECT(kr_type_word(x)) == y) TEST(true);
        SAVE;
        TEST(kr_do_match(vm, x, y));
    }

    CASE(ASSERT) {
        SAVE;
        kr_do_assert(vm, B ? R[A] : KR_UNBOUND);
    }

    /* ---- Statements ---- */

    STORES(IMPORT, kr_import_hooked(vm, K[B], R[A + 1], R[A], frame->function->globals))
    STORES(IMPORTFROM, kr_import_from(vm, R[B], K[C]))

    CASE(PRINT) {
        BOUND(R[A]);
        DO(kr_display(vm, R[A]));
    }

    STORES(INTRINSIC, kr_intrinsic_call(vm, (kr_intrinsic)B, C, R + A))
}
