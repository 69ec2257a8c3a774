"""Lists: pancake flips over permutations."""


def fannkuch(n):
    perm = list(range(n))
    count = list(range(n + 1))
    best = checksum = turn = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        flipped = perm[:]
        flips = 0
        k = flipped[0]
        while k:
            flipped[:k + 1] = flipped[k::-1]
            flips += 1
            k = flipped[0]
        best = max(best, flips)
        checksum += flips if turn % 2 == 0 else -flips
        turn += 1
        while True:
            if r == n:
                return checksum, best
            perm.insert(r, perm.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1


print(fannkuch(9))
