# Long and periodic texts: no quadratic searches.
s = "a" * 200000
print(s.find("a" * 1000 + "b"), s.rfind("b" + "a" * 1000), s.count("aa"), ("a" * 5000 + "b") in s)
s = "ab" * 100000
print(s.find("ba" * 50000 + "c"), s.rfind("c" + "ab" * 50000), s.rfind("ba" * 50000), s.rfind("ab" * 100000), s.find("ab" * 99999 + "a"))
t = "x" * 1000 + "needle" + "x" * 1000 + "needle" + "x" * 1000
print(t.find("needle"), t.rfind("needle"), t.count("needle"), len(t.replace("needle", "")), t.split("needle")[1] == "x" * 1000)
print(len(s.replace("ab", "c")), len(s.split("b")), s.rsplit("a", 2)[1:], len("".join(["xyz"] * 100000)))
