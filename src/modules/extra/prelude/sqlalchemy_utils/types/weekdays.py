from sqlalchemy import types

from ..primitives.weekdays import WeekDays
from .bit import BitType


class WeekDaysType(types.TypeDecorator):
    impl = BitType(7)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if isinstance(value, WeekDays):
            value = value.as_bit_string()
        return bytes(value, "utf8") if dialect.name == "mysql" else value

    def process_result_value(self, value, dialect):
        return None if value is None else WeekDays(value)
