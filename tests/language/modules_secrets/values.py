import secrets

print(len(secrets.token_bytes()), len(secrets.token_bytes(5)), len(secrets.token_hex(4)), secrets.token_urlsafe(3).isascii(), secrets.token_bytes(16) != secrets.token_bytes(16))
print(all(0 <= secrets.randbelow(10) < 10 for _ in range(200)), {secrets.randbelow(3) for _ in range(200)}, all(secrets.randbits(5) < 32 for _ in range(100)), secrets.randbits(0), secrets.choice("a"), secrets.choice([1, 2]) in (1, 2))
print(secrets.compare_digest("abc", "abc"), secrets.compare_digest(b"abc", b"abd"), secrets.compare_digest("a", "ab"))
try:
    secrets.randbelow(0)
except ValueError as error:
    print(error)
