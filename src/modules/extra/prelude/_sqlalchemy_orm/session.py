"""Session: objects by their identity, transactions, flushes."""
import copy

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm import exc as orm_exc

import _sqlalchemy_native as native
from _sqlalchemy_orm.aliased import Bundle
from _sqlalchemy_orm.attributes import NO_VALUE, describe, new_instance, state_of
from _sqlalchemy_orm.loading import Plan, eager_load, is_entity, refresh, select_entity
from _sqlalchemy_orm.mapper import info_of, is_mapped, unsupported
from _sqlalchemy_orm.unitofwork import UnitOfWork


class SessionTransaction:
    """What begin() and begin_nested() give."""

    def __init__(self, session, savepoint=None):
        self.session = session
        self.savepoint = savepoint
        self.is_active = True
        self.nested = savepoint is not None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if self.is_active:
            if kind is None:
                try:
                    self.commit()
                except BaseException:
                    if self.is_active:
                        self.rollback()
                    raise
            else:
                self.rollback()
        return False

    def commit(self):
        if self.savepoint is None:
            self.is_active = False
            self.session.commit()
            return
        self.session.flush()
        self.is_active = False
        self.savepoint.commit()

    def rollback(self):
        self.is_active = False
        if self.savepoint is None:
            self.session.rollback()
            return
        self.savepoint.rollback()
        self.session._forget_changes()

    close = rollback


_IGNORED = {"future", "autocommit", "enable_baked_queries", "info", "query_cls", "close_resets_only", "autobegin"}


class Session:
    _next_order = 0

    def __init__(self, bind=None, *, autoflush=True, expire_on_commit=True, binds=None, twophase=False,
                 join_transaction_mode="conditional_savepoint", class_=None, **kw):
        if twophase:
            raise unsupported("Session(twophase=True)")
        for name in kw:
            if name not in _IGNORED:
                raise TypeError("Session.__init__() got an unexpected keyword argument '%s'" % name)
        if binds:
            bind = bind or list(binds.values())[0]
            if any(other is not bind for other in binds.values()):
                raise unsupported("Session(binds=...) with several databases")
        self.bind = bind
        self.autoflush = autoflush
        self.expire_on_commit = expire_on_commit
        self._join_mode = join_transaction_mode
        self.info = dict(kw.get("info") or {})
        self.identity_map = native.WeakMap()
        self._new = {}
        self._dirty = {}
        self._deleted = {}
        self._watched = {}  # objects with MutableDict and the like, and what their values were
        self._connection = None
        self._own = False  # the connection is the session's
        self._began = False  # the transaction is the session's
        self._flushing = False
        self._no_autoflush = 0
        self._queries = 0

    # ---- connection and transaction ----

    def get_bind(self, mapper=None, **kw):
        if self.bind is None:
            raise exc.UnboundExecutionError(
                "Could not locate a bind configured on %sSQL expression or this Session."
                % ("mapper %s, " % mapper if mapper is not None else ""))
        return self.bind

    def connection(self, bind_arguments=None, execution_options=None):
        if self._connection is not None:
            return self._connection
        bind = self.get_bind()
        if hasattr(bind, "_offline") and bind._offline:
            raise exc.InvalidRequestError(
                "an ORM Session needs a database, and there is none in --sql mode; use op.execute() or "
                "op.bulk_insert(), or skip this step when context.is_offline_mode()")
        if hasattr(bind, "in_transaction"):
            connection, self._own = bind, False
        else:
            connection, self._own = bind.connect(), True
        self._connection = connection
        self._savepoint = None
        if connection.in_transaction():
            self._began = False
            if self._join_mode == "create_savepoint" or (
                    self._join_mode == "conditional_savepoint" and connection.in_nested_transaction()):
                self._savepoint = connection.begin_nested()
            elif self._join_mode == "control_fully":
                self._began = True
        else:
            connection.begin()
            self._began = True
        return connection

    def begin(self, nested=False):
        if nested:
            return self.begin_nested()
        if self._connection is not None:
            raise exc.InvalidRequestError("A transaction is already begun on this Session.")
        return SessionTransaction(self)

    def begin_nested(self):
        self.flush()
        return SessionTransaction(self, self.connection().begin_nested())

    def in_transaction(self):
        return self._connection is not None

    def in_nested_transaction(self):
        return self._connection is not None and self._connection.in_nested_transaction()

    @property
    def is_active(self):
        return True

    def _end(self):
        connection, self._connection = self._connection, None
        if connection is not None and self._own:
            connection.close()

    def commit(self):
        self.flush()
        if self._connection is not None:
            if self._savepoint is not None:
                self._savepoint.commit()
            elif self._began:
                self._connection.commit()
            self._end()
        if self.expire_on_commit:
            self.expire_all()

    def rollback(self):
        if self._connection is not None:
            if self._savepoint is not None:
                self._savepoint.rollback()
            else:
                self._connection.rollback()
            self._end()
        self._forget_changes()

    def _forget_changes(self):
        for state in list(self._new.values()):
            state.session = None
        self._new.clear()
        for state in list(self._deleted.values()):
            state.deleted = False
        self._deleted.clear()
        self._dirty.clear()
        for obj in list(self.identity_map.values()):
            state = state_of(obj)
            if state.order and state.order > 0 and state.order == getattr(state, "_born", None):
                self.identity_map.pop(state.key, None)
                state.key = state.session = None
                continue
            state.expire()

    def close(self):
        if self._connection is not None:
            if self._savepoint is not None:
                self._savepoint.rollback()
            elif self._began:
                self._connection.rollback()
            self._end()
        self.expunge_all()

    def invalidate(self):
        self.close()

    reset = close

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()
        return False

    def prepare(self):
        raise unsupported("Session.prepare()")

    # ---- objects ----

    @property
    def new(self):
        return [state.obj for state in self._new.values()]

    @property
    def dirty(self):
        return [state.obj for state in self._dirty.values() if id(state) not in self._new]

    @property
    def deleted(self):
        return [state.obj for state in self._deleted.values()]

    def __contains__(self, obj):
        state = state_of(obj, create=False)
        return state is not None and state.session is self

    def __iter__(self):
        return iter(self.new + list(self.identity_map.values()))

    def _touched(self, state):
        if state.key is not None and id(state) not in self._dirty:
            self._dirty[id(state)] = state

    def _watch(self, state):
        """Values that are changed in place tell nobody: what they were is compared at the flush."""
        before = {}
        for key in state.info.mutable:
            if key in state.obj.__dict__ and key not in state.committed:
                before[key] = copy.deepcopy(state.obj.__dict__[key])
        self._watched[id(state)] = (state, before)

    def _find_changed(self):
        for state, before in list(self._watched.values()):
            if state.session is not self:
                del self._watched[id(state)]
                continue
            for key, value in before.items():
                if key in state.obj.__dict__ and key not in state.committed and state.obj.__dict__[key] != value:
                    state.committed[key] = NO_VALUE
                    self._touched(state)

    def _registered(self, state, identity):
        if state.key is not None and state.key != identity:
            self.identity_map.pop(state.key, None)
        state.key = identity
        state._born = state.order
        self.identity_map[identity] = state.obj
        self._new.pop(id(state), None)
        self._dirty[id(state)] = state

    def _cascade(self, obj):
        if obj is not None and state_of(obj).session is not self:
            self.add(obj)

    def add(self, instance, _warn=True):
        if not is_mapped(type(instance)):
            raise orm_exc.UnmappedInstanceError("Class '%s.%s' is not mapped"
                                                % (type(instance).__module__, type(instance).__qualname__))
        waiting = [instance]
        while waiting:
            obj = waiting.pop(0)
            state = state_of(obj)
            if state.session is self and state.order:
                continue
            if state.session is not None and state.session is not self:
                raise exc.InvalidRequestError("Object '%s' is already attached to session" % describe(obj))
            state.session = self
            Session._next_order += 1
            state.order = Session._next_order
            if state.key is None:
                self._new[id(state)] = state
            else:
                self.identity_map[state.key] = obj
                if id(state) in self._deleted:
                    del self._deleted[id(state)]
                if state.committed:
                    self._dirty[id(state)] = state
            for key, relationship in state.info.relationships.items():
                if "save-update" in relationship.cascade and key in obj.__dict__:
                    value = obj.__dict__[key]
                    if value is not None:
                        waiting.extend(list(value) if relationship.setup().uselist else [value])

    def add_all(self, instances):
        for instance in instances:
            self.add(instance)

    def delete(self, instance):
        state = state_of(instance)
        if state.key is None:
            raise exc.InvalidRequestError("Instance '%s' is not persisted" % describe(instance))
        if state.session is None:
            self.add(instance)
        self._deleted[id(state)] = state

    def expunge(self, instance):
        state = state_of(instance)
        if state.session is not self:
            raise exc.InvalidRequestError("Instance %s is not present in this Session" % describe(instance))
        self._new.pop(id(state), None)
        self._dirty.pop(id(state), None)
        self._deleted.pop(id(state), None)
        if state.key is not None:
            self.identity_map.pop(state.key, None)
        state.session = None
        state.order = 0

    def expunge_all(self):
        for state in list(self._new.values()):
            state.session = None
        for obj in list(self.identity_map.values()):
            state = state_of(obj)
            state.session = None
            state.order = 0
        self._new.clear()
        self._dirty.clear()
        self._deleted.clear()
        self.identity_map.clear()

    def expire(self, instance, attribute_names=None):
        state = state_of(instance)
        if state.key is None or state.session is not self:
            raise exc.InvalidRequestError("Instance '%s' is not persistent within this Session" % describe(instance))
        state.expire(attribute_names)
        if not state.committed:
            self._dirty.pop(id(state), None)

    def expire_all(self):
        for obj in list(self.identity_map.values()):
            state_of(obj).expire()
        self._dirty.clear()

    def refresh(self, instance, attribute_names=None, with_for_update=None):
        state = state_of(instance)
        if state.session is not self or state.key is None:
            raise exc.InvalidRequestError("Instance '%s' is not persistent within this Session" % describe(instance))
        self._autoflush()
        state.expire(attribute_names)
        self._dirty.pop(id(state), None)
        try:
            refresh(self, state, attribute_names)
        except orm_exc.ObjectDeletedError:
            raise exc.InvalidRequestError("Could not refresh instance '%s'" % describe(instance))
        for name in attribute_names or ():
            if name in state.info.relationships:
                getattr(instance, name)

    def _load_missing(self, state):
        missing = {key for key in state.info.columns if key not in state.obj.__dict__}
        self._autoflush()
        if missing:
            refresh(self, state, missing)

    def merge(self, instance, load=True, options=None):
        return self._merge(instance, {})

    def _merge(self, instance, seen):
        if id(instance) in seen:
            return seen[id(instance)]
        state = state_of(instance)
        if state.session is self:
            return instance
        info = state.info
        identity = info.identity_of(instance)
        merged = self.get(type(instance), identity[1]) if identity is not None else None
        if merged is None:
            merged = new_instance(type(instance))
            self.add(merged)
        seen[id(instance)] = merged
        for key in info.columns:
            if key in instance.__dict__ and getattr(merged, key) != instance.__dict__[key] \
                    or key in instance.__dict__ and key not in merged.__dict__:
                setattr(merged, key, instance.__dict__[key])
        for key, relationship in info.relationships.items():
            if key not in instance.__dict__ or "merge" not in relationship.cascade:
                continue
            value = instance.__dict__[key]
            if relationship.setup().uselist:
                setattr(merged, key, [self._merge(item, seen) for item in value])
            else:
                setattr(merged, key, None if value is None else self._merge(value, seen))
        return merged

    # ---- flush ----

    def _autoflush(self):
        if self.autoflush and not self._no_autoflush and not self._flushing:
            self.flush()

    @property
    def no_autoflush(self):
        return _NoAutoflush(self)

    def is_modified(self, instance, include_collections=True):
        state = state_of(instance)
        return bool(state.committed) or state.key is None

    def flush(self, objects=None):
        if objects is not None:
            raise unsupported("flush(objects)")
        if self._flushing:
            raise exc.InvalidRequestError("Session is already flushing")
        self._find_changed()
        if not self._new and not self._dirty and not self._deleted:
            return
        self._flushing = True
        try:
            touched = [state for state in list(self._new.values()) + list(self._dirty.values()) if state.info.mutable]
            UnitOfWork(self).run()
            for state in touched:
                if state.session is self:
                    self._watch(state)
        finally:
            self._flushing = False

    # ---- statements ----

    def _run(self, statement, params=None):
        return self.connection().execute(statement, params)

    def execute(self, statement, params=None, *, execution_options=None, bind_arguments=None):
        if isinstance(statement, str):
            raise exc.ArgumentError("Textual SQL expression %r should be explicitly declared as text(%r)"
                                    % (statement, statement))
        extra = getattr(statement, "_extra", None) or {}
        raw = extra.get("columns") or []
        options = extra.get("options") or []
        for item in raw:
            if isinstance(item, Bundle):
                raise unsupported("Bundle")
        if extra.get("from_text"):
            raise unsupported("from_statement() of text()")
        self._autoflush()
        if params and is_entity(extra.get("entity")):
            params = self._by_column(extra["entity"], params)
        if not any(is_entity(item) for item in raw):
            result = self._run(statement, params)
            if "entity" in extra:
                self._synchronize(extra["entity"])
            return result
        chunk = dict(extra.get("execution_options") or {}, **(execution_options or {})).get("yield_per")
        plan = Plan(raw, options)
        if options or any(getattr(part, "info", None) is not None and part.info.discriminator() is not None
                          for part in plan.parts):
            statement = self._chosen(statement, plan)
        result = self._run(statement, params)
        keys = [name or key for name, key in zip(plan.names, self._other_keys(plan, result))]
        if "entity" in extra:
            self._synchronize(extra["entity"])
        made = native.make_result(self.connection(), tuple(keys), self._objects(plan, result, chunk))
        return made.yield_per(chunk) if chunk else made

    @staticmethod
    def _by_column(entity, params):
        """Parameters that name attributes, by the names of their columns."""
        columns = info_of(entity).columns

        def rename(row):
            return {columns[key].key if key in columns else key: value for key, value in row.items()}

        return [rename(row) for row in params] if isinstance(params, (list, tuple)) else rename(params)

    def _other_keys(self, plan, result):
        keys, found = list(result.keys()), []
        for part in plan.parts:
            found.append(keys[part] if isinstance(part, int) else None)
        return found

    def _chosen(self, statement, plan):
        """The statement with the columns that loader options left, and rows of the class asked for."""
        if hasattr(statement, "with_only_columns"):
            statement = statement.with_only_columns(*plan.columns, maintain_column_froms=True)
        for part in plan.parts:
            condition = None if isinstance(part, int) else part.info.discriminator()
            if condition is not None and part.alias is None:
                statement = statement.where(condition)
        return statement

    def _objects(self, plan, result, chunk):
        if not chunk:
            make = plan.row_maker(self)
            rows = [make(tuple(row)) for row in result]
            eager_load(self, plan, rows)
            return rows
        return self._stream(plan, result, chunk)

    def _stream(self, plan, result, chunk):
        make = plan.row_maker(self, refresh=False)
        while True:
            some = result.fetchmany(chunk)
            if not some:
                return
            rows = [make(tuple(row)) for row in some]
            eager_load(self, plan, rows)
            for row in rows:
                yield row

    def _synchronize(self, entity):
        """After UPDATE or DELETE of a class: what objects hold of it is read again when asked for."""
        if not (isinstance(entity, type) and is_mapped(entity)):
            return
        info = info_of(entity)
        for obj in list(self.identity_map.values()):
            state = state_of(obj)
            if state.info.table is info.table:
                for key in info.columns:
                    if key not in state.committed and key not in info.primary_key:
                        obj.__dict__.pop(key, None)

    def scalars(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalars()

    def scalar(self, statement, params=None, **kw):
        return self.execute(statement, params, **kw).scalar()

    stream = execute
    stream_scalars = scalars

    def get(self, entity, ident, *, options=None, populate_existing=False, with_for_update=None,
            identity_token=None, execution_options=None, bind_arguments=None):
        info = info_of(entity)
        if isinstance(ident, dict):
            ident = tuple(ident[key] for key in info.primary_key)
        elif not isinstance(ident, (tuple, list)):
            ident = (ident,)
        ident = tuple(ident)
        if len(ident) != len(info.primary_key):
            raise exc.InvalidRequestError(
                "Incorrect number of values in identifier to formulate primary key for session.get(); primary key "
                "columns are %s" % ",".join("'%s.%s'" % (info.table.name, key) for key in info.primary_key))
        known = self.identity_map.get((info.base.cls, ident))
        if known is not None and not populate_existing:
            state = state_of(known)
            if id(state) in self._deleted and self.autoflush:
                self._autoflush()
                return self.get(entity, ident)
            if not any(key in known.__dict__ for key in info.columns):
                try:
                    self._load_missing(state)
                except orm_exc.ObjectDeletedError:
                    return None
            return known if isinstance(known, entity) else None
        self._autoflush()
        plan, statement = select_entity(info, options or ())
        statement = statement.where(*[info.columns[key] == value for key, value in zip(info.primary_key, ident)])
        rows = list(self._objects(plan, self._run(statement), None))
        return rows[0][0] if rows else None

    def get_one(self, entity, ident, **kw):
        found = self.get(entity, ident, **kw)
        if found is None:
            raise exc.NoResultFound("No row was found when one was required")
        return found

    def query(self, *entities):
        from _sqlalchemy_orm.query import Query
        sa.select(*entities)  # refuses what no query can give
        return Query(entities, self)

    # ---- bulk ----

    def bulk_save_objects(self, objects, return_defaults=False, update_changed_only=True, preserve_order=True):
        for obj in objects:
            state = state_of(obj)
            unit = UnitOfWork(self)
            if state.key is None:
                params, complete = unit._insert_params(state)
                self._run(sa.insert(state.info.table), params or None)
            else:
                changed = [key for key in state.committed if key in state.info.columns and key in obj.__dict__]
                if changed:
                    where = [state.info.columns[key] == value
                             for key, value in zip(state.info.primary_key, state.key[1])]
                    self._run(sa.update(state.info.table).where(*where).values(
                        **{state.info.columns[key].key: obj.__dict__[key] for key in changed}))

    def bulk_insert_mappings(self, mapper, mappings, return_defaults=False, render_nulls=False):
        info = info_of(getattr(mapper, "class_", mapper))
        groups, order = {}, []
        for mapping in mappings:
            row = {}
            for key, column in info.columns.items():
                value = mapping.get(key)
                has_default = column.default is not None or column.server_default is not None or column.primary_key
                if key in mapping and (value is not None or render_nulls or not has_default):
                    row[column.key] = value
                elif not has_default:
                    row[column.key] = None
            names = tuple(row)
            if not order or order[-1] != names:
                order.append(names)
                groups.setdefault(len(order), [])
            groups[len(order)].append(row)
        for rows in groups.values():
            self._run(sa.insert(info.table), rows)

    def bulk_update_mappings(self, mapper, mappings):
        info = info_of(getattr(mapper, "class_", mapper))
        for mapping in mappings:
            where = [info.columns[key] == mapping[key] for key in info.primary_key]
            values = {info.columns[key].key: value for key, value in mapping.items()
                      if key in info.columns and key not in info.primary_key}
            if values:
                self._run(sa.update(info.table).where(*where).values(**values))


class _NoAutoflush:
    def __init__(self, session):
        self.session = session

    def __enter__(self):
        self.session._no_autoflush += 1
        return self.session

    def __exit__(self, *args):
        self.session._no_autoflush -= 1
        return False


def object_session(instance):
    return state_of(instance).session


def make_transient(instance):
    state = state_of(instance)
    if state.session is not None:
        state.session.expunge(instance)
    state.key = None
    state.deleted = False


def make_transient_to_detached(instance):
    state = state_of(instance)
    state.key = state.info.identity_of(instance)


def close_all_sessions():
    pass
