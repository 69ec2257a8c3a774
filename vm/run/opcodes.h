#ifndef KR_OPCODES_H
#define KR_OPCODES_H
/* The instruction set: aligned 32-bit words, one table.
 *
 *     ABC   op8 A8 B8 C8        AX   op8 A8 x16 (unsigned)     AS   op8 A8 s16 (signed)     S    op8 s24 (signed)
 *
 * R[n] is a register of the frame, K[n] a constant of the code, E[n] entry n of the function's globals (a namespace dict). The table generates the enum,
 * the jump table, the disassembler, the verifier and docs/OPCODES in the tour: name, format, then for each operand what it is —
 * d: register written, r: register read, m: register read and written, k: constant, n: a number, j: a jump distance in words from the next instruction,
 * _: unused — then a sentence.
 *
 * A *test* (…J) is followed by a JMP word: when the test's outcome equals C (0 or 1) the jump is taken, else the word is skipped. A backward
 * jump polls. Reading an UNBOUND register raises UnboundLocalError in every operation whose operand is marked r or m, except where it says "any".
 * Registers: parameters first (positional-only, positional, *args, keyword-only, **kwargs in the order of kr_code), then other locals, then temporaries. */
#include "core/config.h"
#define KR_ARITHMETIC(X, NAME, text)                                                                         \
    X(NAME, ABC, d, r, r, "R[A] = R[B] " text " R[C]")                                                       \
    X(NAME##K, ABC, d, r, k, "R[A] = R[B] " text " K[C]")                                                    \
    X(I##NAME, ABC, d, r, r, "R[A] = R[B] " text "= R[C] (in place)")                                        \
    X(I##NAME##K, ABC, d, r, k, "R[A] = R[B] " text "= K[C] (in place)")
#define KR_COMPARISON(X, NAME, text)                                                                         \
    X(NAME, ABC, d, r, r, "R[A] = R[B] " text " R[C]")                                                       \
    X(NAME##J, ABC, r, r, n, "test R[A] " text " R[B]")                                                      \
    X(NAME##KJ, ABC, r, k, n, "test R[A] " text " K[B]")

#define KR_OPCODES(X)                                                                                        \
    /* Moving */                                                                                             \
    X(MOVE, ABC, d, r, _, "R[A] = R[B]")                                                                     \
    X(LOADK, AX, d, k, _, "R[A] = K[x]")                                                                     \
    X(LOADI, AS, d, n, _, "R[A] = small int s")                                                              \
    X(LOADV, AX, d, n, _, "R[A] = immediate value x (None, True, UNBOUND …)")                                \
    X(CHECK, ABC, r, _, _, "raise UnboundLocalError when R[A] is UNBOUND")                                   \
    X(DELLOCAL, ABC, m, _, _, "R[A] = UNBOUND; UnboundLocalError when it was")                               \
    /* Globals, names of class bodies and exec, cells */                                                     \
    X(GETG, AX, d, n, _, "R[A] = E[x].value; absent: the built-in, or NameError")                            \
    X(SETG, AX, r, n, _, "E[x].value = R[A]")                                                                \
    X(DELG, AX, _, n, _, "delete E[x].value; NameError when it was absent")                                  \
    X(GETN, AX, d, k, _, "R[A] = name K[x] in the frame's namespace R[0], the globals, the built-ins")       \
    X(SETN, AX, r, k, _, "namespace R[0][K[x]] = R[A]")                                                      \
    X(DELN, AX, _, k, _, "del namespace R[0][K[x]]")                                                         \
    X(NEWCELL, ABC, m, _, _, "R[A] = new cell holding R[A] (any)")                                           \
    X(GETCELL, ABC, d, r, _, "R[A] = content of cell R[B]; UnboundLocalError")                               \
    X(SETCELL, ABC, r, r, _, "content of cell R[A] = R[B]")                                                  \
    X(DELCELL, ABC, r, _, _, "content of cell R[A] = UNBOUND; UnboundLocalError when it was")                \
    X(GETFREE, AX, d, n, _, "R[A] = content of the function's free cell x; NameError")                       \
    X(SETFREE, AX, r, n, _, "content of free cell x = R[A]")                                                 \
    X(DELFREE, AX, _, n, _, "content of free cell x = UNBOUND; NameError when it was")                       \
    X(GETFREEN, ABC, d, n, k, "class body: R[A] = namespace R[0][K[C]], else content of free cell B")        \
    /* Arithmetic */                                                                                         \
    KR_ARITHMETIC(X, ADD, "+")                                                                               \
    KR_ARITHMETIC(X, SUB, "-")                                                                               \
    KR_ARITHMETIC(X, MUL, "*")                                                                               \
    KR_ARITHMETIC(X, TRUEDIV, "/")                                                                           \
    KR_ARITHMETIC(X, FLOORDIV, "//")                                                                         \
    KR_ARITHMETIC(X, MOD, "%")                                                                               \
    KR_ARITHMETIC(X, POW, "**")                                                                              \
    KR_ARITHMETIC(X, LSHIFT, "<<")                                                                           \
    KR_ARITHMETIC(X, RSHIFT, ">>")                                                                           \
    KR_ARITHMETIC(X, AND, "&")                                                                               \
    KR_ARITHMETIC(X, OR, "|")                                                                                \
    KR_ARITHMETIC(X, XOR, "^")                                                                               \
    KR_ARITHMETIC(X, MATMUL, "@")                                                                            \
    X(NEG, ABC, d, r, _, "R[A] = -R[B]")                                                                     \
    X(POS, ABC, d, r, _, "R[A] = +R[B]")                                                                     \
    X(INVERT, ABC, d, r, _, "R[A] = ~R[B]")                                                                  \
    X(NOT, ABC, d, r, _, "R[A] = not R[B]")                                                                  \
    /* Comparing and branching */                                                                            \
    KR_COMPARISON(X, LT, "<")                                                                                \
    KR_COMPARISON(X, LE, "<=")                                                                               \
    KR_COMPARISON(X, EQ, "==")                                                                               \
    KR_COMPARISON(X, NE, "!=")                                                                               \
    KR_COMPARISON(X, GT, ">")                                                                                \
    KR_COMPARISON(X, GE, ">=")                                                                               \
    X(IS, ABC, d, r, r, "R[A] = R[B] is R[C]")                                                               \
    X(ISJ, ABC, r, r, n, "test R[A] is R[B]")                                                                \
    X(ISVJ, ABC, r, n, n, "test R[A] is immediate value B (None, True …)")                                   \
    X(IN, ABC, d, r, r, "R[A] = R[B] in R[C]")                                                               \
    X(NOTIN, ABC, d, r, r, "R[A] = R[B] not in R[C]")                                                        \
    X(INJ, ABC, r, r, n, "test R[A] in R[B]")                                                                \
    X(JMP, S, j, _, _, "jump")                                                                               \
    X(JTRUE, AS, r, j, _, "jump when R[A] is true")                                                          \
    X(JFALSE, AS, r, j, _, "jump when R[A] is false")                                                        \
    /* Attributes, subscripts */                                                                             \
    X(GETATTR, ABC, d, r, k, "R[A] = R[B].K[C]")                                                             \
    X(SETATTR, ABC, r, k, r, "R[A].K[B] = R[C]")                                                             \
    X(DELATTR, AX, r, k, _, "del R[A].K[x]")                                                                 \
    X(GETATTRX, ABC, d, r, _, "as GETATTR; the next word is the constant's number")                          \
    X(SETATTRX, ABC, r, _, r, "as SETATTR; the next word is the constant's number")                          \
    X(GETSPECIAL, ABC, d, r, k, "R[A] = special method K[C] of R[B]'s type, bound; TypeError when missing")  \
    X(GETITEM, ABC, d, r, r, "R[A] = R[B][R[C]]")                                                            \
    X(GETITEMK, ABC, d, r, k, "R[A] = R[B][K[C]]")                                                           \
    X(SETITEM, ABC, r, r, r, "R[A][R[B]] = R[C]")                                                            \
    X(DELITEM, ABC, r, r, _, "del R[A][R[B]]")                                                               \
    X(SLICE, ABC, d, r, _, "R[A] = slice(R[B], R[B+1], R[B+2])")                                             \
    /* Calls: R[A] is the callee, arguments follow, the result goes to R[A] */                               \
    X(CALL, ABC, m, n, _, "call R[A] with B positional arguments R[A+1] …")                                  \
    X(CALLM, ABC, m, n, k, "R[A] = R[A+1].K[C](B arguments R[A+2] …); arguments have no side effects")       \
    X(LOADM, ABC, d, r, k, "method R[B].K[C]: R[A] = function, R[A+1] = self; else R[A] = value, R[A+1] = UNBOUND") \
    X(CALLB, ABC, m, n, _, "call what LOADM left in R[A], R[A+1] with B arguments R[A+2] …")                 \
    X(CALLKW, ABC, m, n, k, "B arguments in all, the last len(K[C]) of them by the names in tuple K[C]")     \
    X(CALLEX, ABC, m, n, _, "f(*R[A+1], **R[A+2]): any iterable, and a mapping when B is 1")                 \
    X(RETURN, ABC, r, _, _, "return R[A]")                                                                   \
    X(RETURNV, AX, _, n, _, "return immediate value x")                                                      \
    X(FUNCTION, AX, m, k, _, "R[A] = function of code K[x], defaults R[A] (tuple or None), R[A+1] keyword defaults (dict or None)") \
    X(SUPER, ABC, d, r, r, "R[A] = super(R[B], R[C]) when global `super` is the built-in, see GETATTR")      \
    /* Loops and generators. A loop's state takes R[A], R[A+1], R[A+2]. */                                   \
    X(ITER, ABC, d, r, _, "begin `for`: loop state R[A..A+2] over R[B]")                                     \
    X(FOR, ABC, m, d, _, "R[B] = next item and take the JMP word that follows; at the end skip it")          \
    X(GETITER, ABC, d, r, _, "R[A] = iter(R[B]) as an object")                                               \
    X(YIELD, ABC, m, _, _, "yield R[A]; R[A] = what is sent")                                                \
    X(DELEGATE, ABC, m, _, _, "yield from iterator R[A] (see GETYIELD); R[A] = its return value")            \
    X(GETYIELD, ABC, d, r, n, "R[A] = iterator to delegate to: of R[B] for `yield from` (C 0), `await` (C 1)") \
    X(AITER, ABC, d, r, _, "R[A] = R[B].__aiter__()")                                                        \
    X(ANEXT, ABC, d, r, _, "R[A] = the awaitable of R[B].__anext__(), ready for DELEGATE")                   \
    /* Building */                                                                                           \
    X(TUPLE, ABC, d, r, n, "R[A] = tuple of C registers from R[B]")                                          \
    X(LIST, ABC, d, r, n, "R[A] = list of C registers from R[B]")                                            \
    X(SET, ABC, d, r, n, "R[A] = set of C registers from R[B]")                                              \
    X(DICT, ABC, d, r, n, "R[A] = dict of C key, value pairs from R[B]")                                     \
    X(APPEND, ABC, r, r, _, "list R[A].append(R[B])")                                                        \
    X(EXTEND, ABC, r, r, _, "list R[A].extend(R[B])")                                                        \
    X(ADDSET, ABC, r, r, _, "set R[A].add(R[B])")                                                            \
    X(UPDATESET, ABC, r, r, _, "set R[A].update(R[B])")                                                      \
    X(SETKEY, ABC, r, r, r, "dict R[A][R[B]] = R[C]")                                                        \
    X(UPDATEDICT, ABC, r, r, n, "dict R[A].update(R[B]); C 1: the keywords of a call of R[A-2], none twice")   \
    X(LISTTUPLE, ABC, d, r, _, "R[A] = tuple(list R[B])")                                                    \
    X(UNPACK, ABC, d, r, n, "R[A] … R[A+C-1] = the C items of R[B]; ValueError")                             \
    X(UNPACKEX, ABC, d, r, n, "as UNPACK with a starred target: C before; the next word is how many after")  \
    X(FORMAT, ABC, d, r, n, "R[A] = format(R[B], spec); C bits 0-1 conversion (0 none, 1 s, 2 r, 3 a), bit 2: spec in R[B+1]") \
    X(JOIN, ABC, d, r, n, "R[A] = the C strs from R[B] joined")                                              \
    /* Exceptions */                                                                                         \
    X(RAISE, ABC, r, n, _, "raise R[A]; B 1: from R[A+1]")                                                   \
    X(RERAISE, ABC, r, _, _, "go on raising R[A], which a handler received; its traceback stays")            \
    X(RAISEAGAIN, ABC, _, _, _, "bare `raise`: RuntimeError when nothing is being handled")                  \
    X(HANDLE, ABC, d, _, _, "begin a handler: R[A] = the exception, R[A+1] = what was being handled before") \
    X(HANDLED, ABC, r, _, _, "end a handler: R[A+1] is being handled again")                                 \
    X(MATCHJ, ABC, r, r, n, "test: exception R[A] is an instance of class or tuple R[B]")                    \
    X(ASSERT, ABC, r, n, _, "raise AssertionError; B 1: with message R[A]")                                  \
    /* Statements */                                                                                         \
    X(IMPORT, ABC, m, k, _, "R[A] = import of K[B]; R[A] held the level (int), R[A+1] the from-list (tuple or None)") \
    X(IMPORTFROM, ABC, d, r, k, "R[A] = name K[C] from module R[B]; ImportError")                            \
    X(PRINT, ABC, r, _, _, "the prompt's display hook on R[A]")                                              \
    X(INTRINSIC, ABC, m, n, n, "R[A] = intrinsic B of C arguments R[A] …: see run/code.h")

#define KR_OPCODE_ENUM(name, format, a, b, c, text) OP_##name,
typedef enum kr_opcode { KR_OPCODES(KR_OPCODE_ENUM) OP_COUNT } kr_opcode;
#undef KR_OPCODE_ENUM

#define KR_ABC(op, a, b, c)                                                                                  \
    ((uint32_t)(op) | (uint32_t)(uint8_t)(a) << 8 | (uint32_t)(uint8_t)(b) << 16 | (uint32_t)(uint8_t)(c) << 24)
#define KR_AX(op, a, x) ((uint32_t)(op) | (uint32_t)(uint8_t)(a) << 8 | (uint32_t)(uint16_t)(x) << 16)
#define KR_S(op, s) ((uint32_t)(op) | (uint32_t)(s) << 8)
#define KR_OP(i) (kr_flash_word(i) & 255)
#define KR_A(i) ((kr_flash_word(i) >> 8) & 255)
#define KR_B(i) ((kr_flash_word(i) >> 16) & 255)
#define KR_C(i) (kr_flash_word(i) >> 24)
#define KR_X(i) (kr_flash_word(i) >> 16)
#define KR_SX(i) ((int32_t)kr_flash_word(i) >> 16)
#define KR_SJ(i) ((int32_t)(i) >> 8)

#endif
