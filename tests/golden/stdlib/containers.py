a = [3, 1, 2]
a.append(5); a.extend((7, 8)); a.insert(0, 9); a.insert(-1, 4); print(a, a.pop(), a.pop(0), a)
a.sort(); print(a); a.sort(reverse=True); print(a); a.reverse(); print(a, a.index(5), a.count(1), a.copy())
a[1:3] = [10, 11, 12]; print(a); del a[0]; print(a); del a[::2]; print(a); a[::2] = [0, 0]; print(a); a.clear(); print(a)
w = ["bb", "a", "ccc", "dd"]
w.sort(key=len); print(w, sorted(w, key=len, reverse=True), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted({"b": 1, "a": 2}))
x = [1]; x.append(x); print(x); d = {}; d["self"] = d; print(d); t = ([],); t[0].append(t); print(t)
print([1, 2] + [3], [0] * 3, [1, 2] < [1, 3], [1] == [1.0], [1, [2]] == [1, [2]], 2 in [1, 2], [] or "empty", [1, 2, 3][-2:], (1,), (), (1, 2) + (3,), (1, 2) * 2)
x += [2]; y = [1, 2, 3]; y *= 2; print(y, y[1:4], y[::-1], list(reversed(y)), tuple(y), list(enumerate("ab", 1)), list(zip("ab", [1, 2, 3])))
first, *rest = [1, 2, 3]; *init, last = (1, 2, 3); (p, q), r = (1, 2), 3; print(first, rest, init, last, p, q, r)
d = {"a": 1, "b": 2}
print(d, d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("c", 3), d.pop("a"), d.pop("zz", None), d.items(), d.keys(), d.values(), list(d), len(d))
d.update({"x": 1}, y=2); d |= {"z": 3}; print(d, d | {"a": 0}, d.popitem(), "x" in d, dict(d), dict([("k", "v")], w=1), dict(zip("ab", (1, 2))), {**d, "n": 1}, {} == dict())
print(d.keys() & {"x", "q"}, sorted(d.keys() - {"x"}), d.items() == dict(d).items(), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), list(reversed(d)), {1: "a", 1.0: "b", True: "c"})
for k, v in sorted(d.items()): print(k, v, end=";")
print({k: v for k, v in zip("abc", range(3)) if v}, {x % 3 for x in range(9)}, max(d, key=d.get))
s = {3, 1}; s.add(2); s.discard(9); print(len(s), 2 in s, sorted(s | {5}), sorted(s & {1, 2}), sorted(s - {1}), sorted(s ^ {1, 9}), s <= {1, 2, 3}, s < {1, 2, 3}, s >= {1}, s.isdisjoint({7}), s == {1, 2, 3})
s.update([7], (8,)); s.difference_update([1]); s.intersection_update({2, 3, 7}); s ^= {2}; print(sorted(s), sorted(s.union([1], [4])), frozenset([1]), set(), frozenset(), {1}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])))
try:
    for k in d: d["new" + k] = 1
except RuntimeError as e: print(e)
print(range(5), range(1, 10, 3), list(range(5, 0, -2)), range(10)[2:5], len(range(0, 100, 7)), 4 in range(0, 10, 2), range(3) == range(0, 3, 1), range(10)[-1], slice(1, 2), slice(None).indices(5))
print(all([1, 2]), all([]), any([0, ""]), any([0, 1]), list(filter(None, [0, 1, 2])), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(map(str, range(3))))
it = iter([1, 2]); print(next(it), next(it), next(it, "end"), list(iter(iter([1, 0, 2]).__next__, 0)), next((x for x in range(5) if x > 3), None))
print(None, Ellipsis, NotImplemented, True, [None, True, 1.0, "s", b"b", (1,), {1}, {"a": [1]}], b"a\x00'\"\xff", bytes(3), bytes([1, 2]), b"ab"[0], b"ab"[1:], b"a" + b"b", b"ab".hex(), bytes.fromhex("0aff"))
print(isinstance(1, (str, int)), isinstance("a", str | int), issubclass(bool, int), callable(len), callable(1), hasattr([], "append"), getattr(1, "zz", "dflt"), type([]), type(None), type(1) is int, id(a) == id(a), list[int], dict[str, int], int | None)
print(hash((1, 2)) == hash((1, 2)), (1, 2) < (1, 2, 0), sorted([(2, "a"), (1, "b")], key=lambda t: t[1]), sum(x * x for x in range(4)), print("inner", end="!\n"), repr(print), ascii(["é"]))
