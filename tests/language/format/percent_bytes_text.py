# Deliberate: %s of bytes and memoryview take text, as UTF-8, which MicroPython's network libraries rely on; CPython raises TypeError
print(b"GET /%s HTTP/1.1" % "index", b"%5s|%-4s|%.2s" % ("é", "ab", "xyz"), bytearray(b"%s=%s") % ("a", b"b"))
view = memoryview("é!")
print(bytes(view), view.readonly, len(view))
