# needs a library: contexts, their certificates, suites and protocols
import ssl
import sys

sys.path.insert(0, "lib")
import tls_pair

CERTIFICATE, KEY = tls_pair.CERTIFICATE.encode(), tls_pair.KEY.encode()


def attempt(action):
    try:
        print("fine", action())
    except (ValueError, TypeError, OSError) as error:
        print(type(error).__name__, error)


attempt(lambda: ssl.SSLContext(1234))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
attempt(lambda: context.load_cert_chain(CERTIFICATE, KEY))
attempt(lambda: context.load_cert_chain(CERTIFICATE + KEY))
attempt(lambda: context.load_cert_chain("/no/such/file", KEY))
attempt(lambda: context.load_cert_chain(CERTIFICATE, b"no key"))
attempt(lambda: context.load_cert_chain(b"no certificate", KEY))
attempt(lambda: context.load_verify_locations())
attempt(lambda: context.load_verify_locations(cadata=b"nothing"))
attempt(lambda: context.load_verify_locations(cadata=ssl.PEM_cert_to_DER_cert(tls_pair.CERTIFICATE)))
attempt(lambda: context.wrap_socket(None, server_side=True))
attempt(lambda: context.wrap_socket(None))
attempt(lambda: setattr(context, "verify_mode", 7))
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
print(context.verify_mode, context.check_hostname)
context.check_hostname = True
print(context.verify_mode, context.check_hostname)
print(ssl._create_unverified_context().verify_mode, ssl.create_default_context(cadata=tls_pair.CERTIFICATE).verify_mode)
print(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).verify_mode)

names = context.get_ciphers()
chosen = [name for name in names if "ECDHE-ECDSA-WITH-AES-128-GCM" in name]
print(len(names) > 10, chosen)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.set_ciphers(chosen)
print(context.get_ciphers() == chosen)
attempt(lambda: context.set_ciphers(["no such suite"]))
attempt(lambda: context.set_ciphers("ALL"))

server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(CERTIFICATE, KEY)
context.load_verify_locations(cadata=CERTIFICATE)
context.set_alpn_protocols(["h2", "http/1.1"])
server_context.set_alpn_protocols(["http/1.1"])
client, server = tls_pair.connect(context, server_context)
print(client.cipher(), client.version(), client.selected_alpn_protocol(), server.selected_alpn_protocol())
with client.makefile("rw") as file, server.makefile("rb") as other:
    file.write("text\n")
    print(other.readline())
    server.write(b"back\n")
    print(repr(file.readline()))
client.close()
server.close()
attempt(lambda: client.getpeercert())

import tls

psk_client = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
psk_client.psk_identity, psk_client.psk_key = b"sensor", b"shared secret"
psk_server = tls.SSLContext(tls.PROTOCOL_TLS_SERVER)
psk_server.server_psk_keys = {b"sensor": b"shared secret"}
client, server = tls_pair.connect(psk_client, psk_server)
client.write(b"psk")
print(server.read(3), "PSK" in server.cipher()[0])
psk_server.server_psk_keys = {}
try:
    tls_pair.connect(psk_client, psk_server)
except ssl.SSLError as error:
    print(error)
