# zip, map, filter and enumerate ask their iterators again after the end.
class Revives:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n % 3 == 0:
            raise StopIteration
        return self.n


for make in (zip, enumerate, lambda x: map(str, x), lambda x: filter(None, x), lambda x: zip(x, x)):
    it = make(Revives())
    print(list(it), list(it), list(it))
