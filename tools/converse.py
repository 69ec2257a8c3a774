#!/usr/bin/python3
"""Types lines into an interactive command on a pseudo-terminal and shows what a person would see.

usage: converse.py COMMAND [ARGUMENT ...] -- LINE [LINE ...]

Each line is typed when the prompt `>>> ` has come; then ctrl-D. Exits with the command's status, or 1 when a prompt does not come in 30 seconds.
"""

import os
import pty
import re
import select
import sys
import time

SECONDS = 30
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]")


def read_until_prompt(fd, seen):
    """Reads until the text behind `seen` ends with a prompt; returns all text without escapes."""
    deadline = time.monotonic() + SECONDS
    text = seen
    while True:
        ready, _, _ = select.select([fd], [], [], max(0, deadline - time.monotonic()))
        data = os.read(fd, 4096) if ready else b""
        if not data:
            sys.exit("converse: no prompt came; seen: %r" % text)
        text += data
        plain = ESCAPE.sub(b"", text)
        if plain.endswith(b">>> "):
            return plain


def main():
    at = sys.argv.index("--")
    command, lines = sys.argv[1:at], sys.argv[at + 1:]
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    shown = read_until_prompt(fd, b"")
    sys.stdout.buffer.write(shown)
    for line in lines:
        os.write(fd, line.encode() + b"\n")
        sys.stdout.buffer.write(read_until_prompt(fd, b""))
        sys.stdout.flush()
    os.write(fd, b"\x04")
    try:
        while os.read(fd, 4096):
            pass
    except OSError:
        pass
    print()
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


main()
