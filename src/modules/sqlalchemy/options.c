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

/* ---- values ---- */

/* What an option takes, where a value of another kind would be left out of the statement or pasted
 * into it as it prints. But for flags, None is the same as no option. */
typedef enum Shape {
    SHAPE_ANY,
    SHAPE_FLAG,   /* by its truth, as Python's if takes it; None is False */
    SHAPE_CHOICE, /* the same, but None is neither */
    SHAPE_BOOL,   /* True and False themselves */
    SHAPE_TEXT,
    SHAPE_NAMES,  /* a list of columns' names, or of columns */
    SHAPE_TABLES, /* one name, or a list of names */
    SHAPE_MAP,
    SHAPE_WORDS, /* a string for each name */
    SHAPE_WHERE, /* SQL, as a string or an expression */
    SHAPE_NUMBER,
    SHAPE_LENGTH, /* one for all columns, or by column */
    SHAPE_SCALAR,
    SHAPE_PREFIX, /* a flag, or how many columns */
    SHAPE_COMPRESS,
    SHAPE_CONFIG, /* a flag, or what VectorIndexConfig says */
} Shape;

static const char *const shape_words[] = {
    [SHAPE_BOOL] = "True or False",
    [SHAPE_TEXT] = "a string",
    [SHAPE_NAMES] = "a list of names",
    [SHAPE_TABLES] = "a name or a list of names",
    [SHAPE_MAP] = "a dict of names and plain values",
    [SHAPE_WORDS] = "a dict of strings",
    [SHAPE_WHERE] = "a string or an SQL expression",
    [SHAPE_NUMBER] = "an integer",
    [SHAPE_LENGTH] = "an integer or a dict",
    [SHAPE_SCALAR] = "a string, a number or a bool",
    [SHAPE_PREFIX] = "an integer or a bool",
    [SHAPE_COMPRESS] = "a string, an integer or a bool",
    [SHAPE_CONFIG] = "a VectorIndexConfig or a bool",
};

static const struct {
    const char *name;
    Shape shape;
} shapes[] = {
    {"postgresql_using", SHAPE_TEXT},
    {"postgresql_include", SHAPE_NAMES},
    {"postgresql_where", SHAPE_WHERE},
    {"postgresql_ops", SHAPE_WORDS},
    {"postgresql_concurrently", SHAPE_FLAG},
    {"postgresql_with", SHAPE_MAP},
    {"postgresql_tablespace", SHAPE_TEXT},
    {"postgresql_nulls_not_distinct", SHAPE_BOOL},
    {"postgresql_inherits", SHAPE_TABLES},
    {"postgresql_partition_by", SHAPE_TEXT},
    {"postgresql_with_oids", SHAPE_BOOL},
    {"postgresql_on_commit", SHAPE_TEXT},
    {"postgresql_not_valid", SHAPE_FLAG},
    {"sqlite_autoincrement", SHAPE_FLAG},
    {"sqlite_with_rowid", SHAPE_FLAG},
    {"sqlite_strict", SHAPE_FLAG},
    {"sqlite_where", SHAPE_WHERE},
    {"sqlite_on_conflict", SHAPE_TEXT},
    {"sqlite_on_conflict_primary_key", SHAPE_TEXT},
    {"sqlite_on_conflict_not_null", SHAPE_TEXT},
    {"sqlite_on_conflict_unique", SHAPE_TEXT},
    {"mssql_clustered", SHAPE_CHOICE},
    {"mssql_columnstore", SHAPE_FLAG},
    {"mssql_include", SHAPE_NAMES},
    {"mssql_where", SHAPE_WHERE},
    {"mssql_identity_start", SHAPE_NUMBER},
    {"mssql_identity_increment", SHAPE_NUMBER},
    {"oracle_bitmap", SHAPE_FLAG},
    {"oracle_vector", SHAPE_CONFIG},
    {"oracle_compress", SHAPE_PREFIX},
    {"oracle_on_commit", SHAPE_TEXT},
    {"oracle_tablespace", SHAPE_TEXT},
    {"mysql_using", SHAPE_TEXT},
    {"mysql_prefix", SHAPE_TEXT},
    {"mysql_with_parser", SHAPE_TEXT},
    {"mysql_length", SHAPE_LENGTH},
};

/* MySQL's table options go into the statement as they are, whatever they are called. */
static Shape shape_of(const char *class_name, Str dialect, Str name)
{
    bool maria = str_eq_z(dialect, "mariadb"), mysql = maria || str_eq_z(dialect, "mysql");
    if (mysql && strcmp(class_name, "Table") == 0) return SHAPE_SCALAR;
    if (str_eq_z(name, "oracle_compress") && strcmp(class_name, "Table") == 0)
        return SHAPE_COMPRESS;
    Str option = maria ? str_slice(name, strlen("mariadb_"), name.len) : name;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        Str known = str_z(shapes[i].name);
        if (maria && !str_starts(known, STR("mysql_"))) continue;
        if (maria) known = str_slice(known, strlen("mysql_"), known.len);
        if (str_eq(known, option)) return shapes[i].shape;
    }
    return SHAPE_ANY;
}

/* Whether every step-th item, from the one at `from`, is a string, or an expression where those
 * will do. */
static bool all_text(const SqlValue *v, size_t from, size_t step, bool or_expr)
{
    for (size_t i = from; i < v->as.list.len; i += step) {
        SqlValueKind kind = v->as.list.items[i].kind;
        if (kind != SQL_VALUE_STR && !(or_expr && kind == SQL_VALUE_EXPR)) return false;
    }
    return true;
}

static bool is_scalar(const SqlValue *v)
{
    return v->kind >= SQL_VALUE_NULL && v->kind <= SQL_VALUE_STR;
}

/* The parameters of WITH: names, and values that go in as they print. */
static bool is_parameters(const SqlValue *v)
{
    bool ok = v->kind == SQL_VALUE_DICT && all_text(v, 0, 2, false);
    for (size_t i = 1; ok && i < v->as.list.len; i += 2) ok = is_scalar(&v->as.list.items[i]);
    return ok;
}

static bool fits(Shape shape, const SqlValue *v)
{
    SqlValueKind kind = v->kind;
    switch (shape) {
    case SHAPE_BOOL: return kind == SQL_VALUE_BOOL;
    case SHAPE_TEXT: return kind == SQL_VALUE_STR;
    case SHAPE_NAMES: return kind == SQL_VALUE_LIST && all_text(v, 0, 1, true);
    case SHAPE_TABLES:
        return kind == SQL_VALUE_STR || (kind == SQL_VALUE_LIST && all_text(v, 0, 1, false));
    case SHAPE_MAP: return is_parameters(v);
    case SHAPE_WORDS: return kind == SQL_VALUE_DICT && all_text(v, 0, 1, false);
    case SHAPE_WHERE: return kind == SQL_VALUE_STR || kind == SQL_VALUE_EXPR;
    case SHAPE_NUMBER: return kind == SQL_VALUE_INT;
    case SHAPE_LENGTH: return kind == SQL_VALUE_INT || kind == SQL_VALUE_DICT;
    /* SQLAlchemy refuses a bool on MySQL; for other databases it may be there. */
    case SHAPE_SCALAR: return is_scalar(v);
    case SHAPE_PREFIX: return kind == SQL_VALUE_BOOL || kind == SQL_VALUE_INT;
    case SHAPE_COMPRESS:
        return kind == SQL_VALUE_BOOL || kind == SQL_VALUE_INT || kind == SQL_VALUE_STR;
    case SHAPE_CONFIG: return kind == SQL_VALUE_BOOL || kind == SQL_VALUE_DICT;
    case SHAPE_ANY:
    case SHAPE_FLAG:
    case SHAPE_CHOICE: break;
    }
    return true;
}

/* Gives the value of an option, or says what the option takes. */
static bool option_value(Eval *ev, const char *class_name, Str dialect, Str name, Value item,
                         SqlValue *out)
{
    Shape shape = shape_of(class_name, dialect, name);
    if (shape == SHAPE_FLAG || (shape == SHAPE_CHOICE && !value_is_none(item))) {
        bool truth;
        if (!eval_truth(ev, item, &truth)) return false;
        *out = sql_value_bool(truth);
        return true;
    }
    if (!module_sql_value_from_value(ev, item, eval_arena(ev), out)) return false;
    return out->kind == SQL_VALUE_NULL || fits(shape, out) ||
           eval_raise(ev, "TypeError", "%s: %.*s must be %s, not %.*s", class_name, STR_ARG(name),
                      shape_words[shape], STR_ARG(value_type_name(ev, item)));
}

bool module_options_from_kw(Eval *ev, const char *class_name, Value kw, SqlOptions *out)
{
    size_t at = 0;
    Value key, item;
    if (value_is_unset(kw)) return true;
    while (value_dict_next(kw, &at, &key, &item)) {
        Str name = value_as_str(key);
        size_t cut = str_find_char(name, '_');
        if (cut == STR_NPOS || cut == 0 || cut + 1 == name.len)
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
        if (!option_value(ev, class_name, dialect, name, item, &v)) return false;
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
