# needs a library: who may be at the other end
import socket
import ssl
import sys

sys.path.insert(0, "lib")
import tls_pair

server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(tls_pair.CERTIFICATE.encode(), tls_pair.KEY.encode())  # bytes: MicroPython's way


def attempt(name, hostname, trusted=True, **settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trusted:
        context.load_verify_locations(cadata=tls_pair.CERTIFICATE)
    for key, value in settings.items():
        setattr(context, key, value)
    try:
        client, server = tls_pair.connect(context, server_context, hostname)
        client.write(b"x")
        print(name, "connected", server.read(1))
        client.close()
        server.close()
    except ssl.SSLCertVerificationError as error:
        print(name, error.verify_message)
    except (ValueError, ssl.SSLError) as error:
        print(name, error)


attempt("the name", "localhost")
attempt("another name", "example.org")
attempt("a wildcard", "www.example.test")
attempt("an address", "127.0.0.1")
attempt("an IPv6 address", "::1")
attempt("another address", "127.0.0.2")
attempt("no name", None)
attempt("nobody trusted", "localhost", trusted=False)
attempt("any name", "example.org", check_hostname=False)
attempt("any name, not said", None, check_hostname=False)
attempt("no verification", None, trusted=False, verify_mode=ssl.CERT_NONE)
attempt("optional", "example.org", verify_mode=ssl.CERT_OPTIONAL)

seen = []
attempt("callback", "localhost", verify_callback=lambda certificate, depth: seen.append((len(certificate) > 300, depth)))
attempt("callback says no", "localhost", verify_callback=lambda certificate, depth: 1)
print(seen)


def bad_callback(certificate, depth):
    raise KeyError("from the callback")


try:
    attempt("callback raises", "localhost", verify_callback=bad_callback)
except KeyError as error:
    print(error)

server_context.verify_mode = ssl.CERT_REQUIRED
server_context.load_verify_locations(cadata=tls_pair.CERTIFICATE)
attempt("client without certificate", "localhost")
