from alembic.ddl.impl import MSSQLImpl
