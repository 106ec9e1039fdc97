"""PEP 249's exceptions: every driver has classes of its own by these names."""
_BASES = {
    "Warning": None,
    "Error": None,
    "InterfaceError": "Error",
    "DatabaseError": "Error",
    "DataError": "DatabaseError",
    "OperationalError": "DatabaseError",
    "IntegrityError": "DatabaseError",
    "InternalError": "DatabaseError",
    "ProgrammingError": "DatabaseError",
    "NotSupportedError": "DatabaseError",
}


def exceptions(module, root=Exception):
    """The classes by name."""
    made = {}
    for name, base in _BASES.items():
        made[name] = type(name, (made[base] if base else root,), {"__module__": module})
    return made


_made = {}


def named(module, name):
    """A driver's class, of a driver that there is no module for as well."""
    if module not in _made:
        try:
            found = __import__(module, fromlist=["Error"])
            if isinstance(getattr(found, "Error", None), type):
                _made[module] = vars(found)
        except ImportError:
            pass
        _made.setdefault(module, None)
    if _made[module] is None:
        _made[module] = exceptions(module)
    return _made[module][name]
