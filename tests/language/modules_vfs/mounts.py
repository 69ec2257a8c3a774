"""File systems that are objects: which calls come to them with which paths."""

import os
import vfs


class Log:
    def __init__(self, name, files=()):
        self.name = name
        self.files = dict(files)

    def say(self, *what):
        print("  ", self.name, *what)

    def mount(self, readonly, mkfs):
        self.say("mount", readonly, mkfs)

    def umount(self):
        self.say("umount")

    def ilistdir(self, path):
        self.say("ilistdir", repr(path))
        return iter([(name.strip("/"), 0x8000, 0, len(data)) for name, data in self.files.items()])

    def stat(self, path):
        self.say("stat", repr(path))
        if path not in self.files:
            raise OSError(2)
        return (0x8000, 0, 0, 0, 0, 0, len(self.files[path]), 100, 200, 300)

    def statvfs(self, path):
        return (512, 512, 10, 5, 5, 0, 0, 0, 0, 20)

    def chdir(self, path):
        self.say("chdir", repr(path))

    def mkdir(self, path):
        self.say("mkdir", repr(path))

    def remove(self, path):
        self.say("remove", repr(path))

    def rename(self, a, b):
        self.say("rename", repr(a), repr(b))

    def rmdir(self, path):
        self.say("rmdir", repr(path))

    def open(self, path, mode):
        self.say("open", repr(path), mode)
        return self.files[path]


before = os.getcwd()
fs = Log("one", {"/a.txt": b"text"})
vfs.mount(fs, "/ram", readonly=True)
print([(type(o).__name__, path) for o, path in vfs.mount()])
print("ram" in os.listdir("/"), os.listdir("/ram"), list(os.ilistdir("/ram")))
s = os.stat("/ram/a.txt")
print(s.st_size, s.st_mtime, tuple(s), os.path.exists("/ram/a.txt"), os.path.exists("/ram/b"), os.path.isdir("/ram"), os.path.getsize("/ram/a.txt"))
print(open("/ram/a.txt", "rb"), os.statvfs("/ram")[0])
os.mkdir("/ram/d")
os.makedirs("/ram/x/y")
os.remove("/ram/a.txt")
os.rename("/ram/a", "/ram/b")
os.rmdir("/ram/d")
os.chdir("/ram")
print(os.getcwd())
os.mkdir("rel")
os.chdir("sub")
print(os.getcwd())
os.mkdir("../up")
os.chdir(before)
print(os.getcwd() == before)
for call in (lambda: os.rename("/ram/a", "/tmp/b"), lambda: os.mkdir("/ram"), lambda: vfs.mount(Log("two"), "/ram"), lambda: vfs.umount("/nothing"), lambda: os.stat("/ram/none")):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error.errno)
inner = Log("inner")
os.mount(inner, "/ram/deep")
os.mkdir("/ram/deep/q")
os.mkdir("/ram/deeper")
os.umount(inner)
vfs.umount("/ram")
print(os.path.exists("/ram"), os.listdir(".") == os.listdir(before))
