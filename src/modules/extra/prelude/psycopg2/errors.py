"""psycopg2.errors: what is in `orig` of a failed statement's exception, by SQLSTATE."""
import re as _re

from _dbapi_exceptions import exceptions as _exceptions
from _sqlalchemy_native import class_of_state as _class_of_state
from psycopg2 import errorcodes as _errorcodes

globals().update(_exceptions("psycopg2"))


class Diagnostics:
    """What the server said of an error, taken from the words of its message."""

    def __init__(self, error):
        text = str(error)
        detail = _re.search(r"^DETAIL:\s+(.*)$", text, _re.M)
        hint = _re.search(r"^HINT:\s+(.*)$", text, _re.M)
        self.sqlstate = error.pgcode
        self.message_primary = text.split("\n")[0]
        self.message_detail = detail.group(1) if detail else None
        self.message_hint = hint.group(1) if hint else None
        self.constraint_name = self._named(text, "constraint")
        self.table_name = self._named(text, "relation") or self._named(text, "table")
        self.column_name = self._named(text, "column")

    def _named(self, text, kind):
        found = _re.search(kind + r' "([^"]+)"', text)
        return found.group(1) if found else None


Error.pgcode = Error.pgerror = None
Error.diag = property(Diagnostics)


class TransactionRollbackError(OperationalError):
    __module__ = "psycopg2.extensions"


class QueryCanceledError(OperationalError):
    __module__ = "psycopg2.extensions"


_BY_STATE = {}
for _name, _state in vars(_errorcodes).items():
    if _name.isupper():
        _name = _name.title().replace("_", "")  # UNDEFINED_TABLE is UndefinedTable
        _base = globals()[_class_of_state(_state)]
        if _state == _errorcodes.QUERY_CANCELED:
            _base = QueryCanceledError
        elif _state[:2] == "40":
            _base = TransactionRollbackError
        _BY_STATE[_state] = globals()[_name] = type(_name, (_base,), {"__module__": __name__})


def lookup(code):
    return _BY_STATE[code]
