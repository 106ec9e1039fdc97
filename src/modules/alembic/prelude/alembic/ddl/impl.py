"""DefaultImpl and the classes of the dialects.

The built-in ones do what the directives do. A project's subclass with the __dialect__ that is in
use takes their place: every directive then goes through its methods (operations/toimpl.py), and
what it hands on to super() is run as usual.
"""

from sqlalchemy import schema

from alembic.operations import ops

_impls = {}

# What a subclass may override with effect; other methods of Alembic's are not called here.
OVERRIDABLE = {
    "__init__", "_exec", "execute", "static_output", "create_table", "drop_table", "rename_table",
    "add_column", "drop_column", "alter_column", "add_constraint", "drop_constraint",
    "create_index", "drop_index", "create_table_comment", "drop_table_comment", "bulk_insert",
    "transactional_ddl", "command_terminator",
}


class _TableOp(ops.MigrateOperation):
    """CREATE TABLE of a Table as it is."""

    def __init__(self, table, **kw):
        self.table, self.kw = table, kw

    def _directive(self):
        return ("create_table", (self.table,), self.kw)


class DefaultImpl:
    __dialect__ = "default"
    transactional_ddl = False
    command_terminator = ";"
    type_synonyms = ({"NUMERIC", "DECIMAL"},)
    type_arg_extract = ()
    identity_attrs_ignore = frozenset()

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if "__dialect__" in cls.__dict__:
            _impls[cls.__dialect__] = cls

    def __init__(self, dialect, connection, as_sql, transactional_ddl, output_buffer, context_opts):
        self.dialect = dialect
        self.connection = connection
        self.as_sql = as_sql
        self.output_buffer = output_buffer
        self.context_opts = context_opts
        self.literal_binds = context_opts.get("literal_binds", False)
        if transactional_ddl is not None:
            self.transactional_ddl = transactional_ddl

    @classmethod
    def get_by_dialect(cls, dialect):
        return _impls[dialect.name]

    @property
    def bind(self):
        return self.connection

    def static_output(self, text):
        self._context.static_output(text)

    def _exec(self, construct, execution_options=None, multiparams=None, params=None):
        return self._context._run(ops.ExecuteSQLOp(construct, execution_options=execution_options))

    def execute(self, sql, execution_options=None):
        self._exec(sql, execution_options)

    def create_table(self, table, **kw):
        self._context._run(_TableOp(table, **kw))

    def drop_table(self, table, **kw):
        self._exec(schema.DropTable(table, **kw))

    def rename_table(self, old_table_name, new_table_name, schema=None):
        self._context._run(ops.RenameTableOp(old_table_name, new_table_name, schema=schema))

    def add_column(self, table_name, column, *, schema=None, if_not_exists=None,
                   inline_references=None, inline_primary_key=None):
        self._context._run(ops.AddColumnOp(
            table_name, column, schema=schema, if_not_exists=if_not_exists,
            inline_references=inline_references, inline_primary_key=inline_primary_key))

    def drop_column(self, table_name, column, *, schema=None, if_exists=None, **kw):
        self._context._run(ops.DropColumnOp(table_name, column.name, schema=schema,
                                            if_exists=if_exists, **kw))

    def alter_column(self, table_name, column_name, *, nullable=None, server_default=False,
                     name=None, type_=None, schema=None, comment=False, **kw):
        self._context._run(ops.AlterColumnOp(
            table_name, column_name, modify_nullable=nullable, modify_server_default=server_default,
            modify_name=name, modify_type=type_, schema=schema, modify_comment=comment, **kw))

    def add_constraint(self, const, **kw):
        if self._alters(const):
            self._exec(schema.AddConstraint(const))

    def drop_constraint(self, const, **kw):
        if self._alters(const):
            self._exec(schema.DropConstraint(const, **kw))

    def _alters(self, const):
        """False for the CHECK of a type on SQLite, which is passed over; others are refused there."""
        if self.dialect.name != "sqlite":
            return True
        if getattr(const, "_type_bound", False):
            return False
        raise NotImplementedError(
            "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode "
            "feature which allows for SQLite migrations using a copy-and-move strategy.")

    def create_index(self, index, **kw):
        self._exec(schema.CreateIndex(index, **kw))

    def drop_index(self, index, **kw):
        self._exec(schema.DropIndex(index, **kw))

    def create_table_comment(self, table):
        self._exec(schema.SetTableComment(table))

    def drop_table_comment(self, table):
        self._exec(schema.DropTableComment(table))

    def bulk_insert(self, table, rows, multiinsert=True):
        self._context._run(ops.BulkInsertOp(table, rows, multiinsert=multiinsert))


class PostgresqlImpl(DefaultImpl):
    __dialect__ = "postgresql"
    transactional_ddl = True


class SQLiteImpl(DefaultImpl):
    __dialect__ = "sqlite"
    transactional_ddl = False


class MySQLImpl(DefaultImpl):
    __dialect__ = "mysql"
    transactional_ddl = False


class MariaDBImpl(MySQLImpl):
    __dialect__ = "mariadb"


class MSSQLImpl(DefaultImpl):
    __dialect__ = "mssql"
    transactional_ddl = True
    batch_separator = "GO"


class OracleImpl(DefaultImpl):
    __dialect__ = "oracle"
    transactional_ddl = False
    batch_separator = "/"
    command_terminator = ""


def _own(name):
    """The project's class for a dialect, or None; refuses what would be overridden in vain."""
    cls = _impls.get(name)
    if cls is None or cls.__module__ == __name__:
        return None
    for base in cls.__mro__:
        if base.__module__ == __name__ or base is object:
            continue
        for member in base.__dict__:
            if hasattr(DefaultImpl, member) and member not in OVERRIDABLE \
                    and not member.startswith("__"):
                raise NotImplementedError(
                    f"{base.__name__}.{member}: overriding this of DefaultImpl is not supported")
    return cls


def _of_context(context):
    """The object for a MigrationContext."""
    name = context.dialect.name
    cls = _own(name) or _impls.get(name, DefaultImpl)
    impl = cls(context.dialect, context.connection, context.as_sql, context.transactional_ddl,
               context.opts.get("output_buffer"), context.opts)
    impl._context = context
    return impl
