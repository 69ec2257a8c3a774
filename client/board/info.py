# Facts about a board for `krait info`: a line each, the key and the value with a tab between. What a board does not know it leaves out.
def __krait(key, value):
    try:
        value = value()
        if value not in (None, ""):
            print(key, value, sep="\t")
    except Exception:
        pass


import sys

__krait("software", lambda: sys.version.split("; ")[-1])
__krait("vm", lambda: sys.version.split(";")[0])
__krait("platform", lambda: sys.platform)
__krait("board", lambda: sys.implementation._machine)
__krait("id", lambda: "".join(["%02x" % c for c in __import__("machine").unique_id()]))
__krait("frequency", lambda: __import__("machine").freq())
__krait("uptime_ms", lambda: __import__("time").ticks_ms())
__krait("heap_used", lambda: __import__("gc").mem_alloc())
__krait("heap_free", lambda: __import__("gc").mem_free())
__krait("files_size", lambda: (lambda s: s[1] * s[2])(__import__("os").statvfs(__import__("os").getcwd())))
__krait("files_free", lambda: (lambda s: s[1] * s[3])(__import__("os").statvfs(__import__("os").getcwd())))
del __krait
