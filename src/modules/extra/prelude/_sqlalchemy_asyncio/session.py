"""AsyncSession: a Session whose work is awaited."""
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from _sqlalchemy_asyncio.engine import AsyncConnection
from _sqlalchemy_asyncio.result import AsyncResult, AsyncScalarResult
from _sqlalchemy_asyncio.start import Begun, Transactional, awaited


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


class AsyncSessionTransaction(Transactional):
    __module__ = "sqlalchemy.ext.asyncio.session"

    def __init__(self, session, nested=False):
        super().__init__(nested)
        self.session = session

    def _owner(self):
        return self.session.sync_session


class async_sessionmaker(sessionmaker):
    __module__ = "sqlalchemy.ext.asyncio.session"

    def __init__(self, bind=None, *, class_=AsyncSession, **kw):
        super().__init__(bind, class_=class_, **kw)

    def begin(self):
        return Begun(self())


class async_scoped_session(scoped_session):
    __module__ = "sqlalchemy.ext.asyncio.session"

    async def remove(self):
        if self._session is not None:
            await self._session.close()
            self._session = None
