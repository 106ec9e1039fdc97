"""Package doc."""
print("pkg init", __name__, __package__, __path__ is not None)
from . import alpha
from .beta import B, helper as h

__all__ = ["alpha", "B", "lazy_sub"]
VERSION = 1
_private = 2
