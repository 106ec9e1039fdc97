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

# So are copies in them.
import shutil

attempt(shutil.copyfile, base / "none.txt", base / "c" / "copy.txt")
attempt(shutil.copyfile, base / "a", base / "c" / "copy.txt")
attempt(shutil.copyfile, __file__, base / "c")
copy = base / "c" / "copy.txt"
print(shutil.copyfile(__file__, copy) is copy, copy.exists(), copy.is_file(), copy.is_dir())
print(shutil.copy(copy, str(base / "a")), os.access(base / "a" / "copy.txt", os.R_OK))
text = open(__file__).read()
print(open(copy).read() == text, copy.read_text() == text, copy.read_bytes() == text.encode())
print(os.path.getsize(copy) == os.stat(base / "a" / "copy.txt").st_size == len(text))
print(sorted(os.listdir(base / "c")), sorted(str(p) for p in base.glob("**/*.txt")))
attempt(os.mkdir, copy)
attempt(os.mkdir, copy / "d")
