import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint
from sqlalchemy.schema import PrimaryKeyConstraint, ForeignKeyConstraint, CheckConstraint

metadata = MetaData()
users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50), key="uname"),
    UniqueConstraint("uname"),
    Index("ix_n", "uname"),
    comment="people", prefixes=["UNLOGGED"], postgresql_tablespace="tsp", sqlite_with_rowid=False,
    mysql_engine="InnoDB", mysql_charset="utf8mb4", info={"a": 1},
)
items = Table(
    "items", metadata,
    Column("a", Integer), Column("b", Integer), Column("c", Integer, nullable=False),
    PrimaryKeyConstraint("a", "b", name="pk_items", postgresql_include=["c"]),
    ForeignKeyConstraint(["a"], ["users.id"], name="fk_a", ondelete="CASCADE", onupdate="RESTRICT",
                         deferrable=True, initially="DEFERRED", match="FULL", comment="fk"),
    ForeignKeyConstraint(["a", "b"], ["pairs.x", "pairs.y"], use_alter=True, name="fk_ab", link_to_name=True),
    CheckConstraint("a > b", name="ck_ab"),
    CheckConstraint(sa.text("c <> 0")),
    sa.CheckConstraint(sa.column("c") > 5, deferrable=True, initially="IMMEDIATE"),
    UniqueConstraint("b", "c", deferrable=False, postgresql_nulls_not_distinct=True),
    quote=True,
)
pairs = Table("pairs", metadata, Column("x", Integer, primary_key=True), Column("y", Integer, primary_key=True))
late = Table("late", metadata)
late.append_column(Column("id", Integer, primary_key=True))
late.append_column(Column("user_id", ForeignKey(users.c.id)))
late.append_constraint(UniqueConstraint("user_id", name="uq_late"))
Index("ix_late", late.c.user_id.desc(), unique=True)
again = Table("late", metadata, Column("more", String), extend_existing=True)
copy = users.to_metadata(MetaData())
print(again is late, copy.name, metadata.tables.keys())
print([c.name for c in users.columns], users.c.uname.name, users.primary_key.columns.keys())
sub = Table("sub", metadata, Column("id", Integer, ForeignKey("users.id"), primary_key=True), schema="s2")
target_metadata = metadata
