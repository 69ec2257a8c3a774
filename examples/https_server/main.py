"""main.py [PORT [CERTIFICATE KEY]]: sensors over HTTPS; without a certificate over plain HTTP."""
import random
import sys

from https_server import Server


def make(context):
    server = Server(context)
    values = {"target": 20.0}

    @server.route("/")
    def index(request):
        return "Sensors: /temperature, /target, /history\n"

    @server.route("/temperature")
    def temperature(request):
        return {"celsius": round(values["target"] + random.uniform(-0.5, 0.5), 2)}

    @server.route("/target", "GET", "PUT", "POST")
    def target(request):
        if request.method != "GET":
            values["target"] = float(request.json()["celsius"])
        return {"celsius": values["target"]}

    @server.route("/history")
    def history(request):
        return (b"%d,%d\n" % (hour, 15 + hour % 7) for hour in range(24))

    @server.route("/stop", "POST")
    def stop(request):
        server.running = False
        return "bye\n"

    return server


def main(port="8443", certificate=None, key=None):
    context = None
    if certificate:
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    make(context).serve("0.0.0.0", int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
