#include "dialect/sqlite/inspect_ddl.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "dialect/pattern.h"
#include "dialect/sqltext.h"

struct SqliteDdlPatterns {
    Pattern *type, *primary_key, *foreign_key, *unique, *inline_unique, *check, *where,
        *column_name;
};

SqliteDdlPatterns *sqlite_ddl_patterns_new(void)
{
    SqliteDdlPatterns *p = mem_alloc(1, sizeof *p);
    p->type = pattern_new("^([\\w ]+)(\\(.*?\\))?", false);
    p->primary_key = pattern_new("CONSTRAINT +(?:\"(.+?)\"|(\\w+)) +PRIMARY KEY", false);
    p->foreign_key = pattern_new(
        "(?:CONSTRAINT +(?:\"(.+?)\"|(\\w+)) +)?"
        "FOREIGN KEY *\\( *(.+?) *\\) +"
        "REFERENCES +(?:(?:\"(.+?)\")|([a-z0-9_]+)) *\\( *((?:(?:\"[^\"]+\"|[a-z0-9_]+) *(?:, "
        "*)?)+)\\) *"
        "((?:ON (?:DELETE|UPDATE) (?:SET NULL|SET DEFAULT|CASCADE|RESTRICT|NO ACTION) *)*)"
        "((?:NOT +)?DEFERRABLE)?(?: +INITIALLY +(DEFERRED|IMMEDIATE))?",
        false);
    p->unique = pattern_new("(?:CONSTRAINT +(?:\"(.+?)\"|(\\w+)) +)?UNIQUE *\\((.+?)\\)", false);
    p->inline_unique = pattern_new("(?:(\".+?\")|(?:[\\[`])?([a-z0-9_]+)(?:[\\]`])?)[\\t ]"
                                   "+[a-z0-9_]+(?:[\\t ]+[a-z0-9_]+)*?[\\t ]+UNIQUE",
                                   false);
    p->check = pattern_new(
        "(?<![A-Za-z0-9_])(?:CONSTRAINT\\s+("
        "\"(?:[^\"]|\"\")+\"|'(?:[^']|'')+'|\\[(?:[^\\]]|\\]\\])+\\]|`(?:[^`]|``)+`|\\S+"
        ")\\s+)?CHECK\\s*\\(",
        false);
    p->where = pattern_new("\\)\\s+where\\s+(.+)", false);
    p->column_name = pattern_new("(?:\"(.+?)\")|([a-z0-9_]+)", false);
    return p;
}

void sqlite_ddl_patterns_free(SqliteDdlPatterns *p)
{
    Pattern *all[] = {p->type,          p->primary_key, p->foreign_key, p->unique,
                      p->inline_unique, p->check,       p->where,       p->column_name};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) pattern_free(all[i]);
    mem_free(p);
}

/* ---- types ---- */

/* SQLAlchemy's ischema_names. */
static const struct {
    const char *name, *cls;
} known[] = {
    {"BIGINT", "BIGINT"},       {"BLOB", "BLOB"},         {"BOOL", "BOOLEAN"},
    {"BOOLEAN", "BOOLEAN"},     {"CHAR", "CHAR"},         {"DATE", "DATE"},
    {"DATE_CHAR", "DATE"},      {"DATETIME", "DATETIME"}, {"DATETIME_CHAR", "DATETIME"},
    {"DOUBLE", "DOUBLE"},       {"DECIMAL", "DECIMAL"},   {"FLOAT", "FLOAT"},
    {"INT", "INTEGER"},         {"INTEGER", "INTEGER"},   {"JSON", "sqlite.JSON"},
    {"NUMERIC", "NUMERIC"},     {"REAL", "REAL"},         {"SMALLINT", "SMALLINT"},
    {"TEXT", "TEXT"},           {"TIME", "TIME"},         {"TIME_CHAR", "TIME"},
    {"TIMESTAMP", "TIMESTAMP"}, {"VARCHAR", "VARCHAR"},   {"NVARCHAR", "NVARCHAR"},
    {"NCHAR", "NCHAR"},
};

static bool has(Str s, const char *word) { return str_contains(s, str_z(word)); }

static const char *class_of(Str name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq_z(name, known[i].name)) return known[i].cls;
    if (has(name, "INT")) return "INTEGER";
    if (has(name, "CHAR") || has(name, "CLOB") || has(name, "TEXT")) return "TEXT";
    if (has(name, "BLOB") || name.len == 0) return "NullType";
    if (has(name, "REAL") || has(name, "FLOA") || has(name, "DOUB")) return "REAL";
    return "NUMERIC";
}

/* The digits of "(10, 2)" as the first arguments of the class; all or, when there are too many,
 * none. */
static void set_args(SqlType *t, Str args)
{
    int64_t numbers[8];
    size_t count = 0, n;
    const TypeParam *params = type_class_params(t->cls, &n);
    for (size_t i = 0; i < args.len && count < 8;) {
        if (!isdigit((unsigned char)args.ptr[i])) {
            i++;
            continue;
        }
        numbers[count] = 0;
        for (; i < args.len && isdigit((unsigned char)args.ptr[i]); i++)
            if (numbers[count] < INT64_MAX / 10 - 10)
                numbers[count] = numbers[count] * 10 + (args.ptr[i] - '0');
        count++;
    }
    if (count > n) return;
    for (size_t i = 0; i < count; i++) type_set(t, params[i].name, sql_value_int(numbers[i]));
}

static Str without_word(Str s, const char *word, Arena *out)
{
    size_t at;
    while ((at = str_find(s, str_z(word))) != STR_NPOS)
        s = arena_fmt(out, "%.*s%.*s", STR_ARG(str_slice(s, 0, at)),
                      STR_ARG(str_slice(s, at + strlen(word), s.len)));
    return s;
}

const SqlType *sqlite_ddl_type(const SqliteDdlPatterns *p, Str declared, bool is_generated,
                               Arena *out)
{
    PatternMatch m;
    Str upper = arena_str(out, declared);
    for (size_t i = 0; i < upper.len; i++)
        ((char *)upper.ptr)[i] = (char)toupper((unsigned char)upper.ptr[i]);
    /* The PRAGMA gives "INTEGER GENERATED ALWAYS" as the type of such a column. */
    if (is_generated)
        upper = str_trim(without_word(without_word(upper, "GENERATED", out), "ALWAYS", out));
    bool found = upper.len > 0 && pattern_find(p->type, upper, 0, &m);
    SqlType *t = type_new(out, type_class_get(class_of(found ? m.group[1] : STR(""))));
    if (found && !str_is_null(m.group[2])) set_args(t, m.group[2]);
    return t;
}

/* ---- names and lists ---- */

static Str either(Str quoted, Str plain, Arena *out)
{
    if (!str_is_empty(quoted)) return arena_str(out, quoted);
    return str_is_null(plain) ? STR_NULL : arena_str(out, plain);
}

static StrVec names_in(const SqliteDdlPatterns *p, Str list, Arena *out)
{
    StrVec names = {0};
    PatternMatch m;
    for (size_t at = 0; at < list.len && pattern_find(p->column_name, list, at, &m); at = m.end)
        VEC_PUSH(out, &names, either(m.group[1], m.group[2], out));
    return names;
}

Str sqlite_ddl_primary_key_name(const SqliteDdlPatterns *p, Str sql, Arena *out)
{
    PatternMatch m;
    if (str_is_null(sql) || !pattern_find(p->primary_key, sql, 0, &m)) return STR_NULL;
    return either(m.group[1], m.group[2], out);
}

static void push_escaped(StrBuf *b, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!isalnum((unsigned char)c) && c != '_' && !(c & 0x80)) strbuf_push_char(b, '\\');
        strbuf_push_char(b, c);
    }
}

Str sqlite_ddl_computed(Str sql, Str column, Arena *out)
{
    StrBuf b = {0};
    PatternMatch m;
    Str found = STR("");
    size_t open = str_find_char(sql, '(');
    if (open == STR_NPOS) return found;
    /* SQLAlchemy's pattern is greedy to the last parenthesis on the line; the closing one is meant.
     */
    push_escaped(&b, column);
    strbuf_push_z(&b, "[^,]*\\s+GENERATED\\s+ALWAYS\\s+AS\\s+(\\()");
    Pattern *p = pattern_new(b.ptr, false);
    strbuf_deinit(&b);
    if (pattern_find(p, sql, open, &m)) {
        size_t at = (size_t)(m.group[1].ptr - sql.ptr), close = sqltext_closing(sql, at);
        if (close != STR_NPOS) found = arena_str(out, str_slice(sql, at + 1, close));
    }
    pattern_free(p);
    return found;
}

Str sqlite_ddl_index_where(const SqliteDdlPatterns *p, Str sql, Arena *out)
{
    PatternMatch m;
    if (str_is_null(sql) || !pattern_find(p->where, sql, 0, &m)) return STR_NULL;
    return arena_str(out, m.group[1]);
}

/* ---- clauses ---- */

static Str upper_of(Str s, Arena *out)
{
    Str copy = arena_str(out, str_trim(s));
    for (size_t i = 0; i < copy.len; i++)
        ((char *)copy.ptr)[i] = (char)toupper((unsigned char)copy.ptr[i]);
    return copy;
}

/* "ON DELETE CASCADE ON UPDATE NO ACTION " */
static void set_actions(Str text, SqliteDdlForeignKey *fk, Arena *out)
{
    Str rest = upper_of(text, out);
    while (rest.len > 3) {
        Str word = str_trim(str_slice(rest, 3, rest.len)); /* behind ON */
        size_t next = str_find(word, STR(" ON "));
        rest = next == STR_NPOS ? STR("") : str_slice(word, next + 1, word.len);
        if (next != STR_NPOS) word = str_slice(word, 0, next);
        Str value = str_trim(str_slice(word, 6, word.len));
        if (str_is_empty(value) || str_eq_z(value, "NO ACTION")) continue;
        if (str_starts(word, STR("DELETE"))) fk->ondelete = value;
        if (str_starts(word, STR("UPDATE"))) fk->onupdate = value;
    }
}

bool sqlite_ddl_next_foreign_key(const SqliteDdlPatterns *p, Str sql, size_t *at,
                                 SqliteDdlForeignKey *fk, Arena *out)
{
    PatternMatch m;
    if (str_is_null(sql) || *at > sql.len || !pattern_find(p->foreign_key, sql, *at, &m))
        return false;
    *at = m.end;
    *fk = (SqliteDdlForeignKey){.deferrable = -1};
    fk->name = either(m.group[1], m.group[2], out);
    fk->columns = names_in(p, m.group[3], out);
    fk->table = either(m.group[4], m.group[5], out);
    fk->referred = names_in(p, m.group[6], out);
    set_actions(m.group[7], fk, out);
    if (!str_is_null(m.group[8]))
        fk->deferrable = !str_starts(upper_of(m.group[8], out), STR("NOT"));
    if (!str_is_null(m.group[9])) fk->initially = upper_of(m.group[9], out);
    return true;
}

bool sqlite_ddl_next_unique(const SqliteDdlPatterns *p, Str sql, SqliteDdlPlace *place, Str *name,
                            StrVec *columns, Arena *out)
{
    PatternMatch m;
    if (str_is_null(sql)) return false;
    if (!place->is_inline) {
        if (place->at <= sql.len && pattern_find(p->unique, sql, place->at, &m)) {
            place->at = m.end;
            *name = either(m.group[1], m.group[2], out);
            *columns = names_in(p, m.group[3], out);
            return true;
        }
        *place = (SqliteDdlPlace){.is_inline = true};
    }
    if (place->at > sql.len || !pattern_find(p->inline_unique, sql, place->at, &m)) return false;
    place->at = m.end;
    *name = STR_NULL;
    *columns = names_in(p, str_is_empty(m.group[1]) ? m.group[2] : m.group[1], out);
    return true;
}

static Str without_quotes(Str name)
{
    if (name.len < 3) return name;
    char first = name.ptr[0], last = name.ptr[name.len - 1];
    bool same = first == last && (first == '"' || first == '\'' || first == '`');
    return same || (first == '[' && last == ']') ? str_slice(name, 1, name.len - 1) : name;
}

bool sqlite_ddl_next_check(const SqliteDdlPatterns *p, Str sql, size_t *at, SqliteDdlCheck *check)
{
    PatternMatch m;
    while (!str_is_null(sql) && *at <= sql.len && pattern_find(p->check, sql, *at, &m)) {
        *at = m.end;
        size_t close = sqltext_closing(sql, m.end - 1);
        if (close == STR_NPOS) continue;
        check->name = str_is_empty(m.group[1]) ? STR_NULL : without_quotes(m.group[1]);
        check->sqltext = str_trim(str_slice(sql, m.end, close));
        return true;
    }
    return false;
}
