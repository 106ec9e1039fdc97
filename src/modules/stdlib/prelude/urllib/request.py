from _support import refuse as _refuse


def urlopen(*args, **kw):
    _refuse("open network connections")


urlretrieve = build_opener = Request = urlopen


def getproxies():
    """Of the environment, where a name in small letters goes before one in capitals."""
    from os import environ
    names = sorted((n for n in environ if n.lower().endswith("_proxy")), key=str.islower)
    found = {n.lower()[:-len("_proxy")]: environ[n] for n in names}
    return {scheme: url for scheme, url in found.items() if url}
