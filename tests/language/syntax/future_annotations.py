"""Docstring first."""
from __future__ import annotations

a: undefined[int] = 1
b: str | None
print(__annotations__ == {"a": "undefined[int]", "b": "str | None"}, __doc__)


class C:
    x: missing = 1
    y: "quoted"


print(C.__annotations__["x"], C.x)
