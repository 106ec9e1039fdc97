from sqlalchemy import types
from sqlalchemy.dialects.postgresql import BIT


class BitType(types.TypeDecorator):
    impl = types.BINARY
    cache_ok = True

    def __init__(self, length=1, **kwargs):
        self.length = length
        super().__init__(**kwargs)

    def load_dialect_impl(self, dialect):
        made = {"postgresql": BIT, "sqlite": types.String}
        return dialect.type_descriptor(made.get(dialect.name, types.BINARY)(self.length))
