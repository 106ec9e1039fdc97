import json, decimal, enum
data = {"b": [1, 2.5, None, True, "é\n\"\\/\u2028𝄞\x7f"], "a": {"x": {}, "y": []}, 1: 2, None: 3, True: 4, 1.5: 5}
print(json.dumps(data)); print(json.dumps(data["a"], indent=2)); print(json.dumps(data["b"], ensure_ascii=False)); print(json.dumps({"b": 1, "a": [1, {"z": 2}]}, sort_keys=True, indent=4, separators=(",", ":")))
print(json.dumps([1, 2], separators=(",", ":")), json.dumps("a"), json.dumps(None), json.dumps([]), json.dumps({}, indent=2), json.dumps([float("nan"), float("inf"), 1e20, 10 ** 30]), json.dumps((1, 2)), json.dumps({"k": {1, 2}}, default=list), json.dumps({(1,): 2, "ok": 1}, skipkeys=True), json.dumps([1, [2]], indent="--"))
print(json.loads('{"a": [1, 2.0, -3e2, "\\u00e9\\ud834\\udd1e", true, false, null], "b": {}}'), json.loads(b"[1]"), json.loads(" 12345678901234567890 "), json.loads('"x"'), json.loads("[1.5]", parse_float=decimal.Decimal), json.loads('{"a": 1}', object_hook=lambda d: sorted(d)), json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads("[NaN, -Infinity]"))
for bad in ['{"a": }', "[1,]", "", "{a: 1}", '{"a" 1}', "[1 2]", '"abc', '"\\x"', "nul", "[1]x", '{"a": 1,}', "01", "-"]:
    try:
        print(json.loads(bad))
    except json.JSONDecodeError as e:
        print(repr(bad), "=>", e, e.pos, isinstance(e, ValueError))
for f in [lambda: json.dumps(object), lambda: json.dumps({1, 2}), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps({(1,): 1}), lambda: json.loads(5)]:
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
class Color(str, enum.Enum):
    RED = "red"
class N(enum.IntEnum):
    A = 1
class Enc(json.JSONEncoder):
    def default(self, o):
        return f"<{type(o).__name__}>" if isinstance(o, set) else super().default(o)
print(json.dumps([Color.RED, N.A, {Color.RED: N.A}]), json.dumps({"s": {1}}, cls=Enc), Enc().encode([{2}]))
x = []; x.append(x)
try:
    json.dumps(x)
except ValueError as e:
    print(e)
