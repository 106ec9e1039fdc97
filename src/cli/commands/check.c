#include "cli/commands.h"
#include "cli/json.h"

/* What tells "there is something to do" from a check that could not be made. */
static bool found_changes(const RetortError *e)
{
    return e->kind == RETORT_ERROR_COMMAND &&
           str_starts(str_z(e->message), STR("New upgrade operations detected: "));
}

static void change_strings(Json *j, const char *key, const char *const *items, size_t n)
{
    json_open(j, key, '[');
    for (size_t i = 0; i < n; i++) json_str(j, NULL, items[i]);
    json_close(j, ']');
}

static void change_flag(Json *j, const char *key, int flag)
{
    if (flag < 0)
        json_null(j, key);
    else
        json_bool(j, key, flag);
}

/* The list is begun with the first operation: a check that fails has none. */
typedef struct Document {
    Json json;
    bool has_list;
} Document;

static void begin_list(Document *d)
{
    if (!d->has_list) json_open(&d->json, "operations", '[');
    d->has_list = true;
}

static void show_change(void *user, const RetortChange *c)
{
    Document *d = user;
    Json *j = &d->json;
    begin_list(d);
    json_open(j, NULL, '{');
    json_str(j, "op", c->op);
    json_str(j, "schema", c->schema);
    json_str(j, "table", c->table);
    json_str(j, "name", c->name);
    change_strings(j, "columns", c->columns, c->column_count);
    json_str(j, "type", c->type);
    json_str(j, "existing_type", c->existing_type);
    change_flag(j, "nullable", c->nullable);
    change_flag(j, "existing_nullable", c->existing_nullable);
    json_str(j, "constraint_type", c->constraint_type);
    json_str(j, "referent", c->referent);
    change_strings(j, "referent_columns", c->referent_columns, c->referent_column_count);
    json_bool(j, "unique", c->is_unique);
    json_str(j, "comment", c->comment);
    json_str(j, "python", c->python);
    json_close(j, '}');
}

static int show_json(Cli *cli)
{
    Document d = {0};
    json_begin(&d.json, "check");
    bool ok = retort_check(cli->project, show_change, &d) && retort_ok(cli->project);
    const RetortError *e = retort_error(cli->project);
    if (!ok && !found_changes(e)) {
        if (d.has_list) json_close(&d.json, ']');
        return cli_finish_json(cli, &d.json, false);
    }
    begin_list(&d);
    json_close(&d.json, ']');
    json_bool(&d.json, "up_to_date", ok);
    json_str(&d.json, "message", ok ? NULL : e->message);
    (void)cli_finish_json(cli, &d.json, true);
    return ok ? 0 : (int)e->kind;
}

int check_run(Cli *cli, const Parsed *args)
{
    if (option_is_set(args, "json")) return show_json(cli);
    bool ok = retort_check(cli->project, NULL, NULL) && retort_ok(cli->project);
    if (ok) cli_print(cli, STR("No new upgrade operations detected."));
    return cli_finish(cli, ok);
}
