"""zoneinfo, over the system's database."""
from datetime import datetime as _datetime, timedelta as _timedelta, tzinfo as _tzinfo
from _zone import offset as _offset


class ZoneInfoNotFoundError(KeyError):
    pass


_made = {}


class ZoneInfo(_tzinfo):
    def __new__(cls, key):
        zone = _made.get(key)
        if zone is None:
            if _offset(key, 0) is None:
                raise ZoneInfoNotFoundError(f"No time zone found with key {key}")
            zone = _made[key] = _tzinfo.__new__(cls)
            zone.key = key
        return zone

    @classmethod
    def no_cache(cls, key):
        return cls(key)

    def _at(self, dt):
        if dt is None:
            return None
        wall = (dt.replace(tzinfo=None) - _datetime(1970, 1, 1)) // _timedelta(seconds=1)
        first = _offset(self.key, wall)
        second = _offset(self.key, wall - first[0])
        early = _offset(self.key, wall - max(first[0], second[0]))
        late = _offset(self.key, wall - min(first[0], second[0]))
        return late if getattr(dt, "fold", 0) and late[0] != early[0] else second if early[0] == late[0] else early

    def utcoffset(self, dt):
        at = self._at(dt)
        return None if at is None else _timedelta(seconds=at[0])

    def tzname(self, dt):
        at = self._at(dt)
        return None if at is None else at[1]

    def dst(self, dt):
        return None if dt is None else _timedelta(0)

    def __str__(self):
        return self.key

    def __repr__(self):
        return f"zoneinfo.ZoneInfo(key={self.key!r})"


def available_timezones():
    return {"UTC"}
