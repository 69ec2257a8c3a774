# A text is nothing that a slice of a bytearray could become.
array = bytearray(b"abcdef")
for key in (slice(1, 2), slice(None), slice(0, 6, 2), slice(3, 1)):
    for text in ("", "x", "xyz", 5):
        try:
            array[key] = text
        except TypeError as e:
            print(key, repr(text), e)
array[1:2] = [1, 2]
print(array)
