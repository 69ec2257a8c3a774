# assert, and del of exception names.
assert True
assert 1, "fine"
for f in ("assert False", "assert 0, 'message'", "assert [], (1, 2)", "assert None, None"):
    try:
        exec(f)
    except AssertionError as e:
        print(repr(e), e.args)
def check(x):
    assert x > 0, f"{x} is not positive"
    return x
print(check(1))
try:
    check(-1)
except AssertionError as e:
    print(e)
def side():
    print("evaluated")
    return "msg"
assert True, side()
try:
    assert False, side()
except AssertionError as e:
    print(e)
