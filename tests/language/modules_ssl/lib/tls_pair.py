"""A key and its self-signed certificate for localhost, for tests only; and a TLS connection inside one program."""
import socket
import ssl

KEY = """-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEHVLwXLi9Wii06PdHJ8wG0JZ6FwF4SuJd/1vNy1Pvo1oAoGCCqGSM49
AwEHoUQDQgAEwVbhd+IrWAIfZ1a5ZTxB59ZSkS3XdXBpde7c/Fcxar2zwTscudFL
IzjlYv9g+VCGPdyiWGgag/b9lcTKrMV+Cw==
-----END EC PRIVATE KEY-----
"""

CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIB+TCCAZ+gAwIBAgIUStBQ7NOZn0lhLdg8zobAoaoZXWEwCgYIKoZIzj0EAwIw
MTELMAkGA1UEBhMCU0UxDjAMBgNVBAoMBUtyYWl0MRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjYxMTIyMTQ1NzA1WhgPMjEyNjEwMjkxNDU3MDVaMDExCzAJBgNVBAYT
AlNFMQ4wDAYDVQQKDAVLcmFpdDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEwVbhd+IrWAIfZ1a5ZTxB59ZSkS3XdXBpde7c/Fcx
ar2zwTscudFLIzjlYv9g+VCGPdyiWGgag/b9lcTKrMV+C6OBkjCBjzAdBgNVHQ4E
FgQUNCbDrZEhpw3C/wSPD7M1YRSO2rAwHwYDVR0jBBgwFoAUNCbDrZEhpw3C/wSP
D7M1YRSO2rAwDwYDVR0TAQH/BAUwAwEB/zA8BgNVHREENTAzgglsb2NhbGhvc3SC
DiouZXhhbXBsZS50ZXN0hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMAoGCCqGSM49
BAMCA0gAMEUCID7d7/SYWp2aWFF0nrtupp53EAm7EdHH1jckbrP7Df08AiEAri+R
+YmWi33lOZGGflzeRVNrXFFXo4o54T5afiTSKjw=
-----END CERTIFICATE-----
"""


def files(folder):
    """The two as files; their names."""
    names = folder + "/cert.pem", folder + "/key.pem"
    for name, text in zip(names, (CERTIFICATE, KEY)):
        with open(name, "w") as file:
            file.write(text)
    return names


def shake(*ends):
    """Both handshakes in turns, until neither wants more."""
    left = list(ends)
    for _ in range(200):
        for end in list(left):
            try:
                end.do_handshake()
                left.remove(end)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                pass
        if not left:
            return
    raise AssertionError("no end of the handshake")


def connect(client_context, server_context, hostname="localhost"):
    """(client, server), connected and blocking again."""
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    client = client_context.wrap_socket(a, server_hostname=hostname, do_handshake_on_connect=False)
    server = server_context.wrap_socket(b, server_side=True, do_handshake_on_connect=False)
    shake(client, server)
    client.setblocking(True)
    server.setblocking(True)
    return client, server
