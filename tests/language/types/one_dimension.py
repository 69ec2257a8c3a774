# A memoryview has one dimension, and its object may be resized under it.
m = memoryview(bytearray(4))
print(m.cast("B", [4]).tolist())
try:
    m.cast("B", [2, 2])
except NotImplementedError as e:
    print(e)
data = bytearray(b"abcd")
view = memoryview(data)[1:3]
data.append(5)
print(view.tobytes(), len(data))
del data[1:]
try:
    view.tobytes()
except BufferError as e:
    print(e)
