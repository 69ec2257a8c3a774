"""tools/esp_image.py on an ELF file of a few bytes: every byte of the image, read back as the boot loader does. usage: test_image.py TOOL"""

import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

TOOL = sys.argv.pop(1)
ENTRY = 0x40100004
PROGBITS, NOBITS, LOADED = 1, 8, 2

# name, kind, flags, address, bytes (of NOBITS: how many)
SECTIONS = (
    (".data", PROGBITS, LOADED, 0x3FFE8000, b"data!"),
    (".bss", NOBITS, LOADED, 0x3FFE8010, 4000),
    (".text", PROGBITS, LOADED, 0x40100000, bytes(range(20))),
    (".irom0.text", PROGBITS, LOADED, 0x40201010, b"run in place" * 3),
    (".irom0.more", PROGBITS, LOADED, 0x40201040, b"more"),
    (".comment", PROGBITS, 0, 0, b"not loaded"),
)


def elf(sections, machine=94):
    names = b"\0" + b"".join(name.encode() + b"\0" for name, *_ in sections) + b".shstrtab\0"
    rows, body = [struct.pack("<10I", *[0] * 10)], b""
    for name, kind, flags, address, content in (*sections, (".shstrtab", 3, 0, 0, names)):
        size = content if kind == NOBITS else len(content)
        rows.append(struct.pack("<10I", names.index(name.encode() + b"\0"), kind, flags, address, 52 + len(body), size, 0, 0, 1, 0))
        body += b"" if kind == NOBITS else content
    head = b"\x7fELF\x01\x01\x01".ljust(16, b"\0") + struct.pack("<HHIIIIIHHHHHH", 2, machine, 1, ENTRY, 0, 52 + len(body), 0, 52, 0, 0, 40, len(rows), len(rows) - 1)
    return head + body + b"".join(rows)


def read_image(data):
    """{address: bytes} of what the loader copies, and what it maps; fails where a loader would."""
    assert data[0] == 0xEA and data[1] == 4, "the second boot loader's form"
    assert struct.unpack_from("<I", data, 4)[0] == ENTRY
    zero, size = struct.unpack_from("<II", data, 8)
    assert zero == 0 and size % 16 == 0
    mapped, at = data[16:16 + size], 16 + size
    assert data[at] == 0xE9 and data[at + 2:at + 4] == data[2:4] and struct.unpack_from("<I", data, at + 4)[0] == ENTRY
    copied, check = {}, 0xEF
    count, at = data[at + 1], at + 8
    for _ in range(count):
        address, size = struct.unpack_from("<II", data, at)
        assert size % 4 == 0
        copied[address] = data[at + 8:at + 8 + size]
        for byte in copied[address]:
            check ^= byte
        at += 8 + size
    assert data[at:at // 16 * 16 + 15] == bytes(at // 16 * 16 + 15 - at), "filled up with zeros"
    at = at // 16 * 16 + 15
    assert data[at] == check
    assert len(data) == at + 5 and struct.unpack_from("<I", data, at + 1)[0] == zlib.crc32(data[:at + 1]) ^ 0xFFFFFFFF
    return copied, mapped


class Image(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.elf, self.image = pathlib.Path(folder.name, "a.elf"), pathlib.Path(folder.name, "a.bin")

    def make(self, content, *options):
        self.elf.write_bytes(content)
        return subprocess.run(["/usr/bin/python3", TOOL, self.elf, self.image, *options], capture_output=True, text=True)

    def refused(self, content, sentence, *options):
        done = self.make(content, *options)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(sentence, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        self.assertFalse(self.image.exists())

    def test_bytes(self):
        done = self.make(elf(SECTIONS))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        copied, mapped = read_image(self.image.read_bytes())
        self.assertEqual(copied, {0x3FFE8000: b"data!\0\0\0", 0x40100000: bytes(range(20))})
        self.assertEqual(mapped, (b"run in place" * 3).ljust(0x30, b"\0") + b"more".ljust(16, b"\0"))

    def test_head(self):
        for options, byte in (((), 0x60), (("--size", "1M"), 0x20), (("--size", "2M"), 0x50), (("--size", "8M"), 0x80), (("--speed", "80"), 0x6F)):
            self.make(elf(SECTIONS), *options)
            self.assertEqual(self.image.read_bytes()[3], byte)
        self.make(elf(SECTIONS), "--mode", "qio")
        self.assertEqual(self.image.read_bytes()[2], 0)

    def test_report(self):
        said = self.make(elf(SECTIONS)).stdout
        self.assertRegex(said, r"data RAM +4,005 of 81,920")
        self.assertRegex(said, r"instruction RAM +20 of 32,768")
        self.assertRegex(said, r"image +%d of 1,044,480" % len(self.image.read_bytes()))

    def test_what_does_not_fit(self):
        large = SECTIONS[:3] + ((".irom0.text", PROGBITS, LOADED, 0x40201010, bytes(950000)),)
        self.assertEqual(self.make(elf(large)).returncode, 0)
        self.image.unlink()
        self.refused(elf(large), "longer than a slot", "--size", "1M")
        self.refused(elf(SECTIONS), "longer than a slot", "--slot", "0x40")
        self.refused(elf(SECTIONS[:1] + ((".bss", NOBITS, LOADED, 0x3FFE8010, 90000),) + SECTIONS[2:]), "data RAM is short of")
        self.refused(elf(SECTIONS[3:4] + ((".text", PROGBITS, LOADED, 0x40100000, bytes(32769)),)), "instruction RAM is short of 1 bytes")

    def test_what_is_no_firmware(self):
        self.refused(b"", "no ELF file for the Xtensa")
        self.refused(b"text" * 30, "no ELF file for the Xtensa")
        self.refused(elf(SECTIONS, machine=62), "no ELF file for the Xtensa")
        self.refused(elf(SECTIONS)[:-30], "damaged")
        self.refused(elf(SECTIONS)[:60], "damaged")
        self.refused(elf(SECTIONS[:3]), "nothing in flash")


if __name__ == "__main__":
    unittest.main()
