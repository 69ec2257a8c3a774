# Literal keys of a mapping pattern must differ; names with dots are not compared.
def check(keys):
    text = "match {}:\n    case {%s}: pass\n" % ", ".join(key + ": _" for key in keys.split())
    try:
        compile(text, "text", "exec")
        print(keys, "ok")
    except SyntaxError as e:
        print(keys, e.msg)


for keys in ("'a' 'a'", "1 2 1.0", "-1 -1", "True 1", "None None", "'a' 'b' 'ab'", "b'a' 'a'", "a.b a.b", "0 False", "1 a.b 2 'c' a.b 2", "1+1j 1+1j"):
    check(keys)
