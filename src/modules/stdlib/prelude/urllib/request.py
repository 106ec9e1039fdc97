from _support import refuse as _refuse


def urlopen(*args, **kw):
    _refuse("open network connections")


urlretrieve = build_opener = Request = urlopen
