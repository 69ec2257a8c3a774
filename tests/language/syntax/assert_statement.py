assert True
assert 1 < 2, "fine"
for test in (lambda: check(0), lambda: check(0, "message"), lambda: check([], ("a", 1))):
    def check(x, *m):
        if m:
            assert x, m[0]
        assert x
    try:
        test()
    except AssertionError as e:
        print(repr(e), e.args)
x = 5
try:
    assert x > 3 and x < 4, f"x is {x}"
except AssertionError as e:
    print(e)
try:
    assert not x
except AssertionError as e:
    print(repr(str(e)))
assert x or undefined, undefined
assert (x == 5
        ), "multi"
