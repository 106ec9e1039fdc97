import datetime
import sqlalchemy as sa
from sqlalchemy import MetaData, Table, Column, Integer, String, func, case, and_, or_, not_, select, text, literal, null, true

m = MetaData()
t = Table("t", m, Column("id", Integer, primary_key=True), Column("name", String(10)), Column("n", Integer))
print(t.c.id + 1)
print(t.c.name + "x")
print(t.c.name.like("a%"))
print(and_(t.c.id > 1, or_(t.c.n == None)))
print(not_(t.c.id == 1), ~(t.c.n > 2))
print(func.count(t.c.id), func.now())
print(select(t.c.id, t.c.name.label("x")).where(t.c.n > 5).order_by(t.c.id.desc()))
print(t.delete().where(t.c.id.between(1, 2)))
print(sa.extract("year", sa.column("d")))
print(t.c.id.is_(None), t.c.id.isnot(None), t.c.id.desc().nullslast())
print(null(), true())
