# Branches over more code than a short jump reaches.
body = "".join("  x = x + %d * (x & 7) - len(str(x)) %% 3\n" % i for i in range(6000))
source = """
def f(x, n):
 if x < 0:
  return 'negative'
 if n:
""" + body + """
 else:
  x = 'else'
 return x

def g(n):
 x = t = 0
 while n and t < 5:
  n -= 1
  if n == 2: continue
  if n == 0 or not t: t += 1
""" + body + """
 else:
  t = t, 'else'
 return t, n, x > 0

def h():
 out = []
 for i in range(3):
  x = i
  try:
   if i == 1: raise ValueError
   out.append(i)
""" + body.replace("  x", "   x") + """
  except ValueError:
   out.append('error')
   continue
  finally:
   out.append('finally')
 return out
"""
exec(source)
print(f(-1, 0), f(1, 0), f(1, 1) > 0, g(5), h())
