"""importlib."""
import sys as _sys
from _support import import_module as _import


def import_module(name, package=None):
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip("."))
        base = package.rsplit(".", level - 1)[0] if level > 1 else package
        name = base + "." + name[level:] if name[level:] else base
    return _import(name)


def reload(module):
    return module


def invalidate_caches():
    pass


def __getattr__(name):
    """Submodules that are imported wherever Alembic runs, so that scripts leave their import out."""
    if name in ("abc", "machinery", "metadata", "resources", "util"):
        return _import("importlib." + name)
    raise AttributeError(f"module 'importlib' has no attribute {name!r}")


__import__ = __import__
