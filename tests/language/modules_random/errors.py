import random
def t(f,*a,**k):
    try: print(f.__name__,a,k,f(*a,**k))
    except BaseException as e: print(f.__name__,a,k,type(e).__name__,e)
t(random.choice,[]);t(random.choice,'');t(random.choice,{});t(random.randrange,0);t(random.randrange,5,5);t(random.randrange,1,5,0);t(random.randint,5,4);t(random.sample,[1,2],3);t(random.sample,{1,2},1)
t(random.choices,[1,2],weights=[1]);t(random.choices,[],k=1);t(random.choices,[1,2],weights=[0,0]);t(random.getrandbits,-1);t(random.getrandbits,0);t(random.seed,[]);t(random.shuffle,(1,2));t(random.choices,[1,2],[0,1],k=3)
