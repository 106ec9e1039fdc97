#include "dialect/ddl.h"

#include <ctype.h>
#include <md5.h>
#include <string.h>

#include "base/utf8.h"

/* SQLAlchemy cuts a name that it may change to max - 8 characters, "_" and 4 hex digits of an MD5.
 */
static Str cut_name(Compiler *c, Str name, size_t max)
{
    MD5_CTX md5;
    uint8_t digest[MD5_DIGEST_LENGTH];
    MD5Init(&md5);
    MD5Update(&md5, (const uint8_t *)name.ptr, name.len);
    MD5Final(digest, &md5);
    size_t keep = utf8_offset(name, max - 8);
    return arena_fmt(c->a, "%.*s_%02x%02x", (int)keep, name.ptr, digest[MD5_DIGEST_LENGTH - 2],
                     digest[MD5_DIGEST_LENGTH - 1]);
}

bool ddl_final_name(Compiler *c, Ident name, Ident *out)
{
    size_t max = c->dialect->max_identifier, length = utf8_count(name.text);
    size_t cut = c->dialect->max_constraint_name ? c->dialect->max_constraint_name : max;
    *out = name;
    if (name.is_conv && length > cut) out->text = cut_name(c, name.text, cut);
    if (name.is_conv || length <= max) return true;
    return err_raise(c->err, ERR_COMPILE, "sqlalchemy.exc.IdentifierError",
                     "Identifier '%.*s' exceeds maximum length of %zu characters",
                     STR_ARG(name.text), max);
}

bool ddl_constraint_preamble(Compiler *c, const Constraint *k)
{
    Ident name;
    if (!constraint_final_name(k, c->o->naming, c->a, &name, c->err)) return false;
    if (ident_is_null(name)) return true;
    if (!ddl_final_name(c, name, &name)) return false;
    compiler_push_z(c, "CONSTRAINT ");
    compiler_ident(c, name);
    return compiler_push_z(c, " ");
}

/* A phrase is a sequence of words; "SET NULL" may be followed by a column list on PostgreSQL. */
bool ddl_phrase(Compiler *c, Str phrase, const char *const *allowed, const char *pattern)
{
    for (size_t i = 0; allowed[i]; i++) {
        Str word = str_z(allowed[i]);
        bool open = word.len && word.ptr[word.len - 1] == '(';
        if (open) word.len--;
        if (str_eq_nocase(phrase, word)) return compiler_push(c, phrase);
        Str rest = str_trim(str_slice(phrase, word.len, phrase.len));
        bool listed = open && rest.len > 2 && rest.ptr[0] == '(' && rest.ptr[rest.len - 1] == ')';
        if (listed && str_eq_nocase(str_slice(phrase, 0, word.len), word))
            return compiler_push(c, phrase);
    }
    return compiler_fail(c, "Unexpected SQL phrase: '%.*s' (matching against '%s')",
                         STR_ARG(phrase), pattern);
}

/* The words, and the pattern that SQLAlchemy shows for them. */
static const char *const column_actions[] = {"RESTRICT",     "CASCADE",   "SET NULL(",
                                             "SET DEFAULT(", "NO ACTION", NULL};
static const char *const actions[] = {"RESTRICT",    "CASCADE",   "SET NULL",
                                      "SET DEFAULT", "NO ACTION", NULL};
static const char *const moments[] = {"DEFERRED", "IMMEDIATE", NULL};
#define COLUMN_ACTIONS_PATTERN                                                                     \
    "^(?:RESTRICT|CASCADE|SET (?:NULL|DEFAULT)(?:\\\\s*\\\\(.+\\\\))?|NO ACTION)$"
#define ACTIONS_PATTERN "^(?:RESTRICT|CASCADE|SET NULL|NO ACTION|SET DEFAULT)$"
#define MOMENTS_PATTERN "^(?:DEFERRED|IMMEDIATE)$"

bool ddl_deferrability(Compiler *c, const Constraint *k)
{
    if (k->deferrable >= 0) compiler_push_z(c, k->deferrable ? " DEFERRABLE" : " NOT DEFERRABLE");
    if (str_is_null(k->initially)) return true;
    compiler_push_z(c, " INITIALLY ");
    return ddl_phrase(c, k->initially, moments, MOMENTS_PATTERN);
}

bool ddl_fk_tail(Compiler *c, const Constraint *k)
{
    if (!str_is_null(k->match) && c->rules->refuses_match)
        return compiler_fail(c, "MySQL ignores the 'MATCH' keyword while at the same time causes "
                                "ON UPDATE/ON DELETE clauses to be ignored.");
    if (!str_is_null(k->match)) compiler_fmt(c, " MATCH %.*s", STR_ARG(k->match));
    if (!str_is_null(k->ondelete)) {
        compiler_push_z(c, " ON DELETE ");
        bool columns = c->rules->delete_columns;
        if (c->rules->any_action)
            compiler_push(c, k->ondelete);
        else if (!ddl_phrase(c, k->ondelete, columns ? column_actions : actions,
                             columns ? COLUMN_ACTIONS_PATTERN : ACTIONS_PATTERN))
            return false;
    }
    if (!str_is_null(k->onupdate) && !c->rules->no_on_update) {
        compiler_push_z(c, " ON UPDATE ");
        if (!ddl_phrase(c, k->onupdate, actions, ACTIONS_PATTERN)) return false;
    }
    return ddl_deferrability(c, k);
}

/* The name behind a key, with its quoting wish. */
static Ident local_name(const Table *t, Str key)
{
    const Column *col = t ? table_find_column_key(t, key) : NULL;
    return col ? col->name : ident(key);
}

static bool push_names(Compiler *c, const Table *t, const StrVec *names)
{
    for (size_t i = 0; i < names->len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_ident(c, local_name(t, names->items[i]));
    }
    return true;
}

static bool foreign_key(Compiler *c, const Constraint *k)
{
    const Table *target = k->referred;
    Str schema = target ? target->schema : k->referred_schema;
    Ident name = target ? target->name : constraint_target(k);
    compiler_push_z(c, "FOREIGN KEY(");
    push_names(c, k->table, &k->column_names);
    compiler_push_z(c, ") REFERENCES ");
    if (c->rules->local_references)
        compiler_ident(c, name);
    else
        compiler_table(c, schema, name);
    /* Read from a table that refers to the key of one that is gone. */
    if (!k->referred_columns.len) return ddl_fk_tail(c, k);
    compiler_push_z(c, " (");
    push_names(c, k->link_to_name ? NULL : target, &k->referred_columns);
    compiler_push_z(c, ")");
    return ddl_fk_tail(c, k);
}

static void push_key(Compiler *c, const Constraint *k, const StrVec *names)
{
    for (size_t i = 0; i < names->len; i++) {
        if (i) compiler_push_z(c, ", ");
        compiler_ident(c, local_name(k->table, names->items[i]));
        if (c->rules->key_column_end) c->rules->key_column_end(c, k, i);
    }
}

/* Key columns with the autoincrement one first, when the key was made from column flags. */
static bool primary_key(Compiler *c, const Constraint *k)
{
    const Column *first = NULL;
    compiler_push_z(c, "PRIMARY KEY ");
    if (c->rules->key_word && !c->rules->key_word(c, k)) return false;
    if (k->is_implicit_key && !c->rules->plain_keys &&
        !ddl_autoincrement_column(c, k->table, &first))
        return false;
    StrVec rest = {0};
    for (size_t i = 0; i < k->column_names.len; i++)
        if (!first || !str_eq(k->column_names.items[i], first->name.text))
            VEC_PUSH(c->a, &rest, k->column_names.items[i]);
    compiler_push_z(c, "(");
    if (first) compiler_ident(c, first->name);
    if (first && rest.len) compiler_push_z(c, ", ");
    push_key(c, k, &rest);
    return compiler_push_z(c, ")");
}

static bool unique(Compiler *c, const Constraint *k)
{
    compiler_push_z(c, "UNIQUE ");
    if (c->rules->key_word && !c->rules->key_word(c, k)) return false;
    compiler_push_z(c, "(");
    push_key(c, k, &k->column_names);
    return compiler_push_z(c, ")");
}

static bool check(Compiler *c, const Constraint *k)
{
    compiler_push_z(c, "CHECK (");
    if (!compiler_ddl_expr(c, k->sqltext)) return false;
    return compiler_push_z(c, ")");
}

static bool body(Compiler *c, const Constraint *k)
{
    switch (k->kind) {
    case CONSTRAINT_FOREIGN_KEY: return foreign_key(c, k);
    case CONSTRAINT_PRIMARY_KEY:
        if (!primary_key(c, k)) return false;
        break;
    case CONSTRAINT_UNIQUE:
        if (!unique(c, k)) return false;
        break;
    case CONSTRAINT_CHECK: return check(c, k) && ddl_deferrability(c, k);
    case CONSTRAINT_EXCLUDE: break; /* handled by the caller */
    }
    if (c->rules->constraint_tail && !c->rules->constraint_tail(c, k)) return false;
    return ddl_deferrability(c, k);
}

bool ddl_constraint(Compiler *c, const Constraint *k)
{
    const CompileHooks *hooks = c->o->hooks;
    bool handled = false;
    if (hooks && hooks->constraint && !hooks->constraint(hooks, k, c, &handled)) return false;
    if (handled) return true;
    if (k->kind == CONSTRAINT_EXCLUDE && !c->rules->exclude)
        return compiler_unsupported(
            c, "sqlalchemy.exc.UnsupportedCompilationError",
            "Compiler for %s can't render element of type ExcludeConstraint", c->dialect->name);
    if (!ddl_constraint_preamble(c, k)) return false;
    if (k->kind == CONSTRAINT_EXCLUDE) return c->rules->exclude(c, k);
    if (!body(c, k)) return false;
    return !c->rules->constraint_end || c->rules->constraint_end(c, k);
}

/* Of a type and its variants, the one that the dialect uses makes the CHECK; no other does, nor the
 * type within a decorator that has variants. */
static bool is_used_variant(const Compiler *c, const Constraint *k)
{
    const SqlType *whole = k->type_whole;
    if (!whole || !whole->variants.len) return true;
    for (size_t i = 0; i < whole->variants.len; i++)
        if (str_eq_z(whole->variants.items[i].dialect, c->dialect->name))
            return whole->variants.items[i].type == k->type_bound;
    return whole == k->type_bound;
}

bool ddl_constraint_applies(Compiler *c, const Constraint *k)
{
    const SqlType *t = k->type_bound;
    if (!t) return true;
    if (!is_used_variant(c, k)) return false;
    if (t->cls->affinity == TYPE_AFFINITY_ENUM)
        return !c->rules->native_enum || !type_get_bool(t, "native_enum", true);
    return !c->rules->native_boolean && c->rules->boolean_check;
}
