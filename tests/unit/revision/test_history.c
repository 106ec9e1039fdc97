/* Random histories, recorded from Alembic: plans, version rows, identifiers, ranges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "os/file.h"
#include "revision/identifier.h"
#include "revision/plan.h"

static StrVec split(Arena *a, Str s)
{
    StrVec v = {0};
    while (s.len) VEC_PUSH(a, &v, str_cut(&s, ','));
    return v;
}

static void add_revision(Arena *a, Str line, RevisionVec *out)
{
    Revision *r = ARENA_NEW(a, Revision);
    r->id = str_cut(&line, '|');
    r->down_ids = split(a, str_cut(&line, '|'));
    r->depends_on = split(a, str_cut(&line, '|'));
    r->own_labels = split(a, str_cut(&line, '|'));
    r->doc = line;
    r->path = r->id;
    VEC_PUSH(a, out, r);
}

static void push_ids(StrBuf *b, const RevisionVec *v)
{
    for (size_t i = 0; i < v->len; i++)
        strbuf_fmt(b, " %.*s", STR_ARG(v->items[i] ? v->items[i]->id : STR("-")));
    strbuf_push_char(b, '\n');
}

static void push_steps(StrBuf *b, const RevisionGraph *g, const PlanStepVec *steps, StrVec rows,
                       Arena *a)
{
    for (size_t i = 0; i < steps->len; i++) {
        PlanRowChanges changes;
        Err err = err_init(a);
        strbuf_push(b, plan_step_text(&steps->items[i], a));
        if (!plan_row_changes(g, &steps->items[i], &rows, a, &changes, &err)) {
            strbuf_push_z(b, " !! rows\n");
            return;
        }
        for (size_t k = 0; k < changes.changes.len; k++) {
            PlanRowChange *c = &changes.changes.items[k];
            strbuf_fmt(b, " [%c %.*s %.*s]", "IUD"[c->kind], STR_ARG(c->from), STR_ARG(c->to));
        }
        strbuf_push_char(b, '\n');
    }
}

/* Runs "U|rows|target" and appends what came out. */
static void run_case(const RevisionGraph *g, Str line, StrBuf *b)
{
    Arena a = {0};
    Err err = err_init(&a);
    Str kind = str_cut(&line, '|'), middle = str_cut(&line, '|');
    StrVec rows = split(&a, middle), targets = split(&a, line);
    PlanStepVec steps = {0};
    RevisionVec found = {0};
    bool ok = false, plan = strchr("UDS", kind.ptr[0]) != NULL;
    switch (kind.ptr[0]) {
    case 'U': ok = plan_upgrade(g, &rows, line, &a, &steps, &err); break;
    case 'D': ok = plan_downgrade(g, &rows, line, NULL, &a, &steps, &err); break;
    case 'S': ok = plan_stamp(g, &rows, &targets, &a, &steps, &err); break;
    case 'G': ok = identifier_resolve(g, line, &a, &found, &err); break;
    case 'C': ok = identifier_all_current(g, &rows, &a, &found, &err); break;
    case 'H':
        ok = identifier_history(g, (IdentifierEnd){.symbol = middle},
                                (IdentifierEnd){.symbol = line}, &a, &found, &err);
        break;
    }
    if (!ok)
        strbuf_fmt(b, "ERR %.*s\n", STR_ARG(err.message));
    else if (plan)
        push_steps(b, g, &steps, rows, &a);
    else
        push_ids(b, &found);
    arena_release(&a);
}

/* Targets of a stamp that lie above one another: Alembic makes overlapping rows of them. */
static bool is_safe_refusal(Str about, Str got)
{
    return str_starts(about, STR(">S")) && str_starts(got, STR("ERR Requested revision ")) &&
           str_contains(got, STR(" overlaps with other requested revisions "));
}

/* The first line that differs, with the case it belongs to: the whole texts are too long to read.
 */
static void assert_same_lines(const char *name, Str actual, Str expected)
{
    Str got, wanted, about = STR("");
    while (actual.len || expected.len) {
        got = str_cut(&actual, '\n');
        wanted = str_cut(&expected, '\n');
        if (str_starts(wanted, STR(">"))) about = wanted;
        if (str_eq(got, wanted)) continue;
        if (!is_safe_refusal(about, got))
            fail_msg("%s, %.*s: wanted '%.*s', got '%.*s'", name, STR_ARG(about), STR_ARG(wanted),
                     STR_ARG(got));
        while (expected.len && !str_starts(expected, STR(">"))) (void)str_cut(&expected, '\n');
    }
}

static void run_file(const char *name)
{
    Arena a = {0};
    Err err = err_init(&a);
    Str text;
    assert_true(file_read(arena_fmt(&a, "%s/%s", SOURCE_DIR, name), &a, &text, &err));
    RevisionVec revisions = {0};
    RevisionGraph *g = NULL;
    StrBuf actual = {0}, expected = {0};
    while (text.len) {
        Str line = str_cut(&text, '\n');
        if (str_starts(line, STR("#"))) continue;
        if (str_starts(line, STR("graph "))) {
            add_revision(&a, str_slice(line, 6, line.len), &revisions);
            continue;
        }
        if (!g) assert_true(graph_build(&a, &revisions, &g, &err));
        strbuf_fmt(&expected, "%.*s\n", STR_ARG(line));
        if (!line.len || line.ptr[0] != '>') continue;
        strbuf_fmt(&actual, "%.*s\n", STR_ARG(line));
        run_case(g, str_slice(line, 1, line.len), &actual);
    }
    assert_same_lines(name, strbuf_view(&actual), strbuf_view(&expected));
    strbuf_deinit(&actual);
    strbuf_deinit(&expected);
    arena_release(&a);
}

static void test_recorded(void **state)
{
    (void)state;
    char name[32];
    for (int i = 1; i <= 8; i++) {
        snprintf(name, sizeof name, "history_%d.txt", i);
        run_file(name);
    }
}

static void expect_refused(const char *graph, const char *message)
{
    Arena a = {0};
    Err err = err_init(&a);
    RevisionVec revisions = {0};
    RevisionGraph *g;
    Str rest = str_z(graph);
    while (rest.len) add_revision(&a, str_cut(&rest, '\n'), &revisions);
    assert_false(graph_build(&a, &revisions, &g, &err));
    assert_int_equal(err.code, ERR_COMMAND);
    assert_string_equal(err.message.ptr, message);
    arena_release(&a);
}

static void test_broken_graphs(void **state)
{
    (void)state;
    expect_refused("a|a||", "Self-loop is detected in revisions (a)");
    expect_refused("a||a|", "Dependency self-loop is detected in revisions (a)");
    expect_refused("a|b||\nb|a||", "Cycle is detected in revisions (a, b)");
    expect_refused("z|||\nb|c||\nc|b||", "Cycle is detected in revisions (b, c)");
    expect_refused("a||b|\nb||a|", "Dependency cycle is detected in revisions (a, b)");
    expect_refused("a|||\na|||", "Revision a is present more than once");
    expect_refused("a|zz||", "Revision zz referenced from revision a is not present");
    expect_refused("a||zz|", "Revision zz referenced from revision a is not present");
    expect_refused("a|||lab\nb|a||lab",
                   "Branch name 'lab' in revision b already used by revision a");
    expect_refused("a@-b|||", "Character(s) '-, @' not allowed in revision identifier 'a@-b'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_recorded),
                                       cmocka_unit_test(test_broken_graphs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
