"""webrepl needs a device; a local interpreter has none."""
import webrepl

for call in (webrepl.start, lambda: webrepl.start(password="secret"), lambda: webrepl.start(8266, "secret"), webrepl.start_foreground, webrepl.stop):
    try:
        call()
    except OSError as error:
        print(error)
try:
    webrepl.start(password=5)
except (TypeError, OSError) as error:
    print(type(error).__name__)
