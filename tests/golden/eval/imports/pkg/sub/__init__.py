from .. import VERSION
from ..beta import B
from .deep import value
