# Text of ints has no limit but memory.
n = 10**5000
print(len(str(n)), int("1" * 5000) % 10**10, len(f"{n:,}"), len("%d" % n))
