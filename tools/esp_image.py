#!/usr/bin/python3
"""Makes a flash image for the ESP8266 from the firmware's ELF file, and says what it takes.

  tools/esp_image.py FIRMWARE.elf IMAGE.bin [--size 1M|2M|4M|8M|16M] [--mode dio] [--speed 40] [--slot BYTES]

The image is of the second form that Espressif's boot loader (boot_v1.6 and later) starts from either slot: a header, the section that
is mapped at 0x40200000 and runs in place, then a header of the ROM loader's form with the segments that are copied to RAM, each
with its address and length, a check byte over those, and the CRC-32 of it all.

It prints a table of the sections and fails, with a sentence, when one does not fit its memory."""
import argparse
import pathlib
import struct
import sys
import zlib

MODES = {"qio": 0, "qout": 1, "dio": 2, "dout": 3}
SPEEDS = {40: 0, 26: 1, 20: 2, 80: 15}
# What the header says of the flash, which is how the boot loader maps it, and bytes of a slot (boards/generic/layout.c).
SIZES = {"1M": (2, 0xE0000), "2M": (5, 0xFF000), "4M": (6, 0xFF000), "8M": (8, 0xFF000), "16M": (9, 0xFF000)}
CHECK_SEED = 0xEF
MAPPED, MAPPED_END = 0x40200000, 0x40300000
MEMORIES = (("data RAM", 0x3FFE8000, 80 << 10), ("instruction RAM", 0x40100000, 32 << 10))


class Section:
    def __init__(self, name, kind, flags, address, data, size):
        self.name, self.kind, self.flags, self.address, self.data, self.size = name, kind, flags, address, data, size

    @property
    def loaded(self):
        return self.flags & 2 and self.size > 0

    @property
    def mapped(self):
        return MAPPED <= self.address < MAPPED_END

    @property
    def empty(self):
        return self.kind == 8


def read_elf(data):
    """The sections and the entry point of a 32-bit little-endian ELF file."""
    if data[:6] != b"\x7fELF\x01\x01" or len(data) < 20 or struct.unpack_from("<H", data, 18)[0] != 94:
        raise SystemExit("esp_image: this is no ELF file for the Xtensa; give it the firmware.elf of a build for the chip")
    try:
        sections, entry = read_sections(data)
    except (struct.error, IndexError, ValueError):
        raise SystemExit("esp_image: the ELF file is damaged") from None
    if not any(s.mapped and not s.empty for s in sections):
        raise SystemExit("esp_image: the ELF file has nothing in flash; give it the firmware.elf of a build for the chip")
    return sections, entry


def read_sections(data):
    entry, _, table = struct.unpack_from("<III", data, 24)
    each, count, names_at = struct.unpack_from("<HHH", data, 46)
    heads = [struct.unpack_from("<10I", data, table + i * each) for i in range(count)]
    names = heads[names_at]
    sections = []
    for name, kind, flags, address, offset, size, *_ in heads:
        start = names[4] + name
        text = data[start:data.index(b"\0", start)].decode()
        content = b"" if kind == 8 else data[offset:offset + size]
        if kind != 8 and len(content) != size:
            raise ValueError(text)
        sections.append(Section(text, kind, flags, address, content, size))
    return [s for s in sections if s.loaded], entry


def segment(address, data):
    data += bytes(-len(data) % 4)
    return struct.pack("<II", address, len(data)) + data, data


def make_image(sections, entry, options):
    mapped = sorted((s for s in sections if s.mapped and not s.empty), key=lambda s: s.address)
    copied = [s for s in sections if not s.mapped and not s.empty]
    settings = struct.pack("<BB", MODES[options.mode], SIZES[options.size][0] << 4 | SPEEDS[options.speed])
    code = b""
    for s in mapped:
        code += bytes(s.address - mapped[0].address - len(code)) + s.data
    code += bytes(-len(code) % 16)
    image = b"\xEA\x04" + settings + struct.pack("<I", entry) + struct.pack("<II", 0, len(code)) + code
    image += b"\xE9" + bytes([len(copied)]) + settings + struct.pack("<I", entry)
    check = CHECK_SEED
    for s in copied:
        block, data = segment(s.address, s.data)
        image += block
        for byte in data:
            check ^= byte
    image += bytes(15 - len(image) % 16) + bytes([check])
    return image + struct.pack("<I", zlib.crc32(image) ^ 0xFFFFFFFF)


def report(sections, image, slot):
    """Prints what is where; the sentences that say what does not fit."""
    wrong = []
    print("%-16s %10s %9s" % ("section", "address", "bytes"))
    for s in sorted(sections, key=lambda s: s.address):
        print("%-16s %#10x %9s" % (s.name, s.address, format(s.size, ",")))
    for name, start, size in MEMORIES:
        used = sum(s.size for s in sections if start <= s.address < start + size)
        print("%-27s %9s of %s" % (name, format(used, ","), format(size, ",")))
        if used > size:
            wrong.append("%s is short of %d bytes" % (name, used - size))
    print("%-27s %9s of %s" % ("image", format(len(image), ","), format(slot, ",")))
    if len(image) > slot:
        wrong.append("the image is %d bytes longer than a slot" % (len(image) - slot))
    return wrong


def main():
    parser = argparse.ArgumentParser(description="Makes a flash image for the ESP8266 from an ELF file.")
    parser.add_argument("elf", type=pathlib.Path)
    parser.add_argument("image", type=pathlib.Path)
    parser.add_argument("--size", choices=SIZES, default="4M", help="of the flash chip (default: 4M)")
    parser.add_argument("--mode", choices=MODES, default="dio", help="how the flash is read (default: dio)")
    parser.add_argument("--speed", type=int, choices=SPEEDS, default=40, help="MHz of the flash's bus (default: 40)")
    parser.add_argument("--slot", type=lambda text: int(text, 0), help="bytes of a slot (default: by the size of the flash)")
    options = parser.parse_args()
    slot = options.slot or SIZES[options.size][1]
    sections, entry = read_elf(options.elf.read_bytes())
    image = make_image(sections, entry, options)
    wrong = report(sections, image, slot)
    for sentence in wrong:
        print("esp_image: " + sentence, file=sys.stderr)
    if wrong:
        return 1
    options.image.write_bytes(image)
    return 0


if __name__ == "__main__":
    sys.exit(main())
