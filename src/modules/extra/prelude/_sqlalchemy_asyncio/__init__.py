"""sqlalchemy.ext.asyncio: engines, connections, results and sessions that are awaited."""
