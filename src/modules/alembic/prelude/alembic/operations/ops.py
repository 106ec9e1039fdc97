"""Operations as objects: what the hooks of autogenerate read, change and make, and what
Operations.invoke() runs. All in one file, as their __module__ is what scripts and errors show.

An object that stands for an operation of autogenerate keeps that operation as long as nothing in
it is changed. _directive() says with which directive a changed or a new one is made: its name,
arguments, keywords; _original() gives what a DROP drops, for reversing and for messages.
"""

from alembic.operations._native import MigrateOperation
from alembic.operations.schemaobj import SchemaObjects
from alembic.util.langhelpers import Dispatcher
from sqlalchemy import exc


def given(**kw):
    """The keywords that are not None."""
    return {key: value for key, value in kw.items() if value is not None}


def _batch(operations, **kw):
    """Table and schema of a batch_alter_table block, for the batch_… forms."""
    return operations.impl.table_name, dict(kw, schema=operations.impl.schema)


def _same_name(op, other):
    """op with the name of the other one, which may be final (op.f())."""
    for attribute in ("constraint_name", "index_name"):
        name = getattr(other, attribute, None)
        if name is not None:
            setattr(op, attribute, name)
            if getattr(op, "_reverse", None) is not None:
                setattr(op._reverse, attribute, name)
    return op


# ---- constraints ----


class AddConstraintOp(MigrateOperation):
    add_constraint_ops = Dispatcher()

    @property
    def constraint_type(self):
        raise NotImplementedError()

    @classmethod
    def register_add_constraint(cls, type_):
        def register(op_class):
            cls.add_constraint_ops.dispatch_for(type_)(op_class.from_constraint)
            return op_class
        return register

    @classmethod
    def from_constraint(cls, constraint):
        return cls.add_constraint_ops.dispatch(constraint.__visit_name__)(constraint)

    def to_constraint(self, migration_context=None):
        raise NotImplementedError()

    def reverse(self):
        return _same_name(DropConstraintOp.from_constraint(self.to_constraint()), self)

    def to_diff_tuple(self):
        return ("add_constraint", self.to_constraint())


class DropConstraintOp(MigrateOperation):
    def __init__(self, constraint_name, table_name, type_=None, *, schema=None, if_exists=None,
                 _reverse=None):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.constraint_type = type_
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse

    def reverse(self):
        return _same_name(AddConstraintOp.from_constraint(self.to_constraint()), self)

    def to_diff_tuple(self):
        what = "remove_fk" if self.constraint_type == "foreignkey" else "remove_constraint"
        return (what, self.to_constraint())

    @classmethod
    def from_constraint(cls, constraint):
        words = {
            "unique_constraint": "unique",
            "foreign_key_constraint": "foreignkey",
            "primary_key_constraint": "primary",
            "check_constraint": "check",
            "table_or_column_check_constraint": "check",
            "column_check_constraint": "check",
        }
        return cls(constraint.name, constraint.table.name,
                   words.get(constraint.__visit_name__), schema=constraint.table.schema,
                   _reverse=AddConstraintOp.from_constraint(constraint))

    def to_constraint(self, migration_context=None):
        if self._reverse is None:
            raise ValueError("constraint cannot be produced; original constraint is not present")
        constraint = self._reverse.to_constraint()
        constraint.name = self.constraint_name
        return constraint

    def _directive(self):
        return ("drop_constraint", (self.constraint_name, self.table_name),
                given(type_=self.constraint_type, schema=self.schema, if_exists=self.if_exists))

    def _original(self):
        return self._reverse and self._reverse.to_constraint()

    @classmethod
    def drop_constraint(cls, operations, constraint_name, table_name, type_=None, *, schema=None,
                        if_exists=None):
        return operations.invoke(
            cls(constraint_name, table_name, type_, schema=schema, if_exists=if_exists))

    @classmethod
    def batch_drop_constraint(cls, operations, constraint_name, type_=None):
        table, kw = _batch(operations)
        return operations.invoke(cls(constraint_name, table, type_, **kw))


@AddConstraintOp.register_add_constraint("primary_key_constraint")
class CreatePrimaryKeyOp(AddConstraintOp):
    constraint_type = "primarykey"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        return cls(constraint.name, constraint.table.name, list(constraint.columns.keys()),
                   schema=constraint.table.schema, **constraint.dialect_kwargs)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).primary_key_constraint(
            self.constraint_name, self.table_name, self.columns, schema=self.schema, **self.kw)

    def _directive(self):
        return ("create_primary_key", (self.constraint_name, self.table_name, self.columns),
                dict(self.kw, **given(schema=self.schema)))

    @classmethod
    def create_primary_key(cls, operations, constraint_name, table_name, columns, *, schema=None):
        return operations.invoke(cls(constraint_name, table_name, columns, schema=schema))

    @classmethod
    def batch_create_primary_key(cls, operations, constraint_name, columns):
        table, kw = _batch(operations)
        return operations.invoke(cls(constraint_name, table, columns, **kw))


@AddConstraintOp.register_add_constraint("unique_constraint")
class CreateUniqueConstraintOp(AddConstraintOp):
    constraint_type = "unique"

    def __init__(self, constraint_name, table_name, columns, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        kw = {}
        if constraint.deferrable:
            kw["deferrable"] = constraint.deferrable
        if constraint.initially:
            kw["initially"] = constraint.initially
        kw.update(constraint.dialect_kwargs)
        return cls(constraint.name, constraint.table.name, [c.name for c in constraint.columns],
                   schema=constraint.table.schema, **kw)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).unique_constraint(
            self.constraint_name, self.table_name, self.columns, schema=self.schema, **self.kw)

    def _directive(self):
        return ("create_unique_constraint", (self.constraint_name, self.table_name, self.columns),
                dict(self.kw, **given(schema=self.schema)))

    @classmethod
    def create_unique_constraint(cls, operations, constraint_name, table_name, columns, *,
                                 schema=None, **kw):
        return operations.invoke(cls(constraint_name, table_name, columns, schema=schema, **kw))

    @classmethod
    def batch_create_unique_constraint(cls, operations, constraint_name, columns, **kw):
        table, kw = _batch(operations, **kw)
        return operations.invoke(cls(constraint_name, table, columns, **kw))


def _target(element):
    """(schema, table, column) of a foreign key; their names are as quoted as those of the objects."""
    try:
        column = element.column
    except exc.NoReferenceError:  # the directive knows the names alone
        names = element.target_fullname.split(".")
        return ".".join(names[:-2]) or None, names[-2], names[-1]
    return column.table.schema, column.table.name, column.name


@AddConstraintOp.register_add_constraint("foreign_key_constraint")
class CreateForeignKeyOp(AddConstraintOp):
    constraint_type = "foreignkey"

    def __init__(self, constraint_name, source_table, referent_table, local_cols, remote_cols,
                 **kw):
        self.constraint_name = constraint_name
        self.source_table = source_table
        self.referent_table = referent_table
        self.local_cols = local_cols
        self.remote_cols = remote_cols
        self.kw = kw

    def to_diff_tuple(self):
        return ("add_fk", self.to_constraint())

    @classmethod
    def from_constraint(cls, constraint):
        names = ("onupdate", "ondelete", "initially", "deferrable", "use_alter", "match")
        kw = {name: getattr(constraint, name) for name in names if getattr(constraint, name)}
        targets = [_target(element) for element in constraint.elements]
        kw["source_schema"] = constraint.table.schema
        kw["referent_schema"] = targets[0][0]
        kw.update(constraint.dialect_kwargs)
        return cls(constraint.name, constraint.table.name, targets[0][1],
                   [c.name for c in constraint.columns], [t[2] for t in targets], **kw)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).foreign_key_constraint(
            self.constraint_name, self.source_table, self.referent_table, self.local_cols,
            self.remote_cols, **self.kw)

    def _directive(self):
        return ("create_foreign_key",
                (self.constraint_name, self.source_table, self.referent_table, self.local_cols,
                 self.remote_cols), self.kw)

    @classmethod
    def create_foreign_key(cls, operations, constraint_name, source_table, referent_table,
                           local_cols, remote_cols, **kw):
        return operations.invoke(
            cls(constraint_name, source_table, referent_table, local_cols, remote_cols, **kw))

    @classmethod
    def batch_create_foreign_key(cls, operations, constraint_name, referent_table, local_cols,
                                 remote_cols, **kw):
        impl = operations.impl
        return operations.invoke(cls(constraint_name, impl.table_name, referent_table, local_cols,
                                     remote_cols, source_schema=impl.schema, **kw))


@AddConstraintOp.register_add_constraint("check_constraint")
@AddConstraintOp.register_add_constraint("table_or_column_check_constraint")
@AddConstraintOp.register_add_constraint("column_check_constraint")
class CreateCheckConstraintOp(AddConstraintOp):
    constraint_type = "check"

    def __init__(self, constraint_name, table_name, condition, *, schema=None, **kw):
        self.constraint_name = constraint_name
        self.table_name = table_name
        self.condition = condition
        self.schema = schema
        self.kw = kw

    @classmethod
    def from_constraint(cls, constraint):
        return cls(constraint.name, constraint.table.name, constraint.sqltext,
                   schema=constraint.table.schema, **constraint.dialect_kwargs)

    def to_constraint(self, migration_context=None):
        return SchemaObjects(migration_context).check_constraint(
            self.constraint_name, self.table_name, self.condition, schema=self.schema, **self.kw)

    def _directive(self):
        return ("create_check_constraint", (self.constraint_name, self.table_name, self.condition),
                dict(self.kw, **given(schema=self.schema)))

    @classmethod
    def create_check_constraint(cls, operations, constraint_name, table_name, condition, *,
                                schema=None, **kw):
        return operations.invoke(cls(constraint_name, table_name, condition, schema=schema, **kw))

    @classmethod
    def batch_create_check_constraint(cls, operations, constraint_name, condition, **kw):
        table, kw = _batch(operations, **kw)
        return operations.invoke(cls(constraint_name, table, condition, **kw))


# ---- indexes ----


class CreateIndexOp(MigrateOperation):
    def __init__(self, index_name, table_name, columns, *, schema=None, unique=False,
                 if_not_exists=None, **kw):
        self.index_name = index_name
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.unique = unique
        self.if_not_exists = if_not_exists
        self.kw = kw

    def reverse(self):
        return _same_name(DropIndexOp.from_index(self.to_index()), self)

    def to_diff_tuple(self):
        return ("add_index", self.to_index())

    @classmethod
    def from_index(cls, index):
        return cls(index.name, index.table.name, list(index.expressions),
                   schema=index.table.schema, unique=index.unique, **index.kwargs)

    def to_index(self, migration_context=None):
        return SchemaObjects(migration_context).index(
            self.index_name, self.table_name, self.columns, schema=self.schema,
            unique=self.unique, **self.kw)

    def _directive(self):
        columns = [c.name if hasattr(c, "table") and hasattr(c, "name") else c
                   for c in self.columns]
        return ("create_index", (self.index_name, self.table_name, columns),
                dict(self.kw, unique=self.unique,
                     **given(schema=self.schema, if_not_exists=self.if_not_exists)))

    @classmethod
    def create_index(cls, operations, index_name, table_name, columns, *, schema=None,
                     unique=False, if_not_exists=None, **kw):
        return operations.invoke(cls(index_name, table_name, columns, schema=schema, unique=unique,
                                     if_not_exists=if_not_exists, **kw))

    @classmethod
    def batch_create_index(cls, operations, index_name, columns, **kw):
        table, kw = _batch(operations, **kw)
        return operations.invoke(cls(index_name, table, columns, **kw))


class DropIndexOp(MigrateOperation):
    def __init__(self, index_name, table_name=None, *, schema=None, if_exists=None, _reverse=None,
                 **kw):
        self.index_name = index_name
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self._reverse = _reverse
        self.kw = kw

    def to_diff_tuple(self):
        return ("remove_index", self.to_index())

    def reverse(self):
        return _same_name(CreateIndexOp.from_index(self.to_index()), self)

    @classmethod
    def from_index(cls, index):
        return cls(index.name, index.table.name, schema=index.table.schema,
                   _reverse=CreateIndexOp.from_index(index), unique=index.unique, **index.kwargs)

    def to_index(self, migration_context=None):
        columns = self._reverse.columns if self._reverse else ["x"]
        return SchemaObjects(migration_context).index(
            self.index_name, self.table_name, columns, schema=self.schema, **self.kw)

    def _directive(self):
        return ("drop_index", (self.index_name,),
                dict(self.kw, **given(table_name=self.table_name, schema=self.schema,
                                      if_exists=self.if_exists)))

    def _original(self):
        return self._reverse and self.to_index()

    @classmethod
    def drop_index(cls, operations, index_name, table_name=None, *, schema=None, if_exists=None,
                   **kw):
        return operations.invoke(
            cls(index_name, table_name, schema=schema, if_exists=if_exists, **kw))

    @classmethod
    def batch_drop_index(cls, operations, index_name, **kw):
        table, kw = _batch(operations, **kw)
        return operations.invoke(cls(index_name, table, **kw))


# ---- tables ----


class CreateTableOp(MigrateOperation):
    def __init__(self, table_name, columns, *, schema=None, if_not_exists=None,
                 _namespace_metadata=None, _constraints_included=False, **kw):
        self.table_name = table_name
        self.columns = columns
        self.schema = schema
        self.if_not_exists = if_not_exists
        self.info = kw.pop("info", {})
        self.comment = kw.pop("comment", None)
        self.prefixes = kw.pop("prefixes", None)
        self.kw = kw
        self._namespace_metadata = _namespace_metadata
        self._constraints_included = _constraints_included

    def reverse(self):
        return DropTableOp.from_table(self.to_table(),
                                      _namespace_metadata=self._namespace_metadata)

    def to_diff_tuple(self):
        return ("add_table", self.to_table())

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        return cls(table.name, list(table.c) + list(table.constraints), schema=table.schema,
                   _namespace_metadata=_namespace_metadata or table.metadata,
                   _constraints_included=True, comment=table.comment, info=dict(table.info),
                   prefixes=list(table._prefixes), **table.kwargs)

    def to_table(self, migration_context=None):
        made = self._table_as_made()
        if made is not None:
            return made
        return SchemaObjects(migration_context).table(
            self.table_name, *self.columns, schema=self.schema,
            prefixes=list(self.prefixes or ()), comment=self.comment,
            info=dict(self.info or {}), _constraints_included=self._constraints_included,
            **self.kw)

    def _directive(self):
        # The columns become another table's, so what belongs to one is copied.
        items = self.columns
        if any(getattr(item, "table", None) is not None for item in items):
            t = self.to_table()
            return ("create_table", (t,), given(if_not_exists=self.if_not_exists))
        kw = dict(self.kw, **given(schema=self.schema, if_not_exists=self.if_not_exists,
                                   comment=self.comment, prefixes=self.prefixes or None,
                                   info=self.info or None))
        return ("create_table", (self.table_name, *items), kw)

    @classmethod
    def create_table(cls, operations, table_name, *columns, if_not_exists=None, **kw):
        return operations.invoke(cls(table_name, columns, if_not_exists=if_not_exists, **kw))


class DropTableOp(MigrateOperation):
    def __init__(self, table_name, *, schema=None, if_exists=None, table_kw=None, _reverse=None):
        self.table_name = table_name
        self.schema = schema
        self.if_exists = if_exists
        self.table_kw = table_kw or {}
        self.comment = self.table_kw.pop("comment", None)
        self.info = self.table_kw.pop("info", None)
        self.prefixes = self.table_kw.pop("prefixes", None)
        self._reverse = _reverse

    def to_diff_tuple(self):
        return ("remove_table", self.to_table())

    def reverse(self):
        return CreateTableOp.from_table(self.to_table())

    @classmethod
    def from_table(cls, table, *, _namespace_metadata=None):
        kw = {"comment": table.comment, "info": dict(table.info),
              "prefixes": list(table._prefixes), **table.kwargs}
        reverse = CreateTableOp.from_table(table, _namespace_metadata=_namespace_metadata)
        return cls(table.name, schema=table.schema, table_kw=kw, _reverse=reverse)

    def to_table(self, migration_context=None):
        items, included = [], False
        if self._reverse:
            items, included = self._reverse.columns, self._reverse._constraints_included
        return SchemaObjects(migration_context).table(
            self.table_name, *items, comment=self.comment, info=dict(self.info or {}),
            prefixes=list(self.prefixes or ()), schema=self.schema,
            _constraints_included=included, **self.table_kw)

    def _directive(self):
        return ("drop_table", (self.table_name,),
                given(schema=self.schema, if_exists=self.if_exists))

    def _original(self):
        return self._reverse and self.to_table()

    @classmethod
    def drop_table(cls, operations, table_name, *, schema=None, if_exists=None, **kw):
        return operations.invoke(
            cls(table_name, schema=schema, if_exists=if_exists, table_kw=kw))


class AlterTableOp(MigrateOperation):
    def __init__(self, table_name, *, schema=None):
        self.table_name = table_name
        self.schema = schema


class RenameTableOp(AlterTableOp):
    def __init__(self, old_table_name, new_table_name, *, schema=None):
        super().__init__(old_table_name, schema=schema)
        self.new_table_name = new_table_name

    def _directive(self):
        return ("rename_table", (self.table_name, self.new_table_name), given(schema=self.schema))

    @classmethod
    def rename_table(cls, operations, old_table_name, new_table_name, *, schema=None):
        return operations.invoke(cls(old_table_name, new_table_name, schema=schema))


class CreateTableCommentOp(AlterTableOp):
    def __init__(self, table_name, comment, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.comment = comment
        self.existing_comment = existing_comment

    def reverse(self):
        if self.existing_comment is None:
            return DropTableCommentOp(self.table_name, existing_comment=self.comment,
                                      schema=self.schema)
        return CreateTableCommentOp(self.table_name, self.existing_comment,
                                    existing_comment=self.comment, schema=self.schema)

    def to_table(self, migration_context=None):
        return SchemaObjects(migration_context).table(self.table_name, schema=self.schema,
                                                      comment=self.comment)

    def to_diff_tuple(self):
        return ("add_table_comment", self.to_table(), self.existing_comment)

    def _directive(self):
        return ("create_table_comment", (self.table_name, self.comment),
                given(existing_comment=self.existing_comment, schema=self.schema))

    @classmethod
    def create_table_comment(cls, operations, table_name, comment, *, existing_comment=None,
                             schema=None):
        return operations.invoke(
            cls(table_name, comment, existing_comment=existing_comment, schema=schema))

    @classmethod
    def batch_create_table_comment(cls, operations, comment, *, existing_comment=None):
        table, kw = _batch(operations)
        return operations.invoke(cls(table, comment, existing_comment=existing_comment, **kw))


class DropTableCommentOp(AlterTableOp):
    def __init__(self, table_name, *, schema=None, existing_comment=None):
        super().__init__(table_name, schema=schema)
        self.existing_comment = existing_comment

    def reverse(self):
        return CreateTableCommentOp(self.table_name, self.existing_comment, schema=self.schema)

    def to_table(self, migration_context=None):
        return SchemaObjects(migration_context).table(self.table_name, schema=self.schema)

    def to_diff_tuple(self):
        return ("remove_table_comment", self.to_table())

    def _directive(self):
        return ("drop_table_comment", (self.table_name,),
                given(existing_comment=self.existing_comment, schema=self.schema))

    @classmethod
    def drop_table_comment(cls, operations, table_name, *, existing_comment=None, schema=None):
        return operations.invoke(cls(table_name, existing_comment=existing_comment, schema=schema))

    @classmethod
    def batch_drop_table_comment(cls, operations, *, existing_comment=None):
        table, kw = _batch(operations)
        return operations.invoke(cls(table, existing_comment=existing_comment, **kw))


# ---- columns ----


class AlterColumnOp(AlterTableOp):
    def __init__(self, table_name, column_name, *, schema=None, existing_type=None,
                 existing_server_default=False, existing_nullable=None, existing_comment=None,
                 modify_nullable=None, modify_comment=False, modify_server_default=False,
                 modify_name=None, modify_type=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.existing_type = existing_type
        self.existing_server_default = existing_server_default
        self.existing_nullable = existing_nullable
        self.existing_comment = existing_comment
        self.modify_nullable = modify_nullable
        self.modify_comment = modify_comment
        self.modify_server_default = modify_server_default
        self.modify_name = modify_name
        self.modify_type = modify_type
        self.kw = kw

    def to_diff_tuple(self):
        facts = (
            ("type", "modify_type", self.existing_type, self.modify_type, None),
            ("nullable", "modify_nullable", self.existing_nullable, self.modify_nullable, None),
            ("server_default", "modify_default", self.existing_server_default,
             self.modify_server_default, False),
            ("comment", "modify_comment", self.existing_comment, self.modify_comment, False),
        )
        order = ("nullable", "type", "server_default", "comment")
        diffs = []
        for fact, word, before, after, absent in facts:
            if after is absent:
                continue
            others = {"existing_" + o: getattr(self, "existing_" + o) for o in order if o != fact}
            diffs.append((word, self.schema, self.table_name, self.column_name, others, before,
                          after))
        return diffs

    def has_changes(self):
        return (self.modify_nullable is not None or self.modify_server_default is not False
                or self.modify_type is not None or self.modify_comment is not False
                or any(key.startswith("modify_") for key in self.kw))

    def reverse(self):
        kw = dict(self.kw)
        for fact, absent in (("type", None), ("nullable", None), ("server_default", False),
                             ("comment", False)):
            kw["existing_" + fact] = getattr(self, "existing_" + fact)
            if getattr(self, "modify_" + fact) is not absent:
                kw["modify_" + fact] = getattr(self, "modify_" + fact)
        for key in [k for k in kw if k.startswith("modify_")]:
            other = "existing_" + key[len("modify_"):]
            kw[key], kw[other] = kw[other], kw[key]
        return self.__class__(self.table_name, self.column_name, schema=self.schema, **kw)

    def _directive(self):
        kw = dict(self.kw, server_default=self.modify_server_default, comment=self.modify_comment,
                  existing_server_default=self.existing_server_default)
        kw.update(given(schema=self.schema, existing_type=self.existing_type,
                        existing_nullable=self.existing_nullable,
                        existing_comment=self.existing_comment, nullable=self.modify_nullable,
                        new_column_name=self.modify_name, type_=self.modify_type))
        return ("alter_column", (self.table_name, self.column_name), kw)

    @classmethod
    def alter_column(cls, operations, table_name, column_name, *, nullable=None, comment=False,
                     server_default=False, new_column_name=None, type_=None, **kw):
        return operations.invoke(cls(
            table_name, column_name, modify_nullable=nullable, modify_comment=comment,
            modify_server_default=server_default, modify_name=new_column_name, modify_type=type_,
            **kw))

    @classmethod
    def batch_alter_column(cls, operations, column_name, **kw):
        table, kw = _batch(operations, **kw)
        return cls.alter_column(operations, table, column_name, **kw)


class AddColumnOp(AlterTableOp):
    def __init__(self, table_name, column, *, schema=None, if_not_exists=None,
                 inline_references=None, inline_primary_key=None, **kw):
        super().__init__(table_name, schema=schema)
        self.column = column
        self.if_not_exists = if_not_exists
        self.inline_references = inline_references
        self.inline_primary_key = inline_primary_key
        self.kw = kw

    def reverse(self):
        op = DropColumnOp.from_column_and_tablename(self.schema, self.table_name, self.column)
        op.if_exists = self.if_not_exists
        return op

    def to_diff_tuple(self):
        return ("add_column", self.schema, self.table_name, self.column)

    def to_column(self):
        return self.column

    @classmethod
    def from_column(cls, col):
        return cls(col.table.name, col, schema=col.table.schema)

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        return cls(tname, col, schema=schema)

    def _directive(self):
        return ("add_column", (self.table_name, self.column),
                dict(self.kw, **given(schema=self.schema, if_not_exists=self.if_not_exists,
                                      inline_references=self.inline_references,
                                      inline_primary_key=self.inline_primary_key)))

    @classmethod
    def add_column(cls, operations, table_name, column, *, schema=None, **kw):
        return operations.invoke(cls(table_name, column, schema=schema, **kw))

    @classmethod
    def batch_add_column(cls, operations, column, **kw):
        table, kw = _batch(operations, **given(**kw))
        return operations.invoke(cls(table, column, **kw))


class DropColumnOp(AlterTableOp):
    def __init__(self, table_name, column_name, *, schema=None, if_exists=None, _reverse=None,
                 **kw):
        super().__init__(table_name, schema=schema)
        self.column_name = column_name
        self.kw = kw
        self.if_exists = if_exists
        self._reverse = _reverse

    def to_diff_tuple(self):
        return ("remove_column", self.schema, self.table_name, self.to_column())

    def reverse(self):
        if self._reverse is None:
            raise ValueError("operation is not reversible; original column is not present")
        op = AddColumnOp.from_column_and_tablename(self.schema, self.table_name,
                                                   self._reverse.column)
        op.if_not_exists = self.if_exists
        return op

    @classmethod
    def from_column_and_tablename(cls, schema, tname, col):
        return cls(tname, col.name, schema=schema,
                   _reverse=AddColumnOp.from_column_and_tablename(schema, tname, col))

    def to_column(self, migration_context=None):
        if self._reverse is not None:
            return self._reverse.column
        from sqlalchemy.types import NullType

        return SchemaObjects(migration_context).column(self.column_name, NullType())

    def _directive(self):
        return ("drop_column", (self.table_name, self.column_name),
                dict(self.kw, **given(schema=self.schema, if_exists=self.if_exists)))

    def _original(self):
        return self._reverse and self._reverse.column

    @classmethod
    def drop_column(cls, operations, table_name, column_name, *, schema=None, **kw):
        return operations.invoke(cls(table_name, column_name, schema=schema, **kw))

    @classmethod
    def batch_drop_column(cls, operations, column_name, **kw):
        table, kw = _batch(operations, **kw)
        return operations.invoke(cls(table, column_name, **kw))


# ---- data ----


class BulkInsertOp(MigrateOperation):
    def __init__(self, table, rows, *, multiinsert=True):
        self.table = table
        self.rows = rows
        self.multiinsert = multiinsert

    def _directive(self):
        return ("bulk_insert", (self.table, self.rows), {"multiinsert": self.multiinsert})

    @classmethod
    def bulk_insert(cls, operations, table, rows, *, multiinsert=True):
        return operations.invoke(cls(table, rows, multiinsert=multiinsert))


class ExecuteSQLOp(MigrateOperation):
    def __init__(self, sqltext, *, execution_options=None):
        self.sqltext = sqltext
        self.execution_options = execution_options

    def to_diff_tuple(self):
        return ("execute", self.sqltext)

    def _directive(self):
        return ("execute", (self.sqltext,), given(execution_options=self.execution_options))

    @classmethod
    def execute(cls, operations, sqltext, *, execution_options=None):
        return operations.invoke(cls(sqltext, execution_options=execution_options))

    @classmethod
    def batch_execute(cls, operations, sqltext, *, execution_options=None):
        return cls.execute(operations, sqltext, execution_options=execution_options)


# ---- containers ----


class OpContainer(MigrateOperation):
    def __init__(self, ops=()):
        self.ops = list(ops)

    def is_empty(self):
        return not self.ops

    def as_diffs(self):
        return list(OpContainer._ops_as_diffs(self))

    @classmethod
    def _ops_as_diffs(cls, migrations):
        for op in migrations.ops:
            if hasattr(op, "ops"):
                yield from cls._ops_as_diffs(op)
            else:
                yield op.to_diff_tuple()

    def _reversed(self):
        return [op.reverse() for op in reversed(self.ops)]


class ModifyTableOps(OpContainer):
    def __init__(self, table_name, ops, *, schema=None):
        super().__init__(ops)
        self.table_name = table_name
        self.schema = schema

    def reverse(self):
        return ModifyTableOps(self.table_name, self._reversed(), schema=self.schema)


class UpgradeOps(OpContainer):
    def __init__(self, ops=(), upgrade_token="upgrades"):
        super().__init__(ops)
        self.upgrade_token = upgrade_token

    def reverse_into(self, downgrade_ops):
        downgrade_ops.ops[:] = self._reversed()
        return downgrade_ops

    def reverse(self):
        return self.reverse_into(DowngradeOps())


class DowngradeOps(OpContainer):
    def __init__(self, ops=(), downgrade_token="downgrades"):
        super().__init__(ops)
        self.downgrade_token = downgrade_token

    def reverse(self):
        return UpgradeOps(self._reversed())


def _as_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _only(value, what):
    if len(value) > 1:
        raise ValueError(f"This MigrationScript instance has a multiple-entry list for {what}; "
                         f"please use the {what.lower()[:-3]}_ops_list attribute.")
    return value[0] if value else None


class MigrationScript(MigrateOperation):
    def __init__(self, rev_id, upgrade_ops, downgrade_ops, *, message=None, imports=(), head=None,
                 splice=None, branch_label=None, version_path=None, depends_on=None):
        self.rev_id = rev_id
        self.message = message
        self.imports = set(imports)
        self.head = head
        self.splice = splice
        self.branch_label = branch_label
        self.version_path = version_path
        self.depends_on = depends_on
        self.upgrade_ops = upgrade_ops
        self.downgrade_ops = downgrade_ops

    @property
    def upgrade_ops(self):
        return _only(self._upgrade_ops, "UpgradeOps")

    @upgrade_ops.setter
    def upgrade_ops(self, ops):
        self._upgrade_ops = _as_list(ops)

    @property
    def downgrade_ops(self):
        return _only(self._downgrade_ops, "DowngradeOps")

    @downgrade_ops.setter
    def downgrade_ops(self, ops):
        self._downgrade_ops = _as_list(ops)

    @property
    def upgrade_ops_list(self):
        return self._upgrade_ops

    @property
    def downgrade_ops_list(self):
        return self._downgrade_ops
