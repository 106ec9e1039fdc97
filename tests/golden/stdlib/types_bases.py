import types


class Meta(type):
    def __new__(cls, name, bases, ns):
        ns["made_by"] = cls.__name__
        return super().__new__(cls, name, bases, ns)


def with_metaclass(meta, *bases):  # as six and future have it
    class metaclass(type):
        def __new__(cls, name, this_bases, ns):
            resolved = types.resolve_bases(bases)
            if resolved is not bases:
                ns["__orig_bases__"] = bases
            return meta(name, resolved, ns)

        @classmethod
        def __prepare__(cls, name, this_bases):
            return meta.__prepare__(name, bases)

    return type.__new__(metaclass, "temporary_class", (), {})


class Base:
    pass


class A(with_metaclass(Meta, Base)):
    x = 1


class B(with_metaclass(Meta, dict[str, int])):
    pass


print(A.__mro__[1] is Base, A.made_by, A.x, type(A) is Meta, B.__mro__[1], B.__orig_bases__)
print(types.resolve_bases((int, list[int], Base)) == (int, list, Base), types.resolve_bases(()))
