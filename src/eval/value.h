/* Python values as the evaluator and the native modules see them.
 *
 * A Value is small and passed by value; everything bigger than a number is an Object on the
 * evaluator's own heap, reclaimed by a mark-and-sweep collector. The collector runs only at safe
 * points of the virtual machine (loop back-edges and function entries of scripts), never inside a
 * native function, so native code may hold Values in C locals freely; only a native function that
 * calls back into a script (eval_call and whatever ends there: iteration, comparison or repr of a
 * script's own objects) must keep what it still needs reachable: its arguments and self are, other
 * values go through eval_root_push.
 * Text is UTF-8; indexes of strings are code points, as in Python. */
#ifndef RETORT_EVAL_VALUE_H
#define RETORT_EVAL_VALUE_H

#include "base/err.h"
#include "base/str.h"

typedef struct Eval Eval;
typedef struct Object Object;
typedef struct Class Class;

typedef enum ValueKind {
    VALUE_UNSET, /* no value: an omitted argument, NotImplemented of a slot, end of iteration */
    VALUE_NONE,
    VALUE_BOOL,
    VALUE_INT, /* fits int64; bigger ones are objects of class int */
    VALUE_FLOAT,
    VALUE_OBJECT
} ValueKind;

typedef struct Value {
    ValueKind kind;
    union {
        bool boolean;
        int64_t integer;
        double real;
        Object *object;
    } as;
} Value;

#define VALUE_UNSET_INIT ((Value){VALUE_UNSET, {0}})
static inline Value value_unset(void) { return (Value){.kind = VALUE_UNSET}; }
static inline Value value_none(void) { return (Value){.kind = VALUE_NONE}; }
static inline Value value_bool(bool b) { return (Value){.kind = VALUE_BOOL, .as.boolean = b}; }
static inline Value value_int(int64_t i) { return (Value){.kind = VALUE_INT, .as.integer = i}; }
static inline Value value_float(double d) { return (Value){.kind = VALUE_FLOAT, .as.real = d}; }
static inline Value value_object(Object *o) { return (Value){.kind = VALUE_OBJECT, .as.object = o}; }

static inline bool value_is_unset(Value v) { return v.kind == VALUE_UNSET; }
static inline bool value_is_none(Value v) { return v.kind == VALUE_NONE; }
static inline bool value_is_bool(Value v) { return v.kind == VALUE_BOOL; }
/* True for int objects that fit int64 and for bool, as in Python, where bool is an int. */
bool value_as_int(Value v, int64_t *out);
/* Identity (`is`): same object, or equal immediate. */
bool value_is(Value a, Value b);

/* Kinds of heap objects that the evaluator itself knows. Everything else is OBJECT_INSTANCE: an
 * instance of a script's class or of a native class (see native.h). */
typedef enum ObjectKind {
    OBJECT_STR,
    OBJECT_BYTES,
    OBJECT_BIGINT,
    OBJECT_LIST,
    OBJECT_TUPLE,
    OBJECT_DICT,
    OBJECT_SET,
    OBJECT_FROZENSET,
    OBJECT_SLICE,
    OBJECT_RANGE,
    OBJECT_CELL,
    OBJECT_CODE,
    OBJECT_FUNCTION,   /* def or lambda of a script */
    OBJECT_NATIVE,     /* function in C, possibly bound */
    OBJECT_METHOD,     /* script function bound to an instance */
    OBJECT_PROPERTY,   /* property, staticmethod, classmethod, native descriptor */
    OBJECT_CLASS,
    OBJECT_MODULE,
    OBJECT_GENERATOR,  /* also coroutines */
    OBJECT_ITERATOR,   /* over built-in containers, zip, map, enumerate … */
    OBJECT_INSTANCE,
    OBJECT_UNKNOWN     /* a value that Retort cannot know; remembers where it came from */
} ObjectKind;

static inline bool value_is_object(Value v) { return v.kind == VALUE_OBJECT; }
/* The kind of the object behind v, or -1 when v is not an object. */
int value_object_kind(Value v);

/* ---- strings and bytes ---- */
Value value_str(Eval *ev, Str s); /* copies s */
Value value_str_of(Eval *ev, Class *cls, Str s); /* as an instance of cls, a subclass of str */
Value value_str_z(Eval *ev, const char *s);
Value value_str_fmt(Eval *ev, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool value_is_str(Value v); /* also instances of subclasses of str (enums of str) */
/* The text of a string object (NUL-terminated); lives as long as the object. */
Str value_as_str(Value v);
Value value_bytes(Eval *ev, Str s);
bool value_is_bytes(Value v);
Str value_as_bytes(Value v);

/* ---- lists and tuples ---- */
Value value_list(Eval *ev); /* empty */
Value value_tuple(Eval *ev, const Value *items, size_t n); /* copies items */
bool value_is_list(Value v);
bool value_is_tuple(Value v);
/* For lists and tuples: number of items and the items; the pointer is valid until a change. */
size_t value_seq_len(Value v);
const Value *value_seq_items(Value v);
void value_list_push(Eval *ev, Value list, Value item);

/* ---- dicts: keep insertion order ---- */
Value value_dict(Eval *ev);
bool value_is_dict(Value v);
size_t value_dict_len(Value v);
/* Walks entries: start with *at = 0; false at the end. */
bool value_dict_next(Value dict, size_t *at, Value *key, Value *item);
/* String keys, the usual case for native code. Unset when absent. */
Value value_dict_find_z(Value dict, const char *key);
Value value_dict_find_str(Value dict, Str key);
void value_dict_put_z(Eval *ev, Value dict, const char *key, Value item);
void value_dict_put_str(Eval *ev, Value dict, Str key, Value item);
/* Any hashable key; false = exception pending (unhashable). *out unset when absent. */
bool value_dict_get(Eval *ev, Value dict, Value key, Value *out) MUST_CHECK;
bool value_dict_put(Eval *ev, Value dict, Value key, Value item) MUST_CHECK;
bool value_dict_remove(Eval *ev, Value dict, Value key, bool *found) MUST_CHECK;

/* ---- sets ---- */
Value value_set(Eval *ev);
bool value_is_set(Value v); /* set or frozenset */
size_t value_set_len(Value v);
bool value_set_add(Eval *ev, Value set, Value item) MUST_CHECK;
bool value_set_next(Value set, size_t *at, Value *item); /* insertion order */

#endif
