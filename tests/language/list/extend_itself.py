# Sequences of classes of their own that get their own items.
class L(list): pass
x = L([1,2]); x += x; print(x)
x = L([1,2]); x.extend(x); print(x)
x = L([1,2]); x[1:1] = x; print(x)
x = L([1,2]); x[:] = x; print(x)
x = L([1,2,3,4]); x[::2] = L(x[:2]); print(x)
class B(bytearray): pass
b = B(b"ab"); b.extend(list(b)); print(b); b[1:1] = b; print(b)
from collections import deque
class D(deque): pass
d = D([1,2]); d += d; print(list(d)); d.extend(d); print(len(d)); d.extendleft(d); print(len(d))
class S(set): pass
s = S([1,2]); s |= s; s.update(s); print(s); s -= s; print(s)
class Di(dict): pass
d = Di(a=1); d.update(d); d |= d; print(d)
import array
class A(array.array): pass
a = A('b', [1,2]); a += a; print(list(a)); a.extend(a); print(list(a))
