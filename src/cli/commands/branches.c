#include <string.h>

#include "cli/commands.h"
#include "cli/render.h"

/* A fork and its children. What the library hands out lives only until the next call, so forks are
 * rendered and remembered first, and their children asked for afterwards. */
typedef struct Fork {
    Str text;
    size_t id_width;
    ArgVec children;
} Fork;

typedef struct Forks {
    Cli *cli;
    VEC(Fork) items;
} Forks;

static bool remember(void *user, const RetortRevision *r)
{
    Forks *forks = user;
    Arena *a = &forks->cli->arena;
    StrBuf b = {0};
    if (option_is_set(forks->cli->args, "verbose"))
        render_record(r, &b);
    else
        render_line(r, (RenderOptions){.labels = true, .tree = true}, &b);
    Fork f = {.text = strbuf_finish(&b, a), .id_width = strlen(r->id)};
    for (size_t i = 0; i < r->child_count; i++)
        VEC_PUSH(a, &f.children, arena_strz(a, r->children[i]).ptr);
    VEC_PUSH(a, &forks->items, f);
    return true;
}

static bool push_child(void *user, const RetortRevision *r)
{
    StrBuf *b = user;
    render_line(r, (RenderOptions){.labels = true, .tree = true}, b);
    return true;
}

static bool push_child_with_doc(void *user, const RetortRevision *r)
{
    StrBuf *b = user;
    render_line(r, (RenderOptions){.labels = true, .tree = true, .doc = true}, b);
    return true;
}

static bool show_fork(const Cli *cli, const Fork *f)
{
    StrBuf b = {0};
    bool ok = true;
    strbuf_push(&b, f->text);
    for (size_t i = 0; ok && i < f->children.len; i++) {
        strbuf_push_char(&b, '\n');
        strbuf_pad(&b, ' ', f->id_width);
        strbuf_push_z(&b, " -> ");
        ok =
            retort_show(cli->project, f->children.items[i],
                        option_is_set(cli->args, "verbose") ? push_child_with_doc : push_child, &b);
    }
    strbuf_push_char(&b, '\n');
    if (ok) cli_print(cli, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

int branches_run(Cli *cli, const Parsed *args)
{
    (void)args;
    Forks forks = {.cli = cli};
    bool ok = retort_branches(cli->project, remember, &forks);
    for (size_t i = 0; ok && i < forks.items.len; i++) ok = show_fork(cli, &forks.items.items[i]);
    return cli_finish(cli, ok);
}
