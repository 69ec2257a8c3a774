# Locals of exec and eval may be any mapping.
class M:
    def __init__(self): self.d={}
    def __getitem__(self,k):
        print('get',k); return self.d[k]
    def __setitem__(self,k,v): print('set',k); self.d[k]=v
    def __delitem__(self,k): print('del',k); del self.d[k]
m=M()
exec("a=1\nb=a+len('xx')\ndel a\ndef g(): pass\nclass K: pass\nfor i in [1]: pass", {}, m)
print(m.d['b'], eval("b*2", {}, m))
try: eval("zz", {}, m)
except NameError as e: print(e)
for l in (5, "abc", [1], (), None):
    try: print(eval("1", {}, l))
    except TypeError as e: print('eval', e)
    try: print(exec("1", {}, l))
    except TypeError as e: print('exec', e)
for g in (5, [1]):
    try: print(eval("1", g))
    except TypeError as e: print('eval', e)
    try: print(exec("1", g))
    except TypeError as e: print('exec', e)
c=compile("q=5\nw=q", "f", "exec"); exec(c, {}, m); print(m.d['w'])
from collections import OrderedDict
o=OrderedDict(); exec("a=1;b=2", {}, o); print(list(o))
