from alembic.ddl.impl import OracleImpl
