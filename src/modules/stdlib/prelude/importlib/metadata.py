"""importlib.metadata: what the .dist-info folders along sys.path say."""
import os as _os
import re as _re
import sys as _sys

from _typing import unknown


class PackageNotFoundError(ModuleNotFoundError):
    @property
    def name(self):
        return self.args[0]

    def __str__(self):
        return f"No package metadata was found for {self.args[0]}"


class PackageMetadata:
    """The header of a METADATA file; a name may come several times."""

    def __init__(self, text):
        head, _, body = text.partition("\n\n")
        self._fields = []
        for line in head.split("\n"):
            if line[:1] in (" ", "\t") and self._fields:
                name, value = self._fields[-1]
                self._fields[-1] = name, value + "\n" + line.strip()
            elif ":" in line:
                name, _, value = line.partition(":")
                self._fields.append((name, value.strip()))
        if body.strip():
            self._fields.append(("Description", body))

    def get_all(self, name, failobj=None):
        found = [v for k, v in self._fields if k.lower() == name.lower()]
        return found or failobj

    def get(self, name, failobj=None):
        return (self.get_all(name) or [failobj])[0]

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return self.get(name) is not None

    def __iter__(self):
        return iter([k for k, _ in self._fields])

    def keys(self):
        return list(self)


class EntryPoint:
    def __init__(self, name, value, group, dist=None):
        self.name, self.value, self.group, self.dist = name, value, group, dist

    @property
    def module(self):
        return _re.split(r"[:\[\s]", self.value, maxsplit=1)[0]

    @property
    def attr(self):
        rest = self.value.partition(":")[2]
        return _re.split(r"[\[\s]", rest, maxsplit=1)[0]

    @property
    def extras(self):
        found = _re.search(r"\[(.*)\]", self.value)
        return _re.findall(r"\w+", found.group(1)) if found else []

    def load(self):
        from importlib import import_module
        value = import_module(self.module)
        for part in filter(None, self.attr.split(".")):
            value = getattr(value, part)
        return value

    def matches(self, **params):
        return all(getattr(self, k) == v for k, v in params.items())

    def __repr__(self):
        return f"EntryPoint(name={self.name!r}, value={self.value!r}, group={self.group!r})"


class EntryPoints(tuple):
    def select(self, **params):
        return EntryPoints(e for e in self if e.matches(**params))

    def __getitem__(self, name):
        for e in self:
            if e.name == name:
                return e
        raise KeyError(name)

    @property
    def names(self):
        return {e.name for e in self}

    @property
    def groups(self):
        return {e.group for e in self}


class Distribution:
    def __init__(self, folder):
        self._folder = folder

    @classmethod
    def from_name(cls, name):
        if not name:
            raise ValueError("A distribution name is required.")
        wanted = _normal(name)
        for d in distributions():
            if _normal(_os.path.basename(d._folder)[:-len(".dist-info")].partition("-")[0]) == wanted:
                return d
        raise PackageNotFoundError(name)

    def read_text(self, filename):
        try:
            with open(_os.path.join(self._folder, filename), encoding="utf-8") as f:
                return f.read()
        except OSError:
            return None

    @property
    def metadata(self):
        return PackageMetadata(self.read_text("METADATA") or "")

    @property
    def name(self):
        return self.metadata["Name"]

    @property
    def version(self):
        return self.metadata["Version"]

    @property
    def requires(self):
        return self.metadata.get_all("Requires-Dist")

    @property
    def entry_points(self):
        group, found = "", []
        for line in (self.read_text("entry_points.txt") or "").split("\n"):
            line = line.strip()
            if line.startswith("["):
                group = line.strip("[]").strip()
            elif line and line[0] not in "#;":
                name, _, value = line.partition("=")
                found.append(EntryPoint(name.strip(), value.strip(), group, self))
        return EntryPoints(found)

    @property
    def files(self):
        rows = (self.read_text("RECORD") or "").split("\n")
        return [row.rsplit(",", 2)[0] for row in rows if row] or None


def _normal(name):
    return _re.sub(r"[-_.]+", "-", name).lower().replace("-", "_")


def distributions(**kw):
    for folder in _sys.path:
        try:
            names = _os.listdir(folder or ".")
        except OSError:
            continue
        for name in sorted(names):
            if name.endswith(".dist-info"):
                yield Distribution(_os.path.join(folder, name))


def distribution(name):
    return Distribution.from_name(name)


def metadata(name):
    return distribution(name).metadata


def version(name):
    """That of a package which is not there only matters where it is needed."""
    try:
        return distribution(name).version
    except PackageNotFoundError:
        return unknown("the version of package %r, which is not installed" % name)


def requires(name):
    return distribution(name).requires


def files(name):
    return distribution(name).files


def entry_points(**params):
    return EntryPoints(e for d in distributions() for e in d.entry_points).select(**params)


def packages_distributions():
    found = {}
    for d in distributions():
        for name in (d.read_text("top_level.txt") or "").split():
            found.setdefault(name, []).append(d.name)
    return found
