# Classes of the standard library that annotations subscript.
import asyncio
import collections
import contextlib
import contextvars
import functools
import itertools
import logging
import os
import queue
import re
import subprocess
import types
import weakref

for cls in (asyncio.Future, collections.ChainMap, contextlib.AbstractContextManager, contextvars.ContextVar,
            functools.cached_property, functools.partial, itertools.chain, logging.LoggerAdapter,
            logging.StreamHandler, os.PathLike, queue.Queue, re.Match, re.Pattern, subprocess.CompletedProcess,
            subprocess.Popen, types.MappingProxyType, weakref.ref):
    alias = cls[int]
    print(alias.__origin__ is cls, alias.__args__)


async def run(*args, **kw) -> subprocess.CompletedProcess[bytes]: ...


print(functools.partial[str](int, "7")(), list(itertools.chain[int]([1], [2])))
print(types.GenericAlias(list, int) == list[int], types.GenericAlias(dict, (str, int)))


class Box:
    __class_getitem__ = classmethod(types.GenericAlias)
    make = classmethod(list)


print(Box[int].__args__, Box.make.__self__ is Box)
