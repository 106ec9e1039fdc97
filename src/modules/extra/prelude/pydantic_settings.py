"""Settings from the environment and from .env files. Only plain files and variables are sources;
secrets directories, command lines and cloud stores are not."""
import os

from dotenv import dotenv_values
from pydantic._core import BaseModel, ConfigDict, Undefined, annotation_parts


class SettingsConfigDict(ConfigDict):
    pass


class BaseSettings(BaseModel):
    model_config = {"env_prefix": "", "case_sensitive": False, "env_file": None, "env_nested_delimiter": None}

    def __init__(self, _env_file=Undefined, _env_prefix=None, _env_file_encoding=None, _secrets_dir=None, **data):
        config = self.model_config
        files = config.get("env_file") if _env_file is Undefined else _env_file
        found = {}
        for path in ([] if not files else [files] if isinstance(files, str) or hasattr(files, "__fspath__") else files):
            found.update({k: v for k, v in dotenv_values(str(path)).items() if v is not None})
        found.update(os.environ)
        if not config.get("case_sensitive"):
            found = {k.lower(): v for k, v in found.items()}
        prefix = config.get("env_prefix", "") if _env_prefix is None else _env_prefix
        values = {}
        for name, info in self.model_fields.items():
            values.update(self._one(found, prefix, name, info))
        values.update(data)
        self._fill(values)

    def _one(self, found, prefix, name, info):
        fold = (lambda s: s) if self.model_config.get("case_sensitive") else str.lower
        names = [fold(n) for n in info.names(name)]
        if names == [fold(name)]:
            names = [fold(prefix + name)]
        for key in names:
            if key in found and not (self.model_config.get("env_ignore_empty") and found[key] == ""):
                return {name: found[key]}
        return self._nested(found, names, name, info)

    def _nested(self, found, names, name, info):
        delimiter = self.model_config.get("env_nested_delimiter")
        kind = annotation_parts(info.annotation)[0]
        if not delimiter or not isinstance(kind, type) or not issubclass(kind, (BaseModel, dict)):
            return {}
        inner = {}
        for key in names:
            head = key + delimiter.lower()
            inner.update({k[len(head):]: v for k, v in found.items() if k.startswith(head)})
        return {name: inner} if inner else {}
