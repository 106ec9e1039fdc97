from sqlalchemy import *  # noqa: F401,F403
from sqlmodel import col  # noqa: F401
