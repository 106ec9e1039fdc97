# oslo.utils: times without a time zone, in UTC.
from datetime import datetime, timedelta, timezone


def utcnow(with_timezone=False):
    now = datetime.now(timezone.utc)
    return now if with_timezone else now.replace(tzinfo=None)


def parse_isotime(timestr):
    return datetime.fromisoformat(timestr.replace("Z", "+00:00"))


def parse_strtime(timestr, fmt="%Y-%m-%dT%H:%M:%S.%f"):
    return datetime.strptime(timestr, fmt)


def normalize_time(timestamp):
    offset = timestamp.utcoffset()
    return timestamp if offset is None else timestamp.replace(tzinfo=None) - offset


def delta_seconds(before, after):
    return (after - before).total_seconds()


def is_older_than(before, seconds):
    if isinstance(before, str):
        before = parse_isotime(before)
    return utcnow() - normalize_time(before) > timedelta(seconds=seconds)
