from alembic import context
import sqlalchemy as sa
from sqlalchemy import create_engine, pool
from alembic.operations import ops
m = sa.MetaData()
sa.Table('t', m, sa.Column('b', sa.Integer), sa.Column('id', sa.Integer, primary_key=True), sa.Column('k', sa.String(5), index=True))
from alembic.autogenerate import rewriter
w1 = rewriter.Rewriter(); w2 = rewriter.Rewriter()
@w1.rewrites(ops.CreateTableOp)
def order(context, revision, op):
    cols = sorted(op.columns, key=lambda c: getattr(c, 'name', None) or 'zz', reverse=True)
    return ops.CreateTableOp(op.table_name, [c.copy() for c in cols], schema=op.schema, **op.kw)
@w1.rewrites(ops.CreateIndexOp)
def idx(context, revision, op):
    return [ops.ExecuteSQLOp('-- ' + type(op).__name__ + ' ' + op.index_name), op]
@w2.rewrites(ops.DropTableOp)
def nodrop(context, revision, op):
    return []
writer = w1.chain(w2)
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=m, process_revision_directives=writer)
    with context.begin_transaction():
        context.run_migrations()
