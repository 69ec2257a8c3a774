# Every public method of the built-in types that CPython has is there.
wanted = {
    list: "append clear copy count extend index insert pop remove reverse sort",
    dict: "clear copy fromkeys get items keys pop popitem setdefault update values",
    set: "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference symmetric_difference_update union update",
    frozenset: "copy difference intersection isdisjoint issubset issuperset symmetric_difference union",
    str: "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip "
         "maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    bytes: "capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind "
           "rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    int: "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes",
    float: "as_integer_ratio conjugate fromhex hex imag is_integer real",
    complex: "conjugate imag real",
    tuple: "count index",
    range: "count index start step stop",
    slice: "indices start step stop",
    memoryview: "c_contiguous cast contiguous f_contiguous format hex itemsize nbytes ndim obj readonly release shape strides suboffsets tobytes tolist toreadonly",
    property: "deleter fdel fget fset getter setter",
    BaseException: "add_note args with_traceback",
    OSError: "args errno filename filename2 strerror",
    type((lambda: (yield))()): "close gi_code gi_frame gi_running gi_yieldfrom send throw",
}
wanted[bytearray] = wanted[bytes] + " append clear copy extend insert pop remove reverse"
for kind, names in wanted.items():
    missing = [name for name in names.split() if not hasattr(kind, name)]
    print(kind.__name__, len(names.split()), missing, [name for name in names.split() if name not in dir(kind)])
shared = "__class__ __delattr__ __dir__ __doc__ __eq__ __format__ __ge__ __getattribute__ __gt__ __hash__ __init__ __init_subclass__ __le__ __lt__ __ne__ __new__ __repr__ __setattr__ __sizeof__ __str__ __subclasshook__".split()
for kind in list(wanted) + [object, type, bool, staticmethod, classmethod, super, enumerate, zip, map, filter, reversed, type(None), type(...)]:
    assert [name for name in shared if not hasattr(kind, name)] == [], kind
containers = {"__getitem__": (list, dict, str, bytes, bytearray, tuple, range, memoryview), "__setitem__": (list, dict, bytearray, memoryview), "__delitem__": (list, dict, bytearray), "__len__": (list, dict, set, frozenset, str, bytes, bytearray, tuple, range, memoryview),
              "__iter__": (list, dict, set, str, tuple, range, enumerate, zip), "__contains__": (list, dict, set, str, bytes, tuple, range), "__reversed__": (list, dict, range), "__add__": (list, str, bytes, tuple, int, float, complex),
              "__or__": (int, bool, set, dict, type), "__index__": (int, bool), "__float__": (int, float), "__complex__": (complex,), "__round__": (int, float), "__divmod__": (int, float), "__ior__": (set, dict), "__iadd__": (list, bytearray),
              "__class_getitem__": (list, dict, tuple, set, frozenset, enumerate), "__instancecheck__": (type,), "__length_hint__": (type(iter([])), type(iter(range(3))))}
for name, kinds in containers.items():
    print(name, [kind.__name__ for kind in kinds if not hasattr(kind, name)])
