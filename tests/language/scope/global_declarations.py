# global in functions, nested functions and classes.
g = 1


def run():
    global g, newg
    g+=1; newg=5
    def f():
        global g
        g*=2
        def h(): return g
        return h()
    print(f(), g, newg)
    class A:
        global classg
        classg=7
        z=g
    print(classg, A.z, hasattr(A,'classg'))


run()
