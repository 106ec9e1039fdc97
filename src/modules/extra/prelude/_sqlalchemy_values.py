"""Values that only some types know: PostgreSQL's ranges, and JSON's null."""
import datetime
import decimal


class JsonNull:
    """JSON.NULL: the document null, where None is SQL's NULL."""

    def __repr__(self):
        return "symbol('JSON_NULL')"


JSON_NULL = JsonNull()

INT32_MAX = 2147483647


class Range:
    """Two ends, of which None is no end, and which of them the range has itself: "[)"."""

    def __init__(self, lower=None, upper=None, *, bounds="[)", empty=False):
        self.__dict__.update(lower=lower, upper=upper, bounds=bounds, empty=empty)

    def __setattr__(self, name, value):
        raise AttributeError("cannot assign to field %r" % name)

    def __repr__(self):
        return "Range(lower=%r, upper=%r, bounds=%r, empty=%r)" % (
            self.lower, self.upper, self.bounds, self.empty)

    def __str__(self):
        if self.empty:
            return "empty"
        ends = ["" if end is None else str(end) for end in (self.lower, self.upper)]
        return self.bounds[0] + ",".join(ends) + self.bounds[1]

    def _parts(self):
        return (self.lower, self.upper, self.bounds, self.empty)

    def __hash__(self):
        return hash(self._parts())

    def __eq__(self, other):
        """Ranges with the same values in them, however they are written."""
        if not isinstance(other, Range):
            return NotImplemented
        if self.empty or other.empty:
            return self.empty and other.empty
        return self._edges() == other._edges()

    def __bool__(self):
        return not self.empty

    isempty = property(lambda self: self.empty)
    is_empty = property(lambda self: self.empty)
    lower_inc = property(lambda self: self.bounds[0] == "[")
    upper_inc = property(lambda self: self.bounds[1] == "]")
    lower_inf = property(lambda self: not self.empty and self.lower is None)
    upper_inf = property(lambda self: not self.empty and self.upper is None)

    @property
    def _sa_type_name(self):
        """The type that it has where no column says so; None = any."""
        end = self.upper if self.lower is None else self.lower
        if isinstance(end, int):
            small = all(abs(e) <= INT32_MAX for e in (self.lower, self.upper) if e is not None)
            return "INT4RANGE" if small else "INT8RANGE"
        if isinstance(end, (decimal.Decimal, float)):
            return "NUMRANGE"
        if isinstance(end, datetime.datetime):
            return "TSTZRANGE" if end.tzinfo else "TSRANGE"
        return "DATERANGE" if isinstance(end, datetime.date) else None

    def _edges(self):
        """(lower, has it, upper, has it); of whole numbers and days as [)."""
        lower, upper = self.lower, self.upper
        has_lower, has_upper = self.bounds[0] == "[", self.bounds[1] == "]"
        step = self._step()
        if step is not None:
            if lower is not None and not has_lower:
                lower += step
            if upper is not None and has_upper:
                upper += step
            has_lower, has_upper = True, False
        return (lower, has_lower and lower is not None, upper, has_upper and upper is not None)

    def _step(self):
        for end in (self.lower, self.upper):
            if isinstance(end, int):
                return 1
            if isinstance(end, datetime.date) and not isinstance(end, datetime.datetime):
                return datetime.timedelta(days=1)
        return None

    def contains(self, value):
        if self.empty:
            return isinstance(value, Range) and value.empty
        if isinstance(value, Range):
            if value.empty:
                return True
            mine, its = self._edges(), value._edges()
            return _begins(mine) <= _begins(its) and _ends(its) <= _ends(mine)
        above = self.lower is None or self.lower < value or (self.lower_inc and self.lower == value)
        below = self.upper is None or value < self.upper or (self.upper_inc and value == self.upper)
        return above and below

    __contains__ = contains

    def contained_by(self, other):
        return other.contains(self)

    def overlaps(self, other):
        if self.empty or other.empty:
            return False
        mine, its = self._edges(), other._edges()
        return _meets(mine, its) and _meets(its, mine)


def _begins(edges):
    """What orders ranges by where they begin."""
    return (0,) if edges[0] is None else (1, edges[0], 0 if edges[1] else 1)


def _ends(edges):
    return (1,) if edges[2] is None else (0, edges[2], 1 if edges[3] else 0)


def _meets(left, right):
    """Whether `right` does not begin behind the end of `left`."""
    if left[2] is None or right[0] is None:
        return True
    return right[0] < left[2] or (right[0] == left[2] and left[3] and right[1])


class MultiRange(list):
    """Several ranges, which have a type together."""
