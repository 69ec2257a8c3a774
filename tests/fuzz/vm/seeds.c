/* Writes the first inputs of the machine's fuzz targets.
 *   fuzz_vm_seeds FOLDER      makes FOLDER/fuzz_vm_compile/seed-<n> and FOLDER/fuzz_vm_verify/seed-<n>
 * Besides the programs below, each language test that is not longer than an input may be is one:
 * KR_LANGUAGE_TESTS says where they are. */
#include "../protocol/fuzz.h"
#include "mutate.h"
#include <ftw.h>
#include <sys/stat.h>

enum { LONGEST = 3000 };

/* A bit of everything; each is meant as the kind that its mode byte says. */
static const struct seed {
    char mode;
    const char *text;
} programs[] = {
    {0, "a, *b = 1, 2.5, 'x'\nb += [a] * 3\nprint(a, b[::-1], f'{a:>4}{b!r:.3}', sep='')\n"},
    {4, "def f(a, b=2, *c, d, **e):\n    nonlocal_ = [a, b, c, d, e]\n    return lambda x: (x, "
        "a)\nprint(f(1, d=3, z=4)(5))\n"},
    {8, "def g(n):\n    try:\n        while n:\n            x = yield n\n            n -= 1\n        yield "
        "from 'ab'\n    except ValueError as e:\n"
        "        yield e\n    finally:\n        print('end')\ni = "
        "g(3)\nnext(i)\nprint(i.throw(ValueError('v')), list(i))\n"},
    {12, "class A(Exception):\n    __slots__ = ('p',)\n    k = 1\n    def __init__(self, p): self.p = p\n    "
         "@property\n    def q(self): return self.p\n"
         "    def __eq__(self, o): return True\nclass B(A):\n    def __repr__(self): return "
         "super().__repr__() + 'B'\nprint(B(2).q, B(1) == 3)\n"},
    {16, "try:\n    try:\n        1 // 0\n    except (KeyError, ZeroDivisionError) as e:\n        raise "
         "ValueError(1) from e\n    finally:\n        x = 1\n"
         "except Exception as e:\n    print(repr(e.__cause__))\nelse:\n    pass\nfor i in range(3):\n    if "
         "i == 1: continue\n    break\nelse:\n    del i\n"},
    {32, "d = {k: v for k, v in zip('abc', range(3)) if v}\ns = {x % 2 for x in d.values()}\nt = tuple(y := "
         "3 for _ in s)\nprint(d | {'z': y}, s, t, d.get('q', ...))\n"},
    {48, "match [1, {'k': 2}, 'x']:\n    case [int(a), {'k': b, **r}, *_] if a < b: print(a, b, r)\n    case "
         "(1 | 2) as n: print(n)\n    case _: pass\n"},
    {64, "import math, json, struct as st\nfrom collections import deque\nprint(math.pi, json.dumps({'a': "
         "[1, None, True]}), st.pack('<hI', -1, 2), deque([1], 2))\n"},
    {80, "async def c(): return await d()\nasync def d():\n    async for i in e(): print(i)\n    async with "
         "x as y: pass\nasync def e():\n    yield 1\n"
         "try: c().send(None)\nexcept (StopIteration, NameError) as q: print(q)\n"},
    {96, "x = 0xff_ff + 0b101 + 0o17 + 1e3 + 2j\nprint(x, -7 // 2, 7 % -3, 2 ** 100, 1 << 65, ~5 & 3 | 8 ^ "
         "1, not 1 < 2 <= 3 != 4, 1 if x else 2)\n"},
    {0, "l = [5, 3, 8]\nl.sort(key=lambda v: -v)\nl[1:2] = 'abc'\ndel l[::2]\nprint(l, sorted(map(str, l)), "
        "b'\\x00ab'.hex(), 'é\\N{BULLET}' '\\u4e16')\n"},
    {4, "def outer():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n        return n\n    "
        "return inc\nglobal_ = outer()\nprint(global_(), global_())\n"},
    {0, "with open('f') as a, a as b:\n    assert a, 'm'\n"},
    {0, "while 1:\n    pass\n"},
    {0, "def r(): return r()\nr()\n"},
    {0, "x = [1]\nwhile True: x = x + x\n"},
    {0, "'%s %5.2f %r' % (1, 2.5, 'q'), '{:,} {0!r:^9}'.format(1), 'a,b'.split(','), 'x'.join(['a', "
        "'b'])\nexec('y = 1'); print(eval('y + 1'))\n"},
    {2, "print(1); 2\n"},
    {2, "if 1:\n    3\n\n"},
    {3, "[x * 2 for x in range(3)][1:], {**{}}, (yield_ := 3), (*[1], 2)"},
    {3, "lambda *a, b, c=1, **d: (a, b)"},
};

static void save(const char *to, const char *noun, size_t number, const void *data, size_t length) {
    char path[1024];
    snprintf(path, sizeof path, "%s/fuzz_vm_%s", to, noun);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/fuzz_vm_%s/seed-%zu", to, noun, number);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

static const char *folder;
static size_t written;

static void save_program(char mode, const char *text, size_t length) {
    char input[MUTATE_HEADER + LONGEST] = {mode, 0};
    CHECK(length <= LONGEST);
    memcpy(input + MUTATE_HEADER, text, length);
    save(folder, "compile", written++, input, MUTATE_HEADER + length);
}

/* Called with each file of the language tests. Their heaps are of several sizes. */
static int save_test(const char *path, const struct stat *status, int kind, struct FTW *where) {
    (void)where;
    const char *dot = strrchr(path, '.');
    if (kind != FTW_F || dot == NULL || strcmp(dot, ".py") != 0 || status->st_size > LONGEST) return 0;
    char text[LONGEST];
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    size_t length = fread(text, 1, sizeof text, file);
    fclose(file);
    save_program((char)(written % 8 * 16), text, length);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    folder = argv[1];
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
        save_program(programs[i].mode, programs[i].text, strlen(programs[i].text));
    CHECK(nftw(KR_LANGUAGE_TESTS, save_test, 8, FTW_PHYS) == 0);
    for (unsigned i = 0; i < 40; i++) {
        const uint8_t input[] = {(uint8_t)(i % 5), (uint8_t)(i / 5), (uint8_t)(i * 7), (uint8_t)i, 1, 2, 3};
        save(argv[1], "verify", i, input, sizeof input);
    }
    return 0;
}
