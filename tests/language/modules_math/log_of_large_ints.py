# Ints that a double holds give what their double gives; larger ones come near enough.
import math

for n in (581043721549694626123128623359, 79482291652554488966675957302, 10**25, 10**22, 2**64, 2**1000, 2**1024, 10**400, 3**500, 7**1000):
    print(math.log2(n), math.log10(n), math.log(n), math.log(n, 2))
for f in (math.log, math.log2, math.log10):
    for n in (-(10**30), -(10**400)):
        try:
            print(f(n))
        except ValueError as e:
            print(e)
