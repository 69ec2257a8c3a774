# Addresses where the program has no memory are refused; so is writing to what is only to be read.
import uctypes as u


def outcome(action):
    try:
        return action()
    except ValueError as e:
        return "ValueError: %s" % e


text = u.addressof("name")  # a name of the library is a string in ROM
here = bytearray(8)
place = u.addressof(here)
pointers = {"far": (u.PTR | 0, u.UINT8)}
print(outcome(lambda: u.bytes_at(16, 4)))
print(outcome(lambda: u.bytearray_at(16, 4)[0]), outcome(lambda: u.bytearray_at(16, 4).__setitem__(1, 5)), u.addressof(u.bytearray_at(16, 4)))
print(outcome(lambda: u.bytes_at(0, 1)), outcome(lambda: u.bytes_at(0, 0)))
print(outcome(lambda: u.struct(32, {"a": u.UINT8 | 1}).a))
print(outcome(lambda: setattr(u.struct(32, {"a": u.UINT16 | 2}), "a", 5)))
print(outcome(lambda: u.struct(48, {"bits": u.BFUINT8 | 0 | 2 << u.BF_POS | 3 << u.BF_LEN}).bits))
print(outcome(lambda: u.struct(16, {"row": (u.ARRAY | 8, 4 | u.UINT32)}).row[3]))
print(outcome(lambda: u.struct(16, {"row": (u.ARRAY | 8, 4 | u.UINT8)}).row))
print(outcome(lambda: bytes(u.struct(24, {"a": u.UINT32 | 0}))))
print(outcome(lambda: int(u.struct(56, pointers).far)))
here[:] = (40).to_bytes(8, "little")
print(int(u.struct(place, pointers).far), outcome(lambda: u.struct(place, pointers).far[0]))
print(u.bytes_at(text, 4))
print(outcome(lambda: setattr(u.struct(text, {"a": u.UINT8 | 0}), "a", 5)).replace(str(text), "<ROM>"))
print(outcome(lambda: u.bytearray_at(text, 4)).replace(str(text), "<ROM>"))
print(outcome(lambda: memoryview(u.struct(text, {"a": u.UINT32 | 0})).readonly))
