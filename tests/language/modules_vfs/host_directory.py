"""VfsPosix shows a directory of the host as a file system of its own."""

import os
import tempfile
import vfs

with tempfile.TemporaryDirectory() as top:
    fs = vfs.VfsPosix(top)
    vfs.mount(fs, "/disk")
    with open("/disk/a.txt", "w") as f:
        f.write("one\n")
    os.mkdir("/disk/d")
    with open("/disk/d/b.bin", "wb") as f:
        f.write(b"12345")
    print(sorted(os.listdir("/disk")), sorted(os.listdir(top)), open("/disk/a.txt").read(), os.stat("/disk/d/b.bin").st_size, os.path.isdir("/disk/d"))
    os.chdir("/disk/d")
    print(os.getcwd(), open("b.bin", "rb").read(), os.listdir())
    os.chdir("..")
    print(os.getcwd(), sorted(os.listdir()), [sorted(f) for _, _, f in os.walk("/disk")])
    os.rename("a.txt", "c.txt")
    os.chdir("/")
    print(sorted(e[0] for e in fs.ilistdir("/")), sorted(e[0] for e in fs.ilistdir(b"/")), fs.stat("/c.txt")[6], len(fs.statvfs("/")), fs.getcwd())
    vfs.umount(fs)
    vfs.mount(vfs.VfsPosix(top), "/disk", readonly=True)
    print(open("/disk/c.txt").read())
    for call in (lambda: open("/disk/n", "w"), lambda: os.remove("/disk/c.txt"), lambda: os.mkdir("/disk/x"), lambda: os.rename("/disk/c.txt", "/disk/y"), lambda: os.rmdir("/disk/d")):
        try:
            call()
        except OSError as error:
            print(error.errno, end=" ")
    print()
    vfs.umount("/disk")
    try:
        open("/disk/c.txt")
    except FileNotFoundError as error:
        print("gone")
