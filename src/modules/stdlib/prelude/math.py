"""math: whole-number functions here, the rest from C."""
from _math import *
from _math import e, inf, nan, pi, tau


def gcd(*integers):
    a = 0
    for b in integers:
        while b:
            a, b = b, a % b
    return abs(a)


def lcm(*integers):
    a = 1
    for b in integers:
        if b == 0:
            return 0
        a = a // gcd(a, b) * b
    return abs(a)


def factorial(n, /):
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    r = 1
    for i in range(2, n + 1):
        r *= i
    return r


def isqrt(n, /):
    if n < 0:
        raise ValueError("isqrt() argument must be nonnegative")
    x = n
    y = (x + 1) // 2
    while y < x:
        x = y
        y = (x + n // x) // 2
    return x


def comb(n, k, /):
    if k > n:
        return 0
    return factorial(n) // (factorial(k) * factorial(n - k))


def perm(n, k=None, /):
    return factorial(n) // factorial(0 if k is None else n - k) if k is None or k <= n else 0


def prod(iterable, /, *, start=1):
    for x in iterable:
        start *= x
    return start


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)


def dist(p, q, /):
    return sqrt(sum((a - b) ** 2 for a, b in zip(p, q)))
