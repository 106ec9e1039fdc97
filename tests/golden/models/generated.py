from sqlalchemy import BigInteger, Column, Computed, Identity, Integer, MetaData, Sequence, String, Table, Text, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR

metadata = MetaData()
seq = Sequence("free_seq", start=100, increment=5, minvalue=1, maxvalue=1000, cycle=True, cache=10, metadata=metadata)
seq2 = Sequence("scoped", schema="s", metadata=metadata)
t = Table(
    "t", metadata,
    Column("id", Integer, Identity(always=True, start=1, increment=2, minvalue=1, maxvalue=99, cycle=False, cache=3), primary_key=True),
    Column("a", Integer, seq, server_default=seq.next_value()),
    Column("b", Integer, Sequence("b_seq")),
    Column("c", Integer, Computed("a + 1")),
    Column("d", Text, Computed(text("lower(e)"), persisted=True)),
    Column("e", Text),
    Column("f", TSVECTOR, Computed("to_tsvector('english', e)", persisted=True)),
    Column("g", BigInteger, Identity()),
    Column("h", Integer, Computed(func.abs(Column("a2")), persisted=False)),
    Column("i", Integer, server_default=text("nextval('x'::regclass)")),
)
print(t.c.c.computed.sqltext.text, t.c.id.identity.always, t.c.e.computed)
target_metadata = metadata
