"""The sessions that Alembic's tutorial, branches, naming, offline and cookbook pages show, run by
the real Alembic and by Retort in two copies of a project: output, status, files, tables must agree.

usage: documented.py RETORT [tenancy]
"""

import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import warnings
import logging

sys.dont_write_bytecode = True
from graphs import as_sets, print_difference, run_alembic, run_retort  # noqa: E402

NEXT = {"n": 0}


def run_in_fork(arguments):
    """Alembic in a process of its own, which is what imports of env.py expect."""
    with tempfile.NamedTemporaryFile("w+") as result:
        pid = os.fork()
        if not pid:
            sys.path_importer_cache.clear()
            json.dump(run_alembic(arguments), result)
            result.flush()
            os._exit(0)
        os.waitpid(pid, 0)
        result.seek(0)
        return json.load(result)


class Copy:
    """One tool's copy of a project."""

    def __init__(self, tool, run):
        self.tool, self.run = tool, run
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="documented"))

    def neutral(self, text):
        text = re.sub(r"Create Date: .*", "Create Date: *", text.replace(self.root, "ROOT"))
        return re.sub(r" object at 0x\w+", " object at 0x*", text)

    def files(self):
        found = {}
        for folder, dirs, names in os.walk(self.root):
            dirs[:] = [d for d in dirs if d != "__pycache__"]
            for name in names:
                path = os.path.join(folder, name)
                if not name.endswith(".db"):
                    with open(path, encoding="utf-8") as f:
                        found[os.path.relpath(path, self.root)] = self.neutral(f.read())
        return found

    def tables(self):
        path = os.path.join(self.root, "x.db")
        if not os.path.exists(path):
            return []
        c = sqlite3.connect(path)
        rows = ["%s %s %s" % r for r in c.execute(
            "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by 1, 2")]
        # Alembic makes the version table wherever env.py runs, Retort where it writes a row.
        if any("table alembic_version " in r for r in rows):
            if not c.execute("select count(*) from alembic_version").fetchone()[0]:
                rows = [r for r in rows if "table alembic_version " not in r]
        for (name,) in c.execute("select name from sqlite_master where type = 'table'").fetchall():
            rows += ["%s: %r" % (name, r) for r in sorted(c.execute('select * from "%s"' % name), key=repr)]
        c.close()
        return rows

    def command(self, arguments):
        os.chdir(self.root)
        status, out, err = self.run(arguments)
        return status, self.neutral(out), err


class Session:
    def __init__(self, name, retort):
        self.name = name
        self.copies = [Copy("alembic", run_in_fork), Copy("retort", lambda a: run_retort(retort, a))]
        self.failed = 0

    def check(self, ok, what, a="", b="", err=""):
        NEXT["n"] += 1
        print("%s %d - %s: %s" % ("ok" if ok else "not ok", NEXT["n"], self.name, what))
        if not ok:
            self.failed += 1
            print_difference(a, b)
            for line in err.splitlines()[-6:]:
                print("#     retort's stderr: " + line)

    def write(self, name, text):
        for c in self.copies:
            path = os.path.join(c.root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as f:
                f.write(text.replace("@ROOT@", c.root))

    def edit(self, name, *changes):
        """Replaces text in a file that both tools have."""
        for c in self.copies:
            path = os.path.join(c.root, name)
            with open(path) as f:
                text = f.read()
            for old, new in changes:
                assert old in text, (name, old)
                text = text.replace(old, new.replace("@ROOT@", c.root), 1)
            with open(path, "w") as f:
                f.write(text)

    def run(self, *arguments, expect=0, texts=True):
        (status, out, err), (status2, out2, err2) = [c.command(list(arguments)) for c in self.copies]
        what = " ".join(arguments)
        if status != expect:
            print("#   alembic's stderr: " + err[-600:].replace("\n", "\n# "))
        self.check(status == expect, what + ": the real one ends as expected", str(expect), str(status))
        # Where Alembic ends with a traceback, Retort says what is wrong.
        self.check(status == status2 or (status == 1 and status2 == 255), what + ": status",
                   str(status), str(status2), err2)
        same = status == 1 or out == out2 or as_sets(list(arguments), out) == as_sets(list(arguments), out2)
        self.check(same, what + ": output", out, out2, err2)
        a, b = [c.files() for c in self.copies]
        if not texts:
            a, b = dict.fromkeys(a, ""), dict.fromkeys(b, "")
        self.check(a == b, what + ": files", {k: v for k, v in a.items() if b.get(k) != v},
                   {k: v for k, v in b.items() if a.get(k) != v}, err2)
        a, b = [c.tables() for c in self.copies]
        self.check(a == b, what + ": database", "\n".join(a), "\n".join(b), err2)

    def refused(self, *arguments, says):
        """What Retort alone cannot do ends with an error that names it."""
        status, out, err = self.copies[1].command(list(arguments))
        self.check(status == 1 and says in err, " ".join(arguments) + ": refused by name", says, err, err)

    def close(self):
        os.chdir("/")
        for c in self.copies:
            shutil.rmtree(c.root)


def start(name, retort, template="generic"):
    s = Session(name, retort)
    s.run("init", "-t", template, "alembic", texts=False)
    # Retort's templates say the same in other words: from here on both have the real ones.
    a, b = [c.root for c in s.copies]
    shutil.copytree(a, b, dirs_exist_ok=True)
    s.edit("alembic.ini", ("driver://user:pass@localhost/dbname", "sqlite:///@ROOT@/x.db"))
    return s


def body(s, path, up, down):
    """Fills in a generated script."""
    found = []
    for c in s.copies:
        for folder, _, names in os.walk(c.root):
            found += [os.path.join(folder, n) for n in names if n.startswith(path)]
    for name in found:
        with open(name) as f:
            text = f.read()
        parts = text.split("    pass\n")
        assert len(parts) == 3, name
        with open(name, "w") as f:
            f.write(parts[0] + up + "\n" + parts[1] + down + "\n" + parts[2])


ACCOUNT = """    op.create_table(
        'account',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('name', sa.String(50), nullable=False),
        sa.Column('description', sa.Unicode(200)),
    )"""


def tutorial(retort):
    s = start("tutorial", retort)
    s.run("revision", "-m", "create account table", "--rev-id", "1975ea83b712")
    body(s, "1975ea", ACCOUNT, "    op.drop_table('account')")
    s.run("upgrade", "head")
    s.run("revision", "-m", "Add a column", "--rev-id", "ae1027a6acf")
    body(s, "ae1027", "    op.add_column('account', sa.Column('last_transaction_date', sa.DateTime))",
         "    op.drop_column('account', 'last_transaction_date')")
    for command in ("upgrade head", "downgrade base", "upgrade ae1", "downgrade -1", "upgrade +1", "current",
                    "history --verbose", "history -r1975ea:ae1027", "history -r-3:current", "history -r1975ea:",
                    "history --rev-range=-3:current", "show ae1027", "current --verbose", "downgrade base",
                    "upgrade 1975+1", "heads", "branches", "upgrade ae1027a6acf --sql",
                    "upgrade 1975ea83b712:ae1027a6acf --sql", "downgrade ae1027a6acf:1975ea83b712 --sql",
                    "stamp head --sql", "check"):
        s.run(*command.split(), expect=255 if command == "check" else 0)
    return s


def branches(retort):
    s = start("branches", retort)
    s.edit("alembic.ini", ("# version_locations =",
                           "version_locations = %(here)s/model/networking:%(here)s/alembic/versions\n# was:"))
    s.run("revision", "-m", "create account table", "--rev-id", "1975ea83b712",
          "--version-path", "alembic/versions")
    body(s, "1975ea", ACCOUNT, "    op.drop_table('account')")
    s.run("revision", "-m", "add a column", "--rev-id", "ae1027a6acf")
    s.run("revision", "-m", "add a shopping cart table", "--rev-id", "27c6a30d7c24", "--head", "1975ea83b712",
          expect=255)
    s.run("revision", "-m", "add a shopping cart table", "--rev-id", "27c6a30d7c24", "--head", "1975ea83b712",
          "--splice", "--branch-label", "shoppingcart")
    s.run("history")
    for command in ("heads", "heads --verbose", "branches", "branches --verbose", "upgrade heads", "current",
                    "current --verbose", "downgrade 1975", "upgrade shoppingcart@head", "show shoppingcart",
                    "history -r :shoppingcart@head", "history -r shoppingcart:", "history -r current:shoppingcart@+2",
                    "history -r shoppingcart@base:", "history -r :shoppingcart@head-2", "upgrade ae102",
                    "downgrade shoppingcart@-1", "upgrade shoppingcart@+1"):
        s.run(*command.split(), expect=command.endswith("head-2"))
    s.run("upgrade", "head", expect=255)
    s.run("merge", "-m", "merge ae1 and 27c", "ae1027", "27c6a", "--rev-id", "53fffde5ad5")
    s.run("history")
    s.run("upgrade", "head")
    s.run("downgrade", "base")
    s.run("revision", "-m", "create networking branch", "--head=base", "--branch-label=networking",
          "--version-path=model/networking", "--rev-id", "3cac04ae8714")
    s.run("revision", "-m", "add ip number table", "--head=networking@head", "--rev-id", "109ec7d132bf")
    s.run("revision", "-m", "add DNS table", "--head=networking", "--rev-id", "29f859a13ea", expect=255)
    s.run("revision", "-m", "add DNS table", "--head=networking@head", "--rev-id", "29f859a13ea")
    s.run("revision", "-m", "add ip account table", "--head=networking@head", "--depends-on=53fffde5ad5",
          "--rev-id", "2a95102259be")
    for command in ("history", "heads", "upgrade networking@head", "current", "heads --resolve-dependencies",
                    "history -r :networking@head", "history -r networking@base:", "downgrade networking@base",
                    "upgrade heads", "downgrade base"):
        s.run(*command.split())
    s.run("revision", "-m", "above all heads", "--head", "heads", "--rev-id", "ffff00000001")
    s.run("upgrade", "heads")
    return s


def naming(retort):
    s = start("naming", retort)
    s.write("mymodel.py", """
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, UniqueConstraint, CheckConstraint

metadata = MetaData(naming_convention={
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
})
Table("account", metadata, Column("id", Integer, primary_key=True), Column("name", String(30), unique=True))
Table("item", metadata, Column("id", Integer, primary_key=True),
      Column("account_id", ForeignKey("account.id"), index=True), Column("n", Integer),
      CheckConstraint("n > 5", name="n_large"))
""")
    s.edit("alembic/env.py", ("target_metadata = None", "import mymodel\ntarget_metadata = mymodel.metadata"))
    s.run("revision", "-m", "first", "--autogenerate", "--rev-id", "aaaa00000001")
    s.run("upgrade", "head")
    s.run("check")
    s.run("upgrade", "head", "--sql")
    s.run("revision", "-m", "second", "--rev-id", "aaaa00000002")
    body(s, "aaaa00000002", """    with op.batch_alter_table('item') as batch_op:
        batch_op.drop_constraint('fk_item_account_id_account', type_='foreignkey')
        batch_op.create_unique_constraint('n', ['n'])
        batch_op.create_check_constraint(op.f('ck_plain'), 'n < 100')
    op.create_table('other', sa.Column('id', sa.Integer, primary_key=True),
                    sa.Column('flag', sa.Boolean(name='is_flag', create_constraint=True)))""",
         "    op.drop_table('other')")
    s.run("upgrade", "head")
    s.run("downgrade", "-1")
    return s


def cookbook_scratch(retort):
    """Conditional elements: a data migration under -x data=true."""
    s = start("cookbook, conditional", retort)
    s.edit("alembic/script.py.mako", ("def upgrade() -> None:\n    \"\"\"Upgrade schema.\"\"\"\n    ${upgrades if upgrades else \"pass\"}",
           "def upgrade() -> None:\n    schema_upgrades()\n    if context.get_x_argument(as_dictionary=True).get('data', None):\n        data_upgrades()\n\n\ndef schema_upgrades() -> None:\n    ${upgrades if upgrades else \"pass\"}\n\n\ndef data_upgrades() -> None:\n    op.execute(\"insert into log values ('data')\")"),
           ("from alembic import op", "from alembic import context, op"))
    s.run("revision", "-m", "one", "--rev-id", "a1a1")
    body(s, "a1a1", "    op.create_table('log', sa.Column('x', sa.String(9)))", "    op.drop_table('log')")
    s.run("-x", "data=true", "upgrade", "head")
    s.run("downgrade", "base")
    s.run("upgrade", "head")
    return s


REPLACEABLE = '''
from typing import Any
from alembic.operations import Operations, MigrateOperation


class ReplaceableObject:
    def __init__(self, name: str, sqltext: str) -> None:
        self.name = name
        self.sqltext = sqltext


class ReversibleOp(MigrateOperation):
    def __init__(self, target):
        self.target = target

    @classmethod
    def invoke_for_target(cls, operations, target):
        op = cls(target)
        return operations.invoke(op)

    def reverse(self):
        raise NotImplementedError()

    @classmethod
    def _get_object_from_version(cls, operations, ident):
        version, objname = ident.split(".")
        module = operations.get_context().script.get_revision(version).module
        return getattr(module, objname)

    @classmethod
    def replace(cls, operations, target, replaces=None, replace_with=None):
        if replaces:
            old_obj = cls._get_object_from_version(operations, replaces)
            drop_old = cls(old_obj).reverse()
            create_new = cls(target)
        elif replace_with:
            old_obj = cls._get_object_from_version(operations, replace_with)
            drop_old = cls(target).reverse()
            create_new = cls(old_obj)
        else:
            raise TypeError("replaces or replace_with is required")
        operations.invoke(drop_old)
        operations.invoke(create_new)


@Operations.register_operation("create_view", "invoke_for_target")
@Operations.register_operation("replace_view", "replace")
class CreateViewOp(ReversibleOp):
    def reverse(self):
        return DropViewOp(self.target)


@Operations.register_operation("drop_view", "invoke_for_target")
class DropViewOp(ReversibleOp):
    def reverse(self):
        return CreateViewOp(self.target)


@Operations.implementation_for(CreateViewOp)
def create_view(operations, operation):
    operations.execute("CREATE VIEW %s AS %s" % (operation.target.name, operation.target.sqltext))


@Operations.implementation_for(DropViewOp)
def drop_view(operations, operation):
    operations.execute("DROP VIEW %s" % operation.target.name)
'''


def cookbook_replaceable(retort):
    s = start("cookbook, replaceable objects", retort)
    s.write("plugin.py", REPLACEABLE)
    s.edit("alembic/env.py", ("config = context.config", "import plugin\n\nconfig = context.config"))
    s.run("revision", "-m", "create table", "--rev-id", "3ab8b2dfb055")
    body(s, "3ab8b2", ACCOUNT, "    op.drop_table('account')")
    s.run("revision", "-m", "create views", "--rev-id", "28af9800143f")
    for old, new in (("28af98", "customer_view = ReplaceableObject('cv', 'SELECT name FROM account')"),):
        for c in s.copies:
            path = os.path.join(c.root, "alembic/versions", "28af9800143f_create_views.py")
            with open(path) as f:
                text = f.read()
            with open(path, "w") as f:
                f.write(text.replace("\n\ndef upgrade", "\nfrom plugin import ReplaceableObject\n\n%s\n\n\ndef upgrade" % new, 1))
    body(s, "28af98", "    op.create_view(customer_view)", "    op.drop_view(customer_view)")
    s.run("upgrade", "28af9800143")
    s.run("revision", "-m", "update views", "--rev-id", "191a2d20b025")
    for c in s.copies:
        path = os.path.join(c.root, "alembic/versions", "191a2d20b025_update_views.py")
        with open(path) as f:
            text = f.read()
        with open(path, "w") as f:
            f.write(text.replace("\n\ndef upgrade", "\nfrom plugin import ReplaceableObject\n\ncustomer_view = ReplaceableObject('cv', 'SELECT name, description FROM account')\n\n\ndef upgrade", 1))
    body(s, "191a2d", "    op.replace_view(customer_view, replaces='28af9800143f.customer_view')",
         "    op.replace_view(customer_view, replace_with='28af9800143f.customer_view')")
    for command in ("upgrade head", "downgrade 28af9800143", "upgrade head", "downgrade base", "upgrade head --sql"):
        s.run(*command.split())
    return s


MODELS = """
from sqlalchemy import Column, Integer, MetaData, String, Table

metadata = MetaData()
Table("a", metadata, Column("id", Integer, primary_key=True), Column("x", String(5)))
"""


def cookbook_hooks(retort):
    """process_revision_directives, include_object, rewriter, column order."""
    s = start("cookbook, autogenerate hooks", retort)
    s.write("mymodel.py", MODELS)
    s.edit("alembic/env.py", ("target_metadata = None", '''import mymodel
from alembic.autogenerate import rewriter
from alembic.operations import ops

target_metadata = mymodel.metadata
writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def order_columns(context, revision, op):
    special = {"id": -100, "created_at": 1001}
    cols = [(special.get(col.name, index) if hasattr(col, "name") else 2000, col)
            for index, col in enumerate(op.columns)]
    columns = [col for idx, col in sorted(cols, key=lambda entry: entry[0])]
    return ops.CreateTableOp(op.table_name, columns, schema=op.schema, **op.kw)


def process_revision_directives(context, revision, directives):
    if context.config.cmd_opts.autogenerate:
        script = directives[0]
        if script.upgrade_ops.is_empty():
            directives[:] = []
        else:
            writer(context, revision, directives)


def include_object(object, name, type_, reflected, compare_to):
    if type_ == "table" and reflected and compare_to is None:
        return False
    return True'''),
           ("connection=connection, target_metadata=target_metadata",
            "connection=connection, target_metadata=target_metadata, include_object=include_object, process_revision_directives=process_revision_directives"))
    s.run("revision", "--autogenerate", "-m", "one", "--rev-id", "b1b1")
    s.run("upgrade", "head")
    s.run("revision", "--autogenerate", "-m", "empty", "--rev-id", "b2b2")
    s.write("mymodel.py", MODELS + 'Table("b", metadata, Column("created_at", Integer), Column("y", String(3)), Column("id", Integer, primary_key=True))\n')
    s.run("revision", "--autogenerate", "-m", "two", "--rev-id", "b3b3")
    s.run("upgrade", "head")
    s.write("mymodel.py", MODELS)
    s.run("revision", "--autogenerate", "-m", "no drop", "--rev-id", "b4b4")
    return s


def cookbook_several(retort):
    """Several environments in one ini file, multi tenancy by -x, data through get_bind."""
    s = Session("cookbook, several environments", retort)
    s.write("alembic.ini", "[DEFAULT]\nsqlalchemy.url = sqlite:///@ROOT@/x.db\n\n[schema1]\nscript_location = one\n\n"
            "[schema2]\nscript_location = two\nsqlalchemy.url = sqlite:///@ROOT@/y.db\n")
    for name in ("one", "two"):
        s.write(name + "/env.py", '''
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
tenant = context.get_x_argument(as_dictionary=True).get("tenant", "none")
with engine.connect() as connection:
    context.configure(connection=connection, version_table="version_" + tenant)
    with context.begin_transaction():
        context.run_migrations(tenant=tenant)
''')
        s.write(name + "/versions/a1.py", '''"""first"""
import sqlalchemy as sa
from alembic import op
revision = "a1"
down_revision = None


def upgrade(tenant):
    t = op.create_table("t_" + tenant, sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.String(20)))
    op.bulk_insert(t, [{"id": i, "v": f"{tenant} {i}"} for i in range(3)])
    conn = op.get_bind()
    for row in conn.execute(sa.select(t.c.id, t.c.v).order_by(t.c.id.desc())).fetchall():
        conn.execute(t.update().where(t.c.id == row.id).values(v=row.v.upper()))


def downgrade(tenant):
    op.drop_table("t_" + tenant)
''')
    s.run("-n", "schema1", "-x", "tenant=blue", "upgrade", "head")
    s.run("-n", "schema1", "-x", "tenant=red", "upgrade", "head")
    s.run("--name", "schema2", "upgrade", "head")
    s.run("-n", "schema1", "-x", "tenant=blue", "downgrade", "base")
    s.run("-n", "schema1", "-x", "tenant=red", "current")
    s.run("heads", expect=255)
    return s


def offline(retort):
    """Ranges, a start that env.py knows, a file of SQL for each database."""
    s = start("offline", retort)
    for n, (down, up) in enumerate((("    op.drop_table('account')", ACCOUNT),
                                    ("    op.drop_column('account', 'x')",
                                     "    op.add_column('account', sa.Column('x', sa.DateTime))\n"
                                     "    op.bulk_insert(sa.table('account', sa.column('id', sa.Integer),"
                                     " sa.column('name', sa.String)),\n"
                                     "                   [{'id': 1, 'name': 'a\\'b'},"
                                     " {'id': 2, 'name': op.inline_literal('100%')}])"),
                                    ("    op.execute('delete from account')",
                                     "    op.execute(sa.table('account', sa.column('name', sa.String)).update()"
                                     ".values(name=op.inline_literal('c')))"))):
        s.run("revision", "-m", "step %d" % n, "--rev-id", "abc%d00000000" % n)
        body(s, "abc%d" % n, up, down)
    for command in ("upgrade abc1 --sql", "upgrade abc0:abc2 --sql", "upgrade base:abc0 --sql", "upgrade abc0: --sql",
                    "downgrade abc2:abc0 --sql", "downgrade abc2:base --sql", "upgrade abc2:abc0 --sql",
                    "upgrade abc0:+1 --sql"):
        s.run(*command.split(), expect=1 if command.startswith("upgrade abc0: ") else 0)
    s.run("upgrade", "abc0:abc1", expect=255)
    s.run("downgrade", "abc0", "--sql", expect=255)
    s.edit("alembic/env.py", ("    context.configure(\n        url=url", '''    start = os.path.join(os.path.dirname(config.config_file_name), "version.txt")
    context.configure(
        starting_rev=open(start).read() if os.path.exists(start) else None,
        url=url'''), ("from logging.config", "import os\nfrom logging.config"))
    s.run("upgrade", "abc1", "--sql")
    s.write("version.txt", "abc100000000")
    s.run("upgrade", "head", "--sql")
    s.write("alembic/env.py", '''
import sys
from alembic import context
from sqlalchemy import create_engine

for name, engine in (("db1", create_engine("sqlite:///db1")), ("db2", create_engine("sqlite:///db2"))):
    context.configure(url=engine.url, transactional_ddl=False, literal_binds=True,
                      output_buffer=open(name + ".sql", "w"))
    context.execute("-- running migrations for '%s'" % name)
    context.run_migrations()
    sys.stderr.write("Wrote file '%s'" % name)
''')
    s.run("upgrade", "head", "--sql")
    return s


TWO_TABLES = """
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

metadata = MetaData()
Table("a", metadata, Column("id", Integer, primary_key=True))
Table("b", metadata, Column("id", Integer, primary_key=True), Column("aid", ForeignKey("a.id"), index=True))
"""


def use_models(s, models, env, options):
    """The models, what env.py does besides, and the arguments that configure() gets for it."""
    s.write("mymodel.py", models)
    s.edit("alembic/env.py",
           ("target_metadata = None", "import mymodel\ntarget_metadata = mymodel.metadata\n" + env),
           ("target_metadata=target_metadata\n        )\n\n        with",
            "target_metadata=target_metadata, %s\n        )\n\n        with" % options))


def cookbook_drop_index(retort):
    """No drop_index for tables that are dropped themselves."""
    s = start("cookbook, drop index", retort)
    use_models(s, TWO_TABLES, '''
from alembic.operations import ops


def without_indexes(directives, dropped):
    for d in directives:
        gone = (getattr(d, "table_name", None), getattr(d, "schema", None)) in dropped
        if isinstance(d, ops.ModifyTableOps) and gone:
            d.ops = list(without_indexes(d.ops, dropped))
            if not d.ops:
                continue
        elif isinstance(d, ops.DropIndexOp) and gone:
            continue
        yield d


def process_revision_directives(context, revision, directives):
    for container in (directives[0].upgrade_ops, directives[0].downgrade_ops):
        dropped = {(d.table_name, d.schema) for d in container.ops if isinstance(d, ops.DropTableOp)}
        container.ops = list(without_indexes(container.ops, dropped))
''', "process_revision_directives=process_revision_directives")
    s.run("revision", "--autogenerate", "-m", "one", "--rev-id", "c1c1")
    for command in ("upgrade head", "check", "downgrade base"):
        s.run(*command.split())
    return s


def cookbook_if_exists(retort):
    """A rewriter for each kind of operation, chained."""
    s = start("cookbook, if exists", retort)
    use_models(s, TWO_TABLES, '''
from alembic.operations import ops
from alembic.autogenerate import rewriter

writer, columns = rewriter.Rewriter(), rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
@writer.rewrites(ops.CreateIndexOp)
def if_missing(context, revision, op):
    op.if_not_exists = True
    return op


@writer.rewrites(ops.DropTableOp)
@writer.rewrites(ops.DropIndexOp)
def if_there(context, revision, op):
    op.if_exists = True
    return op


@columns.rewrites(ops.AddColumnOp)
def add_if_missing(context, revision, op):
    op.if_not_exists = True
    return op


@columns.rewrites(ops.DropColumnOp)
def drop_if_there(context, revision, op):
    op.if_exists = True
    return op
''', "process_revision_directives=writer.chain(columns)")
    s.run("revision", "--autogenerate", "-m", "one", "--rev-id", "d1d1")
    s.run("upgrade", "head")
    s.run("upgrade", "head", "--sql")
    s.edit("mymodel.py", ('Table("a", metadata,', 'Table("a", metadata, Column("n", Integer),'))
    s.run("revision", "--autogenerate", "-m", "two", "--rev-id", "d2d2")
    s.run("downgrade", "base")
    return s


def cookbook_views(retort):
    """Tables that are marked as views by their info, declarative and not."""
    s = start("cookbook, views", retort)
    use_models(s, """
from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy.orm import declarative_base

Base = declarative_base()
metadata = Base.metadata
Table("plain_view", metadata, Column("id", Integer), info={"is_view": True})


class View(Base):
    __tablename__ = "a_view"
    __table_args__ = {"info": {"is_view": True}}
    id = Column(Integer, primary_key=True)


class Real(Base):
    __tablename__ = "real"
    id = Column(Integer, primary_key=True)
    n = Column(Integer, info={"is_view": True})
    m = Column(Integer)
    __table_args__ = (Index("hidden", "m", info={"is_view": True}), Index("seen", "m"),
                      UniqueConstraint("m", name="unseen", info={"is_view": True}))
""", '''

def include_object(object, name, type_, reflected, compare_to):
    return not object.info.get("is_view", False)
''', "include_object=include_object")
    s.run("revision", "--autogenerate", "-m", "one", "--rev-id", "e1e1")
    s.run("upgrade", "head")
    s.run("check")
    return s


def cookbook_connection(retort):
    """An env.py that takes a connection from outside when a program has left one, and the
    asynchronous form of the same."""
    for name, online in (("connection", """
def run_migrations_online() -> None:
    shared = config.attributes.get("connection", None)
    if shared is None:
        engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.",
                                    poolclass=pool.NullPool)
        with engine.connect() as connection:
            migrate(connection)
    else:
        migrate(shared)
"""), ("asynchronous", """
import asyncio
from sqlalchemy.ext.asyncio import async_engine_from_config


async def run_async_migrations():
    engine = async_engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.",
                                      poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


def run_migrations_online() -> None:
    if config.attributes.get("connection", None) is None:
        asyncio.run(run_async_migrations())
    else:
        migrate(config.attributes["connection"])
""")):
        s = start("cookbook, " + name, retort)
        s.edit("alembic/env.py", ("if context.is_offline_mode():", """
def migrate(connection):
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()

""" + online + """

if context.is_offline_mode():"""))
        s.run("revision", "-m", "one", "--rev-id", "f1f1")
        body(s, "f1f1", ACCOUNT, "    op.drop_table('account')")
        if name == "asynchronous":
            # The real one needs an asynchronous driver; what it would do is known from the other.
            s.edit("alembic.ini", ("sqlite:///", "sqlite+aiosqlite:///"))
            c = s.copies[1]
            done = [c.command(w.split())[0] for w in ("upgrade head", "current --check-heads")]
            s.check(done == [0, 0] and any("account" in r for r in c.tables()), "upgrade by await")
        else:
            for command in ("upgrade head", "current --check-heads", "downgrade base"):
                s.run(*command.split())
            s.run("current", "--check-heads", expect=255)
        if name == "connection":
            failed = s.failed
            s.close()
    s.failed += failed
    return s


TENANT_CATALOG = """
select table_schema, table_name, column_name, data_type from information_schema.columns
where table_schema not in ('information_schema', 'pg_catalog') and table_name <> 'alembic_version'
order by 1, 2, 3"""


def tenancy(retort):
    """One schema of PostgreSQL for each tenant, chosen by -x and search_path."""
    import psycopg2
    url = os.environ["RETORT_TEST_PG_URL"]
    admin = psycopg2.connect(url)
    admin.autocommit = True
    names = ["tenancy_alembic", "tenancy_retort"]
    connections = []
    for name in names:
        with admin.cursor() as c:
            c.execute("drop database if exists " + name)
            c.execute("create database " + name)
        connections.append(psycopg2.connect(url.rsplit("/", 1)[0] + "/" + name))
        connections[-1].autocommit = True
        with connections[-1].cursor() as c:
            c.execute("create schema blue; create schema red")
    s = start("cookbook, tenancy", retort)
    s.write("mymodel.py", MODELS)
    s.edit("alembic/env.py", ("target_metadata = None", "import mymodel\nfrom sqlalchemy import text\n"
                              "target_metadata = mymodel.metadata"),
           ("    with connectable.connect() as connection:\n", """
    tenant = context.get_x_argument(as_dictionary=True).get("tenant")
    with connectable.connect() as connection:
        connection.execute(text('set search_path to "%s"' % tenant))
        connection.commit()
        connection.dialect.default_schema_name = tenant
"""))
    for c, name in zip(s.copies, names):
        ini = os.path.join(c.root, "alembic.ini")
        with open(ini) as f:
            text = f.read()
        with open(ini, "w") as f:
            f.write(text.replace("sqlite:///%s/x.db" % c.root,
                                 "%(T_URL)s").replace("[alembic]", "[alembic]\nT_URL = " + url.rsplit("/", 1)[0] + "/" + name, 1))
        neutral = c.neutral
        c.neutral = lambda text, neutral=neutral, name=name: neutral(text).replace(name, "DATABASE")
    for command in ("-x tenant=blue revision --autogenerate -m one --rev-id a1a1", "-x tenant=blue upgrade head",
                    "-x tenant=red current", "-x tenant=red upgrade head", "-x tenant=blue check",
                    "-x tenant=blue downgrade base", "-x tenant=red current"):
        s.run(*command.split())
        catalogs = []
        for c in connections:
            with c.cursor() as cursor:
                cursor.execute(TENANT_CATALOG)
                catalogs.append("\n".join(map(str, cursor.fetchall())))
        s.check(catalogs[0] == catalogs[1], command + ": catalog", *catalogs)
    for c in connections:
        c.close()
    with admin.cursor() as c:
        for name in names:
            c.execute("drop database " + name)
    admin.close()
    return s


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    os.environ.pop("ALEMBIC_CONFIG", None)
    failed = 0
    pages = (tutorial, branches, naming, offline, cookbook_scratch, cookbook_replaceable, cookbook_hooks,
             cookbook_several, cookbook_drop_index, cookbook_if_exists, cookbook_views, cookbook_connection)
    # The recipe that needs a server runs alone.
    for page in (tenancy,) if sys.argv[2:] == ["tenancy"] else pages:
        s = page(os.path.abspath(sys.argv[1]))
        failed += s.failed
        s.close()
    print("1..%d" % NEXT["n"])
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
