from sqlalchemy import types


class TimezoneType(types.TypeDecorator):
    impl = types.Unicode(50)
    cache_ok = True

    def __init__(self, backend="dateutil"):
        super().__init__()
        self.backend = backend
