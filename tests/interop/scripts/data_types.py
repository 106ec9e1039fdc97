"""Rows of a data migration: what types, results and sessions make of them."""
import datetime, decimal, enum, uuid, json
from alembic import op
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, UserDefinedType
from sqlalchemy.dialects import postgresql
revision='r1'; down_revision=None
class Color(enum.Enum):
    RED='r'; BLUE='b'
class Num(enum.IntEnum):
    ONE=1; TWO=2
class IntEnumType(TypeDecorator):
    impl = sa.Integer
    cache_ok = True
    def __init__(self, cls, *a, **kw):
        super().__init__(*a, **kw)
        self.cls = cls
    def process_bind_param(self, value, dialect):
        if value is None: return None
        return value.value
    def process_result_value(self, value, dialect):
        return None if value is None else self.cls(value)
class JsonList(TypeDecorator):
    impl = sa.Text
    cache_ok = True
    def process_bind_param(self, value, dialect):
        return json.dumps(value)
    def process_result_value(self, value, dialect):
        return json.loads(value) if value is not None else 'none!'
class GUID(TypeDecorator):
    impl = sa.CHAR
    cache_ok = True
    def load_dialect_impl(self, dialect):
        if dialect.name == 'postgresql':
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(sa.CHAR(32))
    def process_bind_param(self, value, dialect):
        if value is None: return value
        if dialect.name == 'postgresql': return str(value)
        if not isinstance(value, uuid.UUID): return "%.32x" % uuid.UUID(value).int
        return "%.32x" % value.int
    def process_result_value(self, value, dialect):
        if value is None: return value
        if not isinstance(value, uuid.UUID): value = uuid.UUID(value)
        return value
class Point:
    def __init__(self, x, y): self.x=x; self.y=y
    def __repr__(self): return 'Point(%r, %r)' % (self.x, self.y)
class PointType(UserDefinedType):
    cache_ok = True
    def get_col_spec(self, **kw): return 'VARCHAR(50)'
    def bind_processor(self, dialect):
        def process(v): return None if v is None else '%s,%s' % (v.x, v.y)
        return process
    def result_processor(self, dialect, coltype):
        def process(v): return None if v is None else Point(*map(int, v.split(',')))
        return process
class Lower(TypeDecorator):
    impl = sa.String
    cache_ok = True
    def process_bind_param(self, value, dialect): return value.lower() if value else value
class Both(TypeDecorator):
    impl = Lower
    cache_ok = True
    def process_bind_param(self, value, dialect): return value and value + '!'
    def process_result_value(self, value, dialect): return value and '<' + value + '>'
def upgrade():
    b = op.get_bind()
    m = sa.MetaData()
    t = sa.Table('tt', m, sa.Column('id', sa.Integer, primary_key=True),
      sa.Column('n', IntEnumType(Num)), sa.Column('l', JsonList), sa.Column('g', GUID), sa.Column('p', PointType), sa.Column('b', Both(40)),
      sa.Column('c', sa.Enum(Color, name='color', native_enum=False)),
      sa.Column('cv', sa.Enum(Color, name='colorv', native_enum=False, values_callable=lambda c: [x.value for x in c])),
      sa.Column('j', sa.JSON), sa.Column('jn', sa.JSON(none_as_null=True)), sa.Column('lb', sa.LargeBinary), sa.Column('iv', sa.Interval))
    m.create_all(b)
    b.execute(t.insert().values(id=1, n=Num.TWO, l=[1,{'a':None}], g=uuid.UUID(int=77), p=Point(1,2), b='ABC', c=Color.BLUE, cv=Color.RED, j=None, jn=None, lb=b'\x00\xff', iv=datetime.timedelta(days=-2, microseconds=5)))
    b.execute(t.insert(), [dict(id=2, n=Num.ONE, l=None, g=str(uuid.UUID(int=78)), p=None, b='Q', c='RED', cv='b', j=[1], jn={}, lb=None, iv=None), dict(id=3, n=None, l='x', g=None, p=Point(3,4), b=None, c=None, cv=None, j='str', jn=None, lb=b'', iv=datetime.timedelta(hours=1))])
    for r in b.execute(sa.select(t).order_by(t.c.id)): print(tuple(r))
    for r in b.execute(sa.text('select id, n, l, g, p, b, c, cv, j, jn, iv is null from tt order by id')):
        print([str(x) for x in r][1:3], r.p, r.b, r.c, r.cv)
    print(b.execute(sa.text('select count(*) from tt where j is null')).scalar(), b.execute(sa.text('select count(*) from tt where jn is null')).scalar())
    print(b.execute(sa.select(t.c.id).where(t.c.n == Num.TWO)).scalars().all())
    print(b.execute(sa.select(t.c.id).where(t.c.n.in_([Num.TWO, Num.ONE])).order_by(t.c.id)).scalars().all())
    print(b.execute(sa.select(t.c.id).where(t.c.cv == Color.RED)).scalars().all())
    print(b.execute(sa.select(t.c.id).where(t.c.g == uuid.UUID(int=77))).scalars().all())
    print(b.execute(sa.select(t.c.id).where(t.c.b == 'abc')).scalars().all())
    b.execute(t.update().where(t.c.id == 3).values(n=Num.ONE, c=Color.RED, p=Point(9,9)))
    print(b.execute(sa.select(t.c.n, t.c.c, t.c.p).where(t.c.id == 3)).one())
    b.execute(t.update().where(t.c.id == sa.bindparam('i')).values(n=sa.bindparam('nn')), [dict(i=1, nn=Num.ONE), dict(i=2, nn=Num.TWO)])
    print(b.execute(sa.select(t.c.n).order_by(t.c.id)).scalars().all())
    op.bulk_insert(t, [dict(id=10, n=Num.TWO, l=['z'], c=Color.RED, cv=Color.BLUE, b='Xx')])
    print(b.execute(sa.select(t).where(t.c.id == 10)).one())
    op.execute(t.update().where(t.c.id == 10).values(n=Num.ONE, l=[3]))
    print(b.execute(sa.select(t.c.n, t.c.l).where(t.c.id == 10)).one())
    for bad in (Point(1,2), Color.RED):
        try:
            with b.begin_nested(): b.execute(sa.text('select :x'), dict(x=bad))
        except Exception as e: print(type(e).__name__, str(e).split('\n')[0][:60])
    try:
        with b.begin_nested(): b.execute(t.insert().values(id=20, c=5))
    except Exception as e: print(type(e).__name__, str(e).split('\n')[0])
    try:
        with b.begin_nested(): b.execute(t.insert().values(id=20, n='nope'))
    except Exception as e: print(type(e).__name__, str(e).split('\n')[0])
    m.drop_all(b)
def downgrade(): pass
