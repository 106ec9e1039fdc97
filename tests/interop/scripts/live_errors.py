"""What a script learns of a statement that failed: SQLAlchemy's exception, and the driver's in it."""
from alembic import op
import sqlalchemy as sa
revision = 'r1'; down_revision = None


def upgrade():
    b = op.get_bind()
    n = b.dialect.name
    m = sa.MetaData()
    p = sa.Table('p', m, sa.Column('id', sa.Integer, primary_key=True, autoincrement=False), sa.Column('name', sa.String(5), nullable=False, unique=True),
                 sa.Column('n', sa.Integer), sa.Column('d', sa.Date), sa.CheckConstraint('n > 0', name='ck_n'))
    c = sa.Table('c', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('pid', sa.ForeignKey('p.id')))
    m.create_all(b)
    b.execute(p.insert(), [{'id': 1, 'name': 'a', 'n': 1}, {'id': 2, 'name': 'b', 'n': 2}])

    def show(label, f):
        try:
            with b.begin_nested():
                print(label, f().rowcount)
        except sa.exc.DBAPIError as e:
            o = e.orig
            print(label, type(e).__name__, e.code, e.params, e.connection_invalidated, e.hide_parameters, e.detail)
            print('  ', [line for line in str(e).split('\n') if not line.startswith('[SQL')])
            print('  ', type(o).__module__, type(o).__name__, o.args, [x.__name__ for x in type(o).__mro__][:-4])
            for name in ('pgcode', 'pgerror', 'sqlite_errorcode', 'sqlite_errorname'):
                print('  ', name, repr(getattr(o, name, 'none')))
            if hasattr(o, 'diag'):
                print('  ', [getattr(o.diag, name) for name in ('severity', 'sqlstate', 'message_primary', 'message_detail', 'message_hint', 'schema_name',
                                                                'table_name', 'column_name', 'constraint_name', 'statement_position')])

    show('key', lambda: b.execute(p.insert().values(id=1, name='z')))
    show('unique', lambda: b.execute(sa.text("insert into p (id, name) values (:i, :n)"), {'i': 9, 'n': 'a'}))
    show('null', lambda: b.execute(p.insert().values(id=3, name=None)))
    show('check', lambda: b.execute(p.insert().values(id=3, name='q', n=-1)))
    show('driver', lambda: b.exec_driver_sql("insert into p (id, name) values (%s, %s)" % (("?", "?") if n == 'sqlite' else ("%s", "%s")), (1, 'y')))
    if n != 'sqlite':
        show('foreign key', lambda: b.execute(c.insert().values(id=1, pid=77)))
        show('long', lambda: b.execute(p.insert().values(id=4, name='abcdefgh')))
        show('date', lambda: b.execute(sa.text("insert into p (id, name, d) values (20, 'x', '2020-99-99')")))
    show('table', lambda: b.execute(sa.text("select * from nope")))
    show('column', lambda: b.execute(sa.text("select zzz from p")))
    show('syntax', lambda: b.execute(sa.text("selec 1")))
    if n in ('mysql', 'mariadb'):
        import pymysql
        driver = pymysql.err.Error
    elif n == 'sqlite':
        import sqlite3
        driver = sqlite3.Error
    else:
        import psycopg2
        driver = psycopg2.Error
    cursor = b.connection.cursor()
    try:
        with b.begin_nested():
            cursor.execute("select zzz from p")
    except driver as e:
        print('cursor', type(e).__module__, type(e).__name__, e.args)
    try:
        b.execute(sa.text("select 1"), [1])
    except sa.exc.ArgumentError as e:
        print(e)


def downgrade():
    op.drop_table('c')
    op.drop_table('p')
