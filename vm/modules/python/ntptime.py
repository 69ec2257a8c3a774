"""The time from a server of the network time protocol: settime() sets the clock."""

import socket

host = "pool.ntp.org"
port = 123
timeout = 1  # seconds to wait for the answer

_YEARS_70 = 2208988800  # seconds from 1900, where the protocol counts from, to 1970


def time():
    """Seconds since 1970, from the server; OSError when it does not answer."""
    address = socket.getaddrinfo(host, port, 0, socket.SOCK_DGRAM)[0]
    query = bytearray(48)
    query[0] = 0o43  # version 4, a client
    sock = socket.socket(*address[:3])
    try:
        sock.settimeout(timeout)
        sock.sendto(query, address[-1])
        answer = sock.recv(48)
    finally:
        sock.close()
    if len(answer) < 48 or answer[0] & 7 != 4 or not answer[1]:
        raise OSError("%s gives no time" % host)
    seconds = int.from_bytes(answer[40:44], "big")
    if seconds < 1 << 31:  # the count begins anew in 2036
        seconds += 1 << 32
    return seconds - _YEARS_70


def settime():
    """Set the clock to the server's time, UTC."""
    import machine
    from time import gmtime

    year, month, day, hour, minute, second, weekday = gmtime(time())[:7]
    machine.RTC().datetime((year, month, day, weekday, hour, minute, second, 0))
