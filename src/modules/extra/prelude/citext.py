# sqlalchemy-citext: PostgreSQL's case-insensitive text as a type of its own.
from sqlalchemy.types import Concatenable, UserDefinedType


class CIText(Concatenable, UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw):
        return "CITEXT"

    def literal_processor(self, dialect):
        return lambda value: "'" + value.replace("'", "''") + "'"
