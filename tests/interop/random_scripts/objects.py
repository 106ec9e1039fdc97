"""Random uses of what directives leave and are made of: the table that create_table returns, operation
objects that are invoked or reversed, copies of tables and of columns, listeners."""

from .elements import Block
from .names import constraint_name, identifier, name
from .source import Assign, Call, Code, Items, Method, literal, mapping

TYPED = {
    "sa.Integer": ["1", "-5", "None"],
    "sa.String(20)": ["'x'", "\"it's\"", "'100%'"],
    "sa.Boolean": ["True", "False"],
    "sa.DateTime": ["datetime.datetime(2020, 1, 2, 3, 4, 5)", "sa.func.now()"],
    "sa.Numeric(8, 2)": ["decimal.Decimal('1.10')", "3"],
    "sa.Enum('a', 'b', name='e_of_t')": ["'a'", "None"],
    "sa.Text": ["'t'", "sa.func.lower('X')"],
    "sa.Date": ["datetime.date(2020, 1, 2)"],
    "sa.LargeBinary": ["b'x'"],
    "sa.Uuid": ["uuid.UUID(int=7)"],
}
DEFAULTS = ["5", "sa.func.now()", "sa.text('1')", "sa.Sequence('dflt')", "lambda: 7", "lambda context: 8", "sa.literal(3)"]


class Objects:
    def __init__(self, directives):
        self.c = directives.c
        self.directives = directives
        self.tables = directives.tables
        self.types = directives.types
        self.kinds = [(3, self.returned), (3, self.of_objects), (3, self.copied), (2, self.reversed_operation),
                      (1, self.listened), (2, self.invoked), (1, self.looped), (2, self.column_copy)]

    def any(self):
        return self.c.weighted(self.kinds)()

    def _typed_table(self, function, head):
        """A table of plain columns, and the kinds of these by name."""
        c = self.c
        kinds = c.some(TYPED, 2, 4)
        labels = c.some(["a", "b", "Mixed", "order", "x y", "id", "c%d"], len(kinds), len(kinds))
        columns = [Call("sa.Column", ["'key'", "sa.Integer"], {"primary_key": "True"})]
        for label, kind in zip(labels, kinds):
            keywords = {}
            if c.maybe(0.25):
                keywords[c.pick(["default", "onupdate"])] = c.pick(DEFAULTS)
            if c.maybe(0.15):
                keywords["server_default"] = self.tables.default()
            columns.append(Call("sa.Column", [literal(label), kind], keywords))
        options = self.directives.with_schema({})
        return Call(function, head + columns, options), dict(zip(labels, kinds))

    def _changes(self, kinds):
        """A statement on the table x."""
        c = self.c
        row = lambda: mapping([(literal(n), c.pick(TYPED[k])) for n, k in kinds.items()])
        label = c.pick(list(kinds))
        condition = "x.c[%r] == %s" % (label, c.pick(TYPED[kinds[label]]))
        kind = c.random.random()
        if kind < 0.3:
            return Call("op.bulk_insert", ["x", Items([row() for _ in range(c.number(1, 3))])],
                        self.directives.flag({}, "multiinsert", 0.3))
        if kind < 0.5:
            made = Method(Code("x.insert()"), "values", [row()])
        elif kind < 0.6:
            made = Method(Code("sa.insert(x)"), "values", [Items([row(), row()])])
        elif kind < 0.7:
            made = Method(Call("x.insert"), "from_select", [
                Items([literal(label)]), "sa.select(x.c[%r]).where(%s)" % (label, condition)])
        elif kind < 0.9:
            one = mapping([(literal(label), c.pick(TYPED[kinds[label]]))])
            made = Method(Method(Code("x.update()"), "values", [one]), "where", [condition])
        else:
            made = Method(Code("x.delete()"), "where", [condition])
        return Call("op.execute", [made])

    def returned(self):
        """What create_table returns, filled."""
        table, kinds = self._typed_table("op.create_table", [literal(self.c.pick(["t", "Order", "account"]))])
        return Block([Assign("x", table)] + [self._changes(kinds) for _ in range(self.c.number(1, 2))])

    def of_objects(self):
        """A Table of its own, filled without having been made."""
        table, kinds = self._typed_table("sa.Table", [literal(self.c.pick(["t", "Order"])), "sa.MetaData()"])
        return Block([Assign("x", table)] + [self._changes(kinds) for _ in range(self.c.number(1, 2))])

    def copied(self):
        """CREATE TABLE of a copy in another MetaData."""
        c = self.c
        columns = [
            self.tables.column(n, key=i == 0, plain=c.maybe(0.3), defaults=False)
            for i, n in enumerate(["id", "a", "b"])
        ]
        for column in columns:
            column.keywords.pop("key", None)
        # Two of a kind would come in the order of a set.
        attached = [make(["a", "b"]) for make in c.some([self.tables.unique, self.tables.index, self.tables.primary], 0, 2)]
        table = Call("sa.Table", ["'t'", "sa.MetaData()"] + columns + attached,
                     self.directives.with_schema(self.tables.table_options() if c.maybe(0.3) else {}))
        keywords = {}
        if c.maybe(0.4):
            keywords["schema"] = c.pick(["'other'", "None"])
        if c.maybe(0.4):
            keywords["name"] = literal(c.pick(["copy", "Big Copy"]))
        metadata = c.pick(["sa.MetaData()", "sa.MetaData(schema='m')",
                           "sa.MetaData(naming_convention={'uq': 'uq_%(table_name)s_%(column_0_name)s', 'ix': 'ix_%(column_0_label)s'})"])
        return Block([
            Assign("x", table),
            Assign("y", Method(Code("x"), "to_metadata", [metadata], keywords)),
            Code("op.execute(sa.schema.CreateTable(y))"),
            Code("for index in sorted(y.indexes, key=lambda i: str(i.name)):\n    op.execute(sa.schema.CreateIndex(index))"),
        ])

    def column_copy(self):
        """One column in two tables: a copy by hand, and of a MetaData's column."""
        column = self.tables.column("a", plain=self.c.maybe(0.2), defaults=False)
        column.keywords.pop("key", None)
        return Block([
            Assign("x", column),
            Call("op.add_column", ["'t1'", "x._copy()" if self.c.maybe(0.5) else "x.copy()"]),
            Call("op.add_column", ["'t2'", "x"]),
        ])

    def _operation(self):
        """An operation object, by its class or from an object of the schema."""
        c, d = self.c, self.directives
        kind = c.random.random()
        if kind < 0.25:
            return Call("ops.AddColumnOp", [d.table(), self.tables.column()], d.with_schema({}))
        if kind < 0.4:
            return Call("ops.CreateTableOp", [d.table(), Items(self.tables.pieces())],
                        d.with_schema(self.tables.table_options()))
        if kind < 0.5:
            return Call("ops.DropConstraintOp", [constraint_name(c, 0), d.table()],
                        d.with_schema({"type_": c.pick(["'unique'", "'check'", "'foreignkey'", "'primary'"])}))
        if kind < 0.6:
            return Call("ops.CreateIndexOp", [constraint_name(c, 0), d.table(), Items(self.tables.index_columns(["a", "b"]))],
                        d.with_schema(self.tables.index_options()))
        if kind < 0.68:
            return Call("ops.DropColumnOp", [d.table(), identifier(c)], d.with_schema({}))
        if kind < 0.76:
            return Call("ops.CreateTableCommentOp", [d.table(), "'c'"],
                        {"existing_comment": "'old'"} if c.maybe(0.5) else {})
        if kind < 0.84:
            return Call("ops.RenameTableOp", [d.table(), d.table()], d.with_schema({}))
        if kind < 0.92:
            return Call("ops.AlterColumnOp", [d.table(), identifier(c)], {
                "modify_nullable": c.pick(["True", "False"]), "existing_nullable": c.pick(["True", "False"]),
                "existing_type": self.types.type(), "modify_server_default": self.tables.default(),
                "existing_server_default": "None"})
        return Call("ops.ExecuteSQLOp", ["'SELECT 1'"])

    def invoked(self):
        return Call("op.invoke", [self._operation()])

    def reversed_operation(self):
        """An operation made from an object, or undone."""
        c = self.c
        # A dropped table comes back with its constraints in the order of a Python set.
        bare = c.maybe(0.2)
        columns = [
            self.tables.column(n, key=bare or i == 0, plain=bare or c.maybe(0.3), defaults=False)
            for i, n in enumerate(["id", "a", "b"])
        ]
        for column in columns:
            column.keywords.pop("key", None)
        unique = [] if bare else [self.tables.unique(["a", "b"])]
        table = Call("sa.Table", ["'t'", "sa.MetaData()"] + columns + unique,
                     self.directives.with_schema(self.tables.table_options() if c.maybe(0.3) else {}))
        shapes = [
            "ops.CreateTableOp.from_table(x)", "ops.AddColumnOp.from_column(x.c.a)",
            "ops.AddColumnOp.from_column(x.c.a).reverse()",
            "ops.DropColumnOp.from_column_and_tablename(x.schema, x.name, x.c.b).reverse()",
        ]
        if any("create_constraint=True" in column.source() for column in columns):
            # Alembic writes the CHECK of a type twice there, which docs/differences.md has a line for.
            shapes = shapes[1:]
        if bare:
            shapes = ["ops.DropTableOp.from_table(x).reverse()"]
        steps = [Assign("x", table)]
        if c.maybe(0.4):
            steps.append(Assign("y", c.pick([
                Call("sa.Index", [constraint_name(c, 0), "x.c.a"], self.tables.index_options()),
                Call("sa.UniqueConstraint", ["x.c.a", "x.c.b"], {"name": literal(name(c))}),
                Call("sa.CheckConstraint", ["x.c.a > 5"], {"name": literal(name(c))}),
                Call("sa.ForeignKeyConstraint", ["[x.c.a]", "[x.c.b]"], {"name": literal(name(c))})])))
            word = "Index" if steps[-1].value.function == "sa.Index" else "Constraint"
            if word == "Index":
                shapes = ["ops.CreateIndexOp.from_index(y)", "ops.DropIndexOp.from_index(y)",
                          "ops.DropIndexOp.from_index(y).reverse()", "ops.CreateIndexOp.from_index(y).reverse()"]
            else:
                shapes = ["ops.AddConstraintOp.from_constraint(y)", "ops.DropConstraintOp.from_constraint(y)",
                          "ops.DropConstraintOp.from_constraint(y).reverse()",
                          "ops.AddConstraintOp.from_constraint(y).reverse()"]
                if steps[-1].value.function == "sa.CheckConstraint":
                    steps.append(Code("x.append_constraint(y)"))
        return Block(steps + [Call("op.invoke", [c.pick(shapes)])])

    def listened(self):
        c = self.c
        when = c.pick(["after_create", "before_create"])
        condition = c.pick(["", ".execute_if(dialect='postgresql')", ".execute_if(dialect=('mysql', 'mariadb', 'sqlite'))"])
        return Block([
            Assign("m", Call("sa.MetaData")),
            Assign("x", Call("sa.Table", ["'t'", "m", "sa.Column('id', sa.Integer, primary_key=True)", self.tables.column("more", plain=True)])),
            Code("sa.event.listen(x, %r, sa.DDL('ALTER %%(table)s OF %%(schema)s IN %%(fullname)s')%s)" % (when, condition)),
            Call("m.create_all", ["op.get_bind()"], {"checkfirst": "False"}),
        ])

    def looped(self):
        """One directive for several tables."""
        statement = self.c.pick([
            Call("op.add_column", ["table", self.tables.column()]),
            Call("op.drop_column", ["table", identifier(self.c)]),
            Call("op.create_index", ["f'ix_{table}'", "table", Items(self.tables.index_columns(["a"]))]),
            Call("op.execute", ["f'UPDATE {table} SET a = 1'"]),
            Call("op.alter_column", ["table", identifier(self.c)], self.directives.alter_options())])
        return Code("for table in ['t', 'Order']:\n    " + statement.source())
