# A count that no word holds is an OverflowError.
for call in (lambda: bytes(10**30), lambda: bytearray(10**30), lambda: b"a" * 10**30, lambda: [1] * 10**30, lambda: bytes(-1), lambda: bytearray(-10**30)):
    try:
        call()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
