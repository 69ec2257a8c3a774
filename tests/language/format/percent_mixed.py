# Keys and positions in one format: a mapping is used up by a key.
for text, arguments in (
    ("%s %(a)s %(a)s", {"a": 1}),
    ("%(a)s %s %(a)s", {"a": 1}),
    ("%(a)s %s", {"a": 1}),
    ("%(a)*s", {"a": "x"}),
    ("%(a)*s", {"a": 5}),
    ("%(a)s%%%(b)r", {"a": 1, "b": "c"}),
    ("%(a).3f %(a)d %(a)s", {"a": 2.5}),
    ("%s %s", {"a": 1}),
    ("%(a)s", ({"a": 1},)),
    ("%(a)s", 5),
    ("x", {"a": 1}),
    ("x", 5),
):
    try:
        print(text % arguments)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
