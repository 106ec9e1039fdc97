"""Statements of SQLAlchemy's expression language that random_expressions.py puts random parts into.

Each shape is a function of the generator that returns the source of one statement; lines that have
to stand in front of it go to g.let(). A shape is there because a random walk over the methods of
select() and its relatives would hardly ever find it: the roles that text(), VALUES, table-valued
functions and CTEs can play, data that changes in a CTE, names that collide.
"""

ALL = []


def shape(function):
    ALL.append(function)
    return function


def statement(g):
    return g.rng.choice(ALL)(g)


def one(g):
    """A table or an alias of one, which expressions may name from now on."""
    return g.use(g.pick("t", "a", "o", "p"))


# ---- text() in every role ----

@shape
def text_columns(g):
    x = g.let("x", "sa.text('SELECT id, n, s FROM t WHERE n > :lo').bindparams(lo=%s).columns(%s)" % (
        g.small(), g.pick("t.c.id, t.c.n, t.c.s", "sa.column('id', sa.Integer), sa.column('n', sa.Integer), sa.column('s', sa.String)",
                          "id=sa.Integer, n=sa.Integer, s=sa.String", "sa.column('id'), sa.column('n'), s=sa.String")))
    sub = g.pick(".subquery()", ".subquery('tx')", ".alias('ty')", ".cte('tc')", ".cte()")
    return g.pick(
        "%s" % x, "sa.select(%s%s)" % (x, sub), "sa.select(t.c.id).where(t.c.id.in_(sa.select(%s%s.c.id)))" % (x, ".subquery()"),
        "sa.insert(o).from_select(['id', 'n', 's'], %s)" % x,
        "sa.insert(o).from_select(['id', 'n', 's'], sa.select(%s%s))" % (x, sub),
        "sa.select(t.c.id).where(sa.exists(sa.select(sa.text('1')).select_from(%s.subquery('e'))))" % x,
        "sa.select(t.c.id, t.c.n, t.c.s).union_all(sa.select(%s.subquery('u')))" % x,
        "sa.update(t).values(n=sa.select(%s.subquery('v').c.n).scalar_subquery())" % x)


@shape
def text_binds(g):
    return g.pick(
        "sa.text('UPDATE t SET a = :a, b = :b WHERE c IN :c').bindparams(sa.bindparam('c', %s, expanding=True), a=%s, b=%s)" % (
            g.pick("[1, 2]", "['x']", "[]", "(1, 2)"), g.number(), g.word()),
        "sa.text('SELECT :x || :x').bindparams(sa.bindparam('x', %s, sa.String))" % g.word(),
        "sa.text('SELECT :a, :b').bindparams(a=%s, b=%s)" % (g.pick("True", "None", "datetime.date(2024, 1, 1)"), g.number()),
        "sa.select(t.c.id).where(sa.text('n = :n').bindparams(n=%s)).where(sa.text('s = :s').bindparams(s=%s))" % (g.small(), g.word()),
        "sa.select(sa.text(':a AS x').bindparams(a=%s), t.c.id)" % g.number(),
        "sa.select(t.c.id).where(sa.and_(sa.text('a = 1'), sa.or_(sa.text('b = :b').bindparams(b=2), t.c.n == %s)))" % g.small(),
        "sa.select(t.c.id).order_by(sa.text('n DESC'), t.c.id).group_by(sa.text('n'))",
        "sa.select(sa.text('*')).select_from(sa.text('t JOIN u USING (id)')).where(t.c.n > %s)" % g.small(),
        "sa.text('SELECT 1').execution_options(autocommit=True)")


@shape
def binds(g):
    one(g)
    n, s = g.column("num"), g.column("text")
    return "sa.select(%s).where(%s)" % (n, g.pick(
        "%s == sa.bindparam('v', %s, sa.Integer)" % (n, g.small()),
        "%s == sa.bindparam(None, %s, type_=sa.Integer)" % (n, g.small()),
        "%s == sa.bindparam('v', %s, literal_execute=True)" % (n, g.small()),
        "%s == sa.bindparam('v', callable_=lambda: %s)" % (n, g.small()),
        "%s.in_(sa.bindparam('l', [%s, %s], expanding=True, literal_execute=True))" % (n, g.small(), g.small()),
        "%s.in_(sa.bindparam('l', [], expanding=True))" % n,
        "%s.not_in(sa.bindparam('l', [%s], expanding=True))" % (s, g.word()),
        "sa.tuple_(%s, %s).in_(sa.bindparam('l', [(1, 'x'), (2, 'y')], expanding=True))" % (n, s),
        "%s == sa.literal(%s, literal_execute=True)" % (n, g.small()),
        "sa.and_(%s == sa.bindparam('v', 1), %s != sa.bindparam('v', 1))" % (n, n),
        "%s.like(sa.bindparam('w', %s, unique=True))" % (s, g.word()),
        "sa.bindparam('w', %s) == %s" % (g.word(), s),
        "%s.is_distinct_from(sa.bindparam('v', %s))" % (n, g.small())))


# ---- labels and names ----

@shape
def labels(g):
    one(g)
    e = g.let("e", "(%s).label(%s)" % (g.num(2), g.pick("'lb'", "'n'", "None", "'Odd name'", "'select'")))
    f = g.let("e", "(%s).label(%s)" % (g.num(1), g.pick("'lb2'", "'s'", "None")))
    return g.pick(
        "sa.select(%s, %s).order_by(%s)" % (e, f, g.pick(e, e + ".desc()", "sa.desc(%s)" % e, "%s, %s.asc().nulls_last()" % (e, f))),
        "sa.select(%s, %s).group_by(%s).having(%s > 1)" % (e, f, e, e),
        "sa.select(%s, %s).group_by(%s, %s).order_by(%s + 1)" % (e, f, e, f, e),
        "sa.select(%s).where(%s == 3).order_by(%s)" % (f, e, e),
        "sa.select(%s.element).order_by(%s)" % (e, f),
        "sa.select(sa.func.max(%s)).order_by(sa.func.max(%s))" % (e, e),
        "sa.select(%s, %s, %s)" % (e, e, f),
        "sa.select(sa.select(%s, %s).subquery('q'))" % (e, f),
        "sa.select(sa.cast(%s, sa.String), sa.type_coerce(%s, sa.Text))" % (e, f),
        "sa.select(%s).distinct().order_by(%s)" % (e, f))


@shape
def same_names(g):
    left, right = g.let("al", "t.alias()"), g.let("al", "t.alias()")
    cols = [left + ".c.id", right + ".c.id", "t.c.id", "t.c.n", "o.c.n", "o.c.id", left, "sa.cast(t.c.n, sa.String)",
            "sa.cast(%s.c.n, sa.Text)" % right, "sa.type_coerce(sa.cast(o.c.n, sa.Integer), sa.String)", "func.count(t.c.n)",
            "func.count(o.c.n)", "func.now()", "func.now()", "t.c.n + 1", "sa.column('n')", "sa.literal_column('n')", "t.c.b.is_(True)",
            "~t.c.b", "sa.null()", "sa.literal('x')", "sa.select(o.c.n).scalar_subquery()", "-t.c.n", "t.c.s.collate('C')",
            "sa.case((t.c.n > 1, 'x'))", "sa.extract('year', t.c.d)", "func.row_number().over(order_by=t.c.n)", "sa.literal_column('n').label('m')"]
    chosen = [g.rng.choice(cols) for _ in range(g.pick(2, 3, 4, 5))]
    if g.chance(0.3):
        chosen.append(chosen[0])
    query = "sa.select(%s)" % ", ".join(chosen)
    kind = g.pick("plain", "subquery", "cte", "union", "twice")
    if kind == "subquery":
        return "sa.select(%s%s)" % (query, g.pick(".subquery()", ".subquery('sq')", ".lateral()"))
    if kind == "cte":
        return "sa.select(%s.cte(%s))" % (query, g.pick("", "'c'"))
    if kind == "union":
        return "sa.select(sa.union_all(%s, %s).subquery())" % (query, query)
    if kind == "twice":
        q = g.let("q", query + g.pick(".subquery()", ".cte()"))
        return "sa.select(%s, %s.alias())" % (q, q)
    return query


@shape
def long_names(g):
    name = g.pick("a" * 70, "b" * 60, "c" * 57 + "_tail", "d" * 58)
    x = g.let("x", "sa.table(%r, sa.column('id', sa.Integer), sa.column(%r, sa.Integer))" % (g.pick("big", name), name))
    c = "%s.c[%r]" % (x, name)
    return g.pick("sa.select(%s.subquery())" % ("sa.select(%s)" % x), "sa.select(sa.select(%s, func.max(%s)).cte('q'))" % (c, c),
                  "sa.select(%s.alias())" % x, "sa.select(%s, %s).where(%s == 1)" % (c, c, c),
                  "sa.select((%s + 1).label(%r)).order_by(%r)" % (c, name, name),
                  "sa.update(%s).values({%r: %s})" % (x, name, g.small()))


# ---- table-valued functions and VALUES ----

@shape
def table_valued(g):
    arguments = g.pick("p.c.arr", "postgresql.array([1, 2])", "sa.literal('[1, 2]')", "1, 10", "t.c.s", "sa.bindparam('j', '[]')")
    name = g.pick("unnest", "json_each", "generate_series", "json_array_elements", "regexp_split_to_table", "OpenJson")
    f = "func.%s(%s)" % (name, arguments)
    how = g.pick(
        ".table_valued('value')", ".table_valued('a', 'b', name='tv')", ".table_valued(sa.column('v', sa.Integer))",
        ".table_valued('value', with_ordinality='ord')", ".table_valued('v', joins_implicitly=True)",
        ".table_valued('x', 'y').render_derived()", ".table_valued(sa.column('x', sa.Integer), sa.column('y', sa.Text)).render_derived(name='d', with_types=True)",
        ".table_valued('v', name='w').alias('z')", ".table_valued('v').lateral('lt')")
    tv = g.let("tv", f + how)
    if g.chance(0.3):
        cv = g.let("cv", f + g.pick(".column_valued()", ".column_valued('x')", ".alias().column", ".alias('fn').column"))
        return g.pick("sa.select(%s)" % cv, "sa.select(%s, t.c.id).where(%s > 2)" % (cv, cv), "sa.select(func.max(%s))" % cv,
                      "sa.select(t.c.id).where(t.c.n.in_(sa.select(%s)))" % cv)
    return g.pick("sa.select(%s)" % tv, "sa.select(t.c.id, %s)" % tv, "sa.select(t.c.id).select_from(t.join(%s, sa.true()))" % tv,
                  "sa.select(func.count()).select_from(%s)" % tv, "sa.select(%s).where(t.c.id == 1)" % tv)


@shape
def values(g):
    rows = ", ".join("(%s, %s)" % (g.small(), g.word()) for _ in range(g.pick(1, 2, 3)))
    v = g.let("v", "sa.values(sa.column('i', sa.Integer), sa.column('w', sa.String)%s).data([%s])" % (
        g.pick("", ", name='vv'", ", name='V V'", ", name='vv', literal_binds=True"), rows))
    if g.chance(0.3):
        v = g.let("v", "%s.data([(%s, %s)])" % (v, g.small(), g.pick("None", "'z'", "func.now()", "sa.null()")))
    return g.pick(
        "sa.select(%s)" % v, "sa.select(%s.alias('va'))" % v, "sa.select(%s.alias('vb')).order_by(sa.text('1'))" % v,
        "sa.select(%s.cte('vc'))" % v, "sa.select(%s.lateral('vl'))" % v, "sa.select(t.c.id).where(t.c.id.in_(sa.select(%s.c.i)))" % v,
        "sa.insert(o).from_select(['id', 's'], sa.select(%s.c.i, %s.c.w))" % (v, v),
        "sa.delete(t).where(t.c.id == %s.c.i)" % v, "sa.select(t.c.id, %s.c.w).join_from(t, %s, t.c.id == %s.c.i)" % (v, v, v),
        "sa.update(t).where(t.c.id == %s.c.i).values(s=func.upper(%s.c.w))" % (v, v))


# ---- joins, aliases, correlation ----

@shape
def joins(g):
    one(g)
    other = g.let("al", "%s.alias(%s)" % (g.pick("t", "a", "o"), g.pick("", "'j'")))
    on = "%s.c.id == %s.c.id" % (g.froms[0][0], other)
    root = g.froms[0][0]
    return g.pick(
        "sa.select(%s).join(%s, %s)" % (root, other, on), "sa.select(%s.c.id).outerjoin(%s, %s)" % (root, other, on),
        "sa.select(func.count()).join_from(%s, %s, %s)" % (root, other, on),
        "sa.select(func.count()).outerjoin_from(%s, %s, %s, full=%s)" % (root, other, on, g.pick("True", "False")),
        "sa.select(a.c.id, o.c.id).join(o)", "sa.select(o).join(a)", "sa.select(o.c.id).join_from(o, a)",
        "sa.select(a.join(o))", "sa.select(a.c.id).select_from(a.outerjoin(o))",
        "sa.select(%s).select_from(%s.join(a.join(o), %s.c.id == a.c.id))" % (root, other, other),
        "sa.select(t.c.id).select_from(t, %s).where(%s.c.n == t.c.n)" % (other, other),
        "sa.select(a.c.s).join(o, o.c.account_id == a.c.id).where(o.c.n > %s)" % g.small(),
        "sa.select(%s.c.id).where(sa.exists().where(%s))" % (root, on),
        "sa.select(%s.c.id).where(~sa.exists(sa.select(%s.c.id).where(%s).correlate(%s)))" % (root, other, on, root),
        "sa.select(%s.c.id).where(sa.select(%s.c.n).where(%s).correlate_except(%s).scalar_subquery() > 1)" % (root, other, on, other),
        "sa.select(%s.c.id, sa.select(func.max(%s.c.n)).where(%s).scalar_subquery().label('mx')).order_by('mx')" % (root, other, on),
        "sa.select(%s.c.id).where(%s.exists())" % (root, "sa.select(%s.c.id).where(%s)" % (other, on)),
        "sa.select(sa.exists().where(%s), sa.exists(sa.select(sa.literal(1))).label('ex'))" % on,
        "sa.select(%s.tablesample(%s, name='smp'%s))" % (g.pick("t", "a"), g.pick("5", "func.bernoulli(3)"), g.pick("", ", seed=func.random()")))


@shape
def lateral(g):
    inner = g.let("la", "sa.select(o.c.n, (o.c.q + 1).label('w')).where(o.c.account_id == a.c.id)%s.lateral(%s)" % (
        g.pick("", ".limit(2)", ".order_by(o.c.n)"), g.pick("", "'lt'")))
    return g.pick("sa.select(a.c.id, %s.c.w).select_from(a.join(%s, sa.true()))" % (inner, inner),
                  "sa.select(a.c.id, %s)" % inner, "sa.select(a.c.id, %s.c.n).outerjoin(%s, %s.c.n == a.c.n)" % (inner, inner, inner),
                  "sa.select(a.c.id).select_from(a, %s).where(%s.c.w > 1)" % (inner, inner))


@shape
def clauses(g):
    one(g)
    n = g.num(1)
    base = "sa.select(%s, %s)" % (g.column("num"), g.column("text"))
    return base + g.pick(
        ".with_only_columns(%s)" % n, ".with_only_columns(%s, maintain_column_froms=True)" % g.column("text"), ".add_columns(%s)" % n,
        ".order_by(%s).order_by(None)" % n, ".order_by(%s).order_by(None).order_by(%s)" % (n, g.column("num")), ".group_by(%s).group_by(None)" % n,
        ".order_by(sa.nulls_first(%s), sa.asc(%s))" % (n, g.column("text")), ".order_by(sa.desc(sa.collate(%s, 'C')))" % g.column("text"),
        ".distinct(%s, %s)" % (g.column("num"), g.column("text")), ".distinct().distinct(%s)" % g.column("num"), ".slice(2, 7)", ".slice(0, 3)",
        ".limit(%s).limit(None)" % g.small(), ".limit(sa.text('5'))", ".limit(sa.select(func.count()).scalar_subquery())",
        ".limit(sa.literal_column('10')).offset(sa.bindparam('of', 2))", ".limit(%s + 1)" % g.column("num"), ".offset(0)", ".limit(0)",
        ".fetch(sa.bindparam('fe', 3))", ".fetch(5, with_ties=True, percent=True)", ".filter(%s)" % g.condition(1), ".filter_by(id=%s)" % g.small(),
        ".having(%s).group_by(%s)" % (g.condition(1), n), ".where().where(*[])", ".where(sa.and_(*[])).where(sa.true())",
        ".where(sa.or_(%s, sa.and_(%s, sa.not_(%s))))" % (g.condition(0), g.condition(0), g.condition(1)), ".where(False)", ".where(True)",
        ".with_for_update(of=%s)" % g.column("num"), ".with_for_update(nowait=True, of=[%s])" % g.froms[0][0], ".with_for_update(read=True, skip_locked=True)",
        ".prefix_with('SQL_NO_CACHE', dialect='mysql').prefix_with(sa.text('/*+ x */'), dialect='oracle')", ".suffix_with('OPTION (x)')",
        ".suffix_with('/* end */', dialect='mssql')", ".execution_options(stream=True)", ".group_by(func.cube(%s, %s))" % (g.column("num"), g.column("text")),
        ".group_by(func.rollup(%s), func.grouping_sets(sa.tuple_(%s, %s), %s))" % (g.column("num"), g.column("num"), g.column("text"), n))


@shape
def hints(g):
    return g.pick(
        "sa.select(t.c.id).with_hint(t, 'WITH (NOLOCK)', 'mssql').with_hint(t, 'USE INDEX (ix)', 'mysql')",
        "sa.select(t.c.id).with_hint(t, 'INDEX(%(name)s ix)', 'oracle').with_hint(t, 'USE %(name)s')",
        "sa.select(a.c.id, o.c.n).select_from(a.join(o)).with_hint(a, 'WITH (READPAST)', 'mssql').with_hint(o, 'FORCE INDEX (x)', 'mariadb')",
        "sa.select(t.c.id).with_statement_hint('OPTION (RECOMPILE)', 'mssql').with_statement_hint('/* all */')",
        "sa.update(t).values(n=%s).with_hint('WITH (PAGLOCK)', dialect_name='mssql').where(t.c.id == 1)" % g.small(),
        "sa.delete(t).with_hint('WITH (TABLOCK)', dialect_name='mssql')", "sa.insert(t).values(n=1).with_hint('WITH (TABLOCK)', dialect_name='mssql')",
        "sa.select(t.alias('h')).with_hint(t, 'WITH (NOLOCK)')", "sa.insert(t).prefix_with('OR IGNORE', dialect='sqlite').values(n=%s)" % g.small(),
        "sa.update(t).prefix_with('LOW_PRIORITY').values(n=1)", "sa.delete(t).prefix_with('QUICK', dialect='mysql')")


# ---- set operations ----

@shape
def sets(g):
    parts = []
    for _ in range(g.pick(2, 2, 3)):
        g.froms = []
        one(g)
        parts.append("sa.select(%s, %s)%s" % (g.column("num"), g.column("text"), g.pick(
            "", "", ".where(%s)" % g.condition(1), ".limit(%s)" % g.small(), ".order_by(sa.text('1')).limit(2)", ".offset(1)", ".fetch(2)",
            ".subquery().select()", ".distinct()", ".group_by(%s)" % g.column("num"))))
    both = "%s.%s(%s)" % (parts[0], g.pick("union", "union_all", "except_", "except_all", "intersect", "intersect_all"), ", ".join(parts[1:]))
    u = g.let("u", both)
    return g.pick(
        u, "%s.order_by(%s)" % (u, g.pick("'id'", "sa.text('1 DESC')", "sa.literal_column('1')", "%s.selected_columns[0]" % u, "sa.desc('id')")),
        "%s.limit(3).offset(1)" % u, "%s.fetch(2)" % u, "sa.union(%s, %s)" % (u, parts[0]), "sa.union_all(%s, %s).limit(1)" % (u, u),
        "%s.self_group().union(%s)" % (u, parts[0]) if g.chance(0.3) else "sa.except_(%s, %s.limit(2))" % (parts[0], u),
        "sa.select(%s.subquery())" % u, "sa.select(func.count()).select_from(%s.alias('ux'))" % u, "sa.select(%s.cte('uc')).where(sa.true())" % u,
        "sa.insert(o).from_select(['n', 's'], %s)" % u, "sa.select(t.c.id).where(sa.exists(%s))" % u,
        "sa.select(t.c.id).where(sa.tuple_(t.c.n, t.c.s).in_(%s))" % u, "%s.group_by(sa.text('1'))" % u, "sa.select(%s.lateral('ul'))" % u,
        "sa.select(t.c.id).where(%s.exists())" % u if g.chance(0.3) else "%s.order_by(sa.asc('id')).limit(sa.bindparam('k', 4))" % u)


# ---- CTEs ----

@shape
def ctes(g):
    c = g.let("c", "sa.select(a.c.id, a.c.n).where(a.c.n > %s).cte(%s)" % (g.small(), g.pick("'ca'", "", "'Upper C'")))
    d = g.let("c", "sa.select(%s.c.id, func.count().label('k')).group_by(%s.c.id).cte(%s)" % (c, c, g.pick("'cb'", "")))
    return g.pick(
        "sa.select(%s.alias('ka'), %s.c.k).where(%s.c.id == 1)" % (c, d, d), "sa.select(%s).join(%s, %s.c.id == %s.c.id)" % (c, d, d, c),
        "sa.select(%s.c.id).union(sa.select(%s.c.id))" % (c, d), "sa.select(sa.select(%s.c.id).subquery())" % d,
        "sa.select(t.c.id).where(t.c.id.in_(sa.select(%s.c.id)))" % d, "sa.select(t.c.id, sa.select(func.max(%s.c.n)).scalar_subquery())" % c,
        "sa.select(t.c.id).add_cte(%s)" % d, "sa.update(t).where(t.c.id == %s.c.id).values(n=%s.c.k)" % (d, d),
        "sa.delete(t).where(t.c.id.in_(sa.select(%s.c.id)))" % c, "sa.insert(t).from_select(['id', 'n'], sa.select(%s.c.id, %s.c.k))" % (d, d),
        "sa.insert(t).values(n=sa.select(func.max(%s.c.k)).scalar_subquery())" % d, "sa.insert(t).values(n=1).add_cte(%s)" % c,
        "sa.select(%s.alias(), %s.alias('m'))" % (c, c), "sa.select(sa.exists(sa.select(%s.c.id)))" % c, "sa.delete(t).add_cte(%s).where(t.c.n == 2)" % c,
        "sa.select(sa.select(%s.c.id).where(%s.c.n == t.c.n).lateral('z'), t.c.id)" % (c, c), "sa.union_all(sa.select(%s), sa.select(%s)).order_by('id')" % (c, c))


@shape
def recursive_ctes(g):
    start = g.pick("sa.select(sa.literal(1).label('i'))", "sa.select(o.c.id.label('i')).where(o.c.account_id == None)",
                   "sa.select(sa.literal_column('1').label('i'), sa.literal('x').label('w'))", "sa.select(t.c.id.label('i'), t.c.n)")
    r = g.let("r", "%s.cte(%s)" % (start, g.pick("'walk', recursive=True", "recursive=True", "'walk', recursive=True, nesting=True")))
    more = {"'w'": ", %s.c.w + 'y'" % r, "t.c.n)": ", %s.c.n" % r}
    extra = next((v for k, v in more.items() if k in start), "")
    step = g.let("r", "%s.%s(sa.select(%s.c.i + 1%s).where(%s.c.i < %s))" % (r, g.pick("union_all", "union"), r, extra, r, g.small()))
    al = g.let("ra", "%s.alias(%s)" % (step, g.pick("", "'ra'")))
    return g.pick("sa.select(%s)" % step, "sa.select(%s.c.i).where(%s.c.i > 2).order_by(%s.c.i.desc())" % (step, step, step), "sa.select(%s)" % al,
                  "sa.select(func.max(%s.c.i))" % al, "sa.update(t).values(n=sa.select(func.max(%s.c.i)).scalar_subquery())" % step,
                  "sa.insert(t).from_select(['n'], sa.select(%s.c.i))" % step, "sa.select(t.c.id).join(%s, %s.c.i == t.c.n)" % (step, step))


@shape
def nested_ctes(g):
    inner = g.let("c", "sa.select(t.c.id).cte('inner_c', nesting=%s)" % g.pick("True", "False"))
    outer = g.let("c", "sa.select(%s.c.id).where(%s.c.id > 1).cte('outer_c')" % (inner, inner))
    return g.pick("sa.select(%s)" % outer, "sa.select(%s.c.id, %s.c.id)" % (outer, inner),
                  "sa.select(sa.select(o.c.id).add_cte(%s, nest_here=True).subquery())" % inner if g.chance(0.3) else "sa.select(%s).add_cte(%s)" % (outer, inner))


@shape
def changing_ctes(g):
    made = g.pick("sa.insert(t).values(n=%s, s=%s)" % (g.small(), g.word()), "sa.update(t).values(n=%s).where(t.c.id == 2)" % g.small(),
                  "sa.delete(t).where(t.c.n > %s)" % g.small(), "sa.insert(t).from_select(['n'], sa.select(a.c.n))",
                  "sa.insert(t).values([{'n': 1}, {'n': %s}])" % g.small(), "postgresql.insert(t).values(n=1).on_conflict_do_nothing()")
    c = g.let("c", "%s.returning(%s).cte('ch')" % (made, g.pick("t.c.id", "t.c.id, t.c.n", "t", "t.c.id.label('i')", "(t.c.n + 1).label('m'), t.c.id")))
    first = g.pick("%s", "%s.c[0]") % c if g.chance(0.3) else c
    return g.pick("sa.select(%s)" % first, "sa.select(func.count()).select_from(%s)" % c, "sa.insert(o).from_select(['id'], sa.select(list(%s.c)[0]))" % c,
                  "sa.select(o.c.id).add_cte(%s)" % c)


# ---- data ----

@shape
def inserts(g):
    return g.pick(
        "sa.insert(t).values(%s)" % g.pick("(1, 2, 3.5, 'x')", "[1, 2]"), "sa.insert(t)", "t.insert().values(n=%s)" % g.num(1),
        "sa.insert(t).values([(1, 2), (3, 4)])", "sa.insert(t).values([{'n': func.now(), 's': %s}, {'n': None, 's': sa.null()}])" % g.word(),
        "sa.insert(t).values({'n': 1}).values(s=%s)" % g.word(), "sa.insert(t).inline().values(n=1)", "sa.insert(a).values(id=1, j={'a': [1, 2]}, e='red')",
        "sa.insert(t).values(n=sa.select(func.max(o.c.n)).scalar_subquery())", "sa.insert(t).values(n=sa.bindparam('nn', %s), s=sa.bindparam('ss', %s))" % (g.small(), g.word()),
        "sa.insert(t).from_select([t.c.id, 'n'], sa.select(o.c.id, o.c.n).where(~sa.exists().where(t.c.id == o.c.id)))",
        "sa.insert(t).from_select(['n'], sa.select(func.count(o.c.id)).group_by(o.c.n).having(func.count() > %s))" % g.small(),
        "sa.insert(t).from_select(['n'], sa.select(o.c.n).limit(2), include_defaults=False)", "sa.insert(t).values(n=t.c.id + 1).returning(t)",
        "sa.insert(o).values(user=%s, n=%s).returning(o.c.id, (o.c.n * 2).label('dbl'))" % (g.word(), g.small()), "sa.insert(a).values(u=uuid.UUID(int=3), raw=b'x', b=True)",
        "sa.insert(sa.table('loose', sa.column('x'), sa.column('y', sa.Integer), schema='sc')).values(x=%s, y=%s)" % (g.number(), g.small()),
        "sa.insert(t).values(s=sa.text('DEFAULT'), n=sa.literal_column('42'))", "sa.insert(t).values(d='2024-01-01', ts=datetime.datetime(2024, 1, 1, 5))")


@shape
def upserts(g):
    dialect = g.pick("postgresql", "sqlite")
    i = g.let("i", "%s.insert(t).values(%s)" % (dialect, g.pick("id=1, n=2", "[{'id': 1, 'n': 2}, {'id': 3, 'n': 4}]", "id=5, s=%s" % g.word())))
    select = g.let("i", "%s.insert(t).from_select(['id', 'n'], sa.select(o.c.id, o.c.n).where(sa.true()))" % dialect)
    i = g.pick(i, i, select)
    return g.pick(
        "%s.on_conflict_do_nothing()" % i, "%s.on_conflict_do_nothing(index_elements=[t.c.id])" % i,
        "%s.on_conflict_do_update(index_elements=['id'], set_=dict(n=%s.excluded.n, s=func.coalesce(%s.excluded.s, t.c.s)))" % (i, i, i),
        "%s.on_conflict_do_update(index_elements=[t.c.id, t.c.n], index_where=t.c.b.is_(True), set_={t.c.n: t.c.n + 1}, where=t.c.n < %s)" % (i, g.small()),
        "%s.on_conflict_do_update(index_elements=[func.lower(t.c.s)], set_={'n': %s})" % (i, g.num(0)),
        "%s.on_conflict_do_update(index_elements=['id'], set_=%s.excluded)" % (i, i), "%s.on_conflict_do_update(index_elements=['id'], set_={'n': 3}).returning(t.c.id)" % i,
        "%s.on_conflict_do_update(index_elements=[sa.text('lower(s)')], set_={'s': %s, 'n': sa.select(func.max(o.c.n)).scalar_subquery()})" % (i, g.word()))


@shape
def mysql_data(g):
    i = g.let("i", "mysql.insert(t).values(%s)" % g.pick("id=1, n=2", "[{'id': 1, 'n': 2}, {'id': 3, 'n': 4}]", "s=%s" % g.word()))
    return g.pick(
        "%s.on_duplicate_key_update(n=%s.inserted.n + t.c.n)" % (i, i), "%s.on_duplicate_key_update([('s', %s), ('n', %s.inserted.n)])" % (i, g.word(), i),
        "%s.on_duplicate_key_update(n=func.values(t.c.n), s=None)" % i, "%s.on_duplicate_key_update(s=func.concat(%s.inserted.s, t.c.s))" % (i, i),
        "sa.select(t.c.id).where(mysql.match(t.c.s, t.c.x, against=%s))" % g.word(),
        "sa.select(t.c.id).where(mysql.match(t.c.s, against=%s, %s=True))" % (g.word(), g.pick("in_boolean_mode", "in_natural_language_mode", "with_query_expansion")),
        "sa.select(mysql.match(t.c.s, against='x').in_boolean_mode().label('score')).order_by(sa.desc('score'))",
        "mysql.insert(t).prefix_with('IGNORE').values(n=%s)" % g.small(), "sa.update(t).values(n=1).with_dialect_options(mysql_limit=3)", "sa.delete(t).with_dialect_options(mysql_limit=3, mariadb_limit=2)")


@shape
def changes(g):
    al = g.let("al", "%s.alias(%s)" % (g.pick("t", "o"), g.pick("", "'up'")))
    return g.pick(
        "sa.update(t).ordered_values((t.c.s, %s), ('n', %s), (t.c.q, t.c.n))" % (g.word(), g.small()), "sa.update(%s).values(n=%s.c.n + 1)" % (al, al),
        "sa.update(t).values(n=o.c.n).where(t.c.id == o.c.id)", "sa.update(t).values(n=%s.c.n).where(t.c.id == %s.c.id).where(o.c.id == 2)" % (al, al),
        "sa.update(o).values({'user': %s, o.c.n: func.coalesce(o.c.n, 0) + 1})" % g.word(), "sa.update(t).values(n=None, s=sa.null(), b=%s)" % g.pick("True", "sa.false()"),
        "sa.update(t).values(n=sa.case((t.c.b, 1), else_=%s))" % g.num(0), "sa.update(p).values({p.c.arr[2]: 7})", "sa.update(p).values({p.c.jb['a']: sa.cast('1', postgresql.JSONB)})",
        "sa.update(t).values(n=sa.select(o.c.n).where(o.c.id == t.c.id).limit(1).scalar_subquery())", "sa.update(t).values(n=sa.select(func.count()).select_from(o).where(o.c.n == t.c.n).scalar_subquery()).returning(t.c.id, t.c.n)",
        "sa.update(t).where(sa.exists(sa.select(sa.text('1')).select_from(o).where(o.c.id == t.c.id))).values(s=t.c.s + %s)" % g.word(),
        "sa.delete(t).where(t.c.id == o.c.id).where(o.c.s == %s)" % g.word(), "sa.delete(%s).where(%s.c.n == 1)" % (al, al), "sa.delete(t).where(t.c.id == %s.c.id).returning(t.c.id)" % al,
        "sa.delete(t).where(t.c.n.in_(sa.select(%s.c.n)), t.c.b).returning(t)" % al, "sa.delete(o).where(sa.tuple_(o.c.id, o.c.n).not_in(sa.select(t.c.id, t.c.n)))",
        "t.update().where(t.c.id == sa.bindparam('b_id', 4)).values(n=sa.bindparam('b_n', %s))" % g.small(), "t.delete().where(t.c.s.like(%s))" % g.word(),
        "sa.update(sa.table('loose', sa.column('x'))).values(x=%s)" % g.num(0), "sa.update(t).values(n=sa.text('n + 1'))", "sa.update(a).values(j=sa.null(), e=Colour.green)")


# ---- functions, types, operators ----

@shape
def expressions(g):
    one(g)
    n, s = g.column("num"), g.column("text")
    e = g.pick(
        "sa.try_cast(%s, sa.Integer)" % s, "sa.cast(%s, sa.Numeric(8, 3)).op('+')(1)" % n, "sa.cast(sa.null(), sa.Integer)", "sa.cast(%s, sa.Enum('a', 'b', name='ab'))" % s,
        "%s.op('<<', return_type=sa.Integer)(2) + 1" % n, "%s.op('&&', is_comparison=True, precedence=4)(%s)" % (n, n), "%s.bool_op('<@')(%s)" % (n, n), "(%s).op('!')(1).label('o')" % n,
        "func.coalesce(%s, None, %s)" % (n, g.small()), "func.nullif(%s, %s)" % (s, g.word()), "func.max(%s, type_=sa.String).label('mm')" % n, "func.schema_a.pkg.fn(%s)" % n, "func.now() - datetime.timedelta(days=2)",
        "func.count(sa.text('*'))", "func.count(sa.literal_column('*'))", "func.count(%s.distinct()).filter(%s)" % (n, g.condition(1)), "func.group_concat(%s, ';')" % s,
        "func.sum(%s).over()" % n, "func.sum(%s).over(partition_by=[%s], order_by=[%s.desc(), %s], rows=(None, 0))" % (n, s, n, s), "func.ntile(4).over(order_by=sa.desc(%s), range_=(-1, 1))" % n,
        "func.first_value(%s).filter(%s).over(order_by=%s)" % (n, g.condition(0), n), "func.percentile_cont(0.9).within_group(%s.desc(), %s)" % (n, s), "func.rank(5).within_group(%s).filter(%s > 2)" % (n, n),
        "func.percentile_disc(0.1).within_group(%s).over(partition_by=%s)" % (n, s), "func.array_agg(postgresql.aggregate_order_by(%s, %s, %s.desc()))" % (n, n, s), "func.string_agg(%s, postgresql.aggregate_order_by(sa.literal(','), %s))" % (s, n),
        "func.array_agg(%s)[1]" % n, "func.array_agg(%s, type_=postgresql.ARRAY(sa.Integer))[1:2]" % n, "sa.extract('epoch', func.now() - %s)" % g.time(0), "sa.extract('isodow', %s)" % g.date(0),
        "sa.case({'x': 1, 'y': 2}, value=%s, else_=%s)" % (s, n), "sa.case((%s, sa.literal('p')), (%s, 'q'), else_=None)" % (g.condition(1), g.condition(0)), "sa.case((%s == 1, True), else_=False)" % n, "sa.case((sa.text('a = 1'), sa.text('b')))",
        "sa.type_coerce(%s, sa.JSON)['k']" % s, "sa.type_coerce(%s, sa.String) + 'x'" % n, "sa.literal(%s, sa.Unicode).label('u')" % g.word(), "sa.literal_column(\"'a%%b'\", sa.String) + %s" % s, "-(%s + 1)" % n, "-(-%s)" % n, "~(%s.bitwise_not())" % n if g.chance(0.2) else "%s.bitwise_xor(3)" % n,
        "%s %% 7" % n, "(%s + 1) * (%s - 2) / 3" % (n, n), "%s / sa.cast(2, sa.Float)" % n, "2 ** 3 * %s" % n, "%s // 2" % n, "func.length(%s) + func.char_length(%s)" % (s, s), "sa.distinct(%s)" % n, "sa.tuple_(%s, %s)" % (n, s), "sa.Sequence('sq_1').next_value()", "func.next_value(sa.Sequence('sq_2', schema='sc'))",
        "%s.concat(%s).concat('z')" % (s, s), "sa.func.concat(%s, '-', %s)" % (s, n), "sa.null() + %s" % n, "sa.func.json_build_object('a', %s, 'b', %s)" % (n, s), "sa.func.jsonb_agg(%s)" % n, "func.current_timestamp() + sa.text(\"INTERVAL '1 day'\")", "func.timezone('UTC', func.now())", "func.localtime()", "func.session_user()", "func.sysdate()", "func.random() * 10",
        "func.substring(%s, 1, 2)" % s, "func.substring(%s, 2)" % s, "func.trim(%s)" % s, "func.position(%s)" % s, "func.if_(%s, 1, 2)" % n, "func.MixedCase(%s)" % n, "getattr(func, 'odd name')(%s)" % n, "func.pow(%s, 2)" % n, "func.mod(%s, 2)" % n)
    return g.pick("sa.select(%s)", "sa.select(%s).subquery().select()", "sa.select((%s).label('e1')).order_by('e1')", "sa.select(sa.literal(1)).order_by(%s)") % e


@shape
def conditions(g):
    one(g)
    n, s, b = g.column("num"), g.column("text"), g.column("bool")
    e = lambda: g.pick(  # noqa: E731
        "%s.between(1, 5, symmetric=True)" % n, "~%s.between(%s, %s, symmetric=True)" % (n, g.small(), n), "%s.is_distinct_from(%s)" % (s, g.word()), "%s.is_not_distinct_from(None)" % n, "~%s.is_distinct_from(%s)" % (n, n),
        "%s.contains(%s, autoescape=True, escape='!')" % (s, g.word()), "~%s.icontains(%s, autoescape=True)" % (s, g.word()), "%s.istartswith(%s, escape='^')" % (s, g.word()), "%s.iendswith(%s)" % (s, s), "%s.not_ilike('%%x', escape='|')" % s, "~%s.ilike(%s)" % (s, g.word()), "~(~%s.like(%s))" % (s, g.word()), "%s.notlike('a%%')" % s, "%s.notin_([1])" % n, "%s.isnot(None)" % s, "%s.contains(func.lower(%s) + 'x')" % (s, s), "%s.like(sa.literal('a') + '%%')" % s,
        "%s.regexp_match(%s, flags=%s)" % (s, g.word(), g.pick("'i'", "'ig'")), "~%s.regexp_match(%s, flags='i')" % (s, g.word()), "%s.regexp_replace(%s, '', flags='ig') == ''" % (s, g.word()), "%s.match(%s, postgresql_regconfig='english')" % (s, g.word()), "~%s.match(%s)" % (s, g.word()), "%s.op('REGEXP')('x')" % s,
        "%s.in_([%s, sa.null(), %s + 1])" % (n, g.small(), n), "%s.in_(sa.text('(1, 2)'))" % n if g.chance(0.2) else "%s.in_((1, 2, 3))" % n, "%s.in_({5})" % n, "%s.in_(range(3))" % n, "%s.not_in(sa.select(o.c.n).where(o.c.id == %s))" % (n, n), "sa.tuple_(%s, %s).in_(sa.select(o.c.n, o.c.s))" % (n, s), "sa.tuple_(%s, %s).not_in([(1, 'a')])" % (n, s), "sa.tuple_(%s, 5) == sa.tuple_(1, %s)" % (n, n), "%s.in_([True, None])" % b, "sa.literal(3).in_([%s, 4])" % n, "~%s.in_([])" % s, "%s.in_([datetime.date(2024, 1, 1)])" % g.date(0),
        "%s == sa.any_(sa.literal([1, 2], sa.ARRAY(sa.Integer)))" % n, "%s != sa.all_(sa.select(o.c.n))" % n, "5 > sa.any_(postgresql.array([%s, 2]))" % n, "%s == sa.select(o.c.n).limit(1).scalar_subquery()" % n, "sa.select(func.count(o.c.id)).scalar_subquery() > 5", "sa.func.exists(sa.select(o.c.id).scalar_subquery())",
        "sa.not_(sa.and_(%s, %s == 1))" % (b, n), "~sa.or_(%s, ~%s)" % (b, b), "sa.and_(%s)" % b, "sa.or_(*[%s == i for i in range(3)])" % n, "sa.and_(%s == 1, sa.or_(%s == 2, sa.and_(%s, %s > 3)))" % (n, n, b, n), "%s == True" % b, "%s != False" % b, "%s == sa.false()" % b, "sa.literal(True) == %s" % b, "%s & sa.text('x')" % b, "(%s > 1) == (%s < 2)" % (n, n), "%s.is_(sa.text('UNKNOWN'))" % b, "sa.func.bool_fn(%s)" % n, "sa.func.bool_fn(%s, type_=sa.Boolean)" % n, "~sa.func.bool_fn(%s, type_=sa.Boolean)" % n, "sa.cast(%s, sa.Boolean)" % n, "~sa.cast(%s, sa.Boolean)" % n, "sa.column('flag', sa.Boolean)", "~sa.column('flag', sa.Boolean)", "sa.literal_column('flag', sa.Boolean)", "sa.case((%s, %s), else_=sa.true())" % (b, b), "sa.type_coerce(%s, sa.Boolean)" % n, "sa.true() & %s" % b, "sa.null()", "sa.collate(%s, 'C') == 'x'" % s, "%s.collate('de_DE').in_(['a'])" % s, "%s.desc() == 1" % n if g.chance(0.1) else "%s >= %s" % (n, n), "sa.func.lower(%s).startswith(%s)" % (s, g.word()), "%s.op('->')('a').op('->>')('b') == 'x'" % s)
    return g.pick("sa.select(%s).where(%s)" % (n, e()), "sa.select(%s).where(sa.or_(%s, %s))" % (n, e(), e()), "sa.select(%s, %s)" % (n, e()), "sa.select(%s).where(sa.not_(%s))" % (n, e()), "sa.delete(t).where(%s).where(%s)" % (e(), e()), "sa.select(sa.case((%s, 1), else_=2))" % e(), "sa.select(func.count().filter(%s))" % e(), "sa.select(%s).group_by(%s).having(%s)" % (n, n, e()), "sa.select(%s).order_by(%s)" % (n, e()), "sa.select(func.f(%s, %s))" % (e(), e()))


@shape
def arrays(g):
    arr, tags, jb = "p.c.arr", "p.c.tags", "p.c.jb"
    e = g.pick(
        "%s[1:2]" % arr, "%s[p.c.n]" % arr, "%s[p.c.n + 1:5]" % arr, "%s[1:]" % arr if g.chance(0.1) else "%s[2] + 1" % arr, "func.array_append(%s, 5)" % arr, "func.array_length(%s, 1) + 1" % arr, "%s + postgresql.array([3])" % arr, "%s.concat([1])" % arr, "postgresql.array([1, 2]) + postgresql.array([3])", "postgresql.array([postgresql.array([1, 2]), postgresql.array([3, 4])])",
        "postgresql.array(['a', p.c.s])", "postgresql.array([], type_=sa.Integer)", "sa.cast(postgresql.array(['1']), postgresql.ARRAY(sa.Integer))", "sa.cast(%s, sa.ARRAY(sa.Text))" % arr, "%s.contains(sa.cast([1], sa.ARRAY(sa.Integer)))" % arr, "%s.any(5)" % arr, "~%s.any(5)" % arr, "%s.all(5, operator=sa.sql.operators.lt)" % arr, "%s.overlap(postgresql.array([1]))" % arr,
        "sa.literal('x') == sa.any_(%s)" % tags, "sa.any_(%s) == 'x'" % tags, "'x' == sa.all_(%s)" % tags, "%s[1].in_(['a'])" % tags, "%s[1] + 'z'" % tags, "func.unnest(%s)" % tags, "func.array_to_string(%s, ',')" % tags, "func.any(%s)" % tags, "%s == ['a', 'b']" % tags, "%s != []" % arr, "%s.is_(None)" % arr, "%s.in_([[1], [2]])" % arr if g.chance(0.1) else "%s > [1]" % arr,
        "%s['a']" % jb, "%s[('a', 'b')]" % jb, "%s[1]['k']" % jb, "%s['a'].astext.cast(sa.Integer) + 1" % jb, "%s['a'].as_float()" % jb, "%s['a'].as_numeric(10, 2)" % jb, "%s['a'].as_boolean()" % jb, "%s['a'] == '5'" % jb, "%s.concat({'z': 1})" % jb, "%s + %s" % (jb, jb), "%s - 'k'" % jb, "%s - 1" % jb, "%s.delete_path(['a', '0'])" % jb, "%s.has_any(['a'])" % jb, "%s.has_all(postgresql.array(['a', p.c.s]))" % jb, "%s.contains(%s['x'])" % (jb, jb), "%s[('a', 1)].astext.in_(['x', 'y'])" % jb, "func.jsonb_array_length(%s['a'])" % jb, "func.jsonb_typeof(%s) == 'array'" % jb, "sa.cast({'a': 1}, postgresql.JSONB)['a'].astext", "sa.func.to_jsonb(p.c.n)", "sa.cast(%s['a'], sa.Text)" % jb, "sa.type_coerce({'q': 1}, postgresql.JSONB)", "%s['a'].astext.is_(None)" % jb, "%s['a'].astext.like(%s)" % (jb, g.word()), "%s[p.c.s].astext" % jb,
        "a.c.j['a']", "a.c.j[('a', 0)]", "a.c.j['a']['b'].as_string()", "a.c.j[1].as_integer() + 1", "a.c.j['f'].as_float() > 1.5", "a.c.j['n'].as_numeric(6, 2)", "a.c.j['b'].as_boolean()", "~a.c.j['b'].as_boolean()", "a.c.j['x'].as_json()", "sa.cast(a.c.j, sa.Text)", "func.json_array_length(a.c.j)", "a.c.j[a.c.s]", "a.c.j['a'].as_string().in_(['x'])", "a.c.j['a'].as_string().contains('y')", "func.lower(a.c.j['k'].as_string())", "a.c.j['it\\'s'].as_string()", "a.c.j['50%'].as_string() == '%'", "a.c.j.is_(None)", "a.c.j == sa.null()", "a.c.j != {'a': 1}",
        "p.c.tsv.match('a & b')", "p.c.tsv.bool_op('@@')(func.to_tsquery('english', 'x'))", "postgresql.to_tsvector('english', p.c.s).match('x')", "func.to_tsvector('simple', p.c.s).op('@@')(func.plainto_tsquery('y'))", "postgresql.ts_headline(p.c.s, postgresql.to_tsquery('x'))", "postgresql.websearch_to_tsquery('a b')")
    table = "a" if "a.c." in e else "p"
    return g.pick("sa.select(%s)", "sa.select((%s).label('v'))", "sa.select(T.c.id).where((%s) == None)", "sa.select(sa.select((%s).label('w'), T.c.id).subquery())", "sa.select(T.c.id).order_by(%s)", "sa.update(t).values(s=sa.select(%s).scalar_subquery())",
                  "sa.select(T.c.id).where(%s)").replace("T.", table + ".") % e


# ---- what is decided while an expression is made ----

@shape
def labels_of_labels(g):
    style = ".set_label_style(%s)" % g.pick("sa.LABEL_STYLE_TABLENAME_PLUS_COL", "sa.LABEL_STYLE_TABLENAME_PLUS_COL",
                                            "sa.LABEL_STYLE_DISAMBIGUATE_ONLY", "sa.LABEL_STYLE_NONE")
    al = g.let("al", "t.alias(%s)" % g.pick("", "'z'"))
    columns = ["t.c.id", "t.c.s", "o.c.id", "o.c.s", "t", al, al + ".c.s", "func.lower(t.c.s)", "t.c.n + 1", "t.c.n.label('m')",
               "sa.cast(t.c.s, sa.Text)", "func.max(%s.c.n)" % al]
    chosen = [g.rng.choice(columns) for _ in range(g.pick(1, 2, 3))]
    query = "sa.select(%s)%s" % (", ".join(chosen), style)
    for _ in range(g.pick(1, 1, 2, 3)):
        inner = g.let("q", query + g.pick(".subquery()", ".subquery()", ".subquery('x')", ".cte()", ".cte('c')", ".subquery().alias()"))
        more = g.pick("", "", ", %s.c[0]" % inner, ", t.c.id", ", func.count(%s.c[0])" % inner)
        query = "sa.select(%s%s)%s" % (inner, more, g.pick(style, style, ""))
    return query


@shape
def found_by_name(g):
    al, sub = g.let("al", "o.alias()"), g.let("q", "sa.select(t).subquery()")
    return g.pick(
        "sa.select(func.count(%s.c.id))" % g.pick("t", "a", "o", al, sub), "sa.select(t.c.id + 1)", "sa.select(sa.cast(t.c.id, sa.String))",
        "sa.select(func.count()).select_from(%s)" % g.pick("t", "o", al, sub), "sa.select(t.c.n.label('m'))", "sa.select(%s)" % g.pick(al, sub),
        "sa.select(t.c.id).join(o, o.c.id == t.c.id)", "sa.select(sa.case((t.c.n == 1, 'x')))", "sa.update(%s).values(n=1)" % g.pick("t", "o"),
        "sa.delete(%s)" % g.pick("t", "a")) + ".filter_by(%s)" % g.pick("n=1", "s='x'", "id=None", "n=1, s='y'", "b=True")


@shape
def values_as_lists(g):
    one(g)
    n, s = g.column("num"), g.column("text")
    rows = g.let("v", "sa.values(sa.column('i', sa.Integer)%s).data([(1,), (2,)])" % g.pick("", ", name='v'"))
    return g.pick(
        "sa.select(%s).where(%s.%s(%s))" % (n, n, g.pick("in_", "not_in"), g.pick(rows, rows + ".scalar_values()")),
        "sa.select(%s.in_(%s), %s)" % (n, rows, s), "sa.select(%s.scalar_values().label('k'))" % rows,
        "sa.delete(t).where(t.c.n.in_(%s))" % rows, "sa.select(sa.alias(%s, 'al'))" % rows, "sa.select(%s.alias('al'), %s)" % (rows, n))


@shape
def operators_as_functions(g):
    one(g)
    n, s = g.column("num"), g.column("text")
    f = "sa.sql.operators."
    return "sa.select(%s)" % g.pick(
        f + "bitwise_lshift_op(%s, %s)" % (n, g.small()), f + "between_op(%s, 1, %s)" % (n, n), f + "not_between_op(%s, 1, 2)" % n,
        f + "desc_op(%s)" % n, f + "icontains_op(%s, %s)" % (s, g.word()), f + "not_startswith_op(%s, %s)" % (s, g.word()),
        f + "custom_op('@@')(%s, %s)" % (n, n), "%s.operate(%sadd, %s)" % (n, f, g.number()), "%s.operate(%slike_op, %s)" % (s, f, g.word()),
        f + "not_iendswith_op(%s, %s).label('w')" % (s, g.word()), f + "not_contains_op(%s, %s)" % (s, s))


@shape
def words_of_decorators(g):
    name, impl = g.fresh("D"), g.pick("sa.Boolean", "sa.Integer", "sa.String(5)")
    g.lines += ["class %s(sa.types.TypeDecorator):" % name, "    impl = " + impl, "    cache_ok = True"]
    if g.chance(0.5):
        g.lines.append("    coerce_to_is_types = %s" % g.pick("()", "(bool,)", "(bool, type(None))", "(type(None),)"))
    c = g.let("c", "sa.column('dc', %s())" % name)
    value = g.pick("None", "True", "False", "sa.true()", "sa.null()")
    return "sa.select(%s).where(%s)" % (c, g.pick("%s == %s", "%s != %s", "%s.is_(%s)", "%s.is_not(%s)") % (c, value))


@shape
def compiled(g):
    """The text of a statement, as scripts hand it to op.execute()."""
    dialect = g.pick("", "dialect=postgresql.dialect(), ", "dialect=sqlite.dialect(), ", "dialect=mysql.dialect(), ", "dialect=mssql.dialect(), ")
    g.use("t")
    query = g.pick("sa.select(t.c.id).where(%s)", "sa.update(t).values(n=1).where(%s)", "sa.delete(t).where(%s)") % g.condition(1)
    text = "str((%s).compile(%scompile_kwargs={'literal_binds': True}))" % (query, dialect)
    return "sa.text(%s.replace(':', '='))" % text


@shape
def params(g):
    one(g)
    n, s = g.column("num"), g.column("text")
    query = "sa.select(%s).where(%s == sa.bindparam('v', type_=sa.Integer), %s == sa.bindparam('w', %s))" % (n, n, s, g.word())
    query += g.pick("", ".order_by(%s)" % n, ".limit(sa.bindparam('l', 1, sa.Integer))")
    given = g.pick("v=%s" % g.small(), "{'v': %s}" % g.small(), "v=%s, w=%s" % (g.small(), g.word()), "{'v': 1}, w=%s" % g.word())
    return g.pick("%s.params(%s)", "sa.select((%s).params(%s).subquery('q'))") % (query, given)
