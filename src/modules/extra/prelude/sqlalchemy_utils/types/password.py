from sqlalchemy import types
from sqlalchemy.dialects import oracle, postgresql, sqlite

# The longest hash of each of passlib's schemes, a few of them; 1024 where it is not known.
_LENGTHS = {"bcrypt": 60, "pbkdf2_sha512": 130, "pbkdf2_sha256": 87}


class PasswordType(types.TypeDecorator):
    impl = types.VARBINARY(1024)
    cache_ok = True

    def __init__(self, max_length=None, **kwargs):
        super().__init__()
        self._max_length = max_length
        self.schemes = kwargs.get("schemes", ())

    @property
    def length(self):
        return self._max_length or 1024

    def __repr__(self):
        return "PasswordType(length=%d)" % self.length

    def load_dialect_impl(self, dialect):
        made = {"postgresql": postgresql.BYTEA, "oracle": oracle.RAW, "sqlite": sqlite.BLOB}
        return dialect.type_descriptor(made.get(dialect.name, types.VARBINARY)(self.length))
