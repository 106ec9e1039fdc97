"""AsyncEngine and AsyncConnection: the synchronous ones, whose work is done where it is awaited."""
import sqlalchemy as sa
from sqlalchemy import exc

from _sqlalchemy_asyncio.start import AsyncMethodRequired, Begun, Startable, Transactional, awaited, not_started


def create_async_engine(url, **kw):
    if kw.pop("server_side_cursors", False):
        raise AsyncMethodRequired("Can't set server_side_cursors for async engine globally; use the "
                                  "connection.stream() method for an async streaming result set")
    return AsyncEngine(sa.create_engine(url, _is_async=True, **kw))


def async_engine_from_config(configuration, prefix="sqlalchemy.", **kwargs):
    return AsyncEngine(sa.engine_from_config(configuration, prefix, _is_async=True, **kwargs))


class AsyncEngine:
    __module__ = "sqlalchemy.ext.asyncio.engine"

    def __init__(self, sync_engine):
        if not sync_engine.dialect.is_async:
            raise exc.InvalidRequestError("The asyncio extension requires an async driver to be used. "
                                          "The loaded %r is not async." % sync_engine.dialect.driver)
        self.sync_engine = sync_engine

    def __eq__(self, other):
        return isinstance(other, AsyncEngine) and self.sync_engine is other.sync_engine

    def __hash__(self):
        return hash(id(self))

    engine = property(lambda self: self.sync_engine)
    url = property(lambda self: self.sync_engine.url)
    dialect = property(lambda self: self.sync_engine.dialect)
    name = property(lambda self: self.sync_engine.name)
    driver = property(lambda self: self.sync_engine.driver)
    echo = property(lambda self: self.sync_engine.echo)

    def connect(self):
        return AsyncConnection(self)

    def begin(self):
        return Begun(self.connect())

    async def dispose(self, close=True):
        self.sync_engine.dispose(close=close)

    def execution_options(self, **opt):
        return AsyncEngine(self.sync_engine.execution_options(**opt))

    def get_execution_options(self):
        return self.sync_engine.get_execution_options()


class AsyncConnection(Startable):
    __module__ = "sqlalchemy.ext.asyncio.engine"

    def __init__(self, async_engine, sync_connection=None):
        self.engine = async_engine
        self.sync_engine = async_engine.sync_engine
        self.sync_connection = sync_connection

    @classmethod
    def _retrieve_proxy_for_target(cls, target):
        return cls(AsyncEngine(target.engine), target)

    def __eq__(self, other):
        return isinstance(other, AsyncConnection) and self.sync_connection is other.sync_connection

    def __hash__(self):
        return hash(id(self))

    @property
    def _proxied(self):
        if self.sync_connection is None:
            raise not_started(self)
        return self.sync_connection

    async def start(self, is_ctxmanager=False):
        if self.sync_connection is not None:
            raise exc.InvalidRequestError("connection is already started")
        self.sync_connection = self.sync_engine.connect()
        return self

    async def __aexit__(self, kind, value, traceback):
        await self.close()

    closed = property(lambda self: self._proxied.closed)
    invalidated = property(lambda self: self._proxied.invalidated)
    dialect = property(lambda self: self._proxied.dialect)
    default_isolation_level = property(lambda self: self._proxied.default_isolation_level)
    info = property(lambda self: self._proxied.info)

    @property
    def connection(self):
        raise exc.InvalidRequestError("AsyncConnection.connection accessor is not implemented as the attribute "
                                      "may need to reconnect on an invalidated connection.  Use the "
                                      "get_raw_connection() method.")

    get_raw_connection = awaited("get_raw_connection", "_proxied")
    invalidate = awaited("invalidate", "_proxied")
    get_isolation_level = awaited("get_isolation_level", "_proxied")
    commit = awaited("commit", "_proxied")
    rollback = awaited("rollback", "_proxied")
    close = awaited("close", "_proxied")
    aclose = close
    exec_driver_sql = awaited("exec_driver_sql", "_proxied")
    execute = awaited("execute", "_proxied")
    scalar = awaited("scalar", "_proxied")
    scalars = awaited("scalars", "_proxied")

    def get_execution_options(self):
        return self._proxied.get_execution_options()

    async def execution_options(self, **opt):
        self._proxied.execution_options(**opt)
        return self

    def stream(self, statement, parameters=None, *, execution_options=None):
        from _sqlalchemy_asyncio.result import AsyncResult
        return _Streamed(self, AsyncResult, "execute", statement, parameters, execution_options)

    def stream_scalars(self, statement, parameters=None, *, execution_options=None):
        from _sqlalchemy_asyncio.result import AsyncScalarResult
        return _Streamed(self, AsyncScalarResult, "scalars", statement, parameters, execution_options)

    async def run_sync(self, fn, *arg, **kw):
        return fn(self._proxied, *arg, **kw)

    def begin(self):
        self._proxied
        return AsyncTransaction(self)

    def begin_nested(self):
        self._proxied
        return AsyncTransaction(self, nested=True)

    def in_transaction(self):
        return self._proxied.in_transaction()

    def in_nested_transaction(self):
        return self._proxied.in_nested_transaction()

    def get_transaction(self):
        sync = self._proxied.get_transaction()
        return None if sync is None else AsyncTransaction(self, sync=sync)


class _Streamed(Startable):
    """A result that is asked for row by row; `async with` closes it."""

    def __init__(self, connection, cls, method, statement, parameters, options):
        self._connection, self._cls, self._method = connection, cls, method
        self._statement, self._parameters, self._options = statement, parameters, options

    async def start(self, is_ctxmanager=False):
        send = getattr(self._connection._proxied, self._method)
        self._result = self._cls(send(self._statement, self._parameters, execution_options=self._options))
        return self._result

    async def __aexit__(self, kind, value, traceback):
        await self._result.close()


class AsyncTransaction(Transactional):
    __module__ = "sqlalchemy.ext.asyncio.engine"

    def __init__(self, connection, nested=False, sync=None):
        super().__init__(nested, sync)
        self.connection = connection

    def _owner(self):
        return self.connection._proxied

    is_valid = property(lambda self: self._proxied.is_active)
    close = awaited("close", "_proxied")
