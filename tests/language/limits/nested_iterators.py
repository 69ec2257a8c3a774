# Iterators over iterators, nested until the C stack is too small for them: RecursionError, and the program goes on.

def nest(make):
    x = (1, 2)
    while True:
        for _ in range(1000):
            x = make(x)
        try:
            list(x)
        except RecursionError as e:
            return type(e).__name__


print(nest(enumerate))
print(nest(lambda x: filter(None, x)))
print(nest(lambda x: map(max, x, ())))
print(nest(zip))
print(sum(range(10)))
