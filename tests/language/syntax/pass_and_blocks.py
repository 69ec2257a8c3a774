def f(): pass
class C: pass
if 1: pass
for x in (): pass
while 0: pass
try: pass
except: pass
try: pass
finally: pass
with open("pass_and_blocks.py"): pass
def g():
    pass
    pass; pass
class D:
    pass
    ...
def h(): ...
print(f(), g(), h(), C.__name__, D.__name__)
if 1:
    pass
elif 2:
    pass
else:
    pass
for i in range(2):
    pass
else:
    pass
