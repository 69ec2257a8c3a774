"""Rounds of a repetition that match nothing, counted repetitions of what may be empty, boundaries of an empty text."""

import re

CASES = (
    (r"\B", ""), (r"\b", ""), (r"(?:a*)*b", "aab"), (r"(a|b*)*c", "abbac"), (r"(?:a?)*?b", "aab"),
    (r"(?:a|(b)|){2,4}c", "abc"), (r"(?:x*)+", "axxb"), (r"(x?){3}", "x"), (r"((a)|b?)*?c", "abac"),
    (r"(?:(a)|b){2,}", "abab"), (r"(?:){3}a", "a"), (r"(a{0,2}){2,3}", "aaaaa"), (r"(a*?){2,}b", "aaab"),
)

for pattern, text in CASES:
    found = [(m.span(), m.groups()) for m in re.finditer(pattern, text)]
    whole = re.fullmatch(pattern, text)
    print(pattern, repr(text), found, whole and whole.groups())
