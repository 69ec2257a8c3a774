from machine import ADC, I2C, PWM, Pin, SoftI2C, SPI, SoftSPI, UART
import errno

i2c = I2C(0, scl=Pin(22), sda=Pin(21), freq=100000)
print(i2c, [hex(a) for a in i2c.scan()])
print(i2c.readfrom_mem(0x57, 0xFF, 1), SoftI2C(Pin(5), Pin(4)).scan() == i2c.scan())
buf = bytearray(2)
i2c.writeto(0x48, b"\x01\xc3\x83")
i2c.writeto(0x48, bytes([0]))
i2c.readfrom_into(0x48, buf)
print(len(i2c.readfrom(0x48, 2)), buf != b"\0\0", i2c.writeto(0x48, b"\x01"), i2c.writevto(0x48, [b"\x01", b"\xc3\x83"]))
i2c.writeto_mem(0x48, 1, b"\xc3\x83")
print(i2c.readfrom_mem(0x48, 1, 2))
i2c.readfrom_mem_into(0x48, 1, buf)
print(buf)
for f in (lambda: i2c.readfrom(0x10, 1), lambda: i2c.writeto(0x11, b"x"), lambda: i2c.readfrom_mem(0x12, 0, 1), lambda: UART(9)):
    try:
        f()
    except OSError as e:
        print(type(e).__name__, e.errno == errno.ENODEV, e)
spi = SPI(1, baudrate=1000000, polarity=0, phase=0)
print(spi, spi.read(3), spi.read(2, 0x55))
r = bytearray(4)
spi.write_readinto(b"abcd", r)
print(r, spi.write(b"xyz"), spi.write("text"), i2c.writeto(0x48, "\x01"), i2c.writevto(0x48, ("\x01", b"\xc3\x83")))
spi.readinto(r, 0xAA)
print(r, SoftSPI(sck=Pin(1), mosi=Pin(2), miso=Pin(3)))
try:
    spi.write_readinto(b"abc", bytearray(2))
except ValueError as e:
    print(e)
adc = ADC(Pin(1))
v = [adc.read_u16() for _ in range(5)]
print(adc, all(0 <= x <= 65535 for x in v), 0 <= adc.read() <= 4095, 0 <= adc.read_uv() <= 3300000)
adc.width(ADC.WIDTH_10BIT)
adc.atten(ADC.ATTN_11DB)
print(adc.read() <= 1023)
pwm = PWM(Pin(5), freq=1000, duty=512)
print(pwm.freq(), pwm.duty(), pwm.duty_u16(), pwm.duty_ns())
pwm.freq(50)
pwm.duty_ns(1500000)
print(pwm, pwm.duty_ns())
pwm.duty_u16(65535)
pwm.init(freq=2000, duty_u16=32768)
print(pwm.duty(), pwm.freq())
for f in (lambda: pwm.duty(2000), lambda: pwm.freq(-1), lambda: pwm.duty_u16(70000)):
    try:
        f()
    except ValueError as e:
        print(e)
pwm.deinit()
print(pwm.freq())
