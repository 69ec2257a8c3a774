# What code objects tell.
def many(a,b=1,/,c=2,*args,d,e=5,**kw):
    z=1
    cellv=2
    def g(): return cellv,a
    return g
co=many.__code__
print(co.co_name, co.co_argcount, co.co_posonlyargcount, co.co_kwonlyargcount, co.co_varnames, co.co_nlocals, co.co_cellvars, co.co_freevars, hex(co.co_flags), co.co_firstlineno)
co=many(1,d=3).__code__
print(co.co_name, co.co_qualname, sorted(co.co_freevars), co.co_cellvars, co.co_varnames, hex(co.co_flags))
async def co1(): yield
async def co2(): pass
def co3(): yield
for x in (co1,co2,co3,lambda: 0): print(hex(x.__code__.co_flags))
m=compile("x=1\ny=2\n","file.py","exec")
print(m.co_name,m.co_filename,m.co_firstlineno,m.co_varnames,m.co_argcount,hex(m.co_flags),m.co_freevars,m.co_nlocals)
r=many.__code__.replace(co_name="other", co_filename="ff", co_firstlineno=7)
print(r.co_name,r.co_filename,r.co_firstlineno,r.co_argcount)
