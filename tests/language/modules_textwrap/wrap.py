# Wrapping, shortening, indents.
import textwrap
t = "The quick brown fox jumped over the lazy-dog house, which is a state-of-the-art construction; supercalifragilisticexpialidocious indeed.  Two blanks."
for w in (10, 17, 20, 33, 70):
    print(w, textwrap.wrap(t, w))
print(textwrap.wrap(t, 30, break_long_words=False), textwrap.wrap(t, 25, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(t, 40), textwrap.shorten(t, 15, placeholder="..."))
print(repr(textwrap.dedent("    a\n      b\n\n   \n    c\n")), repr(textwrap.indent("a\n\n b\n", "> ")))
print(textwrap.wrap("", 10), textwrap.wrap("   ", 10), textwrap.wrap("  lead", 10), textwrap.fill("a b c d e f", 3), textwrap.wrap(t, 40, max_lines=2))
