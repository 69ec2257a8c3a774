"""AES-128 encryption of blocks with tables made at start."""


def make_sbox():
    p = q = 1
    box = [0] * 256
    while True:
        p = p ^ ((p << 1) & 0xFF) ^ (0x1B if p & 0x80 else 0)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        box[p] = (x ^ 0x63) & 0xFF
        if p == 1:
            break
    box[0] = 0x63
    return box


SBOX = make_sbox()
DOUBLE = [((x << 1) ^ (0x1B if x & 0x80 else 0)) & 0xFF for x in range(256)]


def expand(key):
    words = [list(key[i:i + 4]) for i in range(0, 16, 4)]
    rcon = 1
    for i in range(4, 44):
        word = list(words[i - 1])
        if i % 4 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= rcon
            rcon = DOUBLE[rcon]
        words.append([a ^ b for a, b in zip(words[i - 4], word)])
    return [sum(words[i:i + 4], []) for i in range(0, 44, 4)]


def encrypt(block, keys):
    state = [b ^ k for b, k in zip(block, keys[0])]
    for turn in range(1, 11):
        s = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if turn < 10:
            mixed = []
            for c in range(0, 16, 4):
                a, b, d, e = s[c], s[c + 1], s[c + 2], s[c + 3]
                t = a ^ b ^ d ^ e
                mixed.append(a ^ t ^ DOUBLE[a ^ b])
                mixed.append(b ^ t ^ DOUBLE[b ^ d])
                mixed.append(d ^ t ^ DOUBLE[d ^ e])
                mixed.append(e ^ t ^ DOUBLE[e ^ a])
            s = mixed
        key = keys[turn]
        state = [s[i] ^ key[i] for i in range(16)]
    return bytes(state)


keys = expand(bytes(range(16)))
block = bytes(0x11 * i for i in range(16))
print(encrypt(block, keys).hex())
for _ in range(2600):
    block = encrypt(block, keys)
print(block.hex())
