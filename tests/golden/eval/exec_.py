# exec() and compile(): statements as text, in namespaces of their own and in the module's.
x = 10
ns = {"n": 3}
exec("y = n * 2\ndef f(a):\n    return a + y + n\nclass C:\n    z = y\n", ns)
print(ns["y"], ns["f"](1), ns["C"].z, sorted(k for k in ns if not k.startswith("__")))
exec("x += 1\nfresh = [i for i in range(x - 8)]")
print(x, fresh)
loc = {}
exec("a = 1\nb = a + x", {"x": 5}, loc)
print(loc)


def inside(v):
    exec("v = v + 1\nprint('sees', v)")
    return v


print(inside(2))
code = compile("out.append(k)\nk = k + 1", "<made>", "exec")
out = []
k = 0
for _ in range(3):
    exec(code)
print(out, k, code.co_filename, code.co_name)
print(eval(compile("x * 2", "<expr>", "eval")), eval(compile("q = 5", "<stmt>", "exec")), q)
exec(b'"""doc"""\nbytes_too = __doc__', ns)
print(ns["bytes_too"], exec("pass"), compile("1", "f", "eval", 0, True).co_filename)
exec("""def raise_from(value, from_value):
    try:
        raise value from from_value
    finally:
        value = None
""")
try:
    raise_from(ValueError("v"), KeyError("k"))
except ValueError as e:
    print(e, repr(e.__cause__))
try:
    exec("raise LookupError('from text')")
except LookupError as e:
    print(e)
for call in (lambda: exec("x ="), lambda: compile("1", "f", "wrong"), lambda: exec(5), lambda: exec("1", []),
             lambda: compile("a = 1", "f", "eval"), lambda: exec("nothing_here", {})):
    try:
        call()
    except (SyntaxError, ValueError, TypeError, NameError) as e:
        print(type(e).__name__)
