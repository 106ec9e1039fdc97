"""Defaults that are functions of the standard library: what SQLAlchemy calls for each row."""
import datetime
import uuid

import sqlalchemy as sa
from alembic import op

revision = "r1"
down_revision = None


def upgrade():
    bind = op.get_bind()
    t = sa.Table("called", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("at", sa.DateTime, default=datetime.datetime.utcnow, onupdate=datetime.datetime.now),
                 sa.Column("day", sa.Date, default=datetime.date.today),
                 sa.Column("key", sa.String(36), default=lambda: str(uuid.uuid4())),
                 sa.Column("made", sa.Integer, default=int),
                 sa.Column("seen", sa.Integer, default=lambda context: context.get_current_parameters()["id"] * 2))
    t.create(bind)
    op.bulk_insert(t, [{"id": 1}, {"id": 2}])
    bind.execute(t.insert().values(id=3))
    bind.execute(t.update().where(t.c.id == 3).values(made=7))
    now = datetime.datetime.now()
    for row in bind.execute(sa.select(t).order_by(t.c.id)):
        print(row.id, abs(row.at - now) < datetime.timedelta(days=2), abs(row.day - now.date()).days < 2, len(row.key),
              row.made, row.seen)
    t.drop(bind)


def downgrade():
    pass
