"""the doc"""
import datetime, decimal, enum, uuid
from alembic import op
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable, CreateIndex, DropTable, CreateSequence, DropSequence, CreateSchema, DropSchema, AddConstraint, DropConstraint
from sqlalchemy import schema
revision='r1'; down_revision=None
class Color(enum.Enum):
    RED='r'; BLUE='b'
def upgrade():
    b = op.get_bind()
    m = sa.MetaData()
    t = sa.Table('t', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('d', sa.DateTime), sa.Column('day', sa.Date), sa.Column('tm', sa.Time),
      sa.Column('b', sa.Boolean), sa.Column('j', sa.JSON), sa.Column('n', sa.Numeric(10,2)), sa.Column('f', sa.Float), sa.Column('nf', sa.Numeric(10,3,asdecimal=False)), sa.Column('u', sa.Uuid), sa.Column('us', sa.Uuid(as_uuid=False)), sa.Column('c', sa.Enum(Color, name='color')), sa.Column('e', sa.Enum('x','y',name='xy')), sa.Column('i', sa.Interval))
    if b.dialect.name == 'postgresql':
        op.execute("create type color as enum ('RED','BLUE')"); op.execute("create type xy as enum ('x','y')")
    op.execute(CreateTable(t))
    op.execute(CreateIndex(sa.Index('ix_t_d', t.c.d)))
    b.execute(schema.CreateTable(sa.Table('t2', m, sa.Column('id', sa.Integer)), if_not_exists=True))
    b.execute(DropTable(m.tables['t2'], if_exists=True))
    if b.dialect.name == 'postgresql':
        op.execute(CreateSequence(sa.Sequence('sq', start=5)))
        op.execute(DropSequence(sa.Sequence('sq')))
        op.execute(CreateSchema('zz', if_not_exists=True))
        op.execute(DropSchema('zz', cascade=True))
        op.execute(AddConstraint(sa.UniqueConstraint(t.c.id, t.c.d, name='uqq')))
        op.execute(DropConstraint(sa.UniqueConstraint(t.c.id, t.c.d, name='uqq')))
    b.execute(t.insert().values(id=1, d=datetime.datetime(2024,1,2,3,4,5), day=datetime.date(2024,5,6), tm=datetime.time(1,2,3), b=True, j={'a':[1,None]}, n=decimal.Decimal('1.5'), f=2.5, nf=1.25, u=uuid.UUID(int=5), us=str(uuid.UUID(int=6)), c=Color.BLUE, e='x', i=datetime.timedelta(days=1, seconds=3)))
    b.execute(t.insert().values(id=2))
    for r in b.execute(sa.select(t).order_by(t.c.id)):
        print(tuple(r))
    for r in b.execute(sa.select(t.c.d.label('q'), sa.func.max(t.c.day), sa.func.count()).group_by(t.c.d).order_by(t.c.d)):
        print(r)
    print(b.execute(sa.text('select d, b from t where id = 1')).first() if b.dialect.name=='sqlite' else '')
    print(b.execute(sa.select(t.c.j).where(t.c.id==1)).scalar())
    for p in ((1,),):
        print(b.exec_driver_sql('select id from t where id = %s' % ('?' if b.dialect.name == 'sqlite' else '%s'), p).scalar())
    print(b.exec_driver_sql('select id from t where id = %s' % (':x' if b.dialect.name == 'sqlite' else '%(x)s'), {'x': 2}).scalar())
    print(b.exec_driver_sql("select '100%%' || id from t where id = 1").scalar() if b.dialect.name != 'sqlite' else '')
    b.execute(t.update().where(t.c.id==2).values(d=datetime.datetime(2020,1,1), c=Color.RED))
    print(b.execute(sa.select(t.c.d, t.c.c).where(t.c.id==2)).one())
    print(b.execute(sa.select(t.c.id).where(t.c.d < datetime.datetime(2021,1,1))).all())
    op.execute(DropTable(t))
    if b.dialect.name == 'postgresql':
        op.execute("drop type color; drop type xy")
def downgrade():
    pass
