"""What programs for the ESP8266 and ESP32 take from the module esp."""
import machine
from machine import dht_readinto

SLEEP_NONE, SLEEP_LIGHT, SLEEP_MODEM = 0, 1, 2


def osdebug(*arguments):
    """There are no messages of an operating system."""


def sleep_type(kind=None):
    """The network decides when it sleeps."""
    return SLEEP_NONE if kind is None else None


def flash_size():
    """The size of the flash in bytes: the power of two into which the file system fits; 4 MiB where that is a disk."""
    import os

    room = os.statvfs("/")
    files, size = room[1] * room[2], 1 << 19
    while size < files and size < 1 << 24:
        size *= 2
    return size if size >= files else 4 << 20


def freemem():
    """Bytes of memory that are free."""
    import gc

    return gc.mem_free()


def check_fw():
    """True: the device does not run a damaged image."""
    return True


def apa102_write(clock_pin, data_pin, data):
    """Send colours to an LED strip with a clock."""
    from apa102 import APA102

    strip = APA102(clock_pin, data_pin, len(data) // 4)
    strip.buf[:] = data
    strip.write()


def flash_id():
    """A number of this device's flash."""
    return int.from_bytes(machine.unique_id()[:3], "little")


def neopixel_write(pin, buf, is800khz=True):
    """Send the bytes to an LED strip."""
    machine.bitstream(pin, 0, (400, 850, 800, 450) if is800khz else (800, 1700, 1600, 900), buf)
