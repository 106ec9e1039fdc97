from sqlalchemy import types


class LocaleType(types.TypeDecorator):
    impl = types.Unicode(10)
    cache_ok = True

    def __init__(self):
        super().__init__()
