"""SQLModel: table models made of annotated fields."""
from sqlalchemy import *  # noqa: F401,F403
from sqlalchemy.engine import create_engine  # noqa: F401
from sqlmodel.main import Field, Relationship, SQLModel  # noqa: F401
from sqlmodel.sql.sqltypes import AutoString  # noqa: F401



def col(column_expression):
    return column_expression


def __getattr__(name):
    if name == "Session":
        from sqlmodel.session import Session
        return Session
    raise AttributeError(name)
