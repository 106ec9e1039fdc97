"""Random statements of a revision: every directive of Alembic, with random parameters."""

from .column_types import Types
from .elements import Elements
from .names import Chance, constraint_name, identifier, name, schema
from .objects import Objects
from .source import Call, Code, Items, Method, Script, With, literal, mapping
from .tables import COMMENTS, FLAG, Tables
from .values import OWN_VALUES

SETTINGS = {"naming": (0.25, ["some", "all", "long", "tokens", "own"]), "pyformat": (0.2, ["yes"])}
COLUMN_NAMES = ["a", "b", "c", "Mixed", "order", "x y", "id"]
VALUES = [
    "1", "-5", "'x'", "\"it's\"", "None", "True", "False", "1.5", "'100%'", "'a:b'", "'ü'",
    "datetime.date(2020, 1, 2)", "datetime.datetime(2020, 1, 2, 3, 4, 5, 678)", "decimal.Decimal('1.10')",
    "10**20", "''", "'back\\\\slash'", "'two\\nlines'", "uuid.UUID(int=5)", "datetime.time(1, 2, 3)",
    "sa.func.now()", "sa.null()", "op.inline_literal('i')", "op.inline_literal(5)", "sa.text('1 + 1')",
    "1e20", "1e-7", "sa.literal('l')", "sa.literal_column('q')", "b'x'", "{'k': [1, None]}", "[1, 2]"
]
PLAIN_VALUES = {
    "sa.Integer": ["1", "-5", "0", "10**12", "None", "op.inline_literal(7)"], "sa.String": [
        "'x'", "\"it's\"", "'100%'", "'a:b'", "''", "'ü'", "None", "'two\\nlines'", "'b\\\\s'",
        "op.inline_literal('i')"
    ], "sa.Boolean": ["True", "False", "None"],
    "sa.Date": ["datetime.date(2020, 1, 2)", "None",
                "op.inline_literal('2020-01-02')"], "sa.Float": ["1.5", "1e20", "-0.0", "3"], "sa.DateTime": [
                    "datetime.datetime(2020, 1, 2, 3, 4, 5)", "datetime.datetime(2020, 1, 2, 3, 4, 5, 6)",
                    "None"
                ], "sa.Numeric(10, 2)": ["decimal.Decimal('1.10')", "5", "1.25"], "sa.Text": ["'t'", "None"],
    "sa.Time": ["datetime.time(1, 2, 3)"], "sa.Enum('a', 'b', name='e')": ["'a'", "'b'"],
    "sa.Unicode(9)": ["'ü'"], "sa.BigInteger": ["5"], "sa.LargeBinary": ["b'x\\xff'"],
    "sa.JSON": ["{'a': 1}", "[1, 'x', None]", "'s'", "None", "5"
                ], "sa.Uuid": ["uuid.UUID(int=7)"], "sa.Interval": ["datetime.timedelta(days=1, seconds=5)"],
    "postgresql.JSONB": ["{'a': \"it's\"}"], "postgresql.UUID": ["uuid.UUID(int=9)"],
    "sa.PickleType": ["None"], "sa.Double": ["2.5"], "mysql.YEAR": ["2020"], "mysql.TINYINT(1)": ["1", "0"], "mysql.DATETIME(fsp=6)": ["datetime.datetime(2020, 1, 2, 3, 4, 5, 6)"], "mysql.BIT(8)": ["5"],
    "mysql.ENUM('a', 'b')": ["'a'"], "mysql.LONGTEXT": ["\"it's\""], "mysql.TIME(fsp=3)": ["datetime.time(1, 2, 3, 4)"], "sqlite.DATETIME(truncate_microseconds=True)": ["datetime.datetime(2020, 1, 2, 3, 4, 5, 6)"],
    "sqlite.DATE": ["datetime.date(2020, 1, 2)"], "mysql.JSON": ["{'a': \"it's\"}"], "sqlite.JSON": ["[1]"], "mysql.SET('a', 'b', retrieve_as_bitwise=True)": ["{'a'}"], "mssql.BIT": ["True"]
}
PLAIN_VALUES.update(OWN_VALUES)



def different_names(pieces):
    """Of two constraints of one name, Alembic's batch mode takes one that the order of a set decides."""
    known = set()
    for p in pieces:
        name = p.keywords.get("name") if p.function.endswith("Constraint") else None
        while isinstance(name, Call):  # op.f('x')
            name = name.args[0]
        if name is None or name.source() not in known:
            yield p
        known.add(name and name.source())


class Directives:
    def __init__(self, c):
        self.c = c
        self.definitions = []
        self.types = Types(c, self.definitions)
        self.tables = Tables(c, self.types)
        self.elements = Elements(self)
        self.objects = Objects(self)

    def table(self):
        return identifier(self.c, self.c.pick(["t", "t", "account", "Order", name(self.c)]))

    def with_schema(self, keywords, keyword="schema", probability=0.2):
        if self.c.maybe(probability):
            keywords[keyword] = schema(self.c)
        return keywords

    def flag(self, keywords, keyword, probability=0.1):
        if self.c.maybe(probability):
            keywords[keyword] = self.c.pick(FLAG + ["None"])
        return keywords

    def columns(self, high=2):
        return Items([literal(n, "a") for n in self.c.some(COLUMN_NAMES, 1, high)])

    def create_table(self):
        keywords = self.flag(self.with_schema(self.tables.table_options()), "if_not_exists", 0.07)
        return Call("op.create_table", [self.table()] + self.tables.pieces(), keywords)

    def drop_table(self):
        return Call("op.drop_table", [self.table()], self.flag(self.with_schema({}), "if_exists", 0.3))

    def rename_table(self):
        return Call("op.rename_table", [self.table(), self.table()], self.with_schema({}))

    def add_column(self):
        keywords = self.with_schema({})
        for k in ("if_not_exists", "inline_references", "inline_primary_key"):
            self.flag(keywords, k)
        return Call("op.add_column", [self.table(), self.tables.column()], keywords)

    def drop_column(self):
        keywords = self.flag(self.with_schema({}), "if_exists")
        for k in ("mssql_drop_check", "mssql_drop_default", "mssql_drop_foreign_key"):
            self.flag(keywords, k, 0.08)
        return Call("op.drop_column", [self.table(), identifier(self.c)], keywords)

    def alter_options(self, batch=False):
        c = self.c
        keywords = {}
        if c.maybe(0.4):
            keywords["nullable"] = c.pick(FLAG)
        if c.maybe(0.35):
            keywords["type_"] = self.types.type(copied=batch)
            if c.maybe(0.15):
                keywords["postgresql_using"] = c.pick(
                    ["'c::integer'", "\"nullif(c, '')::int\"", "'a \\'%\\''"])
        if c.maybe(0.3):
            keywords["server_default"] = self.alter_default()
        if c.maybe(0.2):
            keywords["new_column_name"] = identifier(c)
        if c.maybe(0.15):
            keywords["comment"] = literal(c.pick(COMMENTS), "x") if c.maybe(0.8) else Code("None")
        if c.maybe(0.07):
            keywords["autoincrement"] = c.pick(FLAG)
        # A default of a wrong type is the only mistake then: of two, either may be named.
        wrong = "server_default" in keywords and keywords["server_default"].source() == "5"
        if c.maybe(0.7) or wrong:
            keywords["existing_type"] = self.types.type()
        if c.maybe(0.4):
            keywords["existing_nullable"] = c.pick(FLAG)
        if c.maybe(0.25):
            keywords["existing_server_default"] = self.alter_default()
            if keywords["existing_server_default"].source() == "5":  # of a wrong type (docs/differences.md)
                keywords["existing_server_default"] = Code("'5'")
        if c.maybe(0.12):
            keywords["existing_comment"] = literal(c.pick(COMMENTS), "x")
        if c.maybe(0.07):
            keywords["existing_autoincrement"] = c.pick(FLAG)
        if c.maybe(0.02):
            keywords[c.pick(["mssql_drop_default", "mysql_foo", "mssql_drop_check"])] = "True"
        return keywords

    def alter_default(self):
        c = self.c
        return c.weighted([(8, self.tables.default), (2, lambda: Code("None")), (1, lambda: Code("False")),
                           (2, self.tables.identity), (1, self.tables.computed)])()

    def alter_column(self):
        return Call("op.alter_column", [self.table(), identifier(self.c)],
                    self.with_schema(self.alter_options()))

    def create_index(self):
        c = self.c
        keywords = self.flag(self.with_schema(self.tables.index_options()), "if_not_exists")
        if c.maybe(0.3):
            keywords["unique"] = c.pick(FLAG)
        columns = self.tables.index_columns(COLUMN_NAMES)
        return Call(
            "op.create_index",
            [constraint_name(c, 0.1 if columns[0].text.startswith("'") else 0),
             self.table(),
             Items(columns)], keywords)

    def drop_index(self):
        c = self.c
        keywords = self.flag(self.with_schema({}), "if_exists")
        if c.maybe(0.15):
            keywords["postgresql_concurrently"] = c.pick(FLAG)
        args = [constraint_name(c, 0)]
        if c.maybe(0.5):
            args.append(self.table())
        elif c.maybe(0.7):
            keywords["table_name"] = self.table()
        return Call("op.drop_index", args, keywords)

    def create_unique_constraint(self):
        keywords = self.with_schema(self.tables.unique_options())
        keywords.pop("postgresql_include", None)  # Alembic finds no column there
        return Call(
            "op.create_unique_constraint",
            [constraint_name(self.c), self.table(), self.columns()], keywords)

    def create_primary_key(self):
        return Call(
            "op.create_primary_key",
            [constraint_name(self.c), self.table(), self.columns()], self.with_schema({}))

    def create_foreign_key(self):
        keywords = self.tables.foreign_key_options(inline=None)
        self.with_schema(self.with_schema(keywords, "source_schema"), "referent_schema")
        local = self.columns()
        remote = Items([literal("k%d" % i) for i in range(len(local.items))])
        return Call("op.create_foreign_key",
                    [constraint_name(self.c),
                     self.table(), self.table(), local, remote], keywords)

    def create_check_constraint(self):
        c = self.c
        keywords = self.with_schema({})
        choices = {
            "deferrable": FLAG, "initially": ["'DEFERRED'"], "postgresql_not_valid": FLAG,
            "sqlite_on_conflict": ["'FAIL'"]
        }
        for k, values in choices.items():
            if c.maybe(0.06):
                keywords[k] = c.pick(values)
        return Call(
            "op.create_check_constraint",
            [constraint_name(c), self.table(), self.tables.condition()], keywords)

    def create_exclude_constraint(self):
        return Call("op.create_exclude_constraint",
                    [constraint_name(self.c), self.table()] + self.tables.exclude_elements(),
                    self.with_schema(self.tables.exclude_options()))

    def drop_constraint(self):
        c = self.c
        keywords = self.flag(self.with_schema({}), "if_exists")
        args = [constraint_name(c, 0), self.table()]
        if c.maybe(0.75):
            keywords["type_"] = c.pick([
                "'foreignkey'", "'unique'", "'primary'", "'check'", "None",
                "'bogus'" if c.maybe(0.1) else "'check'"
            ])
            if c.maybe(0.3):
                args.append(keywords.pop("type_"))
        return Call("op.drop_constraint", args, keywords)

    def table_comment(self):
        c = self.c
        keywords = self.with_schema({})
        if c.maybe(0.4):
            keywords["existing_comment"] = literal(c.pick(COMMENTS), "x")
        if c.maybe(0.35):
            return Call("op.drop_table_comment", [self.table()], keywords)
        return Call("op.create_table_comment", [self.table(), literal(c.pick(COMMENTS), "x")], keywords)

    def execute(self):
        c = self.c
        plain = [
            "UPDATE t SET a = 1", "SELECT '100%'", "INSERT INTO t VALUES ('it''s', 'a\\\\:b')",
            "  indented\n  text  ", "SELECT 1;", "-- only a comment", "SELECT $$x;y$$",
            "CREATE EXTENSION IF NOT EXISTS \"x\"", "SELECT 'a\\:b', c\\:\\:text",
            "DO $$\nBEGIN\n  x := 1;\nEND $$", "SELECT x\\:\\:int, '12\\:30'", "SELECT\t1", "",
            "SELECT '\\\\'", "update t set a = '%s' || '%%'"
        ]
        kind = c.random.random()
        if kind < 0.45:
            what = literal(c.pick(plain), "SELECT 1")
        elif kind < 0.6:
            what = Call("sa.text", [literal(c.pick(plain))])
        elif kind < 0.7:
            what = Method(Call("sa.text", ["'UPDATE t SET a = :v, b = :w'"]), "bindparams", [],
                          {"v": c.pick(VALUES[:10]), "w": c.pick(VALUES[:18])})
        else:
            what = self.dml()
        keywords = {"execution_options": "{'isolation_level': 'AUTOCOMMIT'}"} if c.maybe(0.05) else {}
        return Call("op.execute", [what], keywords)

    def clause(self):
        """A lightweight table, with the columns' types."""
        c = self.c
        kinds = c.some(PLAIN_VALUES, 1, 4)
        labels = c.some(["a", "b", "Mixed", "order", "x y", "id", "100%"], len(kinds), len(kinds))
        args = [literal(c.pick(["t", "account", "Order", "über"]))]
        args += [Call("sa.column", [literal(n), k]) for n, k in zip(labels, kinds)]
        keywords = {"schema": "'s'"} if c.maybe(0.15) else {}
        return Call("sa.table", args, keywords), dict(zip(labels, kinds))

    def value(self, kind):
        return self.c.pick(PLAIN_VALUES[kind])

    def dml(self):
        c = self.c
        table, columns = self.clause()
        given = mapping([(literal(n), self.value(k)) for n, k in columns.items()])
        which = c.pick(list(columns))
        condition = Code("sa.column(%r) == %s" % (which, self.value(columns[which])), "sa.text('1 = 1')")
        kind = c.random.random()
        if kind < 0.3:
            return Method(Method(table, "insert"), "values", [given])
        if kind < 0.7:
            made = Method(Method(table, "update"), "values", [given])
        else:
            made = Method(table, "delete")
        return Method(made, "where", [condition]) if c.maybe(0.8) else made

    def bulk_insert(self):
        c = self.c
        table, columns = self.clause()
        rows = []
        for _ in range(c.number(0, 3)):
            part = columns if len(columns) < 2 or c.maybe(0.95) else dict(list(columns.items())[:-1])
            rows.append(mapping([(literal(n), self.value(k)) for n, k in part.items()]))
        return Call("op.bulk_insert", [table, Items(rows)], self.flag({}, "multiinsert", 0.3))

    def sequence(self):
        c = self.c
        kind = c.pick(["CreateSequence", "CreateSequence", "DropSequence"])
        keywords = {}
        if c.maybe(0.3):
            keywords["if_not_exists" if kind == "CreateSequence" else "if_exists"] = c.pick(FLAG)
        return Call("op.execute", [Call(kind, [self.tables.sequence()], keywords)])

    def schema_element(self):
        """The elements of sqlalchemy.schema, run through execute."""
        c = self.c
        kind = c.random.random()
        if kind < 0.25:
            return self.elements.of_table()
        if kind < 0.6:
            return self.elements.of_part()
        if kind < 0.7:
            return self.elements.everything()
        if kind < 0.88:
            return Call("op.execute", [
                Call("sa.schema." + c.pick(["CreateSchema", "DropSchema"]),
                     [literal(c.pick(["s", "My Schema", "order"]))],
                     {c.pick(["if_not_exists", "cascade", "if_exists"]): "True"} if c.maybe(0.3) else {})
            ])
        return Call(
            "op.execute",
            [Call("sa.DDL", [literal(c.pick(["CREATE VIEW v AS SELECT 1", "GRANT x TO y", "SELECT '%%'"]))])])

    def named_type(self):
        """A named type that is created or dropped by itself."""
        c = self.c
        made = c.pick([self.types.pg_enum, self.types.domain, self.types.enum])()
        keywords = {"checkfirst": c.pick(FLAG)} if c.maybe(0.6) else {}
        return Method(made, c.pick(["create", "create", "drop"]), ["op.get_bind()"], keywords)

    def autocommit(self):
        return With("op.get_context().autocommit_block()", None, [
            self.c.pick([self.execute, self.create_index, self.add_column])()
            for _ in range(self.c.number(1, 2))
        ])

    def batch(self):
        c = self.c
        head = {}
        statements = []
        copied = c.maybe(0.6)
        columns = COLUMN_NAMES[:4]
        if copied:
            pieces = [
                self.tables.column(n, key=i == 0 and c.maybe(0.7), plain=c.maybe(0.5), defaults=False)
                for i, n in enumerate(columns)
            ]
            for column in pieces:  # a key breaks any rebuild of Alembic's
                column.keywords.pop("key", None)
            for _ in range(c.number(0, 2)):
                pieces.append(
                    c.pick([self.tables.unique, self.tables.foreign, self.tables.index])
                    (columns) if c.maybe(0.8) else self.tables.check())
            head["copy_from"] = Call("sa.Table", ["'t'", "sa.MetaData()"] + list(different_names(pieces)),
                                     self.tables.table_options() if c.maybe(0.2) else {})
            for lost in ("prefixes", "comment"):  # by Alembic
                head["copy_from"].keywords.pop(lost, None)
        if c.maybe(0.7 if copied else 0.5):
            head["recreate"] = c.pick(
                ["'always'", "'always'", "'auto'", "'never'"] if copied else ["'never'", "'never'", "'auto'"])
        self.with_schema(head, probability=0.1)
        if c.maybe(0.1):
            head["table_args"] = c.pick([
                "(sa.UniqueConstraint('a', name='uq_args'),)", "(sa.CheckConstraint('a > 5', name='ck_args'),)",
                "[sa.ForeignKeyConstraint(['b'], ['o.id'], name='fk_args'), sa.CheckConstraint(sa.column('b') > 1)]",
                "(sa.PrimaryKeyConstraint('a', 'b'),)", "(sa.UniqueConstraint('b'),)", "(sa.Column('late', sa.Integer),)"
            ])
        if c.maybe(0.08):
            head["table_kwargs"] = c.pick(
                ["{'sqlite_autoincrement': True}", "{'mysql_engine': 'x'}", "{'prefixes': ['X']}", "{'sqlite_strict': True, 'mysql_charset': 'y'}",
                 "{'comment': \"it's\"}", "{'sqlite_with_rowid': False}", "{'mysql_comment': 'c', 'info': {}}"])
        if c.maybe(0.08):
            head[
                "naming_convention"] = "{'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s', 'fk': 'fk_%(table_name)s_%(column_0_name)s'}"
        if c.maybe(0.06):
            head["partial_reordering"] = c.pick(
                ["[('c', 'b')]", "[('Mixed', 'a'), ('b', 'c')]", "[('a', 'b', 'c')]"])
        for _ in range(c.number(0 if c.maybe(0.05) else 1, 4)):
            statements.append(self.batch_statement(columns))
        return With(Call("op.batch_alter_table", [literal("t") if copied else self.table()], head), "b",
                    statements)

    def batch_statement(self, columns):
        c = self.c
        which = literal(c.pick(columns if c.maybe(0.95) else ["nowhere"]))
        place = {c.pick(["insert_before", "insert_after"]): literal(c.pick(columns))} if c.maybe(0.15) else {}
        kind = c.random.random()
        if kind < 0.25:
            return Call("b.add_column", [self.tables.column(defaults=False)],
                        dict(place, **self.flag({}, "if_not_exists", 0.03)))
        if kind < 0.35:
            return Call("b.drop_column", [which], self.flag({}, "if_exists", 0.05))
        if kind < 0.6:
            return Call("b.alter_column", [which], dict(self.alter_options(batch=True), **place))
        if kind < 0.66:
            options = self.tables.unique_options()
            options.pop("postgresql_include", None)
            return Call("b.create_unique_constraint", [constraint_name(c, 0.05), Items([which])], options)
        if kind < 0.72:
            return Call(
                "b.create_foreign_key",
                [constraint_name(c, 0.05),
                 literal(c.pick(["o", "Order", "x y"])),
                 Items([which]), "['id']"], self.tables.foreign_key_options(inline=None))
        if kind < 0.78:
            return Call("b.create_check_constraint", [constraint_name(c, 0.05), self.tables.condition()])
        if kind < 0.84:
            return Call("b.drop_constraint", [constraint_name(c, 0)],
                        {"type_": c.pick(["'unique'", "'check'", "'foreignkey'", "'primary'", "None"])})
        if kind < 0.9:
            return Call("b.create_index", [constraint_name(c, 0), Items([which])],
                        self.tables.index_options())
        if kind < 0.93:
            return Call("b.drop_index", [constraint_name(c, 0)])
        if kind < 0.95:
            return Call("b.create_primary_key", [constraint_name(c, 0.1), Items([which])])
        if kind < 0.97:
            return Call("b.create_table_comment", [literal(c.pick(COMMENTS), "x")])
        if kind < 0.98:
            return Call("b.drop_table_comment", [])
        if kind < 0.985:
            return Call("b.create_exclude_constraint", [constraint_name(c, 0)] + self.tables.exclude_elements(),
                        self.tables.exclude_options())
        return Call("b.execute", ["'SELECT 1'"])

    def up(self):
        return self.c.weighted([(22, self.create_table), (14, self.add_column), (16, self.alter_column),
                                (10, self.create_index), (4, self.create_unique_constraint),
                                (2, self.create_primary_key), (5, self.create_foreign_key),
                                (4, self.create_check_constraint), (2, self.create_exclude_constraint),
                                (2, self.rename_table), (3, self.table_comment), (4, self.execute),
                                (4, self.bulk_insert), (2, self.sequence), (5, self.schema_element),
                                (2, self.named_type), (1, self.autocommit), (10, self.batch),
                                (8, self.objects.any)])()

    def down(self):
        return self.c.weighted([(4, self.drop_table), (6, self.drop_column), (5, self.drop_index),
                                (6, self.drop_constraint), (1, self.rename_table), (1, self.table_comment),
                                (1, self.up)])()


def script(random):
    c = Chance(random)
    d = Directives(c)
    settings = {k: c.pick(values) for k, (p, values) in SETTINGS.items() if c.maybe(p)}
    up = [d.up() for _ in range(c.pick([1, 1, 2, 3]))]
    down = [d.down() for _ in range(c.number(0, 2))]
    return Script(settings, d.definitions, up, down)
