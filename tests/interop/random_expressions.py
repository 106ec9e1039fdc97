"""Random SQL expressions and statements: what the real Alembic and Retort print for them with --sql.

usage: random_expressions.py RETORT [--count N] [--seed S] [--first I] [--only I] [--dialect D] [-v]

Snippet I of seed S is always the same, so a difference is repeated with --seed S --only I. Each is
an op.execute() of a statement of SQLAlchemy's expression language, on all dialects; half of the
batches have the paramstyle that doubles the percent sign. What SQLAlchemy refuses, Retort has to
refuse.
"""

import argparse
import random
import sys
import time

import expression_shapes
import rendering

HEADER = rendering.HEADER + '''
from sqlalchemy.sql import column, table


class Colour(enum.Enum):
    red = "r"
    green = "g"


def tables():
    """New tables, as every snippet may add to them."""
    t = table("t", column("id", sa.Integer), column("n", sa.Integer), column("q", sa.Numeric(10, 2)),
              column("s", sa.String(20)), column("b", sa.Boolean), column("d", sa.Date),
              column("ts", sa.DateTime), column("x"))
    m = sa.MetaData()
    a = sa.Table("account", m, sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("n", sa.BigInteger), sa.Column("q", sa.Float), sa.Column("s", sa.Unicode(40)),
                 sa.Column("b", sa.Boolean), sa.Column("d", sa.Date), sa.Column("ts", sa.TIMESTAMP),
                 sa.Column("j", sa.JSON), sa.Column("e", sa.Enum(Colour, name="colour")),
                 sa.Column("u", sa.Uuid), sa.Column("raw", sa.LargeBinary),
                 sa.Column("span", sa.Interval))
    o = sa.Table("Order Line", m, sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("account_id", sa.ForeignKey("account.id")),
                 sa.Column("n", sa.SmallInteger), sa.Column("q", sa.Numeric(12, 4)),
                 sa.Column("s", sa.Text), sa.Column("b", sa.Boolean), sa.Column("d", sa.Date),
                 sa.Column("ts", sa.DateTime(timezone=True)), sa.Column("user", sa.String(9)),
                 schema="shop")
    o.c.account_id._annotate  # a schema table has all of a column's attributes
    p = sa.Table("pg_things", m, sa.Column("id", sa.Integer, primary_key=True),
                 sa.Column("n", sa.Integer), sa.Column("q", sa.Numeric), sa.Column("s", sa.String),
                 sa.Column("b", sa.Boolean), sa.Column("d", sa.Date), sa.Column("ts", sa.DateTime),
                 sa.Column("jb", postgresql.JSONB), sa.Column("arr", postgresql.ARRAY(sa.Integer)),
                 sa.Column("tags", postgresql.ARRAY(sa.Text)), sa.Column("tsv", postgresql.TSVECTOR))
    return t, a, o, p
'''.replace("    o.c.account_id._annotate  # a schema table has all of a column's attributes\n", "")

COLUMNS = {
    "t": {"num": ["id", "n", "q"], "text": ["s"], "bool": ["b"], "date": ["d"], "time": ["ts"], "any": ["x"]},
    "a": {"num": ["id", "n", "q"], "text": ["s"], "bool": ["b"], "date": ["d"], "time": ["ts"], "json": ["j"],
          "enum": ["e"], "uuid": ["u"], "bytes": ["raw"], "span": ["span"]},
    "o": {"num": ["id", "account_id", "n", "q"], "text": ["s", "user"], "bool": ["b"], "date": ["d"], "time": ["ts"]},
    "p": {"num": ["id", "n", "q"], "text": ["s"], "bool": ["b"], "date": ["d"], "time": ["ts"], "jsonb": ["jb"],
          "array": ["arr"], "texts": ["tags"]},
}
WORDS = ["x", "it's", "50%", "a_b", "a:b", "back\\\\slash", "", "\u00fcber", "say \\\"hi\\\"", "a/b"]
TYPES = ["sa.Integer", "sa.String(30)", "sa.Numeric(10, 2)", "sa.Text", "sa.Boolean", "sa.Date", "sa.DateTime",
         "sa.Float", "sa.BigInteger", "sa.JSON", "sa.LargeBinary", "sa.Unicode(5)", "sa.Time", "sa.String",
         "sa.Numeric", "sa.DateTime(timezone=True)", "sa.Uuid", "sa.SmallInteger", "sa.CHAR(3)", "sa.TIMESTAMP",
         "sa.Interval", "sa.Double", "sa.Enum('a', 'b', name='e')", "postgresql.JSONB", "postgresql.INET",
         "sa.ARRAY(sa.Integer)", "mysql.INTEGER(unsigned=True)", "sa.UnicodeText", "sa.REAL", "sa.VARCHAR(7)"]


class Generator:
    def __init__(self, rng):
        self.rng = rng
        self.lines = []
        self.froms = []  # (variable, {kind: [column, ...]}) that expressions may name
        self.names = 0

    # ---- choosing ----

    def pick(self, *choices):
        return self.rng.choice(choices)

    def chance(self, p):
        return self.rng.random() < p

    def fresh(self, prefix):
        self.names += 1
        return "%s%d" % (prefix, self.names)

    def let(self, prefix, text):
        name = self.fresh(prefix)
        self.lines.append("%s = %s" % (name, text))
        return name

    def use(self, name):
        """Makes the columns of a table those that expressions may name."""
        self.froms.append((name, COLUMNS[name]))
        return name

    def column(self, kind):
        found = ["%s.c.%s" % (v, c) if c.isidentifier() else "%s.c[%r]" % (v, c)
                 for v, columns in self.froms for c in columns.get(kind, [])]
        return self.rng.choice(found) if found else None

    def one_of(self, depth, leaves, branches):
        """A leaf when it is deep enough."""
        if depth <= 0 or self.chance(0.25):
            return self.rng.choice(leaves)()
        return self.rng.choice(branches)()

    # ---- expressions by kind ----

    def word(self):
        return '"%s"' % self.rng.choice(WORDS)

    def number(self):
        return self.pick("0", "1", "5", "-3", "10000000000", "2.5", "-1.25", "1e20",
                         'decimal.Decimal("3.14")', 'decimal.Decimal("1E+3")', 'decimal.Decimal("-0.5")')

    def small(self):
        return self.pick("0", "1", "2", "5", "7", "100")

    def num(self, depth):
        col = lambda: self.column("num") or "sa.literal(%s)" % self.number()  # noqa: E731
        n = lambda: self.num(depth - 1)  # noqa: E731
        return self.one_of(depth, [
            col, col, col,
            lambda: "sa.literal(%s)" % self.number(),
            lambda: "sa.literal_column(%r)" % self.pick("1 + 1", "n % 2", "count(*)"),
            lambda: "sa.literal_column('z', %s)" % self.pick("sa.Integer", "sa.Float"),
            lambda: "sa.bindparam('bp', %s)" % self.number(),
            lambda: "func.count()",
            lambda: "func.random()",
        ], [
            lambda: "(%s %s %s)" % (n(), self.pick("+", "-", "*", "/", "//", "%"), n()),
            lambda: "(%s %s %s)" % (n(), self.pick("+", "-", "*", "/", "//", "%"), self.number()),
            lambda: "(%s %s %s)" % (self.number(), self.pick("+", "-", "*", "/", "//", "%"), n()),
            lambda: "(-%s)" % n(),
            lambda: "(%s).op(%r)(%s)" % (n(), self.pick("&", "|", "^", "**", "%%"), n()),
            lambda: "(%s).op('&', precedence=%d)(%s)" % (n(), self.pick(0, 3, 8, 15), self.number()),
            lambda: "%s.%s(%s)" % (col(), self.pick("bitwise_and", "bitwise_or", "bitwise_xor"), self.small()),
            lambda: "%s.%s(%s)" % (col(), self.pick("bitwise_lshift", "bitwise_rshift"), self.small()),
            lambda: "%s.bitwise_not()" % col(),
            lambda: "func.%s(%s)" % (self.pick("sum", "max", "min", "count", "abs", "avg", "coalesce"), n()),
            lambda: "func.%s(%s, %s)" % (self.pick("coalesce", "greatest", "nullif", "round", "power"), n(), self.number()),
            lambda: "func.count(sa.distinct(%s))" % n(),
            lambda: "func.count(%s.distinct())" % col(),
            lambda: "func.length(%s)" % self.text(depth - 1),
            lambda: "func.char_length(%s)" % self.text(depth - 1),
            lambda: "sa.extract(%r, %s)" % (self.pick("year", "month", "day", "dow", "epoch", "hour"), self.time(depth - 1)),
            lambda: "sa.cast(%s, %s)" % (self.anything(depth - 1), self.pick("sa.Integer", "sa.Numeric(10, 2)", "sa.Float", "sa.BigInteger")),
            lambda: "sa.cast(%s, %s)" % (self.pick("'5'", "5", "None", "True"), self.pick("sa.Integer", "sa.Numeric(10, 2)", "sa.Float")),
            lambda: "sa.type_coerce(%s, %s)" % (n(), self.pick("sa.Integer", "sa.Numeric", "sa.Float")),
            lambda: self.case(depth, self.num, self.number),
            lambda: "%s.self_group()" % n(),
            lambda: self.scalar(depth, "num"),
            lambda: self.window(depth),
            lambda: self.aggregate(depth),
            lambda: "func.pkg.calc(%s)" % n(),
            lambda: "func.f(%s, type_=%s)" % (n(), self.pick("sa.Integer", "sa.Numeric(5, 2)")),
        ])

    def text(self, depth):
        col = lambda: self.column("text") or "sa.literal(%s)" % self.word()  # noqa: E731
        s = lambda: self.text(depth - 1)  # noqa: E731
        return self.one_of(depth, [
            col, col, col,
            lambda: "sa.literal(%s)" % self.word(),
            lambda: "sa.literal(%s, %s)" % (self.word(), self.pick("sa.String", "sa.Unicode", "sa.Text", "sa.Enum('x', 'y')")),
            lambda: "sa.literal_column(%r)" % self.pick("'lit'", "'50%'", "now()"),
            lambda: "sa.bindparam('bs', %s)" % self.word(),
            lambda: "sa.text(%r)" % self.pick("'raw'", "a || '%'", "x \\:y"),
        ], [
            lambda: "(%s + %s)" % (col(), s()),
            lambda: "(%s + %s)" % (col(), self.word()),
            lambda: "(%s + %s)" % (self.word(), col()),
            lambda: "%s.concat(%s)" % (col(), s()),
            lambda: "func.%s(%s)" % (self.pick("lower", "upper", "trim", "max", "substr", "User_Func", "current_user"), s()),
            lambda: "func.coalesce(%s, %s)" % (s(), self.word()),
            lambda: "func.concat(%s, %s)" % (s(), self.word()),
            lambda: "func.replace(%s, %s, %s)" % (s(), self.word(), self.word()),
            lambda: "func.aggregate_strings(%s, ', ')" % col(),
            lambda: "func.current_user()",
            lambda: "sa.cast(%s, %s)" % (self.anything(depth - 1), self.pick("sa.String", "sa.String(30)", "sa.Text", "sa.Unicode(5)", "sa.CHAR(3)")),
            lambda: self.case(depth, self.text, self.word),
            lambda: "sa.collate(%s, %r)" % (col(), self.pick("C", "utf8_bin", "NOCASE", "de_DE")),
            lambda: "%s.collate(%r)" % (col(), self.pick("C", "utf8_bin", "NOCASE")),
            lambda: "%s.regexp_replace(%s, %s)" % (col(), self.word(), self.word()),
            lambda: "%s.op('->>')(%s)" % (col(), self.word()),
            lambda: "%s.op('||')(%s)" % (col(), s()),
            lambda: self.scalar(depth, "text"),
            lambda: self.json_text(),
            lambda: "sa.type_coerce(%s, sa.String)" % s(),
        ])

    def json_text(self):
        jb, j = self.column("jsonb"), self.column("json")
        if jb and (not j or self.chance(0.6)):
            return self.pick(
                "%s[%s].astext" % (jb, self.pick("'a'", "0")), "%s[('a', 'b', 1)].astext" % jb,
                "%s['a']['b'].astext" % jb, "%s['a'].as_string()" % jb, "%s.op('->>')('k')" % jb,
                "func.jsonb_extract_path_text(%s, 'a', 'b')" % jb, "func.jsonb_set(%s, '{a}', '1')" % jb)
        if j:
            return self.pick("%s['a'].as_string()" % j, "%s[('a', 1)].as_string()" % j,
                             "%s[0].as_string()" % j, "sa.cast(%s['a'], sa.String)" % j)
        return "sa.literal(%s)" % self.word()

    def date(self, depth):
        col = lambda: self.column("date") or "sa.literal(datetime.date(2024, 1, 31))"  # noqa: E731
        return self.one_of(depth, [
            col, col, lambda: "sa.literal(datetime.date(2024, 1, 31))", lambda: "func.current_date()",
        ], [
            lambda: "sa.cast(%s, sa.Date)" % self.time(depth - 1),
            lambda: "func.max(%s)" % col(),
            lambda: "(%s + %s)" % (col(), self.pick("datetime.timedelta(days=3)", "1")),
            lambda: "(%s - %s)" % (col(), self.pick("datetime.timedelta(hours=3)", "1", col())),
        ])

    def time(self, depth):
        col = lambda: self.column("time") or "sa.literal(datetime.datetime(2024, 1, 31, 10, 20, 30))"  # noqa: E731
        return self.one_of(depth, [
            col, col, lambda: "sa.literal(datetime.datetime(2024, 1, 31, 10, 20, 30))",
            lambda: "sa.literal(datetime.datetime(2024, 1, 31, 10, 20, 30, 500))",
            lambda: "func.now()", lambda: "sa.func.current_timestamp()", lambda: "func.localtimestamp()",
        ], [
            lambda: "func.coalesce(%s, func.now())" % col(),
            lambda: "sa.cast(%s, %s)" % (self.date(depth - 1), self.pick("sa.DateTime", "sa.TIMESTAMP", "sa.DateTime(timezone=True)")),
            lambda: "(%s - %s)" % (col(), self.pick("datetime.timedelta(days=1, seconds=3)", "func.now()", col())),
            lambda: "(%s + datetime.timedelta(hours=5))" % col(),
            lambda: "func.date_trunc('day', %s)" % self.time(depth - 1),
            lambda: "sa.func.timezone('UTC', %s)" % col(),
        ])

    def literal(self):
        return self.pick(
            "None", "sa.null()", "sa.true()", "sa.false()", "sa.literal(True)", "sa.literal(None)",
            "sa.literal(b'\\x00ab')", "sa.literal(uuid.UUID('12345678123456781234567812345678'))",
            "sa.literal(datetime.time(10, 20))", "sa.literal(datetime.timedelta(days=1, seconds=2))",
            "sa.literal({'a': [1, None, True]}, sa.JSON)", "sa.literal([1, 2], postgresql.ARRAY(sa.Integer))",
            "sa.literal(Colour.red, sa.Enum(Colour))", "sa.literal('red', sa.Enum(Colour))",
            "sa.literal(5, sa.String)", "sa.literal('x', sa.Unicode)", "sa.literal(1.5, sa.Numeric)",
            "sa.literal(True, sa.Integer)", "sa.literal(3, sa.Boolean)",
            "sa.literal(datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc))",
            "sa.literal('2024-01-01', sa.Date)", "sa.literal(1, sa.Float)", "sa.literal(0.1)",
            "sa.literal(datetime.date(2024, 1, 2), sa.DateTime)",
            "sa.literal({'k': '50% \\'x\\''}, postgresql.JSONB)", "sa.literal(12345678901234567890)")

    def condition(self, depth):
        c = lambda: self.condition(depth - 1)  # noqa: E731
        n = lambda: self.num(depth - 1)  # noqa: E731
        s = lambda: self.text(depth - 1)  # noqa: E731
        op = lambda: self.pick("==", "!=", "<", "<=", ">", ">=")  # noqa: E731
        col = lambda kind: self.column(kind) or "sa.column('c_%s', %s)" % (  # noqa: E731
            kind, {"num": "sa.Integer", "text": "sa.String", "bool": "sa.Boolean"}[kind])
        return self.one_of(depth, [
            lambda: "(%s %s %s)" % (col("num"), op(), self.number()),
            lambda: "(%s %s %s)" % (col("text"), op(), self.word()),
            lambda: col("bool"),
            lambda: "(%s == %s)" % (col("num"), self.pick("None", "sa.null()", "sa.true()", "True", "False")),
            lambda: "%s.is_(%s)" % (self.pick(col("bool"), col("num")), self.pick("None", "True", "False", "sa.true()", "sa.null()")),
            lambda: "%s.is_not(%s)" % (self.pick(col("bool"), col("num")), self.pick("None", "True", "False")),
            lambda: "sa.text(%r)" % self.pick("a = 1", "a = 1 OR b = 2", "a LIKE '%x'", "a = '\\:x'"),
            lambda: "(%s == True)" % col("bool"),
            lambda: self.pick("sa.true()", "sa.false()", "sa.literal(True)"),
        ], [
            lambda: "(%s %s %s)" % (n(), op(), n()),
            lambda: "(%s %s %s)" % (n(), op(), self.number()),
            lambda: "(%s %s %s)" % (s(), op(), s()),
            lambda: "(%s %s %s)" % (self.anything(depth - 1), op(), self.literal()),
            lambda: "(%s %s %s)" % (self.date(depth - 1), op(), "datetime.date(2020, 2, 29)"),
            lambda: "(%s %s %s)" % (self.time(depth - 1), op(), "datetime.datetime(2020, 2, 29, 1, 2, 3, 4)"),
            lambda: "sa.and_(%s, %s)" % (c(), c()),
            lambda: "sa.or_(%s, %s, %s)" % (c(), c(), c()),
            lambda: "sa.and_(sa.true(), %s)" % c(),
            lambda: "sa.or_(sa.false(), *[%s, %s])" % (c(), c()),
            lambda: "sa.or_(%s, %s)" % (self.pick("sa.true()", "True", "False", "sa.and_(sa.true())"), c()),
            lambda: "(%s & %s)" % (c(), c()),
            lambda: "(%s | %s)" % (c(), c()),
            lambda: "~%s" % c(),
            lambda: "sa.not_(%s)" % c(),
            lambda: "~(~%s)" % c(),
            lambda: "%s.in_([%s])" % (n(), ", ".join(self.number() for _ in range(self.pick(0, 1, 2, 3)))),
            lambda: "%s.not_in([%s])" % (s(), ", ".join(self.word() for _ in range(self.pick(0, 1, 2, 3)))),
            lambda: "%s.in_(%s)" % (col("num"), self.subselect(depth, "num")),
            lambda: "%s.not_in(%s)" % (col("num"), self.subselect(depth, "num")),
            lambda: "%s.in_([%s, %s])" % (col("num"), n(), self.number()),
            lambda: "%s.in_([None, 1])" % col("num"),
            lambda: "%s.in_(sa.bindparam('bl', [1, 2], expanding=True))" % col("num"),
            lambda: "sa.tuple_(%s, %s).in_([(1, 'x'), (2, \"y'\")])" % (col("num"), col("text")),
            lambda: "sa.tuple_(%s, %s).in_([])" % (col("num"), col("text")),
            lambda: "(sa.tuple_(%s, %s) %s sa.tuple_(1, 2))" % (col("num"), col("num"), op()),
            lambda: "%s.between(%s, %s)" % (n(), self.small(), n()),
            lambda: "~%s.between(%s, %s)" % (col("num"), self.small(), self.small()),
            lambda: "sa.between(%s, %s, %s)" % (col("num"), self.small(), self.small()),
            lambda: "%s.between(1, 2, symmetric=True)" % col("num"),
            lambda: "%s.%s(%s)" % (s(), self.pick("like", "ilike", "not_like", "not_ilike"), self.word()),
            lambda: "%s.%s(%s, escape='/')" % (col("text"), self.pick("like", "ilike", "not_like", "not_ilike"), self.word()),
            lambda: "%s.%s(%s)" % (s(), self.pick("startswith", "endswith", "contains", "istartswith", "iendswith", "icontains"), self.word()),
            lambda: "%s.%s(%s, autoescape=True)" % (col("text"), self.pick("startswith", "endswith", "contains", "icontains"), self.word()),
            lambda: "%s.%s(%s)" % (col("text"), self.pick("startswith", "endswith", "contains"), s()),
            lambda: "~%s.%s(%s, escape='^')" % (col("text"), self.pick("startswith", "endswith", "contains"), self.word()),
            lambda: "%s.regexp_match(%s%s)" % (s(), self.word(), self.pick("", "", ", flags='i'")),
            lambda: "~%s.regexp_match(%s)" % (col("text"), self.word()),
            lambda: "%s.match(%s)" % (col("text"), self.word()),
            lambda: "%s.match(%s, mysql_boolean_mode=False%s)" % (
                col("text"), self.word(), self.pick("", ", mysql_natural_language=True", ", mysql_query_expansion=True")),
            lambda: "%s.is_distinct_from(%s)" % (n(), self.pick(n(), self.number(), "None")),
            lambda: "%s.is_not_distinct_from(%s)" % (col("num"), self.pick(n(), self.number(), "None")),
            lambda: "sa.exists(%s)" % self.subselect(depth, "num"),
            lambda: "~sa.exists().where(%s)" % c(),
            lambda: "%s.exists()" % self.subselect(depth, "num"),
            lambda: "(%s %s sa.%s(%s))" % (col("num"), op(), self.pick("any_", "all_"), self.subselect(depth, "num")),
            lambda: "(%s %s %s)" % (n(), op(), self.scalar(depth, "num")),
            lambda: "%s.bool_op(%r)(%s)" % (col("text"), self.pick("~*", "@@", "SIMILAR TO"), self.word()),
            lambda: "%s.op(%r, is_comparison=True)(%s)" % (col("text"), self.pick("~", "<->"), s()),
            lambda: "%s.op(%r)(%s)" % (col("num"), self.pick("<=>", "@>"), n()),
            lambda: "(%s == %s)" % (c(), self.pick("True", "False", c())),
            lambda: "%s.isnot(None)" % n(),
            lambda: self.special(),
        ])

    def special(self):
        """Conditions on JSON, arrays, enums and so on, where there are such columns."""
        jb, j, arr, tags = (self.column(k) for k in ("jsonb", "json", "array", "texts"))
        e, u, raw = (self.column(k) for k in ("enum", "uuid", "bytes"))
        choices = []
        if jb:
            choices += ["%s.contains({'a': 1})" % jb, "%s.has_key('a')" % jb,
                        "%s.has_any(postgresql.array(['a', 'b']))" % jb, "%s.contained_by({'b': [1]})" % jb,
                        "(%s['a'].astext == 'x')" % jb, "(%s['a'].astext.cast(sa.Integer) > 5)" % jb,
                        "(%s[('a', 'b')] == sa.cast('1', postgresql.JSONB))" % jb,
                        "%s.op('?|')(postgresql.array(['a']))" % jb, "(%s['a'] == '\"x\"')" % jb,
                        "(%s['a'].as_integer() == 3)" % jb, "(%s == {'a': 1})" % jb, "%s.is_(None)" % jb,
                        "%s.has_all(['x'])" % jb, "(%s['a'].is_(None))" % jb,
                        "%s.delete_path(['a', 'b']).is_(None)" % jb]
        if j:
            choices += ["(%s['a'].as_string() == 'x')" % j, "(%s['a'].as_integer() > 3)" % j,
                        "%s['a'].as_boolean()" % j, "(%s[('a', 0)].as_float() < 1.5)" % j,
                        "(%s['k'] == sa.cast('1', sa.JSON))" % j, "(%s == {'a': [1]})" % j,
                        "(%s['a'].as_json().is_(None))" % j, "(%s == sa.JSON.NULL)" % j,
                        "(sa.type_coerce(%s, sa.JSON)['q'].as_string() != 'y')" % j]
        if arr:
            choices += ["%s.contains([1, 2])" % arr, "(%s[1] == 5)" % arr, "%s.overlap([3])" % arr,
                        "%s.any(7)" % arr, "%s.all(7)" % arr, "(sa.literal(3) == sa.any_(%s))" % arr,
                        "%s.contained_by(postgresql.array([1, 2]))" % arr, "(%s[1:3] == [1, 2])" % arr,
                        "(%s == [1, 2])" % arr, "(5 == sa.all_(%s))" % arr,
                        "(func.array_length(%s, 1) > 0)" % arr, "(%s + [3] == %s)" % (arr, arr)]
        if tags:
            choices += ["%s.contains(['x'])" % tags, "(%s == postgresql.array(['a']))" % tags,
                        "(%s == sa.cast(postgresql.array([]), postgresql.ARRAY(sa.Text)))" % tags,
                        "(%s == postgresql.array([], type_=sa.Text))" % tags,
                        "(func.unnest(%s) == 'x')" % tags, "%s.any('x', operator=sa.sql.operators.ne)" % tags]
        if e:
            choices += ["(%s == Colour.red)" % e, "(%s == 'green')" % e, "%s.in_([Colour.red, Colour.green])" % e,
                        "(%s != None)" % e, "(sa.cast(%s, sa.String) == 'red')" % e]
        if u:
            choices += ["(%s == uuid.UUID(int=5))" % u, "%s.in_([uuid.UUID(int=1)])" % u]
        if raw:
            choices += ["(%s == b'a\\xff')" % raw]
        return self.rng.choice(choices) if choices else self.condition(0)

    def anything(self, depth):
        return self.rng.choice([self.num, self.num, self.text, self.text, self.date, self.time,
                                lambda d: self.column("any") or self.num(d)])(depth)

    def case(self, depth, value, literal):
        d = depth - 1
        whens = ", ".join("(%s, %s)" % (self.condition(d), self.pick(value(d), literal()))
                          for _ in range(self.pick(1, 1, 2)))
        otherwise = self.pick("", ", else_=%s" % value(d), ", else_=%s" % literal(), ", else_=None")
        if self.chance(0.25):
            return "sa.case({1: %s, 2: %s}, value=%s%s)" % (literal(), literal(), self.num(0), otherwise)
        return "sa.case(%s%s)" % (whens, otherwise)

    def window(self, depth):
        d = depth - 1
        function = self.pick("func.row_number()", "func.rank()", "func.sum(%s)" % self.num(d), "func.lag(%s, 1)" % self.num(0))
        options = []
        if self.chance(0.6):
            options.append("partition_by=" + self.pick(self.num(0), "[%s, %s]" % (self.num(0), self.text(0))))
        if self.chance(0.7):
            options.append("order_by=" + self.pick(self.num(0), self.num(0) + ".desc()", "[%s, %s.asc()]" % (self.num(0), self.num(0))))
        if self.chance(0.3):
            options.append("%s=(%s, %s)" % (self.pick("rows", "range_", "groups"), self.pick("None", "0", "-2", "-1"), self.pick("None", "0", "1", "3")))
        return "%s.over(%s)" % (function, ", ".join(options))

    def aggregate(self, depth):
        d = depth - 1
        return self.pick(
            "func.count(%s).filter(%s)" % (self.num(0), self.condition(d)),
            "func.sum(%s).filter(%s, %s)" % (self.num(0), self.condition(d), self.condition(0)),
            "func.percentile_cont(0.5).within_group(%s)" % self.num(0),
            "func.percentile_disc(0.5).within_group(%s.desc())" % (self.column("num") or "sa.column('c')"),
            "func.mode().within_group(%s)" % self.num(0),
            "func.array_agg(%s)" % self.num(0),
            "func.array_agg(postgresql.aggregate_order_by(%s, %s.desc()))" % (self.num(0), self.column("num") or "sa.column('c')"),
            "func.sum(%s).filter(%s).over(partition_by=%s)" % (self.num(0), self.condition(0), self.num(0)),
            "func.string_agg(%s, ',')" % self.text(0))

    # ---- queries ----

    def base(self):
        """A table or an alias of it, or what a query or a CTE gives; pushed on self.froms."""
        kind = self.rng.random()
        name = self.pick("t", "a", "o", "p")
        columns = COLUMNS[name]
        if kind < 0.55:
            variable = name
        elif kind < 0.75:
            variable = self.let("al", "%s.alias(%s)" % (name, self.pick("", "'z'", "'A b'")))
        else:
            variable, columns = self.derived()
        self.froms.append((variable, columns))
        return variable

    def derived(self):
        """A subquery, CTE or lateral with a few named columns."""
        saved, self.froms = self.froms, []
        name = self.pick("t", "a", "o", "p")
        self.froms.append((name, COLUMNS[name]))
        n, s = self.num(1), self.text(1)
        query = "sa.select(%s.c.id, (%s).label('n'), %s.label('s'), %s.c.b)" % (
            name, n, s if not s.startswith("sa.text") else "sa.literal('q')", name)
        query += self.tail(1) if self.chance(0.5) else ""
        if self.chance(0.2):
            query = "%s(%s, %s)" % (self.pick("sa.union_all", "sa.union"), query,
                                    "sa.select(%s.c.id, %s.c.n, %s.c.s, %s.c.b)" % (name, name, name, name))
        self.froms = saved
        how = self.pick(".subquery()", ".subquery('sq')", ".cte()", ".cte('c')", ".subquery()", ".cte('C t')",
                        ".alias('y')", ".lateral('lat')", ".lateral()")
        return (self.let("q", query + how), {"num": ["id", "n"], "text": ["s"], "bool": ["b"]})

    def subselect(self, depth, kind):
        saved = list(self.froms)
        if self.chance(0.7) or not self.froms:
            self.base()
            if self.chance(0.6):
                self.froms = self.froms[-1:]
        value = self.num(0) if kind == "num" else self.text(0)
        query = "sa.select(%s)" % value
        for _ in range(self.pick(0, 1, 1, 2)):
            query += ".where(%s)" % self.condition(min(depth - 1, 1))
        if self.chance(0.15):
            query += ".correlate(%s)" % self.pick("None", *[v for v, _ in saved] or ["None"])
        if self.chance(0.1):
            query += ".limit(1)"
        self.froms = saved
        return query

    def scalar(self, depth, kind):
        return "%s.scalar_subquery()" % self.subselect(depth - 1, kind)

    def tail(self, depth):
        text = ""
        for _ in range(self.pick(0, 0, 1, 1, 2)):
            text += ".where(%s)" % self.condition(depth)
        if self.chance(0.15):
            text += ".group_by(%s)" % self.pick(self.num(0), "%s, %s" % (self.num(0), self.text(0)))
            if self.chance(0.5):
                text += ".having(%s)" % self.condition(depth)
        return text

    def ordering(self, depth):
        def item():
            e = self.pick(self.num, self.num, self.text)(depth)
            if e.startswith("sa.text"):
                return e
            return e + self.pick("", "", ".desc()", ".asc()", ".desc().nulls_last()", ".nulls_first()", ".asc().nulls_first()")
        text = ""
        if self.chance(0.5):
            text += ".order_by(%s)" % ", ".join(item() for _ in range(self.pick(1, 1, 2)))
        limit = self.pick("", "", "", ".limit(%s)" % self.small(), ".limit(5).offset(10)", ".offset(3)",
                          ".fetch(4)", ".fetch(4, with_ties=True)", ".offset(2).fetch(3)", ".limit(sa.bindparam('lim', 3))",
                          ".fetch(10, percent=True)")
        return text + limit

    def selected(self, depth):
        items, labels = [], []
        for _ in range(self.pick(1, 1, 2, 3)):
            e = self.rng.choice([self.num, self.text, self.anything, self.condition])(depth)
            if self.chance(0.1):
                e = self.literal()
            if self.chance(0.3) and not e.startswith(("sa.text", "None")):
                label = self.pick("lbl", "n", "s", "Mixed", "order")
                labels.append(label)
                e = "(%s).label(%r)" % (e, label)
            items.append(e)
        if self.chance(0.12):
            items.insert(0, self.rng.choice(self.froms)[0])
        return items, labels

    def select(self, depth):
        self.base()
        joins = ""
        root = self.froms[0][0]
        for _ in range(self.pick(0, 0, 0, 1, 1, 2)):
            left = self.froms[-1][0]
            other = self.base()
            if other == left or other in [f[0] for f in self.froms[:-1]]:
                self.froms.pop()
                continue
            on = self.pick("%s.c.id == %s.c.id" % (left, other), "sa.and_(%s.c.id == %s.c.n, %s)" % (left, other, self.condition(0)))
            joins = joins or root
            joins = self.pick("%s.join(%s, %s)", "%s.outerjoin(%s, %s)", "%s.join(%s, %s, full=True)",
                              "sa.join(%s, %s, %s)", "%s.join(%s, %s, isouter=True)") % (joins, other, on)
        items, labels = self.selected(depth)
        text = "sa.select(%s)" % ", ".join(items)
        if joins:
            text += ".select_from(%s)" % joins
        elif self.chance(0.2):
            text += ".select_from(%s)" % root
        if self.chance(0.12):
            text += self.pick(".distinct()", ".distinct(%s)" % self.num(0), ".prefix_with('ALL')", ".distinct()")
        text += self.tail(depth)
        if labels and self.chance(0.3):
            text += ".order_by(%s)" % self.pick(repr(labels[0]), "sa.desc(%r)" % labels[0])
        text += self.ordering(min(depth, 1))
        if self.chance(0.08):
            text += self.pick(".with_for_update()", ".with_for_update(read=True)", ".with_for_update(nowait=True)",
                              ".with_for_update(skip_locked=True)", ".with_for_update(of=%s)" % root,
                              ".with_for_update(key_share=True, read=True)")
        return text

    def compound(self, depth):
        queries = []
        for _ in range(self.pick(2, 2, 3)):
            self.froms = []
            self.base()
            queries.append("sa.select(%s, %s)%s%s" % (
                self.column("num"), self.column("text") or "sa.literal('x')", self.tail(1),
                self.pick("", "", "", ".limit(3)", ".order_by(%s)" % self.num(0))))
        text = "sa.%s(%s)" % (self.pick("union", "union_all", "except_", "intersect", "except_all", "intersect_all"), ", ".join(queries))
        if self.chance(0.3):
            text = "%s.%s(%s)" % (queries[0], self.pick("union", "union_all", "except_", "intersect"), text)
        text += self.pick("", ".order_by('id')", ".limit(5)", ".limit(5).offset(2)", ".order_by(sa.text('1'))",
                          ".order_by(sa.desc('n'))")
        if self.chance(0.3):
            q = self.let("u", text + self.pick(".subquery()", ".cte('cc')", ".alias('ua')"))
            return "sa.select(%s)" % self.pick(q, "func.count()).select_from(%s" % q)
        return text

    def recursive(self):
        name = self.pick("t", "o")
        parent = self.pick("n", "id")
        how = self.pick(".cte('tree', recursive=True)", ".cte(recursive=True)")
        cte = self.let("r", "sa.select(%s.c.id, %s.c.n, sa.literal(0).label('lvl')).where(%s.c.n == None)%s" % (name, name, name, how))
        cte = self.let("r", "%s.%s(sa.select(%s.c.id, %s.c.n, %s.c.lvl + 1).where(%s.c.%s == %s.c.id))" % (
            cte, self.pick("union_all", "union"), name, name, cte, name, parent, cte))
        return self.pick("sa.select(%s)" % cte, "sa.select(%s.c.id).where(%s.c.lvl < 5)" % (cte, cte),
                         "sa.delete(%s).where(%s.c.id.in_(sa.select(%s.c.id)))" % (name, name, cte),
                         "sa.insert(t).from_select(['id', 'n'], sa.select(%s.c.id, %s.c.n))" % (cte, cte))

    # ---- data ----

    def assignments(self, name, depth):
        pool = [("n", lambda: self.num(depth)), ("n", self.small), ("q", self.number), ("s", self.word),
                ("s", lambda: self.text(depth)), ("b", lambda: self.pick("True", "False", "None")),
                ("d", lambda: "datetime.date(2024, 5, 6)"), ("ts", lambda: "func.now()"),
                ("ts", lambda: "datetime.datetime(2024, 5, 6, 7, 8, 9)"), ("n", lambda: "None"),
                ("b", lambda: self.condition(0))]
        if name == "a":
            pool += [("j", lambda: self.pick("{'a': 1, 'b': [None]}", "None", "sa.null()", "sa.JSON.NULL", "'str'")),
                     ("e", lambda: self.pick("Colour.green", "'red'", "None")), ("u", lambda: "uuid.UUID(int=77)"),
                     ("raw", lambda: "b'bytes'"), ("span", lambda: "datetime.timedelta(hours=1)")]
        if name == "p":
            pool += [("jb", lambda: "{'x': '50%'}"), ("arr", lambda: self.pick("[1, 2]", "[]", "postgresql.array([1, p.c.n])")),
                     ("tags", lambda: "['a', \"b'c\"]")]
        chosen = {}
        for column, value in self.rng.sample(pool, self.pick(1, 2, 3)):
            chosen.setdefault(column, value())
        return chosen

    def values(self, name, depth):
        chosen = self.assignments(name, depth)
        if self.chance(0.6):
            return ".values(%s)" % ", ".join("%s=%s" % i for i in chosen.items())
        keys = lambda k: self.pick(repr(k), "%s.c.%s" % (name, k))  # noqa: E731
        return ".values({%s})" % ", ".join("%s: %s" % (keys(k), v) for k, v in chosen.items())

    def returning(self, name):
        if not self.chance(0.15):
            return ""
        return ".returning(%s)" % self.pick("%s.c.id" % name, "%s.c.id, %s.c.n" % (name, name), name, "%s.c.n + 1" % name,
                                            "func.lower(%s.c.s).label('low')" % name)

    def insert(self, depth):
        name = self.pick("t", "a", "o", "p")
        kind = self.rng.random()
        make = "sa.insert(%s)" % name
        if kind < 0.45:
            text = make + self.values(name, 0 if self.chance(0.6) else 1)
        elif kind < 0.6:
            rows = ", ".join("{'id': %d, 'n': %s, 's': %s}" % (i, self.small(), self.word()) for i in range(self.pick(1, 2, 3)))
            text = make + ".values([%s])" % rows
        elif kind < 0.8:
            self.base()
            query = "sa.select(%s, %s)%s" % (self.num(depth), self.text(depth), self.tail(1))
            text = make + ".from_select(%s, %s)" % (self.pick("['n', 's']", "[%s.c.n, %s.c.s]" % (name, name)), query)
        else:
            return self.upsert(name)
        return text + self.returning(name)

    def upsert(self, name):
        self.froms = [(name, COLUMNS[name])]
        dialect = self.pick("postgresql", "sqlite", "mysql")
        stmt = self.let("ins", "%s.insert(%s)%s" % (dialect, name, self.values(name, 0)))
        if dialect == "mysql":
            return self.pick("%s.on_duplicate_key_update(n=%s.inserted.n, s='x')" % (stmt, stmt),
                             "%s.on_duplicate_key_update({'n': %s.inserted.n + 1})" % (stmt, stmt),
                             "%s.on_duplicate_key_update(n=%s)" % (stmt, self.num(1)))
        target = self.pick("index_elements=['id']", "index_elements=[%s.c.id]" % name, "constraint='uq_x'",
                           "index_elements=['id', 'n'], index_where=%s.c.n > 3" % name)
        if dialect == "sqlite" and "constraint" in target:
            target = "index_elements=['n']"
        if self.chance(0.4):
            return "%s.on_conflict_do_nothing(%s)" % (stmt, self.pick("", target))
        where = self.pick("", "", ", where=%s" % self.condition(1))
        value = self.pick("%s.excluded.n" % stmt, "%s.c.n + %s.excluded.n" % (name, stmt), self.number(), "None")
        return "%s.on_conflict_do_update(%s, set_={'n': %s, 's': %s}%s)" % (
            stmt, target, value, self.pick("%s.excluded.s" % stmt, self.word(), "func.lower(%s.c.s)" % name), where)

    def update(self, depth):
        name = self.pick("t", "a", "o", "p")
        self.froms = [(name, COLUMNS[name])]
        if self.chance(0.3):
            self.base()
        text = "sa.update(%s)%s" % (name, self.values(name, depth))
        for _ in range(self.pick(0, 1, 1, 2)):
            text += ".where(%s)" % self.condition(depth)
        return text + self.returning(name)

    def delete(self, depth):
        name = self.pick("t", "a", "o", "p")
        self.froms = [(name, COLUMNS[name])]
        if self.chance(0.3):
            self.base()
        text = "sa.delete(%s)" % name
        for _ in range(self.pick(0, 1, 1, 2)):
            text += ".where(%s)" % self.condition(depth)
        return text + self.returning(name)

    def plain_text(self):
        return self.pick(
            "sa.text('UPDATE t SET a = :v WHERE s LIKE \\'50%%\\'').bindparams(v=%s)" % self.pick(self.number(), self.word()),
            "sa.text('SELECT * FROM t WHERE a = :v AND b IN :l').bindparams(sa.bindparam('v', %s), sa.bindparam('l', [1, 2], expanding=True))" % self.word(),
            "sa.text('SELECT a\\:\\:int, b::text FROM t WHERE c = :c').bindparams(c=datetime.date(2024, 1, 1))",
            "sa.text('SELECT id, n FROM t').columns(sa.column('id', sa.Integer), sa.column('n'))",
            "sa.select(sa.text('SELECT id, n FROM t').columns(id=sa.Integer, n=sa.Integer).subquery('tx'))",
            "sa.select(sa.text('a, b')).select_from(sa.text('t')).where(sa.text('a = :z').bindparams(z=5)).order_by(sa.text('a DESC'))",
            "sa.select(sa.literal_column('a', sa.Integer) + 1, sa.text('b')).select_from(t)")

    def value_list(self):
        v = self.let("v", "sa.values(sa.column('i', sa.Integer), sa.column('w', sa.String), name=%s%s).data([(1, 'a'), (2, \"b'\")])" % (
            self.pick("'vals'", "'V 1'"), self.pick("", ", literal_binds=True")))
        return self.pick("sa.select(%s)" % v, "sa.select(t.c.id).join(%s, %s.c.i == t.c.n)" % (v, v),
                         "sa.update(t).values(s=%s.c.w).where(t.c.id == %s.c.i)" % (v, v))

    def with_ctes(self, depth):
        name = self.pick("t", "a", "o")
        first = self.let("w", "sa.select(%s.c.id, %s.c.n).where(%s.c.n > 3).cte(%s)" % (name, name, name, self.pick("'w1'", "")))
        second = self.let("w", self.pick(
            "sa.select(%s.c.id).where(%s.c.n < 5).cte('w2')" % (first, first),
            "sa.delete(t).where(t.c.id.in_(sa.select(%s.c.id))).returning(t.c.id).cte('w2')" % first,
            "sa.insert(t).values(n=1).returning(t.c.id, t.c.n).cte('w2')",
            "sa.update(t).values(n=2).where(t.c.id == %s.c.id).returning(t.c.id).cte('w2')" % first))
        return self.pick(
            "sa.select(%s.c.id, %s.c.id)" % (first, second),
            "sa.select(%s).join(%s, %s.c.id == %s.c.id)" % (second, first, first, second),
            "sa.select(t.c.id).add_cte(%s, %s)" % (first, second),
            "sa.insert(o).from_select(['id'], sa.select(%s.c.id))" % second,
            "sa.update(t).values(n=sa.select(%s.c.id).scalar_subquery()).where(t.c.id == %s.c.id)" % (second, first),
            "sa.delete(t).where(sa.exists().where(%s.c.id == t.c.id))" % second)

    def statement(self):
        if self.chance(0.4):
            return expression_shapes.statement(self)
        depth = self.pick(1, 1, 2, 2, 3)
        kind = self.rng.random()
        if kind < 0.5:
            return self.select(depth)
        if kind < 0.57:
            return self.compound(depth)
        if kind < 0.6:
            return self.recursive()
        if kind < 0.7:
            return self.insert(depth)
        if kind < 0.82:
            return self.update(depth)
        if kind < 0.89:
            return self.delete(depth)
        if kind < 0.93:
            return self.plain_text()
        if kind < 0.96:
            return self.value_list()
        return self.with_ctes(depth)


def snippet(seed, index):
    generator = Generator(random.Random("%d-%d" % (seed, index)))
    statement = generator.statement()
    return ["t, a, o, p = tables()"] + generator.lines + ["op.execute(%s)" % statement]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("retort")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--dialect", action="append")
    parser.add_argument("--batch", type=int, default=100, help="snippets of one script")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    first, count = (options.only, 1) if options.only is not None else (options.first, options.count)
    started, batches, rendered, failed = time.time(), 0, 0, 0
    for start in range(first, first + count, options.batch):
        numbers = range(start, min(start + options.batch, first + count))
        snippets = [snippet(options.seed, n) for n in numbers]
        different = []
        for dialect in options.dialect or rendering.DIALECTS:
            # Whether percent signs are doubled goes by the snippets, so that --only repeats it.
            named = start // options.batch % 2 == 0
            found, n = rendering.compare(options.retort, snippets, dialect, named, HEADER)
            rendered += n
            different += [(numbers[k], dialect, named, lines) for k, lines in found]
        batches += 1
        failed += len(different)
        print("%sok %d - statements %d to %d" % ("not " if different else "", batches, numbers[0], numbers[-1]), flush=True)
        for index, dialect, named, lines in different:
            print("# seed %d, statement %d, %s%s" % (options.seed, index, dialect, ", named" if named else ""))
            for line in snippets[index - start][1:]:
                print("#     " + line)
            for line in lines[: None if options.verbose else 12]:
                print("#   " + line)
    print("1..%d" % batches)
    print("# %d statements of seed %d on %d dialects, of which the real Alembic renders %d: %d differ, in %d s" % (
        count, options.seed, len(options.dialect or rendering.DIALECTS), rendered, failed, time.time() - started))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
