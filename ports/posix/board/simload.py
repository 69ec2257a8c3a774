"""Reading a description: each part of the JSON has a function.

Whoever writes a description makes mistakes in it: whatever is wrong is told in one sentence that begins with its place, `i2c 1: device 2: ...`. So
each part is read inside `at(place, ...)`, and says what it expects.
"""

BUS = "id trace devices"
PIN_KINDS = {"wire": "", "button": "active bounce_ms", "steps": "level period", "square": "duty", "level": "", "chip": None}


class Wrong(Exception):
    """What is wrong with a description, and where."""


def at(place, load, *arguments):
    """Call load(*arguments); what it raises gets the place in front."""
    try:
        return load(*arguments)
    except Wrong as error:
        raise Wrong("%s: %s" % (place, error))
    except KeyError as error:
        raise Wrong("%s: %r is missing" % (place, error.args[0]))
    except Exception as error:
        raise Wrong("%s: %s" % (place, error or type(error).__name__))


def expect(kind, value):
    """The value, if it is a dict, or a list, as it should be."""
    if not isinstance(value, kind):
        raise Wrong("%s is expected, not %s" % ("{...}" if kind is dict else "[...]", json.dumps(value)))
    return value


def known(spec, words):
    """The dict, if it has only these keys."""
    for key in expect(dict, spec):
        if key not in words.split():
            raise Wrong("there is no %r; there are: %s" % (key, words))
    return spec


def each(spec, part, load):
    """Call load(key, value) for all of a part of the description."""
    for key, value in at(part, expect, dict, spec.get(part, {})).items():
        at("%s %s" % (part, key), load, key, value)


def every(spec, part, load):
    """Call load(value) for a part that is a list."""
    for i, value in enumerate(at(part, expect, list, spec.get(part, []))):
        at("%s %d" % (part, i + 1), load, value)


def number_of(text):
    return text if isinstance(text, int) else int(text, 0)


def pins_of(spec, names):
    """The numbers of a bus's pins; None: any."""
    return [None if spec.get(name) is None else board.pin(spec[name]).number for name in names.split()]


def load_pin(name, spec):
    kind = next((kind for kind in PIN_KINDS if kind in expect(dict, spec)), None)
    if kind is None:
        raise Wrong("one of these is missing: " + " ".join(PIN_KINDS))
    if kind == "chip":
        make_chip(spec)
        return
    known(spec, kind + " " + PIN_KINDS[kind])
    pin = board.pin(name)
    if kind == "wire":
        board.wire(name, spec["wire"])
    elif kind == "button":
        pin.source = presses(expect(list, spec["button"]), spec.get("active", 0), spec.get("bounce_ms", 0))
    elif kind == "steps":
        period = round(spec.get("period", 0) * 1000000)
        steps = [(round(t * 1000000), level) for t, level in expect(list, spec["steps"])]
        pin.source = Steps(steps, spec.get("level", 0), period)
    elif kind == "square":
        pin.source = square(spec["square"], round(spec.get("duty", 0.5) * 65535))
    else:
        pin.source = Steps(first=spec["level"])


def load_adc(name, spec):
    number = board.pin(name).number
    if isinstance(spec, dict) and "raw" in spec:
        board.adc[number] = signal(spec["raw"])
        return
    volts = signal(spec["volts"] if isinstance(spec, dict) and "volts" in spec else spec)
    board.adc[number] = lambda t: volts(t) / 3.3 * 65535


def make_chip(spec):
    name = expect(dict, spec)["chip"]
    if name not in chips:
        raise Wrong("no chip %r; there are: %s" % (name, ", ".join(sorted(chips))))
    return at(name, chips[name], spec)


def load_i2c(spec):
    known(spec, BUS + " scl sda")
    bus = board.i2c(spec.get("id"), *pins_of(spec, "scl sda"))
    bus.trace = spec.get("trace", False)

    def add(device):
        made = make_chip(device)
        bus.add(number_of(device["address"]) if "address" in device else made.default_address, made)

    every(spec, "devices", add)


def load_spi(spec):
    known(spec, BUS + " sck mosi miso")
    bus = board.spi(spec.get("id"), *pins_of(spec, "sck mosi miso"))
    bus.trace = spec.get("trace", False)
    every(spec, "devices", lambda device: bus.add(make_chip(device), device.get("cs")))


def load_uart(spec):
    if "chip" in expect(dict, spec):
        made = make_chip(spec)
    else:
        known(spec, "id mode tx rx")
        made = UART()
        made.kind = {"loopback": UART.LOOPBACK, "pty": UART.PTY}.get(spec.get("mode", "loopback"))
        if made.kind is None:
            raise Wrong("the mode is loopback or pty, not %r" % spec["mode"])
    board.uart(made, spec.get("id"), *pins_of(spec, "tx rx"))


def load_strip(name, spec):
    board.strips[board.pin(name).number] = known(spec, "n bpp order")


def load_onewire(name, spec):
    bus = board.onewire[board.pin(name).number] = OneWireBus()
    bus.devices = [make_chip(device) for device in expect(list, spec)]


def load_dht(name, spec):
    board.pulsed[board.pin(name).number] = make_chip(dict({"chip": "dht22"}, **expect(dict, spec)))


def load_name(name, number):
    board.names[name] = board.pin(number).number


def load(spec):
    """A whole description."""
    known(spec, "clock seed names pins adc i2c spi uart neopixel onewire dht devices python")
    board.seed = spec.get("seed", 1)
    board.clock = spec.get("clock", board.clock)
    each(spec, "names", load_name)
    each(spec, "pins", load_pin)
    each(spec, "adc", load_adc)
    every(spec, "i2c", load_i2c)
    every(spec, "spi", load_spi)
    every(spec, "uart", load_uart)
    every(spec, "devices", make_chip)
    each(spec, "neopixel", load_strip)
    each(spec, "onewire", load_onewire)
    each(spec, "dht", load_dht)


def read_program(path):
    with open(path) as file:
        return file.read()


def load_json(path):
    with open(path) as file:
        spec = json.load(file)
    load(spec)
    return board.path(spec["python"]) if "python" in spec else None


def _open(data):
    """The first request: the journal's flag and the path of the description. The answer is its clock, or the sentence that says what is wrong.

    A mistake in a description that is a program is shown with its traceback, as any program's.
    """
    board.journal = data[0] == 1
    path = data[1:].decode()
    board.folder = path[: path.rfind("/")] if "/" in path else "."
    try:
        program = path if path.endswith(".py") else at(path, load_json, path)
        text = program and at(program, read_program, program)
    except Wrong as error:
        return str(error)
    if text is not None:
        exec(compile(text, program, "exec"), {"__name__": "board", "__file__": program})
    if board.clock not in ("host", "virtual"):
        return "%s: the clock is host or virtual, not %r" % (path, board.clock)
    return board.clock


sys.modules["simboard"] = sys.modules["__main__"]
