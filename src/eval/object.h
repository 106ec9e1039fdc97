/* Layouts of heap objects, shared by the evaluator core and the built-in types.
 *
 * Every object begins with Object: its kind, the collector's mark and its class. `cls` NULL means
 * the built-in class of the kind, which costs nothing to set and lets built-in classes be made
 * lazily. An instance of a script's subclass of str, int, list, dict … keeps the kind of its
 * built-in base and has `cls` set; its attributes are in `attrs`, as for any object. So code that
 * works on an OBJECT_LIST works for subclasses of list, and nothing here is duplicated for them.
 * Modules outside eval/ must not include this header: value.h and native.h are for them. */
#ifndef RETORT_EVAL_OBJECT_H
#define RETORT_EVAL_OBJECT_H

#include "eval/native.h"

typedef struct DictObject DictObject;
typedef struct StrObject StrObject;
typedef struct TupleObject TupleObject;
typedef struct Code Code;
typedef struct Frame Frame;
typedef struct Params Params; /* a parsed parameter notation, args.h */

enum { OBJECT_MARKED = 1, OBJECT_INTERNED = 2 };

struct Object {
    uint8_t kind;  /* ObjectKind */
    uint8_t flags; /* OBJECT_MARKED, OBJECT_INTERNED */
    uint16_t spare;
    uint32_t size;     /* bytes of the fixed part, for the heap's account */
    Object *next;      /* all objects of the heap */
    Class *cls;        /* NULL = built-in class of the kind */
    DictObject *attrs; /* instance __dict__; NULL until there is an attribute */
};

struct StrObject {
    Object head;
    uint64_t hash; /* 0 = not computed yet */
    size_t len;    /* bytes, without the NUL */
    size_t points; /* code points; == len means ASCII, where indexing is direct */
    char data[];
};

typedef struct BytesObject {
    Object head;
    size_t len;
    char data[]; /* NUL-terminated for convenience */
} BytesObject;

/* Magnitude in base 2**32, least significant first, no leading zeros; len 0 is zero. Values that
 * fit int64 are immediates, except instances of subclasses of int, which are always BigInts. */
typedef struct BigInt {
    Object head;
    bool negative;
    uint32_t len;
    uint32_t digits[];
} BigInt;

typedef struct ListObject {
    Object head;
    size_t len;
    size_t cap;
    Value *items; /* mem_resize; grow through object_list_reserve, which keeps the heap's account */
} ListObject;

struct TupleObject {
    Object head;
    size_t len;
    Value items[];
};

/* Hash table in insertion order, for dict and sets (items unset in sets). */
typedef struct TableEntry {
    Value key; /* VALUE_UNSET: deleted */
    Value item;
    uint64_t hash;
} TableEntry;

typedef struct Table {
    TableEntry *entries;
    uint32_t used;  /* entries in use, deleted ones included */
    uint32_t live;  /* entries that are not deleted: len() */
    uint32_t cap;
    uint32_t slot_count; /* 0 while the table is small and searched linearly */
    uint32_t *slots;
    uint32_t version; /* changes with every insertion or removal of a key: "changed during iteration" */
} Table;

struct DictObject {
    Object head;
    Table table;
};
typedef struct DictObject SetObject; /* OBJECT_SET and OBJECT_FROZENSET */

typedef struct SliceObject {
    Object head;
    Value start, stop, step; /* None when absent */
} SliceObject;

typedef struct RangeObject {
    Object head;
    int64_t start, stop, step;
    int64_t len;
} RangeObject;

/* Iterators over built-in containers. head.cls is never NULL here: it is the class of the native
 * table that has the `next` slot (list_iterator, zip …). The meaning of the fields is its own. */
typedef struct IteratorObject {
    Object head;
    Value source; /* unset once exhausted */
    Value extra;
    int64_t at, stop, step;
    uint32_t version;
} IteratorObject;

typedef struct CellObject {
    Object head;
    Value value; /* unset: not assigned yet */
} CellObject;

typedef struct FunctionObject {
    Object head;
    Code *code; /* kept alive by the evaluator's arena */
    DictObject *globals;
    StrObject *name;
    StrObject *qualname;
    Value module; /* __module__ */
    Value doc;
    Value defaults;   /* tuple or None */
    Value kwdefaults; /* dict or None */
    Value annotations; /* dict; unset until asked for or set */
    size_t cell_count;
    CellObject *cells[]; /* closure */
} FunctionObject;

typedef struct NativeObject {
    Object head;
    const char *name;
    Params *params;
    NativeFn fn;
    void *user;
    Value keep;
    Value self;    /* bound to; unset = plain function or unbound method */
    Class *owner;  /* class that it is a method of; NULL = a function */
    uint8_t how;   /* NATIVE_METHOD … of native.h; meaningful with owner */
} NativeObject;

typedef struct MethodObject {
    Object head;
    Value function;
    Value self;
} MethodObject;

typedef enum PropertyHow { PROPERTY_PROPERTY, PROPERTY_STATICMETHOD, PROPERTY_CLASSMETHOD } PropertyHow;

typedef struct PropertyObject {
    Object head;
    PropertyHow how;
    Value get, set, del; /* functions; unset when absent; get is the function of static/classmethod */
    Value doc;
} PropertyObject;

typedef struct ModuleObject {
    Object head;
    StrObject *name;
    DictObject *dict;
    const NativeModule *native; /* NULL = of a source file */
    SourceFile *file;           /* NULL = native */
    bool initializing;          /* its code has not run to the end yet */
    bool is_package;
    bool failed;                /* its code raised; no longer in sys.modules */
} ModuleObject;

typedef enum GeneratorHow { GENERATOR_PLAIN, GENERATOR_COROUTINE, GENERATOR_ASYNC } GeneratorHow;

typedef struct GeneratorObject {
    Object head;
    Frame *frame; /* NULL once finished */
    StrObject *name;
    StrObject *qualname;
    GeneratorHow how;
    bool running;
    bool started;
} GeneratorObject;

typedef struct UnknownObject {
    Object head;
    StrObject *origin; /* "module 'foo'" */
    StrObject *path;   /* expression as far as it was followed: "foo.bar"; NULL = nothing yet */
} UnknownObject;

/* An instance of a script's class or of a native class: payloads of its native classes, the most
 * basic first, each beginning at a multiple of 16. */
typedef struct InstanceObject {
    Object head;
    _Alignas(16) char payload[];
} InstanceObject;

static inline bool value_is_kind(Value v, ObjectKind kind)
{
    return v.kind == VALUE_OBJECT && v.as.object->kind == kind;
}
#define OBJECT_AS(T, v) ((T *)(v).as.object)

/* ---- making objects (heap.c, value.c) ---- */
/* A zeroed object of `size` bytes, known to the collector. Never NULL. */
void *object_new(Eval *ev, ObjectKind kind, size_t size);
/* Tells the heap that an object owns `delta` more (or fewer) bytes outside its fixed part. */
void object_charge(Eval *ev, int64_t delta);
/* Whether so many more bytes fit the budget; otherwise fails with ERR_BUDGET. To be asked before
 * anything whose size a script chooses ("x" * n, list * n, 10 ** n). */
bool object_can_allocate(Eval *ev, uint64_t bytes) MUST_CHECK;
/* The text is filled by the caller right away, before anything else is allocated; then call
 * object_str_done, which counts code points. */
StrObject *object_str_new(Eval *ev, size_t len);
void object_str_done(StrObject *s);
/* The one object for this text, for names. */
StrObject *object_intern(Eval *ev, Str s);
BytesObject *object_bytes_new(Eval *ev, size_t len);
/* Items are unset and must be filled before the next safe point. */
TupleObject *object_tuple_new(Eval *ev, size_t len);
void object_list_reserve(Eval *ev, ListObject *list, size_t cap);
Value object_slice(Eval *ev, Value start, Value stop, Value step);
Value object_frozenset(Eval *ev); /* empty; fill with value_set_add before showing it to a script */
BigInt *object_bigint_new(Eval *ev, uint32_t digits);
IteratorObject *object_iterator_new(Eval *ev, const NativeClass *cls, Value source);
/* The singletons Ellipsis and NotImplemented. */
Value object_ellipsis(Eval *ev);
Value object_not_implemented(Eval *ev);

static inline Str object_str_view(const StrObject *s) { return (Str){s->data, s->len}; }

/* ---- tables (table.c): key must be hashable; false = exception pending ---- */
bool table_find(Eval *ev, Table *t, Value key, TableEntry **entry) MUST_CHECK; /* NULL = absent */
bool table_put(Eval *ev, Table *t, Value key, Value item) MUST_CHECK; /* a present key keeps its place */
bool table_remove(Eval *ev, Table *t, Value key, Value *item) MUST_CHECK; /* unset = was absent */
void table_clear(Eval *ev, Table *t);
void table_remove_entry(Eval *ev, Table *t, TableEntry *entry);
void table_copy_all(Eval *ev, Table *to, const Table *from); /* `to` must be empty */
/* String keys need no script code and so cannot fail. */
TableEntry *table_find_str(Table *t, Str key);
TableEntry *table_find_name(Table *t, StrObject *key);
void table_put_name(Eval *ev, Table *t, StrObject *key, Value item);
/* Entries in order; *at starts at 0. NULL at the end. */
TableEntry *table_next(const Table *t, size_t *at);
uint64_t object_str_hash(StrObject *s);

/* ---- classes (class.c) ---- */
/* Attribute of a class found along its mro, without descriptor binding; unset = absent. For
 * special methods ("__index__", "__format__"), which Python looks up on the type. */
Value class_find(Eval *ev, Class *cls, Str name);
/* As class_find on the class of v, bound to v; *out unset = absent. Finds script-defined methods
 * and native methods, but not the slots of native tables. */
bool eval_find_special(Eval *ev, Value v, const char *name, Value *out) MUST_CHECK;
/* An object of class cls (a subclass of the built-in class of `plain`) with the contents of
 * `plain`: what str.__new__(cls, ...) and its like end with. Returns plain when cls is built in. */
Value class_adopt(Eval *ev, Class *cls, Value plain);
/* True when a script's class between v's class and the built-in one overrides `name`. */
bool class_overrides(Eval *ev, Value v, const char *name);

#endif
