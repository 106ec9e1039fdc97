"""connection.connection: the face of a Python driver over Retort's own connection."""

import warnings

from sqlalchemy.exc import DBAPIError


class Cursor:
    arraysize = 1

    def __init__(self, owner):
        self.connection = owner
        self._sa = owner._sa
        self._result = None
        self.rowcount = -1
        self.lastrowid = None
        self.description = None
        self.closed = False
        self.query = None

    def _send(self, sql, params):
        if self.closed:
            raise ValueError("Cannot operate on a closed cursor.")
        if not isinstance(sql, str):
            sql = sql.as_string(self) if hasattr(sql, "as_string") else sql.decode() if isinstance(sql, bytes) else str(sql)
        if params is None and self._sa.dialect.name != "sqlite":
            # A driver leaves a text without parameters alone.
            sql = sql.replace("%", "%%")
        self.query = sql
        try:
            return self._sa.exec_driver_sql(sql, params)
        except DBAPIError as error:
            # A cursor raises its driver's exceptions.
            raise error.orig from None

    def execute(self, sql, params=None):
        self._result = result = self._send(sql, params)
        self.description = None
        if result.returns_rows:
            self.description = tuple((key, None, None, None, None, None, None) for key in result.keys())
            self.rowcount = result.rowcount
        else:
            self.rowcount = result.rowcount
            self.lastrowid = result.lastrowid
        return self if self._sa.dialect.name == "sqlite" else None

    def executemany(self, sql, rows):
        count = 0
        for row in rows:
            count += max(self._send(sql, row).rowcount, 0)
        self._result, self.description, self.rowcount = None, None, count
        return self if self._sa.dialect.name == "sqlite" else None

    def executescript(self, sql):
        self._sa.exec_driver_sql(sql)
        return self

    def _rows(self):
        if self._result is None or self.description is None:
            raise ValueError("no results to fetch")
        return self._result

    def fetchone(self):
        row = self._rows().fetchone()
        return None if row is None else tuple(row)

    def fetchall(self):
        return [tuple(row) for row in self._rows().fetchall()]

    def fetchmany(self, size=None):
        return [tuple(row) for row in self._rows().fetchmany(self.arraysize if size is None else size)]

    def __iter__(self):
        for row in self._rows():
            yield tuple(row)

    def close(self):
        self._result = None
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()
        return False

    def _refuse(self, name):
        raise NotImplementedError(
            "cursor.%s() needs the Python driver, which Retort does without; use execute(), executemany() or "
            "op.bulk_insert()" % name)

    def copy_expert(self, *args, **kw):
        self._refuse("copy_expert")

    def copy_from(self, *args, **kw):
        self._refuse("copy_from")

    def copy_to(self, *args, **kw):
        self._refuse("copy_to")

    def copy(self, *args, **kw):
        self._refuse("copy")

    def mogrify(self, *args, **kw):
        self._refuse("mogrify")

    def callproc(self, name, params=()):
        self._refuse("callproc")


class DBAPIConnection:
    # While its listeners run, each statement takes effect at once.
    _just_opened = False

    def __init__(self, sa):
        self._sa = sa

    @property
    def dbapi_connection(self):
        return self

    driver_connection = connection = dbapi_connection

    def cursor(self, *args, **kw):
        if args or kw:
            raise NotImplementedError("cursor() with arguments needs the Python driver, which Retort does without")
        return Cursor(self)

    def execute(self, sql, params=None):
        cursor = self.cursor()
        cursor.execute(sql, params)
        return cursor

    def executemany(self, sql, rows):
        cursor = self.cursor()
        cursor.executemany(sql, rows)
        return cursor

    def executescript(self, sql):
        return self.cursor().executescript(sql)

    def commit(self):
        self._sa.commit()

    def rollback(self):
        self._sa.rollback()

    def close(self):
        pass

    @property
    def autocommit(self):
        return self._sa._autocommit

    @autocommit.setter
    def autocommit(self, value):
        if self._just_opened:
            return
        raise NotImplementedError(
            "use connection.execution_options(isolation_level='AUTOCOMMIT') or context.autocommit_block()")

    def set_isolation_level(self, level):
        self.autocommit = level

    def create_function(self, name, *args, **kw):
        text = "%s is written in Python and cannot be given to the database" % name
        if not self._just_opened:
            raise NotImplementedError(text)
        # Most statements of a migration do without it, and those that do not will say so.
        warnings.warn(text)

    create_aggregate = create_collation = create_function

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


class ConnectionRecord:
    """What a pool knows of a connection; listeners are given one."""

    def __init__(self, connection):
        self.dbapi_connection = self.connection = self.driver_connection = connection
        self.info = {}
        self.record_info = {}


def connect(sa):
    if sa.dialect.name == "sqlite":
        import sqlite3

        return sqlite3.Connection(sa)
    return DBAPIConnection(sa)


def opened(sa):
    """For listeners of a connection that was just opened."""
    connection = connect(sa)
    connection._just_opened = True
    return connection, ConnectionRecord(connection)
