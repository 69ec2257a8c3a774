# nonlocal through functions and classes.
def run():
    def outer():
        x=1
        def mid():
            nonlocal x
            x+=1
            def inner():
                nonlocal x; x*=10
                class K:
                    nonlocal x
                    x += 5
                    y = x
                return K.y
            return inner()
        return mid(), x
    print(outer())


run()
