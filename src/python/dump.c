#include "python/dump.h"

#include <string.h>

#include "python/repr.h"

/* A node is described by its fields, in ASDL order. */
typedef enum FieldType {
    FIELD_NODE,      /* AstNode *, required or optional: NULL is left out */
    FIELD_LIST,      /* AstList */
    FIELD_NAME,      /* Str; null is left out */
    FIELD_NAMES,     /* AstNames */
    FIELD_CTX,       /* of the header */
    FIELD_INT,       /* int */
    FIELD_BOOL,      /* bool as 0 or 1 */
    FIELD_CONSTANT,  /* the constant's value and kind */
    FIELD_SINGLETON, /* match_singleton.value */
    FIELD_BOOL_OP,
    FIELD_OPERATOR,
    FIELD_UNARY_OP,
    FIELD_CMP_OPS, /* compare.ops */
    FIELD_NO_TYPE_IGNORES
} FieldType;

typedef struct Field {
    const char *name;
    uint8_t type;
    uint8_t since; /* first 3.x that has the field */
    uint16_t offset;
} Field;

enum { MAX_FIELDS = 7 };

#define F(name, type, member)                                                                      \
    {                                                                                              \
#name, FIELD_##type, 0, offsetof(AstNode, member)                                          \
    }
#define F_SINCE(name, type, member, since)                                                         \
    {                                                                                              \
#name, FIELD_##type, since, offsetof(AstNode, member)                                      \
    }
#define FUNCTION                                                                                   \
    {                                                                                              \
        F(name, NAME, function_def.name), F(args, NODE, function_def.args),                        \
            F(body, LIST, function_def.body),                                                      \
            F(decorator_list, LIST, function_def.decorator_list),                                  \
            F(returns, NODE, function_def.returns),                                                \
            F_SINCE(type_params, LIST, function_def.type_params, 12),                              \
    }
#define FOR                                                                                        \
    {                                                                                              \
        F(target, NODE, for_.target), F(iter, NODE, for_.iter), F(body, LIST, for_.body),          \
            F(orelse, LIST, for_.orelse),                                                          \
    }
#define WITH                                                                                       \
    {                                                                                              \
        F(items, LIST, with.items), F(body, LIST, with.body)                                       \
    }
#define TRY                                                                                        \
    {                                                                                              \
        F(body, LIST, try_.body), F(handlers, LIST, try_.handlers), F(orelse, LIST, try_.orelse),  \
            F(finalbody, LIST, try_.finalbody),                                                    \
    }
#define COMP                                                                                       \
    {                                                                                              \
        F(elt, NODE, comp.elt), F(generators, LIST, comp.generators)                               \
    }

static const Field fields[AST_KIND_COUNT][MAX_FIELDS] = {
    [AST_MODULE] = {F(body, LIST, module.body), {"type_ignores", FIELD_NO_TYPE_IGNORES, 0, 0}},
    [AST_EXPRESSION] = {F(body, NODE, expression.body)},
    [AST_FUNCTION_DEF] = FUNCTION,
    [AST_ASYNC_FUNCTION_DEF] = FUNCTION,
    [AST_CLASS_DEF] = {F(name, NAME, class_def.name), F(bases, LIST, class_def.bases),
                       F(keywords, LIST, class_def.keywords), F(body, LIST, class_def.body),
                       F(decorator_list, LIST, class_def.decorator_list),
                       F_SINCE(type_params, LIST, class_def.type_params, 12)},
    [AST_RETURN] = {F(value, NODE, return_.value)},
    [AST_DELETE] = {F(targets, LIST, delete_.targets)},
    [AST_ASSIGN] = {F(targets, LIST, assign.targets), F(value, NODE, assign.value)},
    [AST_TYPE_ALIAS] = {F(name, NODE, type_alias.name),
                        F(type_params, LIST, type_alias.type_params),
                        F(value, NODE, type_alias.value)},
    [AST_AUG_ASSIGN] = {F(target, NODE, aug_assign.target), F(op, OPERATOR, aug_assign.op),
                        F(value, NODE, aug_assign.value)},
    [AST_ANN_ASSIGN] = {F(target, NODE, ann_assign.target),
                        F(annotation, NODE, ann_assign.annotation),
                        F(value, NODE, ann_assign.value), F(simple, BOOL, ann_assign.simple)},
    [AST_FOR] = FOR,
    [AST_ASYNC_FOR] = FOR,
    [AST_WHILE] = {F(test, NODE, while_.test), F(body, LIST, while_.body),
                   F(orelse, LIST, while_.orelse)},
    [AST_IF] = {F(test, NODE, if_.test), F(body, LIST, if_.body), F(orelse, LIST, if_.orelse)},
    [AST_WITH] = WITH,
    [AST_ASYNC_WITH] = WITH,
    [AST_MATCH] = {F(subject, NODE, match.subject), F(cases, LIST, match.cases)},
    [AST_RAISE] = {F(exc, NODE, raise.exc), F(cause, NODE, raise.cause)},
    [AST_TRY] = TRY,
    [AST_TRY_STAR] = TRY,
    [AST_ASSERT] = {F(test, NODE, assert_.test), F(msg, NODE, assert_.msg)},
    [AST_IMPORT] = {F(names, LIST, import.names)},
    [AST_IMPORT_FROM] = {F(module, NAME, import_from.module), F(names, LIST, import_from.names),
                         F(level, INT, import_from.level)},
    [AST_GLOBAL] = {F(names, NAMES, global.names)},
    [AST_NONLOCAL] = {F(names, NAMES, global.names)},
    [AST_EXPR] = {F(value, NODE, expr.value)},
    [AST_BOOL_OP] = {F(op, BOOL_OP, bool_op.op), F(values, LIST, bool_op.values)},
    [AST_NAMED_EXPR] = {F(target, NODE, named_expr.target), F(value, NODE, named_expr.value)},
    [AST_BIN_OP] = {F(left, NODE, bin_op.left), F(op, OPERATOR, bin_op.op),
                    F(right, NODE, bin_op.right)},
    [AST_UNARY_OP] = {F(op, UNARY_OP, unary_op.op), F(operand, NODE, unary_op.operand)},
    [AST_LAMBDA] = {F(args, NODE, lambda.args), F(body, NODE, lambda.body)},
    [AST_IF_EXP] = {F(test, NODE, if_exp.test), F(body, NODE, if_exp.body),
                    F(orelse, NODE, if_exp.orelse)},
    [AST_DICT] = {F(keys, LIST, dict.keys), F(values, LIST, dict.values)},
    [AST_SET] = {F(elts, LIST, set.elts)},
    [AST_LIST_COMP] = COMP,
    [AST_SET_COMP] = COMP,
    [AST_GENERATOR_EXP] = COMP,
    [AST_DICT_COMP] = {F(key, NODE, dict_comp.key), F(value, NODE, dict_comp.value),
                       F(generators, LIST, dict_comp.generators)},
    [AST_AWAIT] = {F(value, NODE, await.value)},
    [AST_YIELD] = {F(value, NODE, yield.value)},
    [AST_YIELD_FROM] = {F(value, NODE, yield.value)},
    [AST_COMPARE] = {F(left, NODE, compare.left), F(ops, CMP_OPS, compare.ops),
                     F(comparators, LIST, compare.comparators)},
    [AST_CALL] = {F(func, NODE, call.func), F(args, LIST, call.args),
                  F(keywords, LIST, call.keywords)},
    [AST_FORMATTED_VALUE] = {F(value, NODE, formatted_value.value),
                             F(conversion, INT, formatted_value.conversion),
                             F(format_spec, NODE, formatted_value.format_spec)},
    [AST_INTERPOLATION] = {F(value, NODE, formatted_value.value), F(str, NAME, formatted_value.str),
                           F(conversion, INT, formatted_value.conversion),
                           F(format_spec, NODE, formatted_value.format_spec)},
    [AST_JOINED_STR] = {F(values, LIST, joined_str.values)},
    [AST_TEMPLATE_STR] = {F(values, LIST, template_str.values)},
    [AST_CONSTANT] = {F(value, CONSTANT, constant)},
    [AST_ATTRIBUTE] = {F(value, NODE, attribute.value), F(attr, NAME, attribute.attr),
                       F(ctx, CTX, ctx)},
    [AST_SUBSCRIPT] = {F(value, NODE, subscript.value), F(slice, NODE, subscript.slice),
                       F(ctx, CTX, ctx)},
    [AST_STARRED] = {F(value, NODE, starred.value), F(ctx, CTX, ctx)},
    [AST_NAME] = {F(id, NAME, name.id), F(ctx, CTX, ctx)},
    [AST_LIST] = {F(elts, LIST, list.elts), F(ctx, CTX, ctx)},
    [AST_TUPLE] = {F(elts, LIST, list.elts), F(ctx, CTX, ctx)},
    [AST_SLICE] = {F(lower, NODE, slice.lower), F(upper, NODE, slice.upper),
                   F(step, NODE, slice.step)},
    [AST_COMPREHENSION] = {F(target, NODE, comprehension.target), F(iter, NODE, comprehension.iter),
                           F(ifs, LIST, comprehension.ifs),
                           F(is_async, BOOL, comprehension.is_async)},
    [AST_EXCEPT_HANDLER] = {F(type, NODE, except_handler.type), F(name, NAME, except_handler.name),
                            F(body, LIST, except_handler.body)},
    [AST_ARGUMENTS] = {F(posonlyargs, LIST, arguments.posonlyargs), F(args, LIST, arguments.args),
                       F(vararg, NODE, arguments.vararg), F(kwonlyargs, LIST, arguments.kwonlyargs),
                       F(kw_defaults, LIST, arguments.kw_defaults), F(kwarg, NODE, arguments.kwarg),
                       F(defaults, LIST, arguments.defaults)},
    [AST_ARG] = {F(arg, NAME, arg.arg), F(annotation, NODE, arg.annotation)},
    [AST_KEYWORD] = {F(arg, NAME, keyword.arg), F(value, NODE, keyword.value)},
    [AST_ALIAS] = {F(name, NAME, alias.name), F(asname, NAME, alias.asname)},
    [AST_WITH_ITEM] = {F(context_expr, NODE, with_item.context_expr),
                       F(optional_vars, NODE, with_item.optional_vars)},
    [AST_MATCH_CASE] = {F(pattern, NODE, match_case.pattern), F(guard, NODE, match_case.guard),
                        F(body, LIST, match_case.body)},
    [AST_MATCH_VALUE] = {F(value, NODE, match_value.value)},
    [AST_MATCH_SINGLETON] = {F(value, SINGLETON, match_singleton.value)},
    [AST_MATCH_SEQUENCE] = {F(patterns, LIST, match_sequence.patterns)},
    [AST_MATCH_OR] = {F(patterns, LIST, match_sequence.patterns)},
    [AST_MATCH_MAPPING] = {F(keys, LIST, match_mapping.keys),
                           F(patterns, LIST, match_mapping.patterns),
                           F(rest, NAME, match_mapping.rest)},
    [AST_MATCH_CLASS] = {F(cls, NODE, match_class.cls), F(patterns, LIST, match_class.patterns),
                         F(kwd_attrs, NAMES, match_class.kwd_attrs),
                         F(kwd_patterns, LIST, match_class.kwd_patterns)},
    [AST_MATCH_STAR] = {F(name, NAME, match_star.name)},
    [AST_MATCH_AS] = {F(pattern, NODE, match_as.pattern), F(name, NAME, match_as.name)},
    [AST_TYPE_VAR] = {F(name, NAME, type_param.name), F(bound, NODE, type_param.bound),
                      F_SINCE(default_value, NODE, type_param.default_value, 13)},
    [AST_PARAM_SPEC] = {F(name, NAME, type_param.name),
                        F_SINCE(default_value, NODE, type_param.default_value, 13)},
    [AST_TYPE_VAR_TUPLE] = {F(name, NAME, type_param.name),
                            F_SINCE(default_value, NODE, type_param.default_value, 13)},
};

typedef struct Dumper {
    StrBuf *out;
    DumpStyle style;
    int kind_u; /* whether the next node, a constant, has kind='u'; -1 = as it says itself */
} Dumper;

static void dump_node(Dumper *d, const AstNode *n);

/* Decimal digits of a hexadecimal integer, in chunks of nine. Quadratic, so longer ones (which
 * CPython refuses to print as well) stay hexadecimal. */
static void push_big_int(StrBuf *out, Str text)
{
    enum { CHUNK_BASE = 1000000000, MAX_HEX = 3600, MAX_CHUNKS = 500 };
    if (!str_starts(text, STR("0x")) || text.len > MAX_HEX) {
        strbuf_push(out, text);
        return;
    }
    uint32_t chunks[MAX_CHUNKS];
    size_t n = 0;
    for (size_t i = 2; i < text.len; i++) {
        char c = text.ptr[i];
        uint64_t carry = (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        for (size_t k = 0; k < n; k++) {
            uint64_t v = (uint64_t)chunks[k] * 16 + carry;
            chunks[k] = (uint32_t)(v % CHUNK_BASE);
            carry = v / CHUNK_BASE;
        }
        if (carry) chunks[n++] = (uint32_t)carry;
    }
    strbuf_fmt(out, "%u", chunks[n - 1]);
    for (size_t k = n - 1; k-- > 0;) strbuf_fmt(out, "%09u", chunks[k]);
}

static void push_singleton(StrBuf *out, unsigned type)
{
    strbuf_push_z(out, type == AST_CONST_NONE    ? "None"
                       : type == AST_CONST_TRUE  ? "True"
                       : type == AST_CONST_FALSE ? "False"
                                                 : "Ellipsis");
}

static void push_complex(StrBuf *out, double imag)
{
    repr_float(out, imag);
    Str s = strbuf_view(out);
    if (str_ends(s, STR(".0"))) strbuf_truncate(out, out->len - 2);
    strbuf_push_char(out, 'j');
}

static void dump_constant(Dumper *d, const AstNode *n)
{
    switch ((AstConstantType)n->constant.type) {
    case AST_CONST_INT:
        if (n->constant.is_big)
            push_big_int(d->out, n->constant.text);
        else
            strbuf_fmt(d->out, "%lld", (long long)n->constant.integer);
        break;
    case AST_CONST_FLOAT: repr_float(d->out, n->constant.number); break;
    case AST_CONST_COMPLEX: push_complex(d->out, n->constant.number); break;
    case AST_CONST_STR: repr_str(d->out, n->constant.text); break;
    case AST_CONST_BYTES: repr_bytes(d->out, n->constant.text); break;
    default: push_singleton(d->out, n->constant.type); break;
    }
}

static void dump_list(Dumper *d, AstList list, int kind_u)
{
    strbuf_push_char(d->out, '[');
    for (size_t i = 0; i < list.len; i++) {
        if (i) strbuf_push_z(d->out, ", ");
        d->kind_u = kind_u;
        if (list.items[i])
            dump_node(d, list.items[i]);
        else
            strbuf_push_z(d->out, "None");
    }
    strbuf_push_char(d->out, ']');
}

/* Until 3.11 all constants of a JoinedStr took the prefix of the first literal. */
static int joined_kind_u(const Dumper *d, const AstNode *n)
{
    if (n->kind != AST_JOINED_STR || d->style.minor >= 12 || !n->joined_str.values.len) return -1;
    const AstNode *first = n->joined_str.values.items[0];
    return first->kind == AST_CONSTANT && first->constant.is_u;
}

static void dump_names(Dumper *d, AstNames names)
{
    strbuf_push_char(d->out, '[');
    for (size_t i = 0; i < names.len; i++) {
        if (i) strbuf_push_z(d->out, ", ");
        repr_str(d->out, names.items[i]);
    }
    strbuf_push_char(d->out, ']');
}

static void dump_cmp_ops(Dumper *d, const AstNode *n)
{
    strbuf_push_char(d->out, '[');
    for (size_t i = 0; i < n->compare.comparators.len; i++) {
        if (i) strbuf_push_z(d->out, ", ");
        strbuf_push_z(d->out, ast_cmp_op_name((AstCmpOp)n->compare.ops[i]));
        strbuf_push_z(d->out, "()");
    }
    strbuf_push_char(d->out, ']');
}

/* ast.dump leaves out what is None, and from 3.13 on empty lists. */
static bool is_shown(const Dumper *d, const Field *f, const char *at)
{
    bool empty = d->style.minor < 13;
    if (f->since > d->style.minor) return false;
    switch ((FieldType)f->type) {
    case FIELD_NODE: return *(AstNode *const *)at != NULL;
    case FIELD_NAME: return !str_is_null(*(const Str *)at);
    case FIELD_LIST: return empty || ((const AstList *)at)->len;
    case FIELD_NAMES: return empty || ((const AstNames *)at)->len;
    case FIELD_NO_TYPE_IGNORES: return empty;
    default: return true;
    }
}

static void push_call(Dumper *d, const char *name)
{
    strbuf_push_z(d->out, name);
    strbuf_push_z(d->out, "()");
}

static void dump_field(Dumper *d, const Field *f, const AstNode *n)
{
    static const char *const contexts[] = {"Load", "Store", "Del"};
    static const char *const unary[] = {"Invert", "Not", "UAdd", "USub"};
    const char *at = (const char *)n + f->offset;
    switch ((FieldType)f->type) {
    case FIELD_NODE: dump_node(d, *(AstNode *const *)at); break;
    case FIELD_LIST: dump_list(d, *(const AstList *)at, joined_kind_u(d, n)); break;
    case FIELD_NAME: repr_str(d->out, *(const Str *)at); break;
    case FIELD_NAMES: dump_names(d, *(const AstNames *)at); break;
    case FIELD_CTX: push_call(d, contexts[n->ctx]); break;
    case FIELD_INT: strbuf_fmt(d->out, "%d", *(const int *)at); break;
    case FIELD_BOOL: strbuf_push_char(d->out, *(const bool *)at ? '1' : '0'); break;
    case FIELD_CONSTANT: dump_constant(d, n); break;
    case FIELD_SINGLETON: push_singleton(d->out, n->match_singleton.value); break;
    case FIELD_BOOL_OP: push_call(d, n->bool_op.op == AST_AND ? "And" : "Or"); break;
    case FIELD_OPERATOR: push_call(d, ast_operator_name(*(const AstOperator *)at)); break;
    case FIELD_UNARY_OP: push_call(d, unary[n->unary_op.op]); break;
    case FIELD_CMP_OPS: dump_cmp_ops(d, n); break;
    case FIELD_NO_TYPE_IGNORES: strbuf_push_z(d->out, "[]"); break;
    }
}

/* ast's columns count bytes from the line start. */
static void dump_position(Dumper *d, uint32_t offset, const char *prefix, bool *first)
{
    SourceFile *f = d->style.positions;
    size_t line = source_line(f, offset);
    strbuf_fmt(d->out, "%s%slineno=%zu, %scol_offset=%u", *first ? "" : ", ", prefix, line, prefix,
               (unsigned)(offset - f->line_starts[line - 1]));
    *first = false;
}

static bool has_position(const AstNode *n)
{
    switch ((AstKind)n->kind) {
    case AST_MODULE:
    case AST_EXPRESSION:
    case AST_COMPREHENSION:
    case AST_ARGUMENTS:
    case AST_WITH_ITEM:
    case AST_MATCH_CASE: return false;
    default: return true;
    }
}

static void dump_node(Dumper *d, const AstNode *n)
{
    bool kind_u = n->kind == AST_CONSTANT && (d->kind_u < 0 ? n->constant.is_u : d->kind_u);
    d->kind_u = -1;
    strbuf_push_z(d->out, ast_kind_name((AstKind)n->kind));
    strbuf_push_char(d->out, '(');
    bool first = true;
    for (const Field *f = fields[n->kind]; f < fields[n->kind] + MAX_FIELDS && f->name; f++) {
        if (!is_shown(d, f, (const char *)n + f->offset)) continue;
        if (!first) strbuf_push_z(d->out, ", ");
        first = false;
        strbuf_push_z(d->out, f->name);
        strbuf_push_char(d->out, '=');
        dump_field(d, f, n);
    }
    if (kind_u) strbuf_push_z(d->out, ", kind='u'");
    if (d->style.positions && has_position(n)) {
        dump_position(d, n->span.start, "", &first);
        dump_position(d, n->span.end, "end_", &first);
    }
    strbuf_push_char(d->out, ')');
}

void dump_ast(StrBuf *out, const AstNode *root, DumpStyle style)
{
    Dumper d = {out, style, -1};
    dump_node(&d, root);
}
