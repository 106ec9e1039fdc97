"""Parameters that decide how many there are, lists and tuples, booleans, several statements in one text."""
from alembic import op
import sqlalchemy as sa
revision = 'r1'; down_revision = None


def show(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__)


def upgrade():
    b = op.get_bind()
    n = b.dialect.name
    text = sa.text
    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('s', sa.String(20)), sa.Column('b', sa.Boolean))
    op.bulk_insert(sa.table('t', sa.column('id', sa.Integer), sa.column('s', sa.String)), [{'id': i, 's': 'n%d' % i} for i in range(1, 6)])
    by_ids = text("select id from t where id in :ids order by id")
    show('tuple', lambda: b.execute(by_ids, {'ids': (1, 3)}).scalars().all())
    show('texts', lambda: b.execute(text("select id from t where s in :ids and id > :m order by id"), {'ids': ('n1', "n'3", 'n4'), 'm': 0}).scalars().all())
    show('one', lambda: b.execute(by_ids, {'ids': (2,)}).scalars().all())
    show('many', lambda: b.execute(text("update t set s = 'x' where id in :ids"), [{'ids': (1, 2)}, {'ids': (3, 4, 5)}]).rowcount)
    if n == 'postgresql':
        show('any', lambda: b.execute(text("select id from t where id = any(:ids) order by id"), {'ids': [1, 3]}).scalars().all())
        show('unnest', lambda: b.execute(text("select unnest(:ids)"), {'ids': ['a', 'b']}).scalars().all())
        show('mixed', lambda: b.execute(text("select :a, array_length(:a, 1)"), {'a': [1.5, 2, 3000000000]}).all())
        show('nested', lambda: b.execute(text("select (:a)[1:2]"), {'a': [[1, 2], [3, 4], [5, 6]]}).scalar())
        show('quoted', lambda: b.execute(text("select :a"), {'a': ['{x}', 'a,b', '"', '\\', None, 'NULL', '']}).scalar())
        show('driver in', lambda: b.exec_driver_sql("select id from t where id in %s order by id", ((1, 3),)).scalars().all())
        show('driver any', lambda: b.exec_driver_sql("select id from t where id = any(%(a)s) order by id", {'a': [1, 3]}).scalars().all())
        show('last', lambda: b.execute(text("select 1; select 2 as b, 3 as c")).mappings().all())
        show('last changed', lambda: b.execute(text("create table z (a int); insert into z values (1),(2)")).rowcount)
        show('infinity', lambda: b.execute(text("select 'infinity'::date, '-infinity'::timestamp, '24:00'::time")).all())
        from sqlalchemy.dialects.postgresql import ARRAY, JSONB
        a = sa.Table('a', sa.MetaData(), sa.Column('i', sa.Integer), sa.Column('j', ARRAY(JSONB)), sa.Column('t', ARRAY(sa.Text)))
        a.create(b)
        b.execute(a.insert(), [{'i': 1, 'j': [{'a': 1}, [1, 2]], 't': ['{}', '{a}']}, {'i': 2, 'j': [], 't': [None]}])
        show('arrays', lambda: b.execute(sa.select(a).order_by(a.c.i)).all())
        if b.scalar(text("select count(*) from pg_available_extensions where name = 'hstore'")):
            from sqlalchemy.dialects.postgresql import HSTORE
            op.execute("create extension if not exists hstore")
            h = sa.Table('h', sa.MetaData(), sa.Column('i', sa.Integer), sa.Column('h', HSTORE))
            h.create(b)
            b.execute(h.insert(), [{'i': 1, 'h': {'a': '1', 'b': None, 'c"': "x'y\\"}}, {'i': 2, 'h': {}}, {'i': 3, 'h': None}])
            show('hstore', lambda: b.execute(sa.select(h).order_by(h.c.i)).all())
            show('hstore of a number', lambda: b.execute(h.insert().values(h={'a': 1})))
        for empty in ('', ' ', '-- nothing', '/* x */ ;'):
            def run():
                with b.begin_nested():
                    op.execute(empty)
            show('empty', run)
    elif n != 'sqlite':
        show('driver in', lambda: b.exec_driver_sql("select id from t where id in %s order by id", ([1, 3],)).scalars().all())
        from sqlalchemy.dialects.mysql import SET
        e = sa.Table('e', sa.MetaData(), sa.Column('i', sa.Integer), sa.Column('e', SET('a', 'b', 'c')))
        e.create(b)
        b.execute(e.insert(), [{'i': 1, 'e': {'b', 'a'}}, {'i': 2, 'e': set()}, {'i': 3, 'e': 'c'}, {'i': 4, 'e': None}])
        show('set', lambda: [x if x is None else (type(x).__name__, sorted(x)) for x in b.execute(sa.select(e.c.e).order_by(e.c.i)).scalars()])
        show('list', lambda: b.execute(by_ids, {'ids': [1, 3]}).scalars().all())
    tt = sa.table('t', sa.column('id', sa.Integer), sa.column('b', sa.Boolean))
    for value in (1, 0, 2, 'yes', 1.0, True, None):
        show(('boolean', value), lambda: b.execute(tt.update().values(b=value)).rowcount)
        show('is', lambda: b.execute(sa.select(tt.c.b).limit(1)).scalars().all())


def downgrade():
    for name in ('t', 'z', 'a', 'h', 'e'):
        op.execute('drop table if exists ' + name)
