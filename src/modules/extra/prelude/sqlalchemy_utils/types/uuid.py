from _sqlalchemy_repr import generic_repr
from sqlalchemy import types
from sqlalchemy.dialects import mssql, postgresql


class UUIDType(types.TypeDecorator):
    impl = types.BINARY(16)
    cache_ok = True

    def __init__(self, binary=True, native=True):
        super().__init__()
        self.binary = binary
        self.native = native

    def __repr__(self):
        return generic_repr(self)

    def load_dialect_impl(self, dialect):
        if self.native and dialect.name in ("postgresql", "cockroachdb"):
            return dialect.type_descriptor(postgresql.UUID())
        if self.native and dialect.name == "mssql":
            return dialect.type_descriptor(mssql.UNIQUEIDENTIFIER())
        return dialect.type_descriptor(self.impl if self.binary else types.CHAR(32))
