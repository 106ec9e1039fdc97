"""Settings of the platform, from .env and the process environment."""
from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional
from urllib.parse import quote

PROJECT_DIR = Path(__file__).resolve().parent.parent

try:
    from dotenv import load_dotenv

    # Does not replace what the process environment has set.
    load_dotenv(PROJECT_DIR / ".env")
except ImportError:
    pass


@dataclass(frozen=True)
class DatabaseConfig:
    """Where the database is: one URL, or its parts, or a SQLite file by default."""

    url: Optional[str] = field(default_factory=lambda: os.getenv("POSTGRES_URL") or None)
    host: Optional[str] = field(default_factory=lambda: os.getenv("POSTGRES_HOST") or None)
    port: int = field(default_factory=lambda: int(os.getenv("POSTGRES_PORT", "5432")))
    db: str = field(default_factory=lambda: os.getenv("POSTGRES_DB", "amprenta"))
    user: str = field(default_factory=lambda: os.getenv("POSTGRES_USER", "postgres"))
    password: str = field(default_factory=lambda: os.getenv("POSTGRES_PASSWORD", ""), repr=False)

    def sqlalchemy_url(self) -> str:
        if self.url:
            return self.url
        if self.host is None:
            return f"sqlite:///{PROJECT_DIR / 'multiomics.db'}"
        credentials = quote(self.user, safe="")
        if self.password:
            credentials += ":" + quote(self.password, safe="")
        return f"postgresql://{credentials}@{self.host}:{self.port}/{self.db}"


@dataclass(frozen=True)
class AppConfig:
    database: DatabaseConfig = field(default_factory=DatabaseConfig)


_config: Optional[AppConfig] = None


def get_config() -> AppConfig:
    global _config
    if _config is None:
        _config = AppConfig()
    return _config
