"""Statements of a data migration: values and parameters together, defaults, upserts, the driver's errors."""
import datetime
from alembic import op
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import mysql, postgresql, sqlite
revision = 'r1'; down_revision = None


def upgrade():
    b = op.get_bind()
    kind = b.dialect.name
    m = sa.MetaData()
    t = sa.Table('tt', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(20), unique=True),
                 sa.Column('flag', sa.Boolean), sa.Column('n', sa.Integer))
    d = sa.Table('dd', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('v', sa.Integer),
                 sa.Column('d', sa.Integer, default=12), sa.Column('e', sa.String(9), default=lambda: 'made'),
                 sa.Column('f', sa.Integer, default=func.abs(-7)))
    m.create_all(b)
    # values() and parameters give columns together
    b.execute(t.insert().values(flag=True), [{'name': 'a', 'n': 1}, {'name': 'b', 'n': 2}])
    b.execute(t.insert().values(flag=False), {'name': 'c', 'n': 3})
    b.execute(t.insert().values(flag=False, name='lit'), {'name': 'over'})
    b.execute(t.insert().values(n=sa.bindparam('num'), name=func.upper(sa.bindparam('nm'))), {'num': 9, 'nm': 'up'})
    b.execute(t.update().where(t.c.id == sa.bindparam('i')).values(flag=True), [{'i': 3, 'n': 33}])
    b.execute(t.update().ordered_values((t.c.n, 5), (t.c.name, 'A')).where(t.c.name == 'a'))
    b.execute(t.update().values(n=1).values(n=t.c.n + 1).where(t.c.id == 2))
    b.execute(t.insert().values((90, 'tuple', True, 4)))
    b.execute(t.insert().values([(91, 'x', None, 5), (92, 'y', False, 6)]))
    print(b.execute(sa.select(t).order_by(t.c.id)).all())
    # the defaults of columns that INSERT ... SELECT leaves out
    b.execute(d.insert().from_select(['v'], sa.select(t.c.n).where(t.c.id < 3)))
    b.execute(d.insert().from_select(['v'], sa.select(t.c.n).where(t.c.id == 3), include_defaults=False))
    b.execute(d.insert().values([{'v': 100}, {'v': 200, 'd': 5}]))
    print(sorted(b.execute(sa.select(d.c.v, d.c.d, d.c.e, d.c.f)).all(), key=str))
    r = b.execute(t.insert().values(name='z'))
    print(r.is_insert, r.rowcount, b.execute(sa.select(t.c.id)).is_insert)
    # the driver's own exceptions
    for statement in (t.insert().values(name='z'), sa.text('SELECT * FROM nowhere')):
        try:
            with b.begin_nested():
                b.execute(statement)
        except sa.exc.DBAPIError as e:
            print(type(e).__name__, e.connection_invalidated, isinstance(e.orig, Exception))
            if kind != 'mysql':
                print(type(e.orig).__name__, type(e.orig).__module__.split('.')[0])
            if kind == 'postgresql':
                import psycopg2
                from psycopg2 import errorcodes, errors
                print(e.orig.pgcode in (errorcodes.UNIQUE_VIOLATION, errorcodes.UNDEFINED_TABLE),
                      isinstance(e.orig, errors.UniqueViolation), isinstance(e.orig, psycopg2.IntegrityError))
    if kind == 'postgresql':
        for name in ('FEATURE_NOT_SUPPORTED', 'DIVISION_BY_ZERO', 'UNIQUE_VIOLATION', 'IN_FAILED_SQL_TRANSACTION',
                     'SERIALIZATION_FAILURE', 'DEADLOCK_DETECTED', 'QUERY_CANCELED', 'SYNTAX_ERROR', 'UNDEFINED_TABLE', 'LOCK_NOT_AVAILABLE', 'RAISE_EXCEPTION'):
            print(errors.lookup(getattr(errorcodes, name)), errors.lookup(getattr(errorcodes, name)).__mro__[1:4])
        print(psycopg2.Error, psycopg2.Warning.__mro__[1], psycopg2.InterfaceError.__mro__[1], errors.Error('x').pgcode)
    if kind == 'sqlite':
        import sqlite3
        print(sqlite3.Warning.__mro__[1], sqlite3.InterfaceError.__mro__[1], sqlite3.IntegrityError.__mro__)
    if kind in ('postgresql', 'sqlite'):
        s = (postgresql if kind == 'postgresql' else sqlite).insert(t).values(id=1, name='up', n=50)
        b.execute(s.on_conflict_do_update(index_elements=['id'], set_={'n': s.excluded.n + t.c.n}))
        s = (postgresql if kind == 'postgresql' else sqlite).insert(d).values(id=1, v=50)
        b.execute(s.on_conflict_do_update(index_elements=[d.c.id], set_=s.excluded))
        print(b.execute(sa.select(t.c.n).where(t.c.id == 1)).scalar(), b.execute(sa.select(d).where(d.c.id == 1)).one())
    if kind == 'postgresql':
        e = func.jsonb_array_elements(sa.text("'[1, 2]'::jsonb")).table_valued('value').alias('e')
        print(b.execute(sa.select(e.c.value)).scalars().all())
        print(b.execute(sa.select(func.generate_series(1, 3).column_valued('x'))).all())
        print(b.execute(sa.select(sa.column('y')).select_from(func.generate_series(1, 2).alias('y'))).all())
        op.execute('CREATE TABLE spans (i interval)')
        spans = sa.table('spans', sa.column('i', sa.Interval))
        b.execute(spans.insert(), [{'i': datetime.timedelta(days=1, seconds=3)}, {'i': datetime.timedelta(days=-1, hours=2)}])
        print(b.execute(sa.text('SELECT i::text FROM spans')).scalars().all())
        op.execute('DROP TABLE spans')
    nested = sa.select(t.c.id).where(t.c.id > 90).cte('nested', nesting=True)
    around = sa.select(nested.c.id).cte('around')
    print(sorted(b.execute(sa.select(around.c.id)).scalars()))
    print([str(c) for c in (mysql.TINYINT(1), mysql.VARCHAR(5, charset='utf8'), postgresql.TIMESTAMP(True), postgresql.JSONB())])
    m.drop_all(b)


def downgrade():
    pass
