"""Cuts a program down to one that still differs.

An edit makes a program smaller: it drops statements or parts of a list, or puts a statement's body, or a part of an expression, in the place
of the whole. Statements go first, because each takes much with it. Several candidates are tried in one pair of processes; the smallest of
those that still show a difference of the same shape is the next program. Texts inside a program that are programs are cut down as well."""
import ast
import copy
import time

TOGETHER = 24  # candidates a pair of processes


def bodies(tree):
    """(owner, field) of each list of statements, handlers or cases."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            if isinstance(getattr(node, field, None), list):
                yield node, field


def without(tree, count):
    """Trees that lack `count` neighbours of one list of statements."""
    for number, (owner, field) in enumerate(bodies(tree)):
        size = len(getattr(owner, field))
        for start in range(0, size, count):
            other = copy.deepcopy(tree)
            owner_, _ = list(bodies(other))[number]
            items = getattr(owner_, field)
            del items[start : start + count]
            if not items and field == "body":
                items.append(ast.Pass())
            if isinstance(owner_, ast.Try) and not owner_.handlers and not owner_.finalbody:
                continue
            yield other


def opened(tree):
    """Trees in which a compound statement is replaced by one of its bodies."""
    for number, (owner, field) in enumerate(bodies(tree)):
        for at, statement in enumerate(getattr(owner, field)):
            for inner in ("body", "orelse", "finalbody"):
                if isinstance(getattr(statement, inner, None), list) and getattr(statement, inner) and field not in ("handlers", "cases"):
                    other = copy.deepcopy(tree)
                    owner_, _ = list(bodies(other))[number]
                    items = getattr(owner_, field)
                    items[at : at + 1] = getattr(items[at], inner)
                    yield other


def expressions(tree):
    """(owner, field, index or None) of each expression that is read."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr) and not isinstance(getattr(value, "ctx", None), (ast.Store, ast.Del)):
                yield node, field, None
            elif isinstance(value, list):
                for at, item in enumerate(value):
                    if isinstance(item, (ast.expr, ast.keyword, ast.comprehension, ast.withitem, ast.alias)):
                        yield node, field, at


def at_place(tree, number):
    owner, field, at = list(expressions(tree))[number]
    return owner, field, at


def put(tree, number, value):
    other = copy.deepcopy(tree)
    owner, field, at = at_place(other, number)
    if at is None:
        setattr(owner, field, value)
    elif value is None:
        del getattr(owner, field)[at]
    else:
        getattr(owner, field)[at] = value
    return other


def simpler(tree):
    """Trees in which an expression is a part of itself or a constant, or an element is missing."""
    for number, (owner, field, at) in enumerate(expressions(tree)):
        value = getattr(owner, field) if at is None else getattr(owner, field)[at]
        if at is not None:
            yield put(tree, number, None)
        if not isinstance(value, ast.expr) or isinstance(value, ast.Starred):
            continue
        if isinstance(value, ast.Constant):
            if isinstance(value.value, str) and "\n" in value.value:
                for text in edits(value.value, True):
                    yield put(tree, number, ast.Constant(text))
            elif value.value not in (0, None, "", True, False) and not isinstance(owner, ast.JoinedStr):
                yield put(tree, number, ast.Constant(type(value.value)() if isinstance(value.value, (str, bytes, int)) else 0))
            continue
        if not isinstance(value, (ast.Name, ast.JoinedStr, ast.FormattedValue)):
            yield put(tree, number, ast.Constant(0))
        for part in ast.iter_child_nodes(value):
            if isinstance(part, ast.expr) and not isinstance(part, (ast.Starred, ast.FormattedValue)):
                yield put(tree, number, copy.deepcopy(part))


def edits(text, fine):
    """Smaller texts of a program; `fine` also cuts expressions."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        lines = text.split("\n")
        for at in range(len(lines)):
            yield "\n".join(lines[:at] + lines[at + 1 :])
        return
    longest = max([len(getattr(owner, field)) for owner, field in bodies(tree)] + [1])
    counts = []
    while longest >= 1:
        counts.append(longest)
        longest //= 2
    makers = [lambda count=count: without(tree, count) for count in counts] + [lambda: opened(tree)] + ([lambda: simpler(tree)] if fine else [])
    for maker in makers:
        for other in maker():
            try:
                made = ast.unparse(ast.fix_missing_locations(other))
            except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
                continue
            if len(made) < len(text):
                yield made


def attempts(text, fine):
    """The candidates in small lots."""
    lot = []
    for candidate in edits(text, fine):
        lot.append(candidate)
        if len(lot) == TOGETHER:
            yield lot
            lot = []
    if lot:
        yield lot


def first_that_differs(judge, lot, shape):
    together = judge.together(lot) if shape[0] == "output" else [judge.alone(text) for text in lot]
    for text, found in sorted(zip(lot, together), key=lambda pair: len(pair[0])):
        if found and found.shape() == shape:
            return text
    return None


def minimise(judge, text, shape, seconds):
    """The smallest program that was found in that time."""
    deadline = time.monotonic() + seconds
    for fine in (False, True):
        changed = True
        while changed:
            changed = False
            for lot in attempts(text, fine):
                if time.monotonic() > deadline:
                    return text
                smaller = first_that_differs(judge, lot, shape)
                if smaller is not None:
                    text, changed = smaller, True
                    break
    return text
