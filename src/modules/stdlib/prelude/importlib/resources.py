"""importlib.resources: files beside a package's source."""
from pathlib import Path
from importlib import import_module


def files(package):
    module = import_module(package) if isinstance(package, str) else package
    return Path(module.__file__).parent


def read_text(package, resource, encoding="utf-8", errors="strict"):
    return (files(package) / resource).read_text(encoding)


def path(package, resource):
    from contextlib import nullcontext
    return nullcontext(files(package) / resource)
