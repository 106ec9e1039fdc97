eg = ExceptionGroup("many", [ValueError(1), TypeError(2), ExceptionGroup("in", [ValueError(3), KeyError("k")])])
print(eg, eg.message, len(eg.exceptions), repr(eg))
m, r = eg.split(ValueError)
print(repr(m), repr(r))
print(repr(eg.subgroup(KeyError)), eg.subgroup(OSError))
try:
    raise eg
except* ValueError as e:
    print("VE", repr(e))
except* (TypeError, KeyError) as e:
    print("TK", repr(e))
try:
    try:
        raise eg
    except* ValueError as e:
        print("part", len(e.exceptions))
except ExceptionGroup as rest:
    print("rest", repr(rest))
try:
    raise ValueError("bare")
except* ValueError as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup("x", [ValueError(1)])
    except* ValueError:
        raise KeyError("new")
except KeyError as e:
    print(repr(e))
try:
    ExceptionGroup("empty", [])
except ValueError as e:
    print(e)
print(isinstance(eg, Exception), [c.__name__ for c in ExceptionGroup.__mro__])
try:
    pass
except* ValueError:
    print("no")
else:
    print("else")
finally:
    print("finally")
try:
    try:
        raise ExceptionGroup("x", [ValueError(1), OSError(2), TypeError(3)])
    except* ValueError:
        raise KeyError("new")
    except* OSError:
        raise IndexError("other")
except ExceptionGroup as e:
    print(repr(e))
