"""The part of declarative mapping that is a metaclass: class Base(metaclass=DeclarativeMeta)."""


class DeclarativeMeta(type):
    def __init__(cls, name, bases, namespace, **kw):
        type.__init__(cls, name, bases, namespace)
        if not namespace.get("__abstract__", False):
            cls.registry.mapped(cls)
