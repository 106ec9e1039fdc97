"""heapq."""
from bisect import insort as _insort


def heapify(x):
    x.sort()


def heappush(heap, item):
    heap.append(item)
    i = len(heap) - 1
    while i and heap[i] < heap[(i - 1) // 2]:
        heap[i], heap[(i - 1) // 2] = heap[(i - 1) // 2], heap[i]
        i = (i - 1) // 2


def heappop(heap):
    last = heap.pop()
    if not heap:
        return last
    top, heap[0] = heap[0], last
    i = 0
    while (child := 2 * i + 1) < len(heap):
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if not heap[child] < heap[i]:
            break
        heap[i], heap[child] = heap[child], heap[i]
        i = child
    return top


def heapreplace(heap, item):
    top = heappop(heap)
    heappush(heap, item)
    return top


def heappushpop(heap, item):
    heappush(heap, item)
    return heappop(heap)


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:n]


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:n]


def merge(*iterables, key=None, reverse=False):
    return iter(sorted([x for it in iterables for x in it], key=key, reverse=reverse))
