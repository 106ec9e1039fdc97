#include "dialect/dialect.h"

#include <ctype.h>
#include <string.h>

#include "dialect/compiler.h"
#include "dialect/mssql/dialect.h"
#include "dialect/mysql/dialect.h"
#include "dialect/oracle/dialect.h"
#include "dialect/postgresql/dialect.h"
#include "dialect/sqlite/dialect.h"

const Dialect *dialect_find(Str name)
{
    static const Dialect *const all[] = {&postgresql_dialect,    &sqlite_dialect, &mysql_dialect,
                                         &mysql_mariadb_dialect, &mssql_dialect,  &oracle_dialect};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq_z(name, all[i]->name)) return all[i];
    return NULL;
}

bool dialect_has_sequences(const Dialect *d, int server_version)
{
    bool later = d->sequences_since && server_version >= d->sequences_since;
    return d->supports_sequences || later;
}

const Dialect *dialect_of_type(const SqlType *t)
{
    const char *at = strstr(t->cls->module, ".dialects.");
    if (!at) return &sqlite_dialect;
    Str rest = str_z(at + strlen(".dialects."));
    const Dialect *d = dialect_find(str_cut(&rest, '.'));
    return d ? d : &sqlite_dialect;
}

static bool is_reserved(const Dialect *d, Str lower)
{
    size_t lo = 0, hi = 0;
    while (d->reserved[hi]) hi++;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = str_cmp(str_z(d->reserved[mid]), lower);
        if (order == 0) return true;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

/* The length of a letter outside ASCII that SQLAlchemy's pattern, which ignores case, takes for one
 * of ASCII: the long s and the dotless i; 0 = it is none. */
static size_t folded_ascii(Str s)
{
    bool is_one = str_starts(s, STR("\xc5\xbf")) || str_starts(s, STR("\xc4\xb1"));
    return is_one ? strlen("\xc5\xbf") : 0;
}

/* SQLAlchemy's _requires_quotes: reserved, a first character or any character that is not legal
 * bare, or not all lower case. */
bool compiler_needs_quotes(const Dialect *d, Str name)
{
    char lower[64];
    if (!name.len) return true;
    unsigned char first = (unsigned char)name.ptr[0];
    if (isdigit(first) || first == '$') return true;
    if (d->rules->name_prefixes && strchr(d->rules->name_prefixes, first)) return true;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char ch = (unsigned char)name.ptr[i];
        bool legal = islower(ch) || isdigit(ch) || ch == '_' || ch == '$';
        size_t wide = legal ? 0 : folded_ascii(str_slice(name, i, name.len));
        if (!legal && !wide) return true;
        i += wide ? wide - 1 : 0;
        if (i < sizeof lower) lower[i] = (char)ch;
    }
    return name.len <= sizeof lower && is_reserved(d, (Str){lower, name.len});
}

static void push_quoted(StrBuf *b, const Dialect *d, Str name, bool double_percent)
{
    strbuf_push_char(b, d->quote_open);
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == d->quote_close) strbuf_push_char(b, d->quote_close);
        if (name.ptr[i] == '%' && double_percent) strbuf_push_char(b, '%');
        strbuf_push_char(b, name.ptr[i]);
    }
    strbuf_push_char(b, d->quote_close);
}

static void push_ident(StrBuf *b, const Dialect *d, Ident i, bool double_percent)
{
    bool quoted = i.quote == IDENT_QUOTE_ALWAYS ||
                  (i.quote != IDENT_QUOTE_NEVER && compiler_needs_quotes(d, i.text));
    if (quoted)
        push_quoted(b, d, i.text, double_percent);
    else
        strbuf_push(b, i.text);
}

Str dialect_quote(const Dialect *d, Ident name, Arena *out)
{
    StrBuf b = {0};
    push_ident(&b, d, name, false);
    return strbuf_finish(&b, out);
}

/* "db.owner", either in brackets when it has a dot itself, as SQLAlchemy's _schema_elements cuts
 * it: the last part is the owner, what is before it the database. */
static void push_dotted(StrBuf *b, const Dialect *d, Str schema, bool double_percent)
{
    StrBuf part = {0}, before = {0};
    bool inside = false, bracketed = false;
    size_t bracketed_parts = 0;
    if (schema.len > 1 && str_ends(schema, STR("."))) schema.len--; /* nothing is no part */
    for (size_t i = 0; i < schema.len; i++) {
        char ch = schema.ptr[i];
        if (ch == '[' || ch == ']') {
            inside = ch == '[';
            bracketed = bracketed || inside;
        } else if (ch == '.' && !inside) {
            if (before.len) strbuf_push_char(&before, '.');
            strbuf_fmt(&before, bracketed ? "[%.*s]" : "%.*s", STR_ARG(strbuf_view(&part)));
            bracketed_parts += bracketed;
            strbuf_truncate(&part, 0);
            bracketed = false;
        } else {
            strbuf_push_char(&part, ch);
        }
    }
    Str db = strbuf_view(&before);
    if (db.len && bracketed_parts < 2) {
        while (db.len && db.ptr[0] == '[') db = str_slice(db, 1, db.len);
        while (db.len && db.ptr[db.len - 1] == ']') db.len--;
    }
    Ident name = {.text = db, .quote = bracketed_parts > 1 ? IDENT_QUOTE_NEVER : IDENT_QUOTE_AUTO};
    if (db.len) push_ident(b, d, name, double_percent), strbuf_push_char(b, '.');
    if (part.len) push_ident(b, d, ident(strbuf_view(&part)), double_percent);
    strbuf_deinit(&part);
    strbuf_deinit(&before);
}

static void push_schema(StrBuf *b, const Dialect *d, Ident schema, bool double_percent)
{
    if (d->rules->dotted_schema && schema.quote != IDENT_QUOTE_ALWAYS)
        push_dotted(b, d, schema.text, double_percent);
    else
        push_ident(b, d, schema, double_percent);
}

/* The schema in front of a table or index. */
static void push_prefix(StrBuf *b, const Dialect *d, Str schema, Ident of, bool double_percent)
{
    if (!schema.len) return;
    push_schema(b, d, (Ident){.text = schema, .quote = of.schema_quote}, double_percent);
    strbuf_push_char(b, '.');
}

Str dialect_quote_table(const Dialect *d, Str schema, Ident table, Arena *out)
{
    StrBuf b = {0};
    push_prefix(&b, d, schema, table, false);
    push_ident(&b, d, table, false);
    return strbuf_finish(&b, out);
}

Str dialect_literal(const Dialect *d, Str text, Arena *out)
{
    StrBuf b = {0};
    strbuf_push_char(&b, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'') strbuf_push_char(&b, '\'');
        strbuf_push_char(&b, text.ptr[i]);
    }
    strbuf_push_char(&b, '\'');
    return strbuf_finish(&b, out);
}

/* ---- the same for a compilation ---- */

bool compiler_ident(Compiler *c, Ident i)
{
    push_ident(&c->sql, c->dialect, i, c->o->double_percent);
    return true;
}

bool compiler_name(Compiler *c, Str name) { return compiler_ident(c, ident(name)); }

bool compiler_wished_name(Compiler *c, Str name, int quote)
{
    return compiler_ident(c, (Ident){.text = name, .quote = ident_quote(quote)});
}

bool compiler_value_name(Compiler *c, const SqlValue *v)
{
    return compiler_wished_name(c, v->as.text, v->quote);
}

bool compiler_table(Compiler *c, Str schema, Ident name)
{
    const SchemaPair *other = schema_map_find(c->o->schemas, schema);
    if (other) name.schema_quote = ident_quote(other->quote);
    return compiler_plain_table(c, other ? other->to : schema, name);
}

bool compiler_plain_table(Compiler *c, Str schema, Ident name)
{
    push_prefix(&c->sql, c->dialect, schema, name, c->o->double_percent);
    return compiler_ident(c, name);
}

bool compiler_schema(Compiler *c, Str schema, Ident of)
{
    Ident name = {.text = schema, .quote = of.schema_quote};
    push_schema(&c->sql, c->dialect, name, c->o->double_percent);
    return true;
}

bool compiler_alter_table_name(Compiler *c, Str schema, Ident name)
{
    if (schema.len && name.schema_quote != IDENT_QUOTE_AUTO) {
        compiler_ident(c, (Ident){.text = schema, .quote = name.schema_quote});
        compiler_push_z(c, ".");
        return compiler_ident(c, name);
    }
    while (schema.len) {
        compiler_name(c, str_cut(&schema, '.'));
        compiler_push_z(c, ".");
    }
    return compiler_ident(c, name);
}

bool compiler_string(Compiler *c, Str text)
{
    bool backslashes = (c->rules->backslash_always && !c->o->plain_backslash) ||
                       (c->rules->backslash_escapes && c->o->offline);
    strbuf_push_char(&c->sql, '\'');
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.ptr[i];
        bool twice =
            ch == '\'' || (ch == '%' && c->o->double_percent) || (ch == '\\' && backslashes);
        if (twice) strbuf_push_char(&c->sql, ch);
        strbuf_push_char(&c->sql, ch);
    }
    strbuf_push_char(&c->sql, '\'');
    return true;
}
