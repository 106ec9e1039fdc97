import enum

from sqlalchemy import Column, Integer, String, Unicode
from sqlalchemy.orm import declarative_base
from sqlalchemy_utils import (ArrowType, ChoiceType, ColorType, CountryType, CurrencyType, EmailType, EncryptedType,
    IPAddressType, JSONType, LocaleType, LtreeType, PasswordType, PhoneNumberType, ScalarListType, Timestamp,
    TimezoneType, TSVectorType, URLType, UUIDType, generic_repr, Country, get_class_by_table, database_exists, create_database)
from sqlalchemy_utils.types.choice import ChoiceType as C2

Base = declarative_base()


class Kind(enum.Enum):
    a = 1
    b = 2


@generic_repr
class T(Base, Timestamp):
    __tablename__ = "t"
    id = Column(UUIDType(binary=False), primary_key=True)
    a = Column(UUIDType())
    b = Column(EmailType)
    b2 = Column(EmailType(100))
    c = Column(ChoiceType([("x", "X"), ("y", "Y")]))
    d = Column(ChoiceType(Kind, impl=Integer()))
    e = Column(JSONType)
    f = Column(PasswordType(schemes=["pbkdf2_sha512"], max_length=128))
    g = Column(URLType)
    h = Column(ArrowType)
    i = Column(LtreeType)
    j = Column(TSVectorType("a", "b", regconfig="pg_catalog.simple"))
    k = Column(IPAddressType)
    l = Column(ScalarListType(int))
    m = Column(TimezoneType(backend="zoneinfo"))
    o = Column(CountryType)
    p = Column(LocaleType)
    q = Column(CurrencyType) if False else Column(String(3))
    r = Column(ArrowType(timezone=True))


for c in T.__table__.c:
    print(c.name, repr(c.type))
target_metadata = Base.metadata
