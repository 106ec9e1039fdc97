"""psycopg2.errors: what is in `orig` of a failed statement's exception, by SQLSTATE."""
import re as _re


class Warning(Exception):
    pass


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


class Error(Exception):
    pgcode = pgerror = None

    @property
    def diag(self):
        return Diagnostics(self)


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


class FeatureNotSupported(NotSupportedError):
    pass


class StringDataRightTruncation(DataError):
    pass


class NumericValueOutOfRange(DataError):
    pass


class InvalidDatetimeFormat(DataError):
    pass


class DivisionByZero(DataError):
    pass


class InvalidParameterValue(DataError):
    pass


class InvalidTextRepresentation(DataError):
    pass


class NotNullViolation(IntegrityError):
    pass


class ForeignKeyViolation(IntegrityError):
    pass


class UniqueViolation(IntegrityError):
    pass


class CheckViolation(IntegrityError):
    pass


class ExclusionViolation(IntegrityError):
    pass


class ActiveSqlTransaction(InternalError):
    pass


class ReadOnlySqlTransaction(InternalError):
    pass


class InFailedSqlTransaction(InternalError):
    pass


class DependentObjectsStillExist(InternalError):
    pass


class InvalidCatalogName(ProgrammingError):
    pass


class InvalidSchemaName(ProgrammingError):
    pass


class SerializationFailure(OperationalError):
    pass


class DeadlockDetected(OperationalError):
    pass


class InsufficientPrivilege(ProgrammingError):
    pass


class SyntaxError(ProgrammingError):
    pass


class DuplicateColumn(ProgrammingError):
    pass


class AmbiguousColumn(ProgrammingError):
    pass


class UndefinedColumn(ProgrammingError):
    pass


class UndefinedObject(ProgrammingError):
    pass


class DuplicateObject(ProgrammingError):
    pass


class DuplicateFunction(ProgrammingError):
    pass


class DatatypeMismatch(ProgrammingError):
    pass


class WrongObjectType(ProgrammingError):
    pass


class InvalidForeignKey(ProgrammingError):
    pass


class CannotCoerce(ProgrammingError):
    pass


class UndefinedFunction(ProgrammingError):
    pass


class UndefinedTable(ProgrammingError):
    pass


class DuplicateSchema(ProgrammingError):
    pass


class DuplicateTable(ProgrammingError):
    pass


class InvalidTableDefinition(ProgrammingError):
    pass


class InvalidObjectDefinition(ProgrammingError):
    pass


class TooManyConnections(OperationalError):
    pass


class ObjectNotInPrerequisiteState(OperationalError):
    pass


class ObjectInUse(OperationalError):
    pass


class LockNotAvailable(OperationalError):
    pass


class QueryCanceled(OperationalError):
    pass


class RaiseException(InternalError):
    pass


_BY_STATE = {
    "0A000": FeatureNotSupported,
    "22001": StringDataRightTruncation,
    "22003": NumericValueOutOfRange,
    "22007": InvalidDatetimeFormat,
    "22012": DivisionByZero,
    "22023": InvalidParameterValue,
    "22P02": InvalidTextRepresentation,
    "23502": NotNullViolation,
    "23503": ForeignKeyViolation,
    "23505": UniqueViolation,
    "23514": CheckViolation,
    "23P01": ExclusionViolation,
    "25001": ActiveSqlTransaction,
    "25006": ReadOnlySqlTransaction,
    "25P02": InFailedSqlTransaction,
    "2BP01": DependentObjectsStillExist,
    "3D000": InvalidCatalogName,
    "3F000": InvalidSchemaName,
    "40001": SerializationFailure,
    "40P01": DeadlockDetected,
    "42501": InsufficientPrivilege,
    "42601": SyntaxError,
    "42701": DuplicateColumn,
    "42702": AmbiguousColumn,
    "42703": UndefinedColumn,
    "42704": UndefinedObject,
    "42710": DuplicateObject,
    "42723": DuplicateFunction,
    "42804": DatatypeMismatch,
    "42809": WrongObjectType,
    "42830": InvalidForeignKey,
    "42846": CannotCoerce,
    "42883": UndefinedFunction,
    "42P01": UndefinedTable,
    "42P06": DuplicateSchema,
    "42P07": DuplicateTable,
    "42P16": InvalidTableDefinition,
    "42P17": InvalidObjectDefinition,
    "53300": TooManyConnections,
    "55000": ObjectNotInPrerequisiteState,
    "55006": ObjectInUse,
    "55P03": LockNotAvailable,
    "57014": QueryCanceled,
    "P0001": RaiseException,
}


def lookup(code):
    return _BY_STATE[code]
