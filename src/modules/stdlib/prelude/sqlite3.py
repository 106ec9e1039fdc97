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
