# Each call makes a new reference; they are equal. isinstance() sees the proxy, not what stands behind it.
import weakref


class A:
    pass


a = A()
print(weakref.ref(a) is weakref.ref(a), weakref.ref(a) == weakref.ref(a), weakref.proxy(a) is weakref.proxy(a))
print(isinstance(weakref.proxy(a), A), isinstance(weakref.proxy(a), weakref.ProxyType), weakref.proxy(a).__class__ is A)
