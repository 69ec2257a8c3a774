# needs a library: text files on disk
import gzip
import os
import sys

name = "krait-test-%s.gz" % sys.implementation.name
try:
    with gzip.open(name, "wt") as f:
        f.write("first \u00e9\nsecond \u20ac\r\nthird")
    with gzip.open(name, "at") as f:
        f.write(" and more \U0001f600\n")
    with gzip.open(name, "rt", encoding="utf-8") as f:
        print(repr(f.readline()), repr(f.read(9)), repr(f.read()))
    with gzip.open(name, "rt") as f:
        print([line for line in f])
    with gzip.open(name) as f:
        print(f.read())
    with gzip.GzipFile(name, "rb") as f:
        print(f.read(3), f.name == name)
finally:
    os.remove(name)
