from sqlalchemy import types
from sqlalchemy.dialects.postgresql import JSON


class JSONType(types.TypeDecorator):
    impl = types.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(JSON() if dialect.name == "postgresql" else self.impl)
