#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support.h"

#define PRINTS(text, printed)                                                                      \
    do {                                                                                           \
        TestHost fresh = {0};                                                                      \
        support_open(&fresh);                                                                      \
        support_expect(&fresh, text, printed);                                                     \
        support_close(&fresh);                                                                     \
    } while (0)

static void fails_with(const TestHost *like, const char *text, ErrCode code, const char *kind,
                       const char *part, size_t line)
{
    TestHost h = *like;
    support_open(&h);
    assert_false(support_run(&h, text));
    Str shown = h.err.message;
    if (!str_contains(shown, str_z(part))) fail_msg("%.*s lacks %s", STR_ARG(shown), part);
    assert_int_equal(h.err.code, code);
    if (kind) assert_true(str_eq_z(h.err.kind, kind));
    assert_non_null(h.err.pos.file);
    size_t at = source_line(h.err.pos.file, h.err.pos.span.start);
    if (at != line) fail_msg("%s\nline %zu, not %zu: %.*s", text, at, line, STR_ARG(shown));
    support_close(&h);
}

static void test_errors(void **state)
{
    TestHost h = {0};
    fails_with(&h, "x = 1\ny = x.nope\n", ERR_SCRIPT, "AttributeError",
               "'int' object has no attribute 'nope'", 2);
    fails_with(&h, "def f():\n    return 1 / 0\n\nf()\n", ERR_SCRIPT, "ZeroDivisionError",
               "division by zero", 2);
    fails_with(&h, "class E(Exception): pass\n\nraise E('mine')\n", ERR_SCRIPT, "E", "mine", 3);
    fails_with(&h, "x = (1\n", ERR_SYNTAX, NULL, "never closed", 1);
    fails_with(&h, "\nreturn 5\n", ERR_SYNTAX, NULL, "'return' outside function", 2);
    fails_with(&h, "for i in range(3):\n    pass\nbreak\n", ERR_SYNTAX, NULL,
               "'break' outside loop", 3);
    fails_with(&h, "def f(a, a): pass\n", ERR_SYNTAX, NULL, "duplicate argument 'a'", 1);
    fails_with(&h, "def f():\n    nonlocal q\n", ERR_SYNTAX, NULL,
               "no binding for nonlocal 'q' found", 2);
    fails_with(&h, "f(a=1, a=2)\n", ERR_SYNTAX, NULL, "keyword argument repeated: a", 1);
}

static void test_unknown(void **state)
{
    TestHost h = {0};
    PRINTS("import nowhere\n"
           "x = nowhere.a.b(1)[2] + 3\n"
           "@nowhere.deco\n"
           "def f(): pass\n"
           "class C(nowhere.Base, metaclass=nowhere.Meta):\n"
           "    y = 1\n"
           "c = C(5).method()\n"
           "with nowhere.ctx() as v: w = v.z\n"
           "nowhere.settings.x = 4\n"
           "f = f'{nowhere.a}-{1:>{nowhere.w}}' + '%s' % nowhere.b + ', "
           "'.join(['{}'.format(nowhere.c)])\n"
           "print('fine')\n",
           "fine\n");
    fails_with(&h, "import nowhere\nif nowhere.flag: pass\n", ERR_UNKNOWN, NULL,
               "the value of 'nowhere.flag' is not known, but a condition needs it: it comes from "
               "module 'nowhere'",
               2);
    fails_with(&h, "from nowhere import x\nfor i in x: pass\n", ERR_UNKNOWN, NULL, "a loop", 2);
    /* No except clause hides it. */
    fails_with(&h,
               "import nowhere\ntry:\n    f'{nowhere.x}'[0] in 'a'\nexcept Exception:\n    pass\n",
               ERR_UNKNOWN, NULL, "the left side of 'in'", 3);
    PRINTS("try:\n    import nowhere\nexcept ImportError as e:\n    print(e)\n",
           "No module named 'nowhere'\n");
    PRINTS("def load():\n    import nowhere\n    return nowhere\n"
           "try:\n    load()\nexcept Exception as e:\n    print(type(e).__name__)\n",
           "ModuleNotFoundError\n");
}

/* As from Python 3.14 on: what is not there yet is asked for by nobody. */
static void test_annotations(void **state)
{
    PRINTS("from typing import Optional, List\n"
           "def f(a: Later, b: 'X' = 1, *c: List[Nope], d: int = 2) -> Optional[Other]:\n"
           "    return a\n"
           "class A:\n"
           "    x: list[B]\n"
           "    y: Optional[C] = None\n"
           "    z: nowhere.at.all = 5\n"
           "w: Whatever = 5\n"
           "print(f(1), f.__annotations__)\n"
           "print(A.__annotations__, A.y, A.z, w)\n",
           "1 {'a': 'Later', 'b': 'X', 'c': 'List[Nope]', 'd': <class 'int'>, "
           "'return': 'Optional[Other]'}\n"
           "{'x': 'list[B]', 'y': 'Optional[C]', 'z': 'nowhere.at.all'} None 5 5\n");
    TestHost h = {0};
    fails_with(&h, "class A:\n    x: 1 / 0\n", ERR_SCRIPT, "ZeroDivisionError",
               "division by zero", 2);
}

static void test_budgets(void **state)
{
    TestHost steps = {.budget.steps = 100000}, bytes = {.budget.bytes = 4 << 20}, deep = {0};
    fails_with(&steps, "while True:\n    pass\n", ERR_BUDGET, NULL, "steps", 1);
    fails_with(&bytes, "x = []\nwhile True:\n    x.append([1, 2])\n", ERR_BUDGET, NULL, "memory",
               2);
    fails_with(&deep, "def f():\n    return f()\nf()\n", ERR_SCRIPT, "RecursionError",
               "maximum recursion depth exceeded", 2);
    fails_with(&deep, "class A:\n    def __eq__(self, o): return self == o\nA() == 1\n", ERR_SCRIPT,
               "RecursionError", "maximum recursion depth", 2);
    fails_with(&deep, "def g():\n    yield from g()\nlist(g())\n", ERR_SCRIPT, "RecursionError",
               "maximum recursion", 2);
}

/* Garbage in cycles must go away while the script runs: live bytes stay far below what is made. */
static void test_collects_cycles(void **state)
{
    TestHost h = {.budget.bytes = 16 << 20};
    support_open(&h);
    support_expect(&h,
                   "class N: pass\n"
                   "for i in range(200000):\n"
                   "    n = N()\n"
                   "    n.me = [n, i]\n"
                   "print(n.me[1])\n",
                   "199999\n");
    support_close(&h);
}

/* ---- native classes ---- */

typedef struct BoxData {
    Value item;
    int64_t count;
} BoxData;

typedef struct DeepData {
    int64_t level;
} DeepData;

static int finalized;
static const NativeClass box_class, deep_class;

static bool box_init(Eval *ev, Value self, Args *a)
{
    BoxData *b = value_payload(self, &box_class);
    b->item = a->v[0];
    return value_as_int(a->v[1], &b->count);
}

static bool box_item(Eval *ev, Args *a, Value *out)
{
    *out = ((BoxData *)value_payload(a->self, &box_class))->item;
    return true;
}

static bool box_apply(Eval *ev, Args *a, Value *out)
{
    BoxData *b = value_payload(a->self, &box_class);
    return eval_call(ev, a->v[0], &b->item, 1, a->v[1], out);
}

static bool box_make(Eval *ev, Args *a, Value *out)
{
    Value args[] = {a->v[0]};
    return eval_call(ev, a->self, args, 1, value_unset(), out);
}

static bool box_length(Eval *ev, Value self, int64_t *out)
{
    *out = ((BoxData *)value_payload(self, &box_class))->count;
    return true;
}

static bool box_binary(Eval *ev, Operator op, Value left, Value right, Value *out)
{
    if (op != OPERATOR_ADD && op != OPERATOR_EQ) return true;
    bool reflected = !value_is_native(ev, left, &box_class);
    *out =
        value_str_fmt(ev, "%s%s", op == OPERATOR_ADD ? "add" : "eq", reflected ? " reflected" : "");
    return true;
}

static bool box_getattr(Eval *ev, Value self, Str name, Value *out)
{
    if (str_starts(name, STR("dyn_"))) *out = value_str(ev, name);
    return true;
}

static bool box_init_subclass(Eval *ev, Class *cls, Value kw)
{
    value_dict_put_z(ev, class_namespace(cls), "made", value_int((int64_t)value_dict_len(kw)));
    return true;
}

static void box_traverse(void *payload, GcVisitor *gc) { gc_visit(gc, ((BoxData *)payload)->item); }
static void box_finalize(void *payload) { finalized++; }

static const NativeClass box_class = {
    .name = "Box",
    .module = "boxes",
    .payload = sizeof(BoxData),
    .init_params = "item, count=3",
    .init = box_init,
    .methods = (const NativeMethod[]){{"item", "", box_item, NATIVE_GETTER},
                                      {"apply", "fn, **kw", box_apply, NATIVE_METHOD},
                                      {"make", "item", box_make, NATIVE_CLASSMETHOD},
                                      {0}},
    .getattr = box_getattr,
    .binary = box_binary,
    .length = box_length,
    .init_subclass = box_init_subclass,
    .traverse = box_traverse,
    .finalize = box_finalize,
};

static bool deep_init(Eval *ev, Value self, Args *a)
{
    BoxData *b = value_payload(self, &box_class);
    DeepData *d = value_payload(self, &deep_class);
    b->item = a->v[0];
    return value_as_int(a->v[1], &d->level);
}

static bool deep_level(Eval *ev, Args *a, Value *out)
{
    *out = value_int(((DeepData *)value_payload(a->self, &deep_class))->level);
    return true;
}

static const NativeClass deep_class = {
    .name = "Deep",
    .module = "boxes",
    .base = &box_class,
    .payload = sizeof(DeepData),
    .init_params = "item, level=?",
    .init = deep_init,
    .methods = (const NativeMethod[]){{"level", "", deep_level, NATIVE_GETTER}, {0}},
};

static const NativeClass box_error = {
    .name = "BoxError", .module = "boxes", .base = &native_class_exception};

static bool fn_fail(Eval *ev, Args *a, Value *out)
{
    return eval_raise_native(ev, &box_error, "failed %d", 7);
}

static bool fn_show(Eval *ev, Args *a, Value *out)
{
    *out = value_tuple(ev, a->v, a->n);
    return true;
}

static const NativeMember box_members[] = {
    NATIVE_CLASS("Box", &box_class),
    NATIVE_CLASS("Deep", &deep_class),
    NATIVE_CLASS("BoxError", &box_error),
    NATIVE_FN("fail", "", fn_fail),
    NATIVE_FN("show", "a, b='x', *rest, c=None, d=-2, **kw", fn_show),
    NATIVE_INT("ANSWER", 42),
    NATIVE_END};
static const NativeModule boxes = {"boxes", box_members, NULL};
static const NativeModule *const natives[] = {&boxes, NULL};

/* A package that cannot be run is as unknown as one that is not there; the project's own fails. */
static void test_installed(void **state)
{
    static const TestModule modules[] = {{"installed_a", "x = 1\nraise ValueError('no')\n"},
                                         {"installed_b", "import nowhere\nif nowhere.x: pass\n"},
                                         {"own", "raise ValueError('no')\n"},
                                         {NULL, NULL}};
    TestHost h = {.modules = modules};
    support_open(&h);
    support_expect(&h,
                   "import installed_a, installed_b\n"
                   "y = installed_a.x + 1\n"
                   "try:\n    import own\nexcept ValueError as e: print(e)\n"
                   "print('on')\n",
                   "no\non\n");
    support_close(&h);
    TestHost again = {.modules = modules};
    fails_with(&again, "import installed_a\nif installed_a.x: pass\n", ERR_UNKNOWN, NULL,
               "stops at installed_a.py:2 with ValueError: no", 2);
}

/* In a migration an unknown function may be what changes the database; while a module of the
 * project is imported it is not, wherever the import stands. */
static void test_strict_calls(void **state)
{
    static const TestModule modules[] = {
        {"own", "import nowhere\nversion = nowhere.find('x').text()\nsize = 3\n"}, {NULL, NULL}};
    TestHost h = {.modules = modules};
    support_open(&h);
    assert_false(eval_strict_calls(h.ev, true));
    support_expect(&h, "import own\nprint(own.size)\n", "3\n");
    assert_true(eval_strict_calls(h.ev, true));
    support_close(&h);
}

/* class C[T] can be subscripted, and so can what inherits from it. */
static void test_type_parameters(void **state)
{
    TestHost h = {0};
    support_open(&h);
    support_expect(&h,
                   "class C[T]:\n    a: T\n"
                   "class D(C[int]): pass\n"
                   "class E(D[str]): pass\n"
                   "def f(b: bytes | memoryview) -> C[str]: return b\n"
                   "print(C[int].__origin__ is C, issubclass(E, C), C.__type_params__)\n"
                   "class F: pass\n"
                   "try: F[int]\n"
                   "except TypeError as e: print(e)\n",
                   "True True ()\ntype 'F' is not subscriptable\n");
    support_close(&h);
}

static void test_natives(void **state)
{
    TestHost h = {.natives = natives, .budget.stress = true};
    finalized = 0;
    support_open(&h);
    support_expect(&h,
                   "from boxes import *\n"
                   "import boxes as b\n"
                   "print(show(1), show(1, 2, 3, 4, c=5, z=6), b.ANSWER)\n"
                   "x = Box([1])\n"
                   "print(x.item, len(x), x + 1, 1 + x, x == 2, x.dyn_q, hasattr(x, 'zzz'), "
                   "x.apply(lambda i, k=0: (i, k), k=2))\n"
                   "class Mine(Deep, opt=1):\n"
                   "    def __init__(self, n):\n"
                   "        super().__init__(n, level=n + 1)\n"
                   "        self.own = n\n"
                   "    def __len__(self): return super().__len__() + 10\n"
                   "m = Mine(5)\n"
                   "print(m.item, m.level, m.own, len(m), isinstance(m, Box), Mine.made, "
                   "Mine.make(7).level, Mine.__mro__[1].__name__)\n"
                   "try: fail()\n"
                   "except BoxError as e: print(repr(e), isinstance(e, Exception))\n"
                   "for f in (lambda: Box(), lambda: Box(1, 2, 3), lambda: x.apply(), lambda: "
                   "show(), lambda: Box.apply(5, 6)):\n"
                   "    try: f()\n"
                   "    except TypeError as e: print(e)\n"
                   "x.free = 1\n"
                   "print(x.free, Box.__name__, Box.__module__, Box.apply.__name__)\n"
                   "keep = [Box(i) for i in range(50)]\n"
                   "del keep\n",
                   "(1, 'x', (), None, -2, {}) (1, 2, (3, 4), 5, -2, {'z': 6}) 42\n"
                   "[1] 3 add add reflected eq dyn_q False ([1], 2)\n"
                   "5 6 5 10 True 1 8 Deep\n"
                   "BoxError('failed 7') True\n"
                   "Box.__init__() missing 1 required positional argument: 'item'\n"
                   "Box.__init__() takes from 1 to 2 positional arguments but 3 were given\n"
                   "Box.apply() missing 1 required positional argument: 'fn'\n"
                   "show() missing 1 required positional argument: 'a'\n"
                   "descriptor 'apply' for 'Box' objects doesn't apply to a 'int' object\n"
                   "1 Box boxes apply\n");
    /* A name that a native module lacks is unknown, unless the script is prepared. */
    support_expect(
        &h,
        "from boxes import absent\n"
        "import boxes\n"
        "y = boxes.other.more\n"
        "try:\n    from boxes import absent2\nexcept ImportError as e: print('import error')\n"
        "print(hasattr(boxes, 'other'))\n",
        "import error\nFalse\n");
    support_close(&h);
    assert_true(finalized >= 50);
}

static void test_host_calls(void **state)
{
    TestHost h = {0};
    support_open(&h);
    SourceFile *f = source_file_new(&h.arena, STR("mod.py"),
                                    STR("x = 20\ndef add(a, b=1):\n    return a + b + x\n"
                                        "def bad():\n    raise KeyError('k')\n"));
    Value module, fn, out;
    assert_true(eval_run_file(h.ev, f, STR("mod"), true, &module, &h.err));
    assert_true(eval_getattr(h.ev, module, STR("add"), &fn));
    Value args[] = {value_int(3)};
    assert_true(eval_run_call(h.ev, fn, args, 1, value_unset(), &out, &h.err));
    assert_int_equal(out.as.integer, 24);
    assert_true(eval_getattr(h.ev, module, STR("bad"), &fn));
    assert_false(eval_run_call(h.ev, fn, NULL, 0, value_unset(), &out, &h.err));
    assert_true(str_eq_z(h.err.kind, "KeyError"));
    assert_true(str_eq_z(h.err.message, "'k'"));
    assert_int_equal(source_line(h.err.pos.file, h.err.pos.span.start), 5);
    assert_int_equal(eval_trace_len(h.ev), 1);
    Value dict = instance_dict(h.ev, module);
    SourceFile *e = source_file_new(&h.arena, STR("<expression>"), STR("add(x, b=2)"));
    assert_true(eval_expression(h.ev, e, dict, &out));
    assert_int_equal(out.as.integer, 42);
    assert_true(eval_import(h.ev, STR("mod"), &module));
    support_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors),       cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_strict_calls), cmocka_unit_test(test_type_parameters),
        cmocka_unit_test(test_annotations),
        cmocka_unit_test(test_budgets),      cmocka_unit_test(test_collects_cycles),
        cmocka_unit_test(test_installed),    cmocka_unit_test(test_natives),
        cmocka_unit_test(test_host_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
