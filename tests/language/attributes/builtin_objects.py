for code in ("(5).x = 1", "[].append = 1", "'a'.b", "None.x", "None.x = 1", "len.x = 1", "object().x = 1", "(1).real = 2", "del (1).real", "{}.keys = 1", "del [].append"):
    try:
        exec(code)
        print("no error", code)
    except AttributeError as e:
        print(code, "|", e)
print((3).real, (3).imag, (3).numerator, 1.5.real, getattr([], "append") is not None)
try:
    getattr(1, 5)
except TypeError as e:
    print(e)
try:
    setattr(object, 5, 1)
except TypeError as e:
    print(e)
print(hasattr(1, "real"), hasattr(1, "unreal"), (5).__class__, type(5).__name__, [].__class__.__name__)
