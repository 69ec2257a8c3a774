import sys
def gen():
    yield 1
    raise RuntimeError("in gen")
def use():
    for x in gen():
        pass
try:
    use()
except RuntimeError:
    raise KeyError("multi\nline") from None
