"""json, over the native encoder and decoder."""
from _json import JSONEncoder, dump, dumps, load, loads


class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        line = doc.count("\n", 0, pos) + 1
        column = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {line} column {column} (char {pos})")
        self.msg, self.doc, self.pos = msg, doc, pos
        self.lineno, self.colno = line, column


class JSONDecoder:
    def __init__(self, **kw):
        self._kw = kw

    def decode(self, s):
        return loads(s, **self._kw)
