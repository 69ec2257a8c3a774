from micropython import RingIO

ring = RingIO(8)
print(ring, ring.any(), ring.read(), ring.write(b"abcdef"), ring.any(), ring.read(2), ring.write(b"ghijklm"), ring.any())
print(ring.readline(), ring.write(b"x\nyz\n"), ring.readline(), ring.readline(1), ring.readline(), ring.readline())
buffer = bytearray(4)
ring.write(b"123456")
print(ring.readinto(buffer), buffer, ring.readinto(buffer, 1), buffer, ring.read(100), ring.close())
for i in range(100):
    if ring.write(bytes([i, i + 1, i + 2])) != 3 or ring.read(3) != bytes([i, i + 1, i + 2]):
        print("wrong", i)
own = RingIO(bytearray(5))
print(own.write(b"123456"), own.read())
for bad in (0, 1 << 20, None, bytearray(1)):
    try:
        RingIO(bad)
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
