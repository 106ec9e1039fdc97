#include "cli/listing.h"

#include "base/map.h"

void listing_begin(Listing *l, Cli *cli, RenderOptions line)
{
    *l = (Listing){.cli = cli, .line = line};
    l->line.colour = cli->colour_out;
    l->json = option_is_set(cli->args, "json");
    l->verbose = option_is_set(cli->args, "verbose");
    l->graph = option_is_set(cli->args, "graph") && !l->json;
    if (l->json) json_begin(&l->document, cli->args->command->name);
}

static Str render(const Listing *l, const RetortRevision *r)
{
    StrBuf b = {0};
    if (l->verbose)
        render_record(r, l->line.colour, &b);
    else
        render_line(r, l->line, &b);
    return strbuf_finish(&b, &l->cli->arena);
}

/* The library's texts live until the next revision only. */
static void keep(Listing *l, const RetortRevision *r)
{
    Arena *a = &l->cli->arena;
    Drawn d = {.id = arena_strz(a, r->id), .text = render(l, r)};
    for (size_t i = 0; i < r->down_count; i++) VEC_PUSH(a, &d.parents, arena_strz(a, r->down[i]));
    VEC_PUSH(a, &l->drawn, d);
}

bool listing_add(void *user, const RetortRevision *r)
{
    Listing *l = user;
    if (l->json)
        json_revision(&l->document, r, l->asked);
    else if (l->graph)
        keep(l, r);
    else
        cli_print(l->cli, render(l, r));
    return true;
}

/* Parents that are not listed, or that came before their child, get no lane. */
static void draw(Listing *l)
{
    Arena *a = &l->cli->arena;
    Graph g = {.arena = a, .colour = l->line.colour};
    Map place = {0};
    StrBuf b = {0};
    for (size_t i = 0; i < l->drawn.len; i++)
        map_put(&place, a, l->drawn.items[i].id, &l->drawn.items[i]);
    for (size_t i = 0; i < l->drawn.len; i++) {
        const Drawn *d = &l->drawn.items[i];
        StrVec parents = {0};
        for (size_t k = 0; k < d->parents.len; k++) {
            const Drawn *parent = map_find(&place, d->parents.items[k]);
            if (parent && parent > d) VEC_PUSH(a, &parents, d->parents.items[k]);
        }
        strbuf_clear(&b);
        graph_draw(&g, d->id, &parents, d->text, &b);
        cli_print(l->cli, str_slice(strbuf_view(&b), 0, b.len - 1));
    }
    strbuf_deinit(&b);
}

int listing_end(Listing *l, bool ok)
{
    if (l->json) return cli_finish_json(l->cli, &l->document, ok);
    if (ok && l->graph) draw(l);
    return cli_finish(l->cli, ok);
}
