# from __future__ import annotations: the source of each, not its value.
from __future__ import annotations


def f(a: int, b: undefined[3], *c: lambda: x, d: list[int] = 5) -> Nope | None:
    pass


print(f.__annotations__)


class C:
    x: Foo.Bar = 5

    def m(self, y: dict[str, Any]) -> C:
        z: Unknown = y
        return z


print(C.__annotations__, C.m.__annotations__, C().m(3))
here: Missing = 1
print(__annotations__)
