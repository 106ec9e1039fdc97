import datetime
import sqlalchemy as sa
from sqlalchemy import MetaData, Table, Column, Integer, String, func, case, and_, or_, not_, select, text, literal, null, true

m = MetaData()
t = Table("t", m, Column("id", Integer, primary_key=True), Column("name", String(10)), Column("n", Integer))
print(t.c.id + 1)
print(t.c.name + "x")
print(t.c.name.like("a%"))
print(and_(t.c.id > 1, or_(t.c.n == None, t.c.n.in_([1, 2]))))
print(not_(t.c.id == 1), ~(t.c.n > 2))
print(func.count(t.c.id), func.now(), func.coalesce(t.c.n, 0))
print(case((t.c.id == 1, "a"), else_="b"))
print(select(t.c.id, t.c.name.label("x")).where(t.c.n > 5).order_by(t.c.id.desc()).limit(3))
print(t.insert().values(name="q"))
print(t.update().where(t.c.id == 5).values(name="q", n=t.c.n + 1))
print(t.delete().where(t.c.id.between(1, 2)))
print(sa.cast(t.c.n, String), sa.extract("year", sa.column("d")))
print(t.c.id.is_(None), t.c.id.isnot(None), t.c.id.desc().nullslast())
print(text("a = :b").bindparams(b=5), literal(5), null(), true())
print(t.join(t.alias("u"), t.c.id == 1) if hasattr(t, "join") else "")
