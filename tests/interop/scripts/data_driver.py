"""Rows of a data migration: what types, results and sessions make of them."""
from alembic import op, context
import sqlalchemy as sa
from sqlalchemy.orm import Session
revision='r1'; down_revision=None
def upgrade():
    b = op.get_bind()
    pg = b.dialect.name == 'postgresql'
    ph = '%s' if pg else '?'
    op.execute("create table rr (id integer primary key, name varchar(30), v numeric(6,2))")
    cur = b.connection.cursor()
    cur.execute("insert into rr values (1, 'a%', 1.5)")
    cur.execute("insert into rr values (%s, %s, %s)" % (ph, ph, ph), (2, "b'q", 2))
    cur.executemany("insert into rr (id, name) values (%s, %s)" % (ph, ph), [(3, 'x'), (4, 'y')])
    print(cur.rowcount)
    cur.execute("select id, name from rr order by id")
    print(cur.fetchone(), cur.fetchmany(2), cur.fetchall(), [d[0] for d in cur.description])
    cur.execute("select id from rr where name like 'b%'")
    print(cur.fetchall())
    cur.close()
    if pg:
        from psycopg2.extras import execute_values
        with b.connection.cursor() as c:
            execute_values(c, "insert into rr (id, name) values %s", [(10, 'p'), (11, 'q')])
            execute_values(c, "insert into rr (id, name) values %s", [{'i': 12, 'n': 'r'}], template='(%(i)s, %(n)s)')
            c.execute("select count(*) from rr where id >= %(x)s", {'x': 10}); print(c.fetchone())
            for r in c: print(r)
    else:
        b.connection.connection.execute("insert into rr (id, name) values (20, 'z')")
        c = b.connection.dbapi_connection.cursor()
        for r in c.execute("select id from rr where id = :i", {'i': 20}): print(r)
    print(b.exec_driver_sql("select name from rr where id = %s" % ph, (2,)).scalar_one())
    b.exec_driver_sql("insert into rr (id, name) values (%s, %s)" % (ph, ph), [(30, 'm'), (31, 'n')])
    print(b.exec_driver_sql("select count(*) from rr").scalar())
    print(b.execute(sa.text("select id, v from rr where id = :a or id = :b order by id"), {'a': 1, 'b': 2}).all())
    print(b.execute(sa.text("select :x || 'y'"), dict(x='a:b')).scalar())
    op.execute(sa.text("update rr set name = :n where id = 1").bindparams(n='new'))
    print(b.scalar(sa.text("select name from rr where id = 1")))
    print(type(b.execute(sa.text("select count(*) c from rr")).one().c).__name__)
    res = b.execute(sa.text("select id from rr order by id"))
    for row in res:
        b.execute(sa.text("update rr set v = :v where id = :i"), {'v': row.id * 2, 'i': row[0]})
    print([str(x) for x in b.scalars(sa.text("select v from rr order by id"))])
    res1 = b.execute(sa.text("select id from rr order by id")); res2 = b.execute(sa.text("select name from rr order by id"))
    print([(x[0], y[0]) for x, y in zip(res1, res2)][:3])
    op.execute("drop table rr")
def downgrade(): pass
