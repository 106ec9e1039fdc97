"""Random elements of sqlalchemy.schema over a Table object, run through execute or by its own methods."""

from .names import constraint_name
from .source import Assign, Call, Code, Method, literal
from .tables import COMMENTS

COLUMNS = ["a", "b", "Mixed", "order"]


class Elements:
    def __init__(self, directives):
        self.c = directives.c
        self.tables = directives.tables
        self.directives = directives

    def _flag(self, word):
        return {word: self.c.pick(["True", "False"])} if self.c.maybe(0.2) else {}

    def _metadata(self):
        c = self.c
        keywords = {}
        if c.maybe(0.1):
            keywords["schema"] = "'m'"
        if c.maybe(0.15):
            keywords["naming_convention"] = c.pick([
                "{'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ck': 'ck_%(table_name)s_%(constraint_name)s'}",
                "{'ix': 'ix_%(column_0_N_label)s', 'pk': 'pk_%(table_name)s', 'fk': 'fk_%(column_0_key)s_%(referred_table_name)s'}"
            ])
        return Call("sa.MetaData", [], keywords)

    def _columns(self):
        """Columns of known names, so that keys and indexes find them."""
        made = [
            self.tables.column(n, key=i == 0 and self.c.maybe(0.6), plain=self.c.maybe(0.4))
            for i, n in enumerate(self.c.some(COLUMNS, 2, 4))
        ]
        for column in made:
            column.keywords.pop("key", None)
        return made

    def _attached(self, columns):
        """A constraint or an index that stands in the Table."""
        c, t = self.c, self.tables
        names = [eval(k.args[0].source()) for k in columns if k.args[0].source().startswith("'")]
        kind = c.pick(["unique", "index", "check", "primary", "index"])
        if kind == "check":
            return t.check()
        return getattr(t, kind)(names or ["a"])

    def _table(self, extra=()):
        columns = self._columns()
        attached = [self._attached(columns) for _ in range(self.c.number(0, 2))]
        keywords = self.directives.with_schema(self.tables.table_options() if self.c.maybe(0.3) else {})
        return Call("sa.Table", [literal(self.c.pick(["t", "Order", "account"])),
                                 self._metadata()] + columns + attached + list(extra), keywords)

    def of_table(self):
        """CREATE and DROP of a table, by element or by method."""
        c = self.c
        table = self._table()
        kind = c.random.random()
        if kind < 0.35:
            return Call("op.execute", [Call("sa.schema.CreateTable", [table], self._flag("if_not_exists"))])
        if kind < 0.5:
            return Call("op.execute", [Call("sa.schema.DropTable", [table], self._flag("if_exists"))])
        if kind < 0.65:
            return Method(table, c.pick(["create", "drop"]), ["op.get_bind()"], {"checkfirst": "False"})
        comment = {"comment": literal(c.pick(COMMENTS), "x")} if c.maybe(0.8) else {}
        table.keywords.pop("comment", None)
        table.keywords.update(comment)
        return Call("op.execute",
                    [Call("sa.schema." + c.pick(["SetTableComment", "DropTableComment"]), [table])])

    def of_part(self):
        """Of a constraint, an index or a column of a Table that is assigned first."""
        c = self.c
        kind = c.pick([
            "index", "index", "constraint", "constraint", "column comment", "constraint comment", "appended"
        ])
        table = Call("sa.Table", [literal(c.pick(["t", "Order"])),
                                  self._metadata()] + [Call("sa.Column", [literal(n), self.tables.types.integer()])
                                                      for n in ("a", "b", "Mixed")],
                     self.directives.with_schema({}))
        if kind == "appended":
            table.args.append(self.tables.column("made", plain=c.maybe(0.3)))
            table.args[-1].keywords.pop("key", None)
            return Block([
                Assign("x", table),
                Code("x.append_column(sa.Column('later', sa.Text()))"),
                Call("op.execute", [Call("sa.schema.CreateTable", ["x"])])
            ])
        if kind == "column comment":
            column = self.tables.column("made", plain=True)
            column.keywords["comment"] = literal(c.pick(COMMENTS), "x")
            table.args.append(column)
            element = c.pick(["SetColumnComment", "DropColumnComment"])
            return Block([Assign("x", table),
                          Call("op.execute", [Call("sa.schema." + element, ["x.c.made"])])])
        if kind == "index":
            made = Call("sa.Index", [constraint_name(c, 0)] +
                        [Code(c.pick(["x.c.a", "x.c.b", "sa.func.lower(x.c.b)", "x.c.Mixed.desc()"]))
                         for _ in range(c.number(1, 2))], self.tables.index_options())
            words = c.pick([("CreateIndex", "if_not_exists"), ("DropIndex", "if_exists")])
        else:
            made = self._constraint()
            if kind == "constraint comment":
                made.keywords["comment"] = literal(c.pick(COMMENTS), "x")
                words = c.pick([("SetConstraintComment", None), ("DropConstraintComment", None)])
            else:
                words = c.pick([("AddConstraint", None), ("DropConstraint", "if_exists"),
                                ("DropConstraint", "cascade")])
        flags = self._flag(words[1]) if words[1] else {}
        return Block([
            Assign("x", table),
            Assign("y", made),
            Code("x.append_constraint(y)") if kind != "index" and "x." not in made.source() else Code("pass"),
            Call("op.execute", [Call("sa.schema." + words[0], ["y"], flags)])
        ])

    def _constraint(self):
        c, t = self.c, self.tables
        kind = c.random.random()
        name = {"name": constraint_name(c, 0.1)}
        if kind < 0.3:
            return Call("sa.CheckConstraint", [t.condition()], name)
        if kind < 0.55:
            return Call("sa.UniqueConstraint", ["x.c.a", "x.c.b"][:c.number(1, 2)],
                        dict(t.unique_options(["a"]), **name))
        if kind < 0.7:
            return Call("sa.PrimaryKeyConstraint", ["x.c.a"], name)
        if kind < 0.9:
            return Call("sa.ForeignKeyConstraint", ["[x.c.a]", "[x.c.b]"],
                        dict(t.foreign_key_options(inline=None), **name))
        return Call("postgresql.ExcludeConstraint", ["(x.c.a, '=')", "('b', '&&')"],
                    dict(t.exclude_options(), **name))

    def everything(self):
        """Two tables of one MetaData, made or dropped together."""
        c = self.c
        second = Call("sa.Table", ["'second'", "m", "sa.Column('id', sa.Integer, primary_key=True)",
                                   Call("sa.Column", ["'first_id'", "sa.Integer",
                                                      Call("sa.ForeignKey", ["'first.id'"],
                                                           self.tables.foreign_key_options(inline=True))])] +
                      [self.tables.column("more")])
        first = Call("sa.Table", ["'first'", "m", "sa.Column('id', sa.Integer, primary_key=True)",
                                  self.tables.column("more")])
        for table in (first, second):
            table.args[-1].keywords.pop("key", None)
        return Block([
            Assign("m", Call("sa.MetaData")), Code(second.source()), Code(first.source()),
            Call("m." + c.pick(["create_all", "create_all", "drop_all"]), ["op.get_bind()"], {"checkfirst": "False"})
        ])


class Block:
    """Statements that belong together: left out together."""
    def __init__(self, statements):
        self.statements = statements

    def source(self):
        return "\n".join(s.source() for s in self.statements)

    def smaller(self):
        for i, statement in enumerate(self.statements):
            for s in statement.smaller():
                yield Block(self.statements[:i] + [s] + self.statements[i + 1:])
