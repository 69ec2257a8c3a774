import uctypes as u

print(u.sizeof({}), u.sizeof({"a": u.UINT8 | 3}), u.sizeof({"a": u.UINT32 | 0, "b": u.UINT8 | 4}))
print(u.sizeof({"a": u.UINT32 | 0, "b": u.UINT8 | 4}, u.LITTLE_ENDIAN), u.sizeof({"a": u.UINT16, "b": u.UINT8 | 2}, u.NATIVE))
print(u.sizeof({"a": (u.ARRAY | 0, 3, {"a": u.UINT32 | 0, "b": u.UINT8 | 4})}))
print(u.sizeof({"a": (u.ARRAY | 0, 3, {"a": u.UINT32 | 0, "b": u.UINT8 | 4})}, u.BIG_ENDIAN))
print(u.sizeof({"s": (2, {"x": u.UINT16})}), u.sizeof((u.ARRAY | 0, u.UINT16 | 5)), u.sizeof(bytearray(7)))
s = u.struct(0, {"a": u.UINT8}, u.LITTLE_ENDIAN)
for wrong in (
    lambda: u.sizeof([]),
    lambda: u.sizeof(()),
    lambda: u.sizeof(5),
    lambda: u.sizeof(("x",)),
    lambda: u.sizeof((u.PTR * 3,)),
    lambda: u.sizeof((0, {}, "x")),
    lambda: u.sizeof((u.PTR | 0,)),
    lambda: u.sizeof((u.ARRAY | 0, 1, {}, "x")),
    lambda: u.sizeof({"a": "x"}),
    lambda: u.sizeof({"a": []}),
    lambda: u.sizeof(s, u.NATIVE),
    lambda: u.struct(bytearray(4), {}),
    lambda: u.struct(0, {}, 5),
    lambda: u.struct(0),
    lambda: u.struct(1 << 70, {}),
    lambda: u.struct(0, {"x": []}).x,
    lambda: u.struct(0, []).x,
):
    try:
        print(wrong())
    except (TypeError, ValueError, OverflowError) as e:
        print(type(e).__name__)
deep = {}
deep["d"] = (0, deep)
try:
    u.sizeof(deep)
except RecursionError:
    print("RecursionError")
