"""Chips by their data sheets, as far as programs commonly go. chips[name](spec) makes one from its part of a description."""

chips = {}


def chip(*names):
    def register(maker):
        for name in names:
            chips[name] = maker
        return maker

    return register


class Registers(I2CDevice):
    """A chip of numbered registers: a write sets the pointer, `pointer_bytes` long, and what follows; a read goes on from there."""

    default_address = 0x20
    pointer_bytes = 1

    def __init__(self, spec=None):
        spec = spec or {}
        self.spec = spec
        self.pointer = 0
        self.step = 1 if spec.get("auto_increment", True) else 0
        self.values = {}
        for start, values in spec.get("registers", {}).items():
            for i, value in enumerate([values] if isinstance(values, int) else values):
                self.values[number_of(start) + i] = value
        self.setup(spec)

    def setup(self, spec):
        pass

    def get(self, register):
        return self.values.get(register, 0)

    def put(self, register, value):
        self.values[register] = value

    def write(self, data):
        if len(data) < self.pointer_bytes:
            return
        self.pointer = int.from_bytes(data[: self.pointer_bytes], "big")
        for value in data[self.pointer_bytes :]:
            self.put(self.pointer, value)
            self.pointer += self.step

    def read(self, n):
        out = bytearray()
        for _ in range(n):
            out.append(self.get(self.pointer) & 0xFF)
            self.pointer += self.step
        return out

    def word(self, register, value, order="big", size=2):
        for i, byte in enumerate((int(value) & (1 << 8 * size) - 1).to_bytes(size, order)):
            self.values[register + i] = byte


chip("registers")(Registers)


@chip("eeprom", "at24c32", "at24c256")
class Eeprom(Registers):
    """An EEPROM of `size` bytes; a write stays within its page."""

    default_address = 0x50
    pointer_bytes = 2

    def setup(self, spec):
        self.size, self.page = spec.get("size", 32768), spec.get("page", 64)
        self.pointer_bytes = 1 if self.size <= 256 else 2

    def get(self, register):
        return self.values.get(register % self.size, 0xFF)

    def write(self, data):
        n = self.pointer_bytes
        self.pointer = int.from_bytes(data[:n], "big")
        page = self.pointer - self.pointer % self.page
        for value in data[n:]:
            self.values[self.pointer % self.size] = value
            self.pointer = page + (self.pointer + 1 - page) % self.page


@chip("bme280")
class BME280(Registers):
    """Temperature (°C), pressure (hPa) and humidity (%): gives the raw values that its formulas turn into the wanted ones."""

    default_address = 0x76
    ID = 0x60
    T = (27504, 26435, -1000)
    P = (36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000)
    H = (75, 362, 0, 325, 50, 30)

    def setup(self, spec):
        self.temperature = signal(spec.get("temperature"), 21.5)
        self.pressure = signal(spec.get("pressure"), 1013.25)
        self.humidity = signal(spec.get("humidity"), 45.0)
        self.values[0xD0] = self.ID
        for i, value in enumerate(self.T + self.P):
            self.word(0x88 + 2 * i, value, "little")
        h1, h2, h3, h4, h5, h6 = self.H
        self.values.update({0xA1: h1, 0xE3: h3, 0xE4: h4 >> 4, 0xE5: (h5 & 15) << 4 | h4 & 15, 0xE6: h5 >> 4, 0xE7: h6})
        self.word(0xE1, h2, "little")
        self.pointer = 0

    def fine(self, raw):
        t1, t2, t3 = self.T
        return (raw / 16384 - t1 / 1024) * t2 + (raw / 131072 - t1 / 8192) ** 2 * t3

    def pascal(self, raw, fine):
        p = self.P
        a = fine / 2 - 64000
        b = a * a * p[5] / 32768 + a * p[4] * 2
        b = b / 4 + p[3] * 65536
        a = (1 + (p[2] * a * a / 524288 + p[1] * a) / 524288 / 32768) * p[0]
        x = (1048576 - raw - b / 4096) * 6250 / a
        return x + (p[8] * x * x / 2147483648 + x * p[7] / 32768 + p[6]) / 16

    def percent(self, raw, fine):
        h1, h2, h3, h4, h5, h6 = self.H
        x = fine - 76800
        x = (raw - (h4 * 64 + h5 / 16384 * x)) * (h2 / 65536 * (1 + h6 / 67108864 * x * (1 + h3 / 67108864 * x)))
        return x * (1 - h1 * x / 524288)

    def raw_for(self, wanted, formula, bits, rising=True):
        low, high = 0, (1 << bits) - 1
        while low < high:
            middle = (low + high) // 2
            if (formula(middle) < wanted) == rising:
                low = middle + 1
            else:
                high = middle
        return low

    def sample(self):
        t = board.seconds
        temperature = self.raw_for(self.temperature(t) * 5120, self.fine, 20)
        fine = self.fine(temperature)
        pressure = self.raw_for(self.pressure(t) * 100, lambda raw: self.pascal(raw, fine), 20, False)
        humidity = self.raw_for(self.humidity(t), lambda raw: self.percent(raw, fine), 16)
        self.word(0xF7, pressure << 4, size=3)
        self.word(0xFA, temperature << 4, size=3)
        self.word(0xFD, humidity)

    def put(self, register, value):
        if register in (0xE0, 0xF2, 0xF4, 0xF5):
            self.values[register] = value

    def read(self, n):
        if self.pointer <= 0xF7 < self.pointer + n:
            self.sample()
        return Registers.read(self, n)


@chip("bmp280")
class BMP280(BME280):
    ID = 0x58


@chip("mpu6050", "mpu6500", "mpu6886", "mpu9250")
class MPU6050(Registers):
    """Acceleration (g, three axes), rotation (degrees a second) and temperature."""

    default_address = 0x68
    KINDS = {"mpu6050": (0x68, 340, 36.53), "mpu6500": (0x70, 333.87, 21), "mpu9250": (0x71, 333.87, 21), "mpu6886": (0x19, 326.8, 25)}

    def setup(self, spec):
        who, self.slope, self.offset = self.KINDS[spec.get("chip", "mpu6050")]
        self.acceleration = [signal(a) for a in spec.get("acceleration", (0, 0, 1))]
        self.rotation = [signal(r) for r in spec.get("rotation", (0, 0, 0))]
        self.temperature = signal(spec.get("temperature"), 25)
        self.values.update({0x75: who, 0x6B: 0x40})

    def read(self, n):
        if self.pointer <= 0x48 and self.pointer + n > 0x3B:
            t = board.seconds
            gravity = 16384 >> (self.get(0x1C) >> 3 & 3)
            turn = 131 / (1 << (self.get(0x1B) >> 3 & 3))
            values = [a(t) * gravity for a in self.acceleration] + [(self.temperature(t) - self.offset) * self.slope]
            for i, value in enumerate(values + [r(t) * turn for r in self.rotation]):
                self.word(0x3B + 2 * i, max(-32768, min(32767, round(value))))
        return Registers.read(self, n)

    def put(self, register, value):
        if register == 0x6B and value & 0x80:
            value = 0x40
        self.values[register] = value


def bcd(n):
    return n // 10 << 4 | n % 10


def civil(days):
    """(year, month, day) of a number of days since 1970."""
    days += 719468
    era = days // 146097
    day = days % 146097
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    date = day - (153 * month + 2) // 5 + 1
    month += 3 if month < 10 else -9
    return era * 400 + year + (month <= 2), month, date


def days_of(year, month, day):
    year -= month <= 2
    shifted = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return year // 400 * 146097 + year % 400 * 365 + year % 400 // 4 - year % 400 // 100 + shifted - 719468


@chip("ds3231", "ds1307")
class DS3231(Registers):
    """A clock that runs with the board's; it starts at `time`, [year, month, day, hour, minute, second]."""

    default_address = 0x68

    def setup(self, spec):
        self.temperature = signal(spec.get("temperature"), 25)
        y, m, d, hour, minute, second = spec.get("time", (2024, 1, 1, 0, 0, 0))
        self.base = ((days_of(y, m, d) * 24 + hour) * 60 + minute) * 60 + second
        self.fields = None
        self.weekday = 0

    def refresh(self):
        now = self.base + int(board.seconds)
        days = now // 86400
        year, month, date = civil(days)
        clock = (now % 60, now // 60 % 60, now // 3600 % 24, (days + 3 + self.weekday) % 7 + 1, date, month, year % 100)
        for i, value in enumerate(clock):
            self.values[i] = bcd(value)
        quarters = round(self.temperature(board.seconds) * 4)
        self.word(0x11, quarters << 6)

    def write(self, data):
        self.refresh()
        weekday = self.values[3]
        Registers.write(self, data)
        if len(data) > 1 and data[0] < 7:
            v = [(self.values[i] >> 4 & (7, 7, 3, 0, 3, 1, 15)[i]) * 10 + (self.values[i] & 15) for i in range(7)]
            now = ((days_of(2000 + v[6], v[5], v[4]) * 24 + v[2]) * 60 + v[1]) * 60 + v[0]
            self.base = now - int(board.seconds)
            self.weekday = 0
            self.refresh()
            self.weekday = (v[3] - self.values[3]) % 7 if data[0] <= 3 < data[0] + len(data) - 1 else weekday - self.values[3]

    def read(self, n):
        self.refresh()
        return Registers.read(self, n)


class Words(I2CDevice):
    """A chip of 16-bit registers, high byte first."""

    def __init__(self, spec):
        self.pointer = 0
        self.words = {}
        self.setup(spec)

    def get(self, register):
        return self.words.get(register, 0)

    def put(self, register, value):
        self.words[register] = value

    def write(self, data):
        self.pointer = data[0]
        if len(data) > 2:
            self.put(self.pointer, data[1] << 8 | data[2])

    def read(self, n):
        word = int(self.get(self.pointer)) & 0xFFFF
        return bytes((word >> 8, word & 0xFF) * (n // 2 + 1))[:n]


@chip("lm75", "tmp102")
class LM75(Words):
    default_address = 0x48

    def setup(self, spec):
        self.temperature = signal(spec.get("temperature"), 21.5)

    def get(self, register):
        return round(self.temperature(board.seconds) * 256) & 0xFFF0 if register == 0 else self.words.get(register, 0)


@chip("ads1115")
class ADS1115(Words):
    """Four inputs in volts."""

    default_address = 0x48
    RANGE = (6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256)
    PAIRS = ((0, 1), (0, 3), (1, 3), (2, 3))

    def setup(self, spec):
        self.volts = [signal(v) for v in spec.get("volts", (0, 0, 0, 0))]
        self.words = {1: 0x8583, 2: 0x8000, 3: 0x7FFF}

    def get(self, register):
        config = self.words[1]
        if register == 1:
            return config | 0x8000
        if register != 0:
            return self.words[register]
        which, t = config >> 12 & 7, board.seconds
        if which >= 4:
            value = self.volts[which - 4](t)
        else:
            a, b = self.PAIRS[which]
            value = self.volts[a](t) - self.volts[b](t)
        return max(-32768, min(32767, round(value / self.RANGE[config >> 9 & 7] * 32768)))


def crc8(data):
    crc = 0xFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x31 if crc & 0x80 else crc << 1) & 0xFF
    return crc


@chip("sht31")
class SHT31(I2CDevice):
    default_address = 0x44

    def __init__(self, spec):
        self.temperature, self.humidity = signal(spec.get("temperature"), 21.5), signal(spec.get("humidity"), 45)
        self.command = 0

    def write(self, data):
        self.command = data[0] << 8 | data[1]

    def read(self, n):
        if self.command == 0xF32D:
            words = (0,)
        else:
            t = board.seconds
            words = (round((self.temperature(t) + 45) / 175 * 65535), round(self.humidity(t) / 100 * 65535))
        return b"".join(w.to_bytes(2, "big") + bytes((crc8(w.to_bytes(2, "big")),)) for w in words)


@chip("bh1750")
class BH1750(I2CDevice):
    default_address = 0x23

    def __init__(self, spec):
        self.light = signal(spec.get("lux"), 100)

    def read(self, n):
        return round(self.light(board.seconds) * 1.2).to_bytes(2, "big")


@chip("pcf8574")
class PCF8574(I2CDevice):
    """Eight pins; what is written is logged, what is read is what was written and what `inputs` pulls low."""

    default_address = 0x20

    def __init__(self, spec):
        self.level = 0xFF
        self.inputs = signal(spec.get("inputs"), 0xFF)

    def write(self, data):
        for value in data:
            if value != self.level:
                board.log("pcf8574", address=self.address, value=value)
            self.level = value

    def read(self, n):
        return bytes((self.level & int(self.inputs(board.seconds)),)) * n


@chip("lcd1602", "lcd2004")
class LCD(I2CDevice):
    """A character display behind a PCF8574 as the common backpacks wire it: logs its lines when they change."""

    default_address = 0x27

    def __init__(self, spec):
        self.columns, self.rows = (20, 4) if spec["chip"] == "lcd2004" else (16, 2)
        self.memory = bytearray(b" " * 128)
        self.at = self.half = 0
        self.high = None
        self.last = None
        self.four_bits = False
        self.enabled = False

    def write(self, data):
        for value in data:
            if self.enabled and not value & 4:
                self.take(value >> 4, value & 1)
            self.enabled = bool(value & 4)

    def take(self, nibble, is_data):
        if not self.four_bits:
            self.four_bits = nibble == 2
            return
        if self.high is None:
            self.high = nibble
            return
        byte, self.high = self.high << 4 | nibble, None
        if is_data:
            if self.at >= 0:
                self.memory[self.at & 127] = byte
                self.at += 1
        elif byte & 0x80:
            self.at = byte & 0x7F
        elif byte & 0x40:
            self.at = -1  # the shapes of one's own characters
        elif byte == 1:
            self.memory[:] = b" " * 128
            self.at = 0
        elif byte & 0xFE == 2:
            self.at = 0
        self.show()

    def show(self):
        starts = (0, 64, self.columns, 64 + self.columns)[: self.rows]
        lines = ["".join(chr(c) for c in self.memory[s : s + self.columns]).rstrip() for s in starts]
        if lines != self.last:
            self.last = lines
            board.log("lcd", lines=lines)


# --- displays


class OLED:
    """The commands and the memory of an SSD1306 or SH1106; logs each frame that differs from the last."""

    LENGTHS = {0x20: 1, 0x21: 2, 0x22: 2, 0x26: 6, 0x27: 6, 0x29: 5, 0x2A: 5, 0x81: 1, 0x8D: 1, 0xA3: 2, 0xA8: 1, 0xAD: 1, 0xD3: 1, 0xD5: 1, 0xD9: 1, 0xDA: 1, 0xDB: 1}

    def __init__(self, spec):
        self.name = spec["chip"]
        self.width, self.height = spec.get("width", 128), spec.get("height", 64)
        self.shift = 2 if self.name == "sh1106" else 0
        self.memory = bytearray(132 * 8)
        self.mode = 2
        self.columns, self.pages = (0, 127), (0, 7)
        self.column = self.page = 0
        self.pending, self.missing = None, 0
        self.on = self.inverse = False
        self.last = None

    def command(self, byte):
        if self.missing:
            self.pending.append(byte)
            self.missing -= 1
            if not self.missing:
                self.execute(*self.pending)
        elif byte in self.LENGTHS:
            self.pending, self.missing = [byte], self.LENGTHS[byte]
        else:
            self.execute(byte)

    def execute(self, what, *values):
        if what == 0x20:
            self.mode = values[0] & 3
        elif what == 0x21:
            self.columns, self.column = values, values[0]
        elif what == 0x22:
            self.pages, self.page = values, values[0] & 7
        elif what < 0x10:
            self.column = self.column & 0xF0 | what
        elif what < 0x20:
            self.column = self.column & 0x0F | (what & 15) << 4
        elif 0xB0 <= what <= 0xB7:
            self.page = what & 7
        elif what in (0xA6, 0xA7):
            self.inverse = what == 0xA7
        elif what in (0xAE, 0xAF):
            self.on = what == 0xAF
        elif what == 0x81:
            board.log("contrast", display=self.name, value=values[0])

    def data(self, data):
        for byte in data:
            self.memory[self.page * 132 + self.column % 132] = byte
            self.column += 1
            if self.mode == 0 and self.column > self.columns[1]:
                self.column = self.columns[0]
                self.page = self.page + 1 if self.page < self.pages[1] else self.pages[0]
        complete = self.mode == 2 and self.page == self.height // 8 - 1 or self.mode != 2
        if complete:
            self.show()

    def show(self):
        memory = bytes(self.memory)
        if memory == self.last or not board.journal:
            return
        self.last = memory
        rows = []
        for y in range(self.height):
            at, bit = y // 8 * 132 + self.shift, 1 << y % 8
            rows.append("".join(["#" if b & bit else "." for b in memory[at : at + self.width]]))
        board.log("frame", display=self.name, width=self.width, height=self.height, rows=rows)


class I2COLED(I2CDevice):
    default_address = 0x3C

    def __init__(self, spec):
        self.oled = OLED(spec)

    def write(self, data):
        at = 0
        while at < len(data):
            control = data[at]
            last = not control & 0x80
            part = data[at + 1 :] if last else data[at + 1 : at + 2]
            if control & 0x40:
                self.oled.data(part)
            else:
                for byte in part:
                    self.oled.command(byte)
            at = len(data) if last else at + 2


class SPIOLED(SPIDevice):
    def __init__(self, spec):
        self.oled = OLED(spec)
        self.dc = board.pin(spec["dc"])

    def transfer(self, data):
        if self.dc.level:
            self.oled.data(data)
        else:
            for byte in data:
                self.oled.command(byte)
        return bytes(len(data))


@chip("ssd1306", "sh1106")
def make_oled(spec):
    return SPIOLED(spec) if "dc" in spec else I2COLED(spec)


@chip("st7789", "ili9341", "st7735")
class TFT(SPIDevice):
    """A colour display: logs each window that was filled, with its most frequent colours (RGB565)."""

    def __init__(self, spec):
        self.name = spec["chip"]
        self.dc = board.pin(spec["dc"])
        self.arguments = bytearray()
        self.what = None
        self.window = [0, 0, 0, 0]
        self.pixels = bytearray()

    def transfer(self, data):
        if not self.dc.level:
            for byte in data:
                self.finish()
                self.what = byte
                self.arguments = bytearray()
        elif self.what in (0x2C, 0x3C):
            self.pixels.extend(data)
            x0, x1, y0, y1 = self.window
            if len(self.pixels) >= 2 * (x1 - x0 + 1) * (y1 - y0 + 1):
                self.finish()
        else:
            self.arguments.extend(data)
            if self.what in (0x2A, 0x2B) and len(self.arguments) == 4:
                at = 0 if self.what == 0x2A else 2
                self.window[at : at + 2] = struct.unpack(">HH", self.arguments)
        return bytes(len(data))

    def finish(self):
        if not self.pixels:
            return
        counts = {}
        if board.journal:
            for i in range(0, len(self.pixels) - 1, 2):
                color = self.pixels[i] << 8 | self.pixels[i + 1]
                counts[color] = counts.get(color, 0) + 1
        best = sorted(counts.items(), key=lambda item: -item[1])[:8]
        x0, x1, y0, y1 = self.window
        board.log("window", display=self.name, x0=x0, y0=y0, x1=x1, y1=y1, pixels=len(self.pixels) // 2, colors=dict(("%04x" % c, n) for c, n in best))
        self.pixels = bytearray()


@chip("mcp3008")
class MCP3008(SPIDevice):
    """Eight inputs in volts, 3.3 V is full."""

    def __init__(self, spec):
        self.volts = [signal(v) for v in spec.get("volts", (0,) * 8)]

    def transfer(self, data):
        if len(data) < 3:
            return bytes(len(data))
        value = max(0, min(1023, round(self.volts[data[1] >> 4 & 7](board.seconds) / 3.3 * 1023)))
        return bytes((0, value >> 8, value & 0xFF)) + bytes(len(data) - 3)


@chip("flash")
class Flash(SPIDevice):
    """A NOR flash with an identity, status, reading, programming and erasing of 4 KiB."""

    def __init__(self, spec):
        self.memory = bytearray(b"\xff" * spec.get("size", 65536))
        self.identity = bytes(spec.get("identity", (0xEF, 0x40, 0x10)))
        self.command = bytearray()
        self.enabled = False

    def select(self):
        self.command = bytearray()

    def transfer(self, data):
        out = bytearray()
        for byte in data:
            self.command.append(byte)
            out.append(self.answer(byte, len(self.command) - 1))
        return out

    def answer(self, byte, at):
        what, where = self.command[0], int.from_bytes(self.command[1:4], "big")
        if at == 0:
            self.enabled = what == 0x06 or self.enabled and what != 0x04
        if what == 0x9F and at > 0:
            return self.identity[(at - 1) % len(self.identity)]
        if what == 0x05 and at > 0:
            return 2 if self.enabled else 0
        if what == 0x03 and at > 3:
            return self.memory[(where + at - 4) % len(self.memory)]
        if what == 0x02 and at > 3 and self.enabled:
            self.memory[(where & ~0xFF | where + at - 4 & 0xFF) % len(self.memory)] &= byte
        return 0

    def deselect(self):
        if len(self.command) > 3 and self.command[0] == 0x20 and self.enabled:
            where = int.from_bytes(self.command[1:4], "big") & ~0xFFF
            self.memory[where : where + 4096] = b"\xff" * 4096
        if self.command and self.command[0] in (0x02, 0x20):
            self.enabled = False


# --- one wire


@chip("ds18b20")
class DS18B20(OneWireDevice):
    count = 0

    def __init__(self, spec):
        DS18B20.count += 1
        text = spec.get("rom")
        rom = bytes.fromhex(text)[:7] if text else bytes((0x28, DS18B20.count, 0x4B, 0x52, 0x41, 0x49, 0x54))
        OneWireDevice.__init__(self, rom + bytes((maxim_crc(rom),)))
        self.temperature = signal(spec.get("temperature"), 21.5)
        self.scratch = bytearray((0x50, 0x05, 0x4B, 0x46, 0x7F, 0xFF, 0x0C, 0x10))  # 85 degrees until it measures

    def serve(self):
        command = yield from self.get()
        if command == 0x44:
            raw = round(self.temperature(board.seconds) * 16) & 0xFFFF
            self.scratch[0], self.scratch[1] = raw & 0xFF, raw >> 8
        elif command == 0xBE:
            yield from self.give(bytes(self.scratch) + bytes((maxim_crc(self.scratch),)))
        elif command == 0x4E:
            for i in (2, 3, 4):
                self.scratch[i] = yield from self.get()


def maxim_crc(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x8C if crc & 1 else crc >> 1
    return crc


@chip("dht22", "am2302", "dht11")
class DHT:
    def __init__(self, spec):
        self.old = spec["chip"] == "dht11"
        self.temperature, self.humidity = signal(spec.get("temperature"), 21.5), signal(spec.get("humidity"), 45)

    def pulses(self, low_us, count):
        t = board.seconds
        temperature, humidity = self.temperature(t), self.humidity(t)
        if self.old:
            data = [round(humidity), 0, round(abs(temperature)), 0x80 if temperature < 0 else 0]
        else:
            raw = round(abs(temperature) * 10) | (0x8000 if temperature < 0 else 0)
            data = [*round(humidity * 10).to_bytes(2, "big"), *raw.to_bytes(2, "big")]
        data.append(sum(data) & 0xFF)
        return ([80] + [70 if byte >> i & 1 else 26 for byte in data for i in range(7, -1, -1)])[:count]


@chip("hcsr04")
def make_distance(spec):
    """An ultrasonic sensor: a pulse on `trigger` is answered on `echo`, 58 us for a centimetre of `distance`."""
    echo, distance = board.pin(spec["echo"]), signal(spec.get("distance"), 100)
    echo.source = Steps()
    state = [0]

    def watch(pin, level):
        if state[0] and not level:
            begin = board.now + 450
            echo.source.add(begin, 1)
            echo.source.add(begin + round(distance(board.seconds) * 58), 0)
        state[0] = level

    board.pin(spec["trigger"]).watchers.append(watch)


@chip("encoder")
def make_encoder(spec):
    """A rotary encoder on pins `a` and `b`: `turns`, [[second, clicks], ...], each click four steps of 2 ms."""
    steps = ([], [])
    for second, clicks in spec["turns"]:
        at = round(second * 1000000)
        for _ in range(abs(clicks)):
            order = (0, 1) if clicks > 0 else (1, 0)
            for i, level in enumerate((0, 0, 1, 1)):
                steps[order[i % 2]].append((at, level))
                at += 2000
    for name, part in zip("ab", steps):
        board.pin(spec[name]).source = Steps(part, 1)


# --- serial lines


@chip("text")
class Talker(UART):
    """Says `lines` one after the other, one each `interval` seconds, again and again; `answers` are what it says when it hears a line."""

    kind = UART.DEVICE

    def __init__(self, spec):
        UART.__init__(self)
        self.lines, self.interval = spec.get("lines", []), spec.get("interval", 1)
        self.answers = spec.get("answers", {})
        self.said = 0
        self.heard = ""
        self.out = bytearray()

    def write(self, data):
        self.heard += data.decode()
        while "\n" in self.heard:
            line, self.heard = self.heard.split("\n", 1)
            answer = self.answers.get(line.strip())
            if answer is not None:
                self.out.extend((answer + "\r\n").encode())

    def read(self):
        due = int(board.seconds / self.interval) if self.lines else 0
        while self.said < due:
            self.out.extend((self.lines[self.said % len(self.lines)] + "\r\n").encode())
            self.said += 1
        out, self.out = bytes(self.out), bytearray()
        return out


@chip("gps")
class GPS(Talker):
    """Says where it is once a second: `latitude` and `longitude` in degrees."""

    def __init__(self, spec):
        Talker.__init__(self, {})
        self.latitude, self.longitude = signal(spec.get("latitude"), 48.1173), signal(spec.get("longitude"), 11.5167)

    def sentence(self, second):
        def angle(value, letters, width):
            degrees = int(abs(value))
            return "%0*d%07.4f,%s" % (width, degrees, (abs(value) - degrees) * 60, letters[value < 0])

        clock = "%02d%02d%02d" % (second // 3600 % 24, second // 60 % 60, second % 60)
        body = "GPGGA,%s,%s,%s,1,08,0.9,545.4,M,46.9,M,," % (clock, angle(self.latitude(second), "NS", 2), angle(self.longitude(second), "EW", 3))
        check = 0
        for c in body:
            check ^= ord(c)
        return "$%s*%02X\r\n" % (body, check)

    def read(self):
        while self.said < int(board.seconds):
            self.said += 1
            self.out.extend(self.sentence(self.said).encode())
        return Talker.read(self)
