/* CREATE TABLE statements taken apart, in all of SQLite's spellings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "dialect/sqlite/table_text.h"

typedef struct Case {
    const char *sql, *shown;
} Case;

/* name:type and what follows, then the constraints. */
static const Case cases[] = {
    {"CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)", "a:INTEGER auto; b:; pk(a)"},
    {"CREATE TABLE \"t\" (\"a b\" VARCHAR(20) COLLATE NOCASE DEFAULT 'x,)' NOT NULL ON CONFLICT "
     "IGNORE)",
     "a b:VARCHAR(20) collate NOCASE null IGNORE"},
    {"create temp table if not exists main.[t] (`a` double precision default -1.5e-3 unique on "
     "conflict replace)",
     "a:double precision; uq(a) REPLACE"},
    {"CREATE TABLE t (a TEXT DEFAULT x'00' CHECK (a <> ')'), -- a comment, (\n b INT /* , */ "
     "DEFAULT (1 + (2)))",
     "a:TEXT; b:INT; ck<a <> ')'>"},
    {"CREATE TABLE t (a INT GENERATED ALWAYS AS (b + 1) STORED, b INT, c AS (b) VIRTUAL NOT NULL)",
     "a:INT = b + 1; b:INT; c: = b"},
    {"CREATE TABLE t (a INT CONSTRAINT n REFERENCES o ON DELETE SET NULL ON UPDATE CASCADE NOT "
     "DEFERRABLE NOT NULL, CONSTRAINT f FOREIGN KEY (a) REFERENCES \"o\" (x) MATCH FULL "
     "DEFERRABLE INITIALLY DEFERRED)",
     "a:INT; n fk(a) o() d=SET NULL u=CASCADE 0; f fk(a) o(x) m=FULL 1 DEFERRED"},
    {"CREATE TABLE t (a, b, UNIQUE (a, b COLLATE NOCASE /* , */ DESC), CONSTRAINT k PRIMARY KEY (a "
     "ASC, b) "
     "CONSTRAINT c CHECK (a > 1)) WITHOUT ROWID, STRICT",
     "a:; b:; uq(a,b) 1:COLLATE NOCASE /* , */ DESC; k pk(a,b) 0:ASC; c ck<a > 1>; without rowid; "
     "strict"},
    {"CREATE TABLE t (\"quo\"\"ted\" INT CONSTRAINT \"a \"\"b\" CHECK (1))",
     "quo\"ted:INT; a \"b ck<1>"},
    {"CREATE VIRTUAL TABLE t USING fts5 (a)", NULL},
    {"CREATE TABLE t (a INT FROBNICATED)", "a:INT FROBNICATED"},
    {"CREATE TABLE t (a INT NOT SURE)", NULL},
    {"CREATE TABLE t (a INT", NULL},
    {"", NULL},
};

static void show_names(StrBuf *b, const StrVec *names)
{
    strbuf_push_char(b, '(');
    for (size_t i = 0; i < names->len; i++)
        strbuf_fmt(b, "%s%.*s", i ? "," : "", STR_ARG(names->items[i]));
    strbuf_push_char(b, ')');
}

static void show_pair(StrBuf *b, const char *what, Str value)
{
    if (!str_is_null(value)) strbuf_fmt(b, " %s%.*s", what, STR_ARG(value));
}

static void show_constraint(StrBuf *b, const SqliteTextConstraint *k)
{
    static const char *const kinds[] = {"pk", "uq", "ck", "fk"};
    if (!str_is_null(k->name)) strbuf_fmt(b, "%.*s ", STR_ARG(k->name));
    strbuf_push_z(b, kinds[k->kind]);
    if (k->kind == SQLITE_TEXT_CHECK) {
        strbuf_fmt(b, "<%.*s>", STR_ARG(k->expression));
        return;
    }
    show_names(b, &k->columns);
    for (size_t i = 0; i < k->endings.len; i++)
        if (k->endings.items[i].len) strbuf_fmt(b, " %zu:%.*s", i, STR_ARG(k->endings.items[i]));
    show_pair(b, "", k->on_conflict);
    if (k->kind != SQLITE_TEXT_FOREIGN_KEY) return;
    strbuf_fmt(b, " %.*s", STR_ARG(k->table));
    show_names(b, &k->referred);
    show_pair(b, "d=", k->ondelete);
    show_pair(b, "u=", k->onupdate);
    show_pair(b, "m=", k->match);
    if (k->deferrable >= 0) strbuf_fmt(b, " %d", k->deferrable);
    show_pair(b, "", k->initially);
}

static Str show(const SqliteTableText *t, Arena *a)
{
    StrBuf b = {0};
    for (size_t i = 0; i < t->columns.len; i++) {
        const SqliteTextColumn *c = &t->columns.items[i];
        strbuf_fmt(&b, "%s%.*s:%.*s", i ? "; " : "", STR_ARG(c->name), STR_ARG(c->type));
        show_pair(&b, "collate ", c->collation);
        show_pair(&b, "= ", c->generated);
        show_pair(&b, "null ", c->not_null_conflict);
        if (c->autoincrement) strbuf_push_z(&b, " auto");
    }
    for (size_t i = 0; i < t->constraints.len; i++) {
        strbuf_push_z(&b, "; ");
        show_constraint(&b, &t->constraints.items[i]);
    }
    if (t->without_rowid) strbuf_push_z(&b, "; without rowid");
    if (t->strict) strbuf_push_z(&b, "; strict");
    return strbuf_finish(&b, a);
}

static void takes_apart(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena a = {0};
        SqliteTableText t;
        bool ok = sqlite_table_text_parse(str_z(cases[i].sql), &a, &t);
        assert_int_equal(ok, cases[i].shown != NULL);
        if (ok) assert_string_equal(arena_cstr(&a, show(&t, &a)), cases[i].shown);
        arena_release(&a);
    }
}

static void finds_names(void **state)
{
    assert_true(sqlite_table_text_mentions(STR("lower(\"a b\") > 1"), STR("A B")));
    assert_true(sqlite_table_text_mentions(STR("x + [y]"), STR("y")));
    assert_false(sqlite_table_text_mentions(STR("x <> 'y' -- y"), STR("y")));
    assert_false(sqlite_table_text_mentions(STR("xy > 1"), STR("x")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_apart),
        cmocka_unit_test(finds_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
