# needs a library: the hashes are mbedTLS's.
import uuid

print(uuid.uuid3(uuid.NAMESPACE_DNS, "python.org"), uuid.uuid5(uuid.NAMESPACE_URL, "http://example.org/é"), uuid.uuid5(uuid.NAMESPACE_DNS, "").version)
