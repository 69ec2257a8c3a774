# Building and taking apart a packet, as device programs do.
def checksum(data):
    total = 0
    for byte in data:
        total = (total + byte) & 0xFF
    return total ^ 0xFF


def pack(kind, payload):
    frame = bytearray(b"\x7e")
    frame.append(kind)
    frame += len(payload).to_bytes(2, "big")
    frame.extend(payload)
    frame.append(checksum(frame[1:]))
    return bytes(frame)


def unpack(frame):
    view = memoryview(frame)
    if view[0] != 0x7E:
        raise ValueError("no start")
    size = int.from_bytes(view[2:4], "big")
    payload = bytes(view[4 : 4 + size])
    if checksum(view[1 : 4 + size]) != view[4 + size]:
        raise ValueError("checksum")
    return view[1], payload


frame = pack(3, b"temperature=21.5")
print(frame, frame.hex(" ", 4), unpack(frame))
broken = bytearray(frame)
broken[6] ^= 1
try:
    unpack(broken)
except ValueError as error:
    print(error)
key, _, value = unpack(frame)[1].partition(b"=")
print(key.decode(), float(value), b"%s:%d" % (key, 21), key.upper().rjust(14, b"."))
stream = b"".join(pack(i, bytes([i] * i)) for i in range(4))
print(stream.count(b"\x7e"), stream.split(b"\x7e")[1:], stream.find(b"\x03\x03"))
words = memoryview(bytearray(8)).cast("H")
for i in range(4):
    words[i] = i * 1000
print(words.tolist(), sum(words), bytes(words.cast("B")).hex())
table = bytes((i * 7) & 255 for i in range(256))
print(bytes(b"hello").translate(table).hex(), bytes.fromhex("68656c6c6f"), bytearray(5).replace(b"\0", b"ab"))
