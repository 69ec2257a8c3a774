# Deliberate: %s of bytes takes text, as UTF-8, which MicroPython's network libraries rely on; CPython raises TypeError
print(b"GET /%s HTTP/1.1" % "index", b"%5s|%-4s|%.2s" % ("é", "ab", "xyz"), bytearray(b"%s=%s") % ("a", b"b"))
