"""Schema objects for operations: tables, columns, constraints that stand alone, under the naming
convention of the migration context."""

import sqlalchemy as sa
from sqlalchemy import schema
from sqlalchemy.types import NullType


def untyped(names):
    return [sa.Column(name, NullType()) for name in dict.fromkeys(names)]


def detached(item, table=None):
    """The item, or a copy when it belongs to a table already."""
    if getattr(item, "table", None) is None:
        return item
    if isinstance(item, schema.Constraint) and table is not None:
        return item._copy(target_table=table)
    return item._copy()


def refer(metadata, element):
    """Makes what a foreign key refers to, as far as it is not there."""
    names = getattr(element, "target_fullname", "").split(".")
    if len(names) < 2:
        return
    key = ".".join(names[:-1])
    schema_name = ".".join(names[:-2]) or None
    there = metadata.tables.get(key)
    if there is None:
        there = sa.Table(names[-2], metadata, schema=schema_name)
    if names[-1] not in there.c:
        there.append_column(sa.Column(names[-1], NullType()))


class SchemaObjects:
    def __init__(self, migration_context=None):
        self.migration_context = migration_context

    def metadata(self):
        options = self.migration_context.opts if self.migration_context is not None else {}
        convention = getattr(options.get("target_metadata"), "naming_convention", None)
        return sa.MetaData(naming_convention=convention) if convention else sa.MetaData()

    def table(self, name, *items, _constraints_included=False, **kw):
        columns = [detached(c) for c in items if isinstance(c, sa.Column)]
        if _constraints_included:
            # What unique=True and index=True made is among the items.
            for c in columns:
                c.unique = c.index = False
        t = sa.Table(name, self.metadata(), *columns, **kw)
        for item in items:
            if isinstance(item, (schema.Constraint, schema.Index)):
                if getattr(item, "_type_bound", False):
                    continue  # the column's type makes it again
                t.append_constraint(detached(item, t))
        for constraint in t.constraints:
            for element in getattr(constraint, "elements", ()):
                refer(t.metadata, element)
        return t

    def column(self, name, type_, **kw):
        return sa.Column(name, type_, **kw)

    def primary_key_constraint(self, name, table_name, cols, schema=None, **kw):
        t = sa.Table(table_name, self.metadata(), *untyped(cols), schema=schema)
        constraint = sa.PrimaryKeyConstraint(*[t.c[c] for c in cols], name=name, **kw)
        t.append_constraint(constraint)
        return constraint

    def unique_constraint(self, name, source, local_cols, schema=None, **kw):
        t = sa.Table(source, self.metadata(), *untyped(local_cols), schema=schema)
        constraint = sa.UniqueConstraint(*[t.c[c] for c in local_cols], name=name, **kw)
        t.append_constraint(constraint)
        return constraint

    def check_constraint(self, name, source, condition, schema=None, **kw):
        t = sa.Table(source, self.metadata(), sa.Column("x", sa.Integer), schema=schema)
        constraint = sa.CheckConstraint(condition, name=name, **kw)
        t.append_constraint(constraint)
        return constraint

    def foreign_key_constraint(self, name, source, referent, local_cols, remote_cols, *,
                               source_schema=None, referent_schema=None, **kw):
        metadata = self.metadata()
        own = list(local_cols)
        if source == referent and source_schema == referent_schema:
            own += remote_cols
        else:
            sa.Table(referent, metadata, *untyped(remote_cols), schema=referent_schema)
        t = sa.Table(source, metadata, *untyped(own), schema=source_schema)
        target = f"{referent_schema}.{referent}" if referent_schema else referent
        constraint = sa.ForeignKeyConstraint(
            local_cols, [f"{target}.{c}" for c in remote_cols], name=name, **kw)
        t.append_constraint(constraint)
        return constraint

    def index(self, name, tablename, columns, schema=None, **kw):
        t = sa.Table(tablename or "no_table", self.metadata(), schema=schema)
        items = []
        for column in columns:
            if isinstance(column, str):
                if column not in t.c:
                    t.append_column(sa.Column(column, NullType()))
                column = t.c[column]
            elif isinstance(column, sa.Column):
                if column.key not in t.c:
                    t.append_column(column._copy())
                column = t.c[column.key]
            items.append(column)
        made = sa.Index(name, *items, **kw)
        if made.table is None:
            t.append_constraint(made)
        return made

    def generic_constraint(self, name, table_name, type_, schema=None, **kw):
        t = self.table(table_name, schema=schema)
        if type_ == "foreignkey":
            constraint = sa.ForeignKeyConstraint([], [], name=name)
        elif type_ == "primary":
            constraint = sa.PrimaryKeyConstraint(name=name)
        elif type_ == "unique":
            constraint = sa.UniqueConstraint(name=name)
        elif type_ == "check":
            constraint = sa.CheckConstraint("", name=name)
        elif type_ is None:
            constraint = sa.schema.Constraint(name=name)
        else:
            raise TypeError("'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None")
        t.append_constraint(constraint)
        return constraint
