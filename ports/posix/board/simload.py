# Reading a description: each part of the JSON has a function.


def number_of(text):
    return text if isinstance(text, int) else int(text, 0)


def load_pin(name, spec):
    pin = board.pin(name)
    if "wire" in spec:
        board.wire(name, spec["wire"])
    elif "button" in spec:
        pin.source = presses(spec["button"], spec.get("active", 0), spec.get("bounce_ms", 0))
    elif "steps" in spec:
        period = round(spec.get("period", 0) * 1000000)
        pin.source = Steps([(round(t * 1000000), level) for t, level in spec["steps"]], spec.get("level", 0), period)
    elif "square" in spec:
        pin.source = square(spec["square"], round(spec.get("duty", 0.5) * 65535))
    elif "level" in spec:
        pin.source = Steps(first=spec["level"])
    elif "chip" in spec:
        make_chip(spec)


def load_adc(pin, spec):
    if isinstance(spec, dict) and "raw" in spec:
        board.adc[pin] = signal(spec["raw"])
        return
    volts = signal(spec["volts"] if isinstance(spec, dict) and "volts" in spec else spec)
    board.adc[pin] = lambda t: volts(t) / 3.3 * 65535


def make_chip(spec):
    name = spec["chip"]
    if name not in chips:
        raise ValueError("no chip %r; there are: %s" % (name, ", ".join(sorted(chips))))
    return chips[name](spec)


def load_i2c(spec):
    bus = board.i2c(spec.get("id"), spec.get("scl"), spec.get("sda"))
    bus.trace = spec.get("trace", False)
    for device in spec.get("devices", ()):
        made = make_chip(device)
        bus.add(number_of(device["address"]) if "address" in device else made.default_address, made)


def load_spi(spec):
    bus = board.spi(spec.get("id"), spec.get("sck"), spec.get("mosi"), spec.get("miso"))
    bus.trace = spec.get("trace", False)
    for device in spec.get("devices", ()):
        bus.add(make_chip(device), device.get("cs"))


def load_uart(spec):
    made = make_chip(spec) if "chip" in spec else UART()
    if "chip" not in spec:
        made.kind = {"loopback": UART.LOOPBACK, "pty": UART.PTY}[spec.get("mode", "loopback")]
    board.uart(made, spec.get("id"), spec.get("tx"), spec.get("rx"))


def load(spec):
    """A whole description."""
    known = "clock seed names pins adc i2c spi uart neopixel onewire dht devices python"
    for key in spec:
        if key not in known.split():
            raise ValueError("a board has no %r; it has: %s" % (key, known))
    board.seed = spec.get("seed", 1)
    board.clock = spec.get("clock", board.clock)
    board.names.update(spec.get("names", {}))
    for name, pin in spec.get("pins", {}).items():
        load_pin(name, pin)
    for name, channel in spec.get("adc", {}).items():
        load_adc(int(name), channel)
    for part, loader in (("i2c", load_i2c), ("spi", load_spi), ("uart", load_uart), ("devices", make_chip)):
        for one in spec.get(part, ()):
            loader(one)
    for name, strip in spec.get("neopixel", {}).items():
        board.strips[board.pin(name).number] = strip
    for name, devices in spec.get("onewire", {}).items():
        bus = board.onewire[board.pin(name).number] = OneWireBus()
        bus.devices = [make_chip(device) for device in devices]
    for name, sensor in spec.get("dht", {}).items():
        board.pulsed[board.pin(name).number] = make_chip(dict({"chip": "dht22"}, **sensor))
    if "python" in spec:
        load_python(board.path(spec["python"]))


def load_python(path):
    with open(path) as file:
        text = file.read()
    exec(compile(text, path, "exec"), {"__name__": "board", "__file__": path})


def _open(data):
    """The first request: the journal's flag and the path of the description. The answer is its clock."""
    board.journal = data[0] == 1
    path = data[1:].decode()
    board.folder = path[: path.rfind("/")] if "/" in path else "."
    if path.endswith(".py"):
        load_python(path)
    else:
        with open(path) as file:
            load(json.load(file))
    if board.clock not in ("host", "virtual"):
        raise ValueError("clock must be 'host' or 'virtual', not %r" % board.clock)
    return board.clock


sys.modules["simboard"] = sys.modules["__main__"]
