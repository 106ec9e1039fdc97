import abc
import linecache


class Base(abc.ABC):
    @abc.abstractmethod
    def f(self): ...


class Late(Base):
    pass


try:
    Late()
except TypeError:
    print("abstract", sorted(Late.__abstractmethods__))
Late.f = lambda self: 1
print(abc.update_abstractmethods(Late) is Late, Late().f(), sorted(Late.__abstractmethods__))
print(abc.update_abstractmethods(int) is int)
linecache.cache["<made>"] = (3, None, ["a\n", "b\n"], "<made>")
print(repr(linecache.getline("<made>", 2)), repr(linecache.getline("<made>", 9)), linecache.getlines("<none>"))
