# __subclasses__() of built-in types finds the built-in ones and those of the program.
class MyInt(int):
    pass


class Low(MyInt):
    pass


class Error(ValueError):
    pass


class Plain:
    pass


print(bool in int.__subclasses__(), MyInt in int.__subclasses__(), Low in int.__subclasses__())
print(MyInt.__subclasses__(), Plain.__subclasses__())
print(Error in ValueError.__subclasses__(), UnicodeError in ValueError.__subclasses__(), Error in Exception.__subclasses__())
print(Plain in object.__subclasses__(), int in object.__subclasses__(), MyInt in object.__subclasses__())
print(type in type.__subclasses__(), [c.__name__ for c in bytearray.__subclasses__()])


class Meta(type):
    pass


print(Meta in type.__subclasses__())
try:
    int.__subclasses__(5)
except TypeError as e:
    print(type(e).__name__)
