from datetime import date, datetime, time, timedelta, timezone, UTC, MINYEAR
d = datetime(2024, 2, 29, 13, 5, 9, 123456)
print(d, repr(d), d.isoformat(), d.isoformat(" ", "minutes"), d.date(), d.time(), d.year, d.weekday(), d.isoweekday(), d.isocalendar()[:2])
print(repr(date(2024, 1, 2)), date(2024, 1, 2), repr(time(1, 2)), time(1, 2, 3, 4), time(23, 59, tzinfo=UTC), repr(time(1, 2, 3, 4, tzinfo=timezone.utc)))
for t in [timedelta(), timedelta(days=1), timedelta(days=-1, seconds=5), timedelta(hours=30, minutes=1), timedelta(milliseconds=1500), timedelta(weeks=2, microseconds=3), timedelta(days=1.5), timedelta(seconds=0.1)]:
    print(t, repr(t), t.total_seconds(), t.days, t.seconds, t.microseconds, bool(t))
print(d + timedelta(days=1), d - timedelta(hours=14), datetime(2024, 3, 1) - d, date(2024, 3, 1) - date(2023, 3, 1), date(2024, 1, 31) + timedelta(days=30), timedelta(days=1) * 3, timedelta(days=1) / 2, timedelta(days=3) // timedelta(hours=7), timedelta(days=3) % timedelta(hours=7), -timedelta(1), abs(timedelta(-1)))
print(d < datetime(2025, 1, 1), d == datetime(2024, 2, 29, 13, 5, 9, 123456), date(2024, 1, 1) < date(2024, 1, 2), max(date(2020, 1, 1), date(2021, 1, 1)), d == 5, date(2024, 2, 29) == d)
tz = timezone(timedelta(hours=5, minutes=30)); a = d.replace(tzinfo=tz)
print(a, repr(a), a.utcoffset(), a.tzname(), a.astimezone(UTC), a.astimezone(timezone(timedelta(hours=-8))), a.timestamp(), tz, repr(tz), repr(timezone.utc), str(timezone.utc), timezone(timedelta(0), "X"), repr(timezone(timedelta(hours=1), "CET")))
print(datetime.fromisoformat("2024-01-02T03:04:05+02:00"), datetime.fromisoformat("2024-01-02"), datetime.fromisoformat("2024-01-02 03:04"), datetime.fromisoformat("20240102T030405Z"), date.fromisoformat("2024-W05-3"), time.fromisoformat("04:05:06.5"), datetime.fromisoformat("2024-01-02T03:04:05.123"))
print(d.strftime("%Y-%m-%d %H:%M:%S.%f %a %A %b %B %d %j %U %W %p %I %y %% %Z|%z| %x %X %c"), a.strftime("%z %Z"), date(2024, 12, 30).strftime("%G-W%V-%u"), f"{d:%d/%m/%Y}", format(date(2024, 1, 2)))
print(datetime.strptime("2024-01-02 03:04:05", "%Y-%m-%d %H:%M:%S"), datetime.strptime("02 Jan 24 11:30 PM", "%d %b %y %I:%M %p"), datetime.strptime("2024-01-02T03:04:05.5+0100", "%Y-%m-%dT%H:%M:%S.%f%z"), datetime.strptime("March 5, 2023", "%B %d, %Y"))
print(datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(1.5, timezone.utc), datetime.utcfromtimestamp(86400), datetime.combine(date(2024, 1, 2), time(3, 4)), date.fromordinal(738000), d.toordinal(), date.min, date.max, datetime.min, datetime.max, timedelta.max, timedelta.resolution, d.replace(month=1, day=1), date(2024, 1, 2).replace(year=2023))
for f in [lambda: date(2023, 2, 29), lambda: datetime(2024, 13, 1), lambda: time(25), lambda: datetime.strptime("x", "%Y"), lambda: datetime.fromisoformat("bad"), lambda: a - d, lambda: a < d, lambda: datetime.strptime("2024-01-01 x", "%Y-%m-%d"), lambda: datetime.max + timedelta(1), lambda: timedelta("x"), lambda: timezone(1)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(isinstance(d, date), type(d - d), hash(d) == hash(d.replace()), {d: 1}[datetime(2024, 2, 29, 13, 5, 9, 123456)], a == a.astimezone(UTC), sorted([date(2024, 2, 1), date(2024, 1, 1)])[0], d.ctime(), d.timetz(), d.fold, isinstance(datetime.now(), datetime), datetime.now(UTC).tzinfo is timezone.utc)
