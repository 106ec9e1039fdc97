"""asyncio: coroutines run at once, one after the other, in the order in which they are awaited."""
from _typing import GenericAlias as _GenericAlias
from contextlib import nullcontext as _nullcontext


class CancelledError(BaseException):
    pass


class InvalidStateError(Exception):
    pass


TimeoutError = TimeoutError


_running = 0  # loops that run, one inside the other


def _drive(awaitable):
    global _running

    async def main():
        return await awaitable
    coro = main()
    _running += 1
    try:
        while True:
            coro.send(None)
    except StopIteration as stop:
        return stop.value
    finally:
        _running -= 1


def run(main, *, debug=None, loop_factory=None):
    if not hasattr(main, "send") and not hasattr(main, "__await__"):
        raise ValueError(f"a coroutine was expected, got {main!r}")
    return _drive(main)


class Future:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, *, loop=None):
        self._result = self._exception = None
        self._done = False

    def set_result(self, result):
        self._result, self._done = result, True

    def set_exception(self, exc):
        self._exception, self._done = exc, True

    def done(self):
        return self._done

    def cancelled(self):
        return False

    def cancel(self, msg=None):
        return False

    def result(self):
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        fn(self)

    def __await__(self):
        return self.result()
        yield


class Task(Future):
    def __init__(self, coro, *, name=None, **kw):
        super().__init__()
        self._name = name
        try:
            self.set_result(_drive(coro))
        except Exception as e:
            self.set_exception(e)

    def get_name(self):
        return self._name


def create_task(coro, *, name=None, context=None):
    return Task(coro, name=name)


def ensure_future(coro, *, loop=None):
    return coro if isinstance(coro, Future) else Task(coro)


async def gather(*aws, return_exceptions=False):
    results = []
    for a in aws:
        try:
            results.append(await a)
        except Exception as e:
            if not return_exceptions:
                raise
            results.append(e)
    return results


async def sleep(delay, result=None):
    return result


async def wait_for(fut, timeout):
    return await fut


async def shield(arg):
    return await arg


async def wait(fs, *, timeout=None, return_when="ALL_COMPLETED"):
    return {ensure_future(f) for f in fs}, set()


async def to_thread(func, /, *args, **kw):
    return func(*args, **kw)


def as_completed(fs, *, timeout=None):
    return iter(fs)


def timeout(delay):
    return _nullcontext()


def iscoroutine(obj):
    return hasattr(obj, "send") and hasattr(obj, "cr_frame") or type(obj).__name__ == "coroutine"


def iscoroutinefunction(func):
    from inspect import iscoroutinefunction
    return iscoroutinefunction(func)


class AbstractEventLoop:
    _closed = False

    def run_until_complete(self, future):
        return _drive(future)

    def create_task(self, coro, **kw):
        return Task(coro)

    def create_future(self):
        return Future()

    async def run_in_executor(self, executor, func, *args):
        return func(*args)

    def is_running(self):
        return _running > 0

    def is_closed(self):
        return self._closed

    def close(self):
        self._closed = True

    def stop(self):
        pass

    def time(self):
        import time
        return time.monotonic()


_loop = AbstractEventLoop()


def get_event_loop():
    return _loop


new_event_loop = get_event_loop


def get_running_loop():
    if not _running:
        raise RuntimeError("no running event loop")
    return _loop


def set_event_loop(loop):
    pass


class DefaultEventLoopPolicy:
    def get_event_loop(self):
        return _loop


WindowsSelectorEventLoopPolicy = WindowsProactorEventLoopPolicy = DefaultEventLoopPolicy


def set_event_loop_policy(policy):
    pass


def get_event_loop_policy():
    return DefaultEventLoopPolicy()


def current_task(loop=None):
    return None


class Lock:
    async def acquire(self):
        return True

    def release(self):
        pass

    def locked(self):
        return False

    async def __aenter__(self):
        return None

    async def __aexit__(self, *exc):
        pass


class Semaphore(Lock):
    def __init__(self, value=1):
        pass


BoundedSemaphore = Semaphore


class Event:
    def __init__(self):
        self._set = False

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def is_set(self):
        return self._set

    async def wait(self):
        return True


class Runner:
    def __init__(self, **kw):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass

    def run(self, coro, *, context=None):
        return _drive(coro)

    def close(self):
        pass


class TaskGroup:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        for t in self._tasks:
            t.result()

    def __init__(self):
        self._tasks = []

    def create_task(self, coro, **kw):
        self._tasks.append(Task(coro))
        return self._tasks[-1]
