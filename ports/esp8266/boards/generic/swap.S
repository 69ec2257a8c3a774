/* Changes stacks. void sdk_swap(void **own, void *other): keeps what a function must keep on the stack, tells where in *own, and goes on where
 * `other` was left. */
    .text
    .literal_position
    .align  4
    .global sdk_swap
    .type   sdk_swap, @function
sdk_swap:
    addi    a1, a1, -32
    s32i    a0, a1, 0
    s32i    a12, a1, 4
    s32i    a13, a1, 8
    s32i    a14, a1, 12
    s32i    a15, a1, 16
    s32i    a1, a2, 0
    mov     a1, a3
    l32i    a0, a1, 0
    l32i    a12, a1, 4
    l32i    a13, a1, 8
    l32i    a14, a1, 12
    l32i    a15, a1, 16
    addi    a1, a1, 32
    ret
    .size   sdk_swap, . - sdk_swap
