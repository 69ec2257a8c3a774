"""A package."""
from . import inner
from .inner import deep
from .inner.deep import answer as the_answer

__all__ = ["inner", "the_answer", "late"]
count = 0
