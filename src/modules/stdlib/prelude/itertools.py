"""itertools, as generators."""
from _typing import GenericAlias as _GenericAlias


def count(start=0, step=1):
    while True:
        yield start
        start += step


def cycle(iterable):
    saved = list(iterable)
    while saved:
        yield from saved


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


class chain:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, *iterables):
        self._it = _chain(iterables)

    @classmethod
    def from_iterable(cls, iterables):
        self = cls()
        self._it = _chain(iterables)
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._it)


def _chain(iterables):
    for it in iterables:
        yield from it


def accumulate(iterable, func=None, *, initial=None):
    it = iter(iterable)
    total = initial
    if initial is None:
        for total in it:
            break
        else:
            return
    yield total
    for item in it:
        total = total + item if func is None else func(total, item)
        yield total


def compress(data, selectors):
    return (d for d, s in zip(data, selectors) if s)


def dropwhile(predicate, iterable):
    it = iter(iterable)
    for x in it:
        if not predicate(x):
            yield x
            break
    yield from it


def takewhile(predicate, iterable):
    for x in iterable:
        if not predicate(x):
            return
        yield x


def filterfalse(predicate, iterable):
    if predicate is None:
        predicate = bool
    for x in iterable:
        if not predicate(x):
            yield x


def islice(iterable, *args):
    s = slice(*args)
    start, stop, step = s.start or 0, s.stop, s.step or 1
    for name, v in (("Start", start), ("Stop", stop)):
        if v is not None and v < 0:
            raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    return _islice(iter(iterable), start, stop, step)


def _islice(it, start, stop, step):
    wanted = start
    at = 0
    if stop is not None and wanted >= stop:
        for _ in zip(range(stop), it):
            pass
        return
    for item in it:
        if at == wanted:
            yield item
            wanted += step
        at += 1
        if stop is not None and (at >= stop or wanted >= stop):
            for _ in zip(range(stop - at), it):
                pass
            return


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def tee(iterable, n=2):
    it = iter(iterable)
    queues = [[] for _ in range(n)]

    def gen(mine):
        while True:
            if not mine:
                try:
                    item = next(it)
                except StopIteration:
                    return
                for q in queues:
                    q.append(item)
            yield mine.pop(0)
    return tuple(gen(q) for q in queues)


def zip_longest(*iterables, fillvalue=None):
    its = [iter(i) for i in iterables]
    live = len(its)
    done = object()
    while live:
        row = []
        for i, it in enumerate(its):
            item = done if it is None else next(it, done)
            if item is done:
                if it is not None:
                    its[i] = None
                    live -= 1
                    if not live:
                        return
                item = fillvalue
            row.append(item)
        yield tuple(row)


def groupby(iterable, key=None):
    group = []
    current = object()
    first = True
    for item in iterable:
        k = item if key is None else key(item)
        if first or k != current:
            if not first:
                yield current, iter(group)
            group = []
            current, first = k, False
        group.append(item)
    if not first:
        yield current, iter(group)


def pairwise(iterable):
    it = iter(iterable)
    for a in it:
        break
    else:
        return
    for b in it:
        yield a, b
        a = b


def product(*iterables, repeat=1):
    pools = [tuple(p) for p in iterables] * repeat
    at = [0] * len(pools)
    if not all(pools):
        return
    while True:
        yield tuple(p[i] for p, i in zip(pools, at))
        for k in reversed(range(len(at))):
            at[k] += 1
            if at[k] < len(pools[k]):
                break
            at[k] = 0
        else:
            return


def permutations(iterable, r=None):
    pool = tuple(iterable)
    n = len(pool)
    r = n if r is None else r

    def extend(chosen):
        if len(chosen) == r:
            yield tuple(pool[i] for i in chosen)
            return
        for i in range(n):
            if i not in chosen:
                yield from extend(chosen + (i,))
    return extend(())


def combinations(iterable, r):
    pool = tuple(iterable)

    def extend(start, chosen):
        if len(chosen) == r:
            yield chosen
            return
        for i in range(start, len(pool)):
            yield from extend(i + 1, chosen + (pool[i],))
    return extend(0, ())


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)

    def extend(start, chosen):
        if len(chosen) == r:
            yield chosen
            return
        for i in range(start, len(pool)):
            yield from extend(i, chosen + (pool[i],))
    return extend(0, ())


def batched(iterable, n):
    it = iter(iterable)
    while batch := tuple(islice(it, n)):
        yield batch
