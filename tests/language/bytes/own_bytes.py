# bytes() of a subclass asks its __bytes__; bytearray() takes what is in it.
class Own(bytes):
    def __bytes__(self):
        return b"own"


class Array(bytearray):
    def __bytes__(self):
        return b"own"


class Plain(bytes):
    pass


print(bytes(Own(b"x")), bytes(Array(b"x")), bytearray(Own(b"x")))
print(Own(Own(b"z")), type(Own(Own(b"z"))).__name__, Plain(Own(b"y")))
print(bytes(Plain(b"p")), type(bytes(Plain(b"p"))).__name__, bytes(Plain()))
