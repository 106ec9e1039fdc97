from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint, quoted_name
from sqlalchemy.sql import quoted_name as qn

metadata = MetaData(schema=quoted_name("App", True), quote_schema=True)
Table(quoted_name("Users", True), metadata, Column(quoted_name("Id", True), Integer, primary_key=True),
      Column(qn("name", False), String), UniqueConstraint("name", name=qn("uq_N", True)),
      Index(qn("ix_N", False), "name"))
Table("select", metadata, Column("order", Integer, primary_key=True), Column("Group", ForeignKey("App.Users.Id")), quote=False)
Table("plain", metadata, Column("x", Integer), schema="other")
print(quoted_name("Ab", None) == "Ab", qn("X", True).lower(), len(qn("abc", True)), "%s" % qn("zz", None))
target_metadata = metadata
