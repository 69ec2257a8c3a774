class Box:
    def __class_getitem__(cls, item):
        return "Box of " + item.__name__


print(Box[int])


class Plain:
    pass


try:
    Plain[int]
except TypeError as e:
    print(e)


def f(x: list[int], y: "dict[str, int]" = None) -> tuple[int, ...]:
    return x


print(f([1]))
