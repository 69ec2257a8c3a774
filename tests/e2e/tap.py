"""A network of its own for this process and what it starts, with one interface behind which a Wire lies instead of QEMU's user network: Linux's own TCP speaks with the chip then. It takes
the right to make a network namespace (root, or user namespaces for everybody) and /dev/net/tun."""

import ctypes
import fcntl
import os
import struct
import subprocess

TUNSETIFF, TAP_FRAMES = 0x400454CA, 0x0002 | 0x1000  # whole frames of Ethernet, nothing before them
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
NAME = "krait0"


def leave_network():
    """Everything from here on is in an empty network. This process must have one thread only."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_NETWORK) == 0:
        return
    if libc.unshare(NEW_USER | NEW_NETWORK):
        raise PermissionError(ctypes.get_errno(), "this computer lets you make no network of your own")
    for name, text in (("setgroups", "deny"), ("uid_map", "0 %d 1" % user), ("gid_map", "0 %d 1" % group)):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)


def open_tap(address):
    """The descriptor of an interface with that address; its network is the first 24 bits."""
    leave_network()
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", NAME.encode(), TAP_FRAMES))
    for command in ("link set lo up", "address add %s/24 dev %s" % (address, NAME), "link set %s up" % NAME):
        subprocess.run(["ip", *command.split()], check=True)
    return tap
