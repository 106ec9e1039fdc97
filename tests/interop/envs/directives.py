from alembic import context
import sqlalchemy as sa
from sqlalchemy import create_engine, pool
from alembic.operations import ops
m = sa.MetaData()
sa.Table('t', m, sa.Column('b', sa.Integer), sa.Column('id', sa.Integer, primary_key=True), sa.Column('k', sa.String(5), index=True))
def prd(ctx, revision, directives):
    s = directives[0]
    up = s.upgrade_ops
    print(type(up).__name__, [type(o).__name__ for o in up.ops], isinstance(up.ops[0], ops.CreateTableOp))
    up.ops.append(ops.ExecuteSQLOp("UPDATE t SET b = 1"))
    up.ops.insert(0, ops.CreateTableOp('first', [sa.Column('id', sa.Integer(), nullable=False), sa.PrimaryKeyConstraint('id')]))
    for o in up.ops:
        if isinstance(o, ops.ModifyTableOps):
            o.ops.append(ops.AddColumnOp(o.table_name, sa.Column('extra', sa.Text(), nullable=True)))
            o.ops.append(ops.CreateIndexOp('ix_b', 't', ['b']))
            o.ops.append(ops.AlterColumnOp('t', 'b', existing_type=sa.Integer(), modify_nullable=False))
    s.downgrade_ops.ops.append(ops.DropTableOp('first'))
    s.downgrade_ops.ops.insert(0, ops.ModifyTableOps('t', [ops.DropIndexOp('ix_b', 't'), ops.DropColumnOp('t', 'extra')]))
    print([o.table_name for o in up.ops if hasattr(o, 'table_name')], [c.name for c in up.ops[1].columns])
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=m, process_revision_directives=prd)
    with context.begin_transaction():
        context.run_migrations()
