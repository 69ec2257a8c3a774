#ifndef KR_VOCABULARY_H
#define KR_VOCABULARY_H
/* The words in which the entries of the interpreter loop are written. They speak of its locals: vm, pc,
 * frame, the registers R, the constants K, the instruction i, the operands x and y, the result v, the floats
 * a and b. Only run/loop.c includes this. */

#define SPECIAL_CALL (KR_CODE_GENERATOR | KR_CODE_COROUTINE | KR_CODE_UNREAD)

#define A KR_A(i)
#define B KR_B(i)
#define C KR_C(i)
#define X KR_X(i)

#define CASE(name) L_##name:
#define NEXT                                                                                                 \
    do {                                                                                                     \
        i = *pc++;                                                                                           \
        goto *labels[KR_OP(i)];                                                                              \
    } while (0)
#define SAVE   (frame->pc = pc)
#define RELOAD (frame = vm->frame, R = frame->base)
#define BOUND(v)                                                                                             \
    do {                                                                                                     \
        if (KR_UNLIKELY((v) == KR_UNBOUND)) goto unbound;                                                    \
    } while (0)
/* R[A] = what an instruction function returns, unless it has pushed a frame. */
#define RESULT(call)                                                                                         \
    do {                                                                                                     \
        SAVE;                                                                                                \
        v = (call);                                                                                          \
        if (v == 0) goto enter;                                                                              \
        RELOAD;                                                                                              \
        R[A] = v;                                                                                            \
        NEXT;                                                                                                \
    } while (0)
/* A C function that cannot push a frame. */
#define STORE(call)                                                                                          \
    do {                                                                                                     \
        SAVE;                                                                                                \
        v = (call);                                                                                          \
        RELOAD;                                                                                              \
        R[A] = v;                                                                                            \
        NEXT;                                                                                                \
    } while (0)
#define DO(statement)                                                                                        \
    do {                                                                                                     \
        SAVE;                                                                                                \
        statement;                                                                                           \
        RELOAD;                                                                                              \
        NEXT;                                                                                                \
    } while (0)
/* Takes the jump word at pc. */
#define JUMP                                                                                                 \
    do {                                                                                                     \
        int32_t distance = KR_SJ(*pc);                                                                       \
        pc += distance + 1;                                                                                  \
        if (distance < 0 && --vm->budget < 0) goto poll;                                                     \
        NEXT;                                                                                                \
    } while (0)
#define TEST(condition)                                                                                      \
    do {                                                                                                     \
        if ((unsigned)(condition) == C) JUMP;                                                                \
        pc++;                                                                                                \
        NEXT;                                                                                                \
    } while (0)

/* The four forms of a binary operator: `fast` works on small ints, `floats` is an expression that deals with
 * two floats, and `rest` the label for everything else. */
#define OPERATOR_CASE(NAME, left, right, fast, floats, rest)                                                 \
    CASE(NAME) CASE(I##NAME) {                                                                               \
        x = left, y = right;                                                                                 \
        if (KR_LIKELY(fast(x, y, &v))) {                                                                     \
            R[A] = v;                                                                                        \
            NEXT;                                                                                            \
        }                                                                                                    \
        if (KR_LIKELY(floats)) {                                                                             \
            R[A] = v;                                                                                        \
            NEXT;                                                                                            \
        }                                                                                                    \
        goto rest;                                                                                           \
    }
#if KR_SMALL
/* One body for all four, and only what every loop needs of it. */
#define OPERATOR(NAME, fast, floats, rest)                                                                   \
    CASE(NAME##K) CASE(I##NAME##K) {                                                                         \
        y = K[C];                                                                                            \
        goto operate_##NAME;                                                                                 \
    }                                                                                                        \
    CASE(NAME) CASE(I##NAME) {                                                                               \
        y = R[C];                                                                                            \
        operate_##NAME : x = R[B];                                                                           \
        if (!fast(x, y, &v)) goto rest;                                                                      \
        R[A] = v;                                                                                            \
        NEXT;                                                                                                \
    }
#else
#define OPERATOR(NAME, fast, floats, rest)                                                                   \
    OPERATOR_CASE(NAME, R[B], R[C], fast, floats, rest)                                                      \
    OPERATOR_CASE(NAME##K, R[B], K[C], fast, floats, rest)
#endif
#define BOX(number)       fast_box(vm, number, frame, pc, &v)
#define FLOATS(operation) (fast_floats(x, y, &a, &b) && BOX(a operation b))

/* A comparison that stores, and its two fused branches. */
#define COMPARISON_TEST(operation)                                                                           \
    do {                                                                                                     \
        if (KR_LIKELY(kr_both_int(x, y))) TEST((kr_word)x operation(kr_word) y);                             \
        if (KR_LIKELY(fast_floats(x, y, &a, &b))) TEST(a operation b);                                       \
        goto compare_branch;                                                                                 \
    } while (0)
#if KR_SMALL
#define COMPARISON(NAME, operation)                                                                          \
    CASE(NAME) {                                                                                             \
        x = R[B], y = R[C];                                                                                  \
        if (!kr_both_int(x, y)) goto compare;                                                                \
        R[A] = kr_bool((kr_word)x operation(kr_word) y);                                                     \
        NEXT;                                                                                                \
    }                                                                                                        \
    CASE(NAME##J) {                                                                                          \
        y = R[B];                                                                                            \
        goto compare_##NAME;                                                                                 \
    }                                                                                                        \
    CASE(NAME##KJ) {                                                                                         \
        y = K[B];                                                                                            \
        compare_##NAME : x = R[A];                                                                           \
        if (!kr_both_int(x, y)) goto compare_branch;                                                         \
        v = kr_bool((kr_word)x operation(kr_word) y);                                                        \
        goto test;                                                                                           \
    }
#else
#define COMPARISON(NAME, operation)                                                                          \
    CASE(NAME) {                                                                                             \
        x = R[B], y = R[C];                                                                                  \
        if (KR_LIKELY(kr_both_int(x, y)))                                                                    \
            v = kr_bool((kr_word)x operation(kr_word) y);                                                    \
        else if (KR_LIKELY(fast_floats(x, y, &a, &b)))                                                       \
            v = kr_bool(a operation b);                                                                      \
        else                                                                                                 \
            goto compare;                                                                                    \
        R[A] = v;                                                                                            \
        NEXT;                                                                                                \
    }                                                                                                        \
    CASE(NAME##J) {                                                                                          \
        x = R[A], y = R[B];                                                                                  \
        COMPARISON_TEST(operation);                                                                          \
    }                                                                                                        \
    CASE(NAME##KJ) {                                                                                         \
        x = R[A], y = K[B];                                                                                  \
        COMPARISON_TEST(operation);                                                                          \
    }
#endif

/* == and != of two strs, before anything slow. */
#define TEXT_EQUAL (same = fast_str_equal(x, y), same >= 0)

/* Entries that are one such word. */
#define STORES(name, call)                                                                                   \
    CASE(name) {                                                                                             \
        STORE(call);                                                                                         \
    }
/* The same of R[B]. */
#define STORES_OF(name, call)                                                                                \
    CASE(name) {                                                                                             \
        BOUND(R[B]);                                                                                         \
        STORE(call);                                                                                         \
    }
#define RESULTS(name, call)                                                                                  \
    CASE(name) {                                                                                             \
        RESULT(call);                                                                                        \
    }
#define DOES(name, statement)                                                                                \
    CASE(name) {                                                                                             \
        DO(statement);                                                                                       \
    }

#endif
