# Zones that a script defines: by the rules of tzinfo, and with a fromutc() of their own.
from datetime import datetime, timedelta, timezone, tzinfo


class Fixed(tzinfo):
    def utcoffset(self, dt):
        return timedelta(hours=2)

    def dst(self, dt):
        return timedelta(0)

    def tzname(self, dt):
        return "F"


class Own(Fixed):
    """As pytz does it: an instance for each offset, chosen by fromutc()."""

    def __init__(self, hours=0):
        self.hours = hours

    def utcoffset(self, dt):
        return timedelta(hours=self.hours)

    def fromutc(self, dt):
        zone = Own(5 if dt.month > 6 else 4)
        return (dt + zone.utcoffset(dt)).replace(tzinfo=zone)


class Base(Fixed):
    def fromutc(self, dt):
        print("asked with", dt.replace(tzinfo=None), dt.tzinfo is self)
        return super().fromutc(dt)


for month in (1, 7):
    when = datetime(2024, month, 1, 12, tzinfo=timezone.utc)
    print(when.astimezone(Fixed()), when.astimezone(Own()), when.astimezone(Base()))
fixed = Fixed()
print(datetime.fromtimestamp(0, Own()), fixed.fromutc(datetime(2024, 1, 1, tzinfo=fixed)))
try:
    fixed.fromutc(datetime(2024, 1, 1))
except ValueError as e:
    print(e)
