#include <string.h>

#include "cli/commands.h"
#include "cli/listing.h"

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
        render_record(r, forks->cli->colour_out, &b);
    else
        render_line(
            r, (RenderOptions){.labels = true, .tree = true, .colour = forks->cli->colour_out}, &b);
    Fork f = {.text = strbuf_finish(&b, a), .id_width = strlen(r->id)};
    for (size_t i = 0; i < r->child_count; i++)
        VEC_PUSH(a, &f.children, arena_strz(a, r->children[i]).ptr);
    VEC_PUSH(a, &forks->items, f);
    return true;
}

typedef struct Child {
    const Cli *cli;
    StrBuf *out;
} Child;

static bool push_child(void *user, const RetortRevision *r)
{
    Child *c = user;
    render_line(r,
                (RenderOptions){.labels = true,
                                .tree = true,
                                .doc = option_is_set(c->cli->args, "verbose"),
                                .colour = c->cli->colour_out},
                c->out);
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
        ok = retort_show(cli->project, f->children.items[i], push_child, &(Child){cli, &b});
    }
    strbuf_push_char(&b, '\n');
    if (ok) cli_print(cli, strbuf_view(&b));
    strbuf_deinit(&b);
    return ok;
}

static int show_json(Cli *cli)
{
    Listing l;
    listing_begin(&l, cli, (RenderOptions){0});
    json_open(&l.document, "revisions", '[');
    bool ok = retort_branches(cli->project, listing_add, &l);
    json_close(&l.document, ']');
    return listing_end(&l, ok);
}

int branches_run(Cli *cli, const Parsed *args)
{
    if (option_is_set(args, "json")) return show_json(cli);
    Forks forks = {.cli = cli};
    bool ok = retort_branches(cli->project, remember, &forks);
    for (size_t i = 0; ok && i < forks.items.len; i++) ok = show_fork(cli, &forks.items.items[i]);
    return cli_finish(cli, ok);
}
