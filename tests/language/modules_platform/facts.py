import platform
import sys

u = platform.uname()
print(u.system == platform.system(), u.release == platform.release(), len(platform.python_version_tuple()), platform.python_version().count("."), platform.machine() != "", platform.architecture()[0] in ("64bit", "32bit"), type(platform.platform()), platform.libc_ver() is not None, platform.node() == u.node)
print(platform.python_implementation() in ("Krait", "CPython"))
