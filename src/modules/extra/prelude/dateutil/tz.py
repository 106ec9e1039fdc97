# python-dateutil's time zones: UTC, fixed offsets and zones by name.
from datetime import timedelta, tzinfo
from zoneinfo import ZoneInfo


class tzutc(tzinfo):
    def utcoffset(self, dt):
        return timedelta(0)

    def dst(self, dt):
        return timedelta(0)

    def tzname(self, dt):
        return "UTC"

    def __eq__(self, other):
        return isinstance(other, tzutc) or (isinstance(other, tzoffset) and not other._offset)

    __hash__ = None

    def __repr__(self):
        return "tzutc()"


UTC = tzutc()


class tzoffset(tzinfo):
    def __init__(self, name, offset):
        self._name = name
        self._offset = offset if isinstance(offset, timedelta) else timedelta(seconds=offset)

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return timedelta(0)

    def tzname(self, dt):
        return self._name

    def __eq__(self, other):
        return isinstance(other, tzoffset) and self._offset == other._offset

    __hash__ = None

    def __repr__(self):
        return "tzoffset(%r, %d)" % (self._name, self._offset.total_seconds())


def gettz(name=None):
    if name in ("UTC", "GMT"):
        return UTC
    try:
        return ZoneInfo(name)
    except Exception:
        return None
