"""The last case of a match ends with a jump of its own: the cases before it still end behind the match."""


def breaks(numbers):
    for n in numbers:
        match n:
            case 1:
                print("one")
            case _:
                break
    print("end")


def continues(numbers):
    for n in numbers:
        match n:
            case 1:
                print("one")
            case _:
                continue
        print("behind")
    print("end")


class Room:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return False


def guarded(numbers, guard):
    for n in numbers:
        match n:
            case int(v) if guard(n):
                with Room():
                    pass
            case [_, _]:
                print("pair")
            case _:
                break
        print("behind", n)


def returns(n):
    match n:
        case 1:
            n = 5
        case _:
            return "other"
    return n


def nested(rows):
    found = []
    for row in rows:
        for n in row:
            match n:
                case 0:
                    found.append("zero")
                case 1:
                    if row:
                        found.append("one")
                    else:
                        break
                case _:
                    break
        else:
            found.append("whole")
    return found


def while_loop(n):
    while True:
        match n:
            case 3:
                n -= 1
            case 2:
                n += 5
            case _:
                break
    return n


breaks([1, 1, 2, 1])
continues([1, 2, 1])
guarded([1, 2, 3, 4], lambda n: n < 3)
guarded([(1, 2), 2], lambda n: False)
print(returns(1), returns(2), nested([[0, 1, 0], [1, 2, 1], [], [0]]), while_loop(3))
