# list[int] and the like.
import types
import collections
import re
import functools

for alias in (list[int], dict[str, int], tuple[int, ...], set[str], frozenset[bytes], type[int], tuple[()], list["int"], list[None], enumerate[int], list[list[int]], dict[str, int | None],
              collections.deque[int], collections.defaultdict[str, int], re.Pattern[str], re.Match[str]):
    print(alias, alias.__origin__, alias.__args__, alias.__parameters__, type(alias) is types.GenericAlias)
print(list[int] == list[int], list[int] != list[str], list[int] == list, hash(list[int]) == hash(list[int]), {list[int]: 1}[list[int]])
print(types.GenericAlias(list, (int,)) == list[int], types.GenericAlias(list, int))
print(list[int]((1, 2)), dict[str, int](a=1), tuple[int, str]("ab"), list[int].__name__, list[int].append([], 1))
print(dict[str, int].fromkeys("ab"), list[int] | None, list[int] | dict[str, int], None | list[int])
print(functools.partial[int])
for wrong in (lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]), lambda: list[int][str], lambda: int[str], lambda: str[int], lambda: range[int], lambda: 3[int],
              lambda: isinstance(1, (int, list[int])), lambda: isinstance("", (int, list[int])), lambda: types.GenericAlias(list)):
    try:
        print(wrong())
    except TypeError as e:
        print(e)


class Numbers(list[int]):
    def total(self):
        return sum(self)


print(Numbers([1, 2]).total(), Numbers.__mro__, Numbers.__bases__, Numbers.__orig_bases__, Numbers[int])


class Box:
    def __class_getitem__(cls, item):
        return "%s of %s" % (cls.__name__, item.__name__)


class Tagged:
    __class_getitem__ = classmethod(types.GenericAlias)


print(Box[int], Tagged[int].__origin__ is Tagged, Tagged[int, str].__args__, isinstance(Tagged[int](), Tagged))
try:
    list[int].x = 1
except AttributeError:
    print("no attributes")
