from alembic.ddl.impl import SQLiteImpl
