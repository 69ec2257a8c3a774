# __eq__ that changes the dict that is being searched.
class Changer:
    def __init__(self, target, action):
        self.target = target
        self.action = action

    def __hash__(self):
        return 7

    def __eq__(self, other):
        action, self.action = self.action, None
        if action:
            action(self.target)
        return False


def grow(d):
    for i in range(100):
        d["g%d" % i] = i


for action in (dict.clear, grow, lambda d: d.pop(7, None), lambda d: d.update(x=1), None):
    d = {7: "seven"}
    d[Changer(d, None)] = "c"
    probe = Changer(d, action)
    print(probe in d, len(d))
    d = {7: "seven", "a": 1, "b": 2}
    probe = Changer(d, action)
    d[probe] = "stored"
    print(len(d), list(d.values())[-1])
    s = {7}
    probe = Changer(s, None)
    s.add(probe)
    print(len(s))


class Clearing:
    def __init__(self, s):
        self.s = s

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.s.clear()
        return False


s = {1}
s.add(Clearing(s))
print(len(s))
