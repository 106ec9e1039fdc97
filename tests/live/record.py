"""Records what SQLAlchemy and Alembic say about the schemas of the live tests.

    python record.py empty  URL      > inspect.expected     the database against no models
    python record.py models URL URL2 > compare.expected     the database against a second one as model

Needs alembic 1.19.1, SQLAlchemy 2.0.52, psycopg2 and pgvector. Operations are printed sorted: their
order is partly that of sets.
"""
import os
import sys

import pgvector.sqlalchemy  # noqa: F401  registers the vector types
import sqlalchemy as sa
from alembic.autogenerate import api, compare, render
from alembic.migration import MigrationContext
from alembic.operations import ops
from sqlalchemy import event
from sqlalchemy.sql.elements import conv


def collect(context, op, out):
    if hasattr(op, "ops"):
        for inner in op.ops:
            collect(context, inner, out)
    else:
        out.append("\n".join(render.render_op(context, op)))


def model_of(connection):
    metadata = sa.MetaData()
    impl = MigrationContext.configure(connection).impl
    event.listen(metadata, "column_reflect", impl._compat_autogen_column_reflect(sa.inspect(connection)))
    metadata.reflect(connection)
    for table in metadata.tables.values():
        for item in list(table.constraints) + list(table.indexes):
            if item.name is not None:
                item.name = conv(item.name)
            if isinstance(item, sa.Index) and not item.dialect_kwargs.get("postgresql_include", 1):
                item.dialect_options["postgresql"]._non_defaults.pop("include", None)
    return metadata


engine = sa.create_engine(sys.argv[2])
with engine.connect() as connection:
    metadata = sa.MetaData()
    if sys.argv[1] == "models":
        with sa.create_engine(sys.argv[3]).connect() as other:
            metadata = model_of(other)
    opts = dict(
        sqlalchemy_module_prefix="sa.", alembic_module_prefix="op.", user_module_prefix=None,
        target_metadata=metadata, include_schemas=bool(os.environ.get("SCHEMAS")),
    )
    migration = MigrationContext.configure(connection, opts=opts)
    migration._user_compare_server_default = bool(os.environ.get("DEFAULTS"))
    migration._user_compare_type = True
    context = api.AutogenContext(migration)
    upgrade = ops.UpgradeOps([])
    compare._produce_net_changes(context, upgrade)
    downgrade = ops.DowngradeOps([])
    upgrade.reverse_into(downgrade)
    for name, container in (("upgrade", upgrade), ("downgrade", downgrade)):
        blocks = []
        collect(context, container, blocks)
        print("# " + name)
        for block in sorted(blocks):
            # Alembic over psycopg2 doubles percent signs; Retort does not.
            print(block.replace("%%", "%"))
