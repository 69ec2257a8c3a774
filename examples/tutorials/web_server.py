# Web server: shows a reading and switches the LED, one client at a time, over plain sockets.
import socket
import sys
from machine import ADC, Pin

led = Pin(2, Pin.OUT, value=0)
sensor = ADC(Pin(34))

PAGE = """<!DOCTYPE html>
<html><head><title>Krait</title></head>
<body><h1>Krait</h1>
<p>Voltage: %.2f V</p>
<p>LED: %s <a href="/on">on</a> <a href="/off">off</a></p>
</body></html>
"""


def respond(path):
    if path == "/on":
        led.on()
    elif path == "/off":
        led.off()
    elif path != "/":
        return "404 Not Found", "nothing here\n"
    return "200 OK", PAGE % (sensor.read_uv() / 1000000, "on" if led.value() else "off")


def serve(port=80, clients=0):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", port))
    server.listen(5)
    print("listening on port", server.getsockname()[1])
    while True:
        client, address = server.accept()
        try:
            request = client.readline().decode()
            while client.readline() not in (b"\r\n", b"\n", b""):
                pass
            parts = request.split()
            status, body = respond(parts[1]) if len(parts) > 1 else ("400 Bad Request", "what?\n")
            body = body.encode()
            client.sendall("HTTP/1.0 {}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n".format(status, len(body)).encode() + body)
        except OSError as error:
            print("client", error)
        finally:
            client.close()
        clients -= 1
        if clients == 0:
            break
    server.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 80, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
