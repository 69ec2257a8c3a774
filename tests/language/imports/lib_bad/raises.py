import sys
print("raises runs", __name__ in sys.modules)
1 / 0
