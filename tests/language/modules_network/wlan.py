"""network.WLAN: what MicroPython programs do with it. The host's real state is shown, so only its kinds are printed."""
import network


def is_address(text):
    return len(text.split(".")) == 4 and all(0 <= int(part) <= 255 for part in text.split("."))


wlan = network.WLAN(network.STA_IF)
print(wlan.active(True), wlan.active())
if not wlan.isconnected():
    wlan.connect("ssid", "key")
    while not wlan.isconnected():
        pass
print(wlan.isconnected(), wlan.status() == network.STAT_GOT_IP)
print([is_address(part) for part in wlan.ifconfig()], wlan.ifconfig()[0] == wlan.ipconfig("addr4")[0])
print(is_address(wlan.ipconfig("gw4")), is_address(network.ipconfig("dns")), type(wlan.ipconfig("addr6")))
print(len(wlan.config("mac")), type(wlan.config("mac")), type(wlan.status("rssi")), type(wlan.scan()))
wlan.connect("home", "secret", bssid=b"123456")
print(wlan.config("ssid"), wlan.config("essid"))
wlan.disconnect()
print(wlan.isconnected(), wlan.status() == network.STAT_IDLE, wlan.ifconfig()[0])
wlan.connect("home")
print(wlan.isconnected(), str(wlan).startswith("<WLAN STA connected "))
wlan.active(False)
print(wlan.active(), wlan.isconnected())
wlan.active(True)
wlan.config(pm=wlan.PM_NONE, channel=6, txpower=8.5)
print(wlan.config("pm"), wlan.config("channel"), wlan.config("txpower"))

ap = network.WLAN(network.WLAN.IF_AP)
print(ap.active(), ap.isconnected(), ap.status("stations"))
ap.active(True)
ap.config(ssid="krait", key="12345678", security=network.AUTH_WPA2_PSK, hidden=True, max_clients=2)
print(ap.active(), ap.config("ssid"), ap.config("security"), ap.config("hidden"), ap.config("max_clients"))
ap.active(False)

before = network.hostname()
network.hostname("thing")
print(network.hostname(), wlan.config("hostname"), len(before) > 0)
network.country("SE")
print(network.country())
for action in (lambda: network.WLAN(7), lambda: wlan.config("nothing"), lambda: wlan.config(), lambda: wlan.config("ssid", channel=1),
               lambda: wlan.connect("x" * 33), lambda: wlan.connect("x", "y", bssid=b"1"), lambda: network.country("SWE"),
               lambda: network.hostname("x" * 100), lambda: ap.connect("x"), lambda: wlan.config("key"), lambda: wlan.ipconfig("nothing"),
               lambda: wlan.ifconfig(("1.2.3.4",)), lambda: wlan.ifconfig(("1.2.3", "1.2.3.4", "1.2.3.4", "1.2.3.4")), lambda: wlan.status("x"),
               lambda: wlan.ifconfig("dhcp")):
    try:
        print("no error", action())
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
