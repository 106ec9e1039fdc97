#include "engine/journal.h"

#include <ctype.h>
#include <string.h>

#include "base/source.h"
#include "base/strbuf.h"

enum {
    SHOWN = 160,       /* enough of a statement to know it again */
    ENTRIES_MAX = 1000 /* a data migration may send millions; nobody reads a longer list */
};

/* Statements that change the session only. */
static bool is_session_only(Str sql)
{
    static const char *const words[] = {"SET",     "USE",       "DO",   "SAVEPOINT", "RELEASE",
                                        "COMMIT",  "ROLLBACK",  "LOCK", "UNLOCK",    "BEGIN",
                                        "START",   "SELECT",    "SHOW", "DESCRIBE",  "EXPLAIN",
                                        "PREPARE", "DEALLOCATE"};
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

static const char *doubt_of(ConnectionUndo undo)
{
    switch (undo) {
    case CONNECTION_UNDO_ALL:
    case CONNECTION_UNDO_NOTHING: break;
    case CONNECTION_UNDO_PART: return "if its table has no transactions";
    case CONNECTION_UNDO_LOST: return "unless the next one never reached the server";
    }
    return NULL;
}

static ConnectionUndo undo_of(const Journal *j)
{
    Connection *db = j->connection->db;
    if (!db) return CONNECTION_UNDO_ALL;
    if (db->vtable->undo) return db->vtable->undo(db);
    return db->vtable->in_transaction(db) ? CONNECTION_UNDO_ALL : CONNECTION_UNDO_NOTHING;
}

/* What can no longer be undone is in the database. */
static void settle(Journal *j, ConnectionUndo undo)
{
    if (undo == CONNECTION_UNDO_ALL) return;
    for (; j->settled < j->entries.len; j->settled++) {
        JournalEntry *e = &j->entries.items[j->settled];
        e->stays = true;
        e->doubt = doubt_of(undo);
    }
}

/* A data migration may commit a million times; the rows change once a revision. */
static void note_rows(Journal *j)
{
    if (vec_same_str(&j->committed, j->rows)) return;
    j->committed = (StrVec){0};
    for (size_t i = 0; i < j->rows->len; i++)
        VEC_PUSH(&j->arena, &j->committed, arena_str(&j->arena, j->rows->items[i]));
}

/* Forgets steps whose rows are committed. */
static void forget(Journal *j)
{
    j->entries.len = j->settled = j->step = 0;
    j->unlisted = 0;
    arena_release(&j->arena);
    j->entries.items = NULL;
    j->entries.cap = 0;
    j->committed = (StrVec){0};
    note_rows(j);
}

static void on_commit(Journal *j)
{
    size_t before = j->step;
    settle(j, CONNECTION_UNDO_NOTHING);
    j->entries.len -= before;
    j->settled -= before;
    j->step = 0;
    if (before)
        memmove(j->entries.items, j->entries.items + before,
                j->entries.len * sizeof *j->entries.items);
    note_rows(j);
}

static void on_rollback(Journal *j)
{
    Connection *db = j->connection->db;
    settle(j, db->vtable->undo ? db->vtable->undo(db) : CONNECTION_UNDO_ALL);
    j->entries.len = j->settled;
    if (j->step > j->entries.len) j->step = j->entries.len;
}

/* Takes back that a statement ran. Whether it was known. */
static bool on_late_failure(Journal *j, Str shown)
{
    for (size_t i = j->entries.len; i-- > j->step;) {
        if (!str_eq(j->entries.items[i].sql, shown)) continue;
        j->failed = j->entries.items[i].number;
        j->settled -= i < j->settled;
        VEC_REMOVE(&j->entries, i);
        return true;
    }
    return false;
}

static void on_sent(void *user, Str sql, EngineSent outcome)
{
    Journal *j = user;
    switch (outcome) {
    case ENGINE_SENT_COMMITTED: on_commit(j); return;
    case ENGINE_SENT_ROLLED_BACK: on_rollback(j); return;
    case ENGINE_SENT_RAN:
        j->failed = 0;
        if (is_session_only(sql)) break;
        j->number++;
        if (j->entries.len >= ENTRIES_MAX) {
            j->unlisted++;
            break;
        }
        VEC_PUSH(&j->arena, &j->entries,
                 ((JournalEntry){shortened(sql, &j->arena), place_of(j), j->number, false, NULL}));
        break;
    case ENGINE_SENT_FAILED_LATER:
        if (on_late_failure(j, shortened(sql, &j->arena))) break;
        j->failed = ++j->number;
        break;
    case ENGINE_SENT_FAILED: j->failed = ++j->number; break;
    }
    /* A failure ends no transaction, but for databases that commit by themselves. */
    if (outcome == ENGINE_SENT_RAN || j->connection->db->vtable->undo) settle(j, undo_of(j));
}

void journal_begin(Journal *j, Migration *m, const StrVec *rows)
{
    EngineConnection *c = engine_connection_get(m->connection);
    *j = (Journal){.ev = m->ev, .rows = rows};
    if (m->as_sql || !c || !c->db) return;
    forget(j);
    j->connection = c;
    c->sent = on_sent;
    c->sent_user = j;
}

void journal_step(Journal *j)
{
    j->step = j->entries.len;
    j->number = j->failed = 0;
}

void journal_step_done(Journal *j)
{
    if (!j->connection || !j->connection->db) return;
    if (!j->connection->db->vtable->in_transaction(j->connection->db)) forget(j);
}

void journal_end(Journal *j)
{
    if (j->connection) j->connection->sent = NULL;
    arena_release(&j->arena);
    *j = (Journal){0};
}

void journal_failed(Journal *j)
{
    if (!j->connection || !j->connection->db) return;
    if (j->connection->db->vtable->undo) settle(j, undo_of(j));
}

Str journal_remains(Journal *j, Arena *out)
{
    if (!j->connection) return STR_NULL;
    journal_failed(j);
    StrBuf b = {0};
    for (size_t i = 0; i < j->entries.len; i++) {
        const JournalEntry *e = &j->entries.items[i];
        if (!e->stays) continue;
        strbuf_fmt(&b, "%s  statement %zu", b.len ? "\n" : "", e->number);
        if (!str_is_null(e->place)) strbuf_fmt(&b, ", %.*s", STR_ARG(e->place));
        strbuf_fmt(&b, ": %.*s", STR_ARG(e->sql));
        if (e->doubt) strbuf_fmt(&b, " (%s)", e->doubt);
    }
    if (b.len && j->unlisted)
        strbuf_fmt(&b, "\n  up to %zu more statements after these", j->unlisted);
    if (b.len && j->failed) strbuf_fmt(&b, "\n  failed: statement %zu", j->failed);
    Str text = b.len ? arena_str(out, strbuf_view(&b)) : STR_NULL;
    strbuf_deinit(&b);
    return text;
}

Str journal_revisions(const Journal *j, Arena *out)
{
    StrBuf b = {0};
    for (size_t i = 0; i < j->committed.len; i++)
        strbuf_fmt(&b, "%s'%.*s'", i ? ", " : "", STR_ARG(j->committed.items[i]));
    if (j->committed.len == 0) strbuf_push_z(&b, "base");
    return strbuf_finish(&b, out);
}
