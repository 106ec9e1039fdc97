from collections import namedtuple

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import DDLElement
from sqlalchemy.types import UserDefinedType


class CompositeType(UserDefinedType):
    """A composite type of PostgreSQL by its name; create() and drop() act only when they are called."""
    python_type = tuple
    cache_ok = True

    def __init__(self, name, columns, quote=None, **kwargs):
        self.name = name
        self.columns = columns
        self.quote = quote
        self.type_cls = namedtuple(name, [column.name for column in columns])

    def get_col_spec(self, **kw):
        return self.name

    def create(self, bind=None, checkfirst=None):
        bind.execute(CreateCompositeType(self))

    def drop(self, bind=None, checkfirst=True):
        bind.execute(DropCompositeType(self))


class CreateCompositeType(DDLElement):
    def __init__(self, element):
        self.element = element


class DropCompositeType(CreateCompositeType):
    pass


@compiles(CreateCompositeType)
def _create(create, compiler, **kw):
    preparer = compiler.dialect.identifier_preparer
    columns = [
        "%s %s" % (preparer.quote(column.name), column.type.compile(dialect=compiler.dialect))
        for column in create.element.columns
    ]
    return "CREATE TYPE %s AS (%s)" % (preparer.quote(create.element.name), ", ".join(columns))


@compiles(DropCompositeType)
def _drop(drop, compiler, **kw):
    return "DROP TYPE %s" % compiler.dialect.identifier_preparer.quote(drop.element.name)
