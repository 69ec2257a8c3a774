# builtins.__import__ may be replaced; what it gives is what the statement binds.
import builtins
orig=builtins.__import__
log=[]
def imp(name, globals=None, locals=None, fromlist=(), level=0):
    log.append((name, fromlist, level))
    if name=='fake': return type('F',(),{'v':7, 'sub': 8})
    return orig(name, globals, locals, fromlist, level)
builtins.__import__=imp
import fake
from fake import v, sub as s
import sys
from os import path
import os.path as p
print(fake.v, v, s)
builtins.__import__=orig
print([l for l in log if l[0] in ('fake','sys','os','os.path')])
try: __import__("sys", "globals", None, None, 1)
except TypeError as e: print(e)
try: import fake
except ImportError as e: print(e)
def f():
    import math
    return math.floor(1.5)
print(f())
