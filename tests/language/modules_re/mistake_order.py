# A look-behind without a fixed width is told when the rest of the pattern is well formed.
import re
for pattern in "(?<=a*)b", "(?<=a*)(", "(?<!a|bc)x(?", "(?<=a*)(?P<n>", "(?<=ab)c":
    try:
        print(re.compile(pattern).pattern)
    except re.error as e:
        print(e)
