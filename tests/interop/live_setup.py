"""What a script of tests/golden/sql needs before it can run on a real database, and how to take it back.

The script's upgrade() is run once on nothing: every operation that it invokes and every statement that it
executes is noted. From these follow the tables, columns, constraints, schemas that must exist (World), and
the script's downgrade: the reverse of each operation, rendered as Alembic's autogenerate renders it. What
only free text mentions is learned from the database's complaints, one at a time (World.learn).
"""

import ast
import contextlib
import io
import re
import unittest.mock

import sqlalchemy as sa
from alembic.autogenerate import api, render
from alembic.operations import base as operations_base
from alembic.operations import batch, ops
from alembic.operations.base import Operations
from alembic.runtime.migration import MigrationContext
from mako.pygen import PythonPrinter
from sqlalchemy.sql import visitors


class CopiedFrom:
    """A batch block over a table that the script describes."""

    def __init__(self, table):
        self.table = table


class Recorder:
    """Runs upgrade() of a module on nothing; `seen` gets operations and SQL elements in order."""

    def __init__(self, dialect, naming):
        self.seen = []
        self.context = MigrationContext.configure(
            dialect_name=dialect,
            opts={"as_sql": True, "output_buffer": io.StringIO(), "target_metadata": sa.MetaData(naming_convention=naming)})

    def run(self, load, name="upgrade"):
        recorder, original = self, operations_base.AbstractOperations.invoke

        def invoke(self, operation):
            if isinstance(operation, ops.CreateTableOp):
                recorder.seen.append(operation)
                # A second table of the same columns would be without their foreign keys.
                operation.first_table = operation.to_table(recorder.context)
                return operation.first_table
            if type(operation).__module__ == ops.__name__:
                recorder.seen.append(operation)
                return None
            return original(self, operation)

        def flushed(block):
            if block.copy_from is not None:
                recorder.seen.append(CopiedFrom(block.copy_from))

        bind = unittest.mock.MagicMock()
        bind.dialect = self.context.dialect
        bind.execute.side_effect = bind.scalar.side_effect = bind.scalars.side_effect = self.executed
        with Operations.context(self.context) as op, contextlib.ExitStack() as stack:
            for target, attribute, value in (
                    (operations_base.AbstractOperations, "invoke", invoke),
                    (operations_base.AbstractOperations, "get_bind", lambda self: bind),
                    (batch.BatchOperationsImpl, "flush", flushed)):
                stack.enter_context(unittest.mock.patch.object(target, attribute, value))
            # Errors are the business of the real run.
            with contextlib.suppress(Exception):
                getattr(load(), name)()
        return self.seen

    def executed(self, statement, *args, **kw):
        self.seen.append(ops.ExecuteSQLOp(statement))
        return unittest.mock.MagicMock()


class Wanted:
    """A table that must exist."""

    def __init__(self, schema, name):
        self.schema, self.name = schema, name
        self.columns = {}  # name: type, None when nobody said
        self.uniques, self.extras = [], []
        self.not_null, self.defaults = set(), {}
        self.parts = []  # columns that the script itself adds
        self.has_key, self.key = True, "id"
        self.comment = None

    def column(self, name, type_=None):
        name = str(name)
        if isinstance(type_, sa.types.NullType):
            type_ = None
        if name in self.parts:
            return
        if self.columns.get(name) is None:
            self.columns[name] = sa.types.to_instance(type_) if type_ is not None else None

    def usable(self, type_, dialect, guess):
        """The type, if the database has it."""
        try:
            type_.compile(dialect=dialect)
            return type_
        except Exception:
            return sa.String(50) if isinstance(type_, sa.String) else guess

    def build(self, metadata, guess, dialect):
        columns = dict(self.columns)
        key = self.key
        # Names that differ in case only are one name for some databases.
        if self.has_key and key not in {n.lower() for n in columns}:
            columns = {key: sa.Integer(), **columns}
        if not columns:
            columns = {"filler": sa.Integer()}
        args = []
        for name, type_ in columns.items():
            default = [self.defaults[name]] if isinstance(self.defaults.get(name), (sa.Identity, sa.Computed)) else []
            args.append(sa.Column(name, self.usable(type_ or guess, dialect, guess), *default, primary_key=self.has_key and name == key,
                                  nullable=name not in self.not_null and name != key,
                                  autoincrement=False if name != key else "auto"))
        for names in self.uniques:
            if list(names) != [self.key]:
                args.append(sa.UniqueConstraint(*names))
        args += [make() for make in self.extras]
        return sa.Table(self.name, metadata, *args, schema=self.schema, comment=self.comment)


class World:
    """All that must exist."""

    def __init__(self, dialect):
        self.dialect = dialect
        self.sqla = sa.create_mock_engine("%s://" % dialect, None).dialect
        self.tables, self.made, self.schemas, self.enums = {}, set(), set(), {}
        self.raw = []
        self.guess = sa.Integer()
        self.with_rows = True

    # ---- from operations ----

    def table(self, schema, name):
        key = (schema, str(name))
        if schema:
            self.schemas.add(str(schema))
        if key in self.made:
            return Wanted(*key)
        return self.tables.setdefault(key, Wanted(*key))

    def take(self, seen):
        for op in seen:
            handler = getattr(self, "take_" + type(op).__name__, None)
            if handler:
                with contextlib.suppress(Exception):
                    handler(op)

    def refer(self, spec, types):
        parts = spec.rsplit(".", 2)
        target = self.table(parts[0] if len(parts) == 3 else None, parts[-2])
        target.column(parts[-1], types.get(parts[-1], sa.Integer()))
        return target, parts[-1]

    def foreign_key(self, constraint):
        columns = []
        # PostgreSQL looks for a bare name in the search path, the others where the table is.
        own = constraint.parent.schema if self.dialect != "postgresql" else None
        for element in constraint.elements:
            type_ = element.parent.type if getattr(element, "parent", None) is not None else sa.Integer()
            name = element.target_fullname.rsplit(".", 1)[1]
            spec = element.target_fullname
            target, _ = self.refer("%s.%s" % (own, spec) if own and spec.count(".") == 1 else spec, {name: type_})
            columns.append(name)
        target.uniques.append(columns)

    def parts_of(self, table):
        for fk in table.foreign_key_constraints:
            self.foreign_key(fk)
        for c in table.columns:
            for m in re.findall(r"nextval\('([\w.]+)'", str(getattr(c.server_default, "arg", ""))):
                self.raw.append("CREATE SEQUENCE %s" % m)
            self.enum(c.type)

    def enum(self, type_, made=True):
        """A type that the script expects to find; `made`: that it makes by itself, if it may."""
        if isinstance(type_, sa.ARRAY):
            type_ = type_.item_type
        if self.dialect == "postgresql" and isinstance(type_, sa.Enum) and type_.native_enum and \
                (not made or getattr(type_, "create_type", True) is False):
            labels = ", ".join("'%s'" % x.replace("'", "''") for x in type_.enums)
            name = '"%s"' % type_.name
            if type_.schema:
                self.schemas.add(type_.schema)
                name = '"%s".%s' % (type_.schema, name)
            self.raw.append("CREATE TYPE %s AS ENUM (%s)" % (name, labels))

    def take_CreateTableOp(self, op):
        table = op.first_table
        self.made.add((table.schema, table.name))
        if table.schema:
            self.schemas.add(table.schema)
        self.parts_of(table)
        inherits = table.dialect_options["postgresql"]["inherits"] if self.dialect == "postgresql" else None
        for name in [inherits] if isinstance(inherits, str) else inherits or []:
            self.table(None, name)

    def take_DropTableOp(self, op):
        t = self.table(op.schema, op.table_name)
        for c in op._reverse.columns if op._reverse else ():
            if isinstance(c, sa.Column):
                t.column(c.name, c.type)

    def take_AddColumnOp(self, op):
        t = self.table(op.schema, op.table_name)
        t.parts.append(op.column.name)
        if op.column.primary_key:
            t.has_key = False
        self.parts_of(sa.Table(op.table_name, sa.MetaData(), op.column._copy()))
        self.enum(op.column.type, made=False)
        text = str(getattr(op.column.computed, "sqltext", "") or "")
        for name in re.findall(r"[A-Za-z_]\w*", text):
            if not name.isupper() and name not in ("lower", "upper"):
                t.column(name)

    def take_DropColumnOp(self, op):
        self.table(op.schema, op.table_name).column(op.column_name, op._reverse.column.type if op._reverse else op.kw.get("existing_type"))

    def take_AlterColumnOp(self, op):
        t = self.table(op.schema, op.table_name)
        type_ = op.existing_type or op.modify_type
        t.column(op.column_name, type_)
        self.enum(type_)
        self.enum(op.modify_type)
        if op.kw.get("autoincrement") or op.kw.get("existing_autoincrement"):
            t.key = str(op.column_name)
        if op.existing_nullable is False or isinstance(op.modify_server_default, sa.Identity):
            t.not_null.add(str(op.column_name))
        if op.existing_server_default not in (None, False):
            t.defaults[str(op.column_name)] = op.existing_server_default

    def take_RenameTableOp(self, op):
        self.table(op.schema, op.table_name)
        self.made.add((op.schema, str(op.new_table_name)))

    def take_CreateTableCommentOp(self, op):
        self.table(op.schema, op.table_name)

    take_DropTableCommentOp = take_CreateTableCommentOp

    def take_CreateIndexOp(self, op):
        t = self.table(op.schema, op.table_name)
        options = [v for k, v in op.kw.items() if k in (self.dialect + "_where", self.dialect + "_include")]
        for e in list(op.columns) + [x for v in options for x in (v if isinstance(v, (list, tuple)) else [v])]:
            self.columns_in(t, e)

    def columns_in(self, t, e):
        if isinstance(e, str):
            t.column(e)
        elif isinstance(e, sa.sql.elements.TextClause):
            for name in re.findall(r"[a-z_]\w*(?!\w|\()", re.sub(r"'[^']*'", "", e.text)):
                if name not in ("is", "not", "null", "and", "or", "desc", "asc", "nulls", "last", "first"):
                    t.column(name)
        else:
            for part in visitors.iterate(e):
                if isinstance(part, sa.ColumnClause) and not part.is_literal:
                    t.column(part.name, part.type)

    def take_DropIndexOp(self, op):
        if not op.table_name:
            return
        t = self.table(op.schema, op.table_name)
        t.column("indexed")
        t.extras.append(lambda: sa.Index(str(op.index_name), "indexed"))

    def take_CreateUniqueConstraintOp(self, op):
        t = self.table(op.schema, op.table_name)
        for c in op.columns:
            self.columns_in(t, c)

    def take_CreatePrimaryKeyOp(self, op):
        t = self.table(op.schema, op.table_name)
        t.has_key = False
        for c in op.columns:
            t.column(c)

    def take_CreateCheckConstraintOp(self, op):
        t = self.table(op.schema, op.table_name)
        self.columns_in(t, sa.text(op.condition) if isinstance(op.condition, str) else op.condition)

    def take_CreateExcludeConstraintOp(self, op):
        t = self.table(op.schema, op.table_name)
        for e, _ in op.elements:
            self.columns_in(t, e)

    def take_CreateForeignKeyOp(self, op):
        source = self.table(op.kw.get("source_schema"), op.source_table)
        target = self.table(op.kw.get("referent_schema"), op.referent_table)
        for c in op.local_cols:
            source.column(c)
        for c in op.remote_cols:
            target.column(c)
        target.uniques.append(list(op.remote_cols))

    def take_DropConstraintOp(self, op):
        t = self.table(op.schema, op.table_name)
        kind, name = op.constraint_type, str(op.constraint_name)
        if kind == "primary" or kind == "primarykey":
            t.has_key = False
            t.column("keyed")
            t.extras.append(lambda: sa.PrimaryKeyConstraint("keyed", name=name))
        elif kind == "foreignkey":
            target = "target_of_" + t.name
            self.table(t.schema, target)
            t.column("refers")
            spec = "%s.%s.id" % (t.schema, target) if t.schema else target + ".id"
            t.extras.append(lambda: sa.ForeignKeyConstraint(["refers"], [spec], name=name))
        elif kind == "check":
            t.column("checked")
            t.extras.append(lambda: sa.CheckConstraint("checked > 0", name=name))
        else:
            t.column("single")
            t.extras.append(lambda: sa.UniqueConstraint("single", name=name))

    def take_CopiedFrom(self, op):
        self.tables_in(op.table)

    def take_BulkInsertOp(self, op):
        self.tables_in(op.table)

    def take_ExecuteSQLOp(self, op):
        if not isinstance(op.sqltext, str):
            self.tables_in(op.sqltext)
        for m in re.findall(r"nextval\('([\w.]+)'", str(op.sqltext)):
            self.raw.append("CREATE SEQUENCE %s" % m)

    def tables_in(self, element):
        for part in visitors.iterate(element):
            table = getattr(part, "table", None)
            for t in (part, table):
                if isinstance(t, (sa.TableClause, sa.Table)):
                    wanted = self.table(t.schema, t.name)
                    for c in t.columns:
                        wanted.column(c.name, c.type)
            if isinstance(part, sa.Table):
                self.parts_of(part)

    # ---- from complaints ----

    PATTERNS = [
        ("schema", r'schema "(?P<schema>[^"]+)" does not exist|unknown database "?(?P<schema2>\w+)"?|Unknown database \'(?P<schema3>[^\']+)\''),
        ("column", r'column "(?P<column>[^"]+)" of relation "(?P<table>[^"]+)" does not exist'),
        ("column", r'column (?P<table>\w+)\.(?P<column>\w+) does not exist'),
        ("column", r'column "(?P<column>[^"]+)" (named in key )?does not exist'),
        ("column", r'table "?(?P<table>[^"]+?)"? has no column named "?(?P<column>[^"\n]+)"?'),
        ("column", r'no such column: "?((?P<table>\w+)\.)?(?P<column>\w+)"?'),
        ("column", r"Unknown column '((?P<table>[^'.]+)\.)?(?P<column>[^'.]+)' in"),
        ("column", r"Key column '(?P<column>[^']+)' doesn't exist in table"),
        ("column", r"unknown column \"(?P<column>[^\"]+)\" in foreign key"),
        ("table", r'relation "(?P<table>[^"]+)" does not exist|no such table: "?(?P<table2>[\w.]+)"?'),
        ("table", r"Table '(?P<schema>[^'.]+)\.(?P<table>[^'.]+)' doesn't exist"),
    ]

    def learn(self, message, database=None):
        """Whether the world was changed so that another try makes sense."""
        for kind, pattern in self.PATTERNS:
            m = re.search(pattern, message)
            if not m:
                continue
            found = {}
            for name, value in m.groupdict().items():
                if value:
                    found[name.rstrip("23")] = value
            changed = getattr(self, "learn_" + kind)(found, database)
            if changed:
                return True
        m = re.search(r'column "(\w+)" is of type [\w ]+ but (?:default )?expression is of type (\w+)', message)
        if m and self.retype(m[1], {"timestamp": sa.DateTime(), "boolean": sa.Boolean(), "character": sa.String(50),
                                    "text": sa.String(50), "date": sa.Date(), "json": sa.JSON(), "uuid": sa.Uuid()}.get(m[2])):
            return True
        if re.search(r"operator does not exist|operator class|function .* does not exist|No operator matches|invalid input syntax for type integer|"
                     r"but expression is of type|Incorrect integer value|types .* cannot be matched|must be type", message):
            if isinstance(self.guess, sa.Integer):
                self.guess = sa.String(50)
                return True
        if self.with_rows:
            self.with_rows = False
            return True
        return False

    def retype(self, name, type_):
        """Gives a column whose type was guessed the one that the database names."""
        changed = False
        for t in self.tables.values():
            if type_ is not None and t.columns.get(name, type_) is None:
                t.columns[name] = type_
                changed = True
        return changed

    def learn_schema(self, found, database):
        if found["schema"] in self.schemas:
            return False
        self.schemas.add(found["schema"])
        return True

    def learn_table(self, found, database):
        name, schema = found["table"], found.get("schema")
        if schema == database:
            schema = None
        if "." in name:
            schema, name = name.split(".", 1)
        if (schema, name) in self.tables or (schema, name) in self.made:
            return False
        self.table(schema, name)
        return True

    def learn_column(self, found, database):
        name, table = found["column"], (found.get("table") or "").strip('"').split(".")[-1]
        tables = [t for t in self.tables.values() if t.name == table] or list(self.tables.values())
        tables = [t for t in tables if name not in t.columns and name != "id"]
        for t in tables:
            t.column(name)
        return bool(tables)

    # ---- building ----

    def metadata(self):
        metadata = sa.MetaData()
        for wanted in self.tables.values():
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                wanted.build(metadata, self.guess, self.sqla)
        return metadata

    def statements(self, dialect):
        """CREATE statements and rows, in an order that works."""
        out = list(dict.fromkeys(self.raw))

        def note(element, *args, **kw):
            # What cannot be made is missed by the script, in both runs alike. SQLAlchemy trips over
            # a decorated MatchType on MySQL.
            with contextlib.suppress(sa.exc.SQLAlchemyError, TypeError):
                out.append(str(element.compile(dialect=engine.dialect)))

        engine = sa.create_mock_engine("%s://" % dialect, note)
        metadata = self.metadata()
        for table in list(metadata.tables.values()):
            try:
                engine.dialect.validate_identifier(table.name)
            except sa.exc.IdentifierError:
                metadata.remove(table)
        metadata.create_all(engine, checkfirst=False)
        for table in metadata.sorted_tables if self.with_rows else ():
            for n in (1, 2):
                values = {c.name: self.value(c, n) for c in table.columns}
                row = table.insert().values({k: v for k, v in values.items() if v is not None})
                with contextlib.suppress(sa.exc.CompileError):
                    out.append(str(row.compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True})))
        return out

    def value(self, column, n):
        type_ = column.type
        if isinstance(type_, sa.Enum):
            return type_.enums[0] if type_.enums and type_.enum_class is None and not column.primary_key else None
        if type(type_).__visit_name__.lower() in ("integer", "small_integer", "big_integer", "smallint", "bigint"):
            return n
        if isinstance(type_, sa.String) and type(type_).__module__ == "sqlalchemy.sql.sqltypes":
            return ("a", "b")[n - 1]
        return n if column.primary_key else None


def operation_reverse(op, world):
    """The operations that undo one, as far as that can be said."""
    if isinstance(op, ops.DropTableOp):
        wanted = world.tables.get((op.schema, str(op.table_name)))
        return [ops.CreateTableOp.from_table(wanted.build(sa.MetaData(), world.guess, world.sqla))] if wanted else []
    if isinstance(op, ops.DropColumnOp):
        wanted = world.tables.get((op.schema, str(op.table_name)))
        type_ = (wanted and wanted.columns.get(str(op.column_name))) or world.guess
        return [ops.AddColumnOp(op.table_name, sa.Column(op.column_name, type_), schema=op.schema)]
    if isinstance(op, ops.AddColumnOp) and world.dialect in ("mysql", "mariadb"):
        keys = [ops.DropConstraintOp(f.name, op.table_name, type_="foreignkey", schema=op.schema)
                for f in op.column.foreign_keys if f.name]
        return keys + [op.reverse()]
    if isinstance(op, ops.DropIndexOp):
        return [ops.CreateIndexOp(op.index_name, op.table_name, ["indexed"], schema=op.schema)] if op.table_name else []
    if isinstance(op, ops.DropConstraintOp):
        return [ops.CreateUniqueConstraintOp(op.constraint_name, op.table_name, ["single"], schema=op.schema)] \
            if op.constraint_type == "unique" else []
    if isinstance(op, ops.RenameTableOp):
        return [ops.RenameTableOp(op.new_table_name, op.table_name, schema=op.schema)]
    if isinstance(op, ops.AlterColumnOp):
        if op.existing_type is None:
            wanted = world.tables.get((op.schema, str(op.table_name)))
            op.existing_type = (wanted and wanted.columns.get(str(op.column_name))) or world.guess
        name = op.modify_name or op.column_name
        back = op.reverse()
        back.column_name, back.modify_name = name, op.column_name if op.modify_name else None
        return [back]
    if isinstance(op, (ops.ExecuteSQLOp, ops.BulkInsertOp)):
        return []
    return [op.reverse()]


def rendered(autogen, op):
    """An operation as lines of Python; an exception where it cannot be written down."""
    out = io.StringIO()
    printer = PythonPrinter(out)
    for block in render.render_op(autogen, op):
        printer.writeline(block)
    printer.close()
    lines = [l for l in out.getvalue().split("\n") if l.strip()]
    compile("\n".join(lines), "rendered", "exec")
    return lines


def downgrade_lines(seen, world, context, in_batch):
    """The body of downgrade(), or "pass"."""
    autogen = api.AutogenContext(context, autogenerate=False, opts={
        "sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op.", "user_module_prefix": None,
        "render_as_batch": in_batch, "render_item": None})
    lines = []
    for op in reversed(seen):
        try:
            for back in operation_reverse(op, world):
                wrapped = back
                if in_batch and not isinstance(back, (ops.CreateTableOp, ops.DropTableOp, ops.RenameTableOp)):
                    wrapped = ops.ModifyTableOps(getattr(back, "table_name", None) or back.source_table, [back],
                                                 schema=back.schema if hasattr(back, "schema") else None)
                lines += rendered(autogen, wrapped)
        except Exception:
            # What cannot be reversed or written down stays.
            continue
    return sorted(autogen.imports) + lines or ["pass"]


# Where the table stands among a directive's arguments.
TABLE_ARGUMENT = {"add_column": 0, "drop_column": 0, "alter_column": 0, "create_table_comment": 0, "drop_table_comment": 0,
                  "create_unique_constraint": 1, "create_check_constraint": 1, "create_primary_key": 1,
                  "create_foreign_key": 1, "create_exclude_constraint": 1, "create_index": 1, "drop_index": 1,
                  "drop_constraint": 1}


def batch_lines(body):
    """The script with every directive on a table in a batch block; None when there is nothing of the kind."""
    tree, changed = ast.parse("\n".join(body)), False
    for at, node in enumerate(tree.body):
        call = node.value if isinstance(node, ast.Expr) else None
        if not isinstance(call, ast.Call) or ast.unparse(call.func).split(".")[0] != "op":
            continue
        place = TABLE_ARGUMENT.get(ast.unparse(call.func)[3:])
        words = {k.arg: k for k in call.keywords}
        table = call.args[place] if place is not None and place < len(call.args) else getattr(words.get("table_name"), "value", None)
        if place is None or table is None:
            continue
        schema = words.get("schema") or words.get("source_schema")
        inner = ast.Call(ast.Attribute(ast.Name("b"), call.func.attr), [a for a in call.args if a is not table],
                         [k for k in call.keywords if k is not schema and k.arg != "table_name"])
        block = ast.parse("with op.batch_alter_table() as b:\n    pass").body[0]
        opening = block.items[0].context_expr
        opening.args = [table]
        opening.keywords = [ast.keyword("schema", schema.value)] if schema else []
        block.body = [ast.Expr(inner)]
        tree.body[at] = ast.fix_missing_locations(block)
        changed = True
    return ast.unparse(tree).split("\n") if changed else None
