"""relationship(): where it leads, its attribute on classes and instances, joins and conditions."""
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm import MapperProperty

_HARMLESS = {"innerjoin", "doc", "info", "single_parent", "enable_typechecks", "active_history", "overlaps",
             "sync_backref", "cascade_backrefs", "distinct_target_key", "omit_join", "join_depth", "load_on_pending",
             "query_class", "comparator_factory", "bake_queries", "init", "repr", "default", "default_factory",
             "compare", "kw_only", "hash", "dataclass_metadata", "passive_updates"}
_LAZY = {"select", True, False, None, "joined", "selectin", "subquery", "immediate", "dynamic", "write_only", "noload",
         "raise", "raise_on_sql"}


def _column_of(selectable, column):
    return column if selectable is None else selectable.c[column.name]


class Path:
    """A relationship to join along: from an alias, to an alias, or under further conditions."""

    def __init__(self, relationship, source=None, target=None, criteria=()):
        self._relationship, self._source, self._target = relationship, source, target
        self._criteria = criteria

    def __getattr__(self, name):
        from _sqlalchemy_orm.mapper import unsupported
        if name.startswith("_"):
            raise AttributeError(name)
        raise unsupported("%s() of %r of an alias or with conditions" % (name, self._relationship))

    def any(self, criterion=None, **kw):
        rel = self._relationship.setup()
        if self._source is None or self._target is not None or self._criteria or rel.parent.table is not rel.target.table:
            return self.__getattr__("any")
        return rel._any_of_itself(self._source, criterion, kw)

    has = any

    def of_type(self, cls):
        return Path(self._relationship, self._source, cls, self._criteria)

    def and_(self, *criteria):
        return Path(self._relationship, self._source, self._target, self._criteria + criteria)

    def _sa_join_along(self, statement, target, isouter, full):
        return self.of_type(target)._sa_join_to(statement, None, isouter, full)

    def _selectables(self):
        """What stands for the two tables; None = they themselves."""
        rel = self._relationship.setup()
        target = self._target
        if target is not None and hasattr(target, "__clause_element__"):
            target = target.__clause_element__()
        if target is rel.target.cls or target is rel.target.table:
            target = None
        return self._source, target

    def _steps(self):
        rel = self._relationship.setup()
        source, target = self._selectables()
        if source is None and target is None:
            if rel.parent.table is rel.target.table:
                from _sqlalchemy_orm.mapper import unsupported
                raise unsupported("a join along %r, whose two ends are one table," % rel)
            return rel.on_clauses() if rel.association is None else self._along_association(None, None)
        if rel.primaryjoin is not None or rel.secondaryjoin is not None:
            from _sqlalchemy_orm.mapper import unsupported
            raise unsupported("a join of an alias along %r, which has a primaryjoin," % rel)

        of = _column_of
        if rel.association is not None:
            return self._along_association(source, target)
        sides = [(of(source, a), of(target, b)) for a, b in rel.pairs]
        up = rel.direction == "many-to-one"
        return [(target, sa.and_(*[b == a if up else a == b for a, b in sides]))]

    def _along_association(self, source, target):
        """The table between the two has a name of its own in each join."""
        rel = self._relationship
        if rel.primaryjoin is not None or rel.secondaryjoin is not None:
            return rel.on_clauses()
        between = rel.association.alias()
        near = [_column_of(source, a) == between.c[b.name] for a, b in rel.pairs]
        far = [_column_of(target, b) == between.c[a.name] for a, b in rel.far_pairs]
        return [(between, sa.and_(*near)), (rel.target.table if target is None else target, sa.and_(*far))]

    def _sa_join_to(self, statement, onclause, isouter, full):
        if onclause is not None:
            raise exc.ArgumentError("a relationship takes no ON clause of its own")
        steps = self._steps()
        left = self._relationship.parent.table if self._source is None else self._source
        table, on = steps[-1]
        to = self._relationship.target.cls if self._target is None else self._target
        on = sa.and_(on, *self._criteria) if self._criteria else on
        if len(steps) > 1 and (isouter or full):
            # The rows between are there for the sake of the target's.
            between, near = steps[0]
            return statement.join_from(left, sa.join(between, table, on), near, isouter=isouter, full=full)
        for between, near in steps[:-1]:
            statement = statement.join_from(left, between, near)
            left = between
        return statement.join_from(left, to, on, isouter=isouter, full=full)


class Relationship(MapperProperty):
    def __init__(self, argument=None, secondary=None, **kw):
        super().__init__(argument, **kw)
        self.argument = argument
        self.secondary = secondary
        for name in ("uselist", "backref", "back_populates", "order_by", "primaryjoin", "secondaryjoin",
                     "foreign_keys", "remote_side", "collection_class", "passive_deletes", "viewonly", "post_update"):
            setattr(self, "_given_" + name, kw.pop(name, None))
        self.backref = self._given_backref
        self.lazy = kw.pop("lazy", "select")
        cascade = kw.pop("cascade", None)
        words = {"save-update", "merge"} if cascade in (None, False) else {
            word.strip() for word in (cascade.split(",") if isinstance(cascade, str) else cascade)}
        if "all" in words:
            words |= {"save-update", "merge", "delete", "refresh-expire", "expunge"}
        self.cascade = words - {"none"}
        self.unknown = [name for name in kw if name not in _HARMLESS]
        self.key = None
        self.parent = None
        self._ready = False

    def adopt(self, info):
        if self.parent is None:
            self.parent = info
            for name, value in info.relationships.items():
                if value is self:
                    self.key = name

    def __repr__(self):
        return "%s.%s" % (self.parent.cls.__name__ if self.parent else "?", self.key)

    # ---- where it leads ----

    def setup(self):
        if self._ready:
            return self
        self._ready = True
        try:
            self._setup()
        except BaseException:
            self._ready = False
            raise
        return self

    def _setup(self):
        from _sqlalchemy_orm.mapper import unsupported
        if self.unknown:
            raise unsupported("relationship %r: %r" % (self, self.unknown[0]))
        if self._given_post_update:
            raise unsupported("relationship %r: post_update" % self)
        if self.lazy not in _LAZY or self.lazy in ("write_only", "noload"):
            raise unsupported("relationship %r: lazy=%r" % (self, self.lazy))
        self._find_target()
        self._find_secondary()
        self._find_direction()
        if self._given_uselist is not None:
            self.uselist = bool(self._given_uselist)
        self.collection_class = self._given_collection_class or self._annotated
        if self.collection_class is None and self.uselist:
            self.collection_class = list

    def _find_target(self):
        from _sqlalchemy_orm import mapper
        target, self._annotated = self.argument, None
        owner = self.parent.cls
        annotations = getattr(self.parent.mapper, "_sa_annotations", None) or {}
        if self.key in annotations:
            annotation = annotations[self.key]
            inner = getattr(annotation, "_sa_mapped", None)
            if isinstance(annotation, str):
                text = annotation[annotation.index("[") + 1:annotation.rindex("]")] if "Mapped" in annotation else None
                inner = text
            if inner is not None:
                named, self._annotated = mapper.read_annotation(inner)
                if target is None:
                    target = named
        if isinstance(target, str):
            target = mapper.class_by_name(owner, target)
        elif not isinstance(target, type) and callable(target):
            target = target()
        if target is None:
            raise exc.ArgumentError("relationship %r has no target" % self)
        self.target = mapper.info_of(target)
        mapper.configure(owner)

    def _expression(self, given):
        if callable(given) and not hasattr(given, "__clause_element__") and type(given).__name__ == "function":
            given = given()
        if isinstance(given, str):
            from _sqlalchemy_orm.mapper import evaluate
            return evaluate(self.parent.cls, given)
        return given

    def _find_secondary(self):
        given = self._expression(self.secondary) if not isinstance(self.secondary, str) else None
        if isinstance(self.secondary, str):
            given = self.parent.cls.metadata.tables.get(self.secondary)
            if given is None:
                given = self._expression(self.secondary)
        if given is not None and hasattr(given, "__table__"):
            given = given.__table__
        self.association = given

    def _columns(self, given):
        given = self._expression(given)
        if given is None:
            return None
        items = given if isinstance(given, (list, tuple, set)) else [given]
        items = [self._expression(item) for item in items]
        return {(item.table.name, item.name) for item in (getattr(i, "_sa_column", i) for i in items)}

    def _keys_between(self, table, other, only):
        """Pairs (column of table, column of other) that foreign keys of table make."""
        pairs = []
        for column in table.columns:
            for key in column.foreign_keys:
                if only is not None and (table.name, column.name) not in only:
                    continue
                if key.column.table is other:
                    pairs.append((column, key.column))
        return pairs

    def _find_direction(self):
        mine, theirs = self.parent.table, self.target.table
        only = self._columns(self._given_foreign_keys)
        remote = self._columns(self._given_remote_side)
        self.primaryjoin = self._expression(self._given_primaryjoin)
        self.secondaryjoin = self._expression(self._given_secondaryjoin)
        if self.association is not None:
            return self._many_to_many(mine, theirs)
        up = self._keys_between(mine, theirs, only)
        down = [(there, here) for here, there in self._keys_between(theirs, mine, only)]
        if self.primaryjoin is not None:
            wanted = _equalities(self.primaryjoin)
            if wanted is not None:
                up = [p for p in up if _pair_in(p, wanted)]
                down = [p for p in down if _pair_in(p, wanted)]
                if not up and not down:
                    up, down = self._without_keys(wanted, only, mine, theirs)
        if mine is theirs:
            self.uselist = not (remote and all((b.table.name, b.name) in remote for a, b in up))
            self.direction = "one-to-many" if self.uselist else "many-to-one"
            self.pairs = down if self.uselist else up
        elif up and down:
            raise exc.AmbiguousForeignKeysError("Could not determine join condition of relationship %r" % self)
        else:
            self.uselist = bool(down)
            self.direction = "one-to-many" if down else "many-to-one"
            self.pairs = down or up
        self._check_pairs(mine, theirs)

    def _without_keys(self, wanted, only, mine, theirs):
        """A primaryjoin over columns without foreign keys: foreign_keys= says which side refers."""
        up, down = [], []
        for a, b in wanted:
            for here, there in ((a, b), (b, a)):
                if here.table is not mine or there.table is not theirs:
                    continue
                if only and (mine.name, here.name) in only:
                    up.append((here, there))
                elif only and (theirs.name, there.name) in only:
                    down.append((here, there))
        return up, down

    def _check_pairs(self, mine, theirs):
        if not self.pairs:
            raise exc.NoForeignKeysError(
                "Could not determine join condition between parent/child tables on relationship %r - there are no "
                "foreign keys linking these tables.  Ensure that referencing columns are associated with a ForeignKey "
                "or ForeignKeyConstraint, or specify a 'primaryjoin' expression." % self)
        referred = [b if self.direction == "many-to-one" else a for a, b in self.pairs]
        names = [(c.table.name, c.name) for c in referred]
        if self.primaryjoin is None and len(set(names)) < len(names):
            raise exc.AmbiguousForeignKeysError(
                "Could not determine join condition between parent/child tables on relationship %r - there are "
                "multiple foreign key paths linking the tables.  Specify the 'foreign_keys' argument, providing a "
                "list of those columns which should be counted as containing a foreign key reference to the parent "
                "table." % self)

    def _many_to_many(self, mine, theirs):
        self.direction, self.uselist = "many-to-many", True
        near = self._keys_between(self.association, mine, None)
        far = self._keys_between(self.association, theirs, None)
        if self.primaryjoin is not None:
            wanted = _equalities(self.primaryjoin) or []
            near = [p for p in near if _pair_in(p, wanted)] or near
        if self.secondaryjoin is not None:
            wanted = _equalities(self.secondaryjoin) or []
            far = [p for p in far if _pair_in(p, wanted)] or far
        if mine is theirs and self.primaryjoin is None:
            raise exc.AmbiguousForeignKeysError("Could not determine join condition of relationship %r" % self)
        if not near or not far:
            raise exc.NoForeignKeysError("Could not determine join condition of relationship %r" % self)
        self.pairs = [(there, here) for here, there in near]  # (own column, association's)
        self.far_pairs = [(here, there) for here, there in far]  # (association's, target's)

    # ---- conditions ----

    def on_clauses(self):
        """[(table to join, condition)] from the parent to the target."""
        self.setup()
        if self.association is not None:
            first = self.primaryjoin
            if first is None:
                first = sa.and_(*[a == b for a, b in self.pairs])
            second = self.secondaryjoin
            if second is None:
                second = sa.and_(*[b == a for a, b in self.far_pairs])
            return [(self.association, first), (self.target.table, second)]
        on = self.primaryjoin
        if on is None:
            # The column that is referred to comes first.
            up = self.direction == "many-to-one"
            on = sa.and_(*[b == a if up else a == b for a, b in self.pairs])
        return [(self.target.table, on)]

    def _sa_join_to(self, statement, onclause, isouter, full):
        if onclause is not None:
            raise exc.ArgumentError("a relationship takes no ON clause of its own")
        return Path(self)._sa_join_to(statement, None, isouter, full)

    def _sa_join_along(self, statement, target, isouter, full):
        """select().join(target, Parent.relationship)"""
        return Path(self, target=target)._sa_join_to(statement, None, isouter, full)

    def _value_condition(self, obj):
        """That the objects of the parent's class refer to obj (many-to-one), or obj to them."""
        self.setup()
        if obj is None:
            if self.direction != "many-to-one":
                return ~self.any()
            return sa.and_(*[a.is_(None) for a, b in self.pairs])
        from _sqlalchemy_orm.attributes import state_of
        keys = self.target.key_of_column

        def value_of(column):
            if keys[column.name] not in obj.__dict__ and state_of(obj).key is None:
                raise exc.InvalidRequestError("Can't resolve value for column %s on object %r; no value has been set "
                                              "for this column" % (column, obj))
            return getattr(obj, keys[column.name])

        if self.association is not None:
            inner = sa.exists().where(*[a == b for a, b in self.pairs])
            return inner.where(*[a == value_of(b) for a, b in self.far_pairs])
        if self.direction == "many-to-one":
            return sa.and_(*[sa.literal(value_of(b), b.type) == a for a, b in self.pairs])
        return sa.and_(*[a == value_of(b) for a, b in self.pairs])

    def __eq__(self, other):
        if isinstance(other, Relationship):
            return self is other
        return self._value_condition(other)

    def __ne__(self, other):
        if isinstance(other, Relationship):
            return self is not other
        if other is None or self.setup().direction != "many-to-one":
            return ~self._value_condition(other)
        keys = self.target.key_of_column
        return sa.and_(*[sa.or_(a != getattr(other, keys[b.name]), a.is_(None)) for a, b in self.pairs])

    def __hash__(self):
        return id(self)

    def is_(self, other):
        return self._value_condition(other)

    def is_not(self, other):
        return ~self._value_condition(other)

    isnot = is_not

    def contains(self, obj):
        return self._value_condition(obj)

    def in_(self, others):
        raise NotImplementedError("in_() not yet supported for relationships.  For a simple many-to-one, use in_() "
                                  "against the set of foreign key values.")

    def any(self, criterion=None, **kw):
        if self.parent.table is self.setup().target.table:
            return self._any_of_itself(None, criterion, kw)
        conditions = [on for table, on in self.on_clauses()]
        if criterion is not None:
            conditions.append(criterion)
        for name, value in kw.items():
            conditions.append(getattr(self.target.cls, name) == value)
        tables = [table for table, on in self.on_clauses()]
        return sa.exists(sa.select(sa.literal_column("1")).select_from(*reversed(tables))
                         .where(*conditions).correlate(self.parent.table))

    has = any

    def _any_of_itself(self, source, criterion, kw):
        """A table beside itself: the related rows are those of an alias, unless the others are."""
        table = self.parent.table
        if self.association is not None or self.primaryjoin is not None:
            from _sqlalchemy_orm.mapper import unsupported
            raise unsupported("any() and has() of %r, whose two ends are one table," % self)
        near, far = (table, table.alias()) if source is None else (source, table)
        up = self.direction == "many-to-one"
        sides = [(near.c[a.name], far.c[b.name]) for a, b in self.pairs]
        conditions = [b == a if up else a == b for a, b in sides]
        given = [] if criterion is None else [criterion]
        given += [getattr(self.target.cls, name) == value for name, value in kw.items()]
        if source is None:
            given = [item._sa_adapt(table, far) if hasattr(item, "_sa_adapt") else item for item in given]
        return sa.exists(sa.select(sa.literal_column("1")).select_from(far)
                         .where(*conditions, *given).correlate_except(far))

    def _parent_condition(self, instance):
        """That an object is one of those that the instance refers to: with_parent()."""
        self.setup()
        keys = self.parent.key_of_column

        def own(column):
            return sa.literal(getattr(instance, keys[column.name]), column.type)

        if self.primaryjoin is not None or self.secondaryjoin is not None:
            from _sqlalchemy_orm.mapper import unsupported
            raise unsupported("with_parent() along %r, which has a primaryjoin," % self)
        if self.association is not None:
            between = self.association.alias()
            near = [own(a) == between.c[b.name] for a, b in self.pairs]
            return sa.and_(*near, *[b == between.c[a.name] for a, b in self.far_pairs])
        if self.direction == "many-to-one":
            return sa.and_(*[b == getattr(instance, keys[a.name]) for a, b in self.pairs])
        return sa.and_(*[own(a) == b for a, b in self.pairs])

    @property
    def mapper(self):
        return self.setup().target.mapper

    entity = mapper

    @property
    def property(self):
        return self.setup()

    def of_type(self, cls):
        return Path(self, target=cls)

    def and_(self, *criteria):
        return Path(self, criteria=criteria)

    # ---- the attribute of an instance ----

    def _of(self, owner):
        if self.parent is None:
            from _sqlalchemy_orm.mapper import info_of
            info_of(owner)
        return self

    def __get__(self, instance, owner=None):
        self._of(owner or type(instance))
        if instance is None:
            return self
        values = instance.__dict__
        if self.key in values:
            return values[self.key]
        self.setup()
        from _sqlalchemy_orm.attributes import state_of
        return self.load(state_of(instance))

    def load(self, state):
        from _sqlalchemy_orm.attributes import collection
        if self.lazy == "dynamic":
            from _sqlalchemy_orm.query import DynamicCollection
            return DynamicCollection(self, state)
        if state.key is None and not (state.session is not None and self.direction == "many-to-one"):
            if not self.uselist:
                return None
            made = state.obj.__dict__[self.key] = collection(state.obj, self, [])
            return made
        if state.session is None:
            from sqlalchemy.orm import exc as orm_exc
            raise orm_exc.DetachedInstanceError(
                "Parent instance <%s at %s> is not bound to a Session; lazy load operation of attribute '%s' cannot "
                "proceed" % (type(state.obj).__name__, hex(id(state.obj)), self.key))
        if self.lazy in ("raise", "raise_on_sql"):
            raise exc.InvalidRequestError("'%r' is not available due to lazy='%s'" % (self, self.lazy))
        from _sqlalchemy_orm.loading import load_relationship
        value = load_relationship(state.session, self, state)
        if self.uselist:
            value = collection(state.obj, self, value)
        state.obj.__dict__[self.key] = value
        return value

    def __set__(self, instance, value):
        from _sqlalchemy_orm.attributes import NO_VALUE, collection, state_of
        self._of(type(instance)).setup()
        state = state_of(instance)
        for fn in state.info.validators.get(self.key, ()):
            value = fn(instance, self.key, value)
        if self.uselist:
            if value is None or not hasattr(value, "__iter__"):
                raise TypeError("Incompatible collection type: %s is not list-like" % type(value).__name__)
            old = self.__get__(instance, type(instance)) if state.key is not None else instance.__dict__.get(self.key)
            old = list(old or ())
            new = list(value.values()) if isinstance(value, dict) else list(value)
            if state.committed.get(self.key, NO_VALUE) is NO_VALUE:
                state.committed[self.key] = old
            instance.__dict__[self.key] = collection(instance, self, new)
            for item in old:
                if not any(item is other for other in new):
                    self.removed(instance, item)
            for item in new:
                if not any(item is other for other in old):
                    self.appended(instance, item)
        else:
            old = instance.__dict__.get(self.key)
            if self.key not in instance.__dict__ and state.key is not None and self.direction != "many-to-one":
                old = self.__get__(instance, type(instance))
            if self.key not in state.committed:
                state.committed[self.key] = instance.__dict__.get(self.key, NO_VALUE)
            instance.__dict__[self.key] = value
            if old is not value:
                if old is not None:
                    self.removed(instance, old)
                if value is not None:
                    self.appended(instance, value)
        if state.session is not None:
            state.session._touched(state)

    def __delete__(self, instance):
        self.__set__(instance, [] if self._of(type(instance)).setup().uselist else None)

    def reverse(self):
        name = self._given_back_populates
        return self.target.relationships.get(name) if name else None

    def appended(self, owner, item):
        """item has become a value of owner's: its own side follows, and it joins the session."""
        from _sqlalchemy_orm.attributes import state_of
        other = self.reverse()
        state = state_of(owner)
        if state.session is not None and "save-update" in self.cascade:
            state.session._cascade(item)
        if other is None or other.setup().lazy == "dynamic":
            return
        values = item.__dict__
        if other.uselist:
            if other.key not in values and state_of(item).key is None:
                other.__get__(item, type(item))
            present = values.get(other.key)
            if present is not None and not any(owner is each for each in present):
                present._before()
                (set.add if isinstance(present, set) else list.append)(present, owner)
        elif values.get(other.key) is not owner:
            before = values.get(other.key)
            item_state = state_of(item)
            if other.key not in item_state.committed:
                from _sqlalchemy_orm.attributes import NO_VALUE
                item_state.committed[other.key] = values.get(other.key, NO_VALUE)
            values[other.key] = owner
            if before is not None and self.key in before.__dict__ and self.uselist:
                lost = before.__dict__[self.key]
                if any(item is each for each in lost):
                    lost._before()
                    (set.remove if isinstance(lost, set) else _drop)(lost, item)
            if item_state.session is not None:
                item_state.session._touched(item_state)

    def removed(self, owner, item):
        from _sqlalchemy_orm.attributes import NO_VALUE, state_of
        other = self.reverse()
        if other is None or other.setup().lazy == "dynamic":
            return
        values = item.__dict__
        if other.uselist:
            present = values.get(other.key)
            if present is not None and any(owner is each for each in present):
                present._before()
                (set.remove if isinstance(present, set) else _drop)(present, owner)
        elif other.key not in values or values[other.key] is owner:
            state = state_of(item)
            if other.key not in state.committed:
                state.committed[other.key] = values.get(other.key, NO_VALUE)
            values[other.key] = None
            if state.session is not None:
                state.session._touched(state)

    def make_backref(self, cls, name):
        """The other side of relationship(backref=...)."""
        from _sqlalchemy_orm.mapper import info_of
        given, self.backref = self.backref, None
        if self._given_back_populates is not None:
            return
        kw = {}
        if isinstance(given, Backref):
            given, kw = given.name, dict(given.kw)
        info = info_of(cls)
        self.adopt(info)
        self._given_back_populates = given
        target = self.setup().target
        for key in ("foreign_keys", "primaryjoin", "secondaryjoin", "viewonly"):
            value = getattr(self, "_given_" + key)
            if value is not None and key not in kw:
                kw[key] = value
        if self.association is not None:
            if "primaryjoin" in kw:
                kw["primaryjoin"], kw["secondaryjoin"] = kw.get("secondaryjoin"), kw["primaryjoin"]
            made = Relationship(cls, self.association, back_populates=name, **kw)
        else:
            if self.parent.table is target.table and "remote_side" not in kw and self.uselist:
                kw["remote_side"] = [a for a, b in self.pairs]
            made = Relationship(cls, back_populates=name, **kw)
        setattr(target.cls, given, made)
        target.relationships[given] = made
        made.adopt(target)


class Backref:
    def __init__(self, name, **kw):
        self.name = name
        self.kw = kw


def _drop(items, item):
    for i, each in enumerate(items):
        if each is item:
            list.pop(items, i)
            return


def _equalities(expression):
    """The pairs of columns that a condition made of ANDs sets equal; None when it cannot be told."""
    try:
        clauses = list(expression.clauses)
    except AttributeError:
        clauses = [expression]
    pairs = []
    for clause in clauses:
        left, right = getattr(clause, "left", None), getattr(clause, "right", None)
        left, right = getattr(left, "_sa_column", left), getattr(right, "_sa_column", right)
        if getattr(left, "table", None) is not None and getattr(right, "table", None) is not None:
            pairs.append((left, right))
    return pairs or None


def _same(a, b):
    return a.name == b.name and a.table is b.table


def _pair_in(pair, pairs):
    return any((_same(pair[0], a) and _same(pair[1], b)) or (_same(pair[0], b) and _same(pair[1], a))
               for a, b in pairs)
