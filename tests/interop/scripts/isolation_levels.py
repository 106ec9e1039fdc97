"""Isolation levels of engines and connections, as the server sees them."""
from alembic import op, context
import sqlalchemy as sa
from sqlalchemy import pool
revision='r1'; down_revision=None
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__module__, type(e).__name__, str(e).split('\n')[0])
def upgrade():
    url = context.config.get_main_option("sqlalchemy.url")
    b = op.get_bind(); n = b.dialect.name
    q = {'postgresql': "show transaction isolation level", 'sqlite': 'pragma read_uncommitted'}.get(n, "select @@tx_isolation")
    print(b.get_isolation_level(), b.default_isolation_level)
    for lv in ("SERIALIZABLE", "REPEATABLE READ", "READ COMMITTED", "READ UNCOMMITTED", "AUTOCOMMIT", "serializable", "repeatable_read", "Nope", "", 5, None):
        def one():
            e = sa.create_engine(url, isolation_level=lv, poolclass=pool.NullPool)
            with e.connect() as c:
                return c.get_isolation_level(), c.exec_driver_sql(q).scalar(), c.default_isolation_level
        t(('create', lv), one)
        def two():
            e = sa.create_engine(url, poolclass=pool.NullPool)
            with e.connect() as c:
                r = c.execution_options(isolation_level=lv)
                return r is c, c.get_isolation_level(), c.exec_driver_sql(q).scalar(), dict(c.get_execution_options())
        t(('conn', lv), two)
        def three():
            e = sa.create_engine(url, poolclass=pool.NullPool).execution_options(isolation_level=lv)
            with e.connect() as c:
                return c.get_isolation_level(), c.exec_driver_sql(q).scalar()
        t(('eng', lv), three)
        def four():
            e = sa.create_engine(url, poolclass=pool.NullPool, execution_options={'isolation_level': lv})
            with e.connect() as c:
                return c.get_isolation_level(), c.exec_driver_sql(q).scalar()
        t(('engopt', lv), four)
    def five():
        e = sa.create_engine(url, poolclass=pool.NullPool)
        with e.connect() as c:
            c.exec_driver_sql("select 1")
            c.execution_options(isolation_level="SERIALIZABLE")
    t('late', five)
    def six():
        e = sa.create_engine(url, poolclass=pool.NullPool)
        with e.connect() as c:
            c.execution_options(isolation_level="SERIALIZABLE")
            with c.begin(): x = c.exec_driver_sql(q).scalar()
            c.execution_options(isolation_level="READ UNCOMMITTED")
            with c.begin(): y = c.exec_driver_sql(q).scalar()
            c.execution_options(isolation_level="AUTOCOMMIT")
            z = c.get_isolation_level()
            c.rollback()
            c.execution_options(isolation_level="SERIALIZABLE")
            w = c.exec_driver_sql(q).scalar()
            return x, y, z, w
    t('switch', six)
    def seven():
        e = sa.engine_from_config({'x.url': url, 'x.isolation_level': 'SERIALIZABLE'}, prefix='x.', poolclass=pool.NullPool)
        with e.connect() as c: return c.get_isolation_level(), c.exec_driver_sql(q).scalar()
    t('config', seven)
    t('inop', lambda: b.execution_options(isolation_level='SERIALIZABLE'))
    if n == 'postgresql':
        def ro():
            e = sa.create_engine(url, poolclass=pool.NullPool)
            with e.connect() as c:
                c.execution_options(isolation_level="SERIALIZABLE", postgresql_readonly=True, postgresql_deferrable=True)
                with c.begin(): return c.exec_driver_sql("show transaction_read_only").scalar(), c.exec_driver_sql("show transaction_deferrable").scalar(), c.exec_driver_sql(q).scalar()
        t('ro', ro)
def downgrade(): pass
