"""Values in and out, reflection and errors on MySQL; needs its types."""
import datetime
import decimal
import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "a1"
down_revision = None


def show(title, value):
    print(title, type(value).__name__, repr(value))


def failing(c, text, **params):
    try:
        c.execute(sa.text(text), params)
        print("no error:", text)
    except sa.exc.DBAPIError as e:
        print(type(e).__name__, "|", str(e).splitlines()[0])


def literals(c):
    query = ("SELECT 1, 18446744073709551615, 1.50, 0.5e0, 'x', _binary'y', b'101', NULL, true, CAST('2024-01-02' AS date), "
             "CAST('2024-01-02 03:04:05.6' AS datetime(6)), CAST('-25:01:02' AS time), CAST('03:04:05.000007' AS time(6)), "
             "CAST('{\"a\": 1}' AS char), JSON_OBJECT('a', 1), 'it''s 100% \\\\ ok', X'4142', UUID() <> '', "
             "CAST('0000-00-00' AS date), YEAR('2024-01-02'), 7 DIV 2, 7 / 2, SUM(3), AVG(1), COUNT(*), NOW() > '2020-01-01'")
    c.execute(sa.text("SET sql_mode = ''"))
    row = c.execute(sa.text(query)).one()
    for i, value in enumerate(row):
        show(i, value)


def binds(c):
    values = [1, -5, 2**63, True, None, 1.5, 1e300, decimal.Decimal("1.50"), decimal.Decimal("1E+3"), "it's", "a\\b\n\0\x1a\"c",
              b"\0\xff'", datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4, 5, 6), datetime.datetime(2024, 1, 2),
              datetime.time(3, 4, 5), datetime.timedelta(days=1, seconds=5), datetime.timedelta(seconds=-5), "é€😀", "100%", "?", ":x"]
    for value in values:
        show("bind", c.execute(sa.text("SELECT :v, '?', \"%%\", '%s' -- ?"), {"v": value}).fetchall())
    show("in", c.execute(sa.text("SELECT 3 IN :l").bindparams(sa.bindparam("l", expanding=True)), {"l": [1, 2, 3]}).scalar())
    show("driver", c.exec_driver_sql("SELECT %s, %s, 5 %% 3", ("a", 2)).one())
    show("named", c.exec_driver_sql("SELECT %(x)s, %(x)s", {"x": "it's"}).one())


def typed(c):
    t = sa.Table(
        "typed", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("i", mysql.BIGINT(unsigned=True)),
        sa.Column("n", sa.Numeric(10, 2)), sa.Column("f", sa.Float), sa.Column("d", sa.Double), sa.Column("b", sa.Boolean),
        sa.Column("s", sa.String(50)), sa.Column("x", sa.Text), sa.Column("bin", sa.LargeBinary), sa.Column("vb", sa.VARBINARY(5)),
        sa.Column("dt", mysql.DATETIME(fsp=6)), sa.Column("ts", sa.TIMESTAMP), sa.Column("da", sa.Date), sa.Column("ti", sa.Time),
        sa.Column("iv", sa.Interval), sa.Column("e", sa.Enum("a", "b")), sa.Column("j", sa.JSON), sa.Column("u", sa.Uuid),
        sa.Column("bits", mysql.BIT(10)), sa.Column("y", mysql.YEAR))
    t.create(c)
    c.execute(t.insert(), [
        dict(i=2**64 - 1, n=decimal.Decimal("12.34"), f=1.5, d=2.25, b=True, s="é😀", x="long", bin=b"\0\1", vb=b"ab",
             dt=datetime.datetime(2024, 1, 2, 3, 4, 5, 6), ts=datetime.datetime(2024, 1, 2, 3, 4, 5), da=datetime.date(2024, 2, 29),
             ti=datetime.time(10, 11, 12), iv=datetime.timedelta(days=3, seconds=4), e="b", j={"a": [1, None, "x"]},
             u=uuid.UUID("12345678123456781234567812345678"), bits=b"\x02\x05", y=2024),
        dict(i=None, n=None, f=None, d=None, b=None, s=None, x=None, bin=None, vb=None, dt=None, ts=None, da=None, ti=None, iv=None,
             e=None, j=None, u=None, bits=None, y=None)])
    for row in c.execute(sa.select(t).order_by(t.c.id)).all():
        for name, value in row._mapping.items():
            if name != "bits":  # the driver's bytes or a number, by the version of SQLAlchemy's type
                show(name, value)
    show("raw", c.execute(sa.text("SELECT i, n, f, d, b, s, x, bin, vb, dt, ts, da, ti, iv, e, j, u, bits, y FROM typed ORDER BY id")).all())
    show("update", c.execute(t.update().where(t.c.id == 1).values(s="é😀")).rowcount)
    show("delete", c.execute(t.delete().where(t.c.id == 2)).rowcount)
    result = c.execute(t.insert().values(s="one"))
    show("key", result.inserted_primary_key)
    show("count", c.scalar(sa.select(sa.func.count()).select_from(t)))


def reflection(c):
    op.execute("CREATE TABLE parent (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, code varchar(20) UNIQUE) COMMENT 'a parent'")
    op.execute("""CREATE TABLE child (
        id int NOT NULL AUTO_INCREMENT, parent_id int unsigned, name varchar(200) CHARACTER SET latin1 DEFAULT 'it''s',
        kind enum('a','b''c') NOT NULL, flags set('x','y'), amount decimal(10,2) unsigned DEFAULT 0.00, at datetime(3) DEFAULT current_timestamp(3)
        ON UPDATE current_timestamp(3), base int, total int AS (base + 1) STORED, virt int AS (base * 2) VIRTUAL, doc longtext, body mediumblob, tiny tinyint(1) DEFAULT 1,
        dbl double(10,3), yy year, bb bit(3) DEFAULT b'101', PRIMARY KEY (id), KEY by_name (name(10), kind), FULLTEXT KEY ft (doc), UNIQUE KEY uq (kind, amount),
        CONSTRAINT fk_p FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE SET NULL,
        CONSTRAINT ck CHECK (amount > 0 AND name <> ')')) COMMENT 'it''s a child'""")
    op.execute("CREATE VIEW v AS SELECT id, name FROM child")
    i = sa.inspect(c)
    print(sorted(x for x in i.get_table_names() if x != "alembic_version"), i.get_view_names())
    for table in ("parent", "child", "v"):
        for column in i.get_columns(table):
            print(sorted((k, repr(v)) for k, v in column.items()))
        print(i.get_pk_constraint(table), i.get_foreign_keys(table), i.get_unique_constraints(table))
        print(i.get_check_constraints(table), i.get_table_comment(table))
        for index in i.get_indexes(table):
            print(sorted(index.items()))
    print(i.has_table("child"), i.has_table("v"), i.has_table("nothing"), i.has_table("child", schema="no_such_schema"))
    print(i.get_table_options("child"))
    t = sa.Table("child", sa.MetaData(), autoload_with=c)
    print([repr(x.type) for x in t.columns], sorted(str(k.name) for k in t.constraints), sorted(k.name for k in t.indexes))
    show("reflected", c.execute(sa.select(t.c.id, t.c.kind)).all())
    op.execute("DROP VIEW v")
    op.execute("DROP TABLE child")
    op.execute("DROP TABLE parent")


def errors(c):
    failing(c, "SELECT * FROM nothing")
    failing(c, "SELEKT 1")
    failing(c, "CREATE TABLE typed (id int)")
    failing(c, "INSERT INTO typed (id) VALUES (1)")
    failing(c, "INSERT INTO typed (nothing) VALUES (1)")
    failing(c, "ALTER TABLE typed ADD COLUMN id int")
    failing(c, "ALTER TABLE typed DROP COLUMN nothing")
    failing(c, "DROP TABLE nothing")
    failing(c, "SELECT 1; SELECT 2")
    failing(c, "SELECT :a FROM nothing", a="it's")
    try:
        c.execute(sa.text("SELECT :a"), {"a": {"b": 1}})
    except TypeError as e:
        print("TypeError", e)
    try:
        c.execute(sa.text("SELECT * FROM nothing"))
    except sa.exc.ProgrammingError as e:
        show("orig", e.orig.args)
        print(e.statement, e.orig)


def upgrade():
    c = op.get_bind()
    print(c.dialect.name, c.dialect.driver, c.engine.dialect.driver, c.engine.driver, c.dialect.is_mariadb, c.dialect.server_version_info > (5, 5))
    literals(c)
    binds(c)
    typed(c)
    reflection(c)
    errors(c)
    op.drop_table("typed")


def downgrade():
    pass
