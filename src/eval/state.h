/* The inside of an evaluator: its state, classes, code and frames.
 *
 * Only files of eval/ that make up the core include this header. Frames are blocks on the heap,
 * linked by `back`, so that a generator suspends by unlinking its frame, scripts calling scripts
 * use no C stack, and the collector finds every local at a safe point. Names in code, attribute
 * and namespace lookups are interned strings, compared by address first. */
#ifndef RETORT_EVAL_STATE_H
#define RETORT_EVAL_STATE_H

#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "eval/builtins.h"
#include "eval/eval.h"

/* ---- classes ---- */

struct Class {
    Object head;               /* head.cls: metaclass, NULL = type */
    const NativeClass *native; /* the table this class stands for; NULL = made by a script */
    const NativeClass *layout; /* nearest native class: payload, kind of instances */
    StrObject *name;
    StrObject *qualname;
    Value bases; /* tuple */
    Class **mro;
    size_t mro_len;
    DictObject *ns;
    bool complete;         /* native: all members of the table are in ns */
    bool own_getattribute; /* a script's __getattribute__ in the mro */
    ObjectKind instance_kind;
    size_t payload;          /* bytes of payload of instances, all parts */
    VEC(Class *) subclasses; /* direct ones, in eval_arena; for __subclasses__ */
};

/* ---- code ---- */

typedef struct Handler {
    uint32_t target;
    uint32_t depth;      /* operands kept */
    int32_t parent;      /* handler outside this one; -1 = none */
    bool catches_import; /* stands for `except ImportError` or wider */
} Handler;

enum {
    CODE_GENERATOR = 1,
    CODE_COROUTINE = 2,
    CODE_ASYNC_GENERATOR = 4,
    CODE_NESTED = 8,
    CODE_CLASS = 16
};

/* A parameter list: of a script's function and of native ones alike. Values of parameters go to
 * slots: positional ones from 0, keyword-only ones from kwonly_at. */
struct Params {
    StrObject **names; /* positional, then keyword-only */
    uint32_t posonly;
    uint32_t pos; /* positional-only ones included */
    uint32_t kwonly;
    uint32_t kwonly_at;
    int32_t star;   /* slot of *args, -1 = none */
    int32_t kwargs; /* slot of **kw, -1 = none */
    uint32_t count; /* slots */
    StrObject *star_name;
    StrObject *kwargs_name;
    Value *defaults; /* native ones only, by slot; unset = required */
    bool *optional;  /* native ones: the default is `?` */
};

struct Code {
    StrObject *name;
    StrObject *qualname;
    SourceFile *file;
    uint32_t first; /* offset of the definition */
    Params params;
    uint32_t flags;
    uint32_t *ops;    /* op | arg << 8 */
    Span *spans;      /* of each op */
    uint16_t *guards; /* handler index + 1 of each op, 0 = none */
    size_t op_count;
    Value *consts;
    size_t const_count;
    StrObject **names;
    size_t name_count;
    StrObject **locals; /* names of local slots: parameters first, then others */
    size_t local_count;
    StrObject **frees; /* captured from outside; slots after the locals */
    size_t free_count;
    size_t temp_count; /* nameless slots after the frees */
    Value doc;
    Handler *handlers;
    size_t handler_count;
    Code **codes; /* of nested functions */
    size_t code_count;
    uint32_t stack_size;
    Code *next; /* all codes of the evaluator */
};

/* ---- frames ---- */

enum {
    FRAME_ENTRY = 1,   /* returning from it leaves vm_run */
    FRAME_INIT = 2,    /* __init__: the call's result is `instance` */
    FRAME_YIELDED = 4, /* vm_run came back from a yield */
    FRAME_THROW = 8    /* the pending exception is raised where the frame stands */
};

struct Frame {
    Frame *back;
    Code *code;
    FunctionObject *fn; /* NULL for modules and class bodies */
    DictObject *globals;
    DictObject *names; /* namespace of a module or class body */
    GeneratorObject *generator;
    Value handled;  /* exception whose handler is running; unset = none */
    Value instance; /* FRAME_INIT */
    uint32_t pc;    /* next op */
    uint32_t sp;    /* operands in use */
    uint32_t flags;
    uint32_t drop; /* operands of the caller that the call used up */
    uint32_t cap;  /* Values in slots, for the pool */
    Value *stack;
    Value slots[]; /* locals, frees, operands */
};

/* Arguments of one call: an optional receiver, then positional ones, then keywords. */
typedef struct Call {
    Value self; /* goes first; unset = none */
    const Value *pos;
    size_t n;
    const Value *kwnames; /* strings */
    const Value *kwvalues;
    size_t nkw;
} Call;

/* ---- names that the core looks up itself ---- */
#define EVAL_NAMES(X)                                                                              \
    X(init, "__init__")                                                                            \
    X(new_, "__new__")                                                                             \
    X(call, "__call__") X(getattr, "__getattr__") X(getattribute, "__getattribute__") X(           \
        setattr, "__setattr__") X(delattr, "__delattr__") X(get, "__get__") X(set, "__set__")      \
        X(delete_, "__delete__") X(set_name, "__set_name__") X(init_subclass, "__init_subclass__") \
            X(class_getitem, "__class_getitem__") X(class_, "__class__") X(dict, "__dict__") X(    \
                name, "__name__") X(qualname, "__qualname__") X(module, "__module__") X(doc,       \
                                                                                        "__doc__") \
                X(annotations, "__annotations__") X(file, "__file__") X(package, "__package__") X( \
                    path, "__path__") X(all, "__all__") X(builtins, "__builtins__")                \
                    X(repr, "__repr__") X(str, "__str__") X(hash, "__hash__") X(bool_, "__bool__") \
                        X(len, "__len__") X(getitem, "__getitem__") X(setitem, "__setitem__") X(   \
                            delitem,                                                               \
                            "__delitem__") X(contains,                                             \
                                             "__contains__") X(iter,                               \
                                                               "__iter__") X(next, "__next__")     \
                            X(enter, "__enter__") X(exit, "__exit__") X(aenter, "__aenter__") X(   \
                                aexit, "__aexit__") X(aiter, "__aiter__")                          \
                                X(anext, "__anext__") X(await, "__await__")                        \
                                    X(prepare, "__prepare__") X(missing, "__missing__") X(         \
                                        mro_entries,                                               \
                                        "__mro_entries__") X(instancecheck, "__instancecheck__")   \
                                        X(subclasscheck,                                           \
                                          "__subclasscheck__") X(match_args, "__match_args__")     \
                                            X(slots, "__slots__") X(classcell, "__classcell__")    \
                                                X(wrapped, "__wrapped__") X(spec, "__spec__") X(   \
                                                    loader, "__loader__") X(eq, "__eq__")          \
                                                    X(main,                                        \
                                                      "__main__") X(isabstract,                    \
                                                                    "__isabstractmethod__")        \
                                                        X(abstract, "__abstractmethods__") X(      \
                                                            message, "message") X(origin,          \
                                                                                  "__origin__")    \
                                                            X(metaclass, "metaclass") X(           \
                                                                type_params, "__type_params__")    \
                                                                X(wildcard, "*") X(spec_debug,     \
                                                                                   "__debug__")    \
                                                                    X(await_attr, "_await")        \
                                                                        X(format, "__format__")    \
                                                                            X(return_, "return")

typedef struct EvalNames {
#define X(id, text) StrObject *id;
    EVAL_NAMES(X)
#undef X
    StrObject *binary[OPERATOR_INVERT + 1];
    StrObject *reflected[OPERATOR_INVERT + 1]; /* NULL where there is none */
    StrObject *inplace[OPERATOR_INVERT + 1];
} EvalNames;

/* ---- the evaluator ---- */

typedef struct RootChunk RootChunk;
struct RootChunk {
    RootChunk *prev;
    size_t used;
    Value items[]; /* ROOT_CHUNK of them */
};

typedef struct AttrCacheEntry {
    Class *cls;
    StrObject *name;
    Value value;
    uint32_t epoch;
} AttrCacheEntry;

enum { ATTR_CACHE = 1024, FRAME_POOLS = 8 };

typedef struct EvalState {
    const void *key;
    void *state;
    void (*release)(void *);
    void (*traverse)(void *, GcVisitor *);
} EvalState;

typedef struct TraceEntry {
    Code *code;
    uint32_t pc;
} TraceEntry;

struct Eval {
    EvalHost host;
    bool strict_calls;  /* eval_strict_calls */
    EvalBudget budget;
    Arena arena;
    uint64_t steps;
    unsigned depth; /* script frames and native re-entries in use */
    bool recursion_headroom;

    Object *objects;
    size_t bytes; /* live, as far as counted */
    size_t gc_at; /* next collection */
    StrObject **interned;
    size_t interned_cap, interned_len;
    VEC(Value) roots;
    VEC(Object *) pins; /* see heap.h */
    size_t pin_base;    /* of the activation that runs */
    RootChunk *args;
    RootChunk *spare_args;
    Code *codes;

    EvalNames names;
    Map classes; /* NativeClass address as text -> Class */
    Class *kinds[OBJECT_UNKNOWN + 1];
    Class *class_bool, *class_int, *class_float, *class_none, *class_object, *class_type;
    uint32_t class_epoch;
    AttrCacheEntry *attr_cache;
    DictObject *builtins;
    DictObject *modules; /* sys.modules */
    Map params;          /* notation -> Params */
    Value ellipsis, not_implemented;
    VEC(EvalState) states;
    struct WeakMap *weak_maps; /* weak.c */

    Frame *frame; /* innermost */
    Frame *pool[FRAME_POOLS];
    Value pending;
    bool fatal;
    Err fatal_err;
    Value running_keep;         /* of the native function that runs */
    VEC(TraceEntry) last_trace; /* of the error taken last, outermost first */
    Str unknown_note;
    VEC(void *) repr_stack; /* containers whose repr is being made, for "[...]" */
};

/* heap.c */
void heap_init(Eval *ev);
void heap_deinit(Eval *ev);
void heap_collect(Eval *ev);
static inline bool heap_due(const Eval *ev) { return ev->bytes >= ev->gc_at; }
Value *heap_args_push(Eval *ev, size_t n);
void heap_args_pop(Eval *ev, size_t n);
Frame *heap_frame_new(Eval *ev, size_t slots);
void heap_frame_free(Eval *ev, Frame *f);
static inline StrObject *value_str_object(Value v) { return (StrObject *)v.as.object; }
static inline Value value_of(void *object) { return value_object((Object *)object); }

/* class.c */
/* Attribute along the mro; unset = absent. */
Value class_lookup(Eval *ev, Class *cls, StrObject *name);
/* Nearest definition of a special method: a script's or a method of a table (returned), or a native
 * slot (*native set, unset returned). What `object` has does not count. */
Value class_slot(Eval *ev, Class *cls, StrObject *name, const NativeClass **native);
/* The first native table in the mro whose function pointer at `offset` is set. */
const NativeClass *class_hook(const Class *cls, size_t offset);
#define CLASS_HOOK(cls, member) class_hook(cls, offsetof(NativeClass, member))
/* Whether v is a wrapper of a native slot, as __init__ of a native class is. */
bool class_is_slot_wrapper(Value v);
Class *class_new(Eval *ev, Class *meta, StrObject *name, Value bases, DictObject *ns);
bool class_build(Eval *ev, Class *meta, StrObject *name, Value bases, DictObject *ns, Value kw,
                 Value *out) MUST_CHECK;
Class *class_meta(Eval *ev, const Class *cls);
void class_changed(Eval *ev);
static inline bool class_of_script(const Class *cls) { return cls->native == NULL; }
Value class_own(Eval *ev, Class *cls, StrObject *name); /* not inherited */
/* class_build.c: the class statement. */
bool class_statement(Eval *ev, Value body, StrObject *name, const Value *bases, size_t n, Value kw,
                     Value *out) MUST_CHECK;

/* attr.c */
bool attr_get(Eval *ev, Value v, StrObject *name,
              Value *out) MUST_CHECK; /* AttributeError if absent */
bool attr_find(Eval *ev, Value v, StrObject *name, Value *out) MUST_CHECK; /* unset if absent */
bool attr_set(Eval *ev, Value v, StrObject *name, Value item) MUST_CHECK;
bool attr_delete(Eval *ev, Value v, StrObject *name) MUST_CHECK;
/* Method call: *fn and *self such that fn(self, ...) is the call; *self unset when fn is complete.
 */
bool attr_method(Eval *ev, Value v, StrObject *name, Value *fn, Value *self) MUST_CHECK;
/* object.__getattribute__ and __setattr__. */
bool attr_find_plain(Eval *ev, Value v, StrObject *name, Value *out) MUST_CHECK;
bool attr_set_plain(Eval *ev, Value v, StrObject *name, Value item) MUST_CHECK;
bool attr_delete_plain(Eval *ev, Value v, StrObject *name) MUST_CHECK;
bool attr_bind(Eval *ev, Value attr, Value self, Class *cls, Value *out) MUST_CHECK;
bool attr_super_find(Eval *ev, Value super, StrObject *name, Value *out) MUST_CHECK;

/* args.c */
Params *args_params(Eval *ev, const char *notation);
/* For messages: "f" or "C.m"; joined only when there is one to make. */
typedef struct FnName {
    Str owner; /* may be null */
    Str name;
} FnName;
/* Fills slots from a call. */
bool args_bind(Eval *ev, const Params *p, FnName fn, Value defaults, Value kwdefaults,
               const Call *call, Value *slots) MUST_CHECK;

/* call.c */
bool call_value(Eval *ev, Value fn, const Call *call, Value *out) MUST_CHECK;
bool call_native(Eval *ev, NativeObject *fn, const Call *call, Value *out) MUST_CHECK;
bool call_class(Eval *ev, Class *cls, const Call *call, Value *out) MUST_CHECK;
/* type.__call__, whatever the metaclass defines. */
bool call_plain_class(Eval *ev, Class *cls, const Call *call, Value *out) MUST_CHECK;
/* Calls a special method found on the type with self in front. */
bool call_special(Eval *ev, Value method, Value self, const Value *args, size_t n,
                  Value *out) MUST_CHECK;
bool call_enter(Eval *ev) MUST_CHECK; /* one level deeper; RecursionError */
static inline void call_leave(Eval *ev) { ev->depth--; }
/* Adds the entries of a dict as keywords, on the argument stack; returns how many slots
 * heap_args_pop must take back. */
size_t call_push_kw(Eval *ev, Value kw, Call *call);
/* As `call`, for a native function's collected arguments. */
bool call_collected(Eval *ev, Value fn, Value first, Value args, Value kw, Value *out) MUST_CHECK;

/* function.c */
Value function_new(Eval *ev, Code *code, DictObject *globals);
Value function_method_new(Eval *ev, Value fn, Value self);
Value function_code_new(Eval *ev, Code *code);
/* The code behind a code object, or NULL. */
Code *function_code_of(Value v);
Value function_native_bind(Eval *ev, NativeObject *fn, Value self);

/* vm.c */
Frame *vm_frame_new(Eval *ev, Code *code, FunctionObject *fn, DictObject *globals);
/* Runs a frame to its end (or, for a generator's, to the next yield). */
bool vm_run(Eval *ev, Frame *frame, Value *out) MUST_CHECK;
bool vm_call_function(Eval *ev, FunctionObject *fn, const Call *call, Value *out) MUST_CHECK;
/* Makes the frame of a call, or the generator (then *frame is NULL and *out set). */
bool vm_prepare(Eval *ev, FunctionObject *fn, const Call *call, Frame **frame,
                Value *out) MUST_CHECK;

/* vm_generator.c */
Value generator_new(Eval *ev, Frame *frame);
/* *out unset = finished, *result then has the return value. */
bool generator_resume(Eval *ev, GeneratorObject *g, Value sent, Value *out,
                      Value *result) MUST_CHECK;
bool generator_throw(Eval *ev, GeneratorObject *g, Value exc, Value *out, Value *result) MUST_CHECK;
bool generator_close(Eval *ev, GeneratorObject *g) MUST_CHECK;
bool generator_await(Eval *ev, Value v, Value *out) MUST_CHECK;
/* One step of any iterator for `yield from`. */
bool generator_send(Eval *ev, Value it, Value sent, Value *out, Value *result) MUST_CHECK;

/* exception.c */
typedef struct ExceptionData {
    Value args;
    Value cause, context; /* unset = None */
    bool suppress_context;
    TraceEntry *trace;
    size_t trace_len, trace_cap;
} ExceptionData;
ExceptionData *exception_data(Value v); /* NULL = no exception */
bool exception_is(Eval *ev, Value exc, const char *class_name);
/* Turns the operand of raise into an instance, with context and cause, and makes it pending. */
bool exception_raise(Eval *ev, Value exc, Value cause);
void exception_trace_push(Eval *ev, Value exc, Code *code, uint32_t pc);
bool exception_matches(Eval *ev, Value exc, Value type, bool *out) MUST_CHECK;
Value exception_handled(Eval *ev);
bool exception_group_split(Eval *ev, Value exc, Value type, Value *match, Value *rest) MUST_CHECK;
bool exception_instance(Eval *ev, Value v, Value *out) MUST_CHECK;
Str exception_text(Eval *ev, Value exc, Arena *arena);

/* import.c */
bool import_name(Eval *ev, Frame *f, StrObject *name, int level, bool has_from,
                 Value *out) MUST_CHECK;
bool import_from(Eval *ev, Frame *f, Value module, StrObject *name, Value *out) MUST_CHECK;
bool import_star(Eval *ev, Frame *f, Value module) MUST_CHECK;
bool module_find_attr(Eval *ev, ModuleObject *m, StrObject *name, Value *out) MUST_CHECK;
Value module_new(Eval *ev, Str name);

/* unknown.c */
/* What an operation on an unknown value gives; name: the attribute, or null. */
bool unknown_spread(Eval *ev, Value v, const char *how, Str name, Value *out);

/* compile.c */
struct AstNode;
Code *compile_module(Eval *ev, SourceFile *file, const struct AstNode *module, bool expression,
                     Err *err);

#endif
