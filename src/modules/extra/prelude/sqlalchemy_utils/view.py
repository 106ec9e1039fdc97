"""Views as DDL: they are made and dropped with the MetaData that they were declared on."""
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DDLElement, PrimaryKeyConstraint
from sqlalchemy.sql.expression import ClauseElement, Executable


class CreateView(DDLElement):
    def __init__(self, name, selectable, materialized=False, replace=False):
        if materialized and replace:
            raise ValueError("Cannot use CREATE OR REPLACE with materialized views")
        self.name = name
        self.selectable = selectable
        self.materialized = materialized
        self.replace = replace


class DropView(DDLElement):
    def __init__(self, name, materialized=False, cascade=True):
        self.name = name
        self.materialized = materialized
        self.cascade = cascade


class RefreshMaterializedView(Executable, ClauseElement):
    inherit_cache = True

    def __init__(self, name, concurrently):
        self.name = name
        self.concurrently = concurrently


@compiles(CreateView)
def _create(view, compiler, **kw):
    return "CREATE %s%sVIEW %s AS %s" % (
        "OR REPLACE " if view.replace else "",
        "MATERIALIZED " if view.materialized else "",
        compiler.dialect.identifier_preparer.quote(view.name),
        compiler.sql_compiler.process(view.selectable, literal_binds=True),
    )


@compiles(DropView)
def _drop(view, compiler, **kw):
    return "DROP %sVIEW IF EXISTS %s %s" % (
        "MATERIALIZED " if view.materialized else "",
        compiler.dialect.identifier_preparer.quote(view.name),
        "CASCADE" if view.cascade else "",
    )


@compiles(RefreshMaterializedView)
def _refresh(view, compiler, **kw):
    return "REFRESH MATERIALIZED VIEW %s%s" % (
        "CONCURRENTLY " if view.concurrently else "",
        compiler.dialect.identifier_preparer.quote(view.name),
    )


def create_table_from_selectable(name, selectable, indexes=None, metadata=None, aliases=None, **kwargs):
    aliases = aliases or {}
    columns = list(selectable.selected_columns if hasattr(selectable, "selected_columns") else selectable.c)
    items = [
        sa.Column(c.name, c.type, key=aliases.get(c.name, c.name), primary_key=getattr(c, "primary_key", False))
        for c in columns
    ]
    table = sa.Table(name, sa.MetaData() if metadata is None else metadata, *items, *(indexes or []), **kwargs)
    if not any(c.primary_key for c in table.columns):
        table.append_constraint(PrimaryKeyConstraint(*[c.name for c in columns]))
    return table


def _declare(table, metadata, create, drop):
    sa.event.listen(metadata, "after_create", create)

    @sa.event.listens_for(metadata, "after_create")
    def create_indexes(target, connection, **kw):
        for index in table.indexes:
            index.create(connection)

    sa.event.listen(metadata, "before_drop", drop)
    return table


def create_materialized_view(name, selectable, metadata, indexes=None, aliases=None):
    table = create_table_from_selectable(name, selectable, indexes, aliases=aliases)
    return _declare(table, metadata, CreateView(name, selectable, materialized=True),
                    DropView(name, materialized=True))


def create_view(name, selectable, metadata, cascade_on_drop=True, replace=False):
    table = create_table_from_selectable(name, selectable)
    return _declare(table, metadata, CreateView(name, selectable, replace=replace),
                    DropView(name, cascade=cascade_on_drop))


def refresh_materialized_view(session, name, concurrently=False):
    session.flush()
    session.execute(RefreshMaterializedView(name, concurrently))
