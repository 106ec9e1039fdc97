#include "modules/sqlalchemy/sql/direct.h"

#include <string.h>

/* The function of `sqlalchemy` that makes objects of the class; NULL = none. */
static const char *function_of(const NativeClass *cls)
{
    static const struct {
        const char *cls, *function;
    } table[] = {{"BindParameter", "bindparam"},
                 {"Case", "case"},
                 {"Cast", "cast"},
                 {"ColumnClause", "column"},
                 {"Delete", "delete"},
                 {"Exists", "exists"},
                 {"Extract", "extract"},
                 {"False_", "false"},
                 {"Function", "func"},
                 {"Insert", "insert"},
                 {"Join", "join"},
                 {"Label", "label"},
                 {"Null", "null"},
                 {"Over", "over"},
                 {"Select", "select"},
                 {"TableClause", "table"},
                 {"TextClause", "text"},
                 {"True_", "true"},
                 {"TryCast", "try_cast"},
                 {"Tuple", "tuple_"},
                 {"TypeCoerce", "type_coerce"},
                 {"Update", "update"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].cls, cls->name) == 0) return table[i].function;
    return NULL;
}

bool direct_call(Eval *ev, Class *cls, Args *args, Value *out)
{
    const NativeClass *native = class_native(cls);
    const char *name = native && eval_class(ev, native) == cls ? function_of(native) : NULL;
    const Value *items = value_seq_items(args->v[0]);
    size_t n = value_seq_len(args->v[0]);
    Value module, fn;
    if (!name) return true;
    if (!eval_import(ev, STR("sqlalchemy"), &module) || !eval_getattr(ev, module, str_z(name), &fn))
        return false;
    if (strcmp(name, "func") == 0) { /* Function("name", *clauses) is func.name(*clauses) */
        if (n == 0 || !value_is_str(items[0]))
            return eval_raise(ev, "TypeError", "Function(): the first argument must be a name");
        if (!eval_getattr(ev, fn, value_as_str(items[0]), &fn)) return false;
        items++;
        n--;
    }
    return eval_call(ev, fn, items, n, args->v[1], out);
}
