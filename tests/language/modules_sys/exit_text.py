import sys

try:
    sys.exit("the reason")
except SystemExit as e:
    print(e.code, e.args)
try:
    sys.exit()
except SystemExit as e:
    print(e.code)
try:
    print("in try")
    sys.exit("really")
finally:
    print("finally")
