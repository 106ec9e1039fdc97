@ graph
# Forms of SQLAlchemy 1.x that scripts still have: each has a line in docs/differences.md.
$ printf '%s\n' 'import sqlalchemy as sa' 'from alembic import op' 'revision = "old1"' 'down_revision = "dddd0007"' 't = sa.table("t", sa.column("a"), sa.column("b"))' 'def upgrade():' '    op.execute(sa.select([t.c.a, sa.func.max(t.c.b)]).where(t.c.a == 1))' '    op.execute(sa.select([t]).with_only_columns([t.c.b]))' '    op.execute(t.update().values(a=sa.case([(t.c.b == 1, 2)], else_=3)))' 'def downgrade():' '    op.execute(sa.select(["a"]))' >mig/versions/old1_x.py; retort upgrade dddd0007:old1 --sql
-- Running upgrade dddd0007 -> old1
.
>SELECT t.a, max(t.b) AS max_1 |
>FROM t |
WHERE t.a = 1;
.
>SELECT t.b |
FROM t;
.
UPDATE t SET a=CASE WHEN (t.b = 1) THEN 2 ELSE 3 END;
.
UPDATE alembic_version SET version_num='old1' WHERE alembic_version.version_num = 'dddd0007';
.
