"""importlib.util: specs, as far as finding and running a module needs them."""
import sys as _sys
from importlib import import_module as _import_module
from importlib.machinery import ModuleSpec


def find_spec(name, package=None):
    if name.startswith("."):
        name = package + name
    try:
        module = _sys.modules.get(name) or _import_module(name)
    except ModuleNotFoundError:
        return None
    spec = ModuleSpec(name, None, origin=getattr(module, "__file__", None))
    spec.submodule_search_locations = getattr(module, "__path__", None)
    return spec


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    return ModuleSpec(name, loader, origin=str(location))


def module_from_spec(spec):
    raise NotImplementedError("loading a module from a path that a script chooses is not supported; import it by name")


def resolve_name(name, package):
    return package + name if name.startswith(".") else name
