"""Instances of mapped classes: what they remember of the database, and their collections."""
from sqlalchemy import exc
from sqlalchemy.orm import exc as orm_exc

from _sqlalchemy_orm.mapper import configure, info_of, unsupported

NO_VALUE = object()


class InstanceState:
    """What the ORM knows of one object."""

    def __init__(self, obj, info):
        self.obj = obj
        self.info = info
        self.session = None
        self.key = None  # identity once it is in the database
        self.committed = {}  # attributes changed since: the value before
        self.deleted = False
        self.detached = False
        self.order = 0

    @property
    def persistent(self):
        return self.key is not None and self.session is not None and not self.deleted

    @property
    def transient(self):
        return self.key is None and self.session is None

    @property
    def pending(self):
        return self.key is None and self.session is not None

    @property
    def identity(self):
        return None if self.key is None else self.key[1]

    @property
    def mapper(self):
        return self.info.mapper

    @property
    def dict(self):
        return self.obj.__dict__

    @property
    def modified(self):
        return bool(self.committed)

    @property
    def unloaded(self):
        return {key for key in self.info.columns if key not in self.obj.__dict__}

    def set(self, key, value):
        values = self.obj.__dict__
        if key not in self.committed:
            self.committed[key] = values.get(key, NO_VALUE)
        values[key] = value
        if self.session is not None:
            self.session._touched(self)

    def load(self, key):
        """The value of a column that is not in the object: read all that are missing."""
        if self.key is None:
            return None
        if self.session is None:
            raise orm_exc.DetachedInstanceError(
                "Instance <%s at %s> is not bound to a Session; attribute refresh operation cannot proceed"
                % (type(self.obj).__name__, hex(id(self.obj))))
        self.session._load_missing(self)
        return self.obj.__dict__.get(key)

    def expire(self, keys=None):
        values = self.obj.__dict__
        for key in list(self.info.columns) + list(self.info.relationships):
            if (keys is None or key in keys) and key in values:
                del values[key]
        for key in list(self.committed):
            if keys is None or key in keys:
                del self.committed[key]


def state_of(obj, create=True):
    state = obj.__dict__.get("_sa_instance_state")
    if state is None and create:
        info = info_of(type(obj))
        state = InstanceState(obj, info)
        obj.__dict__["_sa_instance_state"] = state
        for key in info.relationships:
            if key in obj.__dict__:
                state.committed.setdefault(key, NO_VALUE)
    return state


def new_instance(cls):
    obj = cls.__new__(cls)
    info = info_of(cls)
    obj.__dict__["_sa_instance_state"] = InstanceState(obj, info)
    return obj


def set_attribute(obj, key, value):
    """obj.key = value for a column, called by the attribute itself."""
    state = obj.__dict__.get("_sa_instance_state")
    if state is None:
        obj.__dict__[key] = value
    else:
        state.set(key, value)


def set_validated(obj, key, value):
    for fn in info_of(type(obj)).validators.get(key, ()):
        value = fn(obj, key, value)
    set_attribute(obj, key, value)


def delete_attribute(obj, key):
    state = state_of(obj)
    if key not in obj.__dict__:
        raise AttributeError(key)
    state.set(key, None)


def load_attribute(obj, key):
    state = obj.__dict__.get("_sa_instance_state")
    return None if state is None else state.load(key)


def describe(obj):
    return "<%s at %s>" % (type(obj).__name__, hex(id(obj)))


class _Collection:
    """What lists and sets of related objects share: changes are seen by the objects at both ends."""

    def _bind(self, owner, relationship):
        self._owner = owner
        self._relationship = relationship
        return self

    def _before(self):
        state = state_of(self._owner)
        key = self._relationship.key
        if state.committed.get(key, NO_VALUE) is NO_VALUE:
            state.committed[key] = list(self) if state.key is not None else []
        if state.session is not None:
            state.session._touched(state)

    def _added(self, item, initiator=True):
        if item is not None and initiator:
            self._relationship.appended(self._owner, item)

    def _removed(self, item, initiator=True):
        if item is not None and initiator:
            self._relationship.removed(self._owner, item)


class InstrumentedList(_Collection, list):
    def append(self, item):
        self._before()
        list.append(self, item)
        self._added(item)

    def insert(self, index, item):
        self._before()
        list.insert(self, index, item)
        self._added(item)

    def extend(self, items):
        for item in list(items):
            self.append(item)

    def __iadd__(self, items):
        self.extend(items)
        return self

    def remove(self, item):
        self._before()
        list.remove(self, item)
        self._removed(item)

    def pop(self, index=-1):
        self._before()
        item = list.pop(self, index)
        self._removed(item)
        return item

    def clear(self):
        for item in list(self):
            self.remove(item)

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            old = list(self)
            new = list(self)
            new[index] = value
            for item in old:
                self.remove(item)
            self.extend(new)
            return
        self._before()
        before = self[index]
        list.__setitem__(self, index, value)
        self._removed(before)
        self._added(value)

    def __delitem__(self, index):
        items = self[index] if isinstance(index, slice) else [self[index]]
        for item in list(items):
            self.remove(item)


class InstrumentedSet(_Collection, set):
    def add(self, item):
        if item not in self:
            self._before()
            set.add(self, item)
            self._added(item)

    def remove(self, item):
        self._before()
        set.remove(self, item)
        self._removed(item)

    def discard(self, item):
        if item in self:
            self.remove(item)

    def pop(self):
        for item in self:
            break
        else:
            raise KeyError("pop from an empty set")
        self.remove(item)
        return item

    def update(self, *others):
        for other in others:
            for item in list(other):
                self.add(item)

    def clear(self):
        for item in list(self):
            self.remove(item)


def collection(owner, relationship, items):
    kind = relationship.collection_class or list
    if kind is list:
        made = InstrumentedList()
        list.extend(made, items)
    elif kind is set:
        made = InstrumentedSet()
        for item in items:
            set.add(made, item)
    else:
        raise unsupported("relationship %s: collection_class=%r" % (relationship, kind))
    return made._bind(owner, relationship)


# ---- sqlalchemy.orm.attributes ----

def flag_modified(instance, key):
    state = state_of(instance)
    if key not in instance.__dict__:
        raise exc.InvalidRequestError(
            "Can't flag attribute '%s' modified; it's not present in the object state" % key)
    state.committed[key] = NO_VALUE
    if state.session is not None:
        state.session._touched(state)


def flag_dirty(instance):
    state = state_of(instance)
    if state.session is not None:
        state.session._touched(state)


def set_committed_value(instance, key, value):
    state = state_of(instance)
    relationship = state.info.relationships.get(key)
    if relationship is not None and relationship.uselist:
        value = collection(instance, relationship, value)
    instance.__dict__[key] = value
    state.committed.pop(key, None)


def get_history(instance, key, passive=None):
    raise unsupported("get_history()")


def instance_state(instance):
    return state_of(instance)


def instance_dict(instance):
    return instance.__dict__


def configure_for(instance):
    configure(type(instance))
