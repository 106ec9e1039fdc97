import json
import uuid

from sqlalchemy import CHAR, Column, DateTime, Integer, LargeBinary, MetaData, String, Table, Text, TypeDecorator, types, Numeric, JSON
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import UserDefinedType


class GUID(TypeDecorator):
    impl = CHAR
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID())
        return dialect.type_descriptor(CHAR(32))

    def process_bind_param(self, value, dialect):
        return value


class Lower(types.TypeDecorator):
    impl = String


class Fixed(TypeDecorator):
    impl = Numeric(10, 4)


class Cents(TypeDecorator):
    impl = Integer

    def __init__(self, currency="EUR", *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency


class JSONEncoded(TypeDecorator):
    impl = Text
    cache_ok = True

    def __repr__(self):
        return "JSONEncoded()"


class JSONSized(TypeDecorator):
    impl = JSON

    def __init__(self, length=None):
        super(JSONSized, self).__init__()
        self.impl = Text(length)


class Choice(TypeDecorator):
    impl = String

    def __init__(self, choices, **kw):
        self.choices = dict(choices)
        super().__init__(**kw)


class Variant(TypeDecorator):
    impl = Text().with_variant(postgresql.JSONB(), "postgresql")


class Sub(Lower):
    pass


class Point(UserDefinedType):
    cache_ok = True

    def __init__(self, precision=8, srid=None):
        self.precision = precision
        self.srid = srid

    def get_col_spec(self, **kw):
        return "POINT(%s)" % self.precision


class Plain(UserDefinedType):
    def get_col_spec(self):
        return "CITEXT"


class Args(UserDefinedType):
    def __init__(self, one, two, *rest, flag=False, **kw):
        self.one = one
        self.two = two
        self.rest = rest
        self.flag = flag

    def get_col_spec(self, **kw):
        return "ARGS"


class MyString(String):
    pass


class Wrapped(types.TypeDecorator):
    @property
    def impl(self):
        return String(3)


metadata = MetaData()
t = Table(
    "t", metadata,
    Column("a", GUID, primary_key=True),
    Column("b", GUID(), default=uuid.uuid4),
    Column("c", Lower(20)),
    Column("d", Lower(length=5)),
    Column("e", Fixed),
    Column("f", Cents("USD")),
    Column("g", JSONEncoded),
    Column("h", JSONSized(99)),
    Column("i", Choice([("a", "A")], length=7)),
    Column("j", Variant),
    Column("k", Sub(9)),
    Column("l", Point()),
    Column("m", Point(9, srid=4326)),
    Column("n", Plain),
    Column("o", Args(1, "x", 3, flag=True)),
    Column("p", MyString(30)),
    Column("q", postgresql.ARRAY(GUID)),
    Column("r", GUID().with_variant(String(36), "sqlite")),
    Column("s", Lower(4), server_default="abc"),
)
for c in t.c:
    print(c.name, repr(c.type))
target_metadata = metadata
