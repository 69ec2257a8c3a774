class A:
    def __init__(self):
        self.__x = 1
        self.__y__ = 2

    def get(self):
        return self.__x

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()


class B(A):
    def __init__(self):
        super().__init__()
        self.__x = 10

    def mine(self):
        return self.__x


b = B()
print(b.get(), b.mine(), sorted(b.__dict__), b.call(), b._A__hidden())
try:
    b.__x
except AttributeError as e:
    print(e)
