# repr of lists, nested and recursive.
print([], [1], [1, "two", 3.5, None, True, b"x"], [[], [[]]], [(), {}, set()])
items = [1]
items.append(items)
print(items)
other = [items, [items]]
print(other)
pair = ([],)
pair[0].append(pair)
print(pair)
table = {}
table["self"] = table
table["list"] = [table]
print(table)


class Loud:
    def __repr__(self):
        return "<loud>"

    def __str__(self):
        return "str"


print([Loud()], str([Loud()]), "%s %r" % ([Loud()], [Loud()]), f"{[Loud()]}")
print([[1, 2], [3, 4]], list("abc"), ["it's", 'say "x"', "\n"])
