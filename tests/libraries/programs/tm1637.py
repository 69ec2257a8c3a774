from machine import Pin
import tm1637

display = tm1637.TM1637(clk=Pin(14), dio=Pin(27))
display.show("help")
display.number(-12)
display.numbers(12, 59)
display.brightness(3)
print(display.brightness())
