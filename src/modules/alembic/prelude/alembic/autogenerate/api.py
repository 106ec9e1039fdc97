"""What a comparison is about (AutogenContext), and comparing and rendering from a program."""

import contextlib

from alembic.autogenerate import _native
from alembic.autogenerate import compare
from alembic.operations import ops
from alembic.util import CommandError


def _to_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


class AutogenContext:
    _inspector = None

    def __init__(self, migration_context, metadata=None, opts=None, autogenerate=True):
        if autogenerate and migration_context is not None and migration_context.as_sql:
            raise CommandError("autogenerate can't use as_sql=True as it prevents querying "
                               "the database for schema information")
        self.comparators = compare.comparators.branch()
        self.opts = migration_context.opts if opts is None else opts
        self.metadata = self.opts.get("target_metadata") if metadata is None else metadata
        self.migration_context = migration_context
        self.connection = migration_context.bind
        self.dialect = migration_context.dialect
        self.imports = set()
        self._has_batch = False
        self._object_filters = [f for f in [self.opts.get("include_object")] if f]
        self._name_filters = [f for f in [self.opts.get("include_name")] if f]

    @property
    def inspector(self):
        if self._inspector is None:
            from sqlalchemy import inspect

            if self.connection is None:
                raise TypeError("can't return inspector as this AutogenContext has no database "
                                "connection")
            self._inspector = inspect(self.connection)
        return self._inspector

    @contextlib.contextmanager
    def _within_batch(self):
        self._has_batch = True
        yield
        self._has_batch = False

    def run_name_filters(self, name, type_, parent_names):
        if "schema_name" in parent_names:
            table = name if type_ == "table" else parent_names.get("table_name")
            if table:
                schema = parent_names["schema_name"]
                parent_names["schema_qualified_table_name"] = (
                    f"{schema}.{table}" if schema else table)
        return all(fn(name, type_, parent_names) for fn in self._name_filters)

    def run_object_filters(self, object_, name, type_, reflected, compare_to):
        return all(fn(object_, name, type_, reflected, compare_to)
                   for fn in self._object_filters)

    run_filters = run_object_filters

    @property
    def sorted_tables(self):
        return [table for m in _to_list(self.metadata) for table in m.sorted_tables]

    @property
    def table_key_to_table(self):
        result = {}
        for metadata in _to_list(self.metadata):
            both = sorted(set(result) & set(metadata.tables))
            if both:
                raise ValueError("Duplicate table keys across multiple MetaData objects: "
                                 + ", ".join(f'"{key}"' for key in both))
            result.update(metadata.tables)
        return result


def produce_migrations(context, metadata):
    autogen_context = AutogenContext(context, metadata=metadata)
    script = ops.MigrationScript(rev_id=None, upgrade_ops=ops.UpgradeOps([]),
                                 downgrade_ops=ops.DowngradeOps([]))
    compare._populate_migration_script(autogen_context, script)
    return script


def compare_metadata(context, metadata):
    return produce_migrations(context, metadata).upgrade_ops.as_diffs()


def render_python_code(up_or_down_op, sqlalchemy_module_prefix="sa.", alembic_module_prefix="op.",
                       render_as_batch=False, imports=(), render_item=None, migration_context=None,
                       user_module_prefix=None):
    options = {
        "sqlalchemy_module_prefix": sqlalchemy_module_prefix,
        "alembic_module_prefix": alembic_module_prefix,
        "render_item": render_item,
        "render_as_batch": render_as_batch,
        "user_module_prefix": user_module_prefix,
    }
    return _native.render_body(migration_context, up_or_down_op.ops, options, set(imports))
