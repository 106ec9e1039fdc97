from sqlalchemy import types


class WeekDaysType(types.TypeDecorator):
    impl = types.String(7)
    cache_ok = True
