# Numbers that are too large for a size. (64-bit words)
big = 2**65
for action in (lambda: bytearray(big), lambda: bytes(big), lambda: [0] * big, lambda: "x" * big, lambda: b"x" * big, lambda: (1,) * big, lambda: range(10)[big], lambda: [1][big], lambda: "abc"[big],
               lambda: b"abc"[big], lambda: len(range(big)), lambda: chr(big), lambda: "x".center(big), lambda: "x".ljust(big), lambda: (5).to_bytes(big, "big"), lambda: "a".zfill(big),
               lambda: bytearray(-1), lambda: bytes(-1), lambda: [1, 2].pop(big), lambda: [1].insert(big, 2), lambda: "a".split("b", big), lambda: round(1.5, big)):
    try:
        print(action())
    except (OverflowError, IndexError, ValueError, MemoryError) as e:
        print(type(e).__name__, e)
print([1, 2, 3][:big], "abc"[-big:], (1, 2)[big:], range(5)[:big], bytes(b"ab")[-big:big])
print(len(range(0, 2**62)), len(range(2**62, 0, -1)), range(2**63)[2**62], range(0, 2**70, 2**69)[1], 2**64 in range(0, 2**65, 2))
