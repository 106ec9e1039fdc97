"""statistics."""
import math as _math


class StatisticsError(ValueError):
    pass


def _data(data, name):
    data = list(data)
    if not data:
        raise StatisticsError(f"{name} requires at least one data point")
    return data


def mean(data):
    data = _data(data, "mean")
    total = sum(data)
    if isinstance(total, int) and total % len(data) == 0:
        return total // len(data)
    return total / len(data)


def fmean(data, weights=None):
    data = _data(data, "fmean")
    return _math.fsum(data) / len(data)


def median(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    n = len(data)
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2


def mode(data):
    from collections import Counter
    return Counter(_data(data, "mode")).most_common(1)[0][0]


def pvariance(data, mu=None):
    data = _data(data, "pvariance")
    m = mean(data) if mu is None else mu
    return sum((x - m) ** 2 for x in data) / len(data)


def variance(data, xbar=None):
    data = list(data)
    if len(data) < 2:
        raise StatisticsError("variance requires at least two data points")
    m = mean(data) if xbar is None else xbar
    return sum((x - m) ** 2 for x in data) / (len(data) - 1)


def stdev(data, xbar=None):
    return _math.sqrt(variance(data, xbar))


def pstdev(data, mu=None):
    return _math.sqrt(pvariance(data, mu))
