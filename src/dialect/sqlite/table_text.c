#include "dialect/sqlite/table_text.h"

#include <ctype.h>

#include "base/strbuf.h"
#include "dialect/sqlite/dialect.h"
#include "dialect/sqltext.h"

typedef struct Token {
    enum { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_STRING, TOKEN_OTHER } kind;
    Str text; /* as written */
} Token;

typedef struct Reader {
    Str sql;
    size_t at;   /* behind the token */
    size_t last; /* behind the one before it */
    Token token; /* the one to look at */
    Arena *a;
    SqliteTableText *out;
} Reader;

/* ---- tokens ---- */

static size_t skip_space(Str s, size_t i)
{
    for (;;) {
        while (i < s.len && isspace((unsigned char)s.ptr[i])) i++;
        Str rest = str_slice(s, i, s.len);
        if (str_starts(rest, STR("--"))) {
            size_t end = str_find_char(rest, '\n');
            i = end == STR_NPOS ? s.len : i + end;
        } else if (str_starts(rest, STR("/*"))) {
            size_t end = str_find(str_slice(rest, 2, rest.len), STR("*/"));
            i = end == STR_NPOS ? s.len : i + 2 + end + 2;
        } else {
            return i;
        }
    }
}

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

static Token token_at(Str s, size_t at, size_t *end)
{
    size_t i = skip_space(s, at), from = i;
    if (i >= s.len) {
        *end = s.len;
        return (Token){TOKEN_END, STR("")};
    }
    size_t quoted = sqltext_skip_quoted(s, i);
    Token t = {TOKEN_OTHER, STR_NULL};
    if (quoted > i) {
        t.kind = s.ptr[i] == '\'' ? TOKEN_STRING : TOKEN_QUOTED;
        i = quoted;
    } else if (is_word_char(s.ptr[i])) {
        t.kind = TOKEN_WORD;
        while (i < s.len && is_word_char(s.ptr[i])) i++;
    } else {
        i++;
    }
    t.text = str_slice(s, from, i);
    *end = i;
    return t;
}

static void advance(Reader *r)
{
    r->last = r->at;
    r->token = token_at(r->sql, r->at, &r->at);
}

static bool is_word(const Reader *r, const char *word)
{
    return r->token.kind == TOKEN_WORD && str_eq_nocase(r->token.text, str_z(word));
}

static bool is_char(const Reader *r, char c)
{
    return r->token.kind == TOKEN_OTHER && r->token.text.ptr[0] == c;
}

static bool take(Reader *r, const char *word)
{
    if (!is_word(r, word)) return false;
    advance(r);
    return true;
}

static bool take_char(Reader *r, char c)
{
    if (!is_char(r, c)) return false;
    advance(r);
    return true;
}

static Str unquoted(Token t, Arena *a)
{
    if (t.kind != TOKEN_QUOTED && t.kind != TOKEN_STRING) return arena_str(a, t.text);
    StrBuf b = {0};
    char close = t.text.ptr[t.text.len - 1];
    for (size_t i = 1; i + 1 < t.text.len; i++) {
        if (close != ']' && t.text.ptr[i] == close) i++; /* doubled */
        strbuf_push_char(&b, t.text.ptr[i]);
    }
    Str text = strbuf_finish(&b, a);
    return text;
}

/* A name may be written as a word, quoted, or, SQLite being lenient, as a string. */
static bool take_name(Reader *r, Str *out)
{
    if (r->token.kind == TOKEN_END || r->token.kind == TOKEN_OTHER) return false;
    *out = unquoted(r->token, r->a);
    advance(r);
    return true;
}

/* "( … )": what is inside. */
static bool take_parens(Reader *r, Str *inside)
{
    if (!is_char(r, '(')) return false;
    size_t depth = 0, from = r->at, to = r->at;
    do {
        if (is_char(r, '(')) depth++;
        if (is_char(r, ')') && --depth == 0) to = r->at - 1;
        if (r->token.kind == TOKEN_END) return false;
        advance(r);
    } while (depth);
    *inside = arena_str(r->a, str_trim(str_slice(r->sql, from, to)));
    return true;
}

static Str upper(Str s, Arena *a)
{
    Str copy = arena_str(a, s);
    for (size_t i = 0; i < copy.len; i++)
        ((char *)copy.ptr)[i] = (char)toupper((unsigned char)copy.ptr[i]);
    return copy;
}

/* ---- clauses ---- */

static bool take_conflict(Reader *r, Str *out)
{
    Str word;
    *out = STR_NULL;
    if (!take(r, "ON")) return true;
    if (!take(r, "CONFLICT") || !take_name(r, &word)) return false;
    *out = upper(word, r->a);
    return true;
}

/* "(a, b COLLATE x DESC)" */
static bool take_columns(Reader *r, StrVec *names, StrVec *endings)
{
    Str name;
    if (!take_char(r, '(')) return false;
    do {
        if (!take_name(r, &name)) return false;
        VEC_PUSH(r->a, names, name);
        size_t from = r->at - r->token.text.len, to = from;
        while (!is_char(r, ',') && !is_char(r, ')')) {
            Str inside;
            if (r->token.kind == TOKEN_END) return false;
            if (!take_parens(r, &inside)) advance(r);
            to = r->last;
        }
        VEC_PUSH(r->a, endings, arena_str(r->a, str_slice(r->sql, from, to)));
    } while (take_char(r, ','));
    return take_char(r, ')');
}

static bool take_action(Reader *r, SqliteTextConstraint *k)
{
    bool on_delete = take(r, "DELETE");
    if (!on_delete && !take(r, "UPDATE")) return false;
    Str action;
    if (take(r, "SET"))
        action = is_word(r, "NULL") ? STR("SET NULL") : STR("SET DEFAULT");
    else if (take(r, "NO"))
        action = STR("NO ACTION");
    else
        action = upper(r->token.text, r->a);
    advance(r);
    *(on_delete ? &k->ondelete : &k->onupdate) = action;
    return true;
}

static bool take_references(Reader *r, SqliteTextConstraint *k)
{
    StrVec ignored = {0};
    if (!take_name(r, &k->table)) return false;
    if (is_char(r, '(') && !take_columns(r, &k->referred, &ignored)) return false;
    for (;;) {
        if (take(r, "ON")) {
            if (!take_action(r, k)) return false;
        } else if (take(r, "MATCH")) {
            if (!take_name(r, &k->match)) return false;
        } else if (is_word(r, "DEFERRABLE")) {
            k->deferrable = 1;
            advance(r);
        } else if (take(r, "INITIALLY")) {
            k->initially = upper(r->token.text, r->a);
            advance(r);
        } else {
            /* NOT may begin NOT NULL as well. */
            size_t end;
            if (!is_word(r, "NOT") ||
                !str_eq_nocase(token_at(r->sql, r->at, &end).text, STR("DEFERRABLE")))
                return true;
            advance(r);
            advance(r);
            k->deferrable = 0;
        }
    }
}

static bool take_table_constraint(Reader *r, SqliteTextConstraint *k)
{
    k->deferrable = -1;
    if (take(r, "PRIMARY")) {
        k->kind = SQLITE_TEXT_PRIMARY_KEY;
        return take(r, "KEY") && take_columns(r, &k->columns, &k->endings) &&
               take_conflict(r, &k->on_conflict);
    }
    if (take(r, "UNIQUE")) {
        k->kind = SQLITE_TEXT_UNIQUE;
        return take_columns(r, &k->columns, &k->endings) && take_conflict(r, &k->on_conflict);
    }
    if (take(r, "CHECK")) {
        k->kind = SQLITE_TEXT_CHECK;
        return take_parens(r, &k->expression) && take_conflict(r, &k->on_conflict);
    }
    k->kind = SQLITE_TEXT_FOREIGN_KEY;
    return take(r, "FOREIGN") && take(r, "KEY") && take_columns(r, &k->columns, &k->endings) &&
           take(r, "REFERENCES") && take_references(r, k);
}

/* ---- columns ---- */

static bool begins_constraint(const Reader *r)
{
    static const char *const words[] = {"CONSTRAINT", "PRIMARY",   "NOT",     "NULL",
                                        "UNIQUE",     "CHECK",     "DEFAULT", "COLLATE",
                                        "REFERENCES", "GENERATED", "AS"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(r, words[i])) return true;
    return false;
}

static bool at_end_of_item(const Reader *r)
{
    return is_char(r, ',') || is_char(r, ')') || r->token.kind == TOKEN_END;
}

static bool take_type(Reader *r, SqliteTextColumn *c)
{
    size_t from = r->at - r->token.text.len, to = from;
    while (!at_end_of_item(r) && !begins_constraint(r)) {
        Str inside;
        if (is_char(r, '(')) {
            if (!take_parens(r, &inside)) return false;
        } else {
            advance(r);
        }
        to = r->last;
    }
    c->type = arena_str(r->a, str_trim(str_slice(r->sql, from, to)));
    return true;
}

static bool skip_default(Reader *r)
{
    Str inside;
    if (is_char(r, '(')) return take_parens(r, &inside);
    if (is_char(r, '+') || is_char(r, '-')) advance(r);
    /* 1.5e-3 and x'00' are several tokens that stand side by side. */
    char first = r->token.kind == TOKEN_END ? ' ' : r->token.text.ptr[0];
    bool is_number = isdigit((unsigned char)first) || first == '.';
    bool is_blob = str_eq_nocase(r->token.text, STR("x"));
    size_t end = r->at;
    advance(r);
    while (r->at - r->token.text.len == end && !at_end_of_item(r) &&
           (is_number || (is_blob && r->token.kind == TOKEN_STRING))) {
        end = r->at;
        advance(r);
    }
    return true;
}

/* A quoted name behind DEFAULT is a string. */
static bool take_default(Reader *r, Str *out)
{
    size_t from = r->at - r->token.text.len;
    bool is_string = r->token.kind == TOKEN_QUOTED;
    if (is_string) *out = dialect_literal(&sqlite_dialect, unquoted(r->token, r->a), r->a);
    if (!skip_default(r)) return false;
    if (!is_string) *out = arena_str(r->a, str_slice(r->sql, from, r->last));
    return true;
}

/* One constraint of a column, its name (if it has one) already read. */
static bool take_column_constraint(Reader *r, SqliteTextColumn *c, Str name)
{
    SqliteTextConstraint k = {.name = name, .deferrable = -1};
    Str ignored;
    if (take(r, "NULL")) return true;
    if (take(r, "NOT")) {
        c->not_null_name = name;
        return take(r, "NULL") && take_conflict(r, &c->not_null_conflict);
    }
    if (take(r, "DEFAULT")) return take_default(r, &c->default_text);
    if (take(r, "COLLATE")) return take_name(r, &c->collation);
    if (take(r, "GENERATED") && !take(r, "ALWAYS")) return false;
    if (take(r, "AS")) {
        if (!take_parens(r, &c->generated)) return false;
        return take(r, "STORED") || take(r, "VIRTUAL") || true;
    }
    if (take(r, "CHECK")) {
        k.kind = SQLITE_TEXT_CHECK;
        if (!take_parens(r, &k.expression) || !take_conflict(r, &ignored)) return false;
    } else if (take(r, "UNIQUE")) {
        k.kind = SQLITE_TEXT_UNIQUE;
        VEC_PUSH(r->a, &k.columns, c->name);
        if (!take_conflict(r, &k.on_conflict)) return false;
    } else if (take(r, "REFERENCES")) {
        k.kind = SQLITE_TEXT_FOREIGN_KEY;
        VEC_PUSH(r->a, &k.columns, c->name);
        if (!take_references(r, &k)) return false;
    } else if (take(r, "PRIMARY")) {
        k.kind = SQLITE_TEXT_PRIMARY_KEY;
        VEC_PUSH(r->a, &k.columns, c->name);
        if (!take(r, "KEY")) return false;
        bool descends = take(r, "DESC");
        if (!descends) (void)take(r, "ASC");
        VEC_PUSH(r->a, &k.endings, descends ? STR("DESC") : STR(""));
        k.in_column = true;
        if (!take_conflict(r, &k.on_conflict)) return false;
        c->autoincrement = take(r, "AUTOINCREMENT");
    } else {
        return false;
    }
    VEC_PUSH(r->a, &r->out->constraints, k);
    return true;
}

static bool take_column(Reader *r)
{
    SqliteTextColumn c = {0};
    if (!take_name(r, &c.name) || !take_type(r, &c)) return false;
    while (!at_end_of_item(r)) {
        Str name = STR_NULL;
        if (take(r, "CONSTRAINT") && !take_name(r, &name)) return false;
        if (at_end_of_item(r)) break; /* a name without a constraint is allowed */
        if (is_word(r, "CONSTRAINT")) continue;
        if (!take_column_constraint(r, &c, name)) return false;
    }
    VEC_PUSH(r->a, &r->out->columns, c);
    return true;
}

/* ---- the whole ---- */

static bool begins_table_constraint(const Reader *r)
{
    return is_word(r, "CONSTRAINT") || is_word(r, "PRIMARY") || is_word(r, "UNIQUE") ||
           is_word(r, "CHECK") || is_word(r, "FOREIGN");
}

static bool take_item(Reader *r)
{
    if (!begins_table_constraint(r)) return take_column(r);
    SqliteTextConstraint k = {0};
    if (take(r, "CONSTRAINT") && !take_name(r, &k.name)) return false;
    if (at_end_of_item(r)) return true;
    if (!take_table_constraint(r, &k)) return false;
    VEC_PUSH(r->a, &r->out->constraints, k);
    return true;
}

static bool take_options(Reader *r)
{
    while (r->token.kind != TOKEN_END) {
        if (take(r, "WITHOUT")) {
            if (!take(r, "ROWID")) return false;
            r->out->without_rowid = true;
        } else if (take(r, "STRICT")) {
            r->out->strict = true;
        } else if (!take_char(r, ',') && !take_char(r, ';')) {
            return false;
        }
    }
    return true;
}

bool sqlite_table_text_parse(Str sql, Arena *a, SqliteTableText *out)
{
    Reader r = {.sql = sql, .a = a, .out = out};
    Str name;
    *out = (SqliteTableText){0};
    advance(&r);
    if (!take(&r, "CREATE")) return false;
    if (!take(&r, "TEMP")) (void)take(&r, "TEMPORARY");
    if (!take(&r, "TABLE")) return false;
    if (take(&r, "IF") && (!take(&r, "NOT") || !take(&r, "EXISTS"))) return false;
    if (!take_name(&r, &name)) return false;
    if (take_char(&r, '.') && !take_name(&r, &name)) return false;
    if (!take_char(&r, '(')) return false;
    /* Constraints of the table may follow one another without a comma. */
    while (!is_char(&r, ')')) {
        if (r.token.kind == TOKEN_END || !take_item(&r)) return false;
        (void)take_char(&r, ',');
    }
    advance(&r);
    return take_options(&r);
}

static bool is_name(Token t)
{
    return t.kind == TOKEN_QUOTED ||
           (t.kind == TOKEN_WORD && !isdigit((unsigned char)t.text.ptr[0]));
}

Str sqlite_table_text_unqualify(Str condition, Arena *a)
{
    StrBuf b = {0};
    size_t done = 0;
    for (size_t at = 0; at < condition.len;) {
        size_t behind, end;
        Token name = token_at(condition, at, &at), dot = token_at(condition, at, &behind);
        Token column = token_at(condition, behind, &end);
        if (!is_name(name) || dot.kind != TOKEN_OTHER || dot.text.ptr[0] != '.' || !is_name(column))
            continue;
        strbuf_push(&b, str_slice(condition, done, (size_t)(name.text.ptr - condition.ptr)));
        at = done = (size_t)(column.text.ptr - condition.ptr);
    }
    strbuf_push(&b, str_slice(condition, done, condition.len));
    return strbuf_finish(&b, a);
}

bool sqlite_table_text_mentions(Str expression, Str column)
{
    Arena scratch = {0};
    bool found = false;
    for (size_t at = 0; at < expression.len && !found;) {
        Token t = token_at(expression, at, &at);
        if (t.kind == TOKEN_WORD || t.kind == TOKEN_QUOTED)
            found = str_eq_nocase(unquoted(t, &scratch), column);
    }
    arena_release(&scratch);
    return found;
}
