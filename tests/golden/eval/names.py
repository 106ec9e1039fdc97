from __future__ import annotations


class A:
    x: Undefined[int] = 1
    y: "quoted"

    def m(self, a: Missing, b: list[Nope] | None = None) -> A:
        return self


print(A.__annotations__, A.m.__annotations__)
z: Nothing
print(__annotations__)


def f(a, b: int = 3): ...


print(f.__annotations__)
