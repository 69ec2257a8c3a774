# needs a library: both ends of TLS in one program, beside CPython
import os
import ssl
import sys
import tempfile

sys.path.insert(0, "lib")
import tls_pair

folder = tempfile.mkdtemp() if hasattr(tempfile, "mkdtemp") else "/tmp"
certificate, key = tls_pair.files(folder)
server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(certificate, key)
client_context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
print(client_context.verify_mode == ssl.CERT_REQUIRED, client_context.check_hostname, server_context.verify_mode == ssl.CERT_NONE)
client_context.load_verify_locations(cadata=tls_pair.CERTIFICATE)
os.remove(certificate)
os.remove(key)

client, server = tls_pair.connect(client_context, server_context)
print(client.server_side, server.server_side, client.server_hostname, client.context is client_context)
print(client.version() in ("TLSv1.2", "TLSv1.3"), len(client.cipher()), client.pending())
print(client.send(b"hello"), server.recv(100))
print(server.sendall(b"0123456789"), client.recv(4), client.pending(), client.recv(100))
buffer = bytearray(10)
client.sendall(b"into")
print(server.recv_into(buffer), buffer)
big = bytes(range(256)) * 256
client.settimeout(10)
sent = client.send(big[:10000])
got = b""
while len(got) < sent:
    got += server.recv(4096)
print(got == big[:sent])

server.settimeout(0.02)
try:
    server.recv(1)
except TimeoutError as error:
    print(error)
server.setblocking(False)
try:
    server.recv(1)
except ssl.SSLWantReadError as error:
    print(isinstance(error, OSError), error.errno == 2)

peer = client.getpeercert()
print(peer["subject"])
print(peer["subjectAltName"])
print(peer["issuer"] == peer["subject"], peer["version"], peer["serialNumber"], peer["notBefore"], peer["notAfter"])
print(client.getpeercert(True) == ssl.PEM_cert_to_DER_cert(tls_pair.CERTIFICATE), server.getpeercert())
server.close()
print(client.recv(10), client.fileno() >= 0)
client.close()
print(client.fileno())
