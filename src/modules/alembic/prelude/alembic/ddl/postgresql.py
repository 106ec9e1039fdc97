from alembic.ddl.impl import PostgresqlImpl
