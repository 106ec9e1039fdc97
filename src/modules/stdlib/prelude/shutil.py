"""shutil: importable; changing files is refused."""
from _support import refuse as _refuse


class Error(OSError):
    pass


def copy(*args, **kw):
    _refuse("change files")


copyfile = copy2 = copytree = move = rmtree = make_archive = unpack_archive = copyfileobj = chown = copy


def which(cmd, mode=None, path=None):
    return None


def get_terminal_size(fallback=(80, 24)):
    return fallback
