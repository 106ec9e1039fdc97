"""Random SQLAlchemy models that can be printed as source and changed step by step."""

GENERIC = [
    "sa.Integer()", "sa.BigInteger()", "sa.SmallInteger()", "sa.String(%(n)d)", "sa.String()", "sa.Text()",
    "sa.Boolean()", "sa.Float()", "sa.Numeric(%(p)d, 2)", "sa.DateTime()", "sa.DateTime(timezone=True)",
    "sa.Date()", "sa.Time()", "sa.LargeBinary()", "sa.JSON()", "sa.Uuid()", "sa.Unicode(%(n)d)",
    "sa.Enum('a', 'b', name='en_%(t)s')", "sa.Double()",
    "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')", "sa.CHAR(%(p)d)",
]
POSTGRESQL = [
    "postgresql.JSONB()", "postgresql.UUID(as_uuid=True)", "postgresql.ARRAY(sa.String(%(n)d))",
    "sa.ARRAY(sa.Integer())", "postgresql.INET()", "postgresql.TSVECTOR()", "sa.Interval()",
    "postgresql.TIMESTAMP(precision=3)", "postgresql.BIT(%(p)d)", "postgresql.INT4RANGE()",
    "postgresql.HSTORE()", "postgresql.DOUBLE_PRECISION()", "postgresql.BYTEA()", "postgresql.MONEY()",
    "postgresql.ENUM('x', 'y', name='pe_%(t)s')", "postgresql.VARCHAR(%(n)d)",
]
MYSQL = [
    "mysql.INTEGER(unsigned=True)", "mysql.BIGINT(unsigned=True)", "mysql.TINYINT(1)", "mysql.TINYINT()",
    "mysql.MEDIUMINT()", "mysql.SMALLINT(unsigned=True)", "mysql.INTEGER(display_width=%(p)d, zerofill=True)",
    "mysql.DOUBLE()", "mysql.DOUBLE(10, 3)", "mysql.FLOAT(unsigned=True)", "mysql.DECIMAL(%(p)d, 2, unsigned=True)",
    "mysql.VARCHAR(%(n)d, charset='latin1')", "mysql.VARCHAR(%(n)d, collation='utf8mb4_bin')", "mysql.CHAR(%(p)d)",
    "mysql.MEDIUMTEXT()", "mysql.LONGTEXT()", "mysql.TINYTEXT()", "mysql.TEXT(collation='utf8mb4_bin')",
    "mysql.LONGBLOB()", "mysql.VARBINARY(%(n)d)", "mysql.BINARY(%(p)d)", "mysql.ENUM('x', 'y', 'it\\'s')",
    "mysql.SET('p', 'q')", "mysql.DATETIME(fsp=6)", "mysql.TIMESTAMP(fsp=3)", "mysql.TIME(fsp=2)", "mysql.YEAR()",
    "mysql.BIT(%(p)d)", "mysql.JSON()", "sa.Interval()", "sa.String(%(n)d).with_variant(mysql.TEXT(), 'mysql')",
    "sa.Enum('a', 'b', 'c')", "sa.Enum('a', 'b', native_enum=False)", "sa.Double()",
]
# Types that MySQL indexes only up to a length, and to which it gives no default.
MYSQL_LONG = ("Text", "TEXT", "BLOB", "LargeBinary", "JSON")
ONLY_WITH_EXTENSION = {"postgresql.HSTORE()"}

# Names that need quoting, or have something odd about them.
NAMES = ["id_no", "name", "user", "Order", "created at", "value%", "état", "x", "kind", "group", "amount", "note",
         "code", "flag", "parent", "data", "a_rather_long_name_for_a_column_that_wants_to_be_cut_off"]


class State:
    def __init__(self, r, dialect):
        self.r = r
        self.dialect = dialect
        self.convention = r.random() < 0.4
        self.batch = dialect == "sqlite"
        self.defaults = r.random() < 0.6
        self.schemas = dialect == "postgresql" and r.random() < 0.25
        # A batch operation refuses a constraint without a name.
        self.named = 0.95 if self.batch and not self.convention else 0.7
        self.tables = {}
        self.count = 0
        for _ in range(r.randrange(1, 5)):
            self.add_table()

    def chance(self, p):
        return self.r.random() < p

    def options(self):
        out = []
        if self.batch:
            out.append("render_as_batch=True")
        if self.defaults:
            out.append("compare_server_default=True")
        if self.schemas:
            out.append("include_schemas=True")
        return ", ".join(out)

    # ---- parts ----

    def type(self, table):
        pool = GENERIC + {"postgresql": POSTGRESQL, "mysql": MYSQL}.get(self.dialect, [])
        unknown = ONLY_WITH_EXTENSION | ({"sa.String()"} if self.dialect == "mysql" else set())
        text = self.r.choice([t for t in pool if t not in unknown])
        self.count += 1
        return text % {"n": self.r.choice([1, 20, 50, 255]), "p": self.r.randrange(3, 12), "t": "%d" % self.count}

    def default(self, type_):
        def pick(*texts):
            return self.r.choice(texts)
        base = type_.split("(")[0]
        if self.dialect == "mysql":
            return self.mysql_default(base, type_)
        if base in ("sa.Integer", "sa.BigInteger", "sa.SmallInteger"):
            return pick("sa.text('0')", "'7'", "sa.text('1 + 1')", "sa.text('-3')")
        if base in ("sa.String", "sa.Text", "sa.Unicode", "postgresql.VARCHAR"):
            # Alembic stumbles over an empty default and over one with a quote (docs/differences.md).
            return pick("'x'", "sa.text(\"'quoted'\")", "sa.func.lower('A')" if self.dialect == "postgresql" else "'b'")
        if base == "sa.Boolean":
            return pick("sa.true()", "sa.false()", "'1'", "sa.text('true')", "sa.text('false')")
        if base in ("sa.Float", "sa.Numeric", "sa.Double"):
            return pick("'0'", "sa.text('1.50')", "sa.text('0')")
        if base in ("sa.DateTime", "postgresql.TIMESTAMP"):
            return pick("sa.func.now()", "sa.text('CURRENT_TIMESTAMP')", "sa.func.current_timestamp()")
        if base == "sa.Enum":
            return "'a'"
        return None

    def mysql_default(self, base, type_):
        if any(x in type_ for x in MYSQL_LONG) or "Interval" in base:
            return None
        kind = base.split(".")[1]
        texts = {
            "Integer": ["sa.text('0')", "'7'", "sa.text('-3')"], "String": ["'x'", "sa.text(\"'quoted'\")", "'it s'"],
            "Boolean": ["sa.true()", "sa.false()", "'1'", "sa.text('1')"], "Numeric": ["'0'", "sa.text('1.50')", "sa.text('0')"],
            "DateTime": ["sa.func.now()", "sa.text('CURRENT_TIMESTAMP')", "sa.func.current_timestamp()",
                         "sa.text('CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP')", "sa.text('NULL')"],
            "Enum": ["'a'", "sa.text(\"'a'\")"], "ENUM": ["'x'", "'y'"], "SET": ["'p'", "'p,q'"], "Date": ["'2020-01-02'"],
        }
        same = {"Unicode": "String", "VARCHAR": "String", "CHAR": "String", "BigInteger": "Integer", "SmallInteger": "Integer",
                "INTEGER": "Integer", "BIGINT": "Integer", "TINYINT": "Integer", "Float": "Numeric", "Double": "Numeric",
                "DOUBLE": "Numeric", "DECIMAL": "Numeric"}
        found = texts.get(same.get(kind, kind))
        if found and "unsigned" in type_:
            found = [x for x in found if "-" not in x]
        return self.r.choice(found) if found and "variant" not in type_ else None

    def column(self, table, name=None):
        used = {c["name"] for c in table["columns"]}
        free = [n for n in NAMES if n not in used]
        if not free:
            return None
        type_ = self.type(table)
        c = {"name": name or self.r.choice(free), "type": type_, "nullable": self.chance(0.6), "default": None,
             "comment": None, "index": False, "unique": False, "extra": None}
        if self.chance(0.3):
            c["default"] = self.default(type_)
        if self.dialect != "sqlite" and self.chance(0.15):
            c["comment"] = self.r.choice(["a comment", "it's 100% \\n odd", "two\nlines"])
        if self.plain(c):
            c["index"] = self.chance(0.1)
            c["unique"] = self.chance(0.08)
        if type_ in ("sa.Integer()", "sa.BigInteger()") and c["default"] is None and self.chance(0.15):
            if self.dialect == "postgresql":
                c["extra"] = self.r.choice(["sa.Identity()", "sa.Identity(always=True, start=5, increment=2)"])
                c["nullable"] = False
            elif self.dialect == "mysql":
                c["extra"] = "sa.Computed('k + 2', persisted=%s)" % self.r.choice(["True", "False"])
            else:
                c["extra"] = "sa.Computed('1 + 2', persisted=%s)" % self.r.choice(["True", "False"])
        elif type_ in ("sa.Integer()",) and c["default"] is None and self.chance(0.1):
            c["extra"] = "sa.Computed('%s + 2', persisted=True)" % ("k" if self.dialect == "mysql" else "1")
        return c

    def plain(self, c):
        """Types that every kind of index takes."""
        if self.dialect == "mysql" and any(x in c["type"] for x in MYSQL_LONG):
            return False
        return not any(x in c["type"] for x in ("JSON", "ARRAY", "TSVECTOR", "LargeBinary", "BYTEA", "RANGE", "HSTORE"))

    def add_table(self):
        self.count += 1
        name = self.r.choice(["t%d", "Table %d", "user%d", "order_%d"]) % self.count
        t = {"name": name, "columns": [], "indexes": [], "uniques": [], "fks": [], "checks": [], "comment": None,
             "schema": "other" if self.schemas and self.chance(0.3) else None, "pk": self.r.choice(["id", "id", "id", "two", "text"])}
        for _ in range(self.r.randrange(0, 6)):
            c = self.column(t)
            if c:
                t["columns"].append(c)
        self.tables[name] = t
        for what in (self.add_index, self.add_unique, self.add_fk, self.add_check):
            if self.chance(0.4):
                what(t)
        if self.dialect != "sqlite" and self.chance(0.15):
            t["comment"] = "about %s" % name
        t["options"] = self.mysql_options() if self.dialect == "mysql" else {}

    def mysql_options(self):
        found = {}
        if self.chance(0.2):
            found["mysql_engine"] = self.r.choice(["InnoDB", "MyISAM"])
        if self.chance(0.15):
            found["mysql_charset"] = self.r.choice(["utf8mb4", "latin1"])
        if self.chance(0.1):
            found["mysql_row_format"] = "DYNAMIC"
        return found

    def some(self, t):
        plain = [c["name"] for c in t["columns"] if self.plain(c) and not (c["extra"] or "").startswith("sa.Computed")]
        return self.r.sample(plain, min(len(plain), self.r.randrange(1, 3)))

    def add_index(self, t):
        if self.dialect == "mysql":
            self.long_index(t)
        names = self.some(t)
        if not names:
            return
        self.count += 1
        kw = []
        if self.chance(0.25):
            kw.append("unique=True")
        if self.dialect == "postgresql":
            if self.chance(0.15):
                kw.append("postgresql_where=sa.text('1 = 1')")
            if self.chance(0.1) and "unique=True" not in kw and len(names) == 1 and not any(
                    c["name"] == names[0] and ("Enum" in c["type"] or "ENUM" in c["type"] or "BIT" in c["type"] or "MONEY" in c["type"]) for c in t["columns"]):
                kw.append("postgresql_using='hash'")
            elif self.chance(0.1):
                kw.append("postgresql_include=['k']")
            elif self.chance(0.1) and any(c["name"] == names[0] and "String" in c["type"] and "ARRAY" not in c["type"] for c in t["columns"]):
                kw.append("postgresql_ops={%r: 'text_pattern_ops'}" % names[0])
            if self.chance(0.1):
                kw.append("postgresql_concurrently=False")
            if self.chance(0.1):
                kw.append("postgresql_with={'fillfactor': 70}")
        text = [repr(n) for n in names]
        if self.dialect == "mysql":
            strings = [n for n in names for c in t["columns"] if c["name"] == n and "String(" in c["type"] and "(1)" not in c["type"]]
            if strings and self.chance(0.3):
                kw.append("mysql_length={%r: 5}" % strings[0])
            elif len(strings) == len(names) and self.chance(0.2):
                kw = ["mysql_prefix='FULLTEXT'"]
            elif self.chance(0.1):
                kw.append("mysql_using='btree'")
        if self.chance(0.15):
            text[0] = "sa.text('abs(k)')" if self.dialect == "postgresql" else text[0]
            kw = [k for k in kw if "_ops" not in k and "hash" not in k]
        elif self.chance(0.1) and not any(x in k for k in kw for x in ("ops", "hash", "FULLTEXT", "length")):
            text[0] = "sa.desc('k')"
        t["indexes"].append({"name": "ix_%d" % self.count, "what": text, "columns": names, "kw": kw})

    def long_index(self, t):
        """An index on a column of which only a prefix can be indexed."""
        texts = [c["name"] for c in t["columns"] if "Text()" in c["type"] or "TEXT(" in c["type"] and "variant" not in c["type"]]
        if texts and self.chance(0.3):
            self.count += 1
            name = self.r.choice(texts)
            t["indexes"].append({"name": "ix_%d" % self.count, "what": [repr(name)], "columns": [name],
                                 "kw": [self.r.choice(["mysql_length=7", "mysql_prefix='FULLTEXT'"])]})

    def add_unique(self, t):
        names = self.some(t)
        if not names:
            return
        self.count += 1
        named = self.chance(self.named)
        taken = [x["columns"] for x in t["uniques"]] + [[c["name"]] for c in t["columns"] if c["unique"]]
        # Without names: which one counts is up to hashing. On SQLite: of a constraint with a name and
        # without Alembic's rebuild keeps one, Retort's both.
        if names in taken and (not named or self.dialect == "sqlite"):
            return
        t["uniques"].append({"name": "uq_%d" % self.count if named else None, "columns": names,
                             "kw": "deferrable=True, initially='DEFERRED'" if self.dialect == "postgresql" and self.chance(0.15) else ""})

    def add_fk(self, t):
        targets = [x for x in self.tables.values() if x["pk"] == "id"]
        if not targets:
            return
        target = self.r.choice(targets)
        # No cycles but a table with itself: dropping the tables of a cycle is another subject.
        order = list(self.tables)
        if order.index(target["name"]) > order.index(t["name"]):
            return
        self.count += 1
        column = {"name": "fk_%d" % self.count, "type": "sa.Integer()", "nullable": True, "default": None, "comment": None,
                  "index": self.chance(0.3), "unique": False, "extra": None}
        t["columns"].append(column)
        t["fks"].append({"name": "fkn_%d" % self.count if self.chance(self.named) else None, "column": column["name"], "target": target["name"],
                         "inline": self.chance(0.4), "ondelete": self.r.choice([None, None, "CASCADE", "SET NULL"] + (["RESTRICT", "NO ACTION"] if self.dialect == "mysql" else [])),
                         "onupdate": self.r.choice([None, None, None, "CASCADE"]),
                         "deferrable": self.dialect == "postgresql" and self.chance(0.1)})

    def add_check(self, t):
        self.count += 1
        t["checks"].append({"name": "ck_%d" % self.count, "text": self.r.choice(["k > 0", "k <> 5 OR k IS NULL", "k IN (1, 2, 3)"])})

    # ---- changing ----

    def mutate(self):
        for _ in range(self.r.randrange(1, 5)):
            self.r.choice([self.more_tables, self.fewer_tables] + [self.change_table] * 10)()

    def more_tables(self):
        self.add_table()

    def fewer_tables(self):
        used = {f["target"] for t in self.tables.values() for f in t["fks"] if f["target"] != t["name"]}
        free = [n for n in self.tables if n not in used]
        if len(self.tables) > 1 and free:
            del self.tables[self.r.choice(free)]

    def change_table(self):
        t = self.r.choice(list(self.tables.values()))
        self.r.choice([self.new_column, self.drop_column, self.alter_column, self.alter_column, self.alter_column, self.add_index,
                       self.add_unique, self.add_fk, self.add_check, self.drop_part, self.drop_part, self.table_comment])(t)

    def new_column(self, t):
        c = self.column(t)
        if c:
            t["columns"].append(c)

    def drop_column(self, t):
        linked = {f["column"] for f in t["fks"]}
        free = [c for c in t["columns"] if c["name"] not in linked]
        if free:
            c = self.r.choice(free)
            t["columns"].remove(c)
            for part in ("indexes", "uniques"):
                t[part] = [x for x in t[part] if c["name"] not in x["columns"]]

    def alter_column(self, t):
        if not t["columns"]:
            return
        c = self.r.choice(t["columns"])
        linked = c["name"] in {f["column"] for f in t["fks"]}
        what = self.r.choice(["nullable", "default", "type", "comment", "length", "index", "unique"])
        if what == "nullable" and not (c["extra"] or "").startswith("sa.Identity"):
            c["nullable"] = not c["nullable"]
        elif what == "default" and not c["extra"]:
            c["default"] = None if c["default"] and self.chance(0.5) else self.default(c["type"])
        elif what == "comment" and self.dialect != "sqlite":
            c["comment"] = self.r.choice([None, "other", "a comment"])
        elif what == "length" and c["type"].startswith("sa.String("):
            c["type"] = "sa.String(%d)" % self.r.choice([10, 300])
        elif what == "type" and not linked and not c["extra"] and self.unused(t, c):
            c["type"] = self.r.choice(["sa.Text()", self.type(t)])
            c["default"] = None
            c["index"] = c["unique"] = False
        elif what in ("index", "unique") and self.plain(c) and not (c["extra"] or "").startswith("sa.Computed"):
            c[what] = not c[what] and not any(x["columns"] == [c["name"]] for x in t["uniques"])

    def unused(self, t, c):
        return not any(c["name"] in x["columns"] for part in ("indexes", "uniques") for x in t[part])

    def drop_part(self, t):
        part = self.r.choice(["indexes", "uniques", "fks", "checks"])
        if t[part]:
            t[part].remove(self.r.choice(t[part]))

    def table_comment(self, t):
        if self.dialect != "sqlite":
            t["comment"] = self.r.choice([None, "it's new", "other"])

    # ---- printing ----

    def source(self):
        out = ["import sqlalchemy as sa", "from sqlalchemy.dialects import mysql, postgresql", "from sqlalchemy.orm import declarative_base", ""]
        if self.convention:
            out.append("metadata = sa.MetaData(naming_convention={'ix': 'ix_%(column_0_label)s', 'uq': 'uq_%(table_name)s_%(column_0_N_name)s', "
                       "'ck': 'ck_%(table_name)s_%(constraint_name)s', 'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s', 'pk': 'pk_%(table_name)s'})")
            out.append("Base = declarative_base(metadata=metadata)")
        else:
            out.append("Base = declarative_base()")
        for i, t in enumerate(self.tables.values()):
            out += ["", "", "class M%d(Base):" % i, "    __tablename__ = %r" % t["name"]]
            pk = {"id": ["sa.Column('id', sa.Integer(), primary_key=True)"],
                  "two": ["sa.Column('id', sa.Integer(), primary_key=True)", "sa.Column('second', sa.String(8), primary_key=True)"],
                  "text": ["sa.Column('id', sa.String(36), primary_key=True)"]}[t["pk"]]
            inline = {f["column"]: f for f in t["fks"] if f["inline"]}
            for n, text in enumerate(pk + ["sa.Column('k', sa.Integer())"]):
                out.append("    p%d = %s" % (n, text))
            for n, c in enumerate(t["columns"]):
                out.append("    c%d = %s" % (n, self.column_text(c, inline.get(c["name"]))))
            out.append("    __table_args__ = (%s)" % "".join("\n        %s," % x for x in self.arguments(t)))
        return "\n".join(out) + "\n"

    def target(self, f):
        schema = self.tables[f["target"]]["schema"]
        return "%s%s.id" % (schema + "." if schema else "", f["target"])

    def fk_options(self, f):
        return "".join(", %s=%r" % (k, f[k]) for k in ("ondelete", "onupdate", "name") if f[k]) + (
            ", deferrable=True, initially='DEFERRED'" if f["deferrable"] else "")

    def column_text(self, c, fk):
        parts = [repr(c["name"]), c["type"]]
        if fk:
            parts.append("sa.ForeignKey(%r%s)" % (self.target(fk), self.fk_options(fk)))
        if c["extra"]:
            parts.append(c["extra"])
        if not c["nullable"]:
            parts.append("nullable=False")
        for key, name in (("default", "server_default"), ("comment", "comment")):
            if c[key]:
                parts.append("%s=%s" % (name, c[key] if key == "default" else repr(c[key])))
        for key in ("index", "unique"):
            if c[key]:
                parts.append("%s=True" % key)
        return "sa.Column(%s)" % ", ".join(parts)

    def arguments(self, t):
        out = []
        for x in t["indexes"]:
            out.append("sa.Index(%r, %s)" % (x["name"], ", ".join(x["what"] + x["kw"])))
        for x in t["uniques"]:
            parts = [repr(c) for c in x["columns"]] + (["name=%r" % x["name"]] if x["name"] else []) + ([x["kw"]] if x["kw"] else [])
            out.append("sa.UniqueConstraint(%s)" % ", ".join(parts))
        for f in t["fks"]:
            if not f["inline"]:
                out.append("sa.ForeignKeyConstraint([%r], [%r]%s)" % (f["column"], self.target(f), self.fk_options(f)))
        for x in t["checks"]:
            out.append("sa.CheckConstraint(%r, name=%r)" % (x["text"], x["name"]))
        options = {k: t[k] for k in ("comment", "schema") if t[k]}
        out.append(repr({**options, **t["options"]}))
        return out
