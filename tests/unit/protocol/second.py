#!/usr/bin/env python3
"""A second implementation of the channel, in Python, that recomputes the worked example of docs/PROTOCOL.md.

It shares nothing with the C source but the document: sections 1, 3, 4, 5 and 11. It takes the keys and the HELLOs from the example,
plays both parties, and compares every byte. Usage: second.py PATH-OF-PROTOCOL.md
"""
import base64
import hashlib
import hmac
import re
import struct
import sys

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hkdf(chain, material, count):
    temporary = hmac.digest(chain, material, "sha256")
    outputs, last = [], b""
    for number in range(1, count + 1):
        last = hmac.digest(temporary, last + bytes([number]), "sha256")
        outputs.append(last)
    return outputs


def seal(key, number, data, plain):
    return ChaCha20Poly1305(key).encrypt(bytes(4) + struct.pack("<Q", number), plain, data)


def unseal(key, number, data, sealed):
    return ChaCha20Poly1305(key).decrypt(bytes(4) + struct.pack("<Q", number), sealed, data)


class Handshake:
    """One party; write and read are called in the pattern's order."""

    def __init__(self, key, secret):
        self.hash = self.chain = sha256(b"Noise_NNpsk0_25519_ChaChaPoly_SHA256")
        self.mix_hash(b"krait.1" + struct.pack("<H", 0))
        self.chain, extra, self.key = hkdf(self.chain, key, 3)
        self.mix_hash(extra)
        self.secret = X25519PrivateKey.from_private_bytes(secret)
        self.public = self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.remote = None

    def mix_hash(self, data):
        self.hash = sha256(self.hash, data)

    def mix_key(self, material):
        self.chain, self.key = hkdf(self.chain, material, 2)

    def mix_public(self, public, shared):
        self.mix_hash(public)
        self.mix_key(public)
        if shared:
            self.mix_key(self.secret.exchange(X25519PublicKey.from_public_bytes(self.remote)))

    def write(self, payload, shared):
        self.mix_public(self.public, shared)
        sealed = seal(self.key, 0, self.hash, payload)
        self.mix_hash(sealed)
        return self.public + sealed

    def read(self, message, shared):
        self.remote = message[:32]
        self.mix_public(self.remote, shared)
        payload = unseal(self.key, 0, self.hash, message[32:])
        self.mix_hash(message[32:])
        return payload


def string(text):
    return struct.pack("<H", len(text)) + text


def frame(kind, flags, stream, payload):
    return struct.pack("<BBHH", kind, flags, stream, len(payload)) + payload


def read_example(path):
    text = open(path, encoding="utf-8").read()
    block = re.search(r"<!-- example -->\n```\n(.*?)```", text, re.S).group(1)
    values, name = {}, None
    for line in block.splitlines():
        if line.startswith("    "):
            values[name] += line.strip()
        else:
            name = re.sub(r" \(\d+\)$", "", line)
            values[name] = ""
    return values


def main():
    example = read_example(sys.argv[1])
    compared = 0

    def same(name, value):
        nonlocal compared
        compared += 1
        expected = example[name] if isinstance(value, str) else bytes.fromhex(example[name])
        if value != expected:
            sys.exit(f"{name}: {value!r} is not {expected!r}")

    key = bytes.fromhex(example["key"])
    printed = base64.urlsafe_b64encode(key).rstrip(b"=").decode()
    same("URI", f"krait://greenhouse.local:8266/#{printed}")
    digest = sha256(b"krait key", key).hex()
    same("fingerprint", "-".join(digest[i : i + 4] for i in range(0, 16, 4)))

    hello = struct.pack("<BBHHIIH", 1, 1, 4096, 0, 1000, 0, 0)
    same("client HELLO", hello + string(b"krait 0.1.0") + string(b"ann@laptop") + string(b""))
    hello = struct.pack("<BBHHIIH", 1, 2, 1024, 4, 1000, 7, 2)
    same("device HELLO", hello + string(b"kraitd 0.1.0") + string(b"greenhouse") + string(b"a1b2c3"))

    client = Handshake(key, bytes.fromhex(example["client ephemeral secret"]))
    device = Handshake(key, bytes.fromhex(example["device ephemeral secret"]))
    first = client.write(bytes.fromhex(example["client HELLO"]), False)
    same("message 1", first)
    same("client HELLO", device.read(first, False))
    second = device.write(bytes.fromhex(example["device HELLO"]), True)
    same("message 2", second)
    same("device HELLO", client.read(second, True))
    same("handshake hash", client.hash)
    same("handshake hash", device.hash)
    up, down = hkdf(client.chain, b"", 2)
    same("client to device key", up)
    same("device to client key", down)

    source = struct.pack("<BBI", 2, 0, 3) + string(b"<eval>") + struct.pack("<H", 0) + b"1+1"
    request = frame(0x10, 1, 1, source)
    same("request", request)
    sealed = seal(up, 0, b"", request)
    same("request sealed", sealed)
    mask = bytes([1, 2, 3, 4])
    masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(sealed))
    same("request as a WebSocket frame, mask 01020304", bytes([0x82, 0x80 | len(sealed)]) + mask + masked)
    answer = frame(0x12, 0, 1, struct.pack("<I", 1)) + frame(0x13, 1, 1, struct.pack("<Bi", 0, 0) + b"2")
    same("answer", answer)
    same("answer sealed", seal(down, 0, b"", answer))
    same("client to device key after a rekey", seal(up, 2**64 - 1, b"", bytes(32))[:32])
    print(f"{compared} values agree")


if __name__ == "__main__":
    main()
