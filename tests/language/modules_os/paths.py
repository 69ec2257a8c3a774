import os
def t(f,*a,**k):
    try: print(getattr(f,'__name__',f),a,k,repr(f(*a,**k)))
    except BaseException as e: print(getattr(f,'__name__',f),a,k,type(e).__name__,e)
for p in ['','/','a','/a','a/','//a','///a//b/','a/b.c.d','.a','a/.b','a.','a..b','/a/../..','./a/./b/..']:
    print(p,os.path.split(p),os.path.splitext(p),os.path.basename(p),os.path.dirname(p),os.path.normpath(p),os.path.isabs(p))
print(os.path.join('a','b'),os.path.join('a/','b'),os.path.join('a','/b'),os.path.join('a',''),os.path.join('','b'),os.path.join('/','b','c'))
t(os.path.join,5);t(os.path.join,'a',5);t(os.path.exists,5);t(os.path.basename,5);t(os.stat,'zz');t(os.listdir,'zz');t(os.rmdir,'zz');t(os.rename,'zz','yy');t(os.path.getsize,'zz');t(os.listdir,'paths.py');t(os.chdir,'zz');t(os.fspath,5);t(os.getenv,'ZZ');t(os.getenv,'ZZ',3)
t(os.path.commonprefix,['abc','abd']);t(os.path.relpath,'/a/b','/a/c');t(os.urandom,-1);t(os.path.commonpath,['/a/b','/a/c'])
print(os.stat('paths.py').__class__,os.uname().__class__,os.statvfs('.').__class__)
