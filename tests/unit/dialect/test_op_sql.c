/* Operations and statements as SQL, against what Alembic 1.19.1 prints with --sql. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dialect/dialect.h"
#include "sql/statement.h"

static Arena arena;
static CompileOptions options;

static int setup(void **state)
{
    options = (CompileOptions){.offline = true, .literal_binds = true};
    return 0;
}

static int teardown(void **state)
{
    arena_release(&arena);
    return 0;
}

/* ---- building ---- */

static Ident id(const char *name) { return ident(str_z(name)); }
static SqlType *type(const char *name) { return type_new(&arena, type_class_get(name)); }
static SqlExpr *text(const char *s) { return sql_expr_text(&arena, str_z(s)); }

static SqlType *string(int length)
{
    SqlType *t = type("String");
    type_set(t, "length", sql_value_int(length));
    return t;
}

static SqlType *enumeration(const char *name, bool native, bool check)
{
    SqlType *t = type("Enum");
    VEC_PUSH(&arena, &t->enum_values, STR("a"));
    VEC_PUSH(&arena, &t->enum_values, STR("b"));
    type_set(t, "name", sql_value_str(str_z(name)));
    if (!native) type_set(t, "native_enum", sql_value_bool(false));
    if (check) type_set(t, "create_constraint", sql_value_bool(true));
    return t;
}

static Column *column(const char *name, const SqlType *t)
{
    return column_new(&arena, id(name), t);
}

static Column *not_null(Column *c)
{
    c->nullable = false;
    c->nullable_given = true;
    return c;
}

static Column *with_text(Column *c, const char *sql)
{
    c->server_default.kind = DEFAULT_EXPR;
    c->server_default.expr = text(sql);
    return c;
}

static Column *with_string(Column *c, const char *s)
{
    c->server_default.kind = DEFAULT_STRING;
    c->server_default.text = str_z(s);
    return c;
}

static Constraint *constraint(ConstraintKind kind, const char *name, const char *first,
                              const char *second)
{
    Constraint *k = constraint_new(&arena, kind, id(name));
    if (first) VEC_PUSH(&arena, &k->column_names, str_z(first));
    if (second) VEC_PUSH(&arena, &k->column_names, str_z(second));
    return k;
}

static Constraint *reference(const char *name, const char *local, const char *table,
                             const char *remote)
{
    Constraint *k = constraint(CONSTRAINT_FOREIGN_KEY, name, local, NULL);
    k->referred_table = str_z(table);
    VEC_PUSH(&arena, &k->referred_columns, str_z(remote));
    return k;
}

static Constraint *check(const char *name, const char *sql)
{
    Constraint *k = constraint(CONSTRAINT_CHECK, name, NULL, NULL);
    k->sqltext = text(sql);
    return k;
}

static Table *table(const char *schema, const char *name)
{
    return table_new(&arena, NULL, id(name), str_z(schema));
}
static void add(Table *t, Column *c) { table_add_column(t, &arena, c); }
static Op *operation(OpKind kind, const char *schema, const char *name)
{
    return op_new(&arena, kind, str_z(schema), id(name));
}

static void put(SqlOptions *o, const char *name, SqlValue v)
{
    sql_options_put(o, &arena, str_z(name), v);
}

static SqlValue expr_value(SqlExpr *e) { return (SqlValue){.kind = SQL_VALUE_EXPR, .as.expr = e}; }

static SqlValue pair(SqlValueKind kind, SqlValue a, SqlValue b, size_t n)
{
    SqlValue v = {.kind = kind};
    v.as.list.items = ARENA_ARRAY(&arena, SqlValue, 2);
    v.as.list.items[0] = a;
    v.as.list.items[1] = b;
    v.as.list.len = n;
    return v;
}

/* ---- checking ---- */

/* Statements one after another, each ended by ";\n", an error as "kind: message". */
static char *sql_of(const char *dialect, const Op *op)
{
    Statements sql = {0};
    Err err = err_init(&arena);
    bool ok = dialect_find(str_z(dialect))->compile_op(op, &options, &arena, &sql, &err);
    StrBuf b = {0};
    for (size_t i = 0; i < sql.len; i++) strbuf_fmt(&b, "%.*s;\n", STR_ARG(sql.items[i]));
    if (!ok) strbuf_fmt(&b, "%.*s: %.*s", STR_ARG(err.kind), STR_ARG(err.message));
    return arena_cstr(&arena, strbuf_finish(&b, &arena));
}

#define PG(op, expected) assert_string_equal(sql_of("postgresql", op), expected)
#define LITE(op, expected) assert_string_equal(sql_of("sqlite", op), expected)
#define BOTH(op, expected) (PG(op, expected), LITE(op, expected))

#define NO_ALTER                                                                                   \
    "NotImplementedError: No support for ALTER of constraints in SQLite dialect. Please refer to " \
    "the "                                                                                         \
    "batch mode feature which allows for SQLite migrations using a copy-and-move strategy."

/* ---- create_table ---- */

static void test_create_table_full(void **state)
{
    Table *t = table("s", "account");
    Constraint *fk = reference("fk_o", "o_id", "other", "id");
    fk->ondelete = STR("CASCADE");
    Constraint *unnamed = check(NULL, "n > 0"),
               *uq = constraint(CONSTRAINT_UNIQUE, "uq", "Name", NULL);
    uq->creation_order = unnamed->creation_order - 1;
    SqlType *zoned = type("DateTime"), *number = type("Numeric");
    type_set(zoned, "timezone", sql_value_bool(true));
    type_set(number, "precision", sql_value_int(10));
    type_set(number, "scale", sql_value_int(2));
    add(t, not_null(column("id", type("Integer"))));
    add(t, not_null(with_string(column("Name", string(50)), "it's")));
    Column *ts = column("ts", zoned);
    ts->server_default.kind = DEFAULT_EXPR;
    ts->server_default.expr = sql_expr_function(&arena, STR("now"), NULL, 0);
    add(t, ts);
    add(t, with_text(column("n", number), "0"));
    Column *order = column("order", type("Boolean"));
    order->comment = STR("c'm");
    VEC_PUSH(&arena, &order->constraints, check("ck1", "\"order\" > 1"));
    add(t, order);
    Column *o_id = column("o_id", type("Integer"));
    VEC_PUSH(&arena, &o_id->constraints, fk);
    add(t, o_id);
    Column *ix = column("ix", type("Integer")), *u = column("u", type("Integer"));
    ix->index = 1;
    u->unique = 1;
    add(t, ix);
    add(t, u);
    table_add_constraint(t, &arena, constraint(CONSTRAINT_PRIMARY_KEY, NULL, "id", NULL));
    table_add_constraint(t, &arena, uq);
    table_add_constraint(t, &arena, unnamed);
    t->comment = STR("tab");
    Op *op = operation(OP_CREATE_TABLE, "s", "account");
    op->as.create_table.table = t;
    PG(op, "CREATE TABLE s.account (\n    id SERIAL NOT NULL, \n    \"Name\" VARCHAR(50) DEFAULT "
           "'it''s' NOT NULL, \n"
           "    ts TIMESTAMP WITH TIME ZONE DEFAULT now(), \n    n NUMERIC(10, 2) DEFAULT 0, \n"
           "    \"order\" BOOLEAN CONSTRAINT ck1 CHECK (\"order\" > 1), \n    o_id INTEGER, \n    "
           "ix INTEGER, \n"
           "    u INTEGER, \n    PRIMARY KEY (id), \n    CONSTRAINT uq UNIQUE (\"Name\"), \n    "
           "CHECK (n > 0), \n"
           "    CONSTRAINT fk_o FOREIGN KEY(o_id) REFERENCES other (id) ON DELETE CASCADE, \n    "
           "UNIQUE (u)\n);\n"
           "CREATE INDEX ix_s_account_ix ON s.account (ix);\nCOMMENT ON TABLE s.account IS 'tab';\n"
           "COMMENT ON COLUMN s.account.\"order\" IS 'c''m';\n");
    LITE(op, "CREATE TABLE s.account (\n    id INTEGER NOT NULL, \n    \"Name\" VARCHAR(50) "
             "DEFAULT 'it''s' NOT NULL, \n"
             "    ts DATETIME DEFAULT CURRENT_TIMESTAMP, \n    n NUMERIC(10, 2) DEFAULT 0, \n"
             "    \"order\" BOOLEAN CONSTRAINT ck1 CHECK (\"order\" > 1), \n    o_id INTEGER, \n   "
             " ix INTEGER, \n"
             "    u INTEGER, \n    PRIMARY KEY (id), \n    CONSTRAINT uq UNIQUE (\"Name\"), \n    "
             "CHECK (n > 0), \n"
             "    UNIQUE (u)\n);\nCREATE INDEX s.ix_s_account_ix ON account (ix);\n");
}

static Column *key(const char *name, const char *type_name)
{
    Column *c = column(name, type(type_name));
    c->primary_key = true;
    return c;
}

static void test_create_table_types(void **state)
{
    Table *t = table(NULL, "t");
    add(t, key("id", "BigInteger"));
    add(t, column("e", enumeration("en", true, false)));
    add(t, column("e2", enumeration("en", true, false)));
    add(t, column("x", enumeration("nn", false, true)));
    SqlType *flag = type("Boolean");
    type_set(flag, "create_constraint", sql_value_bool(true));
    type_set(flag, "name", sql_value_str(STR("bk")));
    add(t, column("b", flag));
    Column *computed = column("comp", type("Integer"));
    computed->server_default =
        (ServerDefault){.kind = DEFAULT_COMPUTED, .expr = text("id + 1"), .persisted = 1};
    add(t, computed);
    Op *op = operation(OP_CREATE_TABLE, NULL, "t");
    op->as.create_table.table = t;
    op->if_not_exists = 1;
    Map created = {0};
    options.types_created = &created;
    options.types_arena = &arena;
#define COLUMNS                                                                                    \
    "CREATE TABLE IF NOT EXISTS t (\n    id BIGSERIAL NOT NULL, \n    e en, \n    e2 en, \n    x " \
    "VARCHAR(1), \n"                                                                               \
    "    b BOOLEAN, \n    comp INTEGER GENERATED ALWAYS AS (id + 1) STORED, \n    PRIMARY KEY "    \
    "(id), \n"                                                                                     \
    "    CONSTRAINT nn CHECK (x IN ('a', 'b'))\n);\n"
    PG(op, "CREATE TYPE en AS ENUM ('a', 'b');\n" COLUMNS);
    PG(op, COLUMNS); /* once per run */
    LITE(op, "CREATE TABLE IF NOT EXISTS t (\n    id BIGINT NOT NULL, \n    e VARCHAR(1), \n    e2 "
             "VARCHAR(1), \n"
             "    x VARCHAR(1), \n    b BOOLEAN, \n    comp INTEGER GENERATED ALWAYS AS (id + 1) "
             "STORED, \n"
             "    PRIMARY KEY (id), \n    CONSTRAINT nn CHECK (x IN ('a', 'b')), \n"
             "    CONSTRAINT bk CHECK (b IN (0, 1))\n);\n");
}

static void test_create_table_options(void **state)
{
    Table *t = table(NULL, "t");
    Column *identity = column("id", type("Integer"));
    identity->server_default = (ServerDefault){.kind = DEFAULT_IDENTITY, .always = true};
    identity->server_default.sequence.has_start = true;
    identity->server_default.sequence.start = 4;
    identity->server_default.sequence.cycle = SEQUENCE_TRUE;
    not_null(identity);
    add(t, identity);
    add(t, with_text(column("j", type("JSONB")), "'{}'::jsonb"));
    put(&t->options, "postgresql_partition_by", sql_value_str(STR("RANGE (id)")));
    VEC_PUSH(&arena, &t->prefixes, STR("TEMPORARY"));
    Op *op = operation(OP_CREATE_TABLE, NULL, "t");
    op->as.create_table.table = t;
    PG(op, "CREATE TEMPORARY TABLE t (\n    id INTEGER GENERATED ALWAYS AS IDENTITY (START WITH 4 "
           "CYCLE), \n"
           "    j JSONB DEFAULT '{}'::jsonb\n)\n PARTITION BY RANGE (id);\n");
    Table *s = table(NULL, "t");
    add(s, key("id", "Integer"));
    put(&s->options, "sqlite_autoincrement", sql_value_bool(true));
    put(&s->options, "sqlite_with_rowid", sql_value_bool(false));
    op->as.create_table.table = s;
    LITE(op, "CREATE TABLE t (\n    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT\n)\n WITHOUT "
             "ROWID;\n");
    Table *small = table(NULL, "t");
    add(small, key("a", "SmallInteger"));
    add(small, with_text(column("d", type("Float")), "1 + 2"));
    op->as.create_table.table = small;
    PG(op, "CREATE TABLE t (\n    a SMALLSERIAL NOT NULL, \n    d FLOAT DEFAULT 1 + 2, \n    "
           "PRIMARY KEY (a)\n);\n");
    LITE(op, "CREATE TABLE t (\n    a SMALLINT NOT NULL, \n    d FLOAT DEFAULT (1 + 2), \n    "
             "PRIMARY KEY (a)\n);\n");
}

static void test_create_table_composite(void **state)
{
    Table *t = table(NULL, "t");
    add(t, key("a", "Integer"));
    add(t, key("b", "Integer"));
    Constraint *fk = reference("fk", "a", "o", "x");
    VEC_PUSH(&arena, &fk->column_names, STR("b"));
    VEC_PUSH(&arena, &fk->referred_columns, STR("y"));
    fk->initially = STR("DEFERRED");
    fk->deferrable = 1;
    fk->match = STR("FULL");
    fk->onupdate = STR("SET NULL");
    table_add_constraint(t, &arena, fk);
    Index *ix = index_new(&arena, id("ix_b"));
    VEC_PUSH(&arena, &ix->expressions, text("lower(b)"));
    table_add_index(t, &arena, ix);
    Op *op = operation(OP_CREATE_TABLE, NULL, "t");
    op->as.create_table.table = t;
    BOTH(op, "CREATE TABLE t (\n    a INTEGER NOT NULL, \n    b INTEGER NOT NULL, \n    PRIMARY "
             "KEY (a, b), \n"
             "    CONSTRAINT fk FOREIGN KEY(a, b) REFERENCES o (x, y) MATCH FULL ON UPDATE SET "
             "NULL DEFERRABLE "
             "INITIALLY DEFERRED\n);\nCREATE INDEX ix_b ON t (lower(b));\n");
}

static void test_create_table_errors(void **state)
{
    Table *t = table(NULL, "t");
    add(t, column("x", type("NullType")));
    Op *op = operation(OP_CREATE_TABLE, NULL, "t");
    op->as.create_table.table = t;
    BOTH(op, "sqlalchemy.exc.CompileError: (in table 't', column 'x'): Can't generate DDL for "
             "NullType(); did you "
             "forget to specify a type on this Column?");
}

/* ---- columns ---- */

static void test_add_column(void **state)
{
    Op *op = operation(OP_ADD_COLUMN, "s", "t");
    Column *c = with_string(not_null(column("x", type("Integer"))), "5");
    c->comment = STR("cc");
    op->if_not_exists = 1;
    op->as.add_column.column = c;
    PG(op, "ALTER TABLE s.t ADD COLUMN IF NOT EXISTS x INTEGER DEFAULT '5' NOT NULL;\nCOMMENT ON "
           "COLUMN s.t.x IS 'cc';\n");
    LITE(op, "ALTER TABLE s.t ADD COLUMN IF NOT EXISTS x INTEGER DEFAULT '5' NOT NULL;\n");
    op = operation(OP_ADD_COLUMN, NULL, "t");
    c = column("x", type("Integer"));
    Constraint *fk = reference(NULL, "x", "o", "id");
    fk->ondelete = STR("CASCADE");
    VEC_PUSH(&arena, &c->constraints, fk);
    op->as.add_column.column = c;
    PG(op, "ALTER TABLE t ADD COLUMN x INTEGER;\nALTER TABLE t ADD FOREIGN KEY(x) REFERENCES o "
           "(id) ON DELETE CASCADE;\n");
    LITE(op, "ALTER TABLE t ADD COLUMN x INTEGER;\n" NO_ALTER);
    VEC_PUSH(&arena, &c->constraints, reference("second", "x", "p", "id"));
    PG(op, "ALTER TABLE t ADD COLUMN x INTEGER;\nALTER TABLE t ADD FOREIGN KEY(x) REFERENCES o "
           "(id) ON DELETE CASCADE;\nALTER TABLE t ADD CONSTRAINT second FOREIGN KEY(x) REFERENCES "
           "p (id);\n");
    c->constraints.len = 1;
    c->index = 1;
    op->as.add_column.inline_references = true;
    BOTH(op, "ALTER TABLE t ADD COLUMN x INTEGER REFERENCES o (id) ON DELETE CASCADE;\nCREATE "
             "INDEX ix_t_x ON t (x);\n");
    op->as.add_column.column = c = column("x", type("Integer"));
    c->unique = 1;
    PG(op, "ALTER TABLE t ADD COLUMN x INTEGER;\nALTER TABLE t ADD UNIQUE (x);\n");
}

static void test_drop_and_rename(void **state)
{
    Op *op = operation(OP_DROP_COLUMN, "a.b", "t");
    op->as.drop_column.name = id("X y");
    op->if_exists = 1;
    BOTH(op, "ALTER TABLE a.b.t DROP COLUMN IF EXISTS \"X y\";\n");
    op = operation(OP_DROP_TABLE, "s", "T");
    op->if_exists = 1;
    BOTH(op, "DROP TABLE IF EXISTS s.\"T\";\n");
    op = operation(OP_RENAME_TABLE, "s", "a");
    op->as.rename_table.new_name = id("B");
    BOTH(op, "ALTER TABLE s.a RENAME TO \"B\";\n");
}

static void test_alter_column(void **state)
{
    Op *op = operation(OP_ALTER_COLUMN, NULL, "t");
    AlterColumn *x = &op->as.alter_column;
    x->column = STR("c");
    x->nullable = 0;
    x->server_default_given = GIVEN_VALUE;
    x->server_default = (ServerDefault){.kind = DEFAULT_STRING, .text = STR("5")};
    x->type = string(10);
    x->new_name = STR("d");
    x->comment_given = GIVEN_VALUE;
    x->comment = STR("it's");
    PG(op, "ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(10);\nALTER TABLE t ALTER COLUMN c SET NOT "
           "NULL;\n"
           "ALTER TABLE t ALTER COLUMN c SET DEFAULT '5';\nCOMMENT ON COLUMN t.c IS "
           "'it''s';\nALTER TABLE t RENAME c TO d;\n");
    x->comment_given = GIVEN_NOT;
    LITE(op,
         "ALTER TABLE t ALTER COLUMN c SET NOT NULL;\nALTER TABLE t ALTER COLUMN c SET DEFAULT "
         "'5';\n"
         "ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(10);\nALTER TABLE t RENAME COLUMN c TO d;\n");
    op = operation(OP_ALTER_COLUMN, "s", "t");
    op->as.alter_column.column = STR("c");
    op->as.alter_column.nullable = 1;
    op->as.alter_column.server_default_given = GIVEN_NONE;
    BOTH(op, "ALTER TABLE s.t ALTER COLUMN c DROP NOT NULL;\nALTER TABLE s.t ALTER COLUMN c DROP "
             "DEFAULT;\n");
    op = operation(OP_ALTER_COLUMN, NULL, "t");
    op->as.alter_column.column = STR("c");
    op->as.alter_column.using_ = STR("c::integer");
    PG(op, ": postgresql_using must be used with the type_ parameter");
    op->as.alter_column.type = type("Integer");
    op->as.alter_column.comment_given = GIVEN_NONE;
    PG(op, "ALTER TABLE t ALTER COLUMN c TYPE INTEGER USING c::integer;\nCOMMENT ON COLUMN t.c IS "
           "NULL;\n");
}

static void test_alter_identity(void **state)
{
    Op *op = operation(OP_ALTER_COLUMN, NULL, "t");
    AlterColumn *x = &op->as.alter_column;
    x->column = STR("c");
    x->server_default_given = GIVEN_VALUE;
    x->server_default = (ServerDefault){.kind = DEFAULT_IDENTITY, .always = true};
    x->server_default.sequence.has_start = true;
    x->server_default.sequence.start = 4;
    PG(op, "ALTER TABLE t ALTER COLUMN c SET GENERATED ALWAYS SET START WITH 4;\n");
    LITE(op, "sqlalchemy.exc.CompileError: Adding, removing or modifying an \"identity\" "
             "construct, e.g. GENERATED AS "
             "IDENTITY, to or from an existing column is not supported in this dialect.");
    x->server_default.always = false;
    x->existing_server_default_given = GIVEN_NONE;
    PG(op, "ALTER TABLE t ALTER COLUMN c ADD GENERATED BY DEFAULT AS IDENTITY (START WITH 4);\n");
    x->existing_server_default_given = GIVEN_VALUE;
    x->existing_server_default = x->server_default;
    x->server_default_given = GIVEN_NONE;
    PG(op, "ALTER TABLE t ALTER COLUMN c DROP IDENTITY;\n");
}

static void test_alter_checked_type(void **state)
{
    Op *op = operation(OP_ALTER_COLUMN, NULL, "t");
    op->as.alter_column.column = STR("c");
    op->as.alter_column.type = enumeration("ck", false, true);
    op->as.alter_column.existing_type = enumeration("ck", false, true);
    PG(op, "ALTER TABLE t DROP CONSTRAINT ck;\nALTER TABLE t ALTER COLUMN c TYPE VARCHAR(1);\n"
           "ALTER TABLE t ADD CONSTRAINT ck CHECK (c IN ('a', 'b'));\n");
    LITE(op, "ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(1);\n");
}

/* ---- indexes and constraints ---- */

static Index *plain_index(const char *schema, const char *name, const char *a, const char *b)
{
    Index *i = index_new(&arena, id(name));
    i->table = table(schema, "t");
    const char *names[] = {a, b};
    for (int k = 0; k < 2 && names[k]; k++) {
        Column *c = column(names[k], NULL);
        add(i->table, c);
        SqlExpr *e = sql_expr_column(&arena, c->name.text);
        e->as.column.column = c;
        VEC_PUSH(&arena, &i->expressions, e);
    }
    return i;
}

static void test_create_index(void **state)
{
    Op *op = operation(OP_CREATE_INDEX, "s", "t");
    Index *i = plain_index("s", "ix", "a", NULL);
    VEC_PUSH(&arena, &i->expressions, text("lower(b)"));
    VEC_PUSH(&arena, &i->expressions,
             sql_expr_unary(&arena, SQL_OP_DESC, sql_expr_column(&arena, STR("c"))));
    i->unique = true;
    op->as.create_index.index = i;
    op->if_not_exists = 1;
    put(&i->options, "postgresql_using", sql_value_str(STR("gin")));
    put(&i->options, "postgresql_ops",
        pair(SQL_VALUE_DICT, sql_value_str(STR("a")), sql_value_str(STR("gin_trgm_ops")), 2));
    put(&i->options, "postgresql_where", expr_value(text("a > 'x'")));
    put(&i->options, "postgresql_include",
        pair(SQL_VALUE_LIST, sql_value_str(STR("z")), sql_value_null(), 1));
    put(&i->options, "postgresql_with",
        pair(SQL_VALUE_DICT, sql_value_str(STR("fillfactor")), sql_value_int(50), 2));
    put(&i->options, "postgresql_concurrently", sql_value_bool(true));
    put(&i->options, "sqlite_where", expr_value(text("a > 1")));
    PG(op, "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON s.t USING gin (a gin_trgm_ops, "
           "lower(b), c DESC) "
           "INCLUDE (z) WITH (fillfactor = 50) WHERE a > 'x';\n");
    LITE(op, "CREATE UNIQUE INDEX IF NOT EXISTS s.ix ON t (a, lower(b), c DESC) WHERE a > 1;\n");
    op->if_not_exists = 0;
    op->as.create_index.index = plain_index(NULL, NULL, "a", "b");
    BOTH(op, "CREATE INDEX ix_t_a ON t (a, b);\n");
}

static void test_long_names(void **state)
{
    Op *op = operation(OP_CREATE_INDEX, NULL, "t");
    char name[84] = "ix_";
    memset(name + 3, 'a', 80);
    Index *i = plain_index(NULL, name, "a", NULL);
    op->as.create_index.index = i;
    assert_string_equal(sql_of("postgresql", op),
                        arena_fmt(&arena,
                                  "sqlalchemy.exc.IdentifierError: Identifier '%s' exceeds maximum "
                                  "length of 63 characters",
                                  name)
                            .ptr);
    LITE(op, arena_fmt(&arena, "CREATE INDEX %s ON t (a);\n", name).ptr);
    i->name.is_conv = true;
    PG(op, "CREATE INDEX ix_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_6260 ON t (a);\n");
}

static void test_drop_index(void **state)
{
    Op *op = operation(OP_DROP_INDEX, "s", "t");
    op->as.drop_index.name = id("ix");
    op->if_exists = 1;
    put(&op->options, "postgresql_concurrently", sql_value_bool(true));
    PG(op, "DROP INDEX CONCURRENTLY IF EXISTS s.ix;\n");
    LITE(op, "DROP INDEX IF EXISTS s.ix;\n");
}

static Op *adding(Constraint *k, const char *schema)
{
    Table *t = table(schema, "t");
    for (size_t i = 0; i < k->column_names.len; i++)
        add(t, column_new(&arena, ident(k->column_names.items[i]), NULL));
    table_add_constraint(t, &arena, k);
    Op *op = operation(OP_ADD_CONSTRAINT, schema, "t");
    op->as.add_constraint.constraint = k;
    return op;
}

static void test_add_constraint(void **state)
{
    Constraint *uq = constraint(CONSTRAINT_UNIQUE, "uq", "a", "b");
    uq->deferrable = 1;
    uq->initially = STR("DEFERRED");
    put(&uq->options, "postgresql_nulls_not_distinct", sql_value_bool(true));
    PG(adding(uq, NULL), "ALTER TABLE t ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a, b) "
                         "DEFERRABLE INITIALLY DEFERRED;\n");
    LITE(adding(uq, NULL), NO_ALTER);
    PG(adding(constraint(CONSTRAINT_UNIQUE, NULL, "a", NULL), NULL),
       "ALTER TABLE t ADD UNIQUE (a);\n");
    Constraint *fk = reference("fk", "a", "o", "id");
    fk->ondelete = STR("SET NULL");
    fk->referred_schema = STR("r");
    put(&fk->options, "postgresql_not_valid", sql_value_bool(true));
    PG(adding(fk, "s"), "ALTER TABLE s.t ADD CONSTRAINT fk FOREIGN KEY(a) REFERENCES r.o (id) ON "
                        "DELETE SET NULL NOT VALID;\n");
    fk->ondelete = STR("DROP IT ALL");
    PG(adding(fk, "s"), "sqlalchemy.exc.CompileError: Unexpected SQL phrase: 'DROP IT ALL' "
                        "(matching against '^(?:RESTRICT|CASCADE|SET (?:NULL|DEFAULT)"
                        "(?:\\\\s*\\\\(.+\\\\))?|NO ACTION)$')");
    PG(adding(check("ck", "a > 0"), "s"), "ALTER TABLE s.t ADD CONSTRAINT ck CHECK (a > 0);\n");
    PG(adding(constraint(CONSTRAINT_PRIMARY_KEY, "pk", "a", "b"), NULL),
       "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a, b);\n");
}

static void test_exclude(void **state)
{
    Constraint *k = constraint(CONSTRAINT_EXCLUDE, "ex", NULL, NULL);
    VEC_PUSH(&arena, &k->elements,
             (ExcludeElement){sql_expr_column(&arena, STR("p")), STR("&&"), STR_NULL});
    VEC_PUSH(&arena, &k->elements,
             (ExcludeElement){sql_expr_column(&arena, STR("g")), STR("="), STR_NULL});
    k->where = text("p > 1");
    k->deferrable = 1;
    PG(adding(k, "s"), "ALTER TABLE s.t ADD CONSTRAINT ex EXCLUDE USING gist (p WITH &&, g WITH =) "
                       "WHERE (p > 1) DEFERRABLE;\n");
}

static void test_naming(void **state)
{
    NamingRule rules[] = {
        {.key = STR("uq"), .format = STR("uq_%(table_name)s_%(column_0_N_name)s")},
        {.key = STR("fk"),
         .format = STR("fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_"
                       "column_0_name)s")},
        {.key = STR("ck"), .format = STR("ck_%(table_name)s_%(constraint_name)s")}};
    NamingConvention convention = {rules, 3};
    options.naming = &convention;
    PG(adding(constraint(CONSTRAINT_UNIQUE, NULL, "a", "b"), NULL),
       "ALTER TABLE t ADD CONSTRAINT uq_t_a_b UNIQUE (a, b);\n");
    PG(adding(reference(NULL, "a", "o", "id"), NULL),
       "ALTER TABLE t ADD CONSTRAINT fk_t_a_o_id FOREIGN KEY(a) REFERENCES o (id);\n");
    PG(adding(check("foo", "a > 5"), NULL),
       "ALTER TABLE t ADD CONSTRAINT ck_t_foo CHECK (a > 5);\n");
    PG(adding(check(NULL, "a > 5"), NULL), "sqlalchemy.exc.InvalidRequestError: Naming convention "
                                           "including %(constraint_name)s token requires that "
                                           "constraint is explicitly named.");
    Op *op = operation(OP_DROP_CONSTRAINT, NULL, "t");
    op->as.drop_constraint.name = id("foo");
    op->as.drop_constraint.type = STR("check");
    PG(op, "ALTER TABLE t DROP CONSTRAINT ck_t_foo;\n");
    op->as.drop_constraint.type = STR("unique");
    op->if_exists = 1;
    PG(op, "ALTER TABLE t DROP CONSTRAINT IF EXISTS foo;\n");
    LITE(op, NO_ALTER);
}

static void test_comments(void **state)
{
    Op *op = operation(OP_CREATE_TABLE_COMMENT, "s", "t");
    op->as.table_comment.comment = STR("it's");
    BOTH(op, "COMMENT ON TABLE s.t IS 'it''s';\n");
    BOTH(operation(OP_DROP_TABLE_COMMENT, NULL, "t"), "COMMENT ON TABLE t IS NULL;\n");
}

static void test_schema_objects(void **state)
{
    Sequence s = {.name = id("s1"), .schema = STR("q")};
    s.options.has_start = s.options.has_increment = true;
    s.options.start = 5;
    s.options.increment = 2;
    Op *op = operation(OP_CREATE_SCHEMA_OBJECT, NULL, NULL);
    op->as.schema_object.kind = OP_OBJECT_CREATE_SEQUENCE;
    op->as.schema_object.object = &s;
    PG(op, "CREATE SEQUENCE q.s1 INCREMENT BY 2 START WITH 5;\n");
    Ident name = id("S q");
    op->as.schema_object.kind = OP_OBJECT_CREATE_SCHEMA;
    op->as.schema_object.object = &name;
    PG(op, "CREATE SCHEMA \"S q\";\n");
    op->as.schema_object.kind = OP_OBJECT_DROP_TYPE;
    op->as.schema_object.object = enumeration("e", true, false);
    PG(op, "DROP TYPE e;\n");
}

/* ---- statements ---- */

static Op *execute(SqlExpr *statement)
{
    Op *op = operation(OP_EXECUTE, NULL, NULL);
    op->as.execute.statement = statement;
    return op;
}

static SqlExpr *int_value(int64_t i) { return sql_expr_value(&arena, sql_value_int(i)); }
static SqlExpr *str_value(const char *s) { return sql_expr_value(&arena, sql_value_str(str_z(s))); }

static SqlExpr *typed(const char *name, const char *type_name)
{
    SqlExpr *e = sql_expr_column(&arena, str_z(name));
    e->type = type(type_name);
    return e;
}

static void test_text(void **state)
{
    BOTH(execute(text("UPDATE t SET a = :x, b='12\\:30', c=d::int WHERE e LIKE '%z'")),
         "UPDATE t SET a = NULL, b='12:30', c=d::int WHERE e LIKE '%z';\n");
    options.double_percent = true;
    PG(execute(text("SELECT '%'")), "SELECT '%%';\n");
}

static void test_dml(void **state)
{
    SqlExpr *cols[] = {typed("id", "Integer"), typed("name", "String")};
    SqlExpr *t = sql_statement_table(&arena, STR_NULL, STR("acc"), cols, 2);
    SqlExpr *up = sql_statement_new(&arena, SQL_UPDATE);
    up->as.update->table = t;
    VEC_PUSH(&arena, &up->as.update->values,
             (SqlAssignment){.column = STR("name"), .value = str_value("it's")});
    VEC_PUSH(&arena, &up->as.update->where,
             sql_expr_binary(&arena, SQL_OP_EQ, cols[1], str_value("x")));
    BOTH(execute(up), "UPDATE acc SET name='it''s' WHERE acc.name = 'x';\n");
    SqlExpr *in = sql_statement_new(&arena, SQL_INSERT);
    in->as.insert->table = t;
    VEC_PUSH(&arena, &in->as.insert->values,
             (SqlAssignment){.column = STR("id"), .value = int_value(1)});
    VEC_PUSH(&arena, &in->as.insert->values,
             (SqlAssignment){.column = STR("name"), .value = str_value("a")});
    VEC_PUSH(&arena, &in->as.insert->returning, cols[0]);
    PG(execute(in), "INSERT INTO acc (id, name) VALUES (1, 'a') RETURNING acc.id;\n");
    LITE(execute(in), "INSERT INTO acc (id, name) VALUES (1, 'a') RETURNING id;\n");
    SqlExpr *del = sql_statement_new(&arena, SQL_DELETE);
    del->as.delete_->table = t;
    SqlExpr *items[] = {int_value(1), int_value(2)};
    SqlExpr *either[] = {
        sql_expr_binary(&arena, SQL_OP_IS, cols[1], sql_expr_new(&arena, SQL_NULL, NULL)),
        sql_expr_binary(&arena, SQL_OP_LIKE, cols[1], str_value("a%"))};
    SqlExpr *all[] = {
        sql_expr_binary(&arena, SQL_OP_IN, cols[0], sql_expr_list(&arena, SQL_OP_COMMA, items, 2)),
        sql_expr_list(&arena, SQL_OP_OR, either, 2),
        sql_expr_binary(&arena, SQL_OP_NE, cols[0], int_value(5))};
    VEC_PUSH(&arena, &del->as.delete_->where, sql_expr_list(&arena, SQL_OP_AND, all, 3));
    BOTH(execute(del), "DELETE FROM acc WHERE acc.id IN (1, 2) AND (acc.name IS NULL OR acc.name "
                       "LIKE 'a%') AND acc.id != 5;\n");
}

static void test_select(void **state)
{
    SqlExpr *cols[] = {typed("id", "Integer"), typed("name", "String")};
    sql_statement_table(&arena, STR_NULL, STR("acc"), cols, 2);
    SqlExpr *s = sql_statement_new(&arena, SQL_SELECT);
    SqlExpr *cast = sql_expr_new(&arena, SQL_CAST, type("Integer"));
    cast->as.cast.inner = cols[1];
    SqlExpr *product =
        sql_expr_binary(&arena, SQL_OP_MUL,
                        sql_expr_binary(&arena, SQL_OP_ADD, cols[0], int_value(1)), int_value(2));
    SqlExpr *range[] = {int_value(1), int_value(5)};
    VEC_PUSH(&arena, &s->as.select->columns, cols[0]);
    VEC_PUSH(&arena, &s->as.select->columns, sql_expr_function(&arena, STR("count"), NULL, 0));
    VEC_PUSH(&arena, &s->as.select->columns, cast);
    VEC_PUSH(&arena, &s->as.select->columns, product);
    VEC_PUSH(&arena, &s->as.select->where,
             sql_expr_binary(&arena, SQL_OP_BETWEEN, cols[0],
                             sql_expr_list(&arena, SQL_OP_AND, range, 2)));
    VEC_PUSH(&arena, &s->as.select->group_by, cols[0]);
    VEC_PUSH(&arena, &s->as.select->order_by, sql_expr_unary(&arena, SQL_OP_DESC, cols[0]));
    s->as.select->limit = int_value(5);
#define BODY                                                                                       \
    "SELECT acc.id, count(*) AS count_1, CAST(acc.name AS INTEGER) AS name, (acc.id + 1) * 2 AS "  \
    "anon_1 \n"                                                                                    \
    "FROM acc \nWHERE acc.id BETWEEN 1 AND 5 GROUP BY acc.id ORDER BY acc.id DESC"
    PG(execute(s), BODY " \n LIMIT 5;\n");
    LITE(execute(s), BODY "\n LIMIT 5 OFFSET 0;\n");
}

static void test_subquery(void **state)
{
    SqlExpr *cols[] = {typed("id", "Integer"), typed("name", "String")},
            *more[] = {typed("id", "Integer"), typed("acc_id", "Integer")};
    SqlExpr *t = sql_statement_table(&arena, STR_NULL, STR("acc"), cols, 2);
    sql_statement_table(&arena, STR_NULL, STR("us"), more, 2);
    SqlExpr *s = sql_statement_new(&arena, SQL_SELECT), *up = sql_statement_new(&arena, SQL_UPDATE);
    VEC_PUSH(&arena, &s->as.select->columns, more[0]);
    VEC_PUSH(&arena, &s->as.select->where, sql_expr_binary(&arena, SQL_OP_EQ, more[1], cols[0]));
    SqlExpr *sub = sql_expr_new(&arena, SQL_SUBQUERY_EXPR, NULL);
    sub->as.subquery.query = s;
    up->as.update->table = t;
    VEC_PUSH(&arena, &up->as.update->values, (SqlAssignment){.column = STR("name"), .value = sub});
    BOTH(execute(up), "UPDATE acc SET name=(SELECT us.id \nFROM us \nWHERE us.acc_id = acc.id);\n");
    SqlExpr *in = sql_statement_new(&arena, SQL_INSERT), *q = sql_statement_new(&arena, SQL_SELECT);
    in->as.insert->table = t;
    VEC_PUSH(&arena, &in->as.insert->from_columns, STR("id"));
    VEC_PUSH(&arena, &q->as.select->columns, more[0]);
    in->as.insert->from_select = q;
    BOTH(execute(in), "INSERT INTO acc (id) SELECT us.id \nFROM us;\n");
}

/* ---- expressions ---- */

static SqlExpr *bin(SqlOp op, SqlExpr *a, SqlExpr *b) { return sql_expr_binary(&arena, op, a, b); }

/* What in_([]) makes: one bind that stands for any number of values. */
static SqlExpr *no_values(void)
{
    SqlExpr *e = sql_expr_value(&arena, (SqlValue){.kind = SQL_VALUE_LIST});
    e->as.bind.expanding = true;
    return e;
}

static SqlExpr *both(SqlOp op, SqlExpr *a, SqlExpr *b)
{
    SqlExpr *items[] = {a, b};
    return sql_expr_list(&arena, op, items, 2);
}

static SqlExpr *negated(SqlExpr *e) { return sql_expr_unary(&arena, SQL_OP_NOT, e); }

static void test_expressions(void **state)
{
    SqlExpr *a = typed("a", "Integer"), *b = typed("b", "String"), *f = typed("f", "Boolean"),
            *j = typed("j", "JSONB");
    SqlExpr *one = int_value(1), *none = no_values();
    SqlExpr *items = sql_expr_list(&arena, SQL_OP_COMMA, &one, 1);
    SqlExpr *is1 = bin(SQL_OP_EQ, a, one), *is2 = bin(SQL_OP_EQ, a, int_value(2));
    SqlExpr *collate = sql_expr_new(&arena, SQL_COLLATE, NULL);
    collate->as.collate.inner = b;
    collate->as.collate.collation = STR("de_DE");
    SqlExpr *own = bin(SQL_OP_CUSTOM, a, bin(SQL_OP_ADD, a, one));
    own->as.binary.custom = STR("@>");
    own->as.binary.precedence = 5;
    SqlExpr *choice = sql_expr_new(&arena, SQL_CASE, NULL);
    VEC_PUSH(&arena, &choice->as.cases.whens, is1);
    VEC_PUSH(&arena, &choice->as.cases.thens, str_value("x"));
    const struct {
        SqlExpr *e;
        const char *postgresql, *sqlite; /* NULL = the same */
    } cases[] = {
        {bin(SQL_OP_IN, a, none), "a IN (NULL) AND (1 != 1)",
         "a IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)"},
        {bin(SQL_OP_NOT_IN, a, none), "(a NOT IN (NULL) OR (1 = 1))",
         "(a NOT IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1))"},
        {bin(SQL_OP_NOT_IN, a, items), "(a NOT IN (1))", NULL},
        {bin(SQL_OP_STARTSWITH, b, str_value("x")), "b LIKE 'x' || '%'", NULL},
        {bin(SQL_OP_ILIKE, b, str_value("%x")), "b ILIKE '%x'", "lower(b) LIKE lower('%x')"},
        {sql_expr_unary(&arena, SQL_OP_ISFALSE, f), "NOT f", "f = 0"},
        {both(SQL_OP_OR, both(SQL_OP_AND, is1, is2), is1), "a = 1 AND a = 2 OR a = 1", NULL},
        {both(SQL_OP_AND, both(SQL_OP_OR, is1, is2), is1), "(a = 1 OR a = 2) AND a = 1", NULL},
        {negated(both(SQL_OP_OR, is1, is2)), "NOT (a = 1 OR a = 2)", NULL},
        {sql_expr_unary(&arena, SQL_OP_NEG, bin(SQL_OP_ADD, a, one)), "-(a + 1)", NULL},
        {bin(SQL_OP_SUB, a, bin(SQL_OP_SUB, a, one)), "a - (a - 1)", NULL},
        {bin(SQL_OP_ADD, a, bin(SQL_OP_ADD, a, one)), "a + a + 1", NULL},
        {bin(SQL_OP_TRUEDIV, a, int_value(2)), "a / CAST(2 AS NUMERIC)", "a / (2 + 0.0)"},
        {bin(SQL_OP_CONCAT, bin(SQL_OP_CONCAT, b, str_value("x")), b), "b || 'x' || b", NULL},
        {bin(SQL_OP_JSON_GETITEM, j, str_value("k")), "j['k']", NULL},
        {bin(SQL_OP_EQ, collate, str_value("x")), "(b COLLATE \"de_DE\") = 'x'", NULL},
        {own, "a @> a + 1", NULL},
        {bin(SQL_OP_NOT_BETWEEN, a, both(SQL_OP_AND, one, int_value(2))), "a NOT BETWEEN 1 AND 2",
         NULL},
        {sql_expr_unary(&arena, SQL_OP_NULLS_LAST, sql_expr_unary(&arena, SQL_OP_DESC, a)),
         "a DESC NULLS LAST", NULL},
        {sql_expr_function(&arena, STR("MyFn"), &is1, 1), "MyFn(a = 1)", NULL},
        {sql_expr_function(&arena, STR("current_timestamp"), NULL, 0), "CURRENT_TIMESTAMP", NULL},
        {choice, "CASE WHEN (a = 1) THEN 'x' END", NULL},
        {bin(SQL_OP_REGEXP, b, str_value("x")), "b ~ 'x'", "b REGEXP 'x'"},
        {sql_expr_new(&arena, SQL_TRUE, NULL), "true", "1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str sql;
        Err err = err_init(&arena);
        assert_true(dialect_find(STR("postgresql"))
                        ->compile_expr(cases[i].e, &options, &arena, &sql, NULL, &err));
        assert_string_equal(sql.ptr, cases[i].postgresql);
        if (cases[i].e->kind == SQL_BINARY && cases[i].e->as.binary.op == SQL_OP_JSON_GETITEM)
            continue;
        assert_true(dialect_find(STR("sqlite"))
                        ->compile_expr(cases[i].e, &options, &arena, &sql, NULL, &err));
        assert_string_equal(sql.ptr, cases[i].sqlite ? cases[i].sqlite : cases[i].postgresql);
    }
}

static void test_bulk_insert(void **state)
{
    Table *t = table(NULL, "account");
    add(t, column("id", type("Integer")));
    add(t, column("name", type("String")));
    SqlValue first[] = {sql_value_str(STR("id")), sql_value_int(1), sql_value_str(STR("name")),
                        sql_value_str(STR("o'r"))};
    SqlValue second[] = {sql_value_str(STR("name")), sql_value_null(), sql_value_str(STR("id")),
                         sql_value_int(2)};
    SqlValue rows[] = {{.kind = SQL_VALUE_DICT, .as.list = {first, 4, false}},
                       {.kind = SQL_VALUE_DICT, .as.list = {second, 4, false}}};
    Op *op = operation(OP_BULK_INSERT, NULL, NULL);
    op->as.bulk_insert.table = t;
    op->as.bulk_insert.rows = (SqlValue){.kind = SQL_VALUE_LIST, .as.list = {rows, 2, false}};
    BOTH(op, "INSERT INTO account (id, name) VALUES (1, 'o''r');\nINSERT INTO account (id, name) "
             "VALUES (2, NULL);\n");
}

static void test_placeholders(void **state)
{
    options = (CompileOptions){0};
    SqlExprVec binds = {0};
    Err err = err_init(&arena);
    Str sql;
    SqlExpr *e = text("SELECT :a, :b");
    assert_true(
        dialect_find(STR("postgresql"))->compile_expr(e, &options, &arena, &sql, &binds, &err));
    assert_string_equal(sql.ptr, "SELECT \1$1, \1$2");
    assert_int_equal(binds.len, 2);
    assert_true(dialect_find(STR("sqlite"))->compile_expr(e, &options, &arena, &sql, NULL, &err));
    assert_string_equal(sql.ptr, "SELECT ?, ?");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_create_table_full),
        TEST(test_create_table_types),
        TEST(test_create_table_options),
        TEST(test_create_table_composite),
        TEST(test_create_table_errors),
        TEST(test_add_column),
        TEST(test_drop_and_rename),
        TEST(test_alter_column),
        TEST(test_alter_identity),
        TEST(test_alter_checked_type),
        TEST(test_create_index),
        TEST(test_long_names),
        TEST(test_drop_index),
        TEST(test_add_constraint),
        TEST(test_exclude),
        TEST(test_naming),
        TEST(test_comments),
        TEST(test_schema_objects),
        TEST(test_text),
        TEST(test_dml),
        TEST(test_select),
        TEST(test_subquery),
        TEST(test_expressions),
        TEST(test_bulk_insert),
        TEST(test_placeholders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
