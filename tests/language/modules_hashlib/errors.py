# needs a library
import hashlib


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as e:
        print(type(e).__name__, e)


attempt(hashlib.new, "whirlwind")
attempt(hashlib.sha256, "text")
attempt(hashlib.sha256, 5)
attempt(hashlib.sha256().update, "text")
attempt(hashlib.sha256().update, None)
for wrong in (lambda: hashlib.new(5), lambda: hashlib.sha1().update(), lambda: hashlib.md5(b"", b""), lambda: hashlib.md5(nothing=1)):
    try:
        print(wrong())
    except TypeError:
        print("TypeError")
