from typing import Any, NamedTuple, Protocol, TypedDict, get_type_hints, is_typeddict, runtime_checkable


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 2

    def total(self):
        return self.x + self.y


p = Point(1)
print(p, p.total(), p._replace(x=5), p._fields, Point._field_defaults, Point.__annotations__, isinstance(p, tuple), Point.__doc__)
Pair = NamedTuple("Pair", [("a", int), ("b", str)])
print(Pair(1, "z"), Pair._fields)


class Movie(TypedDict):
    title: str
    year: int


class Short(Movie, total=False):
    minutes: float


m = Movie(title="t", year=1)
print(m, type(m), Movie.__total__, Short.__total__, sorted(get_type_hints(Short)), is_typeddict(Movie), is_typeddict(dict))
D = TypedDict("D", {"k": int})
print(D(k=1))


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class File:
    def close(self):
        pass


class Other(Protocol):
    x: int


print(isinstance(File(), Closes), isinstance(3, Closes), issubclass(File, Closes))
try:
    isinstance(3, Other)
except TypeError as error:
    print(error)


class Impl(Closes):
    def close(self):
        return "closed"


print(Impl().close(), isinstance(Impl(), Closes))
try:
    Any()
except TypeError as error:
    print(error)
