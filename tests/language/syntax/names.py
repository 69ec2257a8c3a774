Ünï = 1
变量 = 2
_private = __dunder__ = x1 = X = 3
print(Ünï, 变量, _private, __dunder__, x1, X)
match = case = type = print_ = self = cls = 5
print(match, case, type, self, cls)
a_very_long_identifier_that_goes_on_and_on_and_on_until_it_is_longer_than_any_buffer_could_hold_it_comfortably = 7
print(a_very_long_identifier_that_goes_on_and_on_and_on_until_it_is_longer_than_any_buffer_could_hold_it_comfortably)


class Ключ:
    поле = "значение"

    def метод(self, параметр=1):
        return self.поле, параметр


print(Ключ().метод(параметр=2), getattr(Ключ, "поле"), {"größe": 1}["größe"])
größe = {"größe": 5}
print(größe["größe"], f"{größe}")
