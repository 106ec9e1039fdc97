"""python-decouple: settings from the environment, from .env and from settings.ini."""
import configparser
import os
import string

from _typing import unknown

TRUE_VALUES = {"y", "yes", "t", "true", "on", "1"}
FALSE_VALUES = {"n", "no", "f", "false", "off", "0"}


class UndefinedValueError(Exception):
    pass


class Undefined:
    pass


undefined = Undefined()


def strtobool(value):
    if isinstance(value, bool):
        return value
    word = value.lower()
    if word in TRUE_VALUES:
        return True
    if word in FALSE_VALUES:
        return False
    raise ValueError("Invalid truth value: " + word)


class RepositoryEmpty:
    def __init__(self, source="", encoding="UTF-8"):
        pass

    def __contains__(self, key):
        return False

    def __getitem__(self, key):
        return None


class RepositoryEnv(RepositoryEmpty):
    def __init__(self, source, encoding="UTF-8"):
        self.data = {}
        with open(source, encoding=encoding) as f:
            for line in f:
                line = line.strip()
                if not line or line.startswith("#") or "=" not in line:
                    continue
                key, value = (part.strip() for part in line.split("=", 1))
                if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
                    value = value[1:-1]
                self.data[key] = value

    def __contains__(self, key):
        return key in os.environ or key in self.data

    def __getitem__(self, key):
        return self.data[key]


class RepositoryIni(RepositoryEmpty):
    SECTION = "settings"

    def __init__(self, source, encoding="UTF-8"):
        self.parser = configparser.ConfigParser()
        with open(source, encoding=encoding) as f:
            self.parser.read_file(f)

    def __contains__(self, key):
        return key in os.environ or self.parser.has_option(self.SECTION, key)

    def __getitem__(self, key):
        return self.parser.get(self.SECTION, key)


class Config:
    def __init__(self, repository):
        self.repository = repository

    def get(self, option, default=undefined, cast=undefined):
        if option in os.environ:
            value = os.environ[option]
        elif option in self.repository:
            value = self.repository[option]
        elif isinstance(default, Undefined):
            return unknown("the setting '%s', which is not given" % option)
        else:
            value = default
        if isinstance(cast, Undefined):
            return value
        if cast is bool:
            value = str(value)
            return bool(value) and strtobool(value)
        return cast(value)

    __call__ = get


class AutoConfig:
    """Looks for the file from a folder upwards, with the first question."""

    SUPPORTED = {"settings.ini": RepositoryIni, ".env": RepositoryEnv}
    encoding = "UTF-8"

    def __init__(self, search_path=None):
        self.search_path = search_path
        self.config = None

    def _load(self, path):
        while True:
            for name, repository in self.SUPPORTED.items():
                source = os.path.join(path, name)
                if os.path.isfile(source):
                    return Config(repository(source, encoding=self.encoding))
            parent = os.path.dirname(path)
            if parent == path:
                return Config(RepositoryEmpty())
            path = parent

    def __call__(self, *args, **kwargs):
        if not self.config:
            self.config = self._load(os.path.abspath(str(self.search_path or os.getcwd())))
        return self.config(*args, **kwargs)


config = AutoConfig()


class Csv:
    def __init__(self, cast=str, delimiter=",", strip=string.whitespace, post_process=list):
        self.cast, self.delimiter, self.strip, self.post_process = cast, delimiter, strip, post_process

    def __call__(self, value):
        if value is None:
            return self.post_process()
        parts = [part.strip(self.strip) for part in value.split(self.delimiter)]
        return self.post_process(self.cast(part.strip("'\"")) for part in parts if part)


class Choices:
    def __init__(self, flat=None, cast=str, choices=None):
        self.cast = cast
        self._valid_values = list(flat or []) + [value for value, _ in choices or []]

    def __call__(self, value):
        value = self.cast(value)
        if value not in self._valid_values:
            raise ValueError("Value not in list: %r; valid values are %r" % (value, self._valid_values))
        return value
