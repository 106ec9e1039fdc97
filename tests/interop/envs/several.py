from alembic import context
import sqlalchemy as sa
from sqlalchemy import create_engine, pool
from alembic.operations import ops
m = sa.MetaData()
sa.Table('t', m, sa.Column('id', sa.Integer, primary_key=True))
def prd(ctx, revision, directives):
    first = directives[0]
    first.upgrade_ops.ops.append(ops.CreateTableOp('one', [sa.Column('id', sa.Integer(), nullable=False)]))
    # One after the other, as the second is on top of the head that the first is by then.
    directives.append(ops.MigrationScript(
        'b2', ops.UpgradeOps([ops.AddColumnOp('one', sa.Column('x', sa.Text(), nullable=True))]),
        ops.DowngradeOps([ops.DropColumnOp('one', 'x')]), message='second', imports={'import datetime'}))
    directives.append(ops.MigrationScript(
        'c3', ops.UpgradeOps([ops.ExecuteSQLOp("UPDATE one SET x = 'y'")]), ops.DowngradeOps([]),
        message='third', head='b2', depends_on='a1', branch_label='side'))
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=m, process_revision_directives=prd)
    with context.begin_transaction():
        context.run_migrations()
