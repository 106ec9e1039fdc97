#include "revision/template.h"

#include "base/strbuf.h"
#include "python/encoding.h"

Str template_fill(Str text, const char *const *names, const Str *values, size_t n, Arena *out)
{
    StrBuf b = {0};
    while (text.len) {
        size_t i = str_find(text, STR("${"));
        if (i == STR_NPOS) i = text.len;
        strbuf_push(&b, str_slice(text, 0, i));
        text = str_slice(text, i, text.len);
        if (!text.len) break;
        size_t close = str_find_char(text, '}'), k = n;
        Str name = close == STR_NPOS ? STR("") : str_trim(str_slice(text, 2, close));
        for (k = 0; k < n && !str_eq_z(name, names[k]); k++) continue;
        if (k < n)
            strbuf_push(&b, values[k]);
        else
            strbuf_push(&b, str_slice(text, 0, 2));
        text = str_slice(text, k < n ? close + 1 : 2, text.len);
    }
    return strbuf_finish(&b, out);
}

/* Turns a failure of the translated module into one of the template: its line, Alembic's words. */
static bool report(SourceFile *file, SourceFile *python, const TemplateSource *source, Err *failure,
                   Err *err)
{
    Str kind = str_is_null(failure->kind) ? STR("")
                                          : arena_fmt(err->arena, "%.*s: ", STR_ARG(failure->kind));
    err_set(err, ERR_COMMAND, "Template rendering failed; %.*s%.*s", STR_ARG(kind),
            STR_ARG(failure->message));
    err->hint = failure->hint;
    if (failure->pos.file == python) {
        size_t line = source_line(python, failure->pos.span.start);
        uint32_t at = line && line <= source->line_map.len ? source->line_map.items[line - 1] : 0;
        err->pos = (SourcePos){file, {at, at}};
    } else {
        err->pos = failure->pos;
    }
    return false;
}

static bool put_variables(Eval *ev, Value module, Value context)
{
    size_t at = 0;
    Value key, item;
    if (!eval_setattr(ev, module, STR("context"), context)) return false;
    while (value_dict_next(context, &at, &key, &item))
        if (value_is_str(key) && !eval_setattr(ev, module, value_as_str(key), item)) return false;
    return true;
}

static bool run(SourceFile *python, Eval *ev, Value context, Arena *out_arena, Str *out, Err *err)
{
    Value module, render, text;
    if (!eval_run_file(ev, python, STR("__template__"), false, &module, err)) return false;
    eval_root_push(ev, module);
    bool ok =
        put_variables(ev, module, context) && eval_getattr(ev, module, STR("__render"), &render);
    if (!ok) eval_take_error(ev, err);
    ok = ok && eval_run_call(ev, render, NULL, 0, value_unset(), &text, err);
    if (ok) *out = arena_str(out_arena, value_as_str(text));
    eval_root_pop(ev, 1);
    return ok;
}

bool template_render(SourceFile *file, Eval *ev, Value context, Arena *out_arena, Str *out,
                     Err *err)
{
    TemplateSource source;
    if (!encoding_clean(file, err)) return false;
    if (!template_translate(file, out_arena, &source, err)) return false;
    SourceFile *python = source_file_new(out_arena, file->path, source.text);
    Err failure = err_init(err->arena);
    if (run(python, ev, context, out_arena, out, &failure)) return true;
    return report(file, python, &source, &failure, err);
}
