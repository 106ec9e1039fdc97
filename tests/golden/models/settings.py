import os
from typing import Optional

os.environ["APP_NAME"] = "svc"
os.environ["APP_PORT"] = "8001"
os.environ["APP_DEBUG"] = "true"
os.environ["DATABASE_URL"] = "postgresql://u:p@h/db"

from functools import lru_cache
from pydantic import Field, PostgresDsn, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_", env_file="settings.env", extra="ignore")
    name: str
    port: int = 80
    debug: bool = False
    missing: Optional[str] = None
    url: str = Field("sqlite://", alias="DATABASE_URL")
    secret: SecretStr = SecretStr("xx")
    from_file: str = "no"
    ratio: float = 1.5


class Old(BaseSettings):
    database_url: str = "none"
    pool: int = 5

    @property
    def sync_url(self):
        return self.database_url.replace("postgresql", "postgresql+psycopg2")


@lru_cache()
def get():
    return Settings()


s = get()
print(s.name, s.port, s.debug, s.missing, s.url, s.secret.get_secret_value(), s.ratio, type(s.port).__name__)
print(Old().sync_url, Old(pool=9).pool, s.from_file)
try:
    class Need(BaseSettings):
        absent_thing: str
    Need()
except Exception as e:
    print(type(e).__name__)
