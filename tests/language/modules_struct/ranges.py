# What pack() says of numbers that do not fit, with every letter of the standard sizes.
import struct
for f in '<b','<B','<h','<H','<i','<I','<l','<L','<q','<Q':
    for v in -1,2**7,2**8,-2**15-1,2**16,2**31,2**32,-2**31-1,2**63,2**64,-2**63-1,-2**70,'x',2.5:
        try: struct.pack(f,v); print(f, 'ok', end=' ')
        except Exception as e: print(f,v,type(e).__name__,e)
