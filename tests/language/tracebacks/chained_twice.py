def one():
    raise ValueError(1)


def two():
    try:
        one()
    except ValueError as e:
        raise TypeError("two\nlines") from e


try:
    two()
except TypeError:
    try:
        [].pop()
    except IndexError as e:
        e.add_note("in the end")
        raise
