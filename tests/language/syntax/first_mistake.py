# Texts with several mistakes: the first statement that is wrong is told, whatever the mistake is. CPython tells of those that are no program first.
for text in ("match 1:\n    case n: pass\n    case 2: pass\nx = = 3\n", "def f():\n    x = 1\n    global x\n    x +\n", "return 5\nx = = 3\n"):
    try:
        compile(text, "text", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno)
