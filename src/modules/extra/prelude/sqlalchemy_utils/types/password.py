from sqlalchemy import types
from sqlalchemy.dialects import oracle, postgresql, sqlite

# What passlib's schemes need: name, rounds, salt and hash at their longest, where that is more than 1024.
_LENGTHS = {"argon2": 4294967347, "cta_pbkdf2_sha1": 1073, "grub_pbkdf2_sha512": 1120, "pbkdf2_sha1": 1076,
            "pbkdf2_sha256": 1094, "pbkdf2_sha512": 1137, "scrypt": 1068}


class PasswordType(types.TypeDecorator):
    impl = types.VARBINARY(1024)
    cache_ok = True

    def __init__(self, max_length=None, **kwargs):
        super().__init__()
        self._max_length = max_length
        self.schemes = kwargs.get("schemes", ())

    @property
    def length(self):
        return self._max_length or max([1024] + [_LENGTHS.get(name, 0) for name in self.schemes])

    def __repr__(self):
        return "PasswordType(length=%d)" % self.length

    def load_dialect_impl(self, dialect):
        made = {"postgresql": postgresql.BYTEA, "oracle": oracle.RAW, "sqlite": sqlite.BLOB}
        return dialect.type_descriptor(made.get(dialect.name, types.VARBINARY)(self.length))
