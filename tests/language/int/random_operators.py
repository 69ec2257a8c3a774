# Every operator on pseudo-random operands of all sizes. Needs 64-bit words.
state = 42


def bits(n):
    global state
    value = 0
    for _ in range(0, n, 32):
        state = (state * 1103515245 + 12345) % 2**64
        value = value << 32 | state >> 24 & 0xFFFFFFFF
    return value >> (-n % 32)


def fold(values):
    h = 0
    for v in values:
        h = (h * 1000003 + v) % (2**127 - 1)
    return h


sizes = (1, 8, 30, 31, 32, 33, 61, 62, 63, 64, 65, 96, 127, 200, 500, 1200)
for i in sizes:
    for j in sizes:
        a = bits(i) * (1 - 2 * (bits(1)))
        b = bits(j) * (1 - 2 * (bits(1)))
        out = [a + b, a - b, b - a, a * b, a & b, a | b, a ^ b, ~a, -a, abs(b), a << (j % 70), a >> (j % 70), a * a]
        if b:
            out += [a // b, a % b]
        out += [int(str(a)), int(hex(b), 16), hash(a) == hash(a + 0), a.bit_length(), (a > b) + 2 * (a == b) + 4 * (a <= b)]
        if abs(b) < 1000:
            out.append(a ** (abs(b) % 9))
        if b > 0:
            out.append(pow(a, bits(70), b))
        print(i, j, fold(out))
