"""Modules and packages come from a file system that is an object; files are closed."""

import io
import sys
import vfs


class Files:
    def __init__(self, files):
        self.files = files
        self.opened = self.closed = 0

    def stat(self, path):
        if path in self.files:
            return (0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        if any(name.startswith(path + "/") for name in self.files):
            return (0x4000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        raise OSError(2)

    def open(self, path, mode):
        if path not in self.files:
            raise OSError(2)
        self.opened += 1
        fs = self

        class File(io.BytesIO):
            def close(self):
                fs.closed += 1

        return File(self.files[path])


fs = Files({
    "/lib/one.py": b"value = 1\nimport two\n" + b"# padding\n" * 100 + b"last = 'end'\n",
    "/lib/two.py": b"def f():\n    return __name__\n",
    "/lib/pkg/__init__.py": b"from .part import x\n",
    "/lib/pkg/part.py": b"x = 'part'\n",
    "/lib/bad.py": b"syntax error\n",
    "/lib/raises.py": b"1 / 0\n",
    "/data.txt": "text é".encode(),
})
vfs.mount(fs, "/m")
sys.path.append("/m/lib")
import one
import pkg

print(one.value, one.last, one.two.f(), one.__file__, pkg.x, pkg.part.__name__, pkg.__path__)
for name in ("bad", "raises", "missing"):
    try:
        __import__(name)
    except Exception as error:
        print(type(error).__name__)
print(fs.opened == fs.closed, fs.opened, "bad" in sys.modules)
vfs.umount("/m")
try:
    import two2
except ImportError as error:
    print(error)
print(one.two.f())
