"""psycopg2.errors: what is in `orig` of a failed statement's exception, by SQLSTATE."""
from _dbapi_exceptions import exceptions as _exceptions
from _sqlalchemy_native import class_of_state as _class_of_state
from psycopg2 import errorcodes as _errorcodes

globals().update(_exceptions("psycopg2"))


class Diagnostics:
    """What the server said of an error, part by part; a part that it left out is None."""

    def __init__(self, error):
        self.sqlstate = error.pgcode
        for name in ("severity", "message_primary", "message_detail", "message_hint", "statement_position", "context",
                     "schema_name", "table_name", "column_name", "datatype_name", "constraint_name"):
            setattr(self, name, error._fields.get(name))


Error.pgcode = Error.pgerror = None
Error._fields = {}
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
