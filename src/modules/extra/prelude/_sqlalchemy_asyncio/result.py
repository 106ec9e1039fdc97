"""Results whose rows are awaited."""
from _sqlalchemy_asyncio.start import awaited


class _Rows:
    __module__ = "sqlalchemy.ext.asyncio.result"

    def __init__(self, real):
        self._real = real
        self._iterator = None

    closed = property(lambda self: self._real.closed)

    def keys(self):
        return self._real.keys()

    def unique(self, strategy=None):
        self._real = self._real.unique(strategy)
        return self

    async def close(self):
        self._real.close()

    async def partitions(self, size=None):
        for part in self._real.partitions(size):
            yield part

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self._iterator is None:
            self._iterator = iter(self._real)
        for item in self._iterator:
            return item
        raise StopAsyncIteration()

    fetchall = awaited("all", "_real")
    all = awaited("all", "_real")
    fetchmany = awaited("fetchmany", "_real")
    first = awaited("first", "_real")
    one = awaited("one", "_real")
    one_or_none = awaited("one_or_none", "_real")


class AsyncResult(_Rows):
    __module__ = "sqlalchemy.ext.asyncio.result"

    fetchone = awaited("fetchone", "_real")
    scalar = awaited("scalar", "_real")
    scalar_one = awaited("scalar_one", "_real")
    scalar_one_or_none = awaited("scalar_one_or_none", "_real")
    freeze = awaited("freeze", "_real")

    def columns(self, *col_expressions):
        self._real = self._real.columns(*col_expressions)
        return self

    def scalars(self, index=0):
        return AsyncScalarResult(self._real.scalars(index))

    def mappings(self):
        return AsyncMappingResult(self._real.mappings())

    def tuples(self):
        return self


class AsyncScalarResult(_Rows):
    __module__ = "sqlalchemy.ext.asyncio.result"


class AsyncMappingResult(_Rows):
    __module__ = "sqlalchemy.ext.asyncio.result"

    fetchone = awaited("fetchone", "_real")

    def columns(self, *col_expressions):
        self._real = self._real.columns(*col_expressions)
        return self


AsyncTupleResult = AsyncResult
