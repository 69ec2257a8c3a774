# What is no UTF-8 in a text file, by error handler.
import os
import sys

name = "/tmp/krait-text-errors-%d" % id(object())
try:
    with open(name, "wb") as f:
        f.write(b"a\xffb\n\xc3\xa9\n")
    for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
        with open(name, errors=errors, encoding="utf-8") as f:
            print(f.errors)
            try:
                print(ascii(f.read()))
            except UnicodeDecodeError as e:
                print(e)
    for errors in ("strict", "replace", "surrogateescape", "backslashreplace", "xmlcharrefreplace"):
        try:
            with open(name, "w", errors=errors, encoding="utf-8") as f:
                f.write("x\udcffy")
        except UnicodeEncodeError as e:
            print(e)
        with open(name, "rb") as f:
            print(f.read())
    print(sys.stderr.errors)
finally:
    os.remove(name)
