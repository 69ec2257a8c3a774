"""main.py URL [FILE]: prints what is there, or sends the file there first.

When ca.pem lies in the working directory, servers are verified against the certificate in it; otherwise against those that the system trusts.
"""
import os
import sys

import http_client


def context():
    if "ca.pem" not in os.listdir():
        return None
    import ssl

    return ssl.create_default_context(cafile="ca.pem")


def pieces(name):
    with open(name, "rb") as file:
        while True:
            data = file.read(512)
            if not data:
                return
            yield data


def main(url, file=None):
    options = {"context": context()} if url.startswith("https") else {}
    if file is None:
        answer = http_client.get(url, **options)
    else:
        answer = http_client.post(url, pieces(file), **options)
    print(answer.status, answer.reason)
    for name in sorted(answer.headers):
        if name in ("content-type", "content-length", "transfer-encoding"):
            print("%s: %s" % (name, answer.headers[name]))
    print()
    print(answer.text)


if __name__ == "__main__":
    main(*sys.argv[1:])
