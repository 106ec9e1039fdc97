b = b"abcabc"
print(b.find(b"c", 3), b.find(b"c", 6), b.find(b"", 6), b.find(b"", 7), b.rfind(b"a"), b.rfind(b"a", 0, 3))
print(b.index(b"b", 2), b.rindex(b"b"), b.count(b"a", 1), b.count(b"", 2, 4), b.find(b"a", -3), b.rfind(b"zzzzzzzzz"))
print(b.rfind(b""), b.rfind(b"", 0, 2), b.count(b"c", None, -1))
print(b.startswith((b"x", b"ab")), b.endswith((b"x",)), b.endswith(b"bc"), b.startswith(()))
for call in (lambda: b.index(b"q"), lambda: b.rindex(b"a", 4), lambda: b.find("a"), lambda: b.startswith((b"q", "a"))):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, str(e) if isinstance(e, ValueError) else "")


class Plain:
    pass


p = Plain()
object.__setattr__.__get__(p)("x", 3)
print(p.x, dict.get.__get__({1: 2})(1), hasattr(len, "__get__"), hasattr([].append, "__get__"))
