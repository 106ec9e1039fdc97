"""random: from the kernel's generator unless seeded; the numbers are not CPython's."""
from _hash import random_bytes as _random_bytes
import math as _math


class Random:
    def __init__(self, x=None):
        self.seed(x)

    def seed(self, a=None, version=2):
        self._state = None if a is None else (hash(a) if not isinstance(a, int) else a) & (1 << 64) - 1

    def getrandbits(self, k):
        value = 0
        bits = 0
        while bits < k:
            value = value << 64 | self._next()
            bits += 64
        return value >> bits - k

    def _next(self):
        if self._state is None:
            return int.from_bytes(_random_bytes(8), "big")
        self._state = self._state + 0x9E3779B97F4A7C15 & (1 << 64) - 1
        z = self._state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
        z = (z ^ z >> 27) * 0x94D049BB133111EB & (1 << 64) - 1
        return z ^ z >> 31

    def random(self):
        return self.getrandbits(53) / (1 << 53)

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little") if n else b""

    def _below(self, n):
        k = n.bit_length()
        r = self.getrandbits(k)
        while r >= n:
            r = self.getrandbits(k)
        return r

    def randrange(self, start, stop=None, step=1):
        if stop is None:
            start, stop = 0, start
        n = len(range(start, stop, step))
        if n <= 0:
            raise ValueError(f"empty range for randrange() ({start}, {stop}, {stop - start})")
        return start + step * self._below(n)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._below(len(seq))]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        if weights is None and cum_weights is None:
            return [self.choice(population) for _ in range(k)]
        total, sums = 0, []
        for w in weights or ():
            total += w
            sums.append(total)
        sums = sums or list(cum_weights)
        picked = []
        for _ in range(k):
            r = self.random() * sums[-1]
            picked.append(population[next(i for i, s in enumerate(sums) if r < s)])
        return picked

    def sample(self, population, k, *, counts=None):
        pool = list(population)
        if not 0 <= k <= len(pool):
            raise ValueError("Sample larger than population or is negative")
        return [pool.pop(self._below(len(pool))) for _ in range(k)]

    def shuffle(self, x):
        for i in reversed(range(1, len(x))):
            j = self._below(i + 1)
            x[i], x[j] = x[j], x[i]

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def gauss(self, mu=0.0, sigma=1.0):
        u = 1.0 - self.random()
        return mu + sigma * _math.sqrt(-2.0 * _math.log(u)) * _math.cos(2 * _math.pi * self.random())

    normalvariate = gauss


class SystemRandom(Random):
    def seed(self, *args, **kw):
        self._state = None


_shared = Random()
for _n in ("seed", "random", "randrange", "randint", "choice", "choices", "sample", "shuffle", "uniform",
           "gauss", "normalvariate", "getrandbits", "randbytes"):
    globals()[_n] = getattr(_shared, _n)
