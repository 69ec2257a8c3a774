import json
def t(f,*a,**k):
    try: print(getattr(f,'__name__',f),len(a),sorted(k),repr(f(*a,**k)))
    except BaseException as e: print(getattr(f,'__name__',f),len(a),sorted(k),type(e).__name__,e)
for s in ['','{','[','[1','[1,','[1,]','{"a"','{"a":','{"a":1','{"a":1,','{"a":1,}','{a:1}','tru','nul','-','01','1.','1e','"','"\\','"\\x"','"\\u12"','"\t"','[1] 2','NaN','-Infinity','Infinity','.5','+1','[1 2]',"'a'",'\ufeff1','"\\ud83d\\ude00"','1.5e3','-0','-0.0','123456789012345678901234567890', '1E400','{"a":1 "b":2}','[}',' \n [\n 1,\n x]','{1:2}','"abc','{"a" 1}','[1,2,,3]','// c']:
    t(json.loads,s)
t(json.loads,5);t(json.loads,b'[1]');t(json.loads,b'\xff');t(json.loads,bytearray(b'{"a":1}'))
class A: pass
for v in [{1:2,2.5:3,None:4,True:5},{(1,2):3},A,set(),float('nan'),float('inf'),'é"\\\n\x7f\u2028😀\x01',1j,[],{},[[]],{'a':[]},(1,2),10**30,-0.0,1e16,1e22,0.1]:
    t(json.dumps,v)
t(json.dumps,float('nan'),allow_nan=False);t(json.dumps,{(1,2):3},skipkeys=True);t(json.dumps,'é',ensure_ascii=False);t(json.dumps,{'b':1,'a':2},sort_keys=True,indent=2);t(json.dumps,[1,[2,{}],[]],indent=1);t(json.dumps,[1,2],indent='--');t(json.dumps,[1,{'a':2}],separators=(',',':'));t(json.dumps,{'b':1,2:2},sort_keys=True);t(json.dumps,[1,2],indent=0)
l=[];l.append(l);t(json.dumps,l)
t(json.dumps,A(),default=lambda o:'x');t(json.dumps,[A()],default=lambda o:{'k':1});t(json.loads,'[1.5,2,{"a":3}]',parse_float=str,parse_int=float,object_hook=lambda d:sorted(d.items()));t(json.loads,'{"a":1,"a":2}',object_pairs_hook=list);t(json.loads,'[NaN]',parse_constant=lambda c:c)
try: json.loads('[1,\n 2 3]')
except json.JSONDecodeError as e: print(repr(e),e.msg,e.doc,e.pos,e.lineno,e.colno,e.args,type(e),type(e).__mro__)
class I(int): pass
class S(str): pass
class F(float):
    def __repr__(s): return 'F!'
t(json.dumps,[I(3),S('x'),F(2.5)]);t(json.dumps,{I(3):2,S('x'):3})
try: json.loads('['*100000)
except RecursionError as e: print('too deep')
d={};
for i in range(3): d={'a':d}
print(json.dumps(d))
t(json.dumps,b'\xff');t(json.dumps,[1,{'a':A}])
print(json.JSONEncoder().encode([1]),json.JSONDecoder().decode('[1]'),json.JSONDecoder().raw_decode('[1] x'), ''.join(json.JSONEncoder().iterencode({'a':[1,2]})))
