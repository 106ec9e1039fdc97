# OpenStack's helpers for databases: the column types.
