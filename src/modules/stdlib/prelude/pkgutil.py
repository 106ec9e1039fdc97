"""pkgutil: modules of packages, from the folders that hold their source."""
import os as _os
from collections import namedtuple
from importlib import import_module as _import_module

ModuleInfo = namedtuple("ModuleInfo", "module_finder name ispkg")


def iter_modules(path=None, prefix=""):
    seen = set()
    for folder in path or []:
        try:
            names = _os.listdir(folder)
        except OSError:
            continue
        for n in names:
            full = _os.path.join(folder, n)
            if n.endswith(".py") and n != "__init__.py":
                module, package = n[:-3], False
            elif _os.path.isfile(_os.path.join(full, "__init__.py")):
                module, package = n, True
            else:
                continue
            if module not in seen and module.isidentifier():
                seen.add(module)
                yield ModuleInfo(None, prefix + module, package)


def walk_packages(path=None, prefix="", onerror=None):
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            module = _import_module(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
            continue
        yield from walk_packages(getattr(module, "__path__", []), info.name + ".", onerror)


def extend_path(path, name):
    return path


def get_data(package, resource):
    from importlib.resources import files
    return (files(package) / resource).read_bytes()


def resolve_name(name):
    module, _, attribute = name.partition(":")
    obj = _import_module(module)
    for part in filter(None, attribute.split(".")):
        obj = getattr(obj, part)
    return obj
