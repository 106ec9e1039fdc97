/* Expressions, targets of assignment and deletion. */
#include "eval/compile.h"

static bool has_starred(AstList l)
{
    for (size_t i = 0; i < l.len; i++)
        if (l.items[i]->kind == AST_STARRED) return true;
    return false;
}

static void each(Compiler *c, AstList l)
{
    for (size_t i = 0; i < l.len; i++) compile_expr(c, l.items[i]);
}

/* A list (or set) with *parts, built item by item. */
static void starred_items(Compiler *c, AstList l, Opcode build, Opcode add, Opcode extend)
{
    compile_emit(c, build, 0);
    for (size_t i = 0; i < l.len; i++) {
        const AstNode *n = l.items[i];
        bool star = n->kind == AST_STARRED;
        compile_expr(c, star ? n->starred.value : n);
        compile_emit(c, star ? extend : add, 1);
    }
}

static void compile_list(Compiler *c, const AstNode *n)
{
    AstList l = n->list.elts;
    /* Long displays are built in steps so that the operand stack stays small. */
    enum { DISPLAY_MAX = 64 };
    if (n->kind == AST_SET) {
        if (has_starred(l) || l.len > DISPLAY_MAX) {
            starred_items(c, l, OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE);
        } else {
            each(c, l);
            compile_emit(c, OP_BUILD_SET, (uint32_t)l.len);
        }
        return;
    }
    if (has_starred(l) || l.len > DISPLAY_MAX) {
        starred_items(c, l, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND);
        if (n->kind == AST_TUPLE) compile_op(c, OP_LIST_TO_TUPLE);
        return;
    }
    each(c, l);
    compile_emit(c, n->kind == AST_TUPLE ? OP_BUILD_TUPLE : OP_BUILD_LIST, (uint32_t)l.len);
}

static void compile_dict(Compiler *c, const AstNode *n)
{
    compile_emit(c, OP_BUILD_DICT, 0);
    for (size_t i = 0; i < n->dict.values.len; i++) {
        const AstNode *key = n->dict.keys.items[i];
        if (key) compile_expr(c, key);
        compile_expr(c, n->dict.values.items[i]);
        compile_emit(c, key ? OP_DICT_ADD : OP_DICT_UPDATE, 1);
    }
}

static void compile_constant(Compiler *c, const AstNode *n)
{
    Eval *ev = c->ev;
    Value v = value_none();
    switch (n->constant.type) {
    case AST_CONST_TRUE: v = value_bool(true); break;
    case AST_CONST_FALSE: v = value_bool(false); break;
    case AST_CONST_ELLIPSIS: v = object_ellipsis(ev); break;
    case AST_CONST_INT:
        if (!n->constant.is_big)
            v = value_int(n->constant.integer);
        else if (!number_parse_literal(ev, n->constant.text, &v))
            compile_fail(c, n, "invalid number");
        break;
    case AST_CONST_FLOAT: v = value_float(n->constant.number); break;
    case AST_CONST_COMPLEX: compile_fail(c, n, "complex numbers are not supported"); break;
    case AST_CONST_STR: v = compile_str(c, n->constant.text); break;
    case AST_CONST_BYTES: v = value_bytes(ev, n->constant.text); break;
    default: break;
    }
    compile_const(c, v);
}

static void compile_bool_op(Compiler *c, const AstNode *n)
{
    Opcode op = n->bool_op.op == AST_AND ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    Jumps ends = {0};
    for (size_t i = 0; i < n->bool_op.values.len; i++) {
        compile_expr(c, n->bool_op.values.items[i]);
        if (i + 1 < n->bool_op.values.len) VEC_PUSH(&c->arena, &ends, compile_jump(c, op));
    }
    compile_patch_all(c, &ends);
}

static void compare_op(Compiler *c, AstCmpOp op)
{
    switch (op) {
    case AST_IS: compile_op(c, OP_IS); break;
    case AST_IS_NOT: compile_op(c, OP_IS_NOT); break;
    case AST_IN: compile_op(c, OP_IN); break;
    case AST_NOT_IN: compile_op(c, OP_NOT_IN); break;
    default: {
        static const Operator map[] = {
            [AST_EQ] = OPERATOR_EQ,   [AST_NOT_EQ] = OPERATOR_NE, [AST_LT] = OPERATOR_LT,
            [AST_LT_E] = OPERATOR_LE, [AST_GT] = OPERATOR_GT,     [AST_GT_E] = OPERATOR_GE,
        };
        compile_emit(c, OP_COMPARE, map[op]);
    }
    }
}

static void compile_compare(Compiler *c, const AstNode *n)
{
    size_t last = n->compare.comparators.len - 1;
    Jumps out = {0};
    compile_expr(c, n->compare.left);
    for (size_t i = 0; i < last; i++) {
        compile_expr(c, n->compare.comparators.items[i]);
        /* a < b < c: b is kept below the result. */
        compile_op(c, OP_DUP);
        compile_op(c, OP_ROT3);
        compare_op(c, n->compare.ops[i]);
        VEC_PUSH(&c->arena, &out, compile_jump(c, OP_JUMP_IF_FALSE_OR_POP));
    }
    compile_expr(c, n->compare.comparators.items[last]);
    c->u->span = n->span;
    compare_op(c, n->compare.ops[last]);
    if (!out.len) return;
    uint32_t end = compile_jump(c, OP_JUMP);
    compile_patch_all(c, &out);
    c->u->depth++;
    compile_op(c, OP_SWAP);
    compile_op(c, OP_POP);
    compile_patch(c, end);
}

static bool has_double_star(AstList keywords)
{
    for (size_t i = 0; i < keywords.len; i++)
        if (str_is_null(keywords.items[i]->keyword.arg)) return true;
    return false;
}

/* Operands: callee, receiver or unset; then a list and a dict. */
static void call_expanded(Compiler *c, const AstNode *n)
{
    starred_items(c, n->call.args, OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND);
    AstList kw = n->call.keywords;
    if (kw.len == 0)
        compile_op(c, OP_PUSH_UNSET);
    else
        compile_emit(c, OP_BUILD_DICT, 0);
    for (size_t i = 0; i < kw.len; i++) {
        Str name = kw.items[i]->keyword.arg;
        if (!str_is_null(name)) compile_const(c, compile_str(c, name));
        if (!str_is_null(name)) {
            compile_expr(c, kw.items[i]->keyword.value);
            compile_emit(c, OP_DICT_ADD, 1);
        } else {
            compile_expr(c, kw.items[i]->keyword.value);
            compile_op(c, OP_DICT_MERGE);
        }
    }
    c->u->span = n->span;
    compile_op(c, OP_CALL_EX);
}

static void compile_call(Compiler *c, const AstNode *n)
{
    const AstNode *f = n->call.func;
    if (f->kind == AST_ATTRIBUTE) {
        compile_expr(c, f->attribute.value);
        c->u->span = f->span;
        Str name = symbols_mangle(c->u->scope, &c->arena, f->attribute.attr);
        compile_emit(c, OP_LOAD_METHOD, compile_name_index(c, name));
    } else {
        compile_expr(c, f);
        compile_op(c, OP_PUSH_UNSET);
    }
    AstList args = n->call.args, kw = n->call.keywords;
    enum { PLAIN_MAX = 200 };
    if (has_starred(args) || has_double_star(kw) || args.len + kw.len > PLAIN_MAX) {
        call_expanded(c, n);
        return;
    }
    each(c, args);
    if (kw.len == 0) {
        c->u->span = n->span;
        compile_emit(c, OP_CALL, (uint32_t)args.len);
        return;
    }
    Value names = value_of(object_tuple_new(c->ev, kw.len));
    uint32_t at = compile_const_index(c, names);
    for (size_t i = 0; i < kw.len; i++) {
        Value name = compile_str(c, kw.items[i]->keyword.arg);
        for (size_t k = 0; k < i; k++)
            if (value_is(OBJECT_AS(TupleObject, names)->items[k], name))
                compile_fail(c, kw.items[i], "keyword argument repeated: %.*s",
                             STR_ARG(kw.items[i]->keyword.arg));
        OBJECT_AS(TupleObject, names)->items[i] = name;
        compile_expr(c, kw.items[i]->keyword.value);
    }
    compile_emit(c, OP_LOAD_CONST, at);
    c->u->span = n->span;
    compile_emit(c, OP_CALL_KW, (uint32_t)(args.len + kw.len));
}

static void compile_joined(Compiler *c, const AstNode *n)
{
    AstList l = n->joined_str.values;
    for (size_t i = 0; i < l.len; i++) {
        const AstNode *v = l.items[i];
        if (v->kind == AST_CONSTANT) {
            compile_constant(c, v);
            continue;
        }
        compile_expr(c, v->formatted_value.value);
        uint32_t how = v->formatted_value.conversion == 's'   ? FORMAT_STR
                       : v->formatted_value.conversion == 'r' ? FORMAT_REPR
                       : v->formatted_value.conversion == 'a' ? FORMAT_ASCII
                                                              : 0;
        if (v->formatted_value.format_spec) {
            compile_expr(c, v->formatted_value.format_spec);
            how |= FORMAT_SPEC;
        }
        c->u->span = v->span;
        compile_emit(c, OP_FORMAT_VALUE, how);
    }
    compile_emit(c, OP_BUILD_STRING, (uint32_t)l.len);
}

static void slice_part(Compiler *c, const AstNode *n)
{
    if (n)
        compile_expr(c, n);
    else
        compile_const(c, value_none());
}

static void compile_if_exp(Compiler *c, const AstNode *n)
{
    Jumps otherwise = {0};
    compile_condition(c, n->if_exp.test, false, &otherwise);
    uint32_t depth = c->u->depth;
    compile_expr(c, n->if_exp.body);
    uint32_t end = compile_jump(c, OP_JUMP);
    compile_patch_all(c, &otherwise);
    c->u->depth = depth;
    compile_expr(c, n->if_exp.orelse);
    compile_patch(c, end);
}

static void compile_unary(Compiler *c, const AstNode *n)
{
    static const Operator map[] = {
        [AST_INVERT] = OPERATOR_INVERT, [AST_UADD] = OPERATOR_POS, [AST_USUB] = OPERATOR_NEG};
    compile_expr(c, n->unary_op.operand);
    c->u->span = n->span;
    if (n->unary_op.op == AST_NOT)
        compile_op(c, OP_NOT);
    else
        compile_emit(c, OP_UNARY, map[n->unary_op.op]);
}

static void compile_yield(Compiler *c, const AstNode *n)
{
    if (c->u->scope->comprehension) {
        compile_fail(c, n, "'yield' inside list comprehension");
        return;
    }
    if (n->yield.value)
        compile_expr(c, n->yield.value);
    else
        compile_const(c, value_none());
    c->u->span = n->span;
    if (n->kind == AST_YIELD) {
        compile_op(c, OP_YIELD);
        return;
    }
    compile_op(c, OP_GET_YIELD_FROM);
    compile_const(c, value_none());
    compile_op(c, OP_YIELD_FROM);
}

void compile_condition(Compiler *c, const AstNode *n, bool when, Jumps *jumps)
{
    while (n->kind == AST_UNARY_OP && n->unary_op.op == AST_NOT) {
        n = n->unary_op.operand;
        when = !when;
    }
    compile_expr(c, n);
    c->u->span = n->span;
    VEC_PUSH(&c->arena, jumps, compile_jump(c, when ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE));
}

static void compile_node(Compiler *c, const AstNode *n)
{
    switch (n->kind) {
    case AST_BOOL_OP: compile_bool_op(c, n); break;
    case AST_NAMED_EXPR:
        compile_expr(c, n->named_expr.value);
        compile_op(c, OP_DUP);
        compile_store(c, n->named_expr.target);
        break;
    case AST_BIN_OP:
        compile_expr(c, n->bin_op.left);
        compile_expr(c, n->bin_op.right);
        c->u->span = n->span;
        compile_emit(c, OP_BINARY, compile_operator(n->bin_op.op));
        break;
    case AST_UNARY_OP: compile_unary(c, n); break;
    case AST_LAMBDA: compile_lambda(c, n); break;
    case AST_IF_EXP: compile_if_exp(c, n); break;
    case AST_DICT: compile_dict(c, n); break;
    case AST_SET:
    case AST_LIST:
    case AST_TUPLE: compile_list(c, n); break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP: compile_comprehension(c, n); break;
    case AST_AWAIT:
        compile_expr(c, n->await.value);
        c->u->span = n->span;
        compile_op(c, OP_AWAIT);
        break;
    case AST_YIELD:
    case AST_YIELD_FROM: compile_yield(c, n); break;
    case AST_COMPARE: compile_compare(c, n); break;
    case AST_CALL: compile_call(c, n); break;
    case AST_JOINED_STR: compile_joined(c, n); break;
    case AST_CONSTANT: compile_constant(c, n); break;
    case AST_ATTRIBUTE:
        compile_expr(c, n->attribute.value);
        c->u->span = n->span;
        compile_emit(
            c, OP_LOAD_ATTR,
            compile_name_index(c, symbols_mangle(c->u->scope, &c->arena, n->attribute.attr)));
        break;
    case AST_SUBSCRIPT:
        compile_expr(c, n->subscript.value);
        compile_expr(c, n->subscript.slice);
        c->u->span = n->span;
        compile_op(c, OP_GETITEM);
        break;
    case AST_STARRED: compile_fail(c, n, "can't use starred expression here"); break;
    case AST_NAME: compile_name_op(c, n->name.id, AST_LOAD); break;
    case AST_SLICE:
        slice_part(c, n->slice.lower);
        slice_part(c, n->slice.upper);
        slice_part(c, n->slice.step);
        compile_op(c, OP_BUILD_SLICE);
        break;
    default: compile_fail(c, n, "%s is not supported", ast_kind_name((AstKind)n->kind)); break;
    }
}

void compile_expr(Compiler *c, const AstNode *n)
{
    if (c->failed) return;
    Span span = c->u->span;
    c->u->span = n->span;
    compile_node(c, n);
    c->u->span = span;
}

/* ---- targets ---- */

static void store_sequence(Compiler *c, const AstNode *n)
{
    AstList l = n->list.elts;
    size_t star = l.len;
    for (size_t i = 0; i < l.len; i++) {
        if (l.items[i]->kind != AST_STARRED) continue;
        if (star < l.len) compile_fail(c, n, "multiple starred expressions in assignment");
        star = i;
    }
    enum { TARGETS_MAX = 0xfff }; /* two counts share an argument */
    if (l.len > TARGETS_MAX)
        compile_fail(c, n, "too many expressions in star-unpacking assignment");
    if (star == l.len)
        compile_emit(c, OP_UNPACK, (uint32_t)l.len);
    else
        compile_emit(c, OP_UNPACK_EX, (uint32_t)(star | (l.len - star - 1) << 12));
    for (size_t i = 0; i < l.len; i++) {
        const AstNode *t = l.items[i];
        compile_store(c, t->kind == AST_STARRED ? t->starred.value : t);
    }
}

void compile_store(Compiler *c, const AstNode *t)
{
    if (c->failed) return;
    Span span = c->u->span;
    switch (t->kind) {
    case AST_NAME: compile_name_op(c, t->name.id, AST_STORE); break;
    case AST_ATTRIBUTE:
        compile_expr(c, t->attribute.value);
        c->u->span = t->span;
        compile_emit(
            c, OP_STORE_ATTR,
            compile_name_index(c, symbols_mangle(c->u->scope, &c->arena, t->attribute.attr)));
        break;
    case AST_SUBSCRIPT:
        compile_expr(c, t->subscript.value);
        compile_expr(c, t->subscript.slice);
        c->u->span = t->span;
        compile_op(c, OP_SETITEM);
        break;
    case AST_LIST:
    case AST_TUPLE:
        c->u->span = t->span;
        store_sequence(c, t);
        break;
    case AST_STARRED:
        compile_fail(c, t, "starred assignment target must be in a list or tuple");
        break;
    default: compile_fail(c, t, "cannot assign to %s", ast_kind_name((AstKind)t->kind)); break;
    }
    c->u->span = span;
}

void compile_delete(Compiler *c, const AstNode *t)
{
    switch (t->kind) {
    case AST_NAME: compile_name_op(c, t->name.id, AST_DEL); break;
    case AST_ATTRIBUTE:
        compile_expr(c, t->attribute.value);
        compile_emit(
            c, OP_DELETE_ATTR,
            compile_name_index(c, symbols_mangle(c->u->scope, &c->arena, t->attribute.attr)));
        break;
    case AST_SUBSCRIPT:
        compile_expr(c, t->subscript.value);
        compile_expr(c, t->subscript.slice);
        compile_op(c, OP_DELITEM);
        break;
    case AST_LIST:
    case AST_TUPLE:
        for (size_t i = 0; i < t->list.elts.len; i++) compile_delete(c, t->list.elts.items[i]);
        break;
    default: compile_fail(c, t, "cannot delete %s", ast_kind_name((AstKind)t->kind)); break;
    }
}
