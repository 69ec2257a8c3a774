# Names are compared as they are written: a ligature is not the letters that it stands for.
ﬁle = 1
file = 2
print(ﬁle, file, sorted(name for name in globals() if "le" in name and name[0] != "_"))
größe, Ж, 变量 = 3, 4, 5
print(größe, Ж, 变量, "größe".isidentifier())
