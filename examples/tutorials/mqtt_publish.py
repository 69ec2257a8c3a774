# MQTT: publishes readings to a broker and listens for commands. The protocol (3.1.1, QoS 0) is small enough to write it down here.
import socket
import struct
import sys
import time


class MQTT:
    def __init__(self, host, port=1883, name="krait"):
        self.topics = {}
        self.sock = socket.socket()
        self.sock.connect(socket.getaddrinfo(host, port)[0][-1])
        self.send(0x10, self.text("MQTT") + b"\x04\x02\x00\x3c" + self.text(name))
        kind, body = self.receive()
        if kind != 0x20 or body[1] != 0:
            raise OSError("the broker refuses: %d" % body[1])

    @staticmethod
    def text(value):
        data = value.encode() if isinstance(value, str) else value
        return struct.pack(">H", len(data)) + data

    def send(self, kind, body):
        size, length = len(body), bytearray()
        while True:
            length.append(size & 0x7F | (0x80 if size > 0x7F else 0))
            size >>= 7
            if not size:
                break
        self.sock.sendall(bytes((kind,)) + length + body)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.sock.recv(count - len(data))
            if not part:
                raise OSError("the broker hung up")
            data += part
        return data

    def receive(self):
        kind, size, shift = self.exactly(1)[0], 0, 0
        while True:
            byte = self.exactly(1)[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return kind, self.exactly(size)

    def publish(self, topic, payload):
        self.send(0x30, self.text(topic) + (payload.encode() if isinstance(payload, str) else payload))

    def subscribe(self, topic):
        self.send(0x82, b"\x00\x01" + self.text(topic) + b"\x00")
        while True:
            kind, body = self.receive()
            if kind == 0x90:
                return

    def wait(self):
        """The next message: (topic, payload)."""
        while True:
            kind, body = self.receive()
            if kind & 0xF0 == 0x30:
                size = struct.unpack(">H", body[:2])[0]
                return body[2 : 2 + size].decode(), body[2 + size :]

    def close(self):
        self.send(0xE0, b"")
        self.sock.close()


def main():
    host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 1883
    client = MQTT(host, port)
    client.subscribe("krait/command")
    for number in range(3):
        client.publish("krait/temperature", "%.1f" % (20 + number / 2))
        time.sleep_ms(20)
    print("published")
    topic, payload = client.wait()
    print(topic, payload.decode())
    client.publish("krait/state", b"done: " + payload)
    client.close()


if __name__ == "__main__":
    main()
