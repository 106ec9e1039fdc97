"""op.run_async() and what it hands to a coroutine."""
import datetime
import decimal

import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.asyncio import AsyncConnection

revision = "async_script"
down_revision = None
branch_labels = None
depends_on = None

t = sa.table("t", sa.column("a", sa.Integer), sa.column("b", sa.String), sa.column("c", sa.DateTime),
             sa.column("d", sa.Numeric(8, 2)))
numbers = sa.select(t.c.a).order_by(t.c.a)


def show(*values):
    print(*values)


async def fill(conn, *args, **kw):
    show(1, args, sorted(kw.items()), isinstance(conn, AsyncConnection), conn.dialect.is_async)
    await conn.execute(t.insert(), [
        {"a": 1, "b": "x", "c": datetime.datetime(2020, 1, 2, 3, 4, 5), "d": decimal.Decimal("1.50")},
        {"a": 2, "b": None, "c": None, "d": None}])
    r = await conn.execute(sa.select(t).order_by(t.c.a))
    show(2, list(r.keys()), r.fetchone(), r.all())
    show(3, [dict(row) for row in (await conn.execute(sa.select(t.c.a, t.c.b).order_by(t.c.a))).mappings()])
    show(4, await conn.scalar(sa.text("select count(*) from t where a > :n"), {"n": 0}), (await conn.scalars(numbers)).all())
    r = await conn.exec_driver_sql("select 1")
    show(5, r.scalar_one(), conn.in_transaction(), conn.in_nested_transaction(), conn.closed, conn.invalidated)


async def stream(conn):
    r = await conn.stream(numbers)
    show(6, type(r).__name__, await r.fetchone(), await r.all())
    async for row in (await conn.stream(sa.select(t.c.a, t.c.b).order_by(t.c.a))).mappings():
        show(7, dict(row))
    async for value in await conn.stream_scalars(numbers):
        show(8, value)
    async with conn.stream(numbers) as r:
        show(9, (await r.first()).a)
    async for part in (await conn.stream(numbers)).partitions(1):
        show(10, part)
    async with conn.stream_scalars(numbers) as r:
        show(11, await r.fetchmany(1), await r.one())


async def transactions(conn):
    nested = await conn.begin_nested()
    await conn.execute(t.insert().values(a=9, b="gone"))
    await nested.rollback()
    async with conn.begin_nested() as point:
        await conn.execute(t.insert().values(a=10, b="kept"))
        show(12, type(point).__name__, point.is_active)
    show(13, (await conn.scalars(numbers)).all())
    show(14, await conn.run_sync(lambda c, k, x=1: (type(c).__name__, k, x), 5, x=6))
    show(15, await conn.run_sync(lambda c: sa.inspect(c).has_table("t")), conn.sync_connection is op.get_bind())
    show(16, await conn.execution_options(plain=1) is conn, await conn.get_raw_connection() is not None)
    try:
        async with conn.begin_nested():
            await conn.execute(sa.text("select * from nowhere"))
    except sa.exc.DBAPIError as e:
        show(17, isinstance(e, sa.exc.DBAPIError))
    return "the result"


def upgrade():
    op.create_table("t", sa.Column("a", sa.Integer), sa.Column("b", sa.String(50)), sa.Column("c", sa.DateTime),
                    sa.Column("d", sa.Numeric(8, 2)))
    op.run_async(fill, 1, "x", k=2)
    op.run_async(stream)
    show(18, op.run_async(transactions))
    try:
        op.run_async(lambda conn: conn.begin())
    except Exception as e:
        show(19, type(e).__name__, e)


def downgrade():
    op.drop_table("t")
