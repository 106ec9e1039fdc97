/* Rendering and comparing of models built by hand, against what Alembic 1.19.1 renders for the same
 * tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "autogen/autogen.h"
#include "autogen/index_text.h"
#include "autogen/rules.h"
#include "base/strbuf.h"
#include "config/url.h"

static const char *source_dir = ".";
static Arena arena;
static Err err;

static int setup(void **state)
{
    err = err_init(&arena);
    return 0;
}

static int teardown(void **state)
{
    arena_release(&arena);
    return 0;
}

static void must(bool ok)
{
    if (!ok) fail_msg("%.*s", STR_ARG(err.message));
}

static Str read_file(const char *name)
{
    char path[1000], part[4096];
    StrBuf b = {0};
    snprintf(path, sizeof path, "%s/%s", source_dir, name);
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("no such file: %s", path);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) strbuf_push(&b, (Str){part, n});
    fclose(f);
    return strbuf_finish(&b, &arena);
}

/* ---- building ---- */

static SqlType *type(const char *name) { return type_new(&arena, type_class_get(name)); }

static SqlType *string(int length)
{
    SqlType *t = type("String");
    type_set(t, "length", sql_value_int(length));
    return t;
}

static Column *column(const char *name, const SqlType *t)
{
    return column_new(&arena, ident(str_z(name)), t);
}

static ServerDefault none(DefaultKind kind)
{
    return (ServerDefault){.kind = kind, .persisted = -1, .on_null = -1};
}

static Column *add(Table *t, Column *c)
{
    table_add_column(t, &arena, c);
    return c;
}

static void name_rule(MetaData *m, const char *key, const char *format)
{
    NamingRule *items = ARENA_ARRAY(&arena, NamingRule, m->naming.len + 1);
    for (size_t i = 0; i < m->naming.len; i++) items[i] = m->naming.items[i];
    items[m->naming.len] = (NamingRule){.key = str_z(key), .format = str_z(format)};
    m->naming.items = items;
    m->naming.len++;
}

static MetaData *conventions(void)
{
    MetaData *m = metadata_new(&arena);
    m->naming = (NamingConvention){0};
    name_rule(m, "ix", "ix_%(column_0_label)s");
    name_rule(m, "uq", "uq_%(table_name)s_%(column_0_name)s");
    name_rule(m, "ck", "ck_%(table_name)s_%(constraint_name)s");
    name_rule(m, "fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s");
    name_rule(m, "pk", "pk_%(table_name)s");
    return m;
}

static void add_plain_columns(Table *t)
{
    Column *c = column("id", type("Integer"));
    c->primary_key = true;
    c->nullable = false;
    c->autoincrement = AUTOINCREMENT_TRUE;
    add(t, c);
    c = column("a", string(20));
    c->server_default = none(DEFAULT_STRING);
    c->server_default.text = STR("it's");
    c->comment = STR("it's");
    c->unique = c->index = 1;
    add(t, c);
    c = column("b", type("Integer"));
    c->server_default = none(DEFAULT_EXPR);
    c->server_default.expr = sql_expr_text(&arena, STR("5"));
    c->nullable = false;
    add(t, c);
    c = column("c", type("Integer"));
    c->server_default = none(DEFAULT_COMPUTED);
    c->server_default.expr = sql_expr_text(&arena, STR("b + 1"));
    c->server_default.persisted = 1;
    add(t, c);
    c = column("d", type("Integer"));
    c->server_default = none(DEFAULT_IDENTITY);
    c->server_default.sequence =
        (SequenceOptions){.has_start = true, .start = 3, .cycle = SEQUENCE_TRUE};
    c->nullable = false;
    add(t, c);
}

static void add_typed_columns(Table *t)
{
    SqlType *zoned = type("DateTime"), *en = type("Enum"), *array = type("postgresql.ARRAY"),
            *json = type("JSON");
    type_set(zoned, "timezone", sql_value_bool(true));
    Column *c = column("e", zoned);
    c->server_default = none(DEFAULT_EXPR);
    c->server_default.expr = sql_expr_function(&arena, STR("now"), NULL, 0);
    c->server_default.expr->as.function.is_known = true;
    add(t, c);
    VEC_PUSH(&arena, &en->enum_values, STR("a"));
    VEC_PUSH(&arena, &en->enum_values, STR("b"));
    type_set(en, "name", sql_value_str(STR("en")));
    add(t, column("f", en));
    array->impl = string(5);
    add(t, column("g", array));
    VEC_PUSH(&arena, &json->variants, (TypeVariant){STR("postgresql"), type("postgresql.JSONB")});
    VEC_PUSH(&arena, &json->variants, (TypeVariant){STR("mysql"), type("mysql.LONGTEXT")});
    add(t, column("h", json));
    add(t, column("i", type("postgresql.JSONB")));
    SqlType *numeric = type("Numeric");
    type_set(numeric, "precision", sql_value_int(10));
    type_set(numeric, "scale", sql_value_int(2));
    c = column("j", numeric);
    c->server_default = none(DEFAULT_FETCHED);
    c->autoincrement = AUTOINCREMENT_FALSE;
    add(t, c);
}

typedef struct Built {
    Table *table;
    Constraint *fk, *check, *unique;
    Index *by_hand, *implied;
} Built;

static Index *find_other_index(const Table *t, const Index *not_this)
{
    for (size_t i = 0; i < t->indexes.len; i++)
        if (t->indexes.items[i] != not_this) return t->indexes.items[i];
    return NULL;
}

static void add_constraints(Built *b)
{
    Table *t = b->table;
    b->fk = constraint_new(&arena, CONSTRAINT_FOREIGN_KEY, (Ident){0});
    VEC_PUSH(&arena, &b->fk->column_names, STR("b"));
    VEC_PUSH(&arena, &b->fk->referred_columns, STR("id"));
    b->fk->referred_schema = STR("app");
    b->fk->referred_table = STR("users");
    b->fk->ondelete = STR("CASCADE");
    b->fk->use_alter = true;
    table_add_constraint(t, &arena, b->fk);
    b->check = constraint_new(&arena, CONSTRAINT_CHECK, ident(STR("pos")));
    b->check->sqltext = sql_expr_text(&arena, STR("b > 0"));
    table_add_constraint(t, &arena, b->check);
    b->unique = constraint_new(&arena, CONSTRAINT_UNIQUE, (Ident){0});
    VEC_PUSH(&arena, &b->unique->column_names, STR("b"));
    VEC_PUSH(&arena, &b->unique->column_names, STR("c"));
    b->unique->deferrable = 1;
    b->unique->initially = STR("DEFERRED");
    table_add_constraint(t, &arena, b->unique);
}

static Built build(void)
{
    MetaData *m = conventions();
    Table *users = table_new(&arena, m, ident(STR("users")), STR("app"));
    Column *id = column("id", type("Integer"));
    id->primary_key = true;
    add(users, id);
    metadata_add(m, users);
    Built b = {.table = table_new(&arena, m, ident(STR("t")), STR("app"))};
    metadata_add(m, b.table);
    add_plain_columns(b.table);
    add_typed_columns(b.table);
    add_constraints(&b);
    b.table->comment = STR("say \"x\"");
    sql_options_put(&b.table->info, &arena, STR("k"), sql_value_int(1));
    sql_options_put(&b.table->options, &arena, STR("postgresql_tablespace"),
                    sql_value_str(STR("ts")));
    VEC_PUSH(&arena, &b.table->prefixes, STR("UNLOGGED"));
    b.by_hand = index_new(&arena, ident(STR("by_hand")));
    b.by_hand->unique = true;
    SqlExpr *a = sql_expr_column(&arena, STR("a"));
    a->as.column.column = table_find_column(b.table, STR("a"));
    VEC_PUSH(&arena, &b.by_hand->expressions, sql_expr_unary(&arena, SQL_OP_DESC, a));
    VEC_PUSH(&arena, &b.by_hand->expressions, sql_expr_function(&arena, STR("lower"), &a, 1));
    SqlValue where = {.kind = SQL_VALUE_EXPR, .as.expr = sql_expr_text(&arena, STR("b > 3"))};
    sql_options_put(&b.by_hand->options, &arena, STR("postgresql_where"), where);
    sql_options_put(&b.by_hand->options, &arena, STR("postgresql_using"),
                    sql_value_str(STR("gin")));
    table_add_index(b.table, &arena, b.by_hand);
    b.implied = find_other_index(b.table, b.by_hand);
    metadata_resolve(m);
    return b;
}

static Op *table_op(const Built *b, OpKind kind)
{
    return op_new(&arena, kind, b->table->schema, b->table->name);
}

static Op *group_of(const Built *b)
{
    Op *group = table_op(b, OP_MODIFY_TABLE);
    OpVec *ops = &group->as.modify_table.ops;
    Index *indexes[] = {b->by_hand, b->implied};
    Constraint *constraints[] = {b->unique, b->fk, b->check};
    for (size_t i = 0; i < 2; i++) {
        Op *op = table_op(b, OP_CREATE_INDEX);
        op->as.create_index.index = indexes[i];
        VEC_PUSH(&arena, ops, op);
    }
    for (size_t i = 0; i < 3; i++) {
        Op *op = table_op(b, OP_ADD_CONSTRAINT);
        op->as.add_constraint.constraint = constraints[i];
        VEC_PUSH(&arena, ops, op);
    }
    Op *op = table_op(b, OP_ADD_COLUMN);
    op->as.add_column.column = table_find_column(b->table, STR("a"));
    VEC_PUSH(&arena, ops, op);
    size_t n = ops->len;
    for (size_t i = 0; i < n; i++) {
        Op *reversed = op_reverse(ops->items[i], &arena, &err);
        assert_non_null(reversed);
        VEC_PUSH(&arena, ops, reversed);
    }
    return group;
}

static Str render(const OpVec *ops, const AutogenOptions *o, AutogenImports *imports)
{
    Str body;
    imports->arena = &arena;
    must(autogen_render(ops, dialect_find(STR("postgresql")), 0, o, imports, &arena, &body, &err));
    return arena_fmt(&arena, "%.*s\n", STR_ARG(body));
}

/* ---- tests ---- */

static void renders_as_alembic(void **state)
{
    Built b = build();
    OpVec ops = {0};
    AutogenImports imports = {0};
    AutogenOptions o = autogen_options_default();
    Op *create = table_op(&b, OP_CREATE_TABLE);
    create->as.create_table.table = b.table;
    VEC_PUSH(&arena, &ops, create);
    VEC_PUSH(&arena, &ops, group_of(&b));
    assert_string_equal(render(&ops, &o, &imports).ptr, read_file("render.expected").ptr);
    assert_string_equal(
        autogen_imports_text(&imports, &arena).ptr,
        "from sqlalchemy.dialects import mysql\nfrom sqlalchemy.dialects import postgresql");
}

/* One column of a table as a script for SQLite shows it, where Alembic's text cannot run. */
static Str column_text(const SqlType *t, AutogenImports *imports)
{
    const char *name = "sqlite";
    AutogenOptions o = autogen_options_default();
    Str text;
    Op *op = op_new(&arena, OP_ADD_COLUMN, STR_NULL, ident(STR("t")));
    op->as.add_column.column = column("c", t);
    imports->arena = &arena;
    must(autogen_render_op(op, dialect_find(str_z(name)), 0, &o, imports, &arena, &text, &err));
    return arena_fmt(&arena, "%.*s", STR_ARG(text));
}

static void renders_what_can_run(void **state)
{
    AutogenImports imports = {0};
    SqlType *json = type("JSON"), *user = type("UserDefinedType"), *en = type("Enum");
    VEC_PUSH(&arena, &json->variants, (TypeVariant){STR("postgresql"), type("postgresql.JSONB")});
    assert_string_equal(column_text(json, &imports).ptr,
                        "op.add_column('t', sa.Column('c', sa.JSON().with_variant("
                        "postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True))");
    user->user_module = STR("pgvector.sqlalchemy.vector");
    user->user_repr = STR("VECTOR(dim=3)");
    assert_string_equal(
        column_text(user, &imports).ptr,
        "op.add_column('t', sa.Column('c', pgvector.sqlalchemy.vector.VECTOR(dim=3), "
        "nullable=True))");
    assert_string_equal(
        autogen_imports_text(&imports, &arena).ptr,
        "from sqlalchemy.dialects import postgresql\nimport pgvector.sqlalchemy.vector");
    VEC_PUSH(&arena, &en->enum_values, STR("a"));
    type_set(en, "name", sql_value_str(STR("en")));
    type_set(en, "metadata", sql_value_str(STR("any")));
    assert_string_equal(
        column_text(en, &imports).ptr,
        "op.add_column('t', sa.Column('c', sa.Enum('a', name='en'), nullable=True))");
    assert_string_equal(column_text(type("NullType"), &imports).ptr,
                        "op.add_column('t', sa.Column('c', sa.types.NullType(), nullable=True))");
}

static void renders_batches(void **state)
{
    Built b = build();
    OpVec ops = {0};
    AutogenImports imports = {0};
    AutogenOptions o = autogen_options_default();
    o.render_as_batch = true;
    VEC_PUSH(&arena, &ops, group_of(&b));
    assert_string_equal(render(&ops, &o, &imports).ptr, read_file("render_batch.expected").ptr);
}

static void nothing_is_pass(void **state)
{
    OpVec ops = {0};
    AutogenImports imports = {0};
    AutogenOptions o = autogen_options_default();
    assert_string_equal(render(&ops, &o, &imports).ptr,
                        "# ### commands auto generated by Alembic - please adjust! ###\n    pass\n"
                        "    # ### end Alembic commands ###\n");
    assert_true(autogen_is_empty(&ops));
}

static bool item_hook(void *user, const AutogenItem *item, AutogenImports *imports, Str *text,
                      Err *e)
{
    if (item->kind != AUTOGEN_TYPE || !type_class_is_a(item->as.type->cls, "String")) return true;
    autogen_import_add(imports, STR("import mine"));
    *text = STR("mine.Text()");
    return true;
}

static void hooks_come_first(void **state)
{
    Built b = build();
    AutogenImports imports = {.arena = &arena};
    AutogenOptions o = autogen_options_default();
    o.render_item = item_hook;
    Op *op = table_op(&b, OP_ADD_COLUMN);
    op->as.add_column.column = table_find_column(b.table, STR("a"));
    Str text;
    must(autogen_render_op(op, dialect_find(STR("postgresql")), 0, &o, &imports, &arena, &text,
                           &err));
    assert_string_equal(
        text.ptr,
        "op.add_column('t', sa.Column('a', mine.Text(), server_default=\"it's\", nullable=True, "
        "comment=\"it's\"), schema='app')");
    assert_string_equal(autogen_imports_text(&imports, &arena).ptr, "import mine");
}

static void index_texts_are_normalised(void **state)
{
    static const struct {
        const char *sql, *normal;
    } cases[] = {
        /* recorded from PostgresqlImpl._cleanup_index_expr with a table "t" */
        {"lower(t.a)", "lower(a)"},
        {"lower((a)::text)", "lower((a))"},
        {"\"A\"", "a"},
        {"(a + 1)", "a+1"},
        {"a ASC NULLS LAST", "a"},
        {"a DESC NULLS LAST", "adescnullslast"},
        {"a NULLS LAST", "a"},
        {"a ASC", "a"},
        {"a ASC NULLS FIRST", "anullsfirst"},
        {"a DESC NULLS FIRST", "adesc"},
        {"CAST(a AS VARCHAR)", "a"},
        {"((a)::character varying(10))", "a)(10"},
        {"date_trunc('day'::text, c)", "date_trunc(day,c)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(index_text_normal(str_z(cases[i].sql), STR("t"), &arena).ptr,
                            cases[i].normal);
}

static void sqlite_defaults_get_parentheses(void **state)
{
    assert_false(autogen_rules_needs_parens(STR("")));
    assert_false(autogen_rules_needs_parens(STR("5")));
    assert_true(autogen_rules_needs_parens(STR("55")));
    assert_false(autogen_rules_needs_parens(STR("'x'")));
    assert_true(autogen_rules_needs_parens(STR("''")));
    assert_false(autogen_rules_needs_parens(STR("(a)")));
    assert_true(autogen_rules_needs_parens(STR("CURRENT_TIMESTAMP")));
}

static void plugins_are_chosen_by_pattern(void **state)
{
    StrVec patterns = {0};
    unsigned plugins;
    VEC_PUSH(&arena, &patterns, STR("alembic.autogenerate.*"));
    VEC_PUSH(&arena, &patterns, STR("~alembic.autogenerate.checkconstraint_byname"));
    must(autogen_plugins_select(&patterns, &plugins, &err));
    assert_int_equal(plugins, AUTOGEN_PLUGIN_ALL & ~(unsigned)AUTOGEN_PLUGIN_CHECKS);
    VEC_PUSH(&arena, &patterns, STR("no.such"));
    assert_false(autogen_plugins_select(&patterns, &plugins, &err));
    assert_string_equal(err.message.ptr, "Did not locate plugins: no.such");
}

static void differences_are_described(void **state)
{
    Built b = build();
    OpVec ops = {0};
    Str text;
    Op *group = table_op(&b, OP_MODIFY_TABLE), *column_op = table_op(&b, OP_ADD_COLUMN),
       *alter = table_op(&b, OP_ALTER_COLUMN);
    column_op->as.add_column.column = table_find_column(b.table, STR("a"));
    alter->as.alter_column.column = STR("a");
    alter->as.alter_column.nullable = 1;
    alter->as.alter_column.existing_nullable = 0;
    alter->as.alter_column.existing_type = string(20);
    VEC_PUSH(&arena, &group->as.modify_table.ops, column_op);
    VEC_PUSH(&arena, &group->as.modify_table.ops, alter);
    VEC_PUSH(&arena, &ops, group);
    must(autogen_describe(&ops, dialect_find(STR("postgresql")), &arena, &text, &err));
    assert_string_equal(
        text.ptr, "[('add_column', 'app', 't', Column('a', String(length=20), table=<t>, "
                  "server_default=DefaultClause(\"it's\", for_update=False), comment=\"it's\")), "
                  "[('modify_nullable', 'app', 't', 'a', {'existing_type': String(length=20), "
                  "'existing_server_default': False, 'existing_comment': None}, False, True)]]");
}

/* ---- comparing, over a SQLite database in memory ---- */

static Connection *memory_database(const char *sql)
{
    DatabaseUrl url;
    Connection *conn;
    must(url_parse(STR("sqlite://"), &arena, &url, &err));
    must(connection_open(&url, NULL, &arena, &conn, &err));
    must(connection_run(conn, str_z(sql), &err));
    return conn;
}

static Str compare_and_render(Connection *conn, MetaData *m, const AutogenOptions *o)
{
    OpVec ops = {0};
    AutogenImports imports = {.arena = &arena};
    Str body;
    must(autogen_compare(conn, o, &m, 1, &arena, &ops, &err));
    must(autogen_render(&ops, conn->dialect, conn->server_version, o, &imports, &arena, &body,
                        &err));
    return body;
}

static MetaData *small_model(void)
{
    MetaData *m = metadata_new(&arena);
    Table *t = table_new(&arena, m, ident(STR("t")), STR_NULL);
    metadata_add(m, t);
    Column *id = column("id", type("Integer"));
    id->primary_key = true;
    id->nullable = false;
    add(t, id);
    add(t, column("a", string(30)));
    Constraint *u = constraint_new(&arena, CONSTRAINT_UNIQUE, (Ident){0});
    VEC_PUSH(&arena, &u->column_names, STR("a"));
    table_add_constraint(t, &arena, u);
    return m;
}

static const char small_sql[] =
    "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a VARCHAR(20), CONSTRAINT named UNIQUE (a));"
    "CREATE TABLE gone (x INTEGER); CREATE TABLE alembic_version (version_num VARCHAR(32))";

static bool only_t(void *user, Str name, AutogenItemKind kind, const AutogenParents *parents,
                   bool *keep, Err *e)
{
    if (kind == AUTOGEN_TABLE) *keep = str_eq_z(name, "t");
    return true;
}

static bool no_types(void *user, Column *inspected, Column *model, AutogenAnswer *answer, Err *e)
{
    *answer = AUTOGEN_ANSWER_FALSE;
    return true;
}

static bool nothing_removed(void *user, const AutogenItem *item, Str name, bool reflected,
                            const AutogenItem *compare_to, bool *keep, Err *e)
{
    *keep = !(reflected && compare_to == NULL);
    return true;
}

static void an_unnamed_unique_matches_by_columns(void **state)
{
    AutogenOptions o = autogen_options_default();
    Str body = compare_and_render(memory_database(small_sql), small_model(), &o);
    assert_string_equal(body.ptr, "# ### commands auto generated by Alembic - please adjust! ###\n"
                                  "    op.drop_table('gone')\n"
                                  "    op.alter_column('t', 'a',\n"
                                  "               existing_type=sa.VARCHAR(length=20),\n"
                                  "               type_=sa.String(length=30),\n"
                                  "               existing_nullable=True)\n"
                                  "    # ### end Alembic commands ###");
}

static void filters_and_hooks_are_asked(void **state)
{
    const char *empty = "# ### commands auto generated by Alembic - please adjust! ###\n    pass\n"
                        "    # ### end Alembic commands ###";
    AutogenOptions o = autogen_options_default();
    o.include_name = only_t;
    o.compare_type = AUTOGEN_COMPARE_HOOK;
    o.compare_type_hook = no_types;
    assert_string_equal(compare_and_render(memory_database(small_sql), small_model(), &o).ptr,
                        empty);
    o = autogen_options_default();
    o.include_object = nothing_removed;
    o.compare_type = AUTOGEN_COMPARE_OFF;
    assert_string_equal(compare_and_render(memory_database(small_sql), small_model(), &o).ptr,
                        empty);
}

int main(int argc, char **argv)
{
    if (argc > 1) source_dir = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(renders_as_alembic, setup, teardown),
        cmocka_unit_test_setup_teardown(renders_what_can_run, setup, teardown),
        cmocka_unit_test_setup_teardown(renders_batches, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_pass, setup, teardown),
        cmocka_unit_test_setup_teardown(hooks_come_first, setup, teardown),
        cmocka_unit_test_setup_teardown(index_texts_are_normalised, setup, teardown),
        cmocka_unit_test_setup_teardown(sqlite_defaults_get_parentheses, setup, teardown),
        cmocka_unit_test_setup_teardown(plugins_are_chosen_by_pattern, setup, teardown),
        cmocka_unit_test_setup_teardown(differences_are_described, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unnamed_unique_matches_by_columns, setup, teardown),
        cmocka_unit_test_setup_teardown(filters_and_hooks_are_asked, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
