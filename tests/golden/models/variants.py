from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Integer, JSON, MetaData, String, Table, Text
from sqlalchemy.dialects import mysql, postgresql, sqlite

metadata = MetaData()
BigInt = BigInteger().with_variant(postgresql.BIGINT(), "postgresql").with_variant(sqlite.INTEGER(), "sqlite")
t = Table(
    "t", metadata,
    Column("id", BigInt, primary_key=True),
    Column("a", JSON().with_variant(postgresql.JSONB(), "postgresql")),
    Column("b", Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")),
    Column("c", String(50).with_variant(String(50, collation="C"), "postgresql")),
    Column("d", postgresql.ARRAY(String).with_variant(JSON, "sqlite")),
    Column("e", postgresql.JSONB(none_as_null=True).with_variant(sqlite.JSON(), "sqlite")),
    Column("f", DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), index=True),
)
target_metadata = metadata
