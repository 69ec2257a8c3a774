"""A Lisp interpreter: tokens, lists, environments as dicts."""

PROGRAM = """
(define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
(define count (lambda (n acc) (if (= n 0) acc (count (- n 1) (+ acc n)))))
(+ (fib 21) (count 150 0))
"""


def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").split()


def parse(tokens):
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens[0] != ")":
            out.append(parse(tokens))
        tokens.pop(0)
        return out
    try:
        return int(token)
    except ValueError:
        return token


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__()
        self.update(zip(names, values))
        self.outer = outer

    def find(self, name):
        return self if name in self else self.outer.find(name)


def evaluate(x, env):
    if isinstance(x, str):
        return env.find(x)[x]
    if not isinstance(x, list):
        return x
    op = x[0]
    if op == "if":
        return evaluate(x[2] if evaluate(x[1], env) else x[3], env)
    if op == "define":
        env[x[1]] = evaluate(x[2], env)
        return None
    if op == "lambda":
        return lambda *args: evaluate(x[2], Env(x[1], args, env))
    f = evaluate(op, env)
    return f(*[evaluate(arg, env) for arg in x[1:]])


top = Env()
top.update({"+": lambda a, b: a + b, "-": lambda a, b: a - b, "<": lambda a, b: a < b, "=": lambda a, b: a == b})
tokens = tokenize(PROGRAM)
result = None
while tokens:
    result = evaluate(parse(tokens), top)
print(result)
