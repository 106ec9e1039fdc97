class V:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"V({self.n})"

    def __add__(self, o):
        return V(self.n + (o.n if isinstance(o, V) else o))

    def __radd__(self, o):
        return V(o + self.n)

    def __iadd__(self, o):
        self.n += o
        return self

    def __mul__(self, o):
        if isinstance(o, str):
            return NotImplemented
        return V(self.n * o)

    def __neg__(self):
        return V(-self.n)

    def __pos__(self):
        return self

    def __invert__(self):
        return V(~self.n)

    def __eq__(self, o):
        return isinstance(o, V) and self.n == o.n

    def __lt__(self, o):
        return self.n < o.n

    def __le__(self, o):
        return self.n <= o.n

    def __hash__(self):
        return hash(self.n)

    def __bool__(self):
        return self.n != 0

    def __len__(self):
        return self.n

    def __getitem__(self, k):
        if isinstance(k, int) and k >= 3:
            raise IndexError(k)
        return ("item", k)

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)

    def __contains__(self, x):
        return x == self.n

    def __call__(self, x):
        return x

    def __index__(self):
        return self.n

    def __str__(self):
        return f"<{self.n}>"

    def __format__(self, spec):
        return f"fmt:{spec}:{self.n}"

    def __matmul__(self, o):
        return "matmul"

    def __divmod__(self, o):
        return (1, 2)

    def __enter__(self):
        return self

    def __exit__(self, *a):
        return False


v = V(3)
print(v + 1, 1 + v, v + V(2), v * 2, -v, +v, ~v, v == V(3), v != V(3), v < V(4), v > V(1), v >= V(3))
v += 10
print(v, str(v), f"{v:abc}", f"{v!r}", f"{v!s:>6}", bool(V(0)), len(V(2)))
print(v[1], v[1:2], v["k"], v[1, 2], v[...], v[::2], 13 in v, 5 in v)
v[1] = 2
del v[1]
print(list(V(9)), v @ 1, {V(1): "a"}[V(1)], [10, 20, 30][V(1)])
try:
    v * "x"
except TypeError as e:
    print(e)
for f in (lambda: 1 + "a", lambda: "a" + 1, lambda: [1] + (2,), lambda: None + 1, lambda: {} < {}, lambda: -"a",
          lambda: 1 < "a", lambda: [1] * 1.5, lambda: 1 @ 2, lambda: len(5), lambda: 5[0], lambda: iter(5),
          lambda: 3 in 5, lambda: {[]: 1}, lambda: 2 ** "a", lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
x = 5
x -= 2
x *= 3
x **= 2
x //= 4
x %= 7
x <<= 3
x |= 1
x &= 0xF
x ^= 2
x >>= 1
print(x)
try:
    x += "a"
except TypeError as e:
    print(e)
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 3 > 2 >= 2 != 1)


def t(n):
    print("eval", n)
    return n


print(t(1) < t(3) < t(2) < t(5))
print(t(0) and t(1), t(1) or t(2), not t(0), t(1) if t(0) else t(2))
print(None is None, [] is [], 1 is not None, "a" in "abc", "z" not in "abc", [] == [])
l = [1, 2]
m = l
l += [3]
print(m, l is m)
l = l + [4]
print(m, l)
tup = (1,)
tup += (2,)
print(tup)
s = {1}
s |= {2}
print(sorted(s))
d = {"a": 1}
d |= {"b": 2}
print(d, d | {"c": 3})
a = [[0] * 2 for _ in range(2)]
a[0][1] += 5
print(a)


class R:
    def __rsub__(self, o):
        return ("rsub", o)

    def __gt__(self, o):
        return "gt"


print(5 - R(), 5 < R())


class Sub(V):
    def __radd__(self, o):
        return "sub radd"


print(V(1) + Sub(2))
print(2 ** 10, 2 ** -1, 7 // -2, 7 % -3, -7 // 2, 1_000, 0xFF, 0b11, 1e3, 10 ** 20, -5 >> 1)
print(~5, +True, -True, True + True, 3 & 5, 3 | 5, 3 ^ 5, 1 << 70)
