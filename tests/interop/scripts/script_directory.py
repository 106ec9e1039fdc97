"""the doc

and more"""
from alembic import context, op
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

revision = "r1"
down_revision = None


def upgrade():
    s = context.script
    print([x.revision for x in s.walk_revisions()], s.get_heads(), s.get_current_head(), s.get_base(), s.get_bases())
    r = s.get_revision("r1")
    print(r.revision, r.down_revision, r.doc, repr(r.longdoc), r.is_head, r.is_base, sorted(r.branch_labels), r.dependencies)
    print(sorted(r.nextrev), r.is_branch_point, r.is_merge_point, [x.revision for x in s.iterate_revisions("head", "base")])
    print([x.revision for x in s.get_revisions("head")], s.get_revision("base"))
    engine = op.get_bind().engine
    print(isinstance(engine, Engine), isinstance(engine, AsyncEngine))


def downgrade():
    pass
