"""A project with operations, comparisons and renderers of its own, rewriters and hooks that change
every kind of operation: by the real Alembic and by Retort, which must print and write the same.

usage: own_operations.py RETORT
"""

import logging
import os
import sys
import warnings

sys.dont_write_bytecode = True
from documented import NEXT, start  # noqa: E402


MODELS = '''
from sqlalchemy import *
metadata = MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"})
Table("a", metadata, Column("id", Integer, primary_key=True), Column("n", String(30), nullable=False, index=True), Column("u", Integer, unique=True))
Table("b", metadata, Column("id", Integer, primary_key=True), Column("a_id", ForeignKey("a.id")), Column("price", Numeric(10, 2), server_default="0"), Column("created_at", DateTime), CheckConstraint("price > 0", name="positive"))
metadata.info["views"] = {"v1": "SELECT 1 AS x"}
'''

ENV = '''
import mymodel
import ownops
target_metadata = mymodel.metadata
from alembic.operations import ops
from alembic.autogenerate import rewriter
from alembic import autogenerate

writer1 = rewriter.Rewriter()
writer2 = rewriter.Rewriter()

@writer1.rewrites(ops.AddColumnOp)
def add_column(context, revision, op):
    if op.column.nullable:
        return op
    op.column.nullable = True
    return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type, schema=op.schema)]

@writer1.rewrites(ops.CreateIndexOp)
def index(context, revision, op):
    op.kw["postgresql_concurrently"] = True
    return op

@writer2.rewrites(ops.DropTableOp)
def drop_table(context, revision, op):
    op.if_exists = True
    return op

@writer2.rewrites(ops.DropColumnOp)
def drop_column(context, revision, op):
    return [] if op.column_name == "keep" else op

@writer2.rewrites(ops.CreateTableOp)
def create_table(context, revision, op):
    op.comment = "table " + op.table_name
    op.kw["mysql_engine"] = "InnoDB"
    op.columns = [c for c in op.columns if getattr(c, "name", None) != "created_at"]
    return op

@writer2.rewrites(ops.AlterColumnOp)
def alter(context, revision, op):
    if op.modify_type is not None:
        op.modify_type = mymodel.Text()
    op.existing_nullable = None
    return op

chain = writer1.chain(writer2)

def process(context, revision, directives):
    script = directives[0]
    print("rev", type(script).__name__, script.message, script.head, sorted(map(str, revision)) if isinstance(revision, (tuple, list)) else revision)
    def show(container, depth=0):
        for op in container.ops:
            print("  " * depth, type(op).__name__, {k: str(v) for k, v in sorted(vars(op).items()) if k in ("table_name", "index_name", "constraint_name", "column_name", "constraint_type", "schema", "source_table", "referent_table", "local_cols", "remote_cols", "unique", "if_exists", "if_not_exists", "modify_nullable", "existing_nullable", "name", "new_table_name") })
            if hasattr(op, "ops"):
                show(op, depth + 1)
    show(script.upgrade_ops)
    print("down")
    show(script.downgrade_ops)
    chain(context, revision, directives)
    up = script.upgrade_ops
    up.ops.append(ops.ExecuteSQLOp("SELECT 'appended'"))
    up.ops.insert(0, ops.ExecuteSQLOp("SELECT 'first'"))
    script.downgrade_ops.ops.reverse()
    script.downgrade_ops.ops.reverse()
    script.imports.add("import datetime")
    script.message = (script.message or "") + " changed"
    print(autogenerate.render_python_code(up))
    print(up.is_empty(), len(up.ops))

def include_object(object, name, type_, reflected, compare_to):
    return not (type_ == "table" and reflected and compare_to is None and name.startswith("seen_"))
'''

OWN = '''
from alembic.operations import Operations, MigrateOperation
from alembic.autogenerate import comparators, renderers
from sqlalchemy import text

@Operations.register_operation("create_view", "run")
class CreateViewOp(MigrateOperation):
    def __init__(self, name, sql):
        self.name, self.sql = name, sql
    @classmethod
    def run(cls, operations, name, sql):
        return operations.invoke(cls(name, sql))
    def reverse(self):
        return DropViewOp(self.name, self.sql)
    def to_diff_tuple(self):
        return ("add_view", self.name)

@Operations.register_operation("drop_view")
class DropViewOp(MigrateOperation):
    def __init__(self, name, sql=None):
        self.name, self.sql = name, sql
    @classmethod
    def drop_view(cls, operations, name):
        return operations.invoke(cls(name))
    def reverse(self):
        return CreateViewOp(self.name, self.sql)
    def to_diff_tuple(self):
        return ("drop_view", self.name)

@Operations.implementation_for(CreateViewOp)
def create_view(operations, operation):
    operations.execute("CREATE VIEW %s AS %s" % (operation.name, operation.sql))

@Operations.implementation_for(DropViewOp)
def drop_view(operations, operation):
    operations.execute("DROP VIEW %s" % operation.name)

@renderers.dispatch_for(CreateViewOp)
def render_create(autogen_context, op):
    autogen_context.imports.add("import math")
    return "op.create_view(%r, %r)" % (op.name, op.sql)

@renderers.dispatch_for(DropViewOp)
def render_drop(autogen_context, op):
    return ["op.drop_view(%r)" % op.name, "# gone"]

@comparators.dispatch_for("schema")
def compare_views(autogen_context, upgrade_ops, schemas):
    print("schemas", schemas, autogen_context.dialect.name, sorted(autogen_context.metadata.tables), [t.name for t in autogen_context.sorted_tables])
    have = set(autogen_context.inspector.get_view_names())
    want = autogen_context.metadata.info.setdefault("views", {})
    for name in sorted(set(want) - have):
        upgrade_ops.ops.append(CreateViewOp(name, want[name]))
    for name in sorted(have - set(want)):
        sql = autogen_context.connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :n"), {"n": name}).scalar()
        upgrade_ops.ops.append(DropViewOp(name, sql.split(" AS ", 1)[1]))

@comparators.dispatch_for("table")
def compare_tables(autogen_context, modify_table_ops, schema, tname, conn_table, metadata_table):
    print("table", schema, tname, conn_table is not None and sorted(conn_table.c.keys()), metadata_table is not None and sorted(metadata_table.c.keys()), modify_table_ops.table_name, [type(o).__name__ for o in modify_table_ops.ops])
'''


def own(retort):
    s = start("own operations", retort)
    s.write("mymodel.py", MODELS)
    s.write("ownops.py", OWN)
    s.edit("alembic/env.py", ("target_metadata = None", ENV),
           ("connection=connection, target_metadata=target_metadata",
            "connection=connection, target_metadata=target_metadata, include_object=include_object, "
            "process_revision_directives=process if getattr(context.config.cmd_opts, 'autogenerate', False) else None"))
    s.run("revision", "--autogenerate", "-m", "one", "--rev-id", "b1b1")
    s.run("upgrade", "head")
    s.run("check", expect=255)
    changed = MODELS
    for old, new in (
            ('Column("u", Integer, unique=True)',
             'Column("u", BigInteger, nullable=False), Column("z", String(5), nullable=False), '
             'Column("w", Integer, index=True)'),
            ('"v1": "SELECT 1 AS x"', '"v2": "SELECT 2 AS y"'),
            ('Column("price", Numeric(10, 2), server_default="0")',
             'Column("price", Numeric(12, 2), server_default="1", comment="p")'),
            ('CheckConstraint("price > 0", name="positive")',
             'UniqueConstraint("price", name="uq_p")')):
        assert old in changed
        changed = changed.replace(old, new)
    s.write("mymodel.py", changed + 'Table("c", metadata, Column("x", Integer, primary_key=True))\n')
    s.run("check", expect=255)
    s.run("revision", "--autogenerate", "-m", "two", "--rev-id", "b2b2")
    return s


PROGRAM = '''
import sqlalchemy as sa
from alembic import context
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops
import mymodel

engine = sa.create_engine("sqlite:///@ROOT@/x.db")
with engine.connect() as connection:
    own = MigrationContext.configure(connection)
    print(own.get_current_heads(), own.dialect.name)
    for diff in compare_metadata(own, mymodel.metadata):
        print(diff[0] if isinstance(diff, tuple) else [d[0] for d in diff])
    script = produce_migrations(own, mymodel.metadata)
    print(render_python_code(script.upgrade_ops))
    print(render_python_code(script.downgrade_ops, sqlalchemy_module_prefix="S.", alembic_module_prefix="o."))
    context.configure(connection=connection, target_metadata=mymodel.metadata)
    with context.begin_transaction():
        o = Operations(context.get_context())
        for op in script.upgrade_ops.ops:
            for one in op.ops if hasattr(op, "ops") else [op]:
                o.invoke(one)
        o.invoke(ops.DropIndexOp("ix_a_n", "a"))
        o.invoke(ops.DropTableOp("b"))
        print(sa.inspect(connection).get_table_names())
        context.run_migrations()
    connection.commit()
'''


def program(retort):
    """Comparing, rendering and running operations from env.py itself."""
    s = start("operations from a program", retort)
    s.write("mymodel.py", MODELS)
    s.write("alembic/env.py", PROGRAM)
    s.run("upgrade", "head")
    s.run("current")
    return s


REPLACED_ENV = '''from alembic.ddl.impl import DefaultImpl
from alembic.ddl.sqlite import SQLiteImpl
from alembic.ddl.postgresql import PostgresqlImpl
class Other(DefaultImpl):
    __dialect__ = 'duckdb'
    transactional_ddl = False
class Mine(PostgresqlImpl):
    __dialect__ = 'postgresql'
    def create_table(self, table, **kw):
        table.comment = 'by impl'
        super().create_table(table, **kw)
    def add_column(self, table_name, column, **kw):
        print('add', table_name, column.name)
        super().add_column(table_name, column, **kw)
    def drop_table(self, table, **kw):
        self.execute("-- about to drop %s" % table.name)
        super().drop_table(table, **kw)

class Lite(SQLiteImpl):
    __dialect__ = 'sqlite'
    transactional_ddl = True
    def rename_table(self, old_table_name, new_table_name, schema=None):
        print('rename', old_table_name, new_table_name)
        super().rename_table(old_table_name, new_table_name, schema=schema)

from alembic import context
import sqlalchemy as sa
if context.is_offline_mode():
    context.configure(dialect_name=context.get_x_argument(as_dictionary=True)["dialect"], literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with sa.create_engine("sqlite:///@ROOT@/x.db").connect() as connection:
        context.configure(connection=connection)
        print(context.is_transactional_ddl())
        with context.begin_transaction():
            context.run_migrations()
'''

REPLACED = '''from alembic import op
from alembic.operations import Operations, MigrateOperation, ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DropTable
from sqlalchemy.dialects.postgresql import JSONB
import sqlalchemy as sa
revision='r1'; down_revision=None

@Operations.implementation_for(ops.CreateIndexOp, replace=True)
def my_index(operations, operation):
    operation.kw['postgresql_using'] = 'hash'
    print('index', operation.index_name, operation.table_name, operation.columns, operation.unique, operation.kw)
    idx = operation.to_index(operations.migration_context)
    operations.impl.create_index(idx)

@Operations.implementation_for(ops.RenameTableOp, replace=True)
def my_rename(operations, operation):
    operations.execute("ALTER TABLE %s RENAME TO %s /* own */" % (operation.table_name, operation.new_table_name))

@Operations.register_operation("drop_index")
class MyDrop(ops.DropIndexOp):
    @classmethod
    def drop_index(cls, operations, name, **kw):
        return operations.invoke(cls(name + '_x', **kw))

@compiles(DropTable, "postgresql")
def drop_cascade(element, compiler, **kw):
    return compiler.visit_drop_table(element) + " CASCADE"

@compiles(JSONB, "sqlite")
def jsonb(type_, compiler, **kw):
    return compiler.visit_JSON(type_, **kw)

class Sub(ops.AddColumnOp):
    pass
@Operations.implementation_for(Sub)
def sub(operations, operation):
    operation.column.comment = None
    operation.column.nullable = True
    operations.invoke(ops.AddColumnOp(operation.table_name, operation.column))

def upgrade():
    try:
        Operations.implementation_for(ops.DropTableOp)(lambda a, b: None)
    except ValueError as e:
        print('ValueError', e)
    op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.String(5), index=True))
    op.create_index('ix', 't', ['n'])
    op.create_index('ix2', 't', ['n', 'id'], unique=True)
    op.add_column('t', sa.Column('q', JSONB))
    op.invoke(Sub('t', sa.Column('z', sa.Integer, nullable=False)))
    op.rename_table('t', 'u')
    op.drop_index('ix2', table_name='t') if op.get_context().as_sql else None
    ctx = op.get_context()
    ops2 = Operations(ctx)
    ops2.execute("SELECT 1")
    ops2.add_column('u', sa.Column('w', sa.Integer))
    print(ops2.impl.dialect.name, ctx.impl.__dialect__, ctx.impl.transactional_ddl, ops2.migration_context is ctx or True)
    ctx.impl.rename_table('u', 'u2')

    o = ops.DropConstraintOp('ck', 'u', 'check')
    print(o.constraint_name, o.constraint_type, o.table_name, o.schema, o.info)
    o.info['x'] = 1; print(o.info)
    try:
        o.reverse()
    except ValueError as e: print(e)
    try:
        ops.MigrateOperation().reverse()
    except NotImplementedError as e: print('NIE', e)
    if not ctx.as_sql:
        other = MigrationContext.configure(op.get_bind())
        print(other.get_current_heads(), other.dialect.name)
        Operations(other).create_table("by_other", sa.Column("a", sa.Integer))

def downgrade():
    op.drop_table("u2")
'''


def replaced(retort):
    """Implementations, directives and impls that take the place of the built-in ones."""
    s = start("replaced", retort)
    s.write("alembic/env.py", REPLACED_ENV)
    s.write("alembic/versions/r1.py", REPLACED)
    for dialect in ("postgresql", "sqlite"):
        s.run("-x", "dialect=" + dialect, "upgrade", "head", "--sql")
        s.run("-x", "dialect=" + dialect, "downgrade", "r1:base", "--sql")
    s.run("upgrade", "head")
    s.run("downgrade", "base")
    return s


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    os.environ.pop("ALEMBIC_CONFIG", None)
    failed = 0
    for session in (own, program, replaced):
        s = session(os.path.abspath(sys.argv[1]))
        failed += s.failed
        s.close()
    print("1..%d" % NEXT["n"])
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
