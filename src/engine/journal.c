#include "engine/journal.h"

#include <ctype.h>

#include "base/source.h"
#include "base/strbuf.h"

/* Enough of a statement to know it again. */
enum { SHOWN = 160 };

/* Statements that change the session only. */
static bool is_session_only(Str sql)
{
    static const char *const words[] = {"SET",     "USE",      "DO",        "SAVEPOINT", "RELEASE",
                                        "COMMIT",  "ROLLBACK", "LOCK",      "UNLOCK",    "BEGIN",
                                        "START",   "SELECT",   "SHOW",      "DESCRIBE",  "EXPLAIN",
                                        "PREPARE", "EXECUTE",  "DEALLOCATE"};
    sql = str_trim(sql);
    size_t n = 0;
    while (n < sql.len && isalpha((unsigned char)sql.ptr[n])) n++;
    Str first = str_slice(sql, 0, n);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(first, str_z(words[i]))) return true;
    return false;
}

static Str place_of(Journal *j)
{
    SourcePos pos = eval_position(j->ev);
    if (!pos.file) return STR_NULL;
    return arena_fmt(&j->arena, "%.*s:%zu", STR_ARG(pos.file->path),
                     source_line(pos.file, pos.span.start));
}

/* White space as one blank each, cut where it gets long. */
static Str shortened(Str sql, Arena *a)
{
    StrBuf b = {0};
    sql = str_trim(sql);
    for (size_t i = 0; i < sql.len && b.len < SHOWN; i++) {
        bool blank = isspace((unsigned char)sql.ptr[i]);
        if (!blank)
            strbuf_push_char(&b, sql.ptr[i]);
        else if (b.len && b.ptr[b.len - 1] != ' ')
            strbuf_push_char(&b, ' ');
    }
    bool cut = b.len == SHOWN && sql.len > SHOWN;
    /* A character that the cut may have torn apart is left out: its last bytes, then its first. */
    while (cut && b.len && (b.ptr[b.len - 1] & 0xC0) == 0x80) strbuf_truncate(&b, b.len - 1);
    if (cut && b.len && (b.ptr[b.len - 1] & 0x80)) strbuf_truncate(&b, b.len - 1);
    if (cut) strbuf_push_z(&b, " ...");
    return strbuf_finish(&b, a);
}

/* Without an open transaction, all so far is in the database. */
static void settle(Journal *j)
{
    Connection *db = j->connection->db;
    if (!db || db->vtable->can_undo(db)) return;
    for (; j->settled < j->entries.len; j->settled++)
        j->entries.items[j->settled].stays = !j->entries.items[j->settled].failed;
}

static void on_sent(void *user, Str sql, bool ok)
{
    Journal *j = user;
    if (!is_session_only(sql) || !ok) {
        JournalEntry e = {shortened(sql, &j->arena), place_of(j), .failed = !ok};
        VEC_PUSH(&j->arena, &j->entries, e);
    }
    settle(j);
}

void journal_begin(Journal *j, Migration *m)
{
    EngineConnection *c = engine_connection_get(m->connection);
    *j = (Journal){.ev = m->ev};
    if (m->as_sql || !c || !c->db || !c->db->vtable->can_undo) return;
    j->connection = c;
    c->sent = on_sent;
    c->sent_user = j;
}

void journal_end(Journal *j)
{
    if (j->connection) j->connection->sent = NULL;
    arena_release(&j->arena);
    *j = (Journal){0};
}

void journal_failed(Journal *j)
{
    if (!j->connection) return;
    j->connection->sent = NULL; /* the rollback is no part of the script */
    settle(j);
}

Str journal_remains(Journal *j, Arena *out)
{
    if (!j->connection) return STR_NULL;
    settle(j);
    StrBuf b = {0};
    for (size_t i = 0; i < j->entries.len; i++) {
        const JournalEntry *e = &j->entries.items[i];
        if (!e->stays) continue;
        strbuf_fmt(&b, "%s  statement %zu", b.len ? "\n" : "", i + 1);
        if (!str_is_null(e->place)) strbuf_fmt(&b, ", %.*s", STR_ARG(e->place));
        strbuf_fmt(&b, ": %.*s", STR_ARG(e->sql));
    }
    if (b.len && VEC_LAST(&j->entries).failed)
        strbuf_fmt(&b, "\n  failed: statement %zu", j->entries.len);
    Str text = b.len ? arena_str(out, strbuf_view(&b)) : STR_NULL;
    strbuf_deinit(&b);
    return text;
}
