"""flush(): objects that are new, changed or deleted become INSERT, UPDATE and DELETE.

As in SQLAlchemy, tables are taken in the order of their foreign keys; rows of one table in the order
in which they were added, a row that others of its table refer to first.
"""
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm import exc as orm_exc

from _sqlalchemy_orm.attributes import NO_VALUE, state_of


def _is_expression(value):
    return hasattr(value, "compile") and hasattr(value, "label") or hasattr(value, "__clause_element__")


class UnitOfWork:
    def __init__(self, session):
        self.session = session
        self.deleted = {}
        self.links = []  # (table, 'insert' or 'delete', row)
        self.changed = {}

    def run(self):
        session = self.session
        for state in list(session._deleted.values()):
            self._delete(state)
        self._orphans()
        # Collections of changed parents make children change, which may be parents themselves.
        inserts = [state for state in session._new.values()]
        states = inserts + [s for s in session._dirty.values() if s.key is not None]
        for state in states:
            if id(state) not in self.deleted:
                self._collections(state)
        for info_table in self._tables():
            self._table(info_table)
        self._links("delete")
        self._links("insert")
        for info_table in reversed(self._tables()):
            self._delete_rows(info_table)
        self._finish()

    # ---- what there is to do ----

    def _involved(self):
        session = self.session
        states = list(session._new.values()) + list(session._dirty.values()) + list(self.deleted.values())
        return {id(state): state for state in states}.values()

    def _tables(self):
        tables = {}
        for state in self._involved():
            tables.setdefault(state.info.table.key, state.info.table)
        if len(tables) < 2:
            return list(tables.values())
        order = []
        for metadata in {id(t.metadata): t.metadata for t in tables.values()}.values():
            order.extend(metadata.sorted_tables)
        return [table for table in order if table.key in tables]

    def _delete(self, state):
        """Objects that go together with this one, and those that lose it."""
        if id(state) in self.deleted or state.key is None:
            return
        self.deleted[id(state)] = state
        for relationship in list(state.info.relationships.values()):
            relationship.setup()
            if relationship._given_viewonly or relationship.lazy == "dynamic" and not relationship.cascade & {"delete"}:
                continue
            if relationship.direction == "many-to-one":
                if "delete" in relationship.cascade:
                    value = getattr(state.obj, relationship.key)
                    if value is not None:
                        self._delete(state_of(value))
                continue
            if relationship._given_passive_deletes and relationship.key not in state.obj.__dict__:
                continue
            if relationship.lazy == "dynamic":
                items = getattr(state.obj, relationship.key).all()
            else:
                value = getattr(state.obj, relationship.key)
                items = [] if value is None else list(value) if relationship.uselist else [value]
            if relationship.direction == "many-to-many":
                for item in items:
                    self._link(relationship, state, state_of(item), "delete")
            elif "delete" in relationship.cascade or "delete-orphan" in relationship.cascade:
                for item in items:
                    self._delete(state_of(item))
            elif relationship._given_passive_deletes != "all":
                for item in items:
                    self._set_key(relationship, None, state_of(item))

    def _orphans(self):
        for state in list(self.session._dirty.values()):
            for key, before in list(state.committed.items()):
                relationship = state.info.relationships.get(key)
                if relationship is None or "delete-orphan" not in relationship.setup().cascade:
                    continue
                now = state.obj.__dict__.get(key)
                now = [] if now is None else list(now) if relationship.uselist else [now]
                old = [] if before is NO_VALUE or before is None else before if relationship.uselist else [before]
                for item in old:
                    if not any(item is each for each in now):
                        orphan = state_of(item)
                        if orphan.key is not None:
                            self._delete(orphan)
                        else:
                            self.session._new.pop(id(orphan), None)

    def _set_key(self, relationship, parent, child):
        """Gives the child's foreign key the parent's key; None: takes it away."""
        for own, theirs in relationship.pairs:
            key = child.info.key_of_column[theirs.name]
            value = None
            if parent is not None:
                value = getattr(parent.obj, parent.info.key_of_column[own.name])
            if child.obj.__dict__.get(key, NO_VALUE) is NO_VALUE and child.key is not None:
                getattr(child.obj, key)
            if child.obj.__dict__.get(key, NO_VALUE) != value:
                if value is None and key in child.info.primary_key and child.key is not None:
                    raise AssertionError(
                        "Dependency rule on column '%s' tried to blank-out primary key column '%s' on instance '%r'"
                        % (own, theirs, child.obj))
                child.set(key, value)
                self.session._touched(child)

    def _link(self, relationship, left, right, what):
        row = (relationship, left, right)
        for other, kind, known in self.links:
            if kind == what and (known[1] is left and known[2] is right and known[0] is relationship
                                 or known[1] is right and known[2] is left and known[0].reverse() is relationship):
                return
        self.links.append((relationship.association, what, row))

    def _collections(self, state):
        """Added and removed members of the collections that changed."""
        for key, before in list(state.committed.items()):
            relationship = state.info.relationships.get(key)
            if relationship is None or relationship.setup()._given_viewonly:
                continue
            if relationship.direction == "many-to-one":
                continue
            now = state.obj.__dict__.get(key)
            now = [] if now is None else list(now) if relationship.uselist else [now]
            old = [] if before is NO_VALUE or before is None else before if relationship.uselist else [before]
            added = [item for item in now if not any(item is each for each in old)]
            removed = [item for item in old if not any(item is each for each in now)]
            for item in removed:
                child = state_of(item)
                if relationship.direction == "many-to-many":
                    if id(child) not in self.deleted:
                        self._link(relationship, state, child, "delete")
                elif id(child) not in self.deleted and not self._has_other_parent(relationship, state, child):
                    self._set_key(relationship, None, child)
            for item in added:
                child = state_of(item)
                if child.session is not self.session:
                    import warnings
                    warnings.warn("Object of type <%s> not in session, add operation along '%r' will not proceed"
                                  % (type(item).__name__, relationship))
                    continue
                if relationship.direction == "many-to-many":
                    self._link(relationship, state, child, "insert")
                else:
                    self.changed.setdefault(id(child), []).append((relationship, state))
                    self.session._touched(child)

    @staticmethod
    def _has_other_parent(relationship, state, child):
        reverse = relationship.reverse()
        if reverse is None:
            return False
        parent = child.obj.__dict__.get(reverse.key)
        return parent is not None and parent is not state.obj

    # ---- rows ----

    def _sync(self, state):
        """Foreign keys from the objects that this one refers to, and from the parents it was added to."""
        for relationship, parent in self.changed.pop(id(state), ()):
            self._set_key(relationship, parent, state)
        for key, relationship in state.info.relationships.items():
            if key not in state.committed or key not in state.obj.__dict__:
                continue
            if relationship.setup().direction != "many-to-one" or relationship._given_viewonly:
                continue
            target = state.obj.__dict__[key]
            other = None if target is None else state_of(target)
            if other is not None and other.session is None and other.key is None:
                import warnings
                warnings.warn("Object of type <%s> not in session, add operation along '%r' will not proceed"
                              % (type(target).__name__, relationship))
                continue
            for own, theirs in relationship.pairs:
                name = state.info.key_of_column[own.name]
                value = None if other is None else getattr(target, other.info.key_of_column[theirs.name])
                if other is None and state.committed[key] in (NO_VALUE, None) and state.key is None:
                    continue
                if state.obj.__dict__.get(name, NO_VALUE) != value:
                    state.set(name, value)

    def _table(self, table):
        session = self.session
        new = [s for s in session._new.values() if s.info.table is table and id(s) not in self.deleted]
        dirty = [s for s in session._dirty.values()
                 if s.info.table is table and s.key is not None and id(s) not in self.deleted]
        new.sort(key=lambda s: s.order)
        try:
            dirty.sort(key=lambda s: s.key[1])
        except TypeError:
            pass  # keys that cannot be ordered stay in the order of change
        for state in self._referred_first(dirty):
            self._sync(state)
            self._update(state)
        self._insert_all(self._referred_first(new))

    def _referred_first(self, states):
        """Rows that others of the same table refer to come first."""
        table = states[0].info.table if states else None
        if not any(r.setup().parent.table is r.target.table for s in states[:1] for r in s.info.relationships.values()):
            return states
        waiting = {id(state): state for state in states}
        order, active = [], set()

        def visit(state):
            if id(state) not in waiting:
                return
            if id(state) in active:
                raise exc.CircularDependencyError("Circular dependency detected in table '%s'." % table.name)
            active.add(id(state))
            for key, relationship in state.info.relationships.items():
                if relationship.setup().direction == "many-to-one" and relationship.target.table is table:
                    other = state.obj.__dict__.get(key)
                    if other is not None and other is not state.obj:
                        visit(state_of(other))
            for relationship, parent in self.changed.get(id(state), ()):
                if parent.info.table is table and parent is not state:
                    visit(parent)
            active.discard(id(state))
            if waiting.pop(id(state), None) is not None:
                order.append(state)

        for state in states:
            visit(state)
        return order

    def _insert_all(self, states):
        """One statement for consecutive rows that need nothing back, else one for each."""
        batch, names = [], None
        for state in states:
            self._sync(state)
            params, complete = self._insert_params(state)
            if not complete:
                self._send_batch(batch)
                batch, names = [], None
                self._insert_one(state, params)
                continue
            if names is not None and names != set(params) or len(batch) >= 1000:
                self._send_batch(batch)
                batch = []
            names = set(params)
            batch.append((state, params))
        self._send_batch(batch)

    def _insert_params(self, state):
        """The parameters of the row, and whether nothing of it is left to the server or a default."""
        info, values = state.info, state.obj.__dict__
        on = info.polymorphic_on
        if on is not None and info.identity is not None and values.get(info.key_of_column[on.name]) is None:
            values[info.key_of_column[on.name]] = info.identity
        params, complete = {}, True
        for key, column in info.columns.items():
            value = values.get(key)
            has_default = column.default is not None or column.server_default is not None
            if value is None and key in values and getattr(column.type, "should_evaluate_none", False):
                params[column.key] = None
            elif value is None and (has_default or column.primary_key):
                complete = False
            elif value is None:
                params[column.key] = None
            else:
                params[column.key] = value
                complete = complete and not _is_expression(value)
        return params, complete

    def _insert_one(self, state, params):
        info = state.info
        fixed = {name: value for name, value in params.items() if _is_expression(value)}
        statement = sa.insert(info.table)
        result = self.session._run(statement.values(**params) if fixed else statement, params or None)
        self._inserted(state, params, result._made_by_defaults, result.inserted_primary_key)

    def _send_batch(self, batch):
        if not batch:
            return
        if len(batch) == 1:
            return self._insert_one(*batch[0])
        self.session._run(sa.insert(batch[0][0].info.table), [params for state, params in batch])
        for state, params in batch:
            self._inserted(state, params, {}, None)

    def _inserted(self, state, params, made, new_key):
        info, values = state.info, state.obj.__dict__
        for key, column in info.columns.items():
            if column.key in params:
                if _is_expression(params[column.key]):
                    values.pop(key, None)
                else:
                    values[key] = params[column.key]
            elif column.key in made and not _is_expression(made[column.key]):
                values[key] = made[column.key]
            else:
                values.pop(key, None)
        if new_key is not None:
            for key, value in zip(self._key_columns(info), new_key):
                values[key] = value
        identity = info.identity_of(state.obj)
        if identity is None:
            raise orm_exc.FlushError(
                "Instance <%s at %s> has a NULL identity key.  If this is an auto-generated value, check that the "
                "database table allows generation of new primary key values, and that the mapped Column object is "
                "configured to expect these generated values."
                % (type(state.obj).__name__, hex(id(state.obj))))
        self.session._registered(state, identity)

    @staticmethod
    def _key_columns(info):
        return [info.key_of_column[column.name] for column in info.table.primary_key.columns]

    def _update(self, state):
        info, values = state.info, state.obj.__dict__
        changed, expressions = {}, False
        for key, before in state.committed.items():
            column = info.columns.get(key)
            if column is None or key not in values:
                continue
            value = values[key]
            if _is_expression(value):
                expressions = True
            elif before is not NO_VALUE and type(before) is type(value) and before == value:
                continue
            changed[column.key] = value
        if not changed:
            return
        where = [info.columns[key] == value for key, value in zip(info.primary_key, state.key[1])]
        result = self.session._run(sa.update(info.table).where(*where).values(**changed))
        if result.rowcount != 1 and result.rowcount >= 0:
            raise orm_exc.StaleDataError(
                "UPDATE statement on table '%s' expected to update 1 row(s); %d were matched."
                % (info.table.name, result.rowcount))
        made = result._made_by_defaults
        for key, column in info.columns.items():
            if column.key in made and not _is_expression(made[column.key]):
                values[key] = made[column.key]
            elif column.key in made or column.server_onupdate is not None:
                values.pop(key, None)
            elif expressions and column.key in changed and _is_expression(changed[column.key]):
                values.pop(key, None)
        identity = info.identity_of(state.obj)
        if identity is not None and identity != state.key:
            self.session._registered(state, identity)

    def _links(self, what):
        for table, kind, (relationship, left, right) in self.links:
            if kind != what:
                continue
            row = {}
            for own, theirs in relationship.pairs:
                row[theirs.key] = getattr(left.obj, left.info.key_of_column[own.name])
            for own, theirs in relationship.far_pairs:
                row[own.key] = getattr(right.obj, right.info.key_of_column[theirs.name])
            if what == "insert":
                self.session._run(sa.insert(table), row)
            else:
                self.session._run(sa.delete(table).where(*[table.c[key] == value for key, value in row.items()]))

    def _delete_rows(self, table):
        rows = [s for s in self.deleted.values() if s.info.table is table]
        for state in reversed(self._referred_first(rows)):
            info = state.info
            where = [info.columns[key] == value for key, value in zip(info.primary_key, state.key[1])]
            self.session._run(sa.delete(info.table).where(*where))

    def _finish(self):
        session = self.session
        for state in list(session._new.values()) + list(session._dirty.values()):
            if id(state) not in self.deleted:
                state.committed.clear()
        session._new.clear()
        session._dirty.clear()
        session._deleted.clear()
        for state in self.deleted.values():
            session.identity_map.pop(state.key, None)
            state.deleted = True
            state.session = None
