"""Bytes: CRC-16, packing, run lengths over bytearray."""


def crc16(data):
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            if crc & 1:
                crc = (crc >> 1) ^ 0xA001
            else:
                crc >>= 1
    return crc


def pack(data):
    out = bytearray()
    i = 0
    while i < len(data):
        run = 1
        while i + run < len(data) and run < 255 and data[i + run] == data[i]:
            run += 1
        out.append(run)
        out.append(data[i])
        i += run
    return bytes(out)


data = bytearray((i // 5 * 37) & 0xFF for i in range(90000))
print(hex(crc16(data)), len(pack(data)), crc16(pack(data)))
