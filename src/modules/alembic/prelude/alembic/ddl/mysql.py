from alembic.ddl.impl import MariaDBImpl, MySQLImpl
