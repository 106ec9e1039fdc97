"""Random column types: every class, with random parameters."""

from .names import name
from .source import Call, Code, Method, literal

FLAG = ["True", "False"]
LENGTH = ["1", "5", "20", "255", "4000", "None"]
COLLATION = ["'C'", "'utf8mb4_bin'", "'de_DE.utf8'", "'NOCASE'", "'x y'", "'Latin1_General_CI_AS'", "None"]
TEXT = {"length": LENGTH, "collation": COLLATION}
SHORT = {"length": ["1", "5", "20", "255", "100"], "collation": COLLATION}
FLOAT = {
    "precision": ["1", "10", "24", "25", "53", "63", "None"], "asdecimal": FLAG,
    "decimal_return_scale": ["3"]
}
NUMERIC = {
    "precision": ["1", "10", "38", "0", "None"], "scale": ["0", "2", "-2", "None"], "asdecimal": FLAG,
    "decimal_return_scale": ["4"]
}
ZONE = {"timezone": FLAG}
BOOLEAN = {"create_constraint": FLAG, "name": ["'ck_bool'", "None", "op.f('ck_final')"]}
LENGTH_ONLY = {"length": LENGTH}

GENERIC = {
    "BIGINT": {},
    "BigInteger": {},
    "INT": {},
    "INTEGER": {},
    "Integer": {},
    "SMALLINT": {},
    "SmallInteger": {},
    "BINARY": LENGTH_ONLY,
    "BLOB": LENGTH_ONLY,
    "LargeBinary": LENGTH_ONLY,
    "VARBINARY": LENGTH_ONLY,
    "BOOLEAN": BOOLEAN,
    "Boolean": BOOLEAN,
    "CHAR": TEXT,
    "CLOB": TEXT,
    "NCHAR": TEXT,
    "NVARCHAR": TEXT,
    "String": TEXT,
    "TEXT": TEXT,
    "Text": TEXT,
    "Unicode": TEXT,
    "UnicodeText": TEXT,
    "VARCHAR": TEXT,
    "DATE": {},
    "DATETIME": ZONE,
    "Date": {},
    "DateTime": ZONE,
    "TIME": ZONE,
    "TIMESTAMP": ZONE,
    "Time": ZONE,
    "DECIMAL": NUMERIC,
    "NUMERIC": NUMERIC,
    "Numeric": NUMERIC,
    "DOUBLE": FLOAT,
    "DOUBLE_PRECISION": FLOAT,
    "Double": FLOAT,
    "FLOAT": FLOAT,
    "Float": FLOAT,
    "REAL": FLOAT,
    "Interval": {"native": FLAG, "second_precision": ["3"], "day_precision": ["2"]},
    "JSON": {"none_as_null": FLAG},
    "PickleType": {"protocol": ["2"], "impl": ["sa.LargeBinary(9)"]},
    "UUID": {"as_uuid": FLAG},
    "Uuid": {"as_uuid": FLAG, "native_uuid": FLAG},
    "types.NullType": {},
    "types.MatchType": {},
    "types.Interval": {"native": FLAG},
}
POSTGRESQL = {
    "BIGINT": {},
    "BIT": {"length": ["3", "None"], "varying": FLAG},
    "BOOLEAN": BOOLEAN,
    "BYTEA": LENGTH_ONLY,
    "CHAR": TEXT,
    "CIDR": {},
    "CITEXT": TEXT,
    "DATE": {},
    "DATEMULTIRANGE": {},
    "DATERANGE": {},
    "FLOAT": FLOAT,
    "DOUBLE_PRECISION": FLOAT,
    "HSTORE": {"text_type": ["sa.Text()"]},
    "INET": {},
    "INT4MULTIRANGE": {},
    "INT4RANGE": {},
    "INT8MULTIRANGE": {},
    "INT8RANGE": {},
    "INTEGER": {},
    "JSONPATH": {},
    "MACADDR": {},
    "INTERVAL": {"precision": ["3"], "fields": ["'DAY'", "'HOUR TO SECOND'", "'YEAR TO MONTH'", "'day'"]},
    "JSON": {"none_as_null": FLAG, "astext_type": ["sa.Text()"]},
    "MACADDR8": {},
    "MONEY": {},
    "OID": {},
    "JSONB": {"none_as_null": FLAG, "astext_type": ["sa.Text()"]},
    "NUMERIC": NUMERIC,
    "NUMMULTIRANGE": {},
    "NUMRANGE": {},
    "REAL": FLOAT,
    "REGCLASS": {},
    "REGCONFIG": {},
    "SMALLINT": {},
    "TEXT": TEXT,
    "TIME": {"timezone": FLAG, "precision": ["0", "3", "6"]},
    "TIMESTAMP": {"timezone": FLAG, "precision": ["0", "6"]},
    "TSMULTIRANGE": {},
    "TSQUERY": {},
    "TSRANGE": {},
    "TSTZMULTIRANGE": {},
    "TSTZRANGE": {},
    "TSVECTOR": {},
    "UUID": {"as_uuid": FLAG},
    "VARCHAR": TEXT,
}
CHARSET = {
    "charset": ["'latin1'", "'utf8mb4'"], "collation": ["'utf8mb4_bin'"], "ascii": FLAG, "unicode": FLAG,
    "binary": FLAG, "national": FLAG
}
MYSQL_TEXT = dict(CHARSET, length=["5", "70000"])
MYSQL_STRING = dict(CHARSET, length=["5", "20"])
NATIONAL = {"length": ["7", "30"], "binary": FLAG, "collation": ["'utf8mb4_bin'"]}
SIGN = {"unsigned": FLAG, "zerofill": FLAG}
WIDTH = dict(SIGN, display_width=["4", "11"])
MYSQL_FLOAT = dict(SIGN, precision=["5", "10"], scale=["2", "3"], asdecimal=FLAG)
FSP = {"timezone": FLAG, "fsp": ["0", "3", "6"]}
MYSQL = {
    "BIGINT": WIDTH,
    "BINARY": LENGTH_ONLY,
    "BIT": {"length": ["8", "None"]},
    "BLOB": LENGTH_ONLY,
    "BOOLEAN": BOOLEAN,
    "CHAR": MYSQL_STRING,
    "DATE": {},
    "DATETIME": FSP,
    "DECIMAL": MYSQL_FLOAT,
    "DOUBLE": MYSQL_FLOAT,
    "FLOAT": MYSQL_FLOAT,
    "INTEGER": WIDTH,
    "JSON": {"none_as_null": FLAG},
    "LONGBLOB": LENGTH_ONLY,
    "LONGTEXT": CHARSET,
    "MEDIUMBLOB": LENGTH_ONLY,
    "MEDIUMINT": WIDTH,
    "MEDIUMTEXT": CHARSET,
    "NCHAR": NATIONAL,
    "NUMERIC": MYSQL_FLOAT,
    "NVARCHAR": NATIONAL,
    "REAL": MYSQL_FLOAT,
    "SMALLINT": WIDTH,
    "TEXT": MYSQL_TEXT,
    "TIME": FSP,
    "TIMESTAMP": FSP,
    "TINYBLOB": LENGTH_ONLY,
    "TINYINT": WIDTH,
    "TINYTEXT": CHARSET,
    "VARBINARY": LENGTH_ONLY,
    "VARCHAR": MYSQL_STRING,
    "YEAR": {"display_width": ["4"]},
}
MARIADB = {"INET4": {}, "INET6": {}}
# Names of old scripts: sqlalchemy.dialects.mysql.base has these, too.
MYSQL_BASE = {
    "MSBigInteger": WIDTH, "MSBinary": LENGTH_ONLY, "MSBit": {"length": ["8"]}, "MSBlob": LENGTH_ONLY, "MSChar": MYSQL_STRING,
    "MSDecimal": MYSQL_FLOAT, "MSDouble": MYSQL_FLOAT, "MSFloat": MYSQL_FLOAT, "MSInteger": WIDTH,
    "MSLongBlob": {}, "MSLongText": CHARSET, "MSMediumBlob": {}, "MSMediumInteger": WIDTH, "MSMediumText": CHARSET,
    "MSNChar": NATIONAL, "MSNVarChar": NATIONAL, "MSNumeric": MYSQL_FLOAT, "MSReal": MYSQL_FLOAT,
    "MSSmallInteger": WIDTH, "MSString": MYSQL_STRING, "MSText": MYSQL_TEXT, "MSTime": FSP, "MSTimeStamp": FSP,
    "MSTinyBlob": {}, "MSTinyInteger": WIDTH, "MSTinyText": CHARSET, "MSVarBinary": LENGTH_ONLY,
    "MSYear": {"display_width": ["4"]},
}
STORAGE = {"storage_format": ["'%(year)04d/%(month)02d/%(day)02d'"], "regexp": ["'([0-9]+)'"]}
SQLITE = {
    "BLOB": LENGTH_ONLY,
    "BOOLEAN": BOOLEAN,
    "CHAR": TEXT,
    "DATE": STORAGE,
    "DATETIME": dict(STORAGE, truncate_microseconds=["True"]),
    "DECIMAL": NUMERIC,
    "FLOAT": FLOAT,
    "INTEGER": {},
    "JSON": {"none_as_null": FLAG},
    "NUMERIC": NUMERIC,
    "REAL": FLOAT,
    "SMALLINT": {},
    "TEXT": TEXT,
    "TIME": STORAGE,
    "TIMESTAMP": ZONE,
    "VARCHAR": TEXT,
}
MSSQL = {
    "BIGINT": {},
    "BINARY": LENGTH_ONLY,
    "BIT": BOOLEAN,
    "CHAR": TEXT,
    "DATE": {},
    "DATETIME": ZONE,
    "DATETIME2": {"precision": ["0", "3", "7"], "timezone": FLAG},
    "DATETIMEOFFSET": {"precision": ["0", "4"]},
    "DECIMAL": NUMERIC,
    "FLOAT": FLOAT,
    "IMAGE": LENGTH_ONLY,
    "INTEGER": {},
    "JSON": {"none_as_null": FLAG},
    "MONEY": {},
    "NCHAR": TEXT,
    "NTEXT": TEXT,
    "NUMERIC": NUMERIC,
    "NVARCHAR": TEXT,
    "REAL": {},
    "ROWVERSION": {"convert_int": FLAG},
    "SMALLDATETIME": ZONE,
    "SMALLINT": {},
    "SMALLMONEY": {},
    "SQL_VARIANT": {},
    "TEXT": TEXT,
    "TIME": {"precision": ["0", "5"]},
    "TIMESTAMP": {"convert_int": FLAG},
    "TINYINT": {},
    "UNIQUEIDENTIFIER": {"as_uuid": FLAG},
    "VARBINARY": {"length": ["5", "'max'"], "filestream": FLAG},
    "VARCHAR": dict(TEXT, length=["5", "'max'", "None"]),
    "XML": TEXT,
}
ORACLE = {
    "BFILE": LENGTH_ONLY,
    "BINARY_DOUBLE": FLOAT,
    "BINARY_FLOAT": FLOAT,
    "BLOB": LENGTH_ONLY,
    "CHAR": TEXT,
    "CLOB": TEXT,
    "DATE": ZONE,
    "DOUBLE_PRECISION": FLOAT,
    "INTERVAL": {"day_precision": ["2"], "second_precision": ["3"]},
    "FLOAT": {"binary_precision": ["1", "126"], "asdecimal": FLAG, "decimal_return_scale": ["2"]},
    "LONG": TEXT,
    "NCHAR": TEXT,
    "NCLOB": TEXT,
    "NUMBER": {"precision": ["5", "None"], "scale": ["0", "2", "-1"], "asdecimal": FLAG},
    "NVARCHAR": TEXT,
    "NVARCHAR2": TEXT,
    "RAW": LENGTH_ONLY,
    "REAL": FLOAT,
    "ROWID": {},
    "TIMESTAMP": {"timezone": FLAG, "local_timezone": FLAG},
    "VARCHAR": TEXT,
    "VARCHAR2": TEXT,
    "VECTOR": {
        "dim": ["3", "None"], "storage_format": ["oracle.VectorStorageFormat.INT8", "oracle.VectorStorageFormat.FLOAT64"],
        "storage_type": ["oracle.VectorStorageType.SPARSE"]
    },
}
LABELS = [
    "a", "b", "new", "in progress", "it's", "100%", "", "ü", "a:b", "x,y", "back\\slash", 'dou"ble', "UP",
    "none"
]


class Types:
    """Makes types; what they need at module level is appended to `definitions`."""
    def __init__(self, c, definitions):
        self.c = c
        self.definitions = definitions
        self.kinds = [(50, self.generic), (10, self.postgresql), (9, self.mysql), (3, self.sqlite),
                      (7, self.mssql), (7, self.oracle), (9, self.enum), (2, self.pg_enum),
                      (2, self.mysql_enum), (3, self.array), (2, self.domain), (5, self.variant),
                      (3, self.decorator), (3, self.user_defined)]

    def type(self, copied=False):
        """copied: not what SQLAlchemy's own copy of a column does not keep."""
        lost = (self.domain, self.pg_enum, self.decorator, self.variant, self.array) if copied else ()
        made = self.c.weighted([k for k in self.kinds if k[1] not in lost])()
        if copied and made.source().startswith("sa.Enum("):
            made.keywords["native_enum"] = Code("False")
        return made

    def integer(self):
        return Code(
            self.c.pick(
                ["sa.Integer()", "sa.Integer", "sa.BigInteger()", "sa.SmallInteger()", "sa.INTEGER()"]))

    def generic(self):
        if self.c.maybe(0.4):
            return self.pick("sa",
                             {k: GENERIC[k]
                              for k in ("Integer", "BigInteger", "Boolean", "DateTime", "Text")})
        if self.c.maybe(0.3):
            return Call("sa.String", [self.c.pick(["5", "50", "255"])], simple="sa.Integer()")
        return self.pick("sa", GENERIC)

    def postgresql(self):
        return self.pick("postgresql", POSTGRESQL)

    def mysql(self):
        kind = self.c.random.random()
        if kind < 0.05:
            return self.pick("mariadb", MARIADB)
        if kind < 0.2:
            return self.pick("mysql.base", MYSQL_BASE)
        return self.pick("mysql", MYSQL)

    def sqlite(self):
        return self.pick("sqlite", SQLITE)

    def mssql(self):
        return self.pick("mssql", MSSQL)

    def oracle(self):
        return self.pick("oracle", ORACLE)

    def pick(self, module, table):
        c = self.c
        kind = c.pick(sorted(table))
        parameters = table[kind]
        path = "%s.%s" % (module, kind)
        if not parameters and c.maybe(0.4):
            return Code(path, "sa.Integer()")
        keywords = {
            k: c.pick(v)
            for k, v in parameters.items() if c.maybe(0.6 if k in ("length", "precision") else 0.25)
        }
        first = next(iter(keywords), None)
        if first and first in ("length", "precision", "timezone") and c.maybe(0.6) and first == next(
                iter(parameters)):
            return Call(path, [keywords.pop(first)], keywords, simple="sa.Integer()")
        return Call(path, [], keywords, simple="sa.Integer()")

    def enum(self):
        c = self.c
        keywords = {}
        choices = {
            "native_enum": FLAG, "create_constraint": FLAG, "length": ["3", "40", "None"], "schema": ["'s'"],
            "inherit_schema": FLAG, "validate_strings": FLAG, "quote": FLAG, "omit_aliases": FLAG
        }
        for k, values in choices.items():
            if c.maybe(0.2):
                keywords[k] = c.pick(values)
        args = self.labels()
        if c.maybe(0.35):
            args = [self.python_enum()]
            if c.maybe(0.3):
                keywords["values_callable"] = c.pick([
                    "lambda e: [m.value for m in e]", "lambda e: [str(m.value) for m in e]",
                    "lambda e: sorted(m.name for m in e)"
                ])
        elif c.maybe(0.1):
            args = ["*[m.%s for m in %s]" % (c.pick(["name", "value"]), self.python_enum("str, enum.Enum"))]
        if c.maybe(0.05):
            keywords["metadata"] = c.pick(["sa.MetaData()", "sa.MetaData(schema='m')"])
        if c.maybe(0.05):
            keywords["sort_key_function"] = c.pick(["str", "None", "lambda x: str(x)"])
        if c.maybe(0.8):
            keywords["name"] = literal(name(c), "e") if c.maybe(0.95) else Code("quoted_name('e', %s)" % c.pick(FLAG))
        return Call("sa.Enum", args, keywords, simple="sa.Integer()")

    def plain_enum(self):
        made = self.enum()
        made.keywords.pop("create_constraint", None)
        return made

    def labels(self):
        return [literal(x) for x in self.c.some(LABELS, 1, 4)]

    def python_enum(self, base=None):
        c = self.c
        title = c.fresh("Enum")
        base = base or c.pick(["enum.Enum", "str, enum.Enum", "enum.IntEnum", "enum.Enum", "enum.StrEnum"])
        members = c.some(["RED", "green", "Blue_2", "none", "IN_PROGRESS", "ünï"], 1, 4)
        values = [str(i + 1) if "Int" in base else repr(c.pick(LABELS) + str(i)) for i in range(len(members))]
        if len(members) > 2 and c.maybe(0.2):
            values[-1] = values[0]
        body = "".join("\n    %s = %s" % pair for pair in zip(members, values))
        self.definitions.append(Code("class %s(%s):%s" % (title, base, body)))
        return title

    def pg_enum(self):
        c = self.c
        keywords = {
            k: c.pick(FLAG)
            for k in ("create_type", "native_enum", "inherit_schema", "create_constraint") if c.maybe(0.2)
        }
        if c.maybe(0.2):
            keywords["schema"] = "'s'"
        keywords["name"] = literal(name(c), "e")
        return Call("postgresql.ENUM", self.labels(), keywords, simple="sa.Integer()")

    def mysql_enum(self):
        c = self.c
        keywords = {
            k: c.pick(CHARSET[k])
            for k in ("charset", "collation", "ascii", "unicode", "binary") if c.maybe(0.15)
        }
        if c.maybe(0.5):
            if c.maybe(0.7):
                keywords["retrieve_as_bitwise"] = c.pick(FLAG)
            return Call("mysql.SET", [x for x in self.labels() if x.text != "''" or c.maybe(0.3)] or ["'a'"],
                        keywords,
                        simple="sa.Integer()")
        if c.maybe(0.4):
            keywords["name"] = literal(name(c), "e")
        labels = [self.python_enum()] if c.maybe(0.2) else self.labels()
        return Call("mysql.ENUM", labels, keywords, simple="sa.Integer()")

    def array(self):
        c = self.c
        keywords = {}
        if c.maybe(0.4):
            keywords["dimensions"] = c.pick(["1", "2", "3"])
        if c.maybe(0.15):
            keywords["as_tuple"] = "True"
        if c.maybe(0.1):
            keywords["zero_indexes"] = "True"
        inner = c.weighted([(8, self.generic), (4, self.postgresql), (2, self.enum), (1, self.pg_enum)])
        item = inner()
        if isinstance(item, Call):
            item.keywords.pop("create_constraint", None)  # whose CHECK would be of the array
        return Call(c.pick(["sa.ARRAY", "postgresql.ARRAY"]), [item], keywords, simple="sa.Integer()")

    def domain(self):
        c = self.c
        keywords = {}
        choices = {
            "collation": ["'C'"],
            "default": ["'x'", "sa.text('now()')", "\"it's\"", "sa.text('5')",
                        "'100%'"], "constraint_name": ["'ck_d'", "'Ck D'"], "not_null": FLAG,
            "create_type": FLAG, "schema": ["'s'"], "check": [
                "sa.text('VALUE > 1')", "\"VALUE <> 'a'\"", "sa.text(\"VALUE LIKE '%x'\")", "'VALUE > 5'"
            ]
        }
        for k, values in choices.items():
            if c.maybe(0.25):
                keywords[k] = c.pick(values)
        return Call(
            "postgresql.DOMAIN",
            [literal(name(c), "d"), self.c.pick([self.generic, self.postgresql])()],
            keywords,
            simple="sa.Integer()")

    def variant(self):
        c = self.c
        made = self.c.pick([self.generic, self.generic, self.enum, self.postgresql])()
        if isinstance(made, Code):
            made = Code(made.text.removesuffix("()") + "()", "sa.Integer()")
        for _ in range(c.number(1, 2)):
            other = c.pick(
                [self.generic, self.postgresql, self.mysql, self.oracle, self.plain_enum, self.mssql])()
            made = Method(made, "with_variant", [other] + [
                literal(d)
                for d in c.some(["postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"], 1, 3)
            ])
        return made

    def decorator(self):
        """A TypeDecorator with its impl, and maybe one for a dialect."""
        c = self.c
        title = c.fresh("Decorated")
        loads = c.maybe(0.4)
        impl = self.generic() if loads else c.pick(
            [self.generic, self.generic, self.enum, self.array, self.postgresql, self.variant])()
        if c.maybe(0.1):
            impl = self.decorator()
        body = "    impl = %s\n    cache_ok = True" % impl.source()
        if loads:
            dialect, kind = c.pick([("postgresql", self.postgresql), ("postgresql", self.generic),
                                    ("mysql", self.mysql), ("mariadb", self.generic),
                                    ("sqlite", lambda: Code("sa.String(36)"))])
            other = kind()
            body += (
                "\n\n    def load_dialect_impl(self, dialect):\n        if dialect.name == %r:\n"
                "            return dialect.type_descriptor(%s)\n        return dialect.type_descriptor(%s)" %
                (dialect, other.source(), c.pick(["self.impl", "sa.String(36)"])))
        if c.maybe(0.1):
            body += "\n\n    def process_bind_param(self, value, dialect):\n        return value"
        if c.maybe(0.1):
            body += "\n\n    @property\n    def python_type(self):\n        return str"
        if c.maybe(0.1):
            body += "\n\n    def copy(self, **kw):\n        return %s()" % title
        if c.maybe(0.2):
            body += "\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)"
        self.definitions.append(Code("class %s(sa.TypeDecorator):\n%s" % (title, body)))
        return Code(title + c.pick(["()", "", "()", "(10)"]) if "String" in impl.source() else title + "()",
                    "sa.Integer()")

    def user_defined(self):
        c = self.c
        title = c.fresh("Own")
        if c.maybe(0.5):
            body = "    cache_ok = True\n\n    def get_col_spec(self, **kw):\n        return %r" % c.pick(
                ["OWN", "own type", "point(3)", "GEOMETRY(POINT, 4326)", "a%b", "ÖWN"])
            made = title + c.pick(["()", ""])
        else:
            body = ("    cache_ok = True\n\n    def __init__(self, size=%d):\n        self.size = size\n\n"
                    "    def get_col_spec(self, **kw):\n        return %s" %
                    (c.number(1, 9),
                     c.pick(['"OWN(%s)" % self.size', 'f"own({self.size})"', '"own({})".format(self.size)'])))
            made = title + c.pick(["()", "(7)", "(size=3)"])
        self.definitions.append(Code("class %s(sa.types.UserDefinedType):\n%s" % (title, body)))
        return Code(made, "sa.Integer()")
