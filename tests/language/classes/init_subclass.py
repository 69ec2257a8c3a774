class Plugin:
    plugins = {}

    def __init_subclass__(cls, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.plugins[key or cls.__name__] = cls


class A(Plugin, key="first"):
    pass


class B(Plugin):
    pass


print(sorted(Plugin.plugins))
try:
    class C(Plugin, wrong=1):
        pass
except TypeError as e:
    print(e)


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__.get(self.name, "unset")

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value


class Model:
    a = Field()
    b = Field()


m = Model()
print(m.a, m.b)
m.a = 5
print(m.a, m.b, Model.a.name, m.__dict__)
