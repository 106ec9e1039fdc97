# collections.abc.Set beside sets and other things that are gone through.
from collections.abc import MutableSet, Set


class Ordered(MutableSet):
    def __init__(self, it=()):
        self._d = dict.fromkeys(it)

    def __contains__(self, key):
        return key in self._d

    def __iter__(self):
        return iter(self._d)

    def __len__(self):
        return len(self._d)

    def add(self, key):
        self._d[key] = None

    def discard(self, key):
        self._d.pop(key, None)


def show(value):
    print(type(value).__name__, sorted(value) if isinstance(value, (Set, set)) else value)


def attempt(fn):
    try:
        show(fn())
    except TypeError as e:
        print("TypeError", e)


a, b = {1, 2}, Ordered([2, 3])
for fn in (lambda: a | b, lambda: a & b, lambda: a - b, lambda: a ^ b, lambda: b | a, lambda: b & a,
           lambda: b - a, lambda: b ^ a, lambda: b | [7], lambda: [7] | b, lambda: b - [3], lambda: [9, 3] - b,
           lambda: b ^ [3, 4], lambda: b & "x", lambda: b | 5, lambda: 5 - b, lambda: b < 5):
    attempt(fn)
print(a == b, b == {2, 3}, {2, 3} == b, b != [2, 3], b <= {1, 2, 3}, {2} < b, b > {3}, b >= b)
a |= b
show(a)
c = b
c |= [5, 6]
c &= {2, 5, 6}
c ^= [6, 7]
c -= {2}
show(c)
print(c is b, b.isdisjoint([1]), isinstance({1}, Set), isinstance({}.keys(), Set))
c -= c
show(c)
