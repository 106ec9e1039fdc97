#include "dialect/mysql/show.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "dialect/pattern.h"

/* A name in backticks, a doubled one inside. */
#define NAME "`((?:``|[^`])+)`"
#define ACTION "(RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)"

struct MysqlShowPatterns {
    Pattern *column, *loose_column, *key, *key_version, *key_part, *foreign_key, *check, *view;
    Pattern *name;
};

/* Groups of the pattern for a column. */
enum {
    COLUMN_NAME = 1,
    COLUMN_TYPE,
    COLUMN_ARGS,
    COLUMN_UNSIGNED,
    COLUMN_ZEROFILL,
    COLUMN_CHARSET,
    COLUMN_COLLATE,
    COLUMN_NULL,
    COLUMN_DEFAULT,
    COLUMN_GENERATED,
    COLUMN_PERSISTENCE,
    COLUMN_GENERATED_NULL,
    COLUMN_AUTOINCREMENT,
    COLUMN_COMMENT
};

static const char column_pattern[] =
    "^  " NAME " +(\\w+)"
    "(?:\\(((?:\\d+|\\d+,\\d+|(?:'(?:''|[^'])*',?)+))\\))?"
    "(?: +(UNSIGNED))?(?: +(ZEROFILL))?"
    "(?: +CHARACTER SET +(\\w+))?(?: +COLLATE +(\\w+))?"
    "(?: +((?:NOT )?NULL))?"
    "(?: +DEFAULT +((?:NULL|'(?:''|[^'])*'|\\(.+?\\)|[-\\w.()]+(?: +ON UPDATE [-\\w.()]+)?)))?"
    "(?: +(?:GENERATED ALWAYS)? ?AS +(\\(.*\\))? ?(VIRTUAL|STORED)?(?: +((?:NOT )?NULL))?)?"
    "(?: +(AUTO_INCREMENT))?"
    "(?: +COMMENT +'((?:''|[^'])*)')?"
    "(?: +COLUMN_FORMAT +\\w+)?(?: +STORAGE +\\w+)?(?: +.*)?,?$";

static const char loose_column_pattern[] =
    "^  " NAME " +(\\w+)(?:\\((\\d+|\\d+,\\d+|'(?:''|[^'])+')\\))?";

enum { KEY_TYPE = 1, KEY_NAME, KEY_COLUMNS, KEY_PARSER, KEY_VERSION };

static const char key_pattern[] =
    "^  (?:(\\S+) )?KEY(?: +" NAME ")?(?: +USING +\\S+)? +\\((.+?)\\)(?: +USING +\\S+)?"
    "(?: +KEY_BLOCK_SIZE *[ =]? *\\S+)?(?: +WITH PARSER +(\\S+))?"
    "(?: +COMMENT +(?:''|'[^']*?')+)?(?: +/\\*(.+)\\*/ *)?,?$";

enum { FK_NAME = 1, FK_LOCAL, FK_TABLE, FK_FOREIGN, FK_DELETE, FK_UPDATE };

static const char foreign_key_pattern[] =
    "^  CONSTRAINT +" NAME " +FOREIGN KEY +\\(([^)]+?)\\) REFERENCES +(`[^`]+`(?:\\.`[^`]+`)?) +"
    "\\(((?:`[^`]+`(?: *, *)?)+)\\)(?: +MATCH \\w+)?"
    "(?: +ON DELETE " ACTION ")?(?: +ON UPDATE " ACTION ")?";

MysqlShowPatterns *mysql_show_patterns_new(void)
{
    MysqlShowPatterns *p = mem_alloc(1, sizeof *p);
    p->column = pattern_new(column_pattern, false);
    p->loose_column = pattern_new(loose_column_pattern, false);
    p->key = pattern_new(key_pattern, false);
    p->key_version = pattern_new("^!\\d+  *WITH PARSER +(\\S+) *", false);
    p->key_part = pattern_new("(?:" NAME "(?:\\((\\d+)\\))?(?: +(?:ASC|DESC))?(?=,|$))+", false);
    p->foreign_key = pattern_new(foreign_key_pattern, false);
    p->check = pattern_new("^  CONSTRAINT +" NAME " +CHECK +\\((.+)\\),?", false);
    p->view = pattern_new("^CREATE(?! TABLE)(\\s.*)?\\sVIEW", false);
    p->name = pattern_new(NAME, false);
    return p;
}

void mysql_show_patterns_free(MysqlShowPatterns *p)
{
    Pattern *all[] = {p->column,      p->loose_column, p->key,  p->key_version, p->key_part,
                      p->foreign_key, p->check,        p->view, p->name};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) pattern_free(all[i]);
    mem_free(p);
}

bool mysql_show_is_view(const MysqlShowPatterns *p, Str sql)
{
    PatternMatch m;
    return pattern_find(p->view, sql, 0, &m);
}

/* ---- texts ---- */

/* Each pair of `quote` as one. */
static Str undouble(Str s, char quote, Arena *out)
{
    if (str_is_null(s) || str_find_char(s, quote) == STR_NPOS) return s;
    char *text = arena_cstr(out, s);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        text[n++] = s.ptr[i];
        if (s.ptr[i] == quote && i + 1 < s.len && s.ptr[i + 1] == quote) i++;
    }
    return (Str){text, n};
}

/* A comment: escapes of control characters, then doubled quotes. */
static Str clean_comment(Str s, Arena *out)
{
    static const char from[] = "\\0abtnvfr", to[] = "\\\0\a\b\t\n\v\f\r";
    if (str_is_null(s)) return s;
    char *text = arena_cstr(out, s);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *known =
            s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] ? strchr(from, s.ptr[i + 1]) : NULL;
        text[n++] = known ? to[known - from] : s.ptr[i];
        if (known) i++;
    }
    return undouble((Str){text, n}, '\'', out);
}

StrVec mysql_show_strings(Str args, Arena *out)
{
    StrVec v = {0};
    for (size_t i = 0; i < args.len; i++) {
        if (args.ptr[i] != '\'') continue;
        size_t start = ++i;
        while (i < args.len &&
               (args.ptr[i] != '\'' || (i + 1 < args.len && args.ptr[i + 1] == '\'')))
            i += args.ptr[i] == '\'' ? 2 : 1;
        VEC_PUSH(out, &v, undouble(str_slice(args, start, i), '\'', out));
    }
    return v;
}

static Str upper(Str s, Arena *out)
{
    char *text = str_is_null(s) ? NULL : arena_cstr(out, s);
    for (size_t i = 0; i < s.len; i++) text[i] = (char)toupper((unsigned char)text[i]);
    return (Str){text, s.len};
}

static Str lower(Str s, Arena *out)
{
    char *text = arena_cstr(out, s);
    for (size_t i = 0; i < s.len; i++) text[i] = (char)tolower((unsigned char)text[i]);
    return (Str){text, s.len};
}

/* ---- columns ---- */

static bool is_not_null(Str s) { return str_eq_nocase(s, STR("NOT NULL")); }

static void parse_column(const MysqlShowPatterns *p, Str line, Arena *out, MysqlShow *show)
{
    PatternMatch m;
    MysqlShowColumn c = {.is_full = pattern_find(p->column, line, 0, &m)};
    if (!c.is_full && !pattern_find(p->loose_column, line, 0, &m)) {
        VEC_PUSH(out, &show->unknown, line);
        return;
    }
    const Str *g = m.group;
    c.name = undouble(g[COLUMN_NAME], '`', out);
    c.type = lower(g[COLUMN_TYPE], out);
    c.args = g[COLUMN_ARGS];
    if (c.is_full) {
        c.is_unsigned = !str_is_null(g[COLUMN_UNSIGNED]);
        c.is_zerofill = !str_is_null(g[COLUMN_ZEROFILL]);
        c.charset = g[COLUMN_CHARSET];
        c.collation = g[COLUMN_COLLATE];
        c.not_null = is_not_null(g[COLUMN_NULL]) || is_not_null(g[COLUMN_GENERATED_NULL]);
        c.default_ = g[COLUMN_DEFAULT];
        c.generated = g[COLUMN_GENERATED];
        c.persistence = upper(g[COLUMN_PERSISTENCE], out);
        c.autoincrement = !str_is_null(g[COLUMN_AUTOINCREMENT]);
        c.comment = clean_comment(g[COLUMN_COMMENT], out);
    }
    VEC_PUSH(out, &show->columns, c);
}

/* ---- keys and constraints ---- */

static bool next_part(const MysqlShowPatterns *p, Str list, size_t *at, MysqlShowKeyPart *part,
                      Arena *out)
{
    PatternMatch m;
    if (*at > list.len || !pattern_find(p->key_part, list, *at, &m)) return false;
    *at = m.end;
    part->column = undouble(m.group[1], '`', out);
    part->length = str_is_null(m.group[2]) ? 0 : (int)strtol(m.group[2].ptr, NULL, 10);
    return true;
}

static StrVec part_names(const MysqlShowPatterns *p, Str list, Arena *out)
{
    StrVec v = {0};
    MysqlShowKeyPart part;
    size_t at = 0;
    while (next_part(p, list, &at, &part, out)) VEC_PUSH(out, &v, part.column);
    return v;
}

static Str bare_name(const MysqlShowPatterns *p, Str text, Arena *out)
{
    PatternMatch m;
    return pattern_find(p->name, text, 0, &m) ? undouble(m.group[1], '`', out) : text;
}

static bool parse_key(const MysqlShowPatterns *p, Str line, Arena *out, MysqlShow *show)
{
    PatternMatch m, version;
    MysqlShowKey key = {0};
    MysqlShowKeyPart part;
    size_t at = 0;
    if (!pattern_find(p->key, line, 0, &m)) return false;
    key.type = upper(m.group[KEY_TYPE], out);
    key.name = undouble(m.group[KEY_NAME], '`', out);
    key.parser = m.group[KEY_PARSER];
    if (!str_is_null(m.group[KEY_VERSION]) &&
        pattern_find(p->key_version, m.group[KEY_VERSION], 0, &version))
        key.parser = version.group[1];
    if (!str_is_null(key.parser)) key.parser = bare_name(p, key.parser, out);
    while (next_part(p, m.group[KEY_COLUMNS], &at, &part, out)) VEC_PUSH(out, &key.parts, part);
    VEC_PUSH(out, &show->keys, key);
    return true;
}

static bool parse_foreign_key(const MysqlShowPatterns *p, Str line, Arena *out, MysqlShow *show)
{
    PatternMatch m, name;
    MysqlShowForeignKey fk = {0};
    if (!pattern_find(p->foreign_key, line, 0, &m)) return false;
    fk.name = undouble(m.group[FK_NAME], '`', out);
    fk.columns = part_names(p, m.group[FK_LOCAL], out);
    fk.referred = part_names(p, m.group[FK_FOREIGN], out);
    fk.ondelete = upper(m.group[FK_DELETE], out);
    fk.onupdate = upper(m.group[FK_UPDATE], out);
    Str table = m.group[FK_TABLE];
    for (size_t at = 0; at < table.len && pattern_find(p->name, table, at, &name); at = name.end) {
        fk.schema = fk.table;
        fk.table = name.group[1];
    }
    VEC_PUSH(out, &show->foreign_keys, fk);
    return true;
}

static bool parse_check(const MysqlShowPatterns *p, Str line, Arena *out, MysqlShow *show)
{
    PatternMatch m;
    if (!pattern_find(p->check, line, 0, &m)) return false;
    MysqlShowCheck check = {undouble(m.group[1], '`', out), m.group[2]};
    VEC_PUSH(out, &show->checks, check);
    return true;
}

/* ---- table options ---- */

static void put_option(MysqlShow *show, Arena *out, Str name, Str value)
{
    MysqlShowOption o = {name, value};
    VEC_PUSH(out, &show->options, o);
}

/* Where `word` stands as an option's name, followed by "=" or a blank and its value; STR_NPOS if
 * nowhere. */
static size_t find_option(Str line, Str word, size_t *value)
{
    for (size_t i = 0; i + word.len < line.len; i++) {
        if (!str_eq_nocase(str_slice(line, i, i + word.len), word)) continue;
        size_t at = i + word.len;
        while (at < line.len && line.ptr[at] == ' ') at++;
        bool equals = at < line.len && line.ptr[at] == '=';
        if (!equals && at == i + word.len) continue;
        at += equals;
        while (at < line.len && line.ptr[at] == ' ') at++;
        *value = at;
        return i;
    }
    return STR_NPOS;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

/* Takes the option out of the line. */
static void take_option(Str *line, const char *word, bool is_string, Arena *out, MysqlShow *show)
{
    size_t start, end, at = find_option(*line, str_z(word), &start);
    if (at == STR_NPOS) return;
    end = start;
    Str value;
    if (is_string) {
        if (start >= line->len || line->ptr[start] != '\'') return;
        end++;
        while (end < line->len &&
               (line->ptr[end] != '\'' || (end + 1 < line->len && line->ptr[end + 1] == '\'')))
            end += line->ptr[end] == '\'' ? 2 : 1;
        value = clean_comment(str_slice(*line, start + 1, end), out);
        end++;
    } else {
        while (end < line->len && is_word(line->ptr[end])) end++;
        if (end == start) return;
        value = str_slice(*line, start, end);
    }
    put_option(show, out, lower(str_z(word), out), value);
    *line = arena_fmt(out, "%.*s%.*s", STR_ARG(str_slice(*line, 0, at)),
                      STR_ARG(str_slice(*line, end, line->len)));
}

static void parse_options(Str line, Arena *out, MysqlShow *show)
{
    /* Strings first: they may hold what looks like another option. Some are dropped again: they
     * are not part of a definition. */
    static const char *const strings[] = {"COMMENT", "DATA DIRECTORY", "INDEX DIRECTORY",
                                          "PASSWORD", "CONNECTION"};
    static const char *const words[] = {"ENGINE",          "TYPE",
                                        "AUTO_INCREMENT",  "AVG_ROW_LENGTH",
                                        "CHARACTER SET",   "DEFAULT CHARSET",
                                        "CHECKSUM",        "COLLATE",
                                        "DELAY_KEY_WRITE", "INSERT_METHOD",
                                        "MAX_ROWS",        "MIN_ROWS",
                                        "PACK_KEYS",       "ROW_FORMAT",
                                        "KEY_BLOCK_SIZE",  "STATS_SAMPLE_PAGES"};
    static const char *const dropped[] = {"auto_increment", "data directory", "index directory"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        take_option(&line, strings[i], true, out, show);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        take_option(&line, words[i], false, out, show);
    for (size_t i = show->options.len; i-- > 0;)
        for (size_t k = 0; k < sizeof dropped / sizeof *dropped; k++)
            if (str_eq_z(show->options.items[i].name, dropped[k])) {
                VEC_REMOVE(&show->options, i);
                break;
            }
}

static Str without(Str s, const char *piece, Arena *out)
{
    size_t at;
    Str p = str_z(piece);
    while ((at = str_find(s, p)) != STR_NPOS)
        s = arena_fmt(out, "%.*s%.*s", STR_ARG(str_slice(s, 0, at)),
                      STR_ARG(str_slice(s, at + p.len, s.len)));
    return s;
}

static bool starts_word(Str line, const char *word, Str *rest)
{
    size_t value, at = find_option(line, str_z(word), &value);
    if (at == STR_NPOS || (at > 0 && line.ptr[at - 1] != ' ')) return false;
    *rest = str_slice(line, value, line.len);
    return true;
}

/* "PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB," as one more definition. */
static void add_definition(Str line, const char *name, bool is_sub, bool is_mariadb, Arena *out,
                           MysqlShow *show)
{
    line = without(without(line, ") */", out), ",", out);
    if (is_sub && str_ends(line, STR(")"))) line.len--;
    bool has_end = str_contains(line, STR("MAXVALUE")) || str_contains(line, STR("MINVALUE")) ||
                   str_contains(line, STR("ENGINE"));
    if (is_mariadb && str_ends(line, STR(")")) && has_end) line.len--;
    for (size_t i = 0; i < show->options.len; i++) {
        MysqlShowOption *o = &show->options.items[i];
        if (!str_eq_z(o->name, name)) continue;
        o->value = arena_fmt(out, "%.*s, %.*s", STR_ARG(o->value), STR_ARG(line));
        return;
    }
    put_option(show, out, str_z(name), arena_str(out, line));
}

static void parse_partition(Str line, bool is_mariadb, Arena *out, MysqlShow *show)
{
    static const struct {
        const char *word, *name;
    } counted[] = {{"PARTITION BY", "partition_by"},
                   {"SUBPARTITION BY", "subpartition_by"},
                   {"PARTITIONS", "partitions"},
                   {"SUBPARTITIONS", "subpartitions"}};
    while (line.len && (line.ptr[0] == '(' || line.ptr[0] == ' '))
        line = str_slice(line, 1, line.len);
    Str rest;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        if (!starts_word(line, counted[i].word, &rest)) continue;
        size_t n = rest.len;
        for (n = 0; i >= 2 && n < rest.len && isdigit((unsigned char)rest.ptr[n]);) n++;
        put_option(show, out, str_z(counted[i].name), i >= 2 ? str_slice(rest, 0, n) : rest);
        return;
    }
    if (starts_word(line, "PARTITION", &rest))
        add_definition(line, "partition_definitions", false, is_mariadb, out, show);
    else if (starts_word(line, "SUBPARTITION", &rest))
        add_definition(line, "subpartition_definitions", true, is_mariadb, out, show);
}

void mysql_show_parse(const MysqlShowPatterns *p, Str sql, bool is_mariadb, Arena *out,
                      MysqlShow *show)
{
    *show = (MysqlShow){0};
    sql = arena_str(out, sql);
    while (!str_is_null(sql)) {
        Str line = str_cut(&sql, '\n');
        if (str_ends(line, STR("\r"))) line.len--;
        if (str_starts(line, STR("  `")))
            parse_column(p, line, out, show);
        else if (str_starts(line, STR(") ")))
            parse_options(line, out, show);
        else if (line.len == 0 || str_eq_z(line, ")") || str_starts(line, STR("CREATE ")))
            continue;
        else if (str_contains(line, STR("PARTITION")))
            parse_partition(line, is_mariadb, out, show);
        else if (!parse_key(p, line, out, show) && !parse_foreign_key(p, line, out, show) &&
                 !parse_check(p, line, out, show))
            VEC_PUSH(out, &show->unknown, line);
    }
}
