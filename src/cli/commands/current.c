#include "cli/commands.h"
#include "cli/listing.h"

typedef struct Databases {
    Listing l;
    size_t count;
} Databases;

/* Each database's revisions follow its URL. */
static void show_url(void *user, const char *url)
{
    Databases *d = user;
    if (d->l.json) {
        if (d->count++) {
            json_close(&d->l.document, ']');
            json_close(&d->l.document, '}');
        }
        json_open(&d->l.document, NULL, '{');
        json_str(&d->l.document, "url", url);
        json_open(&d->l.document, "revisions", '[');
    } else if (d->l.verbose) {
        StrBuf b = {0};
        strbuf_fmt(&b, "Current revision(s) for %s:", url);
        cli_print(d->l.cli, strbuf_view(&b));
        strbuf_deinit(&b);
    }
}

static bool show(void *user, const RetortRevision *r)
{
    Databases *d = user;
    RetortRevision plain = *r;
    /* That it is current goes without saying here; to a program it is said. */
    plain.is_current = d->l.json;
    return listing_add(&d->l, &plain);
}

int current_run(Cli *cli, const Parsed *args)
{
    Databases d = {0};
    listing_begin(&d.l, cli, (RenderOptions){.tree = true});
    d.l.asked = true;
    if (d.l.json) json_open(&d.l.document, "databases", '[');
    bool ok = retort_current(cli->project, option_is_set(args, "check_heads"), show_url, show, &d);
    if (d.l.json && d.count) {
        json_close(&d.l.document, ']');
        json_close(&d.l.document, '}');
    }
    if (d.l.json) json_close(&d.l.document, ']');
    return listing_end(&d.l, ok);
}
