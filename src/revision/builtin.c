#include "revision/builtin.h"

#include <string.h>

const BuiltinTemplate *builtin_find(Str name)
{
    for (const BuiltinTemplate *t = builtin_templates; t->name; t++)
        if (str_eq_z(name, t->name)) return t;
    return NULL;
}

Str builtin_summary(const BuiltinTemplate *t)
{
    for (const BuiltinFile *f = t->files; f->name; f++) {
        if (strcmp(f->name, "README") != 0) continue;
        Str text = {f->text, f->len};
        return str_trim(str_cut(&text, '\n'));
    }
    return STR("");
}
