from datetime import date, datetime, time, timedelta, timezone

m = datetime(2024, 3, 4, 15, 6, 7, 89, timezone(timedelta(hours=-2)))
print(m.strftime("%a %A %b %B %d %e %H %I %j %m %M %p %S %f %U %W %w %u %y %Y %z %Z %% %G-%V %F %T %x"))
print(date(2024, 3, 4).strftime("%d/%m/%y %H%f"), time(1, 2, 3, 4).strftime("%H:%M:%S.%f %%"), "{:%H-%M}".format(m), f"{date(2024, 1, 2):%d.%m.}", format(m, ""))
for text, form in (("2024-03-04 05:06:07.5 +0230", "%Y-%m-%d %H:%M:%S.%f %z"), ("Mon Mar  4 2024", "%a %b %d %Y"), ("4 March 24, 3 PM", "%d %B %y, %I %p"), ("060 2024", "%j %Y"), ("12:30", "%H:%M"), ("01/02/03", "%m/%d/%y"),
                   ("20240304Z", "%Y%m%d%z"), ("1999-12-31 UTC", "%Y-%m-%d %Z"), ("%5", "%%%d"), ("2024-03-04 05:06:07 +01:02:03", "%Y-%m-%d %H:%M:%S %z"),
                   ("bad", "%Y"), ("2024 x", "%Y"), ("99", "%Y"), ("2024-02-30", "%Y-%m-%d"), ("1", "%!"), ("25", "%H")):
    try:
        print(repr(datetime.strptime(text, form)))
    except ValueError as error:
        print("ValueError", error)
