/* The match statement.
 *
 * What a pattern looks at lies in nameless slots, so that a failed test jumps away with the
 * operand stack as it was. Captures are collected in slots too and bound when the whole pattern
 * has matched. */
#include "eval/compile.h"

typedef struct Capture {
    Str name;
    uint32_t temp;
} Capture;

typedef struct Matcher {
    Jumps fails;
    VEC(Capture) captures;
} Matcher;

static void pattern(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject);

static void fail_unless(Compiler *c, Matcher *m)
{
    VEC_PUSH(&c->arena, &m->fails, compile_jump(c, OP_POP_JUMP_IF_FALSE));
}

static void load(Compiler *c, uint32_t temp) { compile_emit(c, OP_LOAD_TEMP, temp); }

static uint32_t store_new(Compiler *c)
{
    uint32_t t = compile_temp(c);
    compile_emit(c, OP_STORE_TEMP, t);
    return t;
}

static void capture(Compiler *c, Matcher *m, const AstNode *p, Str name, uint32_t temp)
{
    if (str_is_null(name)) return;
    for (size_t i = 0; i < m->captures.len; i++)
        if (str_eq(m->captures.items[i].name, name))
            compile_fail(c, p, "multiple assignments to name '%.*s' in pattern", STR_ARG(name));
    VEC_PUSH(&c->arena, &m->captures, (Capture){name, temp});
}

static void sequence(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject)
{
    AstList l = p->match_sequence.patterns;
    size_t star = l.len;
    for (size_t i = 0; i < l.len; i++) {
        if (l.items[i]->kind != AST_MATCH_STAR) continue;
        if (star < l.len) compile_fail(c, p, "multiple starred expressions in sequence pattern");
        star = i;
    }
    load(c, subject);
    compile_op(c, OP_MATCH_SEQUENCE);
    fail_unless(c, m);
    load(c, subject);
    compile_op(c, OP_GET_LEN);
    compile_const(c, value_int((int64_t)(star < l.len ? l.len - 1 : l.len)));
    compile_emit(c, OP_COMPARE, star < l.len ? OPERATOR_GE : OPERATOR_EQ);
    fail_unless(c, m);
    for (size_t i = 0; i < l.len; i++) {
        const AstNode *item = l.items[i];
        bool wildcard = item->kind == AST_MATCH_AS && !item->match_as.pattern &&
                        str_is_null(item->match_as.name);
        if (wildcard || (i == star && str_is_null(item->match_star.name))) continue;
        load(c, subject);
        if (i == star) {
            compile_emit(c, OP_MATCH_REST, (uint32_t)(i | (l.len - i - 1) << 12));
            capture(c, m, item, item->match_star.name, store_new(c));
            continue;
        }
        compile_const(c, value_int(i < star ? (int64_t)i : (int64_t)i - (int64_t)l.len));
        compile_op(c, OP_GETITEM);
        pattern(c, m, item, store_new(c));
    }
}

static void mapping(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject)
{
    AstList keys = p->match_mapping.keys;
    load(c, subject);
    compile_op(c, OP_MATCH_MAPPING);
    fail_unless(c, m);
    for (size_t i = 0; i < keys.len; i++) {
        load(c, subject);
        compile_expr(c, keys.items[i]);
        compile_op(c, OP_MATCH_KEY);
        uint32_t found = compile_temp(c);
        uint32_t value = compile_temp(c);
        compile_emit(c, OP_STORE_TEMP, found);
        compile_emit(c, OP_STORE_TEMP, value);
        load(c, found);
        fail_unless(c, m);
        pattern(c, m, p->match_mapping.patterns.items[i], value);
    }
    if (str_is_null(p->match_mapping.rest)) return;
    load(c, subject);
    for (size_t i = 0; i < keys.len; i++) compile_expr(c, keys.items[i]);
    compile_emit(c, OP_BUILD_TUPLE, (uint32_t)keys.len);
    compile_op(c, OP_MATCH_MAP_REST);
    capture(c, m, p, p->match_mapping.rest, store_new(c));
}

static void class_pattern(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject)
{
    compile_expr(c, p->match_class.cls);
    uint32_t cls = store_new(c);
    load(c, subject);
    load(c, cls);
    compile_op(c, OP_MATCH_CLASS);
    fail_unless(c, m);
    size_t positional = p->match_class.patterns.len;
    for (size_t i = 0; i < positional + p->match_class.kwd_patterns.len; i++) {
        load(c, subject);
        if (i < positional) {
            load(c, cls);
            compile_emit(c, OP_MATCH_POS, (uint32_t)(i | positional << 12));
        } else {
            compile_emit(c, OP_MATCH_ATTR,
                         compile_name_index(c, p->match_class.kwd_attrs.items[i - positional]));
        }
        uint32_t found = compile_temp(c);
        uint32_t value = compile_temp(c);
        compile_emit(c, OP_STORE_TEMP, found);
        compile_emit(c, OP_STORE_TEMP, value);
        load(c, found);
        fail_unless(c, m);
        pattern(c, m,
                i < positional ? p->match_class.patterns.items[i]
                               : p->match_class.kwd_patterns.items[i - positional],
                value);
    }
}

/* Alternatives bind the same names; each copies its captures to the slots of the first. */
static void alternatives(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject)
{
    AstList l = p->match_sequence.patterns;
    Jumps done = {0};
    Matcher first = {0};
    for (size_t i = 0; i < l.len; i++) {
        Matcher alt = {0};
        pattern(c, &alt, l.items[i], subject);
        if (i == 0) {
            first = alt;
        } else if (alt.captures.len != first.captures.len) {
            compile_fail(c, p, "alternative patterns bind different names");
        }
        for (size_t k = 0; i > 0 && k < alt.captures.len; k++) {
            bool same = false;
            for (size_t j = 0; j < first.captures.len; j++) {
                if (!str_eq(first.captures.items[j].name, alt.captures.items[k].name)) continue;
                same = true;
                load(c, alt.captures.items[k].temp);
                compile_emit(c, OP_STORE_TEMP, first.captures.items[j].temp);
            }
            if (!same) compile_fail(c, p, "alternative patterns bind different names");
        }
        VEC_PUSH(&c->arena, &done, compile_jump(c, OP_JUMP));
        compile_patch_all(c, &alt.fails);
    }
    VEC_PUSH(&c->arena, &m->fails, compile_jump(c, OP_JUMP));
    compile_patch_all(c, &done);
    for (size_t k = 0; k < first.captures.len; k++)
        capture(c, m, p, first.captures.items[k].name, first.captures.items[k].temp);
}

static void singleton(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject)
{
    AstConstantType t = p->match_singleton.value;
    load(c, subject);
    compile_const(c, t == AST_CONST_NONE ? value_none() : value_bool(t == AST_CONST_TRUE));
    compile_op(c, OP_IS);
    fail_unless(c, m);
}

static void pattern(Compiler *c, Matcher *m, const AstNode *p, uint32_t subject)
{
    if (c->failed) return;
    c->u->span = p->span;
    switch (p->kind) {
    case AST_MATCH_VALUE:
        load(c, subject);
        compile_expr(c, p->match_value.value);
        compile_emit(c, OP_COMPARE, OPERATOR_EQ);
        fail_unless(c, m);
        break;
    case AST_MATCH_SINGLETON: singleton(c, m, p, subject); break;
    case AST_MATCH_SEQUENCE: sequence(c, m, p, subject); break;
    case AST_MATCH_MAPPING: mapping(c, m, p, subject); break;
    case AST_MATCH_CLASS: class_pattern(c, m, p, subject); break;
    case AST_MATCH_OR: alternatives(c, m, p, subject); break;
    case AST_MATCH_AS:
        if (p->match_as.pattern) pattern(c, m, p->match_as.pattern, subject);
        capture(c, m, p, p->match_as.name, subject);
        break;
    default: compile_fail(c, p, "unexpected pattern"); break;
    }
}

void compile_match(Compiler *c, const AstNode *n)
{
    uint32_t temps = c->u->temps;
    Jumps ends = {0};
    compile_expr(c, n->match.subject);
    uint32_t subject = store_new(c);
    for (size_t i = 0; i < n->match.cases.len; i++) {
        const AstNode *k = n->match.cases.items[i];
        Matcher m = {0};
        pattern(c, &m, k->match_case.pattern, subject);
        for (size_t j = 0; j < m.captures.len; j++) {
            load(c, m.captures.items[j].temp);
            compile_name_op(c, m.captures.items[j].name, AST_STORE);
        }
        if (k->match_case.guard) compile_condition(c, k->match_case.guard, false, &m.fails);
        compile_body(c, k->match_case.body);
        VEC_PUSH(&c->arena, &ends, compile_jump(c, OP_JUMP));
        compile_patch_all(c, &m.fails);
    }
    compile_patch_all(c, &ends);
    c->u->temps = temps;
}
