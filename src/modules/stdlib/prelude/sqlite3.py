"""sqlite3, as far as a script or env.py asks for it: names to compare with, and what a connection is.

A connection of one's own to a file is not given; create_engine() opens databases.
"""

from _dbapi_exceptions import exceptions
from _sqlalchemy_dbapi import Cursor, DBAPIConnection

apilevel = "2.0"
paramstyle = "qmark"
threadsafety = 1
version = "2.6.0"
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2

globals().update(exceptions(__name__))


# Result codes, and of SQLITE_CONSTRAINT its extended ones.
_CODES = ("OK ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL EMPTY "
          "SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB NOTICE WARNING").split()
_CONSTRAINTS = "CHECK COMMITHOOK FOREIGNKEY FUNCTION NOTNULL PRIMARYKEY TRIGGER UNIQUE VTAB ROWID PINNED DATATYPE".split()
for _number, _name in enumerate(_CODES):
    globals()["SQLITE_" + _name] = _number
for _number, _name in enumerate(_CONSTRAINTS, 1):
    globals()["SQLITE_CONSTRAINT_" + _name] = _CODES.index("CONSTRAINT") | _number << 8


def _error_name(code):
    main, extended = _CODES[code & 255] if code & 255 < len(_CODES) else "unknown", code >> 8
    if main == "CONSTRAINT" and 0 < extended <= len(_CONSTRAINTS):
        main += "_" + _CONSTRAINTS[extended - 1]
    return "SQLITE_" + main


class Row(tuple):
    pass


class Connection(DBAPIConnection):
    isolation_level = ""
    row_factory = None
    text_factory = str
    in_transaction = False

    def enable_load_extension(self, enabled):
        if enabled:
            raise NotImplementedError("extensions cannot be loaded")


def register_adapter(type_, adapter):
    raise NotImplementedError("sqlite3.register_adapter() needs the Python driver")


def register_converter(name, converter):
    raise NotImplementedError("sqlite3.register_converter() needs the Python driver")


def connect(*args, **kw):
    raise NotImplementedError("sqlite3.connect() needs the Python driver; use create_engine(), or op.get_bind()")
