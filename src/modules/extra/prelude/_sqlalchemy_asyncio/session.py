"""AsyncSession: a Session whose work is awaited."""
from sqlalchemy.orm import Session, scoped_session

from _sqlalchemy_asyncio.engine import AsyncConnection
from _sqlalchemy_asyncio.result import AsyncResult, AsyncScalarResult
from _sqlalchemy_asyncio.start import Startable, awaited, not_started


def _sync(bind):
    """The engine or connection behind an asynchronous one."""
    sync = getattr(bind, "sync_connection", None)
    return getattr(bind, "sync_engine", bind) if sync is None else sync


class AsyncSession:
    __module__ = "sqlalchemy.ext.asyncio.session"

    def __init__(self, bind=None, *, binds=None, sync_session_class=None, **kw):
        self.bind = bind
        self.binds = binds
        made = {key: _sync(b) for key, b in binds.items()} if binds else None
        self.sync_session = (sync_session_class or Session)(bind=_sync(bind), binds=made, **kw)

    def __class_getitem__(cls, key):
        return cls

    def __getattr__(self, name):
        """What needs no database is the session's own: add(), new, in_transaction()."""
        if name == "sync_session":
            raise AttributeError(name)
        return getattr(self.sync_session, name)

    def __contains__(self, instance):
        return instance in self.sync_session

    def __iter__(self):
        return iter(self.sync_session)

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, traceback):
        await self.close()

    execute = awaited("execute", "sync_session")
    scalar = awaited("scalar", "sync_session")
    scalars = awaited("scalars", "sync_session")
    get = awaited("get", "sync_session")
    get_one = awaited("get_one", "sync_session")
    refresh = awaited("refresh", "sync_session")
    delete = awaited("delete", "sync_session")
    merge = awaited("merge", "sync_session")
    flush = awaited("flush", "sync_session")
    commit = awaited("commit", "sync_session")
    rollback = awaited("rollback", "sync_session")
    close = awaited("close", "sync_session")
    reset = awaited("reset", "sync_session")
    invalidate = awaited("invalidate", "sync_session")
    aclose = close

    async def run_sync(self, fn, *arg, **kw):
        return fn(self.sync_session, *arg, **kw)

    async def stream(self, statement, params=None, **kw):
        return AsyncResult(self.sync_session.execute(statement, params, **kw))

    async def stream_scalars(self, statement, params=None, **kw):
        return AsyncScalarResult(self.sync_session.scalars(statement, params, **kw))

    async def connection(self, **kw):
        return AsyncConnection._retrieve_proxy_for_target(self.sync_session.connection(**kw))

    def get_bind(self, mapper=None, **kw):
        return self.sync_session.get_bind(mapper, **kw)

    def begin(self):
        return AsyncSessionTransaction(self)

    def begin_nested(self):
        return AsyncSessionTransaction(self, nested=True)


class AsyncSessionTransaction(Startable):
    __module__ = "sqlalchemy.ext.asyncio.session"

    def __init__(self, session, nested=False):
        self.session = session
        self.nested = nested
        self.sync_transaction = None

    @property
    def _proxied(self):
        if self.sync_transaction is None:
            raise not_started(self)
        return self.sync_transaction

    async def start(self, is_ctxmanager=False):
        sync = self.session.sync_session
        self.sync_transaction = sync.begin_nested() if self.nested else sync.begin()
        if is_ctxmanager:
            self.sync_transaction.__enter__()
        return self

    async def __aexit__(self, kind, value, traceback):
        return self._proxied.__exit__(kind, value, traceback)

    is_active = property(lambda self: self._proxied.is_active)
    commit = awaited("commit", "_proxied")
    rollback = awaited("rollback", "_proxied")


class async_sessionmaker:
    __module__ = "sqlalchemy.ext.asyncio.session"

    def __init__(self, bind=None, *, class_=AsyncSession, **kw):
        self.kw = dict(kw, bind=bind)
        self.class_ = class_

    def __class_getitem__(cls, key):
        return cls

    def __call__(self, **local):
        return self.class_(**dict(self.kw, **local))

    def configure(self, **new):
        self.kw.update(new)

    def begin(self):
        return _Begin(self())


class _Begin:
    """`async with maker.begin() as session`: a transaction that ends with the block."""

    def __init__(self, session):
        self._session = session

    async def __aenter__(self):
        self._transaction = await self._session.begin().start(is_ctxmanager=True)
        return self._session

    async def __aexit__(self, kind, value, traceback):
        try:
            return await self._transaction.__aexit__(kind, value, traceback)
        finally:
            await self._session.close()


class async_scoped_session(scoped_session):
    __module__ = "sqlalchemy.ext.asyncio.session"

    async def remove(self):
        if self._session is not None:
            await self._session.close()
            self._session = None
