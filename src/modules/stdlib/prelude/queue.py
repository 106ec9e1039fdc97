"""queue: one thread, so nothing ever waits."""
from _typing import GenericAlias as _GenericAlias


class Empty(Exception):
    pass


class Full(Exception):
    pass


class Queue:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, maxsize=0):
        self.maxsize, self.queue = maxsize, []

    def put(self, item, block=True, timeout=None):
        if 0 < self.maxsize <= len(self.queue):
            raise Full
        self.queue.append(item)

    def get(self, block=True, timeout=None):
        if not self.queue:
            raise Empty
        return self.queue.pop(0)

    put_nowait = put
    get_nowait = get

    def empty(self):
        return not self.queue

    def qsize(self):
        return len(self.queue)

    def task_done(self):
        pass

    def join(self):
        pass


SimpleQueue = Queue


class LifoQueue(Queue):
    def get(self, block=True, timeout=None):
        if not self.queue:
            raise Empty
        return self.queue.pop()


class PriorityQueue(Queue):
    def put(self, item, block=True, timeout=None):
        super().put(item)
        self.queue.sort()
