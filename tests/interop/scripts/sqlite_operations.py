"""What scripts ask of contexts, dialects, inspectors; operations and events of their own."""
import io

from alembic import op
import sqlalchemy as sa
from alembic import context
from alembic.operations import Operations, MigrateOperation, BatchOperations
from alembic.operations import ops
from alembic.migration import MigrationContext
from alembic.runtime.migration import MigrationContext as MC2
from sqlalchemy import event, DDL, inspect, MetaData, Table, Column, Integer

revision = "sqlite_operations"
down_revision = None


def show(*values):
    print(*values)


def upgrade():
    ctx = op.get_context()
    show(1, ctx.as_sql, ctx.dialect.name, ctx.opts.get('target_metadata'))
    show(2, type(ctx).__name__, ctx.version_table, ctx.version_table_schema, ctx.get_current_revision(), ctx.get_current_heads(), ctx.script.__class__.__name__, ctx.config.get_main_option('script_location').endswith('scripts'))
    show(3, ctx.bind is op.get_bind(), ctx.connection is op.get_bind(), ctx.impl.__class__.__name__, ctx.impl.transactional_ddl, ctx.impl.__dialect__)
    b = op.get_bind(); d = b.dialect
    show(5, d.name, d.driver, d.paramstyle, d.max_identifier_length, d.supports_alter, d.supports_sequences, d.default_schema_name, d.server_version_info[0], d.identifier_preparer.quote('select'), d.identifier_preparer.quote('x'), d.has_table(b, 'alembic_version'))
    show(6, b.engine.name, b.engine.dialect.name, b.in_transaction(), b.closed)
    # own context
    c2 = MigrationContext.configure(b)
    o2 = Operations(c2)
    o2.create_table('own', Column('id', Integer, primary_key=True))
    show(7, c2.get_current_revision(), o2.get_bind() is b, o2.get_context() is c2, o2.migration_context is c2)
    o2.add_column('own', Column('x', Integer))
    insp = inspect(b)
    show(8, insp.get_table_names(), [c['name'] for c in insp.get_columns('own')], insp.has_table('own'), insp.has_table('nope'))
    c3 = MigrationContext.configure(dialect_name='postgresql', opts={'as_sql': True})
    buf = io.StringIO()
    c3 = MigrationContext.configure(dialect_name='postgresql', opts={'as_sql': True, 'output_buffer': buf})
    Operations(c3).add_column('zz', Column('x', Integer))
    show(9, repr(buf.getvalue()))
    c4 = MigrationContext.configure(url='mysql+pymysql://', opts={'as_sql': True, 'output_buffer': buf})
    Operations(c4).drop_table('zz')
    show(10, repr(buf.getvalue()))
    # events
    md = MetaData()
    @event.listens_for(md, 'before_create')
    def bc(target, connection, **kw): show('before', type(target).__name__, kw['checkfirst'], [t.name for t in kw.get('tables', [])])
    tt = Table('evt', md, Column('id', Integer, primary_key=True))
    event.listen(tt, 'after_create', DDL("INSERT INTO evt VALUES (42)"))
    event.listen(tt, 'after_create', DDL("INSERT INTO evt VALUES (43)").execute_if(dialect='postgresql'))
    event.listen(tt, 'after_create', DDL("INSERT INTO evt VALUES (%(num)s)", context={'num': 44}).execute_if(dialect=('sqlite', 'mysql')))
    event.listen(tt, 'after_create', DDL("INSERT INTO evt VALUES (45)").execute_if(callable_=lambda ddl, target, bind, **kw: bind.dialect.name == 'sqlite'))
    event.listen(tt, 'after_create', DDL("INSERT INTO %(fullname)s VALUES (46)"))
    md.create_all(b)
    show(11, [r[0] for r in b.execute(sa.text('select id from evt order by 1'))])
    op.execute(DDL("INSERT INTO evt VALUES (50)"))
    op.execute(DDL("INSERT INTO evt VALUES (51)").execute_if(dialect='mysql'))
    show(12, [r[0] for r in b.execute(sa.text('select id from evt where id >= 50'))])
    # invoke
    op.invoke(ops.CreateTableOp('inv', [Column('id', Integer), Column('s', sa.String(5))]))
    op.invoke(ops.AddColumnOp('inv', Column('k', Integer)))
    op.invoke(ops.CreateIndexOp('ix_inv', 'inv', ['k']))
    op.invoke(ops.DropIndexOp('ix_inv', 'inv'))
    op.invoke(ops.BulkInsertOp(sa.table('inv', sa.column('id', Integer)), [{'id': 1}]))
    op.invoke(ops.ExecuteSQLOp("UPDATE inv SET id = 2"))
    op.invoke(ops.RenameTableOp('inv', 'inv2'))
    show(13, b.execute(sa.text('select * from inv2')).fetchall(), op.invoke(ops.DropTableOp('inv2')))
    @Operations.register_operation("do_it")
    @BatchOperations.register_operation("batch_do_it", "batch_do_it")
    class DoIt(MigrateOperation):
        def __init__(self, t, v=None): self.t = t; self.v = v
        @classmethod
        def do_it(cls, operations, t, *, v=1): return operations.invoke(DoIt(t, v))
        @classmethod
        def batch_do_it(cls, operations, v=2): return operations.invoke(DoIt(operations.impl.table_name, v))
        def reverse(self): return DoIt(self.t)
    @Operations.implementation_for(DoIt)
    def do_it(operations, operation):
        operations.execute("INSERT INTO evt VALUES (%d)" % (100 + operation.v))
        return (operation.t, operation.v, operations.get_bind().dialect.name)
    show(14, op.do_it('evt', v=3), op.do_it('evt'))
    with op.batch_alter_table('evt') as bo:
        show(15, bo.batch_do_it(7), bo.get_bind() is b, bo.impl.table_name, bo.get_context() is ctx, bo.migration_context is ctx)
        bo.execute("INSERT INTO evt VALUES (500)")
        bo.add_column(Column('m', Integer))
    show(16, [r[0] for r in b.execute(sa.text('select id from evt where id >= 100'))])
    with ctx.autocommit_block():
        op.execute("INSERT INTO evt (id) VALUES (600)")
        show(17, op.get_bind().in_transaction())
    def runit(conn, x, y=1): 
        show(18, type(conn).__name__, x, y); return 'r'
    try:
        show(op.run_async(runit, 5, y=6))
    except Exception as e: show(type(e).__name__)
    show(21, insp.get_pk_constraint('evt'), insp.get_foreign_keys('evt'), insp.get_indexes('evt'), insp.get_unique_constraints('evt'), insp.get_check_constraints('evt'), insp.get_view_names(), insp.get_schema_names())
    b.exec_driver_sql("create view vv as select 1 as a")
    insp.clear_cache()
    show(23, insp.get_view_definition('vv'), insp.get_multi_columns(filter_names=['own']).keys(), insp.get_columns('vv')[0]['name'])


def downgrade():
    pass
