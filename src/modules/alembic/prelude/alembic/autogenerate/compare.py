"""The registry of a project's own comparisons, and how they and the built-in ones are run."""

import sqlalchemy as sa

from alembic.autogenerate import _native
from alembic.operations import ops
from alembic.util.langhelpers import PriorityDispatcher

comparators = PriorityDispatcher()

# What a function can be registered for; the built-in comparisons are not asked one by one.
TARGETS = ("autogenerate", "schema", "table", "column")


def is_used():
    return bool(comparators._registry)


def _check_targets(dispatcher):
    for target, _, _ in dispatcher._registry:
        if target not in TARGETS:
            raise NotImplementedError(
                f"comparators.dispatch_for({target!r}) is not supported: only "
                + ", ".join(repr(name) for name in TARGETS))


def _schemas(autogen_context):
    names = {None}
    if autogen_context.opts.get("include_schemas"):
        inspector = autogen_context.inspector
        default = autogen_context.dialect.default_schema_name
        names |= set(inspector.get_schema_names()) - {"information_schema", default}
    return {n for n in names if autogen_context.run_name_filters(n, "schema", {})}


def _alter_of(group, column):
    for op in group.ops:
        if isinstance(op, ops.AlterColumnOp) and op.column_name == column:
            return op
    return None


def _compare_columns(context, own, group, schema, name, there, model):
    for column in model.c:
        found = there.c.get(column.name)
        if found is None:
            continue
        op = _alter_of(group, column.name)
        is_new = op is None
        if is_new:
            op = ops.AlterColumnOp(
                name, column.name, schema=schema, existing_type=found.type,
                existing_server_default=found.server_default or False,
                existing_nullable=found.nullable, existing_comment=found.comment)
        own.dispatch("column", qualifier=context.dialect.name)(
            context, op, schema, name, column.name, found, column)
        if is_new and op.has_changes():
            group.ops.append(op)


def _ask(context, own, group, schema, name, there, model):
    """The project's functions for one table: behind added and altered columns, before the rest."""
    at = 0
    while at < len(group.ops) and isinstance(group.ops[at], (ops.AddColumnOp, ops.AlterColumnOp)):
        at += 1
    rest = group.ops[at:]
    del group.ops[at:]
    if own.has("column") and there is not None and model is not None:
        _compare_columns(context, own, group, schema, name, there, model)
    if own.has("table"):
        own.dispatch("table", qualifier=context.dialect.name)(
            context, group, schema, name, there, model)
    group.ops.extend(rest)


def _group_at(found, index, op):
    """The group next to the operation that makes or drops its table."""
    if 0 <= index < len(found) and isinstance(found[index], ops.ModifyTableOps):
        group = found[index]
        if (group.schema, group.table_name) == (op.schema, op.table_name):
            return group
    return None


def _compare_tables(context, own, found, schemas):
    """The built-in operations with what the project's functions for tables add to them."""
    done, result, new = [], [], set()
    models = {(t.schema, t.name): t for t in context.sorted_tables}
    for i, op in enumerate(found):
        made, dropped = isinstance(op, ops.CreateTableOp), isinstance(op, ops.DropTableOp)
        if not made and not dropped:
            continue
        key = (op.schema, op.table_name)
        new.add(key)
        near = _group_at(found, i + 1 if made else i - 1, op)
        group = near or ops.ModifyTableOps(op.table_name, [], schema=op.schema)
        done += [op] if near is None else [op, near]
        model = models.get(key) if made else None
        _ask(context, own, group, *key, None if made else op.to_table(), model)
        result += [x for x in ([op, group] if made else [group, op]) if x is op or x.ops]
    groups = {(g.schema, g.table_name): g for g in found
              if isinstance(g, ops.ModifyTableOps) and not any(g is x for x in done)}
    rest = [op for op in found if not any(op is x for x in done)
            and not isinstance(op, ops.ModifyTableOps)]
    for key in sorted(models, key=lambda k: (k[0] or "", k[1])):
        if key in new or key[0] not in schemas:
            continue
        if not context.inspector.has_table(key[1], schema=key[0]):
            continue
        there = sa.Table(key[1], sa.MetaData(), schema=key[0], autoload_with=context.connection)
        if not context.run_object_filters(models[key], key[1], "table", False, there):
            continue
        group = groups.pop(key, None) or ops.ModifyTableOps(key[1], [], schema=key[0])
        _ask(context, own, group, *key, there, models[key])
        if not group.is_empty():
            result.append(group)
    return result + list(groups.values()) + rest


def _produce_net_changes(autogen_context, upgrade_ops):
    dispatcher = autogen_context.comparators.branch()
    own = dispatcher.branch()
    schemas = _schemas(autogen_context) if dispatcher._registry else {None}
    name = autogen_context.dialect.name
    _check_targets(dispatcher)

    def built_in(context, upgrade_ops, schemas):
        found = _native.compare(context.migration_context, context.metadata)
        if own.has("table") or own.has("column"):
            found = _compare_tables(context, own, found, schemas)
        upgrade_ops.ops.extend(found)

    def by_schema(context, upgrade_ops):
        dispatcher.dispatch("schema", qualifier=name)(context, upgrade_ops, schemas)

    # Behind what the project registered with the same priority.
    dispatcher.dispatch_for("schema", subgroup="built-in")(built_in)
    dispatcher.dispatch_for("autogenerate", subgroup="built-in")(by_schema)
    dispatcher.dispatch("autogenerate", qualifier=name)(autogen_context, upgrade_ops)


def _populate_migration_script(autogen_context, migration_script):
    upgrade_ops = migration_script.upgrade_ops_list[-1]
    _produce_net_changes(autogen_context, upgrade_ops)
    upgrade_ops.reverse_into(migration_script.downgrade_ops_list[-1])


def _net_changes(migration_context):
    """The operations, for the commands."""
    from alembic.autogenerate.api import AutogenContext

    upgrade_ops = ops.UpgradeOps([])
    _produce_net_changes(AutogenContext(migration_context), upgrade_ops)
    return upgrade_ops.ops
