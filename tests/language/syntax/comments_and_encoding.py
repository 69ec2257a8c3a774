#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# A comment with ünïcödé
x = 1  # trailing
#    indented comment
if x:  # after a colon
    # inside
    print("yes")  # more
# between
else:  # else
    pass
y = [  # in brackets
    1,  # one
    # only a comment
    2,
]  # end
print(y, "# not a comment", '''# neither
# this''')
x = (1 +  # comment
     2)
print(x)
def f():  # comment
    # first line
    return 1  # type: ignore
print(f())	# after a tab
