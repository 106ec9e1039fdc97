"""Questions about whole databases; making and dropping them is nothing that a script may do."""
import sqlalchemy as sa
from sqlalchemy import exc

# How to ask, and in which databases, which may be missing themselves.
_QUESTIONS = {
    "postgresql": ("SELECT 1 FROM pg_database WHERE datname = :name", (None, "postgres", "template1")),
    "mysql": ("SELECT 1 FROM information_schema.schemata WHERE schema_name = :name", ("information_schema",)),
}
_QUESTIONS["mariadb"] = _QUESTIONS["mysql"]


def _ask(url, statement, **parameters):
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(sa.text(statement), parameters))
    finally:
        engine.dispose()


def _is_sqlite_file(path):
    """One with pages; nothing is made where there is none."""
    try:
        return _ask("sqlite:///file:%s?mode=ro&uri=true" % path, "PRAGMA page_count")
    except exc.DBAPIError:
        return False


def database_exists(url):
    url = sa.engine.make_url(url)
    kind = url.get_backend_name()
    if kind == "sqlite":
        return not url.database or url.database == ":memory:" or _is_sqlite_file(url.database)
    if kind not in _QUESTIONS:
        raise NotImplementedError("sqlalchemy_utils.database_exists() on %s" % kind)
    statement, databases = _QUESTIONS[kind]
    for database in databases:
        try:
            return _ask(url if database is None else url.set(database=database), statement, name=url.database)
        except (exc.ProgrammingError, exc.OperationalError):
            if kind != "postgresql":
                raise
    return False


def _refused(name):
    def function(*args, **kw):
        raise PermissionError("sqlalchemy_utils.%s() acts on whole databases, which a script may not do; "
                              "run createdb or CREATE DATABASE before" % name)
    function.__name__ = name
    return function


create_database = _refused("create_database")
drop_database = _refused("drop_database")
