import os
import stat

s = os.stat(".")
print(stat.S_ISDIR(s.st_mode), stat.S_ISREG(s.st_mode), stat.S_ISREG(os.stat(__file__)[stat.ST_MODE]), stat.S_IFMT(0o100644) == stat.S_IFREG, oct(stat.S_IMODE(0o100644)))
print([stat.filemode(m) for m in (0o100644, 0o40755, 0o120777, 0o100000, 0o104755, 0o41777, 0o102644, 0o20600)])
print(stat.ST_SIZE, stat.S_IFDIR, stat.S_IRWXU, stat.S_ISLNK(0o120000), stat.S_ISFIFO(0o10000), stat.S_ISSOCK(0o140000), stat.S_ISCHR(0o20000), stat.S_ISBLK(0o60000))
