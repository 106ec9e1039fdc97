import contextlib, abc, types, math, textwrap, io, csv, html, urllib.parse, warnings, logging, asyncio, inspect, time, importlib, operator, numbers, threading, contextvars, weakref, traceback, configparser, pprint, bisect, heapq, calendar, statistics, string
@contextlib.contextmanager
def cm(x):
    print("enter", x)
    try:
        yield x * 2
    except ValueError as e:
        print("caught", e)
    finally:
        print("exit")
with cm(2) as v: print(v)
with cm(3): raise ValueError("boom")
with contextlib.suppress(KeyError, ZeroDivisionError): 1 / 0
with contextlib.nullcontext(5) as n: print(n)
class Cl:
    def close(self): print("closed")
with contextlib.closing(Cl()): pass
with contextlib.ExitStack() as st:
    st.enter_context(cm(1)); st.callback(print, "cb")
@contextlib.contextmanager
def passthru(): yield
try:
    with passthru(): raise KeyError("k")
except KeyError as e: print("through", e)
class Base(abc.ABC):
    @abc.abstractmethod
    def run(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
class Good(Base):
    def run(self): return 1
    p = 5
print(Good().run(), isinstance(Good(), Base))
try: Base()
except TypeError as e: print(e)
ns = types.SimpleNamespace(a=1, b="x"); ns.c = 3; print(ns, ns.a, ns == types.SimpleNamespace(a=1, b="x", c=3)); mp = types.MappingProxyType({"a": 1}); print(mp["a"], len(mp), "a" in mp, mp, isinstance(lambda: 0, types.FunctionType))
print(math.sqrt(16), math.floor(-1.5), math.ceil(1.2), math.pi, math.gcd(12, 18), math.factorial(20), math.isclose(0.1 + 0.2, 0.3), math.log(8, 2), math.log2(8), math.log10(1000), math.inf, math.isnan(math.nan), math.trunc(-2.7), math.hypot(3, 4), math.isqrt(17), math.comb(5, 2), math.prod([1, 2, 3]), math.fsum([0.1] * 10), math.degrees(math.pi), math.copysign(1, -0.0), math.fmod(7, 3), math.modf(1.5), math.exp(1), math.e, math.pow(2, 3), math.lcm(4, 6))
print(repr(textwrap.dedent("  a\n    b\n\n  c")), textwrap.indent("a\nb", "> "), textwrap.fill("the quick brown fox jumps over the lazy dog", 20), textwrap.wrap("aaa bbb ccc", 7), textwrap.shorten("hello world foo", 12))
s = io.StringIO(); s.write("a,b\n1,\"x,y\"\n"); s.seek(0); print(list(csv.reader(s)), s.getvalue(), io.BytesIO(b"abc").read(2), io.StringIO("l1\nl2").readlines(), list(csv.DictReader(["h1,h2", "1,2"]))); w = io.StringIO(); csv.writer(w).writerows([["a", 1], ["b,c", 'q"q'], ["", None]]); print(repr(w.getvalue()))
dw = io.StringIO(); wr = csv.DictWriter(dw, ["a", "b"]); wr.writeheader(); wr.writerow({"a": 1}); print(repr(dw.getvalue())); print("to io", file=s); print(html.escape("<a&\"'>"), html.unescape("&lt;&amp;&#39;&quot;"))
up = urllib.parse
print(up.quote("a b/ü&"), up.quote_plus("a b&c/"), up.unquote("a%20b%C3%BC"), up.unquote_plus("a+b"), up.urlencode({"a": 1, "b": "x y"}), up.urlencode([("k", [1, 2])], doseq=True), up.urlparse("postgresql+psycopg2://user:p%40ss@host:5432/db?x=1#f"), up.urlparse("http://u:p@H:80/p").hostname, up.urlparse("http://u:p@h:80/p").port, up.urlparse("http://u:p@h/p").username, up.urlsplit("http://a/b?c"), up.parse_qs("a=1&b=2&a=3"), up.urljoin("http://a/b/c", "../d"), up.urlunparse(("http", "h", "/p", "", "q=1", "f")), up.urlparse("sqlite:///x.db"))
async def add(a, b):
    await asyncio.sleep(0)
    return a + b
async def main():
    r = await asyncio.gather(add(1, 2), add(3, 4))
    t = asyncio.create_task(add(5, 6))
    return r, await t
print(asyncio.run(main()), asyncio.new_event_loop().run_until_complete(add(1, 1)))
@contextlib.asynccontextmanager
async def acm():
    print("aenter"); yield 7; print("aexit")
async def use():
    async with acm() as v: return v
print(asyncio.run(use()))
def fn(a, b=1, *args, c: int, d="x", **kw) -> str: "Doc."
print(inspect.signature(fn), list(inspect.signature(fn).parameters), inspect.isfunction(fn), inspect.isclass(Good), inspect.getdoc(fn), inspect.iscoroutinefunction(add), inspect.signature(fn).parameters["b"].default, inspect.ismodule(math))
with warnings.catch_warnings(record=True) as rec:
    warnings.simplefilter("always"); warnings.warn("careful", DeprecationWarning)
    print(len(rec), rec[0].category.__name__, rec[0].message)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("bad")
    except UserWarning as e: print("raised", e)
print(importlib.import_module("json").dumps([1]), isinstance(5, numbers.Integral), isinstance(1.5, numbers.Real), callable(time.time), time.monotonic() > 0)
cv = contextvars.ContextVar("cv", default=1); tok = cv.set(2); print(cv.get()); cv.reset(tok); print(cv.get())
with threading.Lock(): print("locked")
try: 1 / 0
except ZeroDivisionError as e: print(traceback.format_exc().splitlines()[-1], "".join(traceback.format_exception_only(type(e), e)).strip())
cp = configparser.ConfigParser(); cp.read_string("[a]\nx = 1\ny = %(x)s2\nmulti = l1\n  l2\n[b]\nflag: yes\n# c\n"); print(cp.sections(), cp["a"]["y"], cp.get("a", "multi"), cp.getboolean("b", "flag"), cp.getint("a", "x"), cp.get("a", "z", fallback="f"), dict(cp["a"]), cp.has_option("a", "x"), cp.items("b"))
try: cp.get("zz", "x")
except configparser.NoSectionError as e: print(e)
pprint.pprint({"b": [1, 2], "a": "x"}); print(bisect.bisect([1, 2, 3], 2), heapq.nlargest(2, [1, 5, 3]), calendar.monthrange(2024, 2), calendar.isleap(2023), statistics.mean([1, 2, 3]), statistics.median([1, 2, 3, 4]))
h = []; [heapq.heappush(h, x) for x in (3, 1, 2)]; print([heapq.heappop(h) for _ in range(3)])
log = logging.getLogger("x.y"); print(log.name, logging.getLevelName(20), logging.getLogger("x.y") is log, logging.INFO, log.parent.name)
