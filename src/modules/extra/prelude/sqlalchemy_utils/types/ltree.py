from sqlalchemy import types
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression

from ..primitives.ltree import Ltree


class _PostgresqlOnly(types.UserDefinedType):
    cache_ok = True
    _word = None

    def get_col_spec(self, **kw):
        return self._word


@compiles(_PostgresqlOnly)
def _refuse(type_, compiler, **kw):
    raise CompileError("Compiler can't render element of type %r" % type_)


@compiles(_PostgresqlOnly, "postgresql")
def _spell(type_, compiler, **kw):
    return type_._word


class LQUERY(_PostgresqlOnly):
    _word = "LQUERY"


class LTXTQUERY(_PostgresqlOnly):
    _word = "LTXTQUERY"


def _listed(other, type_):
    return expression.cast(other, ARRAY(type_)) if isinstance(other, list) else other


class LtreeType(types.Concatenable, _PostgresqlOnly):
    _word = "LTREE"

    class comparator_factory(types.Concatenable.Comparator):
        def ancestor_of(self, other):
            return self.op("@>")(_listed(other, LtreeType))

        def descendant_of(self, other):
            return self.op("<@")(_listed(other, LtreeType))

        def lquery(self, other):
            return self.op("?" if isinstance(other, list) else "~")(_listed(other, LQUERY))

        def ltxtquery(self, other):
            return self.op("@")(other)

    def bind_processor(self, dialect):
        return lambda value: value.path if isinstance(value, Ltree) else value

    def result_processor(self, dialect, coltype):
        return lambda value: Ltree(value) if value else None

    def literal_processor(self, dialect):
        return lambda value: "'%s'" % str(value).replace("'", "''")
