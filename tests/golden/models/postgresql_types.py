import sqlalchemy as sa
from sqlalchemy import Column, MetaData, Table, Integer, String, text, func, cast, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import (ARRAY, BIT, BYTEA, CIDR, CITEXT, DATERANGE, DOMAIN, DOUBLE_PRECISION, ENUM,
    HSTORE, INET, INT4RANGE, INT8MULTIRANGE, INTERVAL, JSON, JSONB, JSONPATH, MACADDR, MACADDR8, MONEY, NUMRANGE, OID,
    REGCLASS, REGCONFIG, REAL, TIME, TIMESTAMP, TSQUERY, TSRANGE, TSTZRANGE, TSVECTOR, UUID, VARCHAR, ExcludeConstraint, array)

metadata = MetaData()
t = Table(
    "t", metadata,
    Column("a", UUID(as_uuid=True), primary_key=True, server_default=text("gen_random_uuid()")),
    Column("a2", UUID(as_uuid=False)), Column("a3", UUID), Column("a4", postgresql.UUID()),
    Column("b", JSONB, server_default=text("'{}'::jsonb")), Column("b2", JSONB(astext_type=sa.Text())), Column("b3", JSON(none_as_null=True)),
    Column("c", ARRAY(String(5))), Column("c2", ARRAY(Integer, dimensions=2, as_tuple=True)), Column("c3", ARRAY(UUID(as_uuid=True)), server_default="{}"),
    Column("c5", ARRAY(sa.Text), server_default=cast(array(["a"]), ARRAY(sa.Text))),
    Column("d", TIMESTAMP(timezone=True, precision=3)), Column("d2", TIME(precision=2)), Column("d3", TIMESTAMP), Column("d4", INTERVAL(fields="DAY TO SECOND", precision=3)),
    Column("e", BIT(5)), Column("e2", BIT(varying=True)), Column("e3", BYTEA), Column("e4", MONEY), Column("e5", OID), Column("e6", REGCLASS), Column("e7", REGCONFIG),
    Column("f", INET), Column("f2", CIDR), Column("f3", MACADDR), Column("f4", MACADDR8), Column("f5", CITEXT), Column("f6", HSTORE), Column("f7", HSTORE(text_type=sa.Unicode())),
    Column("g", INT4RANGE), Column("g2", NUMRANGE), Column("g3", TSRANGE), Column("g4", TSTZRANGE), Column("g5", DATERANGE), Column("g6", INT8MULTIRANGE),
    Column("h", TSVECTOR), Column("h2", TSQUERY), Column("h3", JSONPATH), Column("h4", REAL), Column("h5", DOUBLE_PRECISION(53)),
    Column("i", DOMAIN("posint", Integer, check=text("VALUE > 0"), not_null=True)), Column("i2", ENUM("a", "b", name="e_ab")),
    Column("j", VARCHAR(5, collation="C")),
    ExcludeConstraint(("g3", "&&"), (literal_column("f"), "="), name="no_overlap", using="gist", where=text("a IS NOT NULL"), ops={"g3": "range_ops"}, deferrable=True, initially="DEFERRED"),
    ExcludeConstraint((Column("k", Integer), "="), using="btree") if False else ExcludeConstraint(("g", "&&")),
    postgresql_partition_by="RANGE (a)", postgresql_inherits="parent", postgresql_on_commit="DROP", postgresql_using="heap",
)
for c in t.c:
    print(c.name, repr(c.type))
target_metadata = metadata
