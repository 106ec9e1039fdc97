"""psycopg2: the names that migrations use beside SQLAlchemy's connection."""
from psycopg2 import errors, extensions, extras  # noqa: F401
from psycopg2.errors import (DatabaseError, DataError, Error, IntegrityError, InterfaceError,  # noqa: F401
                             InternalError, NotSupportedError, OperationalError, ProgrammingError, Warning)

apilevel = "2.0"
paramstyle = "pyformat"
threadsafety = 2
__version__ = "2.9.10 (Retort)"


def Binary(value):
    return bytes(value)


def connect(*args, **kw):
    raise NotImplementedError("psycopg2.connect() needs the Python driver; use op.get_bind() or create_engine()")
