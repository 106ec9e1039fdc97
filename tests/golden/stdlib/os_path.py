import os, os.path, sys, pathlib, posixpath, glob, fnmatch
from pathlib import Path, PurePath
print(os.path.join("a", "b", "/c", "d"), os.path.join("a/", "b"), os.path.join("", "x"), os.path.basename("/a/b.txt"), os.path.dirname("/a/b.txt"), os.path.split("a/b"), os.path.splitext("a.tar.gz"), os.path.splitext(".bashrc"), os.path.normpath("a/../b//./c"), os.path.isabs("/x"), os.path.commonprefix(["/usr/lib", "/usr/local"]), os.path.commonpath(["/usr/lib", "/usr/local"]), os.path.relpath("/a/b/c", "/a/d"), os.sep, os.linesep == "\n", os.curdir, os.pathsep, os.name)
os.environ["RETORT_T"] = "1"
print(os.environ["RETORT_T"], os.getenv("RETORT_T"), os.environ.get("NOPE_X"), os.getenv("NOPE_X", "dflt"), "RETORT_T" in os.environ, os.environ.setdefault("RETORT_U", "u"), os.environ.pop("RETORT_U"), os.environ.get("RETORT_U"), os.path.expandvars("$RETORT_T/${RETORT_T}/$NOPE_X"))
try: os.environ["NOPE_X"]
except KeyError as e: print("KeyError", e)
try: os.environ["X"] = 5
except TypeError as e: print(e)
p = Path("/a/b/c.tar.gz")
print(p, repr(p), p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.parts, p / "x", "y" / p.relative_to("/a"), p.with_suffix(".zip"), p.with_name("z"), p.with_stem("q"), p.is_absolute(), p.relative_to("/a"), p.as_posix(), p.joinpath("d", "e"), p == Path("/a/b/c.tar.gz"), Path("a") / Path("/b"), Path("a//b/./c/.."), Path("."), Path(), Path("a") < Path("b"), p.match("*.gz"), str(p), os.fspath(p), PurePath("a/b").parent.name, Path("~x").name, p.is_relative_to("/a"), hash(p) == hash(Path(str(p))))
here = Path(__file__).resolve().parent
print(here.name, (here / "os_path.py").exists(), (here / "os_path.py").is_file(), here.is_dir(), (here / "nope").exists(), os.path.exists(__file__), os.path.isdir(str(here)), os.path.abspath(__file__) == str(here / "os_path.py"), Path(__file__).name)
print((here / "os_path.py").read_text().splitlines()[0], len((here / "os_path.py").read_bytes()) > 100, "os_path.py" in os.listdir(here), [q.name for q in here.glob("os_path.p*")], sorted(q.name for q in here.iterdir() if q.name.startswith("os_")), open(here / "os_path.py").readline().strip(), fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a.py", "b.txt"], "*.py"), [os.path.basename(x) for x in glob.glob(str(here / "os_path.py"))])
with open(os.path.join(here, "os_path.py"), encoding="utf-8") as f:
    print(f.read(9), f.readline()[:5], len(f.readlines()) > 3)
for f in [lambda: open(here / "nope.txt"), lambda: (here / "nope").read_text(), lambda: p.relative_to("/z"), lambda: os.listdir(str(here / "nope")), lambda: Path("a").with_suffix("x")]:
    try: f()
    except Exception as e: print(type(e).__name__, str(e).replace(str(here), "HERE"))
sys.path.append("/nonexistent"); sys.path.insert(0, "/first")
print(sys.path[0], "/nonexistent" in sys.path, sys.version_info[:2], sys.version_info >= (3, 8), sys.version_info.major, sys.maxsize, sys.platform, "os" in sys.modules, isinstance(sys.argv, list), sys.byteorder)
sys.stdout.write("written\n")
try: sys.exit(3)
except SystemExit as e: print("exit", e.code)
