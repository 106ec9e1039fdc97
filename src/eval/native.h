/* How Python functions, classes and modules are written in C.
 *
 * Everything is a static table: a NativeModule lists members, a NativeClass lists methods and
 * properties, and each function has a parameter list in Python's own notation, from which
 * arguments are bound and the usual TypeErrors are made before the C function runs:
 *
 *     static bool op_drop_column(Eval *ev, Args *a, Value *out) { ... a->v[0] ... }
 *     {"drop_column", "table_name, column_name, *, schema=None, if_exists=None, **kw", op_drop_column}
 *
 * a->v[i] is the i-th parameter in that order; a star parameter is a tuple, a double-star one a
 * dict. Defaults in the notation may be None, True, False, integers, 'strings', () and `?`, which
 * stays unset when omitted. A native function returns false with an exception pending
 * (eval_raise), true with *out set (None beforehand). */
#ifndef RETORT_EVAL_NATIVE_H
#define RETORT_EVAL_NATIVE_H

#include "eval/value.h"

typedef struct Args {
    Value self;    /* the instance or class for methods; unset for plain functions */
    Value *v;      /* one per parameter */
    size_t n;
    void *user;    /* of the function, when it was made with eval_native_new */
} Args;

typedef bool (*NativeFn)(Eval *ev, Args *args, Value *out);

typedef struct NativeMethod {
    const char *name;
    const char *params; /* without self */
    NativeFn fn;
    enum { NATIVE_METHOD, NATIVE_CLASSMETHOD, NATIVE_STATICMETHOD, NATIVE_GETTER } how;
} NativeMethod;

/* Operators that reach NativeClass.binary; the comparison operators are among them. */
typedef enum Operator {
    OPERATOR_ADD, OPERATOR_SUB, OPERATOR_MUL, OPERATOR_MATMUL, OPERATOR_DIV, OPERATOR_FLOORDIV,
    OPERATOR_MOD, OPERATOR_POW, OPERATOR_LSHIFT, OPERATOR_RSHIFT, OPERATOR_AND, OPERATOR_OR,
    OPERATOR_XOR, OPERATOR_EQ, OPERATOR_NE, OPERATOR_LT, OPERATOR_LE, OPERATOR_GT, OPERATOR_GE,
    OPERATOR_NEG, OPERATOR_POS, OPERATOR_INVERT /* unary: right is unset */
} Operator;

typedef struct GcVisitor GcVisitor;
/* Called by a traverse slot for every Value that the payload holds. */
void gc_visit(GcVisitor *gc, Value v);

typedef struct NativeClass NativeClass;
struct NativeClass {
    const char *name;         /* "Column" */
    const char *module;       /* __module__: "sqlalchemy.sql.schema" */
    const NativeClass *base;  /* NULL = object; builtin bases: see native_class_* below */
    size_t payload;           /* bytes of C data in each instance, zeroed; the base's come first */
    const char *init_params;  /* of __init__, without self; NULL = inherit the base's */
    bool (*init)(Eval *ev, Value self, Args *args); /* NULL = inherit */
    const NativeMethod *methods;     /* ends with {0} */
    /* Slots; NULL = inherited. Scripts' subclasses that define __eq__ and so on override them. */
    bool (*getattr)(Eval *ev, Value self, Str name, Value *out);  /* last resort; *out unset = absent */
    bool (*setattr)(Eval *ev, Value self, Str name, Value v, bool *done);
    bool (*call)(Eval *ev, Value self, Args *args, Value *out);   /* args: v[0] tuple, v[1] dict */
    bool (*binary)(Eval *ev, Operator op, Value left, Value right, Value *out); /* unset = NotImplemented */
    bool (*repr)(Eval *ev, Value self, Value *out);
    bool (*str)(Eval *ev, Value self, Value *out);
    bool (*hash)(Eval *ev, Value self, uint64_t *out);
    bool (*truth)(Eval *ev, Value self, bool *out);
    bool (*length)(Eval *ev, Value self, int64_t *out);
    bool (*getitem)(Eval *ev, Value self, Value key, Value *out);
    bool (*setitem)(Eval *ev, Value self, Value key, Value v);
    bool (*delitem)(Eval *ev, Value self, Value key);
    bool (*contains)(Eval *ev, Value self, Value item, bool *out);
    bool (*iter)(Eval *ev, Value self, Value *out);
    bool (*next)(Eval *ev, Value self, Value *out);               /* unset = exhausted */
    /* Runs after a script has made a subclass (`class User(Base)`): what __init_subclass__ and
     * metaclasses do for SQLAlchemy's declarative classes. kw: keyword arguments of the class line. */
    bool (*init_subclass)(Eval *ev, Class *cls, Value kw);
    bool (*class_getattr)(Eval *ev, Class *cls, Str name, Value *out); /* X.name, last resort */
    bool (*class_getitem)(Eval *ev, Class *cls, Value key, Value *out); /* X[...]; e.g. Mapped[int] */
    void (*traverse)(void *payload, GcVisitor *gc);
    void (*finalize)(void *payload);
    /* __new__, bound by init_params as init is: makes the instance (of cls or a subclass of it)
     * itself. NULL = a plain instance. For values whose contents are fixed when they are made. */
    bool (*construct)(Eval *ev, Class *cls, Args *args, Value *out);
    /* += and its like on a mutable value; *out unset = use binary. */
    bool (*inplace)(Eval *ev, Operator op, Value left, Value right, Value *out);
    /* What a metaclass would define, for X(...), `for x in X`, len(X), `v in X` (Enum). */
    bool (*class_call)(Eval *ev, Class *cls, Args *args, Value *out); /* as call; unset = make an instance */
    bool (*class_iter)(Eval *ev, Class *cls, Value *out);
    bool (*class_length)(Eval *ev, Class *cls, int64_t *out);
    bool (*class_contains)(Eval *ev, Class *cls, Value item, bool *out);
    /* Whether `candidate` counts as a subclass for isinstance and issubclass although it does not
     * inherit (collections.abc). Asked of the very class only, not of its subclasses. */
    bool (*subclass_check)(Eval *ev, Class *candidate, bool *out);
    bool (*delattr)(Eval *ev, Value self, Str name, bool *done);
};

/* Classes of the evaluator that natives may derive from. */
extern const NativeClass native_class_exception; /* Exception */
extern const NativeClass native_class_str; /* whose subclasses make instances by value_str_of() */
extern const NativeClass native_class_weak_map;  /* a dict that does not keep its values alive */

typedef enum MemberKind { MEMBER_END, MEMBER_FN, MEMBER_CLASS, MEMBER_VALUE, MEMBER_STR, MEMBER_INT } MemberKind;

typedef struct NativeMember {
    MemberKind kind;
    const char *name;
    const char *params;            /* MEMBER_FN */
    union {
        NativeFn fn;               /* MEMBER_FN */
        const NativeClass *cls;    /* MEMBER_CLASS */
        bool (*make)(Eval *ev, Value *out); /* MEMBER_VALUE: made on first import */
        const char *str;           /* MEMBER_STR */
        int64_t integer;           /* MEMBER_INT */
    } as;
} NativeMember;

typedef struct NativeModule {
    const char *name; /* dotted import path: "sqlalchemy.dialects.postgresql" */
    const NativeMember *members; /* ends with MEMBER_END; made lazily, on first access */
    /* Names not in the table: false = exception; *out unset = no such attribute. May be NULL. */
    bool (*getattr)(Eval *ev, Str name, Value *out);
} NativeModule;

#define NATIVE_FN(py_name, py_params, c_fn) {MEMBER_FN, py_name, py_params, {.fn = c_fn}}
#define NATIVE_CLASS(py_name, c_class) {MEMBER_CLASS, py_name, NULL, {.cls = c_class}}
#define NATIVE_VALUE(py_name, c_make) {MEMBER_VALUE, py_name, NULL, {.make = c_make}}
#define NATIVE_STR(py_name, c_str) {MEMBER_STR, py_name, NULL, {.str = c_str}}
#define NATIVE_INT(py_name, c_int) {MEMBER_INT, py_name, NULL, {.integer = c_int}}
#define NATIVE_END {MEMBER_END, NULL, NULL, {0}}

/* ---- classes and instances ---- */

/* The Python class of a native class in this evaluator; made on first use. */
Class *eval_class(Eval *ev, const NativeClass *native);
Value class_value(Class *cls);
Class *value_as_class(Value v); /* NULL when v is no class */
Str class_name(const Class *cls);
Str class_module(const Class *cls);
Str class_qualname(const Class *cls);
/* Method resolution order: cls first, object last. */
size_t class_mro_len(const Class *cls);
Class *class_mro_at(const Class *cls, size_t i);
/* The nearest native class in the mro; NULL for none. */
const NativeClass *class_native(const Class *cls);
/* The class's own namespace, a dict in order of definition (not inherited). */
Value class_namespace(Class *cls);
bool class_is_subclass(const Class *cls, const Class *base);

Class *value_class(Eval *ev, Value v);
Str value_type_name(Eval *ev, Value v); /* for messages: "str", "NoneType", "Column" */
bool value_isinstance(Eval *ev, Value v, Class *cls);
bool value_is_native(Eval *ev, Value v, const NativeClass *native); /* instance of it or a subclass */

/* A new instance without running __init__. Its payload is zeroed. */
Value eval_instance_new(Eval *ev, Class *cls);
/* The payload of an instance of `native` or of a subclass, script subclasses included; NULL when v
 * is no such instance. Each native class of a chain has its own part: this gives the part of
 * `native` itself, so a derived class's struct must not repeat its base's. */
void *value_payload(Value v, const NativeClass *native);
/* The instance's own attribute dict (made when missing). */
Value instance_dict(Eval *ev, Value instance);

/* A callable for native fn; user is handed back in Args.user and is not traversed, keep is. */
Value eval_native_new(Eval *ev, const char *name, const char *params, NativeFn fn, void *user, Value keep);
/* The `keep` of the running native function made by eval_native_new. */
Value eval_native_keep(Eval *ev);

/* ---- what natives do with values: all false = exception pending ---- */
bool eval_getattr(Eval *ev, Value v, Str name, Value *out) MUST_CHECK;
/* As getattr(v, name, None): *out unset when there is no such attribute. */
bool eval_find_attr(Eval *ev, Value v, Str name, Value *out) MUST_CHECK;
bool eval_setattr(Eval *ev, Value v, Str name, Value item) MUST_CHECK;
/* kw: a dict, or unset for none. */
bool eval_call(Eval *ev, Value fn, const Value *args, size_t n, Value kw, Value *out) MUST_CHECK;
bool eval_call_method(Eval *ev, Value v, const char *name, const Value *args, size_t n, Value *out) MUST_CHECK;
bool eval_is_callable(Eval *ev, Value v);
bool eval_truth(Eval *ev, Value v, bool *out) MUST_CHECK;
bool eval_equal(Eval *ev, Value a, Value b, bool *out) MUST_CHECK;
bool eval_less(Eval *ev, Value a, Value b, bool *out) MUST_CHECK;
bool eval_hash(Eval *ev, Value v, uint64_t *out) MUST_CHECK;
bool eval_binary(Eval *ev, Operator op, Value a, Value b, Value *out) MUST_CHECK;
bool eval_repr(Eval *ev, Value v, Value *out) MUST_CHECK; /* a str object */
bool eval_to_str(Eval *ev, Value v, Value *out) MUST_CHECK;
bool eval_getitem(Eval *ev, Value v, Value key, Value *out) MUST_CHECK;
bool eval_setitem(Eval *ev, Value v, Value key, Value item) MUST_CHECK;
bool eval_len(Eval *ev, Value v, int64_t *out) MUST_CHECK;
bool eval_contains(Eval *ev, Value container, Value item, bool *out) MUST_CHECK;
/* Iteration: *it from eval_iter; eval_next gives unset at the end. Lists and tuples should be
 * walked with value_seq_items instead where the type is known. */
bool eval_iter(Eval *ev, Value v, Value *it) MUST_CHECK;
bool eval_next(Eval *ev, Value it, Value *out) MUST_CHECK;
/* What `await v` gives; what is no awaitable is the result already. */
bool eval_await(Eval *ev, Value v, Value *out) MUST_CHECK;
/* All items of any iterable as a new list. */
bool eval_to_list(Eval *ev, Value v, Value *out) MUST_CHECK;
bool eval_import(Eval *ev, Str dotted, Value *module) MUST_CHECK;
/* sys.modules, a dict. */
Value eval_modules(Eval *ev);
/* What print() does with a text; stream 1 or 2. */
void eval_print(Eval *ev, int stream, Str text);
void eval_flush(Eval *ev, int stream);
/* The exception whose handler is running (sys.exc_info); unset = none. */
Value eval_handled(Eval *ev);
/* Hands a warning to the host; false when a host has no use for them. */
bool eval_warn(Eval *ev, Str category, Str message);

/* ---- exceptions ---- */
/* Raises a built-in exception by name ("TypeError"); returns false. */
bool eval_raise(Eval *ev, const char *class_name, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool eval_raise_native(Eval *ev, const NativeClass *cls, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool eval_raise_value(Eval *ev, Value exception);
/* The pending exception (unset = none). eval_catch clears and returns it. */
Value eval_pending(Eval *ev);
Value eval_catch(Eval *ev);
/* A failure that no script may catch: budget, I/O of the host, an Err of a lower layer. Copies e;
 * returns false. */
bool eval_fail(Eval *ev, const Err *e);
bool eval_fatal(Eval *ev); /* whether such a failure is pending */

/* ---- unknown values ---- */
/* A value that cannot be known; `origin` says where it came from ("module 'foo'"). */
Value eval_unknown(Eval *ev, Str origin);
bool value_is_unknown(Value v);
/* Raises the error that names both ends: where v came from and `wanted`, what needed a definite
 * value ("an argument of op.add_column()"). Returns false. */
bool eval_need_known(Eval *ev, Value v, const char *wanted);

/* ---- roots and memory ---- */
/* Keeps a value alive across calls into scripts; pop in reverse order. */
void eval_root_push(Eval *ev, Value v);
void eval_root_pop(Eval *ev, size_t n);

/* Memory that a payload holds beside its object, so that the collector knows when it is due: bytes
 * more, or fewer when negative. Whoever charges takes the same amount back in finalize. */
void eval_charge(Eval *ev, int64_t bytes);

/* ---- where the script is ---- */
/* The position of the innermost script line being run: what a directive's error points at. */
SourcePos eval_position(Eval *ev);
/* The same, but never in one of Retort's own modules, whose file is "<name>". */
SourcePos eval_own_position(Eval *ev);
/* The host pointer given at eval_new; modules find their own state through it. */
void *eval_host_user(Eval *ev);
/* State of a native module in this evaluator: one pointer per key (the address of a static). */
void *eval_state_find(Eval *ev, const void *key);
void eval_state_put(Eval *ev, const void *key, void *state, void (*release)(void *), void (*traverse)(void *, GcVisitor *));
/* Arena that lives as long as the evaluator. */
Arena *eval_arena(Eval *ev);

#endif
