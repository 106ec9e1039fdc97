"""importlib.util: specs, as far as finding and running a module needs them."""
import sys as _sys
from importlib import import_module as _import_module
from importlib.machinery import ModuleSpec


def find_spec(name, package=None):
    if name.startswith("."):
        name = package + name
    if name in _sys.modules:
        return ModuleSpec(name, None)
    try:
        _import_module(name)
    except ModuleNotFoundError:
        return None
    return ModuleSpec(name, None)


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    return ModuleSpec(name, loader, origin=str(location))


def module_from_spec(spec):
    raise NotImplementedError("loading a module from a path that a script chooses is not supported; import it by name")


def resolve_name(name, package):
    return package + name if name.startswith(".") else name
