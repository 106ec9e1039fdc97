"""Enum and DOMAIN types with create_all(), drop_all() and tables of their own."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "r1"
down_revision = None


def types(bind):
    if bind.dialect.name != "postgresql":
        return []
    return bind.execute(sa.text("SELECT typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
                                "WHERE typtype IN ('e', 'd') AND nspname = 'public' ORDER BY 1")).scalars().all()


def upgrade():
    bind = op.get_bind()
    metadata = sa.MetaData()
    shared = sa.Enum("a", "b", name="nt_shared")
    bound = sa.Enum("c", name="nt_bound", metadata=metadata)
    first = sa.Table("nt_first", metadata, sa.Column("id", sa.Integer, primary_key=True),
                     sa.Column("e", sa.Enum("o", name="nt_own")))
    sa.Table("nt_third", metadata, sa.Column("e", shared))
    sa.Table("nt_second", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("e", shared),
             sa.Column("b", bound), sa.Column("l", sa.ARRAY(sa.Enum("x", name="nt_item"))
                                              if bind.dialect.name == "postgresql" else sa.Integer))
    metadata.create_all(bind)
    print("all", types(bind))
    metadata.create_all(bind)  # looks first
    first.drop(bind)
    print("without the first", types(bind))
    metadata.create_all(bind, tables=[first])
    print("with it", types(bind))
    metadata.drop_all(bind)
    print("none", types(bind))

    alone = sa.Table("nt_alone", sa.MetaData(), sa.Column("e", sa.Enum("p", name="nt_alone_e")))
    alone.create(bind, checkfirst=True)
    alone.create(bind, checkfirst=True)
    print("alone", types(bind))
    alone.drop(bind, checkfirst=True)
    alone.drop(bind, checkfirst=True)
    print("gone", types(bind))
    op.create_table("nt_op", sa.Column("e", sa.Enum("q", name="nt_op_e")))
    op.drop_table("nt_op")
    print("left by drop_table", types(bind))
    if bind.dialect.name == "postgresql":
        domain = postgresql.DOMAIN("nt_domain", sa.Integer, check="VALUE > 0")
        metadata = sa.MetaData()
        sa.Table("nt_domains", metadata, sa.Column("a", domain), sa.Column("b", domain))
        metadata.create_all(bind)
        print("domain", types(bind))
        metadata.drop_all(bind)
        print("no domain", types(bind))
        postgresql.ENUM("q", name="nt_op_e").drop(bind)


def downgrade():
    pass
