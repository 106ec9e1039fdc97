from psycopg2.errors import QueryCanceledError, TransactionRollbackError

ISOLATION_LEVEL_AUTOCOMMIT = 0
ISOLATION_LEVEL_READ_UNCOMMITTED = 4
ISOLATION_LEVEL_READ_COMMITTED = 1
ISOLATION_LEVEL_REPEATABLE_READ = 2
ISOLATION_LEVEL_SERIALIZABLE = 3


class AsIs:
    def __init__(self, value):
        self.adapted = value


def register_adapter(cls, adapter):
    raise NotImplementedError("psycopg2.extensions.register_adapter() needs the Python driver")
