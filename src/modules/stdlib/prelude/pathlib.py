"""pathlib: POSIX paths; reading below the project, no changes."""
import _host
import fnmatch as _fnmatch
import io as _io
import os as _os
import posixpath as _path
from _support import refuse as _refuse


class PurePath:
    def __init__(self, *args):
        parts = []
        for a in args:
            text = a._text if isinstance(a, PurePath) else _fspath(a)
            if text.startswith("/"):
                parts = [text]
            else:
                parts.append(text)
        joined = "/".join(parts)
        self._root = "//" if joined.startswith("//") and not joined.startswith("///") else "/" if joined.startswith("/") else ""
        self._tail = [p for p in joined.split("/") if p and p != "."]
        self._text = self._root + "/".join(self._tail) or "."

    def _make(self, root, tail):
        return type(self)(root + "/".join(tail))

    def __str__(self):
        return self._text

    def __fspath__(self):
        return self._text

    def __repr__(self):
        return f"{type(self).__name__}({self._text!r})"

    def __bytes__(self):
        return self._text.encode()

    def __hash__(self):
        return hash(self._text)

    def __eq__(self, other):
        return self._text == other._text if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self.parts <= other.parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self.parts > other.parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self.parts >= other.parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, other):
        if not isinstance(other, (str, PurePath)):
            return NotImplemented
        return type(self)(self, other)

    def __rtruediv__(self, other):
        if not isinstance(other, (str, PurePath)):
            return NotImplemented
        return type(self)(other, self)

    @property
    def parts(self):
        return tuple(([self._root] if self._root else []) + self._tail)

    @property
    def drive(self):
        return ""

    @property
    def root(self):
        return self._root

    anchor = root

    @property
    def name(self):
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        name = self.name
        i = name.rfind(".")
        return name[i:] if 0 < i < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + s for s in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        name = self.name
        i = name.rfind(".")
        return name[:i] if 0 < i < len(name) - 1 else name

    @property
    def parent(self):
        return self._make(self._root, self._tail[:-1])

    @property
    def parents(self):
        count = len(self._tail)
        if not self._root and not count:
            return ()
        return tuple(self._make(self._root, self._tail[:i]) for i in reversed(range(count)))

    def as_posix(self):
        return self._text

    def as_uri(self):
        if not self._root:
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote
        return "file://" + quote(self._text)

    def is_absolute(self):
        return bool(self._root)

    def is_reserved(self):
        return False

    def joinpath(self, *args):
        return type(self)(self, *args)

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._make(self._root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if "/" in suffix or suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.with_name(self.stem + suffix)

    def relative_to(self, *other):
        base = type(self)(*other)
        n = len(base.parts)
        if self.parts[:n] != base.parts:
            raise ValueError(f"{self._text!r} is not in the subpath of {str(base)!r} OR one path is relative "
                             "and the other is absolute.")
        return type(self)(*self.parts[n:])

    def is_relative_to(self, *other):
        base = type(self)(*other)
        return self.parts[:len(base.parts)] == base.parts

    def match(self, pattern):
        wanted = PurePath(pattern)
        if wanted._root:
            return len(wanted.parts) == len(self.parts) and all(map(_fnmatch.fnmatchcase, self.parts, wanted.parts))
        n = len(wanted.parts)
        return n <= len(self.parts) and all(map(_fnmatch.fnmatchcase, self.parts[-n:], wanted.parts))


def _fspath(a):
    if isinstance(a, str):
        return a
    fspath = getattr(type(a), "__fspath__", None)
    if fspath is None:
        raise TypeError("argument should be a str or an os.PathLike object where __fspath__ returns a str, "
                        f"not {type(a).__name__!r}")
    return fspath(a)


class PurePosixPath(PurePath):
    pass


class PureWindowsPath(PurePath):
    pass


class Path(PurePath):
    def __new__(cls, *args, **kw):
        return object.__new__(PosixPath if cls is Path else cls)

    @classmethod
    def cwd(cls):
        return cls(_host.getcwd())

    @classmethod
    def home(cls):
        return cls(_path.expanduser("~"))

    def absolute(self):
        return self if self._root else type(self)(_host.getcwd(), self)

    def resolve(self, strict=False):
        if strict and _host.realpath(_path.abspath(self._text)) is None:
            raise FileNotFoundError(2, "No such file or directory", self._text)
        return type(self)(_path.realpath(self._text))

    def expanduser(self):
        return type(self)(_path.expanduser(self._text))

    def exists(self):
        return _path.exists(self._text)

    def is_file(self):
        return _path.isfile(self._text)

    def is_dir(self):
        return _path.isdir(self._text)

    def is_symlink(self):
        return False

    def stat(self, **kw):
        return _os.stat(self._text)

    def samefile(self, other):
        return _path.samefile(self._text, other)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return _io.open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        with self.open("r", encoding=encoding, errors=errors) as f:
            return f.read()

    def read_bytes(self):
        with self.open("rb") as f:
            return f.read()

    def iterdir(self):
        for n in _os.listdir(self._text):
            yield self / n

    def glob(self, pattern):
        return iter(list(_glob(self, PurePath(pattern)._tail)))

    def rglob(self, pattern):
        return iter(list(_glob(self, ["**"] + PurePath(pattern)._tail)))

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        for top, folders, files in _os.walk(self._text, top_down, on_error):
            yield type(self)(top), folders, files

    def _refused(self, *args, **kw):
        _refuse("change files")

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if exist_ok and self.is_dir():
            return
        (_os.makedirs if parents else _os.mkdir)(self._text, mode)

    rmdir = unlink = rename = replace = touch = chmod = symlink_to = hardlink_to = _refused
    write_text = write_bytes = _refused


class PosixPath(Path, PurePosixPath):
    pass


class WindowsPath(Path, PureWindowsPath):
    pass


def _glob(folder, parts):
    if not parts:
        yield folder
        return
    first, rest = parts[0], parts[1:]
    if first == "**":
        seen = set()
        for base in [folder, *_folders(folder)]:
            for p in _glob(base, rest) if rest else [base]:
                if p not in seen:
                    seen.add(p)
                    yield p
    elif any(c in first for c in "*?["):
        if folder.is_dir():
            for child in folder.iterdir():
                if _fnmatch.fnmatchcase(child.name, first) and (not rest or child.is_dir()):
                    yield from _glob(child, rest)
    else:
        child = folder / first
        if child.exists():
            yield from _glob(child, rest)


def _folders(folder):
    if folder.is_dir():
        for child in folder.iterdir():
            if child.is_dir():
                yield child
                yield from _folders(child)
