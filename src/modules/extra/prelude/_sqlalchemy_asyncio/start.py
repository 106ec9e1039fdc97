"""What is started by awaiting it."""
from sqlalchemy import exc


class AsyncMethodRequired(exc.InvalidRequestError):
    """The way without `await` is none here."""


class AsyncContextNotStarted(exc.InvalidRequestError):
    """Nobody has awaited it."""


class Startable:
    """Started by `await`, or by `async with`, which ends it as well."""

    async def start(self, is_ctxmanager=False):
        raise NotImplementedError()

    def __await__(self):
        return self.start().__await__()

    async def __aenter__(self):
        return await self.start(is_ctxmanager=True)


def not_started(what):
    return AsyncContextNotStarted("%s context has not been started and object has not been awaited."
                                  % type(what).__name__)


def awaited(name, proxied):
    """A coroutine method that calls the method `name` of self.<proxied>."""
    async def method(self, *args, **kw):
        return getattr(getattr(self, proxied), name)(*args, **kw)
    method.__name__ = name
    return method


class Transactional(Startable):
    """A transaction or a savepoint; its class tells whose in _owner()."""

    def __init__(self, nested=False, sync=None):
        self.nested = nested
        self.sync_transaction = sync

    @property
    def _proxied(self):
        if self.sync_transaction is None:
            raise not_started(self)
        return self.sync_transaction

    async def start(self, is_ctxmanager=False):
        sync = self._owner()
        self.sync_transaction = sync.begin_nested() if self.nested else sync.begin()
        if is_ctxmanager:
            self.sync_transaction.__enter__()
        return self

    async def __aexit__(self, kind, value, traceback):
        return self._proxied.__exit__(kind, value, traceback)

    is_active = property(lambda self: self._proxied.is_active)
    commit = awaited("commit", "_proxied")
    rollback = awaited("rollback", "_proxied")


class Begun:
    """`async with engine.begin() as connection`: a transaction that ends with the block."""

    def __init__(self, owner):
        self._owner = owner

    async def __aenter__(self):
        if isinstance(self._owner, Startable):
            await self._owner.start()
        self._transaction = await self._owner.begin().start(is_ctxmanager=True)
        return self._owner

    async def __aexit__(self, kind, value, traceback):
        try:
            return await self._transaction.__aexit__(kind, value, traceback)
        finally:
            await self._owner.close()
