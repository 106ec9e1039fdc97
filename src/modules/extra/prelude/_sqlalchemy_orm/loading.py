"""From rows to objects."""
import sqlalchemy as sa
from sqlalchemy import exc

from _sqlalchemy_orm.aliased import AliasedClass
from _sqlalchemy_orm.attributes import InstanceState, collection, state_of
from _sqlalchemy_orm.mapper import info_of, is_mapped, unsupported
from _sqlalchemy_orm.options import Load, chosen_columns


class Entity:
    """A mapped class (or an alias of one) among the columns of a query."""

    def __init__(self, cls, options):
        self.alias = cls if isinstance(cls, AliasedClass) else None
        self.info = info_of(self.alias._sa_cls if self.alias else cls)
        self.keys = chosen_columns(self.info, options)
        self.at = 0

    def columns(self):
        if self.alias is not None:
            return [getattr(self.alias, key) for key in self.keys]
        return [self.info.columns[key] for key in self.keys]

    @property
    def name(self):
        return self.alias._sa_name if self.alias else self.info.cls.__name__

    def place(self, at):
        self.at = at
        self.key_at = [at + self.keys.index(key) for key in self.info.primary_key]
        self.type_at = None
        on = self.info.polymorphic_on
        if on is not None:
            self.type_at = at + self.keys.index(self.info.key_of_column[on.name])
        return at + len(self.keys)


def is_entity(item):
    return isinstance(item, AliasedClass) or (isinstance(item, type) and is_mapped(item))


class Plan:
    """What the rows of a statement become: `statement` to send, and how each row is made."""

    def __init__(self, raw, options):
        self.parts = []  # an Entity, or a place in the row
        self.columns = []
        self.names = []
        self.eager = []
        at = 0
        for item in raw:
            if is_entity(item):
                entity = Entity(item, options)
                self.parts.append(entity)
                self.columns.extend(entity.columns())
                self.names.append(entity.name)
                at = entity.place(at)
            else:
                if hasattr(item, "_sa_unsupported"):
                    raise unsupported(item._sa_unsupported)
                self.parts.append(at)
                self.columns.append(item)
                self.names.append(None)
                at += 1
        self.options = [option for option in options if isinstance(option, Load) and option.steps]

    def row_maker(self, session, refresh=True):
        single = len(self.parts) == 1 and isinstance(self.parts[0], Entity)
        if single:
            entity = self.parts[0]
            return lambda row: (make_object(session, entity, row, refresh),)
        return lambda row: tuple(
            [make_object(session, part, row, refresh) if isinstance(part, Entity) else row[part]
             for part in self.parts])


def make_object(session, entity, row, refresh=True):
    info = entity.info
    identity = tuple([row[at] for at in entity.key_at])
    if identity[0] is None and all(value is None for value in identity):
        return None  # the outer side of a join
    obj = session.identity_map.get((info.base.cls, identity))
    if obj is None:
        cls = info.cls
        if entity.type_at is not None and row[entity.type_at] is not None:
            cls = info.base.by_identity.get(row[entity.type_at], info).cls
        obj = cls.__new__(cls)
        values = obj.__dict__
        state = InstanceState(obj, info if cls is info.cls else info_of(cls))
        values["_sa_instance_state"] = state
        state.key = (info.base.cls, identity)
        state.session = session
        session.identity_map[state.key] = obj
        at = entity.at
        for key in entity.keys:
            values[key] = row[at]
            at += 1
        if state.info.reconstructor is not None:
            getattr(obj, state.info.reconstructor)()
        if state.info.mutable:
            session._watch(state)
    else:
        values = obj.__dict__
        changed = values["_sa_instance_state"].committed
        at = entity.at
        for key in entity.keys:
            if (refresh or key not in values) and key not in changed:
                values[key] = row[at]
            at += 1
        if info.mutable:
            session._watch(values["_sa_instance_state"])
    return obj


def _subject(statement_columns, info):
    condition = info.discriminator()
    return statement_columns if condition is None else statement_columns.where(condition)


def select_entity(info, options=()):
    """(plan, select) of one class."""
    plan = Plan([info.cls], options)
    statement = sa.select(*plan.columns)
    condition = info.discriminator()
    return plan, statement if condition is None else statement.where(condition)


def fetch(session, plan, statement):
    result = session._run(statement)
    make = plan.row_maker(session)
    rows = [make(tuple(row)) for row in result]
    eager_load(session, plan, rows)
    return rows


def load_relationship(session, relationship, state):
    """The object or list of objects that an attribute stands for."""
    session._autoflush()
    target = relationship.target
    values = state.obj
    keys = state.info.key_of_column
    if relationship.direction == "many-to-one" and relationship.primaryjoin is None:
        wanted = [getattr(values, keys[a.name]) for a, b in relationship.pairs]
        if any(value is None for value in wanted):
            return None
        by_key = {target.key_of_column[b.name]: value for (a, b), value in zip(relationship.pairs, wanted)}
        if set(by_key) == set(target.primary_key):
            return session.get(target.cls, tuple(by_key[key] for key in target.primary_key))
    plan, statement = select_entity(target)
    statement = _conditions(relationship, statement, state)
    rows = [row[0] for row in fetch(session, plan, _ordered(relationship, statement))]
    if relationship.uselist:
        return rows
    if len(rows) > 1:
        import warnings
        warnings.warn("Multiple rows returned with uselist=False for lazily-loaded attribute '%r' " % relationship)
    return rows[0] if rows else None


def _conditions(relationship, statement, state):
    keys = state.info.key_of_column
    if relationship.primaryjoin is not None and relationship.parent.table is not relationship.target.table:
        own = relationship.parent.table
        (first, on), rest = relationship.on_clauses()[0], relationship.on_clauses()[1:]
        froms = own.join(first, on)
        for table, condition in rest:
            froms = froms.join(table, condition)
        identity = [column == value for column, value in
                    zip(own.primary_key.columns, [getattr(state.obj, key) for key in state.info.primary_key])]
        return statement.select_from(froms).where(*identity)
    if relationship.association is not None:
        for a, b in relationship.far_pairs:
            statement = statement.where(a == b)
        for a, b in relationship.pairs:
            statement = statement.where(b == getattr(state.obj, keys[a.name]))
        return statement
    for a, b in relationship.pairs:
        statement = statement.where(b == getattr(state.obj, keys[a.name]))
    return statement


def _ordered(relationship, statement):
    order = relationship._expression(relationship._given_order_by)
    if order is None or order is False:
        return statement
    items = order if isinstance(order, (list, tuple)) else [order]
    return statement.order_by(*[relationship._expression(item) for item in items])


def eager_load(session, plan, rows):
    """What options and lazy='selectin' and the like ask for, for the objects of these rows."""
    for place, part in enumerate(plan.parts):
        if not isinstance(part, Entity) or part.alias is not None:
            continue
        paths = [option.steps for option in plan.options]
        names = {path[0][1].key for path in paths if path[0][0] != "lazyload"}
        lazy = {path[0][1].key for path in paths if path[0][0] == "lazyload"}
        for key, relationship in part.info.relationships.items():
            if relationship.lazy in ("joined", "selectin", "subquery", "immediate", False) and key not in lazy:
                names.add(key)
        if not names:
            continue
        objects = {id(row[place]): row[place] for row in rows if row[place] is not None}
        load_all(session, part.info, list(objects.values()), names,
                 [path for path in paths if path[0][1].key in names])


def load_all(session, info, objects, names, paths, depth=0):
    if depth > 20:
        return
    for name in names:
        relationship = info.relationships.get(name)
        if relationship is None:
            continue
        relationship.setup()
        missing = [obj for obj in objects if name not in obj.__dict__]
        if missing and relationship.lazy != "dynamic":
            _load_many(session, relationship, missing)
        further = {}
        for path in paths:
            if path[0][1].key == name and len(path) > 1:
                further.setdefault(path[1][1].key, []).append(path[1:])
        if further:
            related = {}
            for obj in objects:
                value = obj.__dict__.get(name)
                for item in ([] if value is None else value if relationship.uselist else [value]):
                    related[id(item)] = item
            for key, rest in further.items():
                load_all(session, relationship.target, list(related.values()), {key}, rest, depth + 1)


# As many as SQLAlchemy's selectinload asks for at a time.
_CHUNK = 500


def _load_many(session, relationship, objects):
    simple = (relationship.primaryjoin is None or relationship.association is not None) and len(relationship.pairs) == 1
    if not simple or relationship.direction == "many-to-one":
        for obj in objects:
            getattr(obj, relationship.key)
        return
    own, theirs = relationship.pairs[0]
    own_key = relationship.parent.key_of_column[own.name]
    for start in range(0, len(objects), _CHUNK):
        some = objects[start:start + _CHUNK]
        plan = Plan([relationship.target.cls], ())
        statement = sa.select(*(plan.columns + [theirs])).where(
            theirs.in_([getattr(obj, own_key) for obj in some]))
        if relationship.association is not None:
            for a, b in relationship.far_pairs:
                statement = statement.where(a == b)
        condition = relationship.target.discriminator()
        if condition is not None:
            statement = statement.where(condition)
        found = {}
        make = plan.row_maker(session)
        for row in session._run(_ordered(relationship, statement)):
            row = tuple(row)
            found.setdefault(row[-1], []).append(make(row)[0])
        for obj in some:
            items = found.get(getattr(obj, own_key), [])
            if relationship.uselist:
                obj.__dict__[relationship.key] = collection(obj, relationship, items)
            else:
                obj.__dict__[relationship.key] = items[0] if items else None


def refresh(session, state, keys=None):
    """Reads the columns of one object again."""
    info = state.info
    wanted = [key for key in info.columns if keys is None or key in keys]
    if not wanted:
        return
    statement = sa.select(*[info.columns[key] for key in wanted]).where(
        *[info.columns[key] == value for key, value in zip(info.primary_key, state.key[1])])
    row = session._run(statement).first()
    if row is None:
        from sqlalchemy.orm import exc as orm_exc
        raise orm_exc.ObjectDeletedError(
            "Instance '<%s at %s>' has been deleted, or its row is otherwise not present."
            % (type(state.obj).__name__, hex(id(state.obj))))
    for key, value in zip(wanted, row):
        state.obj.__dict__[key] = value
    if info.mutable:
        session._watch(state)


__all__ = ["Entity", "Plan", "exc", "state_of"]
