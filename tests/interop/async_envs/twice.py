"""What must be awaited, and is not, or twice; sessions; a second connection."""
import asyncio

import sqlalchemy as sa
from alembic import context
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

url = context.config.get_main_option("sqlalchemy.url")


def run_migrations(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def refused(what):
    try:
        await what()
    except Exception as e:
        print(type(e).__name__, e)


async def main():
    engine = create_async_engine(url)
    connection = engine.connect()

    async def early():
        await connection.execute(sa.text("SELECT 1"))

    await refused(early)
    await connection
    await refused(connection.start)
    print(await connection.scalar(sa.text("SELECT 1")))
    await connection.rollback()
    async with connection.begin() as transaction:
        print(type(transaction).__name__, transaction.is_active, connection.in_transaction())
        await connection.run_sync(run_migrations)
    print(connection.in_transaction(), connection.closed)
    await connection.close()
    print(connection.closed)
    async with AsyncSession(engine) as session:
        print((await session.execute(sa.text("SELECT 5"))).scalar_one(), type(session).__name__)
        print(await session.run_sync(lambda s: type(s).__name__))
        print([row async for row in await session.stream(sa.text("SELECT 6 AS x"))])
    maker = async_sessionmaker(engine, expire_on_commit=False)
    async with maker() as session, session.begin():
        print(await session.scalar(sa.text("SELECT 7")), session.in_transaction())
        print(type(await session.connection()).__name__)
    async with maker.begin() as session:
        print((await session.scalars(sa.text("SELECT 8"))).all())
    await engine.dispose()


asyncio.run(main())
