class A:
    log = []

    def __del__(self):
        self.log.append("gone")


a = A()
del a
import gc
gc.collect()
print(A.log == ["gone"] or A.log == [])
