"""What the comparisons of the real Alembic and Retort share: a project's files, Alembic in this process, and a
database for each side on a server."""

import io
import os

import alembic.config
import sqlalchemy as sa


def put(folder, name, text):
    """Writes a file below `folder` and returns its path."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def alembic_config(folder, url):
    """The project in `folder` with its scripts in "m", whatever URL its alembic.ini has for Retort."""
    config = alembic.config.Config(os.path.join(folder, "alembic.ini"), stdout=io.StringIO(), output_buffer=io.StringIO())
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("script_location", os.path.join(folder, "m"))
    return config


class Pair:
    """Two new databases on the server of `url`, which close() drops: names, urls, engines."""

    create = "CREATE DATABASE %s"
    drop = "DROP DATABASE IF EXISTS %s"

    def __init__(self, url, name):
        base = sa.make_url(url)
        self.names = ["%s_%d_%s" % (name, os.getpid(), side) for side in "ab"]
        self.urls = [base.set(database=n).render_as_string(hide_password=False) for n in self.names]
        self.admin = self.engine(base)
        self.engines = [self.engine(u) for u in self.urls]
        self.renew()

    def engine(self, url):
        return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def run(self, engine, *statements):
        with engine.connect() as c:
            for s in statements:
                c.exec_driver_sql(s)

    def renew(self):
        """Both databases, empty."""
        for name in self.names:
            self.run(self.admin, self.drop % name, self.create % name)

    def close(self):
        for name in self.names:
            self.run(self.admin, self.drop % name)
