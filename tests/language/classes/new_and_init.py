class Counted:
    made = 0

    def __new__(cls, *args, **kwargs):
        cls.made += 1
        print("new", args, kwargs)
        return super().__new__(cls)

    def __init__(self, a, b=2):
        print("init", a, b)


Counted(1)
Counted(1, b=3)
print(Counted.made)


class Single:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance


print(Single() is Single())


class Other:
    def __new__(cls):
        return 42

    def __init__(self):
        print("never")


print(Other())


class Bad:
    def __init__(self):
        return 1


try:
    Bad()
except TypeError as e:
    print(e)


class Empty:
    pass


for call in (lambda: Empty(1), lambda: object(1), lambda: object.__new__(Empty, 1), lambda: object.__new__(1)):
    try:
        print(type(call()))
    except TypeError as e:
        print(e)
