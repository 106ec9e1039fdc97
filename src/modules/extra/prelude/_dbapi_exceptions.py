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


def exceptions(module):
    """The classes by name."""
    made = {}
    for name, base in _BASES.items():
        made[name] = type(name, (made[base] if base else Exception,), {"__module__": module})
    return made
