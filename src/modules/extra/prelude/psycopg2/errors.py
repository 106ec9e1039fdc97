class Warning(Exception):
    pass


class Error(Exception):
    pgcode = pgerror = None


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


class UniqueViolation(IntegrityError):
    pass


class ForeignKeyViolation(IntegrityError):
    pass


class NotNullViolation(IntegrityError):
    pass


class CheckViolation(IntegrityError):
    pass


class UndefinedTable(ProgrammingError):
    pass


class UndefinedColumn(ProgrammingError):
    pass


class UndefinedObject(ProgrammingError):
    pass


class UndefinedFunction(ProgrammingError):
    pass


class DuplicateTable(ProgrammingError):
    pass


class DuplicateColumn(ProgrammingError):
    pass


class DuplicateObject(ProgrammingError):
    pass


class InsufficientPrivilege(ProgrammingError):
    pass
