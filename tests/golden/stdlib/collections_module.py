from collections import OrderedDict, defaultdict, namedtuple, Counter, deque, ChainMap
import collections.abc, operator, itertools, functools, copy
P = namedtuple("P", "x y", defaults=[5])
p = P(1); print(p, p.x, p[1], p._fields, p._asdict(), p._replace(x=9), P._make([3, 4]), p == (1, 5), len(p), [*p], P(y=1, x=2), isinstance(p, tuple), P.__name__)
a, b = p; print(a, b)
d = defaultdict(list); d["a"].append(1); d["b"]; print(d, dict(d), "z" in d, d.get("q"), len(d)); c = defaultdict(int); c["x"] += 2; print(c)
k = Counter("banana"); print(k, k.most_common(1), k["zz"], sum(k.values()), k + Counter("an"), k - Counter("an"), sorted(k.elements()), Counter(a=2), k.total()); k.update("nn"); print(k["n"])
o = OrderedDict([("a", 1), ("b", 2)]); o.move_to_end("a"); o["c"] = 3; print(o, list(o), o.popitem(), o.popitem(last=False), o == OrderedDict(a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1})
q = deque([1, 2, 3], maxlen=3); q.append(4); q.appendleft(0); q.rotate(1); print(q, q[0], q.pop(), q.popleft(), len(q), list(q), deque("ab") == deque(["a", "b"]))
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], sorted(m), len(m), m.get("z"), "b" in m)
print(list(itertools.chain([1], (2,), "a")), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.islice(itertools.count(5, 2), 3)), list(itertools.islice("abcdef", 1, 5, 2)), [(k, list(g)) for k, g in itertools.groupby("aabbc")], list(itertools.zip_longest("ab", "c", fillvalue="-")), list(itertools.accumulate([1, 2, 3])), list(itertools.combinations("abc", 2)), list(itertools.permutations([1, 2, 3], 2)), list(itertools.product([1, 2], "ab")), list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.repeat("x", 2)), list(itertools.starmap(pow, [(2, 3)])), list(itertools.pairwise("abc")), list(itertools.compress("abc", [1, 0, 1])), list(itertools.filterfalse(None, [0, 1])), [list(x) for x in itertools.tee([1, 2])], list(itertools.islice(itertools.cycle("ab"), 5)), list(itertools.combinations_with_replacement("ab", 2)))
print(sorted([{"n": 2}, {"n": 1}], key=operator.itemgetter("n")), operator.itemgetter(0, 2)("abc"), operator.attrgetter("real")(5), operator.methodcaller("upper")("a"), operator.add(1, 2), operator.mul(2, 3), operator.contains([1], 1), operator.not_(0))
print(functools.reduce(lambda x, y: x + y, [1, 2, 3]), functools.reduce(operator.mul, [], 7), functools.partial(int, base=2)("101"), functools.partial(print, "a", end="!\n")("b"))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), fib.cache_info().misses, fib.__name__)
@functools.wraps(fib)
def w(): "doc"
print(w.__name__, w.__wrapped__ is fib)
class A:
    n = 0
    @functools.cached_property
    def v(self): A.n += 1; return 42
x = A(); print(x.v, x.v, A.n)
@functools.total_ordering
class N:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(N(1) <= N(1), N(2) > N(1), N(1) >= N(2), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.singledispatch
def g(v): return "obj"
@g.register
def _(v: int): return "int"
@g.register(list)
def _(v): return "list"
print(g(1), g([]), g("s"), g(True))
l = [[1], {"a": [2]}]; s = copy.copy(l); dd = copy.deepcopy(l); l[0].append(9); print(s, dd, copy.copy({"a": 1}), copy.deepcopy((1, [2])))
class O:
    def __init__(self): self.a = [1]
o1 = O(); o2 = copy.copy(o1); o3 = copy.deepcopy(o1); print(o2.a is o1.a, o3.a is o1.a, o3.a)
try: P(1, 2, 3)
except TypeError as e: print(e)
try: P()
except TypeError as e: print(e)
from collections import UserString
class Slot(UserString):
    def __init__(self, value):
        self.parsed = False
        super().__init__(value)
print(Slot("cuda.mem"), Slot("a") == "a", Slot("b").parsed, Slot("x.y").split("."))
