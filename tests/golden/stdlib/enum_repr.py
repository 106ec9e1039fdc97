from enum import Enum, IntEnum, ReprEnum


class Mixin:
    @classmethod
    def get(cls, name):
        return cls[name]


class Number(Mixin, int, ReprEnum):
    pass


class Kind(Number):
    a = 1
    b = 20


class Text(str, ReprEnum):
    x = "ex"


class Old(int, Enum):
    o = 3


class Plain(IntEnum):
    p = 4


print(f"{Kind.b:>4}", f"{Text.x:>4}", f"{Plain.p:>4}")
for v in (Kind.b, Text.x, Old.o, Plain.p):
    print(repr(v), str(v), f"{v}", "%s" % v, v == v.value)
print(Kind.get("a") + 1, {Kind.a: 1}[Kind.a], f"WHERE kind = {Kind.b}")
