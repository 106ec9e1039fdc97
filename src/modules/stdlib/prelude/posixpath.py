"""os.path."""
import _host

sep, altsep, extsep, pathsep, curdir, pardir, devnull = "/", None, ".", ":", ".", "..", "/dev/null"


def _text(p):
    if isinstance(p, str):
        return p
    fspath = getattr(type(p), "__fspath__", None)
    if fspath is None:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(p).__name__}")
    return fspath(p)


def join(a, *p):
    path = _text(a)
    for b in map(_text, p):
        if b.startswith("/"):
            path = b
        elif not path or path.endswith("/"):
            path += b
        else:
            path += "/" + b
    return path


def split(p):
    p = _text(p)
    i = p.rfind("/") + 1
    head, tail = p[:i], p[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    p = _text(p)
    name = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > name and p[name:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def splitdrive(p):
    return "", _text(p)


def isabs(p):
    return _text(p).startswith("/")


def normpath(path):
    path = _text(path)
    if not path:
        return "."
    start = "//" if path.startswith("//") and not path.startswith("///") else "/" if path.startswith("/") else ""
    parts = []
    for c in path.split("/"):
        if c in ("", "."):
            continue
        if c != ".." or not start and not parts or parts and parts[-1] == "..":
            parts.append(c)
        elif parts:
            parts.pop()
    return start + "/".join(parts) or "."


def abspath(path):
    return normpath(join(_host.getcwd(), _text(path)))


def realpath(path, *, strict=False):
    path = abspath(path)
    return _host.realpath(path) or path


def relpath(path, start="."):
    a = [p for p in abspath(start).split("/") if p]
    b = [p for p in abspath(path).split("/") if p]
    n = len(commonprefix([a, b]))
    return join(*[".."] * (len(a) - n), *b[n:]) if a[n:] or b[n:] else "."


def commonprefix(m):
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    split_paths = [[c for c in _text(p).split("/") if c and c != "."] for p in paths]
    lead = "/" if _text(paths[0]).startswith("/") else ""
    return lead + "/".join(commonprefix(split_paths))


# What the script has made: folders, each with None, and copies in them, each with the file that it
# is a copy of. They are there for the script, not on the disk, which it cannot change: applications
# make their folders and put their templates there while they are imported.
_made = {}


def _real(path):
    """The file on the disk that a path is read from."""
    return _made.get(abspath(path)) or path


def _kind(path):
    whole = abspath(path)
    return _host.kind(_made.get(whole) or path) or ("dir" if whole in _made else None)


def exists(path):
    return _kind(path) is not None


lexists = exists


def isfile(path):
    return _kind(path) == "file"


def isdir(path):
    return _kind(path) == "dir"


def islink(path):
    return False


def getsize(path):
    return _host.stat(_real(path))[0]


def getmtime(path):
    return _host.stat(_real(path))[1]


def samefile(a, b):
    return realpath(a) == realpath(b)


def expanduser(path):
    path = _text(path)
    if path == "~" or path.startswith("~/"):
        home = _host.environ().get("HOME", "/")
        return home.rstrip("/") + path[1:] or "/"
    return path


def expandvars(path):
    import re
    env = _host.environ()

    def value(m):
        name = m.group(1) or m.group(2)
        return env.get(name, m.group())
    return re.sub(r"\$(?:(\w+)|\{([^}]*)\})", value, _text(path))


def normcase(path):
    return _text(path)
