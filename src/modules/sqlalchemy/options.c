/* Which dialect keywords (postgresql_using=...) SQLAlchemy's schema classes accept: read from the
 * construct_arguments of SQLAlchemy 2.0's dialects; a dialect that is not in the table (a
 * third-party one) accepts anything. */
#include "modules/sqlalchemy/state.h"

#include <string.h>

#include "modules/sqlalchemy/exc.h"

/* "*" accepts everything; Constraint's hold for all constraints. */
static const struct {
    const char *dialect, *cls, *names;
} accepted[] = {
    {"postgresql", "Index",
     " using include where ops concurrently with tablespace nulls_not_distinct "},
    {"postgresql", "Table",
     " ignore_search_path tablespace partition_by with_oids on_commit inherits using "},
    {"postgresql", "CheckConstraint", " not_valid "},
    {"postgresql", "ForeignKeyConstraint", " not_valid "},
    {"postgresql", "PrimaryKeyConstraint", " include "},
    {"postgresql", "UniqueConstraint", " include nulls_not_distinct "},
    {"mysql", "Table", "*"},
    {"mysql", "PrimaryKeyConstraint", " using "},
    {"mysql", "Index", " using length prefix with_parser "},
    {"mariadb", "Table", "*"},
    {"mariadb", "PrimaryKeyConstraint", " using "},
    {"mariadb", "Index", " using length prefix with_parser "},
    {"sqlite", "Table", " autoincrement with_rowid strict "},
    {"sqlite", "Index", " where "},
    {"sqlite", "Column", " on_conflict_primary_key on_conflict_not_null on_conflict_unique "},
    {"sqlite", "Constraint", " on_conflict "},
    {"mssql", "PrimaryKeyConstraint", " clustered "},
    {"mssql", "UniqueConstraint", " clustered "},
    {"mssql", "Index", " clustered include where columnstore "},
    {"mssql", "Column", " identity_start identity_increment "},
    {"oracle", "Table", " resolve_synonyms on_commit compress tablespace "},
    {"oracle", "Index", " bitmap compress vector "},
};

static bool lists(const char *names, Str option)
{
    if (names[0] == '*') return true;
    char word[64];
    if (option.len + 2 >= sizeof word) return false;
    word[0] = ' ';
    memcpy(word + 1, option.ptr, option.len);
    word[option.len + 1] = ' ';
    word[option.len + 2] = 0;
    return strstr(names, word) != NULL;
}

static bool is_accepted(const char *cls, Str dialect, Str option)
{
    bool known = false;
    size_t n = strlen(cls);
    bool constraint = n > 10 && strcmp(cls + n - 10, "Constraint") == 0;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        if (!str_eq_z(dialect, accepted[i].dialect)) continue;
        known = true;
        bool same = strcmp(accepted[i].cls, cls) == 0 ||
                    (constraint && strcmp(accepted[i].cls, "Constraint") == 0);
        if (same && lists(accepted[i].names, option)) return true;
    }
    return !known;
}

static bool is_known(Str dialect)
{
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
        if (str_eq_z(dialect, accepted[i].dialect)) return true;
    return false;
}

bool module_options_from_kw(Eval *ev, const char *class_name, Value kw, SqlOptions *out)
{
    size_t at = 0;
    Value key, item;
    if (value_is_unset(kw)) return true;
    while (value_dict_next(kw, &at, &key, &item)) {
        Str name = value_as_str(key);
        size_t cut = str_find_char(name, '_');
        if (cut == STR_NPOS || cut == 0)
            return eval_raise(
                ev, "TypeError",
                "Additional arguments should be named <dialectname>_<argument>, got '%.*s'",
                STR_ARG(name));
        Str dialect = str_slice(name, 0, cut), option = str_slice(name, cut + 1, name.len);
        if (!is_accepted(class_name, dialect, option))
            return eval_raise_native(
                ev, &exc_ArgumentError,
                "Argument '%.*s' is not accepted by dialect '%.*s' on behalf of <class "
                "'sqlalchemy.sql.schema.%s'>",
                STR_ARG(name), STR_ARG(dialect), class_name);
        SqlValue v;
        /* default_factory=list: of a dialect that nobody has, so of no effect whatever it is. */
        if (!is_known(dialect) && eval_is_callable(ev, item)) continue;
        if (module_is_instance_of(ev, item, "_sqlalchemy_oracle", "VectorIndexConfig") &&
            !eval_getattr(ev, item, STR("__dict__"), &item))
            return false;
        if (!module_sql_value_from_value(ev, item, eval_arena(ev), &v)) return false;
        sql_options_put(out, eval_arena(ev), module_str(ev, key), v);
    }
    return true;
}

bool module_options_value(Eval *ev, const SqlOptions *o, Value *out)
{
    *out = value_dict(ev);
    for (size_t i = 0; i < o->len; i++) {
        Value item;
        if (!module_value_from_sql_value(ev, &o->items[i].value, &item)) return false;
        value_dict_put_str(ev, *out, o->items[i].name, item);
    }
    return true;
}
