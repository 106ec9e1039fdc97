"""pymysql: the names that migrations use beside SQLAlchemy's connection."""
from pymysql import constants, cursors, err  # noqa: F401
from pymysql.err import (DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError,  # noqa: F401
                         MySQLError, NotSupportedError, OperationalError, ProgrammingError, Warning)

apilevel = "2.0"
paramstyle = "pyformat"
threadsafety = 1
VERSION = (1, 4, 6, "final", 1)
VERSION_STRING = __version__ = "1.4.6"
version_info = (1, 4, 6, "final", 1)


def Binary(value):
    return bytes(value)


def install_as_MySQLdb():
    pass


def get_client_info():
    return VERSION_STRING


def connect(*args, **kw):
    raise NotImplementedError("pymysql.connect() needs the Python driver; use op.get_bind() or create_engine()")


Connection = Connect = connect
