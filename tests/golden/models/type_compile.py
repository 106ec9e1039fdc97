import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql, sqlite

for t in (sa.String(20), sa.Integer(), sa.DateTime(timezone=True), sa.Numeric(10, 2), sa.Text(), sa.Boolean(), sa.LargeBinary(),
          sa.Enum("a", "b", name="e"), sa.JSON(), sa.Uuid(), sa.Interval(), sa.Float(), sa.Date(), sa.BigInteger(), sa.Unicode(5), sa.ARRAY(sa.Integer)):
    print(repr(t), "|", t.compile(dialect=postgresql.dialect()))
    if not isinstance(t, sa.ARRAY):
        print(t.compile(dialect=sqlite.dialect()))
for t in (sa.String(20), sa.Integer(), sa.DateTime(timezone=True), sa.Numeric(10, 2), sa.Text(), sa.Boolean(), sa.BigInteger(),
          sa.Date(), sa.VARCHAR(3), sa.Float(), sa.LargeBinary(), postgresql.JSONB(), postgresql.UUID(),
          postgresql.INET(), sa.Enum("a", name="n"), sa.JSON()):
    print(str(t))
print(str(sa.Column("x", sa.String(5)).type), isinstance(sa.String(5), sa.types.TypeEngine), sa.String(5).length, sa.Numeric(10, 2).scale)
print(sa.Integer().python_type, sa.String().python_type, sa.Boolean().python_type)
print(sa.String(5) == sa.String(5), type(sa.String(5).with_variant(sa.Text, "mysql")).__name__)
