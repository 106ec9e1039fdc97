import json

from sqlalchemy import types
from sqlalchemy.dialects.postgresql import JSON


class JSONType(types.TypeDecorator):
    impl = types.UnicodeText
    cache_ok = True

    def load_dialect_impl(self, dialect):
        return dialect.type_descriptor(JSON() if dialect.name == "postgresql" else self.impl)

    def process_bind_param(self, value, dialect):
        if value is None or dialect.name == "postgresql":
            return value
        return json.dumps(value)

    def process_result_value(self, value, dialect):
        if value is None or dialect.name == "postgresql":
            return value
        return json.loads(value)
