# exit() ends the program with its status, through finally clauses.
try:
    print("before")
    exit(3)
except Exception:
    print("not an Exception")
finally:
    print("finally")
