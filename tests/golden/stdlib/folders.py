# Folders that a script makes are there for it.
import os
import pathlib


def attempt(fn, *args, **kw):
    try:
        print(fn(*args, **kw))
    except OSError as e:
        print(type(e).__name__, e.errno, e.strerror, e.filename)


base = pathlib.Path("folders_of_a_script")
attempt(os.mkdir, "folders_of_a_script/a")
attempt(base.mkdir)
attempt(base.mkdir)
attempt(base.mkdir, exist_ok=True)
attempt((base / "a" / "b").mkdir)
attempt((base / "a" / "b").mkdir, parents=True)
attempt(os.makedirs, base / "a" / "b")
attempt(os.makedirs, base / "a" / "b", exist_ok=True)
attempt(os.makedirs, str(base / "c" / "d" / "e"))
print(base.exists(), base.is_dir(), base.is_file(), os.path.isdir("folders_of_a_script/c/d/"))
print(sorted(os.listdir(base)), [p.name for p in (base / "c").iterdir()], os.listdir(base / "a" / "b"))
print([(str(top), folders, files) for top, folders, files in os.walk(base / "c")])
print(sorted(str(p) for p in base.rglob("*")))
attempt(os.listdir, base / "none")
