class Meta(type):
    def __instancecheck__(cls, instance):
        return getattr(instance, "quacks", False)

    def __subclasscheck__(cls, sub):
        return hasattr(sub, "quacks")


class Duck(metaclass=Meta):
    pass


class Robot:
    quacks = True


print(isinstance(Robot(), Duck), isinstance(1, Duck), issubclass(Robot, Duck), issubclass(int, Duck))
print(isinstance(Duck(), Duck))
print(isinstance(1, (str, int)), isinstance(1, (str, (list, (int,)))), isinstance(True, int))
for call in (lambda: isinstance(1, 2), lambda: issubclass(1, int), lambda: issubclass(int, 1)):
    try:
        call()
    except TypeError as e:
        print(e)
