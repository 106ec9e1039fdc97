for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        print(i, j)
    else:
        print("else", i)
else:
    print("outer else")
n = 0
while n < 3:
    n += 1
else:
    print("while else")
while True:
    n -= 1
    if n < 0:
        break
else:
    print("never")
print(n)
if n > 0:
    print("pos")
elif n == -1:
    print("minus one")
else:
    print("other")
a = b = [1]
a.append(2)
print(b)
(x, y), z = (1, 2), 3
print(x, y, z)
first, *mid, last = range(5)
print(first, mid, last)
*init, end = "abc"
print(init, end)
[p, q] = {"k1": 1, "k2": 2}
print(p, q)
x, y = y, x
print(x, y)
d = {}
d["a"], d["b"] = 1, 2
print(d)
lst = [1, 2, 3, 4, 5]
lst[1:3] = ["x"]
print(lst)
del lst[0], lst[-1]
print(lst)
del lst
try:
    lst
except NameError as e:
    print(e)
for k, (v, w) in {"a": (1, 2)}.items():
    print(k, v, w)
for d["loop"] in range(2):
    pass
print(d)
print(*[1, 2, 3], sep="-", end="!\n")
print([i for i in range(10) if i % 2 if i > 3])
s = "text"
print(s[0], s[-1], s[1:3], s[::-1], s[:2] + s[2:])
print((1, 2)[0], [1, 2, 3][-2:], {"a": {"b": 1}}["a"]["b"])
v = 10 if s else 20
print(v)
print(f"{s!r} {v:>5} {v:05d} {v + 1} {'nested'} {s[0]}{{}} {v=} {v = !s}")
w = 8
print(f"{3.14159:{w}.{2}f}|{'x':^{w}}|{1000000:,}|{255:#x}|{0.5:%}")
print("a" "b" f"{v}" "c")
print(b"bytes" b"more", r"\raw", "tab\tq\"", '''multi
line''')
print(1 if True else 2, (lambda x: x + 1)(1), not 1, -2 ** 2, (-2) ** 2)


def f(n):
    if n == 0:
        return "zero"
    elif n < 0:
        return
    for i in range(n):
        if i == 2:
            return i
    return "end"


print(f(0), f(-1), f(1), f(5))
x: int = 5
y: str
print(x, __annotations__)


def annotated(a: int, b: "str" = "x", *args: float, c: list = [], **kw: dict) -> bool:
    z: undefined_annotation = 1
    return True


print(annotated.__annotations__, annotated(1))


class Ann:
    a: int
    b: str = "b"
    c: "Ann"
    d: list[int] = []


print(Ann.__annotations__, Ann.b)
global_var = 1


def scope_test():
    global global_var, made
    global_var = 2
    made = "made"


scope_test()
print(global_var, made)
print(len("héllo"), "héllo"[1], "日本"[::-1], ord("日"), chr(233))
print(True and None, 0 or [], 1 and 2 and 3)
pass
...
"string statement"
print(__name__, type(__builtins__).__name__ in ("module", "dict", "NoneType"))
i = 0
while i < 10: i += 1
print(i); print("semi")
t = 1,
print(t, ())
print({1: "a", **{2: "b"}}, {1, 2} | {3}, [1] + [2])
assert True
print(10 // 3, 10 % 3, divmod(10, 3), 2 ** 0.5)
