# Statements whose names end in each other's keywords, soft keywords as names, and long chains.
match, case, _, type = 1, 2, 3, 4
print(match + case + _ + type, [match, case], {match: case})
match(case) if False else None
def match_(case): return case
class A:
    match = case = 5
    def type(self): return self.match
print(A().type(), A.case, match_(case=7))
match[0:1] if False else None
match = {"a": [1]}
print(match["a"][0], match.get("b"))
isn, notx, inx, orx, ifx, lambdax, awaitx, asyncx = range(8)
print(isn, notx, inx, orx, ifx, lambdax, awaitx, asyncx, not notx, 1 if ifx else 0, isn is not None, 1 not in [2])
print(1 < 2 < 3 != 4 >= 4 is not None, not not 1, - - 1, ~~5, 2 ** -1, -2 ** 2, 1 if 0 else 2 if 0 else 3, (lambda: (yield))().__class__.__name__)
print([*[1], *(2,), *{3}], {**{"a": 1}, "b": 2}, (*"ab",), [x for x in range(3) if x if x > 1], [(x, y) for x in "ab" for y in "cd" if x != "a"])
a = b = c = d = 0
a = b, = c, = [1]
