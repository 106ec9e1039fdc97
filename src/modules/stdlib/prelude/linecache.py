"""linecache: only what is put into it; source files are not read again."""
cache = {}


def getlines(filename, module_globals=None):
    entry = cache.get(filename)
    return entry[2] if entry else []


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def clearcache():
    cache.clear()


def checkcache(filename=None):
    pass


def lazycache(filename, module_globals):
    return False
