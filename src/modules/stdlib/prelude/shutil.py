"""shutil: what a script copies into folders of its own making is there for it; the rest is refused."""
import posixpath as _path
from _support import refuse as _refuse


class Error(OSError):
    pass


def copyfile(src, dst, *, follow_symlinks=True):
    whole = _path.abspath(dst)
    if not _path.exists(src):
        raise FileNotFoundError(2, "No such file or directory", _path._text(src))
    for p in (src, dst):
        if _path.isdir(p):
            raise IsADirectoryError(21, "Is a directory", _path._text(p))
    if _path._made.get(_path.dirname(whole), "") is not None:
        _refuse("change files")
    _path._made[whole] = _path.abspath(_path._real(src))
    return dst


def copy(src, dst, *, follow_symlinks=True):
    return copyfile(src, _path.join(dst, _path.basename(src)) if _path.isdir(dst) else dst)


def _change(*args, **kw):
    _refuse("change files")


copy2 = copy
copytree = move = rmtree = make_archive = unpack_archive = copyfileobj = chown = _change


def which(cmd, mode=None, path=None):
    return None


def get_terminal_size(fallback=(80, 24)):
    return fallback
