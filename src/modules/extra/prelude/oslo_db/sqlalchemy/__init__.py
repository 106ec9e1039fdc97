# OpenStack's helpers for SQLAlchemy: the column types.
