class Date:
    def __init__(self, y, m, d):
        self.parts = (y, m, d)

    @classmethod
    def parse(cls, text):
        return cls(*map(int, text.split("-")))

    @staticmethod
    def leap(year):
        return year % 4 == 0

    @classmethod
    def name(cls):
        return cls.__name__


class Better(Date):
    pass


d = Better.parse("2024-05-06")
print(type(d).__name__, d.parts, Date.leap(2024), d.leap(2023), Date.name(), d.name())
print(Better.parse.__self__ is Better, Better.parse.__func__ is Date.parse.__func__)
print(Date.__dict__["leap"].__func__ is Date.leap, type(Date.__dict__["parse"]).__name__)
f = staticmethod(len)
print(f([1, 2]))
g = Date.name
print(g())


class Registry:
    items = []

    @classmethod
    def add(cls, item):
        cls.items.append(item)
        return item


@Registry.add
def decorated():
    return "ok"


print(Registry.items[0]())
