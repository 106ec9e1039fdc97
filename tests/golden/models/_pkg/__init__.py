from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


from . import author, book  # noqa
