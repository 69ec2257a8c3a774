"""What programs for the ESP8266 and ESP32 take from the module esp."""
import machine
from machine import dht_readinto

SLEEP_NONE, SLEEP_LIGHT, SLEEP_MODEM = 0, 1, 2


def osdebug(*arguments):
    """There are no messages of an operating system."""


def sleep_type(kind=None):
    """The network decides when it sleeps."""
    return SLEEP_NONE if kind is None else None


def flash_id():
    return int.from_bytes(machine.unique_id()[:3], "little")


def neopixel_write(pin, buf, is800khz=True):
    """Send the bytes to an LED strip."""
    machine.bitstream(pin, 0, (400, 850, 800, 450) if is800khz else (800, 1700, 1600, 900), buf)
