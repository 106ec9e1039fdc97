"""os: the environment and reading below the project; everything that changes something is refused."""
from _typing import GenericAlias as _GenericAlias
import sys
import _host
import posixpath as path
from abc import ABC
from _support import refuse as _refuse
from posixpath import _real, altsep, curdir, devnull, exists as _exists, extsep, pardir, pathsep, sep
from _collections_abc import MutableMapping

sys.modules["os.path"] = path
name = "posix"
linesep = "\n"
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1


class PathLike(ABC):
    __class_getitem__ = classmethod(_GenericAlias)

    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "__fspath__")


class _Environ(MutableMapping):
    """Changes stay in this copy: they reach the script and its modules, not the process."""

    def __getitem__(self, key):
        self._check(key)
        data = _host.environ()
        if key in data:
            return data[key]
        value = _host.find_env(key)
        if value is None:
            raise KeyError(key)
        return value

    def _check(self, v):
        if not isinstance(v, str):
            raise TypeError(f"str expected, not {type(v).__name__}")

    def __setitem__(self, key, value):
        self._check(key)
        self._check(value)
        _host.environ()[key] = value

    def __delitem__(self, key):
        try:
            del _host.environ()[key]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        return iter(list(_host.environ()))

    def __len__(self):
        return len(_host.environ())

    def copy(self):
        return dict(_host.environ())

    def __or__(self, other):
        return self.copy() | dict(other)

    def __repr__(self):
        return f"environ({self.copy()!r})"


environ = _Environ()


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(key, value):
    environ[key] = value


def unsetenv(key):
    environ.pop(key, None)


def getcwd():
    return _host.getcwd()


def getpid():
    return _host.getpid()


def fspath(p):
    return path._text(p)


def fsencode(p):
    return fspath(p).encode()


def fsdecode(p):
    return p.decode() if isinstance(p, bytes) else fspath(p)


def listdir(folder="."):
    whole = path.abspath(folder)
    names = [] if whole in path._made else _host.list(folder)
    return names + [path.basename(p) for p in sorted(path._made) if path.dirname(p) == whole]


class DirEntry:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def is_dir(self, **kw):
        return path.isdir(self.path)

    def is_file(self, **kw):
        return path.isfile(self.path)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class scandir:
    def __init__(self, folder="."):
        self._it = iter([DirEntry(folder, n) for n in listdir(folder)])

    def __iter__(self):
        return self._it

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    folders, files = [], []
    try:
        names = listdir(top)
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    for n in names:
        (folders if path.isdir(path.join(top, n)) else files).append(n)
    if topdown:
        yield top, folders, files
    for n in folders:
        yield from walk(path.join(top, n), topdown, onerror, followlinks)
    if not topdown:
        yield top, folders, files


class stat_result:
    def __init__(self, size, mtime):
        self.st_size, self.st_mtime = size, mtime


def stat(path, **kw):
    return stat_result(*_host.stat(_real(path)))


def access(path, mode):
    return mode != W_OK and _exists(path)


def cpu_count():
    return 1


def urandom(n):
    from _hash import random_bytes
    return random_bytes(n)


def get_terminal_size(fallback=(80, 24)):
    return fallback


def getuid():
    return 1000


def strerror(code):
    return f"error {code}"


def _refused(action):
    def fn(*args, **kw):
        _refuse(action)
    return fn


system = popen = execv = execve = execvp = fork = kill = spawnl = spawnv = startfile = _refused("run programs")
remove = unlink = rmdir = removedirs = rename = renames = replace = link = symlink = chmod = \
    chown = truncate = utime = write = mkfifo = _refused("change files")


def mkdir(name, mode=0o777, *, dir_fd=None):
    if path.exists(name):
        raise FileExistsError(17, "File exists", fspath(name))
    whole = path.abspath(name)
    parent = path.dirname(whole)
    if not path.exists(parent):
        raise FileNotFoundError(2, "No such file or directory", fspath(name))
    if not path.isdir(parent):
        raise NotADirectoryError(20, "Not a directory", fspath(name))
    path._made[whole] = None


def makedirs(name, mode=0o777, exist_ok=False):
    if exist_ok and path.isdir(name):
        return
    head = path.dirname(path.abspath(name))
    if not path.exists(head):
        makedirs(head, exist_ok=True)
    mkdir(name)


chdir = _refused("change the working directory")
_exit = abort = _refused("end the process")
