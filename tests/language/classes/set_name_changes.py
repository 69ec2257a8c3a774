# __set_name__ may change the class that it is called for; every attribute of the beginning is told.
class Sets:
    def __init__(self, other, value):
        self.other, self.value = other, value

    def __set_name__(self, owner, name):
        print("named", name)
        setattr(owner, self.other, self.value)


class Deletes:
    def __init__(self, other):
        self.other = other

    def __set_name__(self, owner, name):
        print("named", name)
        delattr(owner, self.other)


class A:
    a = Sets("b", 1)
    b = Sets("a", 2)


class B:
    a = Deletes("b")
    b = Deletes("a")


class C:
    a = Sets("a", 3)
    b = Sets("new", 4)


print(A.a, A.b, hasattr(B, "a"), hasattr(B, "b"), C.a, C.new)
