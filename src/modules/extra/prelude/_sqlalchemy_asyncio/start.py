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
