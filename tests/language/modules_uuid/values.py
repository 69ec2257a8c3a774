import uuid

u = uuid.UUID("12345678-1234-5678-1234-567812345678")
print(u, repr(u), u.hex, u.int, u.bytes, u.bytes_le, u.fields, u.urn, u.version, u.variant, u.time_low, u.node, u.clock_seq)
print(uuid.UUID(bytes=u.bytes) == u, uuid.UUID(int=u.int) == u, uuid.UUID(bytes_le=u.bytes_le) == u, uuid.UUID(fields=u.fields) == u, uuid.UUID("{%s}" % u) == u, hash(u) == hash(u.int), u < uuid.UUID(int=0), int(u) == u.int)
r = uuid.uuid4()
print(r.version, r.variant, r != uuid.uuid4(), len(str(r)), uuid.uuid1().version, uuid.uuid1(1, 2).node, uuid.uuid1(1, 2).clock_seq)
print(uuid.NAMESPACE_DNS, uuid.UUID(int=0), u == "x")
for call in (lambda: uuid.UUID("x"), lambda: uuid.UUID(), lambda: uuid.UUID(int=1 << 128), lambda: uuid.UUID(bytes=b"x"), lambda: uuid.UUID(int=1, version=9)):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
