from .. import inner
from . import name
answer = 42


def up():
    from ... import nothing
