class Account:
    def __init__(self, balance):
        self._balance = balance

    @property
    def balance(self):
        """What is left."""
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise ValueError("negative")
        self._balance = value

    @balance.deleter
    def balance(self):
        print("closing")
        self._balance = 0

    @property
    def double(self):
        return self.balance * 2

    size = property(lambda self: 3, doc="three")


a = Account(10)
a.balance += 5
print(a.balance, a.double, a.size, Account.balance.__doc__, Account.size.__doc__)
try:
    a.balance = -1
except ValueError as e:
    print(e)
del a.balance
print(a.balance)
for action in ("a.double = 1", "del a.double", "a.size = 2"):
    try:
        exec(action)
    except AttributeError as e:
        print(e)


class Write:
    def store(self, v):
        self.kept = v

    only = property(None, store)


w = Write()
w.only = 4
print(w.kept)
try:
    w.only
except AttributeError as e:
    print(e)
print(isinstance(Account.balance, property), Account.balance.fget(a), Account.balance.fset is not None)


class Sub(Account):
    @Account.balance.getter
    def balance(self):
        return 99


print(Sub(1).balance)


class Cached(property):
    def __init__(self, function):
        super().__init__(function)
        self.calls = 0

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        self.calls += 1
        return super().__get__(instance, owner)


class User:
    @Cached
    def name(self):
        return "ann"


print(User().name, User().name, User.name.calls)
