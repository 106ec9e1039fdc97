"""Random columns, constraints, indexes and tables."""

from .names import constraint_name, identifier, name, names, schema
from .source import Call, Code, Items, literal

FLAG = ["True", "False"]
ACTIONS = [
    "CASCADE", "SET NULL", "RESTRICT", "NO ACTION", "SET DEFAULT", "cascade", "SET NULL (a)", "drop table"
]
COMMENTS = [
    "a comment", "it's", "100%", "%(x)s and %%", "two\nlines", "ünïcode 名前", "", "back\\slash", 'dou"ble',
    "a:b", ":x", "tab\t"
]
TEXTS = [
    "now()", "CURRENT_TIMESTAMP", "'x'", "0", "(1 + 2)", "'it''s'", "'100%'", "'{}'::jsonb",
    "gen_random_uuid()", "nextval('s')", "a \\:x", "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)", "b'0'", "uuid()", "(uuid())", "1 ON UPDATE 2",
    "NOW() ON UPDATE NOW()", "x'00'", "0.5", "'a' + 'b'", "(json_object())", "+1", "now(6)", "current_timestamp on update current_timestamp", "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "-1",
    "'\\:'", "NULL", "''", " true "
]
CONDITIONS = [
    "a > 0", "b IN (1, 2)", "c LIKE 'x%'", "a <> '\\:y'", "x1 IS NOT NULL", "lower(a) = a", "a = 'it''s'",
    "a ~ '^[0-9]+$'"
]
# A table's dialect options, with values.
TABLE_OPTIONS = {
    "mysql_engine": ["'InnoDB'", "'MyISAM'"],
    "mysql_charset": ["'utf8mb4'"],
    "mysql_collate": ["'utf8mb4_bin'"],
    "mysql_default_charset": ["'utf8'"],
    "mysql_row_format": ["'COMPRESSED'"],
    "mysql_comment": ["\"it's\""],
    "mysql_key_block_size": ["'1024'", "'8'"],
    "mysql_partition_by": ["'HASH(id)'"],
    "mysql_partitions": ["'4'"],
    "mysql_auto_increment": ["'5'"],
    "mysql_data_directory": ["'/x'"],
    "mysql_subpartition_by": ["'KEY(a)'"],
    "mysql_subpartitions": ["'2'"],
    "mysql_pack_keys": ["'1'"],
    "mysql_stats_sample_pages": ["'1'"],
    "mysql_default_collate": ["'x'"],
    "mysql_union": ["'(a, b)'"],
    "mysql_checksum": ["'1'"],
    "mysql_tablespace": ["'ts'"],
    "mysql_insert_method": ["'FIRST'"],
    "mariadb_engine": ["'Aria'"],
    "mariadb_charset": ["'latin1'"],
    "mariadb_row_format": ["'DYNAMIC'"],
    "mariadb_page_checksum": ["'1'"],
    "mysql_character_set": ["'x'"],
    "mysql_default_character_set": ["'y'"],
    "mysql_index_directory": ["'/i'"],
    "mysql_avg_row_length": ["100", "'100'"],
    "mysql_compression": ["'ZLIB'"],
    "mysql_connection": ["'mysql://x'", "\"it's\""],
    "mysql_delay_key_write": ["1"],
    "mysql_encryption": ["'Y'"],
    "mysql_max_rows": ["1000"],
    "mysql_min_rows": ["1"],
    "mysql_password": ["'p'"],
    "mysql_stats_auto_recalc": ["'DEFAULT'", "1"],
    "mysql_stats_persistent": ["0"],
    "mysql_Engine": ["'InnoDB'"],
    "mariadb_auto_increment": ["7"],
    "mariadb_collate": ["'utf8mb4_general_ci'"],
    "mariadb_comment": ["'c'"],
    "mariadb_partition_by": ["'RANGE (a) (PARTITION p0 VALUES LESS THAN (5))'"],
    "mariadb_with_system_versioning": ["True"],
    "mariadb_default_charset": ["'utf8'"],
    "postgresql_partition_by": ["'RANGE (a)'", "'LIST (lower(b))'"],
    "postgresql_inherits": ["'base'", "('b1', 'B 2')", "['x']"],
    "postgresql_tablespace": ["'fast space'", "'ts'"],
    "postgresql_with_oids": FLAG,
    "postgresql_on_commit": ["'PRESERVE ROWS'", "'delete_rows'", "'DROP'"],
    "postgresql_using": ["'heap'"],
    "postgresql_ignore_search_path": FLAG,
    "sqlite_autoincrement": FLAG,
    "sqlite_with_rowid": FLAG,
    "sqlite_strict": FLAG,
    "oracle_compress": ["True", "'OLTP'", "5", "False"],
    "oracle_on_commit": ["'PRESERVE ROWS'", "'DELETE_ROWS'"],
    "oracle_tablespace": ["'TS'", "'my ts'"],
    "oracle_resolve_synonyms": FLAG,
}
WRONG_OPTIONS = {
    "postgresql_nothing": ["1"], "sqlite_nothing": ["1"], "oracle_nothing": ["1"], "nothing_at_all": ["1"],
    "foo": ["1"], "mssql_foo": ["1"]
}


class Tables:
    def __init__(self, c, types):
        self.c = c
        self.types = types

    def column_ref(self):
        """A column in an expression."""
        return Code(
            self.c.pick(["sa.column(%r)", "sa.column(%r)", "sa.literal_column(%r)"]) %
            self.c.pick(["a", "b", "Mixed", "order", "x y", "id"]))

    def condition(self):
        """For a CHECK, or for a partial index."""
        c = self.c
        kind = c.random.random()
        if kind < 0.35:
            return literal(c.pick(CONDITIONS).replace("\\:", ":"), "a > 0")
        if kind < 0.6:
            return Call("sa.text", [literal(c.pick(CONDITIONS))], simple="'a > 0'")
        column = self.column_ref().source()
        made = c.pick([
            "{0} > 5", "{0}.in_([1, 2])", "{0}.in_(['a', \"it's\"])", "{0}.like('%x')", "{0}.is_(None)",
            "{0}.isnot(None)", "sa.and_({0} > 1, {0} < 10)", "sa.or_({0} == 'x', {0} != 'y')",
            "sa.not_({0} == 5)", "sa.func.length({0}) > 3", "{0}.between(1, 2)", "{0} == True",
            "sa.func.lower({0}) == {0}", "{0} % 2 == 0", "{0} + 1 > 2", "{0} == sa.true()",
            "{0}.op('~')('^a')", "sa.cast({0}, sa.Integer) > 1", "{0}.startswith('a')",
            "{0}.regexp_match('^a')", "{0} == 1.5", "{0} > datetime.date(2020, 1, 2)", "{0} == sa.null()",
            "sa.case(({0} > 1, 2), else_=3) == 2", "{0}.collate('C') == 'x'", "~{0}.in_([1])", "-{0} < 3",
            "{0}.notin_([3])", "{0}.concat('x') == 'yx'", "{0}.ilike('a%')", "sa.literal('x') == {0}",
            "sa.extract('year', {0}) > 2000", "{0} / 2 > 1", "sa.between({0}, 'a', 'b')"
        ])
        return Code("(%s)" % made.format(column), "'a > 0'")

    def default(self, existing=False):
        c = self.c
        kind = c.random.random()
        if kind < 0.35:
            return literal(
                c.pick(
                    ["0", "x", "it's", "", "100%", "a:b", "ünï", "now()", "back\\slash", "two\nlines", "5"]),
                "0")
        if kind < 0.65:
            return Call("sa.text", [literal(c.pick(TEXTS))], simple="'0'")
        return Code(
            c.pick([
                "sa.func.now()", "sa.func.now()", "sa.func.current_timestamp()", "sa.func.current_date()",
                "sa.true()", "sa.false()", "sa.null()", "sa.func.lower('X')", "sa.literal('q')",
                "sa.literal(5)", "sa.func.gen_random_uuid()", "sa.literal_column('1')",
                "sa.cast('x', sa.String(5))", "sa.func.coalesce(None, 1)", "sa.func.sysdate()",
                "sa.func.random()", "sa.text('1') + sa.text('2')",
                "sa.func.now(timezone='x')" if c.maybe(0.05) else "sa.func.localtime()",
                "sa.func.uuid_generate_v4()", "sa.func.my.pack.fn(1, 'a')", "sa.Sequence('s1').next_value()",
                "sa.cast(sa.func.now(), sa.Date)", "sa.func.now() + sa.text(\"interval '1 day'\")",
                "5" if c.maybe(0.1) else "sa.func.utc_timestamp()", "sa.literal(True)", "sa.literal(1.5)",
                "sa.literal(decimal.Decimal('1.50'))", "sa.literal(datetime.date(2020, 1, 2))",
                "sa.literal(datetime.datetime(2020, 1, 2, 3, 4, 5))", "-sa.literal(3)",
                "sa.type_coerce('x', sa.String)", "sa.func.NOW()", "sa.func.getdate()",
                "sa.func.json_build_object('a', 1)", "sa.func.current_timestamp(3)", "sa.func.now(6)", "sa.func.uuid()", "sa.text('CURRENT_TIMESTAMP(3)')",
                "sa.func.json_array()", "sa.literal_column('1 + 1')", "sa.literal('a') + 'b'", "sa.literal('x', sa.String(5))",
                "sa.literal_column(\"'%'\")", "sa.case((sa.text('1=1'), 1), else_=2)", "sa.FetchedValue()"
            ]), "'0'")

    def sequence_options(self):
        c = self.c
        choices = {
            "start": ["1", "42", "-5"], "increment": ["1", "3", "-1"], "minvalue": ["0", "-10"],
            "maxvalue": ["1000", "9223372036854775807"], "nominvalue": FLAG, "nomaxvalue": FLAG,
            "cycle": FLAG, "cache": ["1", "20"], "order": FLAG
        }
        return {k: c.pick(v) for k, v in choices.items() if c.maybe(0.2)}

    def identity(self):
        options = self.sequence_options()
        for k in ("always", "on_null"):
            if self.c.maybe(0.25):
                options[k] = self.c.pick(FLAG)
        return Call("sa.Identity", [], options)

    def computed(self):
        c = self.c
        keywords = {"persisted": c.pick(["True", "False", "None"])} if c.maybe(0.6) else {}
        return Call("sa.Computed", [
            c.pick([
                "'a + 1'", "\"a || '%'\"", "sa.text('a * 2')", "sa.column('a') + 5",
                "sa.func.lower(sa.column('b'))", "\"a = ':x'\""
            ])
        ], keywords)

    def sequence(self):
        c = self.c
        options = self.sequence_options()
        if c.maybe(0.2):
            options["schema"] = schema(c)
        if c.maybe(0.2):
            options["optional"] = c.pick(FLAG)
        if c.maybe(0.2):
            options["data_type"] = c.pick(["sa.Integer", "sa.BigInteger()", "sa.SmallInteger"])
        if c.maybe(0.1):
            options["metadata"] = "sa.MetaData(schema='m')" if c.maybe(0.5) else "sa.MetaData()"
        return Call("sa.Sequence", [identifier(c, c.pick(["s1", "Seq", name(c)]))], options)

    def foreign_key(self, source_schema=None):
        c = self.c
        target = c.pick([
            "o.id", "o.id", "other.Id", "s2.o.id", "Big Order.select", "über 2.x y", "s.t2.a", "t2.a",
            "noperiod" if c.maybe(0.03) else "o.x"
        ])
        return Call("sa.ForeignKey", [literal(target)], self.foreign_key_options(inline=True))

    def foreign_key_options(self, inline=False):
        c = self.c
        options = {}
        for k, values in (("onupdate", ACTIONS[:7] if c.maybe(0.9) else ACTIONS),
                          ("ondelete", ACTIONS[:7] if c.maybe(0.9) else ACTIONS)):
            if c.maybe(0.3):
                options[k] = literal(c.pick(values))
        if c.maybe(0.15):
            options["deferrable"] = c.pick(["True", "False", "None"])
        if c.maybe(0.15):
            options["initially"] = c.pick(
                ["'DEFERRED'", "'IMMEDIATE'", "'deferred'", "'bogus'" if c.maybe(0.1) else "'IMMEDIATE'"])
        if c.maybe(0.08):
            options["match"] = c.pick(["'FULL'", "'SIMPLE'", "'PARTIAL'"])
        if c.maybe(0.06):
            options["postgresql_not_valid"] = c.pick(FLAG)
        if inline is not None:
            if c.maybe(0.3 if inline else 0):
                options["name"] = constraint_name(c)
            if c.maybe(0.08):
                options["use_alter"] = c.pick(FLAG)
            if c.maybe(0.05):
                options["link_to_name"] = c.pick(FLAG)
            if c.maybe(0.05):
                options["comment"] = "'fk'"
            if c.maybe(0.03):
                options["info"] = "{'x': 1}"
        return options

    def column(self, text=None, key=None, plain=False, defaults=True):
        c = self.c
        text = name(c) if text is None else text
        args = [identifier(c, text)]
        keywords = {}
        integer = key or c.maybe(0.2)
        args.append(self.types.integer() if integer else self.types.type(copied=not defaults))
        if plain:
            return Call("sa.Column", args, keywords)
        kind = c.random.random()
        if kind < 0.08:
            args.append(self.foreign_key())
            if c.maybe(0.25) and not plain:
                del args[1]
        elif kind < 0.13 and defaults:  # Retort leaves them out of a copy
            args.append(self.computed())
        elif kind < 0.18 and integer:
            args.append(self.identity())
        elif kind < 0.20 and defaults:  # not in the rows that are copied
            args.append(self.sequence())
        elif kind < 0.42:
            keywords["server_default"] = self.default()
        elif kind < 0.43 and defaults:
            keywords["server_default"] = Call("sa.text", ["'x'"])
            args.append(self.computed())
        if c.maybe(0.06):
            args.append(self.check(inline=True))
        if key and c.maybe(0.9):
            keywords["primary_key"] = "True"
        choices = {
            "nullable": (0.3, ["False", "False", "True", "None" if c.maybe(0.1) else "True"]),
            "unique": (0.05, FLAG), "index": (0.05, FLAG), "comment": (0.1, [literal(c.pick(COMMENTS), "x")]),
            "autoincrement": (0.05, ["True", "False", "'auto'", "'ignore_fk'"]), "quote": (0.03, FLAG),
            "key": (0.03, [repr(c.fresh("k"))]), "info": (0.02, ["{'x': 1}"]), "default": (0.05, [
                "5", "'x'", "None", "lambda: 1", "sa.func.now()", "datetime.datetime.now",
                "sa.Sequence('dflt')"
            ]), "onupdate": (0.02, ["6", "sa.func.now()"]), "server_onupdate":
                (0.02, ["sa.FetchedValue()", "sa.text('x')", "'y'"]), "system": (0.02, FLAG), "primary_key":
                    (0.04, FLAG), "doc": (0.02, ["'doc'"]), "sqlite_on_conflict_primary_key":
                        (0.015, ["'REPLACE'"]), "sqlite_on_conflict_not_null": (0.02, ["'FAIL'"]),
            "sqlite_on_conflict_unique": (0.02, ["'IGNORE'"]), "mssql_identity_start":
                (0.01, ["5"]), "mssql_identity_increment": (0.01, ["2"]), "insert_sentinel": (0.005, ["True"])
        }
        for k, (p, values) in choices.items():
            if k in ("default", "onupdate") and not defaults or k == "autoincrement" and not integer:
                continue
            if c.maybe(p) and k not in keywords:
                keywords[k] = c.pick(values)
        return Call("sa.Column", args, keywords)

    def check(self, inline=False):
        c = self.c
        keywords = {}
        if c.maybe(0.7):
            keywords["name"] = constraint_name(c)
        if c.maybe(0.06):
            keywords["deferrable"] = c.pick(FLAG)
        if c.maybe(0.06):
            keywords["initially"] = "'DEFERRED'"
        if c.maybe(0.08):
            keywords["postgresql_not_valid"] = c.pick(FLAG)
        if c.maybe(0.05):
            keywords["sqlite_on_conflict"] = "'ROLLBACK'"
        if c.maybe(0.04):
            keywords["comment"] = "'ck'"
        return Call("sa.CheckConstraint", [self.condition()], keywords)

    def local(self, columns, high=2):
        return [literal(n) for n in self.c.some(columns, 1, high)] if columns else ["'a'"]

    def unique_options(self, columns=("b", )):
        c = self.c
        keywords = {}
        choices = {
            "deferrable": FLAG, "initially": ["'DEFERRED'", "'IMMEDIATE'"],
            "postgresql_include": [repr(c.some(columns or ["b"], 1,
                                               2))], "postgresql_nulls_not_distinct": FLAG,
            "mssql_clustered": FLAG, "sqlite_on_conflict": ["'REPLACE'", "'IGNORE'", "'nope nope'"],
            "comment": ["'uq'"], "info": ["{}"]
        }
        for k, values in choices.items():
            if c.maybe(0.07):
                keywords[k] = c.pick(values)
        return keywords

    def unique(self, columns):
        keywords = self.unique_options(columns)
        if self.c.maybe(0.6):
            keywords["name"] = constraint_name(self.c)
        return Call("sa.UniqueConstraint", self.local(columns), keywords)

    def primary(self, columns):
        c = self.c
        keywords = {}
        choices = {
            "deferrable": FLAG, "initially": ["'DEFERRED'"],
            "postgresql_include": [repr(c.some(columns or ["b"], 1, 2))], "mssql_clustered": FLAG,
            "mysql_using": ["'btree'"], "mariadb_using": ["'hash'"], "sqlite_on_conflict": ["'REPLACE'"]
        }
        for k, values in choices.items():
            if c.maybe(0.07):
                keywords[k] = c.pick(values)
        if c.maybe(0.6):
            keywords["name"] = constraint_name(c)
        return Call("sa.PrimaryKeyConstraint", self.local(columns), keywords)

    def foreign(self, columns):
        c = self.c
        local = self.local(columns)
        target = c.pick(["o.%s", "s2.o.%s", "Other T.%s", "grant.%s"])
        keywords = self.foreign_key_options()
        if c.maybe(0.6):
            keywords["name"] = constraint_name(c)
        return Call(
            "sa.ForeignKeyConstraint",
            [Items(local), Items([literal(target % ("k%d" % i)) for i in range(len(local))])], keywords)

    def exclude_elements(self):
        c = self.c
        made = []
        for _ in range(c.number(1, 2)):
            what = c.pick([
                "'a'", "sa.column('b')", "sa.text('int4range(a, b)')", "sa.func.lower(sa.column('c'))",
                "sa.literal_column('x')", "'Mixed'", "sa.text('tsrange(\"a\", b)')"
            ])
            made.append(Items([Code(what), literal(c.pick(["=", "&&", "<>"]))], "(%s)"))
        return made

    def exclude_options(self):
        c = self.c
        choices = {
            "using": ["'gist'", "'GIST'", "'spgist'"],
            "where": ["sa.text('a > 1')", "'a > 5'", "sa.column('a') != 5", "'x = 1'"], "deferrable": FLAG,
            "initially": ["'DEFERRED'"], "ops": ["{'a': 'int4_ops'}", "{'b': 'x_ops', 'Mixed': 'y'}"]
        }
        return {k: c.pick(v) for k, v in choices.items() if c.maybe(0.25)}

    def exclude(self):
        keywords = self.exclude_options()
        if self.c.maybe(0.7):
            keywords["name"] = constraint_name(self.c)
        return Call("postgresql.ExcludeConstraint", self.exclude_elements(), keywords)

    def index_columns(self, columns):
        c = self.c
        made = []
        for _ in range(c.number(1, 3)):
            kind = c.random.random()
            if kind < 0.65 and columns:
                made.append(literal(c.pick(columns)))
                continue
            made.append(
                Code(
                    c.pick([
                        "sa.text('lower(a)')", "sa.text('a DESC')", "sa.text(\"coalesce(b, '%')\")",
                        "sa.func.lower(sa.column('b'))", "sa.column('c').desc()", "sa.column('Mixed').asc()",
                        "sa.column('d').desc().nulls_last()", "sa.column('a').nulls_first()",
                        "sa.column('a') + sa.column('b')", "sa.literal_column('a + b')",
                        "sa.func.coalesce(sa.column('a'), 'x')", "sa.desc('a')",
                        "sa.cast(sa.column('a'), sa.Date)", "sa.column('a').collate('C')",
                        "sa.text(\"(data ->> 'x')\")", "sa.text('a(10)')", "sa.text('(a + 1) DESC')", "sa.func.json_value(sa.column('a'), '$.x')",
                        "sa.func.substr(sa.column('a'), 1, 5).asc()", "~sa.column('a')", "-sa.column('b')", "sa.column('x y')", "sa.asc(sa.column('e'))",
                        "sa.column('a').label('l')", "sa.func.date_trunc('day', sa.column('a'))",
                        "sa.column('a').op('->>')('k')", "sa.column('a', sa.Integer) + 1",
                        "sa.func.lower(sa.text('b')).desc()", "sa.column('a').collate('x y').desc()",
                        "sa.column('a').concat(sa.column('b'))", "sa.func.lower(sa.column('b')).label('low')"
                    ]), "'a'"))
        return made

    def index_options(self):
        c = self.c
        choices = {
            "postgresql_using": ["'gin'", "'btree'", "'GiST'",
                                 "'hash'"], "postgresql_where": [self.condition()],
            "postgresql_include": ["['b']", "['Mixed', 'c']", "[]"], "postgresql_ops": [
                "{'a': 'text_pattern_ops'}", "{'b': 'x_ops', 'a': 'y_ops'}", "{'low': 'l_ops', 'Mixed': 'm'}"
            ], "postgresql_with": ["{'fillfactor': 50}", "{'a': 'on', 'b': 5}",
                                   "{}"], "postgresql_concurrently": FLAG,
            "postgresql_tablespace": ["'ts'", "'My Space'"], "postgresql_nulls_not_distinct": FLAG,
            "mysql_length": ["10", "{'a': 5}", "{'a': 10, 'b': 4, 'Mixed': 3}", "{}"], "mysql_prefix": ["'FULLTEXT'",
                                                     "'SPATIAL'"], "mysql_with_parser": ["'ngram'"],
            "mysql_using": ["'hash'", "'btree'"], "mariadb_length": ["3", "{'b': 7}"], "mariadb_with_parser": ["'x'"], "mariadb_prefix": ["'FULLTEXT'"],
            "mariadb_using": ["'btree'"
                              ], "sqlite_where": [Call("sa.text", ["'a > 0'"]),
                                                  Code("sa.column('a') > 5")], "mssql_clustered": FLAG,
            "mssql_include": ["['b']",
                              "['x y']"], "mssql_where": [self.condition()
                                                          ], "mssql_columnstore": FLAG, "oracle_bitmap": FLAG,
            "oracle_compress": ["True", "1", "2",
                                "False"], "info": ["{}"], "quote": FLAG, "oracle_vector": [
                "True", "oracle.VectorIndexConfig(accuracy=90, hnsw_neighbors=40, parallel=2)",
                "oracle.VectorIndexConfig(oracle.VectorIndexType.IVF, oracle.VectorDistanceType.DOT, ivf_neighbor_partitions=3)"
            ]
        }
        return {k: c.pick(v) for k, v in choices.items() if c.maybe(0.04)}

    def index(self, columns):
        c = self.c
        keywords = self.index_options()
        if c.maybe(0.2):
            keywords["unique"] = c.pick(FLAG)
        made = self.index_columns(columns)
        return Call("sa.Index", [constraint_name(c, 0.1 if made[0].text.startswith("'") else 0)] + made,
                    keywords)

    def table_options(self):
        c = self.c
        keywords = {}
        if c.maybe(0.3):
            family = c.pick(["mysql", "mysql", "mariadb", "postgresql", "sqlite", "oracle", ""])
            pool = [k for k in TABLE_OPTIONS if k.startswith(family)]
            for k in c.some(pool, 1, 4):
                keywords[k] = c.pick(TABLE_OPTIONS[k])
        if c.maybe(0.01):
            k = c.pick(sorted(WRONG_OPTIONS))
            keywords[k] = c.pick(WRONG_OPTIONS[k])
        if c.maybe(0.1):
            keywords["comment"] = literal(c.pick(COMMENTS), "x")
        if c.maybe(0.06):
            keywords["prefixes"] = c.pick(
                ["['TEMPORARY']", "['GLOBAL TEMPORARY']", "['UNLOGGED', 'X']", "['LOCAL TEMPORARY']"])
        if c.maybe(0.02):
            keywords["info"] = "{'y': 1}"
        if c.maybe(0.02):
            keywords["quote"] = c.pick(FLAG)
        if c.maybe(0.02):
            keywords["quote_schema"] = c.pick(FLAG)
        return keywords

    def pieces(self, shuffled=True):
        """Columns, and constraints and indexes over them."""
        c = self.c
        columns = names(c, 1, 5)
        keyed = c.maybe(0.6)
        made = [self.column(n, key=keyed and i == 0) for i, n in enumerate(columns)]
        if not keyed and c.maybe(0.3):
            made.append(self.primary(columns))
        for _ in range(c.number(0, 3) if c.maybe(0.5) else 0):
            kind = c.pick([self.unique, self.unique, self.foreign, self.index, self.index, None, None])
            made.append(kind(columns) if kind else self.check())
        if c.maybe(0.03):
            made.append(self.exclude())
        if shuffled and c.maybe(0.1):
            c.random.shuffle(made)
        return made
