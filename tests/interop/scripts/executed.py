"""What a connection executes: functions, sequences, what is no statement; what is reflected with a table."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy import func, orm

revision = "executed"
down_revision = None


def what(bind, name, thing):
    nested = bind.begin_nested()
    try:
        print(name, bind.execute(thing).fetchall())
        nested.commit()
    except Exception as error:
        print(name, type(error).__name__)
        nested.rollback()


def reflected(bind):
    op.create_table("one", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(20), unique=True))
    op.create_table("two", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("one_id", sa.Integer, sa.ForeignKey("one.id", name="two_one")))
    op.create_table("three", sa.Column("id", sa.Integer, primary_key=True),
                    sa.Column("two_id", sa.Integer, sa.ForeignKey("two.id", name="three_two")))
    metadata = sa.MetaData()
    metadata.reflect(bind, only=["three"])
    print(sorted(metadata.tables))
    alone = sa.MetaData()
    alone.reflect(bind, only=lambda name, metadata: name == "two", resolve_fks=False)
    print(sorted(alone.tables))
    with_keys = sa.MetaData()
    three = sa.Table("three", with_keys, autoload_with=bind)
    print(sorted(with_keys.tables), sorted(with_keys.tables["one"].c.keys()), three.c.keys())
    try:
        sa.MetaData().reflect(bind, only=["two", "nowhere"])
    except sa.exc.InvalidRequestError as error:
        print(str(error).split("available")[0], "nowhere" in str(error))
    op.execute("CREATE VIEW seen AS SELECT id FROM one")
    views = sa.MetaData()
    views.reflect(bind, views=True, only=["seen"])
    print(sorted(views.tables))
    op.execute("DROP VIEW seen")


class Base(orm.DeclarativeBase):
    pass


class Parent(Base):
    __tablename__ = "parent"
    id = sa.Column(sa.Integer, primary_key=True)
    kids = orm.relationship("Kid", back_populates="parent", order_by="Kid.v.desc()")


class Kid(Base):
    __tablename__ = "kid"
    id = sa.Column(sa.Integer, primary_key=True)
    parent_id = sa.Column(sa.ForeignKey("parent.id"))
    v = sa.Column(sa.Integer)
    parent = orm.relationship(Parent, back_populates="kids")


def ordered(bind):
    Base.metadata.create_all(bind)
    session = orm.Session(bind=bind)
    session.add(Parent(id=1, kids=[Kid(v=1), Kid(v=3), Kid(v=2)]))
    session.flush()
    session.expire_all()
    print([kid.v for kid in session.get(Parent, 1).kids])
    session.close()


def upgrade():
    bind = op.get_bind()
    print(bind.scalar(func.abs(-3)), bind.execute(func.lower("ABC")).scalar_one())
    for name, thing in (("literal", sa.literal(3)), ("case", sa.case((sa.literal(1) == 1, "x"))),
                        ("column", sa.column("x")), ("table", sa.table("t", sa.column("x"))),
                        ("exists", sa.exists().where(sa.literal(1) == 1)), ("label", func.abs(-1).label("q")),
                        ("subquery", sa.select(sa.literal(1)).subquery()),
                        ("text", sa.text("SELECT 7 AS q").columns(sa.column("q"))), ("str", "SELECT 1")):
        what(bind, name, thing)
    if bind.dialect.supports_sequences:
        sequence = sa.Sequence("counted", start=5)
        sequence.create(bind)
        sequence.create(bind, checkfirst=True)
        print(bind.scalar(sequence.next_value()), bind.scalar(sequence), bind.execute(sequence.next_value()).scalar())
        sequence.drop(bind)
        sequence.drop(bind)
    reflected(bind)
    ordered(bind)
    if bind.dialect.name == "sqlite":
        return
    bind.dialect.default_schema_name = "tenant"
    print(bind.dialect.default_schema_name, op.get_context().dialect.default_schema_name)


def downgrade():
    for table in ("kid", "parent", "three", "two", "one"):
        op.drop_table(table)
