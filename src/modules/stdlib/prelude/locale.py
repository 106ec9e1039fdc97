"""locale: always C."""
LC_ALL, LC_CTYPE, LC_NUMERIC = 6, 0, 1


def setlocale(category, locale=None):
    return "C"


def getlocale(category=None):
    return (None, None)


def getpreferredencoding(do_setlocale=True):
    return "UTF-8"


getdefaultlocale = getlocale
