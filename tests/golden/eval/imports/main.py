import pkg
import pkg.sub.deep
import pkg.sub as s
import pkg.sub.deep as deep_alias
from pkg.sub import deep, value
from pkg import *
print(pkg.__doc__, pkg.sub.deep.value, s.VERSION, deep_alias is deep, value, B.where, alpha.NAME, lazy_sub.x)
print(pkg.h(), pkg.__name__, pkg.alpha.__name__, "_private" in globals())
import circ_a
print(circ_a.a_value)
for _ in range(2):
    try:
        import broken
    except ValueError as e:
        print("import failed:", e)
try:
    broken
except NameError as e:
    print(e)
from star_src import *
print(public, func(), "_hidden" in globals())
try:
    import does_not_exist
except ImportError as e:
    print(type(e).__name__, e, e.name)
try:
    import pkg.nope
except ModuleNotFoundError as e:
    print(e)
try:
    from pkg.nope2.x import y
except Exception as e:
    print(e)
try:
    from pkg import nothing
except ImportError as e:
    print(str(e).split(" (")[0])
try:
    import star_src.sub
except ImportError as e:
    print(e)


def optional():
    try:
        import missing_driver
    except (ImportError, ValueError):
        missing_driver = None
    return missing_driver


print(optional())
try:
    import circ_a as ca, missing_too
except ImportError:
    print("second missing", ca.a_value)
import getattr_mod
print(getattr_mod.dynamic, hasattr(getattr_mod, "other"))
from getattr_mod import dynamic
print(dynamic)
try:
    from . import x
except ImportError as e:
    print(e)
m = pkg
print(type(m).__name__, m.__dict__["VERSION"])
m.NEW = 5
from pkg import NEW
print(NEW)


class InClass:
    from star_src import public as p
    import star_src


print(InClass.p, InClass.star_src.func())
