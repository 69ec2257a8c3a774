# Fields nest quotes, comments, line breaks and backslashes (PEP 701), which CPython 3.11 does not know yet.
x, d = 5, {"a": 1}
print(f"{d["a"]} {"nested " + f"{f"{x}"}"}", f'{'\n'.join(["p", "q"])}')
print(f"{x  # a comment
      + 1}", f"{
    x:>{
        3 + 1}}", f"""{"""triple"""}""")
print(f"{"\x41"}{'\'' if x else ""}", f"{f"{f"{f"{1 + 1}"}"}"}", f"{x:{"0>"}{3}}", f"{d["a"]=}")
