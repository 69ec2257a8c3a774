import time

for s in (0, 1, 86399, 86400, -1, 951782400, 951868800, 1709164800, 1709251200, 4102444800, -2208988800, 1e9, 1234567890.9):
    t = time.gmtime(s)
    print(s, tuple(t), time.asctime(t), time.strftime("%Y-%m-%d %H:%M:%S %a %A %b %B %j %p %I %y %U %W %w %e %D %T %R %G %V %u %% %C", t))
t = time.gmtime(0)
print(t, t.tm_year, t.tm_zone, t[0], len(t), t[:3], t == (1970, 1, 1, 0, 0, 0, 3, 1, 0), t.tm_gmtoff)
print(time.mktime(time.localtime(1e9)), time.struct_time((2020, 1, 2, 3, 4, 5, 3, 2, 0)), time.localtime(5).tm_isdst)
for text, form in (("2024-02-29 12:34:56", "%Y-%m-%d %H:%M:%S"), ("Jan 5 99", "%b %d %y"), ("3:07 PM", "%I:%M %p"), ("Monday, 1 April 2024", "%A, %d %B %Y"),
                   ("12/31/23", "%x"), ("060 2023", "%j %Y"), ("Sat Jun  6 16:26:11 1998", "%c")):
    print(tuple(time.strptime(text, form))[:8])
for text, form in (("2024-13-01", "%Y-%m-%d"), ("2024", "%Y-%m"), ("x", "%Y"), ("20240", "%Y"), ("1", "%Q"), ("2023-02-29", "%Y-%m-%d")):
    try:
        print(time.strptime(text, form))
    except ValueError as e:
        print("ValueError", e)
for bad in ((1, 2, 3), "x", (2020, 13, 1, 0, 0, 0, 0, 0, 0), (2020, 1, 32, 0, 0, 0, 0, 0, 0)):
    try:
        print(time.strftime("%Y", bad))
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
