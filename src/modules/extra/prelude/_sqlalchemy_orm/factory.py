"""What makes sessions: sessionmaker, scoped_session."""
from _sqlalchemy_orm.session import Session


class sessionmaker:
    def __init__(self, bind=None, *, class_=Session, **kw):
        self.kw = dict(kw)
        if bind is not None:
            self.kw["bind"] = bind
        self.class_ = class_

    def __class_getitem__(cls, key):
        return cls

    def __call__(self, **local):
        return self.class_(**dict(self.kw, **local))

    def configure(self, **new):
        self.kw.update(new)

    def begin(self):
        return _SessionBegin(self())

    def close_all(self):
        pass


class _SessionBegin:
    """`with maker.begin() as session`: commits at the end of the block."""

    def __init__(self, session):
        self.session = session

    def __enter__(self):
        return self.session

    def __exit__(self, kind, value, traceback):
        try:
            if kind is None:
                self.session.commit()
            else:
                self.session.rollback()
        finally:
            self.session.close()
        return False


class scoped_session:
    def __init__(self, session_factory, scopefunc=None):
        self.session_factory = session_factory
        self._session = None

    def __class_getitem__(cls, key):
        return cls

    @property
    def registry(self):
        return self

    def __call__(self, **kw):
        if self._session is None or kw:
            self._session = self.session_factory(**kw)
        return self._session

    def configure(self, **kw):
        self.session_factory.configure(**kw)

    def remove(self):
        if self._session is not None:
            self._session.close()
            self._session = None

    def query_property(self, query_cls=None):
        return _QueryProperty(self)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self(), name)

    def __contains__(self, obj):
        return obj in self()


class _QueryProperty:
    def __init__(self, scoped):
        self.scoped = scoped

    def __get__(self, instance, owner=None):
        return self.scoped().query(owner)
