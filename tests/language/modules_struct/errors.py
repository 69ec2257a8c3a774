# Needs 64-bit words.
import struct
def t(f,*a):
    try: print(f.__name__,a,f(*a))
    except BaseException as e: print(f.__name__,a,type(e).__name__,e)
for c in 'bBhHiIlLqQnNfdsc?P':
    t(struct.pack,c,1<<70); t(struct.pack,'<'+c,1<<70); t(struct.pack,c,'a');t(struct.pack,c,-1)
t(struct.pack,'<h',40000);t(struct.pack,'h',40000);t(struct.pack,'H',-4);t(struct.pack,'<H',-4);t(struct.pack,'i',1<<40);t(struct.pack,'<i',1<<40);t(struct.pack,'b',200)
t(struct.pack,'e',1e9);t(struct.pack,'f',1e300);t(struct.pack,'e',70000.0);t(struct.pack,'e',65520.0)
t(struct.pack,'hh',1);t(struct.pack,'h',1,2);t(struct.pack,'z',1);t(struct.pack,'3');t(struct.pack,'3 h',1)
t(struct.unpack,'hh',b'123');t(struct.unpack_from,'hh',b'123',1);t(struct.unpack_from,'hh',b'123',-1);t(struct.unpack_from,'hh',b'123',-10)
t(struct.pack_into,'hh',bytearray(3),0,1,2);t(struct.pack_into,'hh',bytearray(3),-2,1,2);t(struct.pack_into,'hh',bytearray(3),-9,1,2);t(struct.pack_into,'hh',bytearray(3),0,1)

t(struct.iter_unpack,'hh',b'123');t(struct.iter_unpack,'',b'123')
t(struct.calcsize,'<n');t(struct.calcsize,'bhilqfd?');t(struct.calcsize,'<bhilqfd?');t(struct.calcsize,'h b i 0q');t(struct.calcsize,3);t(struct.calcsize,b'hh');t(struct.calcsize,'99999999999999999999999h')
t(struct.pack,'3s',b'ab');t(struct.pack,'3s','ab');t(struct.pack,'3p',b'abcdef');t(struct.pack,'c',b'ab');t(struct.pack,'0s',b'ab');t(struct.pack,'2x')
t(struct.unpack,'3p',b'\x02abc');t(struct.unpack,'3p',b'\x02ab');t(struct.unpack,'?b',b'\x02\xff');t(struct.pack,'x1',2);t(struct.pack,'h',1.5)
t(struct.pack,'f','a');t(struct.pack);t(struct.unpack,'h',5);t(struct.unpack,'h','ab');t(struct.pack, 'P', 5);t(struct.pack,'<P',5)
print(struct.Struct('<hb').size, struct.Struct('<hb').format, struct.error)
