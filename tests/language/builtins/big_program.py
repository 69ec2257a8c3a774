# An interpreter for a tiny stack language: dicts of functions, lists, strings, exceptions.
class Machine:
    def __init__(self):
        self.stack = []
        self.words = {"+": self.binary(lambda a, b: a + b), "*": self.binary(lambda a, b: a * b), "-": self.binary(lambda a, b: a - b), "dup": lambda: self.stack.append(self.stack[-1]), "swap": self.swap, "drop": lambda: self.stack.pop(), ".": lambda: self.out.append(str(self.stack.pop()))}
        self.out = []

    def binary(self, f):
        def word():
            b, a = self.stack.pop(), self.stack.pop()
            self.stack.append(f(a, b))

        return word

    def swap(self):
        self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]

    def run(self, text):
        tokens = iter(text.split())
        for token in tokens:
            if token == ":":
                name = next(tokens)
                body = " ".join(iter(lambda: next(tokens), ";"))
                self.words[name] = lambda body=body: self.run(body)
            elif token.lstrip("-").isdigit():
                self.stack.append(int(token))
            elif token in self.words:
                self.words[token]()
            else:
                raise NameError(f"word {token!r} is not known")
        return self


m = Machine()
m.run(": square dup * ; : cube dup square * ; 3 square . 4 cube . 2 3 - . 7 -7 + .")
print(m.out, m.stack, sorted(m.words)[:4])
for text in ("1 +", "nonsense", "5 square square ."):
    try:
        m.run(text)
        print(m.out[-1])
    except (IndexError, NameError) as error:
        print(type(error).__name__, error)
