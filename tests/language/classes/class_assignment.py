class Off:
    def press(self):
        self.__class__ = On
        return "on"


class On:
    def __init__(self):
        self.level = 1

    def press(self):
        self.__class__ = Off
        return "off"


s = Off()
s.name = "lamp"
print(s.press(), s.press(), s.press(), s.name, type(s).__name__)
s.extra = 5
print(s.__dict__)
s.__class__ = Off
print(type(s).__name__, s.extra, isinstance(s, Off))
for value in (int, 5):
    try:
        s.__class__ = value
    except TypeError as e:
        print(e)
try:
    (5).__class__ = int
    print("same is fine")
    (5).__class__ = Off
except TypeError as e:
    print(e)


class Many:
    def __init__(self):
        self.a = self.b = self.c = self.d = self.e = self.f = 1


class Few:
    pass


f = Few()
f.z = 9
f.__class__ = Many
f.a = 3
print(f.z, f.a, f.__dict__, Many().a)
