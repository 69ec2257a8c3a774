# | |= == != in, and what has no order.
a = {"a": 1, "b": 2}
b = {"b": 3, "c": 4}
print(a | b, b | a, a, b)
a |= b
print(a)
a |= [("d", 5)]
print(a)
print({} == {}, {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 2}, {"a": 1} == {"a": 1, "b": 1}, {} == [], {1: []} == {1: []})
for code in ("{} < {}", "{} + {}", "{} | []", "{} | None", "hash({})", "{}()", "{} * 2"):
    try:
        print(eval(code))
    except TypeError as error:
        print(code, "->", error)
x = {}
try:
    x |= 5
except TypeError as error:
    print(error)
