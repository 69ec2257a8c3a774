"""Strings: building, splitting, searching, replacing."""


def run(n):
    lines = []
    for i in range(n):
        lines.append("sensor-" + str(i % 97) + "," + str(i * 7 % 1000) + ",ok")
    text = "\n".join(lines)
    total = 0
    for line in text.split("\n"):
        name, value, state = line.split(",")
        if name.startswith("sensor-1") and state == "ok":
            total += int(value)
        if "99" in line:
            total += line.find("99")
    out = ""
    for ch in text[:60000]:
        if ch.isdigit():
            out += ch
    return total, len(text.replace("sensor", "s").upper()), len(out)


print(run(90000))
