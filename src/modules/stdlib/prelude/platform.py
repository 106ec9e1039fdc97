"""platform."""


def system():
    return "Linux"


def python_version():
    return "3.11.7"


def python_version_tuple():
    return ("3", "11", "7")


def python_implementation():
    return "CPython"


def node():
    return "localhost"


def machine():
    return "x86_64"


def release():
    return ""


version = processor = release


def platform(aliased=False, terse=False):
    return "Linux"
