import errno
import gc

print(errno.ENOENT, errno.EEXIST, errno.EAGAIN, errno.ETIMEDOUT, errno.errorcode[2], errno.errorcode[errno.EACCES], errno.EWOULDBLOCK)
try:
    open("/nonexistent/file")
except OSError as e:
    print(e.errno == errno.ENOENT, errno.errorcode[e.errno])
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled(), gc.collect() >= 0, len(gc.get_count()))
