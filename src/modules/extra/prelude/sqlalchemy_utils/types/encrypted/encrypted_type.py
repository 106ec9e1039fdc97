from sqlalchemy import types


class StringEncryptedType(types.TypeDecorator):
    impl = types.String
    cache_ok = True

    def __init__(self, type_in=None, key=None, engine=None, padding=None, **kwargs):
        super().__init__(**kwargs)
        self.underlying_type = type_in


class EncryptedType(StringEncryptedType):
    impl = types.LargeBinary
