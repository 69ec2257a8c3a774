from datetime import date, datetime, time

for text in ("2024-01-02T03:04:05.678+01:00", "2024-01-02", "20240102T030405Z", "2024-W05-3T10", "2024W053T10", "2024W05", "2024-01-02 03:04", "2024-01-02T03", "2024-01-02T03:04:05,5", "20240102T030405.123456789-0530", "2024-01-02T03:04+00:00", "2024-01-02T03:04:05-01:02:03",
             "x", "2024-1-2", "2024-01-02T", "2024-01-02T25:00", "2024-13-01", "2024-01-02T03:04:05.", "2024-W54-1", "2024-01-02T03:4", "20240102T0304:05", "2024-01-02T03:04:05+1"):
    try:
        print(text, repr(datetime.fromisoformat(text)))
    except ValueError:
        print(text, "ValueError")
for text in ("2024-02-29", "20240229", "2024-W09-4", "2023-02-29", "2024-02-29T00", ""):
    try:
        print(text, repr(date.fromisoformat(text)))
    except ValueError:
        print(text, "ValueError")
for text in ("01:02", "T0102", "010203.5", "23:59:59.999999+02:00", "1:2", "24:00"):
    try:
        print(text, repr(time.fromisoformat(text)))
    except ValueError:
        print(text, "ValueError")
try:
    date.fromisoformat(5)
except TypeError as error:
    print(error)
