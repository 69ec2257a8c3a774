/* The interpreter loop's entries of operators, comparisons and jumps: the piece of kr_execute that works on two
 * numbers most of the time.
 *
 * What is common is inline and exact: small ints that do not overflow, floats that fit in a word. `mixed` takes
 * an int and a float, `binary`, `compare` and `compare_branch` take everything else, by a function. A test
 * ends by taking the jump word behind it or by skipping it. Only run/loop.c includes this, inside the
 * function; there is nothing to include twice. */

    /* ---- Arithmetic ---- */

    OPERATOR(ADD, fast_add, FLOATS(+), mixed)
    OPERATOR(SUB, fast_sub, FLOATS(-), mixed)
    OPERATOR(MUL, fast_mul, FLOATS(*), mixed)
    OPERATOR(TRUEDIV, fast_truediv, fast_floats(x, y, &a, &b) && b != 0 && BOX(a / b), mixed)
    OPERATOR(FLOORDIV, fast_floordiv, false, binary)
    OPERATOR(MOD, fast_mod, false, binary)
    OPERATOR(LSHIFT, fast_lshift, false, binary)
    OPERATOR(RSHIFT, fast_rshift, false, binary)
    OPERATOR(AND, fast_and, false, binary)
    OPERATOR(OR, fast_or, false, binary)
    OPERATOR(XOR, fast_xor, false, binary)
    OPERATOR(POW, fast_none, false, binary)
    OPERATOR(MATMUL, fast_none, false, binary)

    /* An int and a float. */
mixed:
    if (!fast_reals(x, y, &a, &b)) goto binary;
    switch ((kr_binary_op)((KR_OP(i) - OP_ADD) / 4)) {
    case KR_ADD: a += b; break;
    case KR_SUB: a -= b; break;
    case KR_MUL: a *= b; break;
    default:
        if (b == 0) goto binary;
        a /= b;
    }
    if (!BOX(a)) goto binary;
    R[A] = v;
    NEXT;

binary : {
    unsigned number = KR_OP(i) - OP_ADD;
    RESULT(kr_do_binary(vm, (kr_binary_op)(number / 4), (number & 2) != 0, x, y, A));
}

    CASE(NEG) {
        x = R[B];
        if (fast_sub(KR_INT(0), x, &v)) {
            R[A] = v;
            NEXT;
        }
        RESULT(kr_do_unary(vm, KR_NEG, x, A));
    }

    CASE(POS) {
        x = R[B];
        if (kr_is_int(x)) {
            R[A] = x;
            NEXT;
        }
        RESULT(kr_do_unary(vm, KR_POS, x, A));
    }

    CASE(INVERT) {
        x = R[B];
        if (kr_is_int(x)) {
            R[A] = ~x | 1;
            NEXT;
        }
        RESULT(kr_do_unary(vm, KR_INVERT, x, A));
    }

    CASE(NOT) {
        x = R[B];
        if (kr_is_bool(x)) {
            R[A] = x ^ KR_TRUE ^ KR_FALSE;
            NEXT;
        }
        SAVE;
        v = kr_do_truth(vm, x, KR_RETURN_TRUTH, A);
        if (v == 0) goto enter;
        RELOAD;
        R[A] = kr_bool(v == KR_FALSE);
        NEXT;
    }

    /* ---- Comparing and branching ---- */

    COMPARISON(LT, <)
    COMPARISON(LE, <=)
    COMPARISON(GT, >)
    COMPARISON(GE, >=)
    COMPARISON(EQ, ==)
    COMPARISON(NE, !=)

compare : {
    kr_compare_op op = (kr_compare_op)((KR_OP(i) - OP_LT) / 3);
    if (fast_reals(x, y, &a, &b)) {
        R[A] = kr_bool(fast_compare(op, a, b));
        NEXT;
    }
    if ((op == KR_EQ || op == KR_NE) && TEXT_EQUAL) {
        R[A] = kr_bool(same == (op == KR_EQ));
        NEXT;
    }
    RESULT(kr_do_compare(vm, op, x, y, KR_RETURN_COMPARE, A));
}

compare_branch : {
    kr_compare_op op = (kr_compare_op)((KR_OP(i) - OP_LT) / 3);
    if (fast_reals(x, y, &a, &b)) TEST(fast_compare(op, a, b));
    if ((op == KR_EQ || op == KR_NE) && TEXT_EQUAL) TEST(same == (op == KR_EQ));
    SAVE;
    v = kr_do_compare(vm, op, x, y, KR_RETURN_BRANCH, 0);
    goto test;
}

test:
    if (v == 0) goto enter;
    RELOAD;
    TEST(v == KR_TRUE);

    CASE(IS) {
        x = R[B], y = R[C];
        BOUND(x);
        BOUND(y);
        R[A] = kr_bool(x == y);
        NEXT;
    }

    CASE(ISJ) {
        x = R[A], y = R[B];
        BOUND(x);
        BOUND(y);
        TEST(x == y);
    }

    CASE(ISVJ) {
        x = R[A];
        BOUND(x);
        TEST(x == B);
    }

    RESULTS(IN, kr_do_contains(vm, R[B], R[C], KR_RETURN_TRUTH, A))

    CASE(NOTIN) {
        SAVE;
        v = kr_do_contains(vm, R[B], R[C], KR_RETURN_TRUTH, A);
        if (v == 0) goto enter;
        RELOAD;
        R[A] = kr_bool(v == KR_FALSE);
        NEXT;
    }

    CASE(INJ) {
        SAVE;
        v = kr_do_contains(vm, R[A], R[B], KR_RETURN_BRANCH, 0);
        goto test;
    }

    CASE(JMP) {
        int32_t distance = KR_SJ(i);
        pc += distance;
        if (distance < 0 && --vm->budget < 0) goto poll;
        NEXT;
    }

    CASE(JTRUE) {
        x = R[A];
        if (x == KR_TRUE) goto branch;
        if (x == KR_FALSE || x == KR_NONE || x == KR_INT(0)) NEXT;
        if (kr_is_int(x)) goto branch;
        SAVE;
        v = kr_do_truth(vm, x, KR_RETURN_BRANCH, 0);
        if (v == 0) goto enter;
        RELOAD;
        if (v == KR_TRUE) goto branch;
        NEXT;
    }

    CASE(JFALSE) {
        x = R[A];
        if (x == KR_FALSE || x == KR_NONE || x == KR_INT(0)) goto branch;
        if (x == KR_TRUE || kr_is_int(x)) NEXT;
        SAVE;
        v = kr_do_truth(vm, x, KR_RETURN_BRANCH, 0);
        if (v == 0) goto enter;
        RELOAD;
        if (v == KR_FALSE) goto branch;
        NEXT;
    }

branch : {
    int32_t distance = KR_SX(i);
    pc += distance;
    if (distance < 0 && --vm->budget < 0) goto poll;
    NEXT;
}
