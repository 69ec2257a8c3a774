"""WebREPL: this prompt and the device's files for MicroPython's web page and webrepl_cli.py.

The password and everything else travel in clear: turn it on where you trust the network."""
import _webrepl


def start(port=None, password=None):
    """start(port=None, password=None)
    Turn WebREPL on, on the port where the device listens anyway. Without a password it takes PASS of the
    module webrepl_cfg, or the one that the device was started with."""
    if password is None:
        try:
            from webrepl_cfg import PASS as password
        except ImportError:
            pass
    try:
        number = _webrepl.start(password)
    except OSError as error:
        if error.errno == 19:
            raise OSError(19, "WebREPL belongs to a device, and this is none") from None
        if error.errno != 2:
            raise
        print("WebREPL has no password: webrepl.start(password='...'), or PASS = '...' in /webrepl_cfg.py")
        return
    if port not in (None, number):
        print("WebREPL is on the device's own port, not on", port)
    print("WebREPL is on, port", number)


def start_foreground(port=None, password=None):
    """start_foreground(port=None, password=None)
    The same as start()."""
    start(port, password)


def stop():
    """stop()
    Turn WebREPL off; its connections end."""
    _webrepl.stop()
