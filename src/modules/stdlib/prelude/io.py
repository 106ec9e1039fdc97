"""io: text and bytes in memory, and reading files below the project."""
import _host
from posixpath import _real
from _support import refuse as _refuse

DEFAULT_BUFFER_SIZE = 8192
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError):
    pass


class IOBase:
    closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self.closed = True

    def flush(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    pass


class BufferedIOBase(IOBase):
    pass


class TextIOBase(IOBase):
    pass


class _Memory(IOBase):
    """What is written at the end is kept in parts until somebody reads, so that many small writes
    take no time in the square of their number."""

    @property
    def _data(self):
        if len(self._parts) != 1:
            self._parts = [type(self._newline)().join(self._parts)]
        return self._parts[0]

    @_data.setter
    def _data(self, data):
        self._parts, self._size = [data], len(data)

    def _open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def getvalue(self):
        self._open()
        return self._data

    def read(self, size=-1):
        self._open()
        end = len(self._data) if size is None or size < 0 else self._at + size
        out = self._data[self._at:end]
        self._at += len(out)
        return out

    def readline(self, size=-1):
        self._open()
        i = self._data.find(self._newline, self._at)
        end = len(self._data) if i < 0 else i + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        out = self._data[self._at:end]
        self._at += len(out)
        return out

    def write(self, s):
        self._open()
        if not isinstance(s, type(self._newline)):
            raise TypeError(f"string argument expected, got {type(s).__name__!r}"
                            if self._newline == "\n" else f"a bytes-like object is required, not {type(s).__name__!r}")
        if self._at == self._size:
            self._parts.append(s)
            self._size += len(s)
        else:
            if self._at > self._size:
                self._data += ("\0" if self._newline == "\n" else b"\0") * (self._at - self._size)
            self._data = self._data[:self._at] + s + self._data[self._at + len(s):]
        self._at += len(s)
        return len(s)

    def seek(self, pos, whence=0):
        self._at = pos + (0 if whence == 0 else self._at if whence == 1 else len(self._data))
        return self._at

    def tell(self):
        return self._at

    def truncate(self, size=None):
        size = self._at if size is None else size
        self._data = self._data[:size]
        return size


class StringIO(_Memory, TextIOBase):
    _newline = "\n"

    def __init__(self, initial_value="", newline="\n"):
        self._data = initial_value or ""
        self._at = 0


class BytesIO(_Memory, BufferedIOBase):
    _newline = b"\n"

    def __init__(self, initial_bytes=b""):
        self._data = bytes(initial_bytes)
        self._at = 0

    def getbuffer(self):
        return self._data


class TextIOWrapper(StringIO):
    def __init__(self, data, name, mode, encoding):
        super().__init__(data)
        self.name, self.mode, self.encoding = name, mode, encoding

    def write(self, s):
        raise UnsupportedOperation("not writable")

    def writable(self):
        return False

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding={self.encoding!r}>"


class BufferedReader(BytesIO):
    def __init__(self, data, name):
        super().__init__(data)
        self.name, self.mode = name, "rb"

    def write(self, s):
        raise UnsupportedOperation("write")


class _Written(StringIO):
    """A text file that is written as a whole when it is closed."""

    _unclosed = []

    def __init__(self, name, mode):
        _host.write(name, None)
        super().__init__()
        self.name, self.mode, self.encoding = name, mode, "UTF-8"
        _Written._unclosed.append(self)

    def close(self):
        if not self.closed:
            _Written._unclosed.remove(self)
            _host.write(self.name, self._data)
        super().close()


def _at_exit():
    """Python writes what was never closed when it ends."""
    while _Written._unclosed:
        _Written._unclosed[0].close()


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    for c in mode:
        if c not in "rwxabt+":
            raise ValueError(f"invalid mode: {mode!r}")
    if mode in ("w", "wt") and (encoding or "utf-8").lower() in ("utf-8", "utf8"):
        return _Written(file, mode)
    if set(mode) & set("wxa+"):
        _refuse(f"write files: open({str(file)!r}, {mode!r})")
    data = _host.read(_real(file))
    if "b" in mode:
        return BufferedReader(data, file)
    text = data.decode(encoding or "utf-8", errors or "strict")
    if newline is None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return TextIOWrapper(text, file, mode, encoding or "UTF-8")


def text_encoding(encoding, stacklevel=2):
    return encoding or "utf-8"
