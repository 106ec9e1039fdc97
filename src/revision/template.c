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

/* Where in the template a position of the translated module is; false = in its runtime. */
static bool map_position(SourceFile *file, const SourceFile *python, const TemplateSource *source,
                         SourcePos pos, SourcePos *out)
{
    *out = pos;
    if (pos.file != python) return pos.file != NULL;
    size_t line = source_line(pos.file, pos.span.start);
    uint32_t at = line && line <= source->line_map.len ? source->line_map.items[line - 1] : 0;
    *out = (SourcePos){file, {at, at}};
    return at != TEMPLATE_RUNTIME;
}

/* Turns a failure of the translated module into one of the template: its line, Alembic's words. */
static bool report(SourceFile *file, SourceFile *python, const TemplateSource *source,
                   bool rendering, Eval *ev, Err *failure, Err *err)
{
    Str kind = str_is_null(failure->kind) ? STR("")
                                          : arena_fmt(err->arena, "%.*s: ", STR_ARG(failure->kind));
    err_set(err, rendering ? ERR_COMMAND : ERR_SYNTAX, "Template rendering failed; %.*s%.*s",
            STR_ARG(kind), STR_ARG(failure->message));
    err->hint = failure->hint;
    bool found = map_position(file, python, source, failure->pos, &err->pos);
    for (size_t i = eval_trace_len(ev); rendering && !found && i > 0; i--)
        found = map_position(file, python, source, eval_trace_at(ev, i - 1, NULL), &err->pos);
    if (!found) err->pos = (SourcePos){0};
    return false;
}

/* *rendering = whether a failure came while the template ran: before, it is the template's own. */
static bool run(SourceFile *python, Eval *ev, Value context, Arena *out_arena, Str *out,
                bool *rendering, Err *err)
{
    Value module, start, render = value_unset(), text;
    *rendering = false;
    if (!eval_run_file(ev, python, STR("__template__"), false, &module, err)) return false;
    eval_root_push(ev, module);
    *rendering = true;
    bool ok = eval_getattr(ev, module, STR("__run"), &start) &&
              eval_getattr(ev, module, STR("__render"), &render);
    if (!ok) eval_take_error(ev, err);
    Value args[] = {render, context};
    ok = ok && eval_run_call(ev, start, args, 2, value_unset(), &text, err);
    if (ok) *out = arena_str(out_arena, value_as_str(text));
    eval_root_pop(ev, 1);
    return ok;
}

bool template_render(SourceFile *file, Eval *ev, Value context, Arena *out_arena, Str *out,
                     Err *err)
{
    TemplateSource source;
    bool crlf = str_contains(file->text, STR("\r\n")), rendering;
    if (!encoding_clean(file, err)) return false;
    if (!template_translate(file, out_arena, crlf, &source, err)) return false;
    SourceFile *python = source_file_new(out_arena, file->path, source.text);
    Err failure = err_init(err->arena);
    if (run(python, ev, context, out_arena, out, &rendering, &failure)) return true;
    return report(file, python, &source, rendering, ev, &failure, err);
}
