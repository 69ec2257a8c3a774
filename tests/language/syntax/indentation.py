if True:
  if True:
        print("uneven")
  else:
   pass
def f():
	if 1:
		return "tabs"
print(f())
class C:

    x = 1

    # comment at class level
  # comment further left
        # and right

    y = 2
print(C.x + C.y)
x = [1,
2,
        3]; y = {
  "a": 1,
    }
print(x, y)
if x: \
    print("continued")
z = 1 + \
  2 + \
3
print(z)


def g(a,
      b=2,
      ):
    """doc

  unindented text in string
    """
    return (a
            + b)  # comment


print(g(1))
for i in range(2): print(i); continue
while True: break
try: 1 / 0
except ZeroDivisionError: print("zero")
finally: print("finally")
with open("indentation.py") as h: print(h.readline().strip())
def one(): return 1;
class D: pass; w = 3
print(one(), D.w);
if 1: pass
elif 2: pass
else: pass
# last line is a comment without a newline
