"""As the template of Alembic 1.5 made it, for SQLAlchemy 1.4."""
import asyncio

from alembic import context
from sqlalchemy import engine_from_config, event, pool
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.engine import Engine


def run_migrations(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def main():
    connectable = AsyncEngine(
        engine_from_config(context.config.get_section(context.config.config_ini_section), prefix="sqlalchemy.",
                           poolclass=pool.NullPool, future=True))

    @event.listens_for(connectable.sync_engine, "connect")
    def connected(connection, record):
        print("connected")

    print(type(connectable).__name__, isinstance(connectable, Engine), isinstance(connectable.sync_engine, Engine))
    print(connectable.name, connectable.dialect.is_async, connectable.engine is connectable)
    async with connectable.connect() as connection:
        print(type(connection).__name__, isinstance(connection, AsyncConnection), connection.sync_connection is not None)
        await connection.run_sync(run_migrations)


loop = asyncio.get_event_loop()
loop.run_until_complete(main())
