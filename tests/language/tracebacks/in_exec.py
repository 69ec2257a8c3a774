def run(text):
    exec(text)


run("x = 1\ny = 2\nraise KeyError(x + y)")
