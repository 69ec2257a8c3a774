# __format__ of subclasses of the built-in types.
class I(int):
    pass


class S(str):
    def __format__(self, spec):
        return "S:" + super().__format__(spec)


class D(float):
    def __str__(self):
        return "D!"


print(f"{I(5):03d}", format(I(5)), f"{S('a'):>3}", f"{S('b')}", "{:<3}|".format(S("c")), f"{D(1.5)}", f"{D(1.5):.2f}", format(D(2.5)), "%s %.1f" % (D(1.5), D(1.5)), "%s" % S("x"), "%5s" % S("y"))
print((5).__format__("x"), "a".__format__(">3"), (1.5).__format__(""), (1j).__format__(".1f"), True.__format__("d"), True.__format__(""), int.__format__(7, "03"), object().__format__("")[:7])
for call in (lambda: (5).__format__(5), lambda: "a".__format__(None), lambda: object().__format__("x")):
    try:
        call()
    except TypeError as error:
        print(type(error).__name__)
