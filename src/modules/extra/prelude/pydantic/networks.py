"""URL types: the text as given, with the parts that settings ask for."""
from pathlib import Path as FilePath
from pathlib import Path as DirectoryPath  # noqa: F401
from urllib.parse import urlsplit, quote


class AnyUrl(str):
    def hosts(self):
        return [{"username": self.username, "password": self.password, "host": self.host, "port": self.port}]

    scheme = property(lambda self: urlsplit(str(self)).scheme)
    host = property(lambda self: urlsplit(str(self)).hostname)
    port = property(lambda self: urlsplit(str(self)).port)
    path = property(lambda self: urlsplit(str(self)).path or None)
    username = property(lambda self: urlsplit(str(self)).username)
    password = property(lambda self: urlsplit(str(self)).password)
    query = property(lambda self: urlsplit(str(self)).query or None)

    @classmethod
    def build(cls, *, scheme, host=None, username=None, user=None, password=None, port=None, path=None,
              query=None, fragment=None, **kw):
        user = username or user
        text = scheme + "://"
        if user is not None:
            text += quote(user, safe="")
            if password is not None:
                text += ":" + quote(password, safe="")
            text += "@"
        text += host or ""
        if port is not None:
            text += ":%s" % port
        if path is not None:
            text += "/" + path.lstrip("/") if not kw.get("raw") else path
        if query:
            text += "?" + query
        return cls(text)

    def unicode_string(self):
        return str(self)


class MultiHostUrl(AnyUrl):
    pass


class AnyHttpUrl(AnyUrl):
    pass


class HttpUrl(AnyHttpUrl):
    pass


class PostgresDsn(AnyUrl):
    pass


class MySQLDsn(AnyUrl):
    pass


class MariaDBDsn(AnyUrl):
    pass


class RedisDsn(AnyUrl):
    pass


class MongoDsn(AnyUrl):
    pass


class AmqpDsn(AnyUrl):
    pass


class EmailStr(str):
    pass
