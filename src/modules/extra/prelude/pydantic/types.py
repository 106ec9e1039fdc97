from datetime import date, datetime
from uuid import UUID

from pydantic._core import SecretBytes, SecretStr  # noqa: F401

PositiveInt = NonNegativeInt = NegativeInt = NonPositiveInt = StrictInt = int
PositiveFloat = NonNegativeFloat = NegativeFloat = NonPositiveFloat = FiniteFloat = StrictFloat = float
StrictStr = str
StrictBool = bool
UUID1 = UUID3 = UUID4 = UUID5 = UUID6 = UUID7 = UUID8 = UUID
PastDate = FutureDate = date
PastDatetime = FutureDatetime = datetime


class AwareDatetime(datetime):
    pass


class NaiveDatetime(datetime):
    pass


class _Constraint:
    """What stands in Annotated[...] beside the type; values are not checked against it."""

    def __init__(self, *args, **kw):
        self.__dict__.update(kw)


class StringConstraints(_Constraint):
    pass


class Strict(_Constraint):
    pass


class Discriminator(_Constraint):
    pass


class Tag(_Constraint):
    pass


class Json:
    def __class_getitem__(cls, item):
        return dict


def constr(**kw):
    return str


def conint(**kw):
    return int


def confloat(**kw):
    return float


def conlist(item_type, **kw):
    return list
