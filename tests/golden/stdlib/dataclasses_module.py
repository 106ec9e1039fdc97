from dataclasses import dataclass, field, fields, asdict, astuple, replace, InitVar, FrozenInstanceError, is_dataclass, KW_ONLY, make_dataclass
from typing import ClassVar, List, Optional
@dataclass
class P:
    x: int
    y: int = 0
    tags: List[str] = field(default_factory=list)
    hidden: str = field(default="h", repr=False, compare=False)
    COUNT: ClassVar[int] = 7
    def total(self): return self.x + self.y
p = P(1, tags=["a"])
print(p, p == P(1, 0, ["a"]), p != P(2), p.total(), asdict(p), astuple(p), replace(p, x=5), [f.name for f in fields(P)], is_dataclass(P), is_dataclass(p), is_dataclass(5), P.COUNT, P(1).tags is P(1).tags, P.__match_args__, P.y, hasattr(P, "tags"))
@dataclass(frozen=True, order=True)
class V:
    major: int
    minor: int = 0
print(V(1, 2) < V(1, 3), sorted([V(2), V(1, 5)]), hash(V(1)) == hash(V(1)), {V(1): "a"}[V(1, 0)], V(1) >= V(1))
@dataclass
class C(P):
    z: int = 3
    extra: InitVar[Optional[int]] = None
    computed: int = field(init=False, default=0)
    def __post_init__(self, extra):
        self.computed = self.x * 2 + (extra or 0)
c = C(1, 2, z=9, extra=10); print(c, c.computed, [f.name for f in fields(c)])
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 2
@dataclass
class M:
    a: int
    _: KW_ONLY
    b: int = 1
    nested: P = None
print(K(a=1), M(1, b=5, nested=P(1)), asdict(M(1, nested=P(2, tags=["t"]))), make_dataclass("Dyn", [("a", int), ("b", str, "z")])(1))
@dataclass(eq=False, repr=False)
class Plain:
    a: int
print(Plain(1) == Plain(1), Plain(1).a, P.__hash__, V.__hash__ is not None)
match P(3, 4):
    case P(x, y): print("matched", x, y)
def b1(): P()
def b2(): P(1, 2, [], "h", 5)
def b3(): P(1, zz=1)
def b4(): V(1).major = 5
def b5():
    @dataclass
    class X:
        a: int = 1
        b: str
def b6():
    @dataclass
    class X: a: list = []
def b7(): K(1)
def b8(): P(1, x=2)
def b9(): hash(P(1))
def b10(): asdict(5)
def b11(): del V(1).major
for f in (b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11):
    try:
        f(); print(f.__name__, "no error")
    except Exception as e:
        print(f.__name__, type(e).__name__, e)

import typing


@dataclass
class Counted:
    a: int
    seen: typing.ClassVar[dict] = {"x": 1}
    names: typing.ClassVar = []


print(Counted(3), Counted.seen, [f.name for f in fields(Counted)])
