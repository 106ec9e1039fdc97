"""The kinds of texts that settings are cast to."""
from urllib.parse import urlsplit


class Secret:
    def __init__(self, value):
        self._value = value

    def __repr__(self):
        return "Secret('**********')"

    def __str__(self):
        return self._value

    def __bool__(self):
        return bool(self._value)


class CommaSeparatedStrings:
    def __init__(self, value):
        if isinstance(value, str):
            value = [item.strip().strip("\"'") for item in value.split(",") if item]
        self._items = list(value)

    def __len__(self):
        return len(self._items)

    def __getitem__(self, index):
        return self._items[index]

    def __iter__(self):
        return iter(self._items)

    def __repr__(self):
        return "CommaSeparatedStrings(%r)" % self._items

    def __str__(self):
        return ", ".join(repr(item) for item in self._items)


class URL:
    def __init__(self, url="", **kw):
        self._url = url

    def __str__(self):
        return self._url

    def __eq__(self, other):
        return str(self) == str(other)

    components = property(lambda self: urlsplit(self._url))
    scheme = property(lambda self: self.components.scheme)
    hostname = property(lambda self: self.components.hostname)
    port = property(lambda self: self.components.port)
    username = property(lambda self: self.components.username)
    password = property(lambda self: self.components.password)
    path = property(lambda self: self.components.path)
    query = property(lambda self: self.components.query)
