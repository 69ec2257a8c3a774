"""A client of MQTT 3.1.1 that sends with QoS 0 or 1."""

import socket
from struct import pack

# The first byte of the packets that it sends.
_CONNECT, _PUBLISH, _SUBSCRIBE, _PING, _DISCONNECT = b"\x10", 0x30, b"\x82", b"\xc0\0", b"\xe0\0"
# What arrives, with the flags taken off.
_PUBLISHED, _ACKNOWLEDGED, _SUBSCRIBED, _PONG = 0x30, 0x40, 0x90, 0xD0


class MQTTException(Exception):
    """What the broker refuses: the number it gave."""


def _text(value):
    if isinstance(value, str):
        value = value.encode()
    return pack("!H", len(value)) + value


def _length(n):
    digits = bytearray()
    while n > 127:
        digits.append(n & 127 | 128)
        n >>= 7
    digits.append(n)
    return digits


class MQTTClient:
    """MQTTClient(client_id, server, port=0, user=None, password=None, keepalive=0, ssl=None)

    `ssl` is an SSLContext or True. What is published to topics that it subscribed to is handed to the callback by
    wait_msg() and check_msg()."""

    def __init__(self, client_id, server, port=0, user=None, password=None, keepalive=0, ssl=None, ssl_params={}):
        self.client_id, self.server = client_id, server
        self.port = port or (8883 if ssl else 1883)
        self.user, self.pswd = user, password
        self.keepalive = keepalive
        self.ssl, self.ssl_params = ssl, ssl_params
        self.sock = self.cb = self.lw_topic = self.lw_msg = None
        self.lw_qos, self.lw_retain = 0, False
        self.pid = 0

    def set_callback(self, f):
        """f(topic, message) is called with bytes."""
        self.cb = f

    def set_last_will(self, topic, msg, retain=False, qos=0):
        """What the broker publishes when the connection is lost. Before connect()."""
        if not topic or not 0 <= qos <= 2:
            raise ValueError("a last will needs a topic, and a qos of 0 to 2")
        self.lw_topic, self.lw_msg, self.lw_qos, self.lw_retain = topic, msg, qos, retain

    def connect(self, clean_session=True, timeout=None):
        """Connect; True when the broker has kept this client's session. OSError, MQTTException."""
        if self.sock is not None:
            self.sock.close()
        self.sock = sock = socket.socket()
        sock.settimeout(timeout)
        sock.connect(socket.getaddrinfo(self.server, self.port, 0, socket.SOCK_STREAM)[0][-1])
        if self.ssl is True:
            import ssl

            self.sock = ssl.wrap_socket(sock, **self.ssl_params)
        elif self.ssl:
            self.sock = self.ssl.wrap_socket(sock, server_hostname=self.server)
        flags = 2 if clean_session else 0
        payload = _text(self.client_id)
        if self.lw_topic:
            flags |= 4 | self.lw_qos << 3 | (32 if self.lw_retain else 0)
            payload += _text(self.lw_topic) + _text(self.lw_msg)
        if self.user is not None:
            flags |= 128
            payload += _text(self.user)
            if self.pswd is not None:
                flags |= 64
                payload += _text(self.pswd)
        self._send(_CONNECT, b"\0\4MQTT\4" + pack("!BH", flags, self.keepalive) + payload)
        answer = self._exactly(4)
        if answer[:2] != b" \2":
            raise MQTTException(-1)
        if answer[3]:
            raise MQTTException(answer[3])
        return bool(answer[2] & 1)

    def disconnect(self):
        """Say goodbye, so that no last will is published, and close the connection."""
        try:
            self.sock.write(_DISCONNECT)
        finally:
            self.sock.close()

    def ping(self):
        """Tell the broker that this client is alive; at least every `keepalive` seconds when nothing else is sent."""
        self.sock.write(_PING)

    def publish(self, topic, msg, retain=False, qos=0):
        """Publish a message; with a qos of 1 wait until the broker has it."""
        if qos not in (0, 1):
            raise ValueError("qos must be 0 or 1")
        head = _text(topic)
        if qos:
            number = self._next()
            head += number
        if isinstance(msg, str):
            msg = msg.encode()
        self._send(bytes((_PUBLISH | qos << 1 | bool(retain),)), head, msg)
        while qos:
            if self.wait_msg() == _ACKNOWLEDGED:
                self._exactly(1)
                if self._exactly(2) == number:
                    return

    def subscribe(self, topic, qos=0):
        """Let what is published to a topic come. OSError or MQTTException when the broker refuses."""
        if self.cb is None:
            raise RuntimeError("set_callback() first: nobody would hear what comes")
        number = self._next()
        self._send(_SUBSCRIBE, number, _text(topic) + bytes((qos,)))
        while True:
            if self.wait_msg() == _SUBSCRIBED:
                answer = self._exactly(4)
                if answer[1:3] != number or answer[3] == 128:
                    raise MQTTException(answer[3])
                return

    def wait_msg(self):
        """Wait for one packet of the broker. A message goes to the callback; of what only publish() and subscribe() wait
        for, the kind is returned."""
        first = self.sock.read(1)
        self.sock.setblocking(True)
        if first is None:
            return None
        if first == b"":
            raise OSError(-1)
        kind = first[0] & 0xF0
        if kind == _PONG:
            self._exactly(1)
            return None
        if kind != _PUBLISHED:
            return kind
        packet = self._exactly(self._read_length())
        at = 2 + (packet[0] << 8 | packet[1])
        topic = packet[2:at]
        qos = first[0] >> 1 & 3
        if qos:
            number = packet[at : at + 2]
            at += 2
        self.cb(topic, packet[at:])
        if qos == 1:
            self._send(b"\x40", number)
        elif qos:
            raise MQTTException("a message with a qos of 2 came")
        return kind

    def check_msg(self):
        """wait_msg() when something has come, else None at once."""
        self.sock.setblocking(False)
        return self.wait_msg()

    def _next(self):
        self.pid = self.pid % 65535 + 1
        return pack("!H", self.pid)

    def _send(self, first, head, rest=b""):
        # A long message is not copied.
        start = first + _length(len(head) + len(rest)) + head
        self.sock.write(start if len(rest) > 256 else start + rest)
        if len(rest) > 256:
            self.sock.write(rest)

    def _exactly(self, n):
        data = b""
        while len(data) < n:
            part = self.sock.read(n - len(data))
            if not part:
                raise OSError(-1)
            data = data + part if data else part
        return data

    def _read_length(self):
        total = shift = 0
        while True:
            digit = self._exactly(1)[0]
            total |= (digit & 127) << shift
            if digit < 128:
                return total
            shift += 7
