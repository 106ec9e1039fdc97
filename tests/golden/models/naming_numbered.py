from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint, func

metadata = MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0N_name)s",
    "ck": "ck_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_key)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
    "ForeignKeyConstraint": "unused",
})
a = Table("a", metadata, Column("x", Integer, primary_key=True), Column("y", Integer, primary_key=True),
          UniqueConstraint("y", "x"), Column("z", Integer, unique=True, index=True))
b = Table("b", metadata, Column("x", Integer, key="xk"), Column("y", Integer),
          ForeignKeyConstraint(["xk", "y"], ["a.x", "a.y"]), schema="s")
Index(None, b.c.y, b.c.xk)
Index("ix_f", func.lower(b.c.y))
c = Table("c", metadata, Column("x", Integer), CheckConstraint(Column("q", Integer) > 5, name="nm") )
target_metadata = metadata
