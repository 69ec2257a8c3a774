import errno
import os

for name in ("EPERM", "ENOENT", "EIO", "EAGAIN", "EWOULDBLOCK", "EINVAL", "ENXIO", "ERANGE", "EDOM", "ECANCELED", "ENOTSUP", "EOPNOTSUPP", "ETIMEDOUT", "ECONNREFUSED", "EINPROGRESS", "ENOTTY", "EOVERFLOW", "ECHILD"):
    print(name, getattr(errno, name), errno.errorcode[getattr(errno, name)] in (name, "EAGAIN", "EOPNOTSUPP", "ENOTSUP"))
print(os.strerror(errno.ENOENT), os.strerror(errno.EIO))
