"""One env.py for both kinds of engines, and for a connection that is handed in."""
import asyncio

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

url = context.config.get_main_option("sqlalchemy.url")
connectable = context.config.attributes.get("connection", None)
if connectable is None:
    connectable = create_async_engine(url, echo=False)


def run_migrations(connection, name=None):
    print("as", name)
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_async_migrations(connectable):
    async with connectable.begin() as connection:
        await connection.run_sync(run_migrations, name="async")
    await connectable.dispose()


if isinstance(connectable, AsyncEngine):
    asyncio.run(run_async_migrations(connectable))
else:
    run_migrations(connectable)

for driver in ("sqlite", "postgresql+psycopg2", "mysql+pymysql"):
    for make in (create_async_engine, lambda u: AsyncEngine(create_engine(u))):
        try:
            make(driver + "://")
        except Exception as e:
            print(type(e).__name__, e)
