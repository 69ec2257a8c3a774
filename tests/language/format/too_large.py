# Widths and precisions that are too large, and types that are no letters. (64-bit words)
def a(f):
    try: print(repr(f())[:50])
    except BaseException as e: print(type(e).__name__, e)
a(lambda: '%*d' % (2**62, 1))
a(lambda: '%*d' % (-2**62, 1))
a(lambda: '%*d' % (2**63, 1))
a(lambda: '%.*d' % (2**31, 1))
a(lambda: '%.*d' % (-2**31-1, 1))
a(lambda: '%.*d' % (-5, 1))
a(lambda: b'%*d' % (2**63, 1))
a(lambda: b'%.*d' % (2**31, 1))
a(lambda: '%+0*r' % 573807213531416402)
a(lambda: '%*d' % (2**63,))
a(lambda: '%99999999999999999999d' % (2**63,))
a(lambda: '%.99999999999d' % (2**63,))
a(lambda: '{:_ }'.format(3))
a(lambda: '{: _ }'.format(3))
a(lambda: format(3,',\x01'))
a(lambda: format(3,',\xe9'))
a(lambda: format(3,',\u20ac'))
a(lambda: format(3,',\x7f'))
a(lambda: format(3.5,'_ '))
a(lambda: format('a','_ '))
a(lambda: format('a','_s'))
a(lambda: format(3,' '))
a(lambda: format(3,'2 '))
a(lambda: format(3,'\x01'))
for text in bytearray(b" 4x "), b" x ", memoryview(b"x1"):
    try:
        int(text)
    except ValueError as e:
        print(e)
for spec in ",,", ",,f<", "__", "_,", ",_", ",_d", ",.3f", "_x", ",x", ",,d":
    try:
        print(format(1234567, spec))
    except ValueError as e:
        print(e)
