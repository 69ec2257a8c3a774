"""tools/esp_image.py: what it makes of the firmware reads back as the boot loader reads it, and what does not fit is refused."""

import struct
import subprocess
import zlib

from chip import FIRMWARE
from conftest import ROOT

TOOL = ROOT / "tools" / "esp_image.py"


def make(*arguments):
    return subprocess.run(["/usr/bin/python3", TOOL, *map(str, arguments)], capture_output=True, text=True)


def elf_sections():
    """(address, bytes) of what is loaded, by binutils."""
    listing = subprocess.run(["xtensa-lx106-elf-objdump", "-h", "-w", FIRMWARE], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listing.splitlines() if " LOAD" in line or ", LOAD," in line]
    return {int(row[3], 16): int(row[2], 16) for row in rows if int(row[2], 16)}


def test_image_reads_back(tmp_path):
    image = tmp_path / "krait.bin"
    done = make(FIRMWARE, image, "--slot", "0x200000", "--size", "4M", "--mode", "dio", "--speed", 40)
    assert done.returncode == 0, done.stderr
    data = image.read_bytes()
    assert struct.unpack("<I", data[-4:])[0] == zlib.crc32(data[:-4]) ^ 0xFFFFFFFF
    assert data[:4] == b"\xea\x04\x02\x60"
    address, mapped = struct.unpack_from("<II", data, 8)
    assert address == 0 and mapped % 16 == 0
    at = 16 + mapped
    magic, count = data[at], data[at + 1]
    assert magic == 0xE9 and struct.unpack_from("<I", data, at + 4) == struct.unpack_from("<I", data, 4)
    at += 8
    check, copied = 0xEF, {}
    for _ in range(count):
        address, size = struct.unpack_from("<II", data, at)
        copied[address] = size
        for byte in data[at + 8:at + 8 + size]:
            check ^= byte
        at += 8 + size
    assert len(data) - 4 == (at + 16) // 16 * 16 and data[-5] == check
    wanted = elf_sections()
    in_ram = {address: (size + 3) // 4 * 4 for address, size in wanted.items() if not 0x40200000 <= address < 0x40300000}
    assert copied == in_ram
    assert mapped >= sum(size for address, size in wanted.items() if 0x40200000 <= address < 0x40300000)


def test_what_does_not_fit_is_refused(tmp_path):
    image = tmp_path / "krait.bin"
    done = make(FIRMWARE, image, "--slot", "0x1000")
    assert done.returncode == 1 and "longer than a slot" in done.stderr
    assert not image.exists()
    no_elf = tmp_path / "text"
    no_elf.write_text("no program" * 10)
    done = make(no_elf, image)
    assert done.returncode == 1 and "no ELF file" in done.stderr
