class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Color:
    RED = "red"


def m(v):
    match v:
        case None:
            return "none"
        case True | False:
            return "bool"
        case 0:
            return "zero"
        case -1 | 1.5:
            return "num"
        case int(n) if n > 100:
            return f"big {n}"
        case int():
            return "int"
        case "a" | "b" as s:
            return f"ab {s}"
        case Color.RED:
            return "color"
        case str(s):
            return f"str {s}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, 2, *rest]:
            return f"12 {rest}"
        case [first, *_, last]:
            return f"fl {first} {last}"
        case {"type": "t", "v": v2, **rest}:
            return f"map {v2} {rest}"
        case {"k": [a, b]}:
            return f"k {a} {b}"
        case {}:
            return "dict"
        case P(0, y):
            return f"P0 {y}"
        case P(x=x, y=P(x=inner)):
            return f"nested {x} {inner}"
        case P(x, y) if x == y:
            return "diag"
        case P():
            return "P"
        case _:
            return "other"


for v in (None, True, 0, -1, 1.5, 500, 7, "a", "b", "red", "zzz", [], [1], [1, 2], (1, 2, 3), [5, 6, 7],
          {"type": "t", "v": 1, "z": 2}, {"k": [1, 2]}, {"q": 1}, P(0, 5), P(1, P(2, 3)), P(4, 4), P(4, 5), 3.7, {1}, b"x"):
    print(m(v))


def seq(cmd):
    match cmd.split():
        case ["go", ("north" | "south") as d]:
            return d
        case ["get", obj, *_] | ["take", obj, *_]:
            return obj
        case [("a", 1)]:
            pass
        case [*all_]:
            return all_


print(seq("go north"), seq("get lamp now"), seq("take x"), seq("what is this"))
match (1, (2, 3)):
    case (a, (b, c)):
        print(a, b, c)
match 5:
    case x:
        print("capture", x)
match {"a": None}:
    case {"a": None}:
        print("none value")
try:
    match P(1, 2):
        case P(1, 2, 3):
            pass
except TypeError as e:
    print(e)
match [1, [2, [3, 4]]]:
    case [a, [b, [*c]]]:
        print(a, b, c)
