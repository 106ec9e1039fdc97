"""tempfile: importable; making files is refused."""
from _support import refuse as _refuse


def gettempdir():
    return "/tmp"


def NamedTemporaryFile(*args, **kw):
    _refuse("create files")


TemporaryFile = TemporaryDirectory = SpooledTemporaryFile = mkstemp = mkdtemp = mktemp = NamedTemporaryFile
