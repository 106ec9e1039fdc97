"""glob."""
import fnmatch as _fnmatch
import os as _os
from pathlib import Path as _Path


def glob(pathname, *, root_dir=None, recursive=False, include_hidden=False):
    base = _Path(root_dir) if root_dir is not None else None
    found = []
    start = _Path("/") if pathname.startswith("/") else (base or _Path("."))
    for p in start.glob(pathname.lstrip("/")):
        name = str(p.relative_to(base)) if base is not None else str(p)
        if include_hidden or not any(part.startswith(".") and part not in (".", "..") for part in p.parts) or "/." in pathname:
            found.append(name)
    return found


def iglob(pathname, **kw):
    return iter(glob(pathname, **kw))


def escape(pathname):
    return "".join("[" + c + "]" if c in "*?[" else c for c in pathname)


def has_magic(s):
    return any(c in s for c in "*?[")
