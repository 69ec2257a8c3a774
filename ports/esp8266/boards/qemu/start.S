/* From reset to C, and from an interrupt or exception to C and back.
 *
 * Vectors lie at VECBASE, the beginning of instruction RAM, where the core looks for them at fixed offsets. Interrupts of level 1 arrive as exceptions. The
 * frame that is saved on the stack is struct exception_frame of exception.h: a0 to a15, then what a handler may want to know. */

#define FRAME_BYTES 96

    .section .vectors, "ax"
    .align  256
    .global vectors
vectors:
    .org vectors + 0x10         /* debug */
    j   lost
    .org vectors + 0x20         /* NMI */
    j   lost
    .org vectors + 0x30         /* exception in kernel mode */
    addi a1, a1, -FRAME_BYTES
    s32i a0, a1, 0
    j   save
    .org vectors + 0x50         /* exception in user mode: all that happens here */
    addi a1, a1, -FRAME_BYTES
    s32i a0, a1, 0
    j   save
    .org vectors + 0x70         /* exception in an exception */
    j   lost
    .org vectors + 0x80

    .literal_position
    .align 4
    .global start
start:
    movi  a1, stack_top
    movi  a3, vectors
    wsr.vecbase a3
    movi  a3, 0
    wsr.intenable a3
    movi  a3, 0x20              /* user mode, no interrupt masked */
    wsr.ps a3
    rsync
    movi  a3, data_load         /* initialised data, from flash */
    movi  a4, data_start
    movi  a5, data_end
1:  bgeu  a4, a5, 2f
    l32i  a6, a3, 0
    s32i  a6, a4, 0
    addi  a3, a3, 4
    addi  a4, a4, 4
    j     1b
2:  movi  a4, bss_start         /* and zeros; the notes of board_note() lie before */
    movi  a5, bss_end
    movi  a6, 0
3:  bgeu  a4, a5, 4f
    s32i  a6, a4, 0
    addi  a4, a4, 4
    j     3b
4:  movi  a0, firmware_main
    callx0 a0
5:  j     5b

lost:
    movi  a1, stack_top
    movi  a0, exception_lost
    callx0 a0
6:  j     6b

save:
    s32i  a2, a1, 8
    s32i  a3, a1, 12
    s32i  a4, a1, 16
    s32i  a5, a1, 20
    s32i  a6, a1, 24
    s32i  a7, a1, 28
    s32i  a8, a1, 32
    s32i  a9, a1, 36
    s32i  a10, a1, 40
    s32i  a11, a1, 44
    s32i  a12, a1, 48
    s32i  a13, a1, 52
    s32i  a14, a1, 56
    s32i  a15, a1, 60
    rsr.sar a2
    s32i  a2, a1, 64
    rsr.epc1 a2
    s32i  a2, a1, 68
    rsr.exccause a2
    s32i  a2, a1, 72
    rsr.excvaddr a2
    s32i  a2, a1, 76
    addi  a2, a1, FRAME_BYTES
    s32i  a2, a1, 4             /* a1 as it was */
    mov   a2, a1
    movi  a0, exception_handle
    callx0 a0
    l32i  a2, a1, 64
    wsr.sar a2
    l32i  a2, a1, 68
    wsr.epc1 a2
    l32i  a0, a1, 0
    l32i  a2, a1, 8
    l32i  a3, a1, 12
    l32i  a4, a1, 16
    l32i  a5, a1, 20
    l32i  a6, a1, 24
    l32i  a7, a1, 28
    l32i  a8, a1, 32
    l32i  a9, a1, 36
    l32i  a10, a1, 40
    l32i  a11, a1, 44
    l32i  a12, a1, 48
    l32i  a13, a1, 52
    l32i  a14, a1, 56
    l32i  a15, a1, 60
    addi  a1, a1, FRAME_BYTES
    rsync
    rfe
