/* What libgcc's assembly asks about the core: an lx106 has 16- and 32-bit multiplication without the upper
 * half, and no division. */
#define XCHAL_HAVE_BE         0
#define XCHAL_HAVE_DENSITY    1
#define XCHAL_HAVE_ABS        1
#define XCHAL_HAVE_ADDX       1
#define XCHAL_HAVE_L32R       1
#define XCHAL_HAVE_MAC16      0
#define XCHAL_HAVE_MUL16      1
#define XCHAL_HAVE_MUL32      1
#define XCHAL_HAVE_MUL32_HIGH 0
#define XCHAL_HAVE_DIV32      0
#define XCHAL_HAVE_NSA        1
#define XCHAL_HAVE_MINMAX     0
#define XCHAL_HAVE_LOOPS      0
#define XCHAL_HAVE_WINDOWED   0
#define XCHAL_HAVE_FP_DIV     0
#define XCHAL_HAVE_FP_RECIP   0
#define XCHAL_HAVE_FP_RSQRT   0
#define XCHAL_HAVE_FP_SQRT    0
#define XTHAL_ABI_WINDOWED    0
#define XTHAL_ABI_CALL0       1
#define XSHAL_ABI             XTHAL_ABI_CALL0
