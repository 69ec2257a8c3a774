"""Imported at the prompt: asks for WebREPL's password, writes webrepl_cfg.py and turns WebREPL on."""


def _ask():
    while True:
        password = input("New password for WebREPL (4 characters or more; empty: change nothing): ")
        if not password:
            return None
        if len(password) < 4:
            print("Too short.")
        elif input("Once more: ") == password:
            return password
        else:
            print("They differ.")


def main():
    """Ask, write, turn on."""
    password = _ask()
    if password is None:
        return
    with open("webrepl_cfg.py", "w") as f:
        f.write("PASS = %r\n" % password)
    print("The password is in webrepl_cfg.py. For WebREPL after each start, add to boot.py: import webrepl; webrepl.start()")
    import webrepl

    try:
        webrepl.start(password=password)
    except OSError as error:
        print(error)


main()
