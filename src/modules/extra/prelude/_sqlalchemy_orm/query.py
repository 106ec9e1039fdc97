"""Query: session.query(Model).filter(...).all()."""
import sqlalchemy as sa
from sqlalchemy import exc

from _sqlalchemy_orm.aliased import AliasedClass, with_parent
from _sqlalchemy_orm.loading import Entity, Plan, eager_load, is_entity
from _sqlalchemy_orm.mapper import info_of, is_mapped, unsupported
from _sqlalchemy_orm.relationship import Relationship


class Query:
    def __init__(self, entities, session=None):
        self.session = session
        self._entities = list(entities) if isinstance(entities, (list, tuple)) else [entities]
        self._options = []
        self._changes = []  # (method of select(), arguments)
        self._where = []
        self._joined = None
        self._limit = self._offset = None
        self._order = []
        self._distinct = False
        self._group = False
        self._yield_per = None
        self._autoflush = True
        self._froms = False

    def _copy(self):
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        for name in ("_entities", "_options", "_changes", "_where", "_order"):
            setattr(made, name, list(getattr(self, name)))
        return made

    def _with(self, method, *args, **kw):
        made = self._copy()
        made._changes.append((method, args, kw))
        return made

    def with_session(self, session):
        made = self._copy()
        made.session = session
        return made

    # ---- the statement ----

    def _plan(self):
        return Plan(self._entities, self._options)

    def _select(self, columns=None, limited=True, ordered=True):
        plan = self._plan()
        statement = sa.select(*(plan.columns if columns is None else columns))
        if columns is not None and not self._froms:
            statement = statement.select_from(*self._own_froms(plan))
        for method, args, kw in self._changes:
            if method == "join":
                statement = self._add_join(statement, *args, **kw)
            else:
                statement = getattr(statement, method)(*args, **kw)
        if self._where:
            statement = statement.where(*self._where)
        for part in plan.parts:
            condition = part.info.discriminator() if isinstance(part, Entity) and part.alias is None else None
            if condition is not None:
                statement = statement.where(condition)
        if ordered and self._order:
            statement = statement.order_by(*self._order)
        if limited and self._limit is not None:
            statement = statement.limit(self._limit)
        if limited and self._offset is not None:
            statement = statement.offset(self._offset)
        return statement

    def _own_froms(self, plan):
        froms = []
        for part in plan.parts:
            if isinstance(part, Entity):
                table = part.alias._sa_selectable if part.alias is not None else part.info.table
                if not any(table is each for each in froms):
                    froms.append(table)
            else:
                table = getattr(plan.columns[part], "table", None)
                if table is not None and not any(table is each for each in froms):
                    froms.append(table)
        return froms

    def _add_join(self, statement, target, onclause=None, isouter=False, full=False):
        if isinstance(onclause, Relationship):
            if not (isinstance(target, type) and is_mapped(target)):
                raise unsupported("a join of an alias along a relationship")
            target, onclause = onclause, None
        if isinstance(target, Relationship):
            return statement.join(target, onclause, isouter=isouter, full=full)
        return statement.join(target, onclause, isouter=isouter, full=full)

    @property
    def statement(self):
        return self._select()

    def subquery(self, name=None, **kw):
        return self._select().subquery(name)

    def cte(self, name=None, recursive=False, **kw):
        return self._select().cte(name, recursive=recursive)

    def scalar_subquery(self):
        return self._select().scalar_subquery()

    as_scalar = scalar_subquery

    def label(self, name):
        return self._select().scalar_subquery().label(name)

    def exists(self):
        plan = self._plan()
        return sa.exists(self._select([sa.literal_column("1")], ordered=False))

    def __clause_element__(self):
        return self._select()

    def __str__(self):
        return str(self._select())

    # ---- building ----

    def filter(self, *criteria):
        made = self._copy()
        made._where.extend(criteria)
        return made

    where = filter

    def filter_by(self, **kw):
        entity = self._joined
        if entity is None:
            entity = self._entities[0]
            entity = entity if is_entity(entity) else getattr(entity, "class_", entity)
        conditions = []
        for name, value in kw.items():
            column = getattr(entity.c if hasattr(entity, "c") else entity, name, None)
            if column is None:
                raise exc.InvalidRequestError("Entity namespace for \"%s\" has no property \"%s\""
                                              % (_name_of(entity), name))
            conditions.append(column == value)
        return self.filter(*conditions)

    def order_by(self, *clauses):
        made = self._copy()
        if clauses and (clauses[0] is None or clauses[0] is False):
            made._order = []
        else:
            made._order.extend(clauses)
        return made

    def group_by(self, *clauses):
        made = self._with("group_by", *clauses)
        made._group = True
        return made

    def having(self, *criteria):
        return self._with("having", *criteria)

    def limit(self, value):
        made = self._copy()
        made._limit = value
        return made

    def offset(self, value):
        made = self._copy()
        made._offset = value
        return made

    def slice(self, start, stop):
        made = self._copy()
        if stop is not None:
            made._limit = stop - (start or 0)
        if start:
            made._offset = (self._offset or 0) + start
        return made

    def __getitem__(self, item):
        if isinstance(item, slice):
            return self.slice(item.start, item.stop).all()
        return self.slice(item, item + 1).all()[0]

    def distinct(self, *columns):
        made = self._with("distinct", *columns)
        made._distinct = True
        return made

    def join(self, target, *props, isouter=False, full=False, **kw):
        if kw:
            raise TypeError("join() got an unexpected keyword argument '%s'" % list(kw)[0])
        made = self._with("join", target, *props, isouter=isouter, full=full)
        if isinstance(target, Relationship):
            made._joined = target._of(None).setup().target.cls if target.parent else None
        else:
            made._joined = target
        return made

    def outerjoin(self, target, *props, full=False, **kw):
        return self.join(target, *props, isouter=True, full=full, **kw)

    def select_from(self, *froms):
        made = self._with("select_from", *[each._sa_selectable if isinstance(each, AliasedClass) else each
                                           for each in froms])
        made._froms = True
        return made

    def add_columns(self, *columns):
        made = self._copy()
        made._entities.extend(columns)
        return made

    def add_column(self, column):
        return self.add_columns(column)

    def add_entity(self, entity, alias=None):
        return self.add_columns(entity)

    def with_entities(self, *entities):
        made = self._copy()
        if not made._froms and not any(is_entity(each) for each in entities):
            keep = self._own_froms(self._plan())
            made._changes.insert(0, ("select_from", tuple(keep), {}))
            made._froms = True
        made._entities = list(entities)
        return made

    def options(self, *options):
        made = self._copy()
        made._options.extend(options)
        return made

    def with_for_update(self, **kw):
        return self._with("with_for_update", **kw)

    def correlate(self, *froms):
        return self._with("correlate", *froms)

    def prefix_with(self, *prefixes, **kw):
        return self._with("prefix_with", *prefixes, **kw)

    def yield_per(self, count):
        made = self._copy()
        made._yield_per = count
        return made

    def execution_options(self, **kw):
        made = self._copy()
        if "yield_per" in kw:
            made._yield_per = kw["yield_per"]
        return made

    def populate_existing(self):
        return self

    def autoflush(self, setting):
        made = self._copy()
        made._autoflush = setting
        return made

    def enable_eagerloads(self, value):
        return self

    def enable_assertions(self, value):
        return self

    def params(self, *args, **kw):
        made = self._copy()
        made._params = dict(args[0] if args else {}, **kw)
        return made

    def with_parent(self, instance, property=None, from_entity=None):
        if property is None:
            raise unsupported("Query.with_parent() without a property")
        return self.filter(with_parent(instance, property, from_entity))

    def union(self, *others):
        return self._compound("union", others)

    def union_all(self, *others):
        return self._compound("union_all", others)

    def _compound(self, method, others):
        raise unsupported("Query.%s()" % method)

    # ---- rows ----

    def _rows(self):
        session = self.session
        if self._autoflush:
            session._autoflush()
        plan = self._plan()
        result = session._run(self._select(), getattr(self, "_params", None))
        if self._yield_per:
            return plan, session._stream(plan, result, self._yield_per)
        return plan, session._objects(plan, result, None)

    def _items(self):
        from _sqlalchemy_native import make_result
        plan, rows = self._rows()
        if len(plan.parts) == 1 and isinstance(plan.parts[0], Entity):
            if self._yield_per:
                return (row[0] for row in rows)
            # As SQLAlchemy does: one object for rows that are the same object.
            seen, items = set(), []
            for row in rows:
                if id(row[0]) not in seen or row[0] is None:
                    seen.add(id(row[0]))
                    items.append(row[0])
            return items
        keys = []
        for part, column, name in zip(plan.parts, self._part_columns(plan), plan.names):
            keys.append(name or _key_of(column))
        return make_result(self.session.connection(), tuple(keys), rows)

    @staticmethod
    def _part_columns(plan):
        return [plan.columns[part] if isinstance(part, int) else None for part in _flat(plan)]

    def __iter__(self):
        return iter(self._items())

    def all(self):
        return list(self._items())

    def first(self):
        for item in self.limit(1)._items() if self._limit is None else self._items():
            return item
        return None

    def one(self):
        items = list(self.limit(2)._items()) if self._limit is None else self.all()
        if not items:
            raise exc.NoResultFound("No row was found when one was required")
        if len(items) > 1:
            raise exc.MultipleResultsFound("Multiple rows were found when exactly one was required")
        return items[0]

    def one_or_none(self):
        items = list(self.limit(2)._items()) if self._limit is None else self.all()
        if len(items) > 1:
            raise exc.MultipleResultsFound("Multiple rows were found when one or none was required")
        return items[0] if items else None

    def scalar(self):
        found = self.one_or_none()
        if found is None:
            return None
        return found[0] if not (len(self._entities) == 1 and is_entity(self._entities[0])) else found

    def get(self, ident):
        return self.session.get(self._entities[0], ident, options=self._options)

    def count(self):
        inner = self._select().subquery()
        self.session._autoflush()
        return self.session._run(sa.select(sa.func.count()).select_from(inner)).scalar()

    @property
    def column_descriptions(self):
        return [{"name": getattr(e, "__name__", None) or _key_of(e), "type": e, "entity": e, "expr": e}
                for e in self._entities]

    # ---- UPDATE and DELETE of many ----

    def _check_bulk(self):
        for name, on in (("limit", self._limit is not None), ("offset", self._offset is not None),
                         ("order_by", self._order), ("group_by", self._group), ("distinct", self._distinct)):
            if on:
                raise exc.InvalidRequestError(
                    "Can't call Query.update() or Query.delete() when %s() has been called" % name)
        if self._changes:
            raise exc.InvalidRequestError(
                "Can't call Query.update() or Query.delete() when join(), outerjoin(), select_from(), or from_self() "
                "has been called")

    def _entity(self):
        entity = self._entities[0]
        return info_of(entity if is_entity(entity) else entity.class_)

    def _bulk(self, statement, info):
        self.session._autoflush()
        where = list(self._where)
        condition = info.discriminator()
        if condition is not None:
            where.append(condition)
        result = self.session._run(statement.where(*where) if where else statement,
                                   getattr(self, "_params", None))
        return result.rowcount

    def update(self, values, synchronize_session="auto", update_args=None):
        self._check_bulk()
        info = self._entity()
        given = {}
        for key, value in values.items():
            name = key if isinstance(key, str) else key.key
            if name not in info.columns:
                raise exc.CompileError("Unconsumed column names: %s" % name)
            given[info.columns[name]] = value
        count = self._bulk(sa.update(info.table).values(given), info)
        if synchronize_session is not False:
            self.session._synchronize(info.cls)
        return count

    def delete(self, synchronize_session="auto"):
        self._check_bulk()
        info = self._entity()
        session = self.session
        gone = []
        if synchronize_session is not False and len(session.identity_map):
            session._autoflush()
            keys = [info.columns[key] for key in info.primary_key]
            found = sa.select(*keys)
            found = found.where(*self._where) if self._where else found
            gone = [(info.base.cls, tuple(row)) for row in session._run(found, getattr(self, "_params", None))]
        count = self._bulk(sa.delete(info.table), info)
        for key in gone:
            obj = session.identity_map.get(key)
            if obj is not None:
                session.expunge(obj)
        return count


def _flat(plan):
    """Places in plan.columns of the parts that are columns."""
    places, at = [], 0
    for part in plan.parts:
        if isinstance(part, Entity):
            places.append(part)
            at += len(part.keys)
        else:
            places.append(at)
            at += 1
    return places


def _name_of(entity):
    return info_of(entity).table.name if is_entity(entity) and isinstance(entity, type) else str(entity)


def _key_of(column):
    return getattr(column, "key", None) or getattr(column, "name", None) or "anon"


class DynamicCollection(Query):
    """relationship(lazy='dynamic'): the collection is a query."""

    def __init__(self, relationship, state):
        from _sqlalchemy_orm.loading import _conditions, _ordered
        relationship.setup()
        super().__init__([relationship.target.cls], state.session)
        self._relationship = relationship
        self._state = state
        conditions = []
        keys = state.info.key_of_column
        if relationship.primaryjoin is not None:
            raise unsupported("lazy='dynamic' with primaryjoin of %r" % relationship)
        for a, b in relationship.pairs:
            conditions.append(b == getattr(state.obj, keys[a.name]))
        for a, b in getattr(relationship, "far_pairs", ()):
            conditions.append(a == b)
        self._where = conditions
        order = relationship._expression(relationship._given_order_by)
        if order is not None and order is not False:
            self._order = list(order) if isinstance(order, (list, tuple)) else [order]

    def append(self, item):
        raise unsupported("append() to a lazy='dynamic' relationship")

    def remove(self, item):
        raise unsupported("remove() from a lazy='dynamic' relationship")

    add = append


__all__ = ["Query", "DynamicCollection", "eager_load"]
