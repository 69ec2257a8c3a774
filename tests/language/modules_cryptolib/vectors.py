# needs a library: the examples of NIST SP 800-38A, which the .out file holds
import cryptolib
from binascii import unhexlify as h

keys = (h("2b7e151628aed2a6abf7158809cf4f3c"), h("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"))
text = h("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
start = bytes(range(16))
counter = h("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
for key in keys:
    for mode, iv in ((1, None), (2, start), (6, counter)):
        aes = lambda: cryptolib.aes(key, mode, iv) if iv else cryptolib.aes(key, mode)
        secret = aes().encrypt(text)
        print(secret.hex())
        print(aes().decrypt(secret) == text)
        piecewise = aes()
        print(piecewise.encrypt(text[:16]) + piecewise.encrypt(text[16:]) == secret)
print(cryptolib.MODE_ECB, cryptolib.MODE_CBC, cryptolib.MODE_CTR)
stream = cryptolib.aes(keys[0], cryptolib.MODE_CTR, counter)
print(b"".join(stream.encrypt(text[i : i + 5]) for i in range(0, 32, 5)).hex())
