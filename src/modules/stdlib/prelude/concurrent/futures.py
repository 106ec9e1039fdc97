"""concurrent.futures: work is done when it is submitted."""
from asyncio import CancelledError, Future as _Future


class Future(_Future):
    def result(self, timeout=None):
        return super().result()


class Executor:
    def __init__(self, max_workers=None, **kw):
        pass

    def submit(self, fn, /, *args, **kw):
        f = Future()
        try:
            f.set_result(fn(*args, **kw))
        except Exception as e:
            f.set_exception(e)
        return f

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        return iter(list(map(fn, *iterables)))

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass


class ThreadPoolExecutor(Executor):
    pass


class ProcessPoolExecutor(Executor):
    pass


def as_completed(fs, timeout=None):
    return iter(list(fs))


def wait(fs, timeout=None, return_when=None):
    return set(fs), set()
