"""Lines of source files."""


def getlines(filename, module_globals=None):
    """All lines of a file; none when it cannot be read."""
    try:
        with open(filename) as file:
            return file.readlines()
    except (OSError, ValueError):
        return []


def getline(filename, lineno, module_globals=None):
    """A line of a file with its newline; "" when there is none."""
    lines = getlines(filename)
    if not 1 <= lineno <= len(lines):
        return ""
    line = lines[lineno - 1]
    return line if line.endswith("\n") else line + "\n"


def clearcache():
    """Nothing: no lines are kept."""


def checkcache(filename=None):
    """Nothing: no lines are kept."""
