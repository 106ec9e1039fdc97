"""Ranges: native types on PostgreSQL, strings elsewhere. The interval objects that the intervals package
makes of values are left out: values are what the database gives."""
from sqlalchemy import types
from sqlalchemy.dialects.postgresql import DATERANGE, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE


class RangeType(types.TypeDecorator):
    cache_ok = True

    def __init__(self, *args, **kwargs):
        self.step = kwargs.pop("step", None)
        super().__init__(*args, **kwargs)

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(self.impl if dialect.name == "postgresql" else types.String(255))

    def process_bind_param(self, value, dialect):
        return None if value is None else str(value)


class IntRangeType(RangeType):
    impl = INT4RANGE


class Int8RangeType(RangeType):
    impl = INT8RANGE


class DateRangeType(RangeType):
    impl = DATERANGE


class DateTimeRangeType(RangeType):
    impl = TSRANGE


class NumericRangeType(RangeType):
    impl = NUMRANGE
