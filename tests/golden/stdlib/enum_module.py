import enum
from enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self):
        return f"{self.name}={self.value}"
    @classmethod
    def default(cls):
        return cls.GREEN
    @property
    def low(self):
        return self.name.lower()
print(Color, Color.RED, repr(Color.RED), Color.CRIMSON, Color(2), Color["RED"], list(Color), len(Color), Color.RED.describe(), Color.default(), Color.RED.low, Color.RED is Color.CRIMSON, Color.RED == 1, Color.RED in Color, dict(Color.__members__), [m.name for m in Color], Color.RED.name, Color.RED.value, hash(Color.RED) == hash(Color.RED), {Color.RED: "r"}[Color(1)], isinstance(Color.RED, Color), type(Color.RED), Color.RED != Color.GREEN, bool(Color.RED), list(reversed(Color)))
class Status(str, Enum):
    ACTIVE = "active"
    OFF = "off"
print(Status.ACTIVE, repr(Status.ACTIVE), str(Status.ACTIVE), f"{Status.ACTIVE}", "%s" % Status.ACTIVE, Status.ACTIVE == "active", Status("off"), Status.ACTIVE.value, Status.ACTIVE.upper(), Status.ACTIVE + "x", isinstance(Status.ACTIVE, str), len(Status.ACTIVE), {"active": 1}[Status.ACTIVE], [s.value for s in Status], "active" in [Status.ACTIVE], ",".join(Status), Status.__name__)
class Num(IntEnum):
    A = 1
    B = auto()
    C = 10
    D = auto()
print(Num.A, repr(Num.B), Num.B + 1, Num.C > Num.A, list(Num), f"{Num.D}", Num(10), int(Num.D), sorted([Num.C, Num.A]), Num.A == 1, isinstance(Num.A, int), "%d" % Num.C, [10, 20, 30][Num.A], max(Num))
class S(StrEnum):
    ONE_TWO = auto()
    X = "x!"
print(S.ONE_TWO, repr(S.X), S.X.value, f"{S.X:>5}", S("x!"), S.X == "x!")
class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(Perm.R, repr(Perm.R | Perm.X), Perm.RW, Perm.R in Perm.RW, Perm(0), repr(Perm(0)), list(Perm.RW), Perm.R | Perm.W is Perm.RW, Perm.RW & Perm.W, Perm.RW ^ Perm.R, ~Perm.R, bool(Perm.R & Perm.W), Perm(3), list(Perm), Perm.RW.value, len(Perm))
class IF(IntFlag):
    A = 1
    B = 2
print(repr(IF.A | IF.B), IF.A | IF.B, (IF.A | IF.B) == 3, repr(IF.A & 1), IF(3).value, repr(IF.A | 8), IF.A in IF(3))
class Auto(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last):
        return name.lower()
    FOO = auto()
    BAR = auto()
print([m.value for m in Auto])
class Planet(Enum):
    EARTH = (1, 2)
    MARS = (3, 4)
    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius
    @property
    def ratio(self):
        return self.mass / self.radius
print(Planet.EARTH.ratio, Planet.EARTH.value, Planet((3, 4)), repr(Planet.MARS))
class Miss(Enum):
    A = "a"
    @classmethod
    def _missing_(cls, value):
        return cls.A if value == "alpha" else None
print(Miss("alpha"))
Animal = Enum("Animal", "CAT DOG"); Other = Enum("Other", {"X": 5, "Y": 6}); T = IntEnum("T", ["P", "Q"])
print(list(Animal), Animal.DOG.value, list(Other), T.Q + 1)
class Ext(Enum):
    pass
class Sub(Ext):
    V = 1
print(Sub.V, issubclass(Sub, Ext))
def bad1(): return Color(9)
def bad2(): return Color["NOPE"]
def bad3(): Color.RED = 5
def bad4():
    class More(Color): X = 1
def bad5():
    @unique
    class Dup(Enum): A = 1; B = 1
def bad6():
    class D(Enum): A = 1; A = 2
def bad8(): return Color.RED < Color.GREEN
def bad9(): return Perm(64)
def bad10(): return Status("nope")
for f in (bad1, bad2, bad3, bad4, bad5, bad6, bad8, bad10):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)
match Color.RED:
    case Color.GREEN: print("no")
    case Color.RED: print("matched")
