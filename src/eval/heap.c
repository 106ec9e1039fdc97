#include "eval/heap.h"

#include <string.h>

#include "base/mem.h"
#include "eval/weak.h"

/* A first collection is not worth its while below this; most scripts end before it. */
enum { GC_FIRST = 8 << 20 };
/* Values per chunk of the argument stack: far more than any one call passes. */
enum { ROOT_CHUNK = 2048 };
/* Smallest pooled frame, in Values; each further pool holds frames of twice the size. */
enum { POOL_BASE = 16 };

struct GcVisitor {
    Eval *ev;
    Object **gray;
    size_t len, cap;
};

/* ---- interned names ---- */

static void intern_insert(StrObject **slots, size_t cap, StrObject *s)
{
    size_t i = (size_t)object_str_hash(s) & (cap - 1);
    while (slots[i]) i = (i + 1) & (cap - 1);
    slots[i] = s;
}

static void intern_resize(Eval *ev, size_t cap)
{
    StrObject **slots = mem_alloc(cap, sizeof *slots);
    for (size_t i = 0; i < ev->interned_cap; i++)
        if (ev->interned[i]) intern_insert(slots, cap, ev->interned[i]);
    mem_free(ev->interned);
    ev->interned = slots;
    ev->interned_cap = cap;
}

StrObject *object_intern(Eval *ev, Str s)
{
    uint64_t h = str_hash(s);
    if (h == 0) h = 1;
    size_t mask = ev->interned_cap - 1;
    for (size_t i = (size_t)h & mask; ev->interned[i]; i = (i + 1) & mask) {
        StrObject *o = ev->interned[i];
        if (o->hash == h && o->len == s.len && (!s.len || memcmp(o->data, s.ptr, s.len) == 0))
            return o;
    }
    StrObject *o = object_str_new(ev, s.len);
    if (s.len) memcpy(o->data, s.ptr, s.len);
    object_str_done(o);
    o->hash = h;
    o->head.flags |= OBJECT_INTERNED;
    if (++ev->interned_len * 2 > ev->interned_cap) intern_resize(ev, ev->interned_cap * 2);
    intern_insert(ev->interned, ev->interned_cap, o);
    return o;
}

/* Names that nothing refers to any more leave the table before they are freed. */
static void intern_sweep(Eval *ev)
{
    StrObject **old = ev->interned;
    size_t cap = ev->interned_cap;
    ev->interned = mem_alloc(cap, sizeof *old);
    ev->interned_len = 0;
    for (size_t i = 0; i < cap; i++) {
        if (!old[i] || !(old[i]->head.flags & OBJECT_MARKED)) continue;
        intern_insert(ev->interned, cap, old[i]);
        ev->interned_len++;
    }
    mem_free(old);
}

/* ---- objects ---- */

void heap_pin(Eval *ev, Object *o)
{
    if (ev->pins.len == ev->pins.cap) {
        ev->pins.cap = ev->pins.cap ? ev->pins.cap * 2 : 256;
        ev->pins.items = mem_resize(ev->pins.items, ev->pins.cap, sizeof(Object *));
    }
    ev->pins.items[ev->pins.len++] = o;
}

void *object_new(Eval *ev, ObjectKind kind, size_t size)
{
    Object *o = mem_alloc(1, size);
    o->kind = (uint8_t)kind;
    o->size = size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
    o->next = ev->objects;
    ev->objects = o;
    ev->bytes += size;
    if (ev->frame) heap_pin(ev, o);
    return o;
}

void object_charge(Eval *ev, int64_t delta) { ev->bytes = (size_t)((int64_t)ev->bytes + delta); }

void eval_charge(Eval *ev, int64_t bytes) { object_charge(ev, bytes); }

bool object_can_allocate(Eval *ev, uint64_t bytes)
{
    if (bytes <= ev->budget.bytes && ev->bytes + bytes <= ev->budget.bytes + ev->budget.bytes / 2)
        return true;
    Err e = err_init(&ev->arena);
    err_set(&e, ERR_BUDGET, "the script needs more than %zu MiB of memory", ev->budget.bytes >> 20);
    return eval_fail(ev, &e);
}

static size_t table_bytes(const Table *t)
{
    return t->cap * sizeof(TableEntry) + t->slot_count * sizeof(uint32_t);
}

static void finalize_instance(Object *o)
{
    char *payload = ((InstanceObject *)o)->payload;
    size_t end = o->cls->payload;
    for (const NativeClass *n = o->cls->layout; n; n = n->base) {
        end -= (n->payload + 15) & ~(size_t)15;
        if (n->finalize) n->finalize(payload + end);
    }
}

/* Classes are freed after everything else: finalizing an instance reads its class. */
static void release_object(Eval *ev, Object *o)
{
    ev->bytes -= o->size;
    switch (o->kind) {
    case OBJECT_LIST:
        ev->bytes -= ((ListObject *)o)->cap * sizeof(Value);
        mem_free(((ListObject *)o)->items);
        break;
    case OBJECT_DICT:
    case OBJECT_SET:
    case OBJECT_FROZENSET: {
        Table *t = &((DictObject *)o)->table;
        ev->bytes -= table_bytes(t);
        mem_free(t->entries);
        mem_free(t->slots);
        break;
    }
    case OBJECT_CLASS: mem_free(((Class *)o)->mro); break;
    case OBJECT_GENERATOR: {
        GeneratorObject *g = (GeneratorObject *)o;
        if (g->frame) heap_frame_free(ev, g->frame);
        break;
    }
    case OBJECT_INSTANCE: finalize_instance(o); break;
    default: break;
    }
    mem_free(o);
}

/* ---- marking ---- */

static void gray_push(GcVisitor *gc, Object *o)
{
    if (!o || o->flags & OBJECT_MARKED) return;
    o->flags |= OBJECT_MARKED;
    if (gc->len == gc->cap) {
        gc->cap = gc->cap ? gc->cap * 2 : 1024;
        gc->gray = mem_resize(gc->gray, gc->cap, sizeof *gc->gray);
    }
    gc->gray[gc->len++] = o;
}

void gc_visit(GcVisitor *gc, Value v)
{
    if (v.kind == VALUE_OBJECT) gray_push(gc, v.as.object);
}

static void visit_values(GcVisitor *gc, const Value *v, size_t n)
{
    for (size_t i = 0; i < n; i++) gc_visit(gc, v[i]);
}

static void visit_frame(GcVisitor *gc, Frame *f)
{
    gray_push(gc, (Object *)f->fn);
    gray_push(gc, (Object *)f->globals);
    gray_push(gc, (Object *)f->names);
    gray_push(gc, (Object *)f->generator);
    gc_visit(gc, f->handled);
    gc_visit(gc, f->instance);
    size_t fixed = (size_t)(f->stack - f->slots);
    visit_values(gc, f->slots, fixed + f->sp);
}

static void visit_class(GcVisitor *gc, Class *c)
{
    gray_push(gc, (Object *)c->name);
    gray_push(gc, (Object *)c->qualname);
    gray_push(gc, (Object *)c->ns);
    gc_visit(gc, c->bases);
    for (size_t i = 0; i < c->mro_len; i++) gray_push(gc, (Object *)c->mro[i]);
}

static void visit_function(GcVisitor *gc, FunctionObject *f)
{
    gray_push(gc, (Object *)f->globals);
    gray_push(gc, (Object *)f->name);
    gray_push(gc, (Object *)f->qualname);
    gc_visit(gc, f->module);
    gc_visit(gc, f->doc);
    gc_visit(gc, f->defaults);
    gc_visit(gc, f->kwdefaults);
    gc_visit(gc, f->annotations);
    for (size_t i = 0; i < f->cell_count; i++) gray_push(gc, (Object *)f->cells[i]);
}

static void visit_instance(GcVisitor *gc, Object *o)
{
    char *payload = ((InstanceObject *)o)->payload;
    size_t end = o->cls->payload;
    for (const NativeClass *n = o->cls->layout; n; n = n->base) {
        end -= (n->payload + 15) & ~(size_t)15;
        if (n->traverse) n->traverse(payload + end, gc);
    }
}

static void visit_table(GcVisitor *gc, const Table *t)
{
    for (uint32_t i = 0; i < t->used; i++) {
        gc_visit(gc, t->entries[i].key);
        gc_visit(gc, t->entries[i].item);
    }
}

static void visit_object(GcVisitor *gc, Object *o)
{
    gray_push(gc, (Object *)o->cls);
    gray_push(gc, (Object *)o->attrs);
    switch ((ObjectKind)o->kind) {
    case OBJECT_LIST: visit_values(gc, ((ListObject *)o)->items, ((ListObject *)o)->len); break;
    case OBJECT_TUPLE: visit_values(gc, ((TupleObject *)o)->items, ((TupleObject *)o)->len); break;
    case OBJECT_DICT:
    case OBJECT_SET:
    case OBJECT_FROZENSET: visit_table(gc, &((DictObject *)o)->table); break;
    case OBJECT_SLICE: visit_values(gc, &((SliceObject *)o)->start, 3); break;
    case OBJECT_CELL: gc_visit(gc, ((CellObject *)o)->value); break;
    case OBJECT_FUNCTION: visit_function(gc, (FunctionObject *)o); break;
    case OBJECT_NATIVE:
        gc_visit(gc, ((NativeObject *)o)->keep);
        gc_visit(gc, ((NativeObject *)o)->self);
        gray_push(gc, (Object *)((NativeObject *)o)->owner);
        break;
    case OBJECT_METHOD: visit_values(gc, &((MethodObject *)o)->function, 2); break;
    case OBJECT_PROPERTY: visit_values(gc, &((PropertyObject *)o)->get, 4); break;
    case OBJECT_CLASS: visit_class(gc, (Class *)o); break;
    case OBJECT_MODULE:
        gray_push(gc, (Object *)((ModuleObject *)o)->name);
        gray_push(gc, (Object *)((ModuleObject *)o)->dict);
        break;
    case OBJECT_GENERATOR: {
        GeneratorObject *g = (GeneratorObject *)o;
        if (g->frame) visit_frame(gc, g->frame);
        gray_push(gc, (Object *)g->name);
        gray_push(gc, (Object *)g->qualname);
        break;
    }
    case OBJECT_ITERATOR: visit_values(gc, &((IteratorObject *)o)->source, 2); break;
    case OBJECT_INSTANCE: visit_instance(gc, o); break;
    case OBJECT_UNKNOWN:
        gray_push(gc, (Object *)((UnknownObject *)o)->origin);
        gray_push(gc, (Object *)((UnknownObject *)o)->path);
        break;
    default: break;
    }
}

static void visit_codes(GcVisitor *gc)
{
    for (Code *c = gc->ev->codes; c; c = c->next) {
        visit_values(gc, c->consts, c->const_count);
        for (size_t i = 0; i < c->name_count; i++) gray_push(gc, (Object *)c->names[i]);
        for (size_t i = 0; i < c->local_count; i++) gray_push(gc, (Object *)c->locals[i]);
        for (size_t i = 0; i < c->free_count; i++) gray_push(gc, (Object *)c->frees[i]);
        gray_push(gc, (Object *)c->name);
        gray_push(gc, (Object *)c->qualname);
    }
}

static void visit_params(GcVisitor *gc)
{
    Map *m = &gc->ev->params;
    for (size_t i = 0; i < m->len; i++) {
        Params *p = m->entries[i].value;
        for (uint32_t k = 0; k < p->pos + p->kwonly; k++) gray_push(gc, (Object *)p->names[k]);
        gray_push(gc, (Object *)p->star_name);
        gray_push(gc, (Object *)p->kwargs_name);
        if (p->defaults) visit_values(gc, p->defaults, p->count);
    }
}

static void visit_roots(GcVisitor *gc)
{
    Eval *ev = gc->ev;
    for (Frame *f = ev->frame; f; f = f->back) visit_frame(gc, f);
    visit_values(gc, ev->roots.items, ev->roots.len);
    for (size_t i = 0; i < ev->pins.len; i++) gray_push(gc, ev->pins.items[i]);
    for (RootChunk *c = ev->args; c; c = c->prev) visit_values(gc, c->items, c->used);
    StrObject **names = (StrObject **)&ev->names;
    for (size_t i = 0; i < sizeof ev->names / sizeof(StrObject *); i++)
        gray_push(gc, (Object *)names[i]);
    for (size_t i = 0; i < ev->classes.len; i++) gray_push(gc, ev->classes.entries[i].value);
    gray_push(gc, (Object *)ev->builtins);
    gray_push(gc, (Object *)ev->modules);
    gc_visit(gc, ev->ellipsis);
    gc_visit(gc, ev->not_implemented);
    gc_visit(gc, ev->pending);
    gc_visit(gc, ev->running_keep);
    for (size_t i = 0; i < ev->states.len; i++) {
        EvalState *s = &ev->states.items[i];
        if (s->traverse) s->traverse(s->state, gc);
    }
    visit_codes(gc);
    visit_params(gc);
}

static void drop_dead_subclasses(Eval *ev)
{
    for (Object *o = ev->objects; o; o = o->next) {
        if (o->kind != OBJECT_CLASS || !(o->flags & OBJECT_MARKED)) continue;
        Class *c = (Class *)o;
        size_t kept = 0;
        for (size_t i = 0; i < c->subclasses.len; i++)
            if (c->subclasses.items[i]->head.flags & OBJECT_MARKED)
                c->subclasses.items[kept++] = c->subclasses.items[i];
        c->subclasses.len = kept;
    }
}

static void sweep(Eval *ev)
{
    Object **at = &ev->objects;
    Object *dead_classes = NULL;
    while (*at) {
        Object *o = *at;
        if (o->flags & OBJECT_MARKED) {
            o->flags &= (uint8_t)~OBJECT_MARKED;
            at = &o->next;
            continue;
        }
        *at = o->next;
        if (o->kind == OBJECT_CLASS) {
            o->next = dead_classes;
            dead_classes = o;
        } else {
            release_object(ev, o);
        }
    }
    if (dead_classes) ev->class_epoch++; /* their addresses may be used again */
    while (dead_classes) {
        Object *next = dead_classes->next;
        release_object(ev, dead_classes);
        dead_classes = next;
    }
}

void heap_collect(Eval *ev)
{
    GcVisitor gc = {.ev = ev};
    visit_roots(&gc);
    while (gc.len) visit_object(&gc, gc.gray[--gc.len]);
    mem_free(gc.gray);
    weak_sweep(ev);
    intern_sweep(ev);
    drop_dead_subclasses(ev);
    sweep(ev);
    ev->class_epoch++; /* cached attributes may be gone */
    /* Twice the live heap: collecting costs a constant share of allocating. */
    ev->gc_at = ev->bytes > GC_FIRST / 2 ? ev->bytes * 2 : GC_FIRST;
    if (ev->budget.stress) ev->gc_at = 0;
}

/* ---- roots ---- */

void eval_root_push(Eval *ev, Value v)
{
    if (ev->roots.len == ev->roots.cap) {
        ev->roots.cap = ev->roots.cap ? ev->roots.cap * 2 : 64;
        ev->roots.items = mem_resize(ev->roots.items, ev->roots.cap, sizeof(Value));
    }
    ev->roots.items[ev->roots.len++] = v;
}

void eval_root_pop(Eval *ev, size_t n) { ev->roots.len -= n; }

Value *heap_args_push(Eval *ev, size_t n)
{
    RootChunk *c = ev->args;
    if (!c || c->used + n > ROOT_CHUNK) {
        size_t cap = n > ROOT_CHUNK ? n : ROOT_CHUNK;
        if (ev->spare_args && cap == ROOT_CHUNK) {
            c = ev->spare_args;
            ev->spare_args = NULL;
        } else {
            c = mem_alloc(1, sizeof *c + cap * sizeof(Value));
        }
        c->used = 0;
        c->prev = ev->args;
        ev->args = c;
    }
    Value *v = c->items + c->used;
    for (size_t i = 0; i < n; i++) v[i] = value_unset();
    c->used += n;
    return v;
}

void heap_args_pop(Eval *ev, size_t n)
{
    RootChunk *c = ev->args;
    c->used -= n;
    if (c->used > 0 || !c->prev) return;
    ev->args = c->prev;
    /* One chunk is kept so that a call at the boundary does not allocate each time. */
    if (!ev->spare_args && n <= ROOT_CHUNK)
        ev->spare_args = c;
    else
        mem_free(c);
}

/* ---- frames ---- */

static int pool_of(size_t slots)
{
    size_t cap = POOL_BASE;
    for (int i = 0; i < FRAME_POOLS; i++, cap *= 2)
        if (slots <= cap) return i;
    return -1;
}

Frame *heap_frame_new(Eval *ev, size_t slots)
{
    int pool = pool_of(slots);
    size_t cap = pool < 0 ? slots : (size_t)POOL_BASE << pool;
    Frame *f = pool < 0 ? NULL : ev->pool[pool];
    if (f)
        ev->pool[pool] = f->back;
    else
        f = mem_resize(NULL, 1, sizeof *f + cap * sizeof(Value));
    memset(f, 0, sizeof *f);
    f->cap = (uint32_t)cap;
    return f;
}

void heap_frame_free(Eval *ev, Frame *f)
{
    int pool = pool_of(f->cap);
    if (pool < 0) {
        mem_free(f);
        return;
    }
    f->back = ev->pool[pool];
    ev->pool[pool] = f;
}

/* ---- life of the heap ---- */

void heap_init(Eval *ev)
{
    ev->gc_at = GC_FIRST;
    ev->interned_cap = 1024;
    ev->interned = mem_alloc(ev->interned_cap, sizeof *ev->interned);
}

void heap_deinit(Eval *ev)
{
    /* Nothing is marked, so everything goes, classes last. */
    sweep(ev);
    mem_free(ev->interned);
    mem_free(ev->roots.items);
    mem_free(ev->pins.items);
    for (RootChunk *c = ev->args; c;) {
        RootChunk *prev = c->prev;
        mem_free(c);
        c = prev;
    }
    mem_free(ev->spare_args);
    for (int i = 0; i < FRAME_POOLS; i++) {
        for (Frame *f = ev->pool[i]; f;) {
            Frame *next = f->back;
            mem_free(f);
            f = next;
        }
    }
}
