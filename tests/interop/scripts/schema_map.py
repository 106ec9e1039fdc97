"""schema_translate_map: on the connection, for one statement, with what a schema is in each database."""
from alembic import op
import sqlalchemy as sa

revision = "schema_map"
down_revision = None

OTHER = "retort_map_other"


def tables():
    metadata = sa.MetaData()
    parent = sa.Table(
        "parent", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Enum("p", "q", name="map_kind", inherit_schema=True)), schema="tenant")
    child = sa.Table(
        "child", metadata, sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("parent", sa.Integer), schema="tenant")
    return metadata, parent, child


def upgrade():
    bind = op.get_bind()
    name = bind.dialect.name
    if name == "sqlite":
        target = "main"
    else:
        op.execute("CREATE SCHEMA %s" % OTHER)
        target = OTHER
    chosen = {"schema_translate_map": {"elsewhere": target}}
    moved = sa.Table("plain", sa.MetaData(), sa.Column("id", sa.Integer), schema="elsewhere")
    bind.execute(sa.schema.CreateTable(moved), execution_options=chosen)
    bind.execute(moved.insert().values(id=7), execution_options=chosen)
    print(bind.execute(sa.select(moved).execution_options(**chosen)).scalars().all())
    print(bind.scalar(sa.select(sa.func.count()).select_from(moved), execution_options=chosen))
    try:
        with bind.begin_nested():
            bind.execute(sa.select(moved))
    except sa.exc.SQLAlchemyError as error:
        print(type(error).__name__)
    bind.execute(sa.schema.DropTable(moved), execution_options=chosen)
    bind.execution_options(schema_translate_map={"tenant": target, "home": None})
    print(bind.get_execution_options()["schema_translate_map"]["tenant"] == target)
    metadata, parent, child = tables()
    op.create_table("first", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
                    sa.Column("n", sa.String(5), comment="it's"), schema="tenant")
    op.create_index("ix_first", "first", ["n"], schema="tenant")
    op.create_table("second", sa.Column("id", sa.Integer), schema="home")
    metadata.create_all(bind)
    metadata.create_all(bind)
    bind.execute(parent.insert(), [{"id": 1, "kind": "p"}, {"id": 2, "kind": "q"}])
    op.bulk_insert(child, [{"id": 1, "parent": 2}])
    bind.execute(child.update().where(child.c.id == 1).values(parent=parent.c.id)
                 if name == "postgresql" else child.update().values(parent=1))
    print(bind.execute(sa.select(parent.c.id, parent.c.kind, child.c.id.label("c"))
                       .join(child, child.c.parent == parent.c.id)).fetchall() != [])
    print(bind.scalar(sa.select(sa.func.count()).select_from(parent).where(parent.c.kind == "q")))
    # table() and text() mean what they say.
    plain = sa.table("parent", sa.column("id", sa.Integer), schema=target)
    print(sorted(bind.execute(sa.select(plain.c.id)).scalars()))
    print(sorted(sa.Table("parent", sa.MetaData(), schema="tenant", autoload_with=bind).c.keys()))
    print(sa.inspect(bind).has_table("first", schema=target), sa.inspect(bind).has_table("second"))
    # Alembic's own ALTER TABLE is not translated.
    op.add_column("first", sa.Column("more", sa.Integer), schema=target)
    op.drop_index("ix_first", "first", schema="tenant")
    for table in ("first", "second"):
        op.drop_table(table, schema="tenant" if table == "first" else "home")
    metadata.drop_all(bind)
    metadata.drop_all(bind)
    if name == "postgresql":
        sequence = sa.Sequence("map_seq", start=3, schema="tenant")
        sequence.create(bind)
        print(bind.scalar(sequence.next_value()), bind.scalar(sequence))
        sequence.drop(bind)
        sequence.drop(bind)
    if name != "sqlite":
        op.execute("DROP SCHEMA %s" % OTHER)


def downgrade():
    pass
