"""Whatever an annotation may mention can be imported, subscripted and called."""

import typing
from typing import *
from typing import TYPE_CHECKING, IO, AnyStr, ForwardRef, SupportsAbs, TypedDict

names = [n for n in typing.__all__ if n not in ("reveal_type",)]
for name in ("Any", "Union", "Optional", "List", "Dict", "Tuple", "Set", "FrozenSet", "Callable", "Iterable", "Iterator", "Generator", "Sequence", "Mapping", "Type", "TypeVar",
             "Generic", "Protocol", "NamedTuple", "TypedDict", "Literal", "Final", "ClassVar", "cast", "overload", "runtime_checkable", "get_type_hints", "NoReturn", "Text",
             "Awaitable", "Coroutine", "AsyncIterator", "Deque", "DefaultDict", "NewType", "final", "Annotated", "ParamSpec", "Self", "SupportsInt"):
    if name not in names:
        print("missing", name)
print(TYPE_CHECKING, List[int], Dict[str, List[int]], Optional[int], Union[int, str], Union[int, None, str], Tuple[int, ...], Callable[[int], str], Literal["a", 1])
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(Optional[int]) is Union, get_args(Optional[int]), get_origin(int), cast(int, "x"), List[int] == List[int])
T = TypeVar("T")
K = TypeVar("K", bound=int)
P = ParamSpec("P")
print(T, TypeVar("C", covariant=True), P, P.args, P.kwargs, AnyStr, Iterable[T], Type[int], ClassVar[int], Final[str], Any, NoReturn, ForwardRef("X"))
UserId = NewType("UserId", int)
print(UserId(5), UserId.__name__, UserId.__supertype__)


class Stack(Generic[T]):
    items: List[T]
    name: "str" = "x"

    def push(self, item: T) -> None:
        self.last = item


s = Stack[int]()
s.push(3)
print(s.last, get_type_hints(Stack), isinstance(s, Stack))


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x):
    return x


print(f(3), isinstance(3, SupportsAbs), isinstance("", SupportsInt), isinstance(3.5, SupportsRound), issubclass(int, SupportsIndex))
try:
    assert_never(3)
except AssertionError as error:
    print(error)
