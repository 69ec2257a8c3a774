# needs a library: what forgotten connections hold is given back
import gc
import socket
import ssl
import sys

sys.path.insert(0, "lib")
import tls_pair

server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server_context.load_cert_chain(tls_pair.CERTIFICATE.encode(), tls_pair.KEY.encode())
for turn in range(30):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=tls_pair.CERTIFICATE)
    client, server = tls_pair.connect(context, server_context)
    client.write(b"turn")
    assert server.read(4) == b"turn"
    if turn % 3 == 0:
        server.close()
    if turn % 5 == 0:
        assert client.unwrap().fileno() >= 0 if turn % 3 == 0 else True
print("done")
context = server_context = client = server = None
gc.collect()
for _ in range(300):
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
print("contexts")
