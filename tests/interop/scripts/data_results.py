"""Rows of a data migration: what types, results and sessions make of them."""
import datetime, decimal, uuid
from alembic import op
import sqlalchemy as sa
from sqlalchemy import func
revision='r1'; down_revision=None
calls = []
def ctx_default(ctx):
    return ctx.get_current_parameters()['name'].upper()
counter = [0]
def count():
    counter[0] += 1
    return counter[0]
def upgrade():
    b = op.get_bind()
    m = sa.MetaData()
    u = sa.Table('uu', m, sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(30)),
      sa.Column('up', sa.String(30), default=ctx_default), sa.Column('n', sa.Integer, default=count, onupdate=lambda: 99),
      sa.Column('k', sa.Integer, default=7), sa.Column('dd', sa.Date, default=func.current_date()), sa.Column('sd', sa.Integer, server_default='5'))
    g = sa.Table('gg', m, sa.Column('id', sa.Uuid, primary_key=True, default=lambda: uuid.UUID(int=1)), sa.Column('v', sa.Numeric(8,2)))
    m.create_all(b)
    r = b.execute(u.insert().values(name='bob'))
    print(r.inserted_primary_key, tuple(r.inserted_primary_key), r.inserted_primary_key.id, r.inserted_primary_key[0], r.rowcount)
    r = b.execute(u.insert(), [{'name': 'x'}, {'name': 'y'}, {'name': 'z', 'extra': 1}])
    print(r.rowcount)
    r = b.execute(g.insert(), {'v': decimal.Decimal('1.25')})
    print(r.inserted_primary_key)
    print([tuple(x)[:5] for x in b.execute(sa.select(u).order_by(u.c.id))])
    print(b.execute(sa.select(u.c.dd).where(u.c.id == 1)).scalar() is not None, b.execute(sa.select(u.c.sd)).scalars().all())
    b.execute(u.update().where(u.c.name == 'x').values(k=8))
    print(b.execute(sa.select(u.c.n, u.c.k).order_by(u.c.id)).all())
    b.execute(u.insert().values([{'name': 'm1'}, {'name': 'm2'}]))
    print(b.execute(sa.select(u.c.name, u.c.up, u.c.n, u.c.k).where(u.c.name.like('m%')).order_by(u.c.id)).all())
    r = b.execute(u.insert().returning(u.c.id, u.c.up), [{'name': 'r1'}, {'name': 'r2'}])
    print(r.all())
    r = b.execute(u.insert().values(name='r3').returning(u.c.name, u.c.k))
    print(r.keys(), r.one())
    r = b.execute(u.update().where(u.c.name == 'r3').values(k=1).returning(u.c.id, u.c.n))
    print(r.mappings().all())
    r = b.execute(u.delete().where(u.c.name.in_(['r1', 'r2', 'r3'])).returning(u.c.name))
    print(sorted(r.scalars().all()))
    r = b.execute(sa.select(u.c.id, u.c.name.label('nm')).order_by(u.c.id))
    row = r.first()
    print(row, row[0], row.nm, row._mapping['nm'], row._asdict(), row._fields, list(row), len(row), row[-1], row[0:2], 'bob' in row, row == (1, 'bob'))
    a, c = row
    print(a, c, dict(row._mapping), list(row._mapping.keys()), row._mapping[u.c.id])
    print(r.closed)
    try: r.fetchone()
    except Exception as e: print(type(e).__name__, e)
    for p in b.execute(sa.select(u.c.id).order_by(u.c.id)).partitions(3): print(p)
    for p in b.execute(sa.select(u.c.id).order_by(u.c.id)).yield_per(2).partitions(): print(p)
    r = b.execute(sa.select(u.c.id).order_by(u.c.id).execution_options(yield_per=2))
    print(r.fetchmany(2), r.fetchmany(), r.fetchone(), r.fetchall(), r.fetchone())
    for f in ('one', 'scalar_one', 'one_or_none', 'scalar_one_or_none'):
        for lim in (0, 1, 2):
            try: print(f, getattr(b.execute(sa.select(u.c.id).order_by(u.c.id).limit(lim)), f)())
            except Exception as e: print(f, type(e).__name__, e)
    print(b.scalar(sa.text('select count(*) from uu where name = :n'), {'n': 'bob'}), b.scalars(sa.select(u.c.name).order_by(u.c.id)).first())
    print(b.execute(sa.text('select id from uu where id in :ids order by id').bindparams(sa.bindparam('ids', expanding=True)), {'ids': [1, 3]}).scalars().all())
    print(b.execute(sa.text('select id, name from uu where id = :i').columns(u.c.id, u.c.name), {'i': 2}).all())
    with b.begin_nested():
        b.execute(u.insert().values(id=50, name='sp'))
    sp = b.begin_nested()
    b.execute(u.insert().values(id=51, name='sp2'))
    sp.rollback()
    print(b.execute(sa.select(u.c.id).where(u.c.id >= 50)).all())
    try:
        with b.begin_nested():
            b.execute(u.insert().values(id=50, name='dup'))
    except sa.exc.IntegrityError as e: print('IE', type(e.orig).__name__ in ('IntegrityError', 'UniqueViolation', 'str') )
    print(b.in_transaction(), b.in_nested_transaction())
    r = b.execute(sa.select(sa.func.sum(g.c.v), sa.func.count(), sa.func.avg(g.c.v), sa.literal(1), sa.cast(g.c.v, sa.Float)).group_by(g.c.v))
    print(r.all())
    print(b.execute(sa.select(sa.func.max(u.c.id))).scalar_one(), b.execute(sa.select(sa.exists().where(u.c.id == 1))).scalar())
    print(b.execute(sa.select(sa.case((u.c.id == 1, 'one'), else_='other')).order_by(u.c.id).limit(2)).all())
    rows = b.execute(sa.select(u.c.id, u.c.name).order_by(u.c.id)).mappings()
    print([dict(x) for x in rows][:2])
    rc = b.execute(u.update().values(k=3)); print(rc.rowcount)
    rc = b.execute(u.delete().where(u.c.id > 49)); print(rc.rowcount)
    res = b.execute(sa.select(u.c.id, u.c.name).order_by(u.c.id))
    print(res.columns('name').all()[:2])
    res = b.execute(sa.select(u.c.id, u.c.name).order_by(u.c.id)); print(res.tuples().all()[:1], )
    frozen = b.execute(sa.select(u.c.id).order_by(u.c.id)).freeze(); print(frozen().all()[:2])
    m.drop_all(b)
def downgrade(): pass
