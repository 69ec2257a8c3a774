"""The names with a u in front import the same modules."""
pairs = []
for name in ("array", "asyncio", "binascii", "collections", "errno", "heapq", "io", "json", "machine", "os", "random", "re", "select", "socket", "sys", "time"):
    try:
        short, long = __import__("u" + name), __import__(name)
        print(name, short.__name__ == long.__name__ or "same" if short is long else [n for n in dir(long) if n[0] != "_" and not hasattr(short, n)])
    except ImportError as error:
        print(name, error)
