"""More types, most of them PostgreSQL's own."""
import datetime, decimal, enum, uuid
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
revision='r1'; down_revision=None
class Color(enum.Enum):
    RED='r'; BLUE='b'
def upgrade():
    b = op.get_bind()
    m = sa.MetaData()
    t = sa.Table('ty', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('u', sa.Uuid(as_uuid=False)), sa.Column('bo', sa.Boolean), sa.Column('fl', sa.Float), sa.Column('nu', sa.Numeric(10, 4)), sa.Column('bi', sa.BigInteger), sa.Column('dt', sa.DateTime(timezone=True)), sa.Column('tm', sa.Time), sa.Column('tx', sa.Text), sa.Column('df', sa.Numeric(asdecimal=False)), sa.Column('fd', sa.Float(asdecimal=True)))
    m.create_all(b)
    tz = datetime.timezone(datetime.timedelta(hours=2))
    b.execute(t.insert(), [dict(id=1, u=str(uuid.UUID(int=9)), bo=True, fl=1, nu=decimal.Decimal('3.14159'), bi=2**40, dt=datetime.datetime(2024,5,6,7,8,9,10), tm=datetime.time(1,2,3,4), tx='é☃', df=2.5, fd=0.125), dict(id=2, u=None, bo=False, fl=None, nu=2, bi=-5, dt=None, tm=None, tx='', df=None, fd=None)])
    for r in b.execute(sa.select(t).order_by(t.c.id)):
        print([x.isoformat() if hasattr(x, 'isoformat') and b.dialect.name == 'sqlite' else x for x in r if not isinstance(x, datetime.datetime)])
    print(b.execute(sa.select(t.c.bo, sa.not_(t.c.bo)).order_by(t.c.id)).all(), b.execute(sa.select(t.c.id).where(t.c.bo)).scalars().all(), b.execute(sa.select(t.c.id).where(t.c.bo.is_(False))).scalars().all())
    print(b.execute(sa.select(sa.func.count(t.c.id), sa.func.max(t.c.nu), sa.func.sum(t.c.bi), sa.func.coalesce(t.c.fl, 0)).group_by(t.c.fl).order_by(sa.func.count(t.c.id), sa.func.max(t.c.nu))).all())
    print(b.execute(sa.select(sa.type_coerce(sa.literal('x'), sa.String), sa.literal(True), sa.literal(decimal.Decimal('1.10')), sa.literal(None), sa.null())).one())
    print(b.execute(sa.select(t.c.tx.label('a'), (t.c.bi + 1).label('b'), (t.c.tx + 'z')).order_by(t.c.id)).all())
    print(b.execute(sa.union_all(sa.select(t.c.id, t.c.bo), sa.select(t.c.id + 10, t.c.bo)).order_by('id')).all())
    cte = sa.select(t.c.id, t.c.bo).where(t.c.id == 1).cte('q')
    print(b.execute(sa.select(cte)).all(), b.execute(sa.select(cte.c.bo)).scalar())
    sub = sa.select(t.c.id, t.c.nu).subquery()
    print(b.execute(sa.select(sub.c.nu).order_by(sub.c.id)).scalars().all())
    if b.dialect.name == 'postgresql':
        p = sa.Table('pp', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('a', pg.ARRAY(sa.Integer)), sa.Column('at', pg.ARRAY(sa.Text)), sa.Column('jb', pg.JSONB), sa.Column('e', sa.Enum(Color, name='pcolor')), sa.Column('ea', pg.ARRAY(sa.Enum(Color, name='pcolor'))), sa.Column('iv', sa.Interval), sa.Column('inet', pg.INET), sa.Column('by', pg.BYTEA), sa.Column('un', pg.UUID(as_uuid=True)), sa.Column('us', pg.UUID(as_uuid=False)), sa.Column('ua', pg.ARRAY(pg.UUID)), sa.Column('hs', sa.Text), sa.Column('a2', pg.ARRAY(sa.Integer, dimensions=2)))
        p.create(b)
        b.execute(p.insert().values(id=1, a=[1, 2, None], at=["x'", 'a,"b'], jb={'a': [1, {'b': None}], 'ü': 1.5}, e=Color.BLUE, ea=[Color.RED, Color.BLUE], iv=datetime.timedelta(days=3, seconds=5), inet='10.0.0.1', by=b'\x00\x01', un=uuid.UUID(int=4), us=str(uuid.UUID(int=5)), ua=[uuid.UUID(int=6)], a2=[[1, 2], [3, 4]]))
        print(b.execute(sa.select(p)).one())
        print(b.execute(sa.select(p.c.jb['a'], p.c.jb['a'][0].astext, p.c.a[1], sa.func.array_length(p.c.a, 1))).one())
        print(b.execute(sa.select(p.c.id).where(p.c.a.contains([1]))).all(), b.execute(sa.select(p.c.id).where(p.c.jb.has_key('a'))).all(), b.execute(sa.select(p.c.id).where(p.c.jb.contains({'ü': 1.5}))).all())
        b.execute(p.update().values(jb=p.c.jb.op('||')(sa.cast({'n': 1}, pg.JSONB))))
        print(b.execute(sa.select(p.c.jb)).scalar())
        b.execute(p.update().values(jb=None, ea=[], a=None)); print(b.execute(sa.select(p.c.jb, p.c.ea, p.c.a)).one(), b.scalar(sa.text('select jb is null from pp')))
        print(b.execute(sa.text('select a2, at, un, iv, jb from pp')).one())
        print(b.exec_driver_sql('select un, iv, by::text from pp').one())
        print(b.execute(sa.text("select :a = any(at) from pp"), {'a': "x'"}).scalar(), b.execute(sa.text('select id from pp where id = any(:ids)'), {'ids': [1, 2]}).all())
        print(b.execute(sa.text('select cast(:j as jsonb)'), {'j': '{"a": 1}'}).scalar(), b.execute(sa.text("select now() is not null, 1.5::numeric, 2::float8, '{1,2}'::int[], 'x'::char(3), true")).one())
        stmt = pg.insert(p).values(id=1, hs='up').on_conflict_do_update(index_elements=['id'], set_={'hs': 'done'}).returning(p.c.id, p.c.hs)
        print(b.execute(stmt).one())
        print(b.execute(pg.insert(p).values(id=1).on_conflict_do_nothing()).rowcount)
        p.drop(b); 
    else:
        from sqlalchemy.dialects.sqlite import insert
        print(b.execute(insert(t).values(id=1, tx='up').on_conflict_do_update(index_elements=['id'], set_={'tx': 'done'})).rowcount, b.scalar(sa.select(t.c.tx).where(t.c.id == 1)))
    t.drop(b)
def downgrade(): pass
