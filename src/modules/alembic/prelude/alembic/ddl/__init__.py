"""How operations reach the database: one class for each dialect, which a project may derive from."""

from alembic.ddl.impl import DefaultImpl
from alembic.ddl.impl import MariaDBImpl, MSSQLImpl, MySQLImpl, OracleImpl, PostgresqlImpl, SQLiteImpl
