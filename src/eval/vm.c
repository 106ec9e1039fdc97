#include "eval/vm.h"

#include <string.h>

#include "eval/heap.h"
#include "eval/operator.h"

/* ---- frames ---- */

Frame *vm_frame_new(Eval *ev, Code *code, FunctionObject *fn, DictObject *globals)
{
    size_t fixed = code->local_count + code->free_count + code->temp_count;
    Frame *f = heap_frame_new(ev, fixed + code->stack_size);
    f->code = code;
    f->fn = fn;
    f->globals = globals;
    f->stack = f->slots + fixed;
    memset(f->slots, 0, fixed * sizeof(Value));
    return f;
}

bool vm_prepare(Eval *ev, FunctionObject *fn, const Call *call, Frame **frame, Value *out)
{
    Code *code = fn->code;
    Frame *f = vm_frame_new(ev, code, fn, fn->globals);
    const Params *p = &code->params;
    size_t given = call->n + !value_is_unset(call->self);
    if (given == p->count && p->count == p->pos && call->nkw == 0) {
        Value *to = f->slots;
        if (!value_is_unset(call->self)) *to++ = call->self;
        if (call->n) memcpy(to, call->pos, call->n * sizeof(Value));
    } else if (!args_bind(ev, p, (FnName){STR_NULL, object_str_view(fn->qualname)}, fn->defaults,
                          fn->kwdefaults, call, f->slots)) {
        heap_frame_free(ev, f);
        return false;
    }
    for (size_t i = 0; i < fn->cell_count; i++)
        f->slots[code->local_count + i] = value_of(fn->cells[i]);
    if (code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) {
        *out = generator_new(ev, f);
        *frame = NULL;
    } else {
        *frame = f;
    }
    return true;
}

bool vm_call_function(Eval *ev, FunctionObject *fn, const Call *call, Value *out)
{
    Frame *f;
    if (!vm_prepare(ev, fn, call, &f, out)) return false;
    return !f || vm_run(ev, f, out);
}

static bool budget_failed(Eval *ev, const char *what, uint64_t limit)
{
    Err e = err_init(&ev->arena);
    err_set(&e, ERR_BUDGET, "the script uses too much %s (limit %llu)", what,
            (unsigned long long)limit);
    return eval_fail(ev, &e);
}

/* Where everything alive is in frames: collects when due and checks the budgets. */
static bool safe_point(Eval *ev)
{
    if (ev->steps > ev->budget.steps) return budget_failed(ev, "time: steps", ev->budget.steps);
    heap_unpin(ev);
    if (!heap_due(ev)) return true;
    heap_collect(ev);
    if (ev->bytes > ev->budget.bytes) return budget_failed(ev, "memory: bytes", ev->budget.bytes);
    return true;
}

/* ---- calls ---- */

/* Resolves a call of a script's function to a frame, so that the loop can go on in it. *frame NULL:
 * the call was made and *out set. */
static bool begin_call(Eval *ev, Value callee, Call *call, Frame **frame, Value *out)
{
    *frame = NULL;
    if (value_is_kind(callee, OBJECT_METHOD) && value_is_unset(call->self)) {
        call->self = OBJECT_AS(MethodObject, callee)->self;
        callee = OBJECT_AS(MethodObject, callee)->function;
    }
    if (value_is_kind(callee, OBJECT_FUNCTION))
        return vm_prepare(ev, OBJECT_AS(FunctionObject, callee), call, frame, out);
    return call_value(ev, callee, call, out);
}

/* ---- leaving frames ---- */

static void stop_iteration_inside(Eval *ev)
{
    Value cause = ev->pending;
    ev->pending = value_unset();
    eval_raise(ev, "RuntimeError", "generator raised StopIteration");
    ExceptionData *d = exception_data(ev->pending);
    d->cause = d->context = cause;
    d->suppress_context = true;
}

static void frame_pop(Eval *ev, Frame *f)
{
    ev->frame = f->back;
    call_leave(ev);
    if (f->generator) f->generator->frame = NULL;
    heap_frame_free(ev, f);
}

/* Finds the handler of the pending exception, leaving frames that have none. NULL = the frame that
 * vm_run was entered with was left. */
static Frame *unwind(Eval *ev, Frame *f)
{
    if (!ev->fatal && value_is_unset(ev->pending))
        eval_raise(ev, "SystemError", "a native function failed without an exception");
    for (;;) {
        Code *code = f->code;
        uint32_t at = f->pc ? f->pc - 1 : 0;
        if (!ev->fatal) {
            Opcode op = (Opcode)(code->ops[at] & 0xff);
            if (op != OP_RERAISE && op != OP_FORWARD_REF && op != OP_FINALLY_END &&
                op != OP_FINALLY_CLEANUP)
                exception_trace_push(ev, ev->pending, code, at);
            uint16_t guard = f->pc ? code->guards[at] : 0;
            if (guard) {
                Handler *h = &code->handlers[guard - 1];
                f->sp = h->depth;
                f->stack[f->sp++] = ev->pending;
                ev->pending = value_unset();
                f->pc = h->target;
                return f;
            }
            if (f->generator && exception_is(ev, ev->pending, "StopIteration"))
                stop_iteration_inside(ev);
        }
        bool entry = f->flags & FRAME_ENTRY;
        frame_pop(ev, f);
        if (entry) return NULL;
        f = ev->frame;
    }
}

/* ---- the loop ---- */

#define PUSH(v) (*sp++ = (v))
#define POP() (*--sp)
#define TOP sp[-1]
#define SYNC() (f->sp = (uint32_t)(sp - f->stack), f->pc = pc)
#define LOAD_FRAME()                                                                               \
    do {                                                                                           \
        code = f->code;                                                                            \
        ops = code->ops;                                                                           \
        sp = f->stack + f->sp;                                                                     \
        pc = f->pc;                                                                                \
    } while (0)
#define CHECK(call)                                                                                \
    do {                                                                                           \
        if (!(call)) goto failed;                                                                  \
    } while (0)
/* The usual instruction: replaces n operands by the result of a call. */
#define REPLACE(n, call)                                                                           \
    do {                                                                                           \
        if (!(call)) goto failed;                                                                  \
        sp -= (n)-1;                                                                               \
        TOP = v;                                                                                   \
    } while (0)

static bool run(Eval *ev, Frame *f, Value *out)
{
    Code *code;
    const uint32_t *ops;
    Value *sp, v = value_unset(), w;
    uint32_t pc, arg;
    bool flag;
    if (!call_enter(ev)) {
        if (f->generator) f->generator->frame = NULL;
        heap_frame_free(ev, f);
        return false;
    }
    f->back = ev->frame;
    f->flags |= FRAME_ENTRY;
    ev->frame = f;
    LOAD_FRAME();
    if (f->flags & FRAME_THROW) {
        f->flags &= ~(uint32_t)FRAME_THROW;
        goto failed_synced;
    }
    CHECK(safe_point(ev));
    for (;;) {
        uint32_t instruction = ops[pc++];
        arg = instruction >> 8;
        SYNC();
        ev->steps++;
        switch ((Opcode)(instruction & 0xff)) {
        case OP_NOP: break;
        case OP_POP: sp--; break;
        case OP_DUP:
            v = TOP;
            PUSH(v);
            break;
        case OP_DUP2:
            sp[0] = sp[-2];
            sp[1] = sp[-1];
            sp += 2;
            break;
        case OP_SWAP:
            v = TOP;
            TOP = sp[-2];
            sp[-2] = v;
            break;
        case OP_ROT3:
            v = TOP;
            TOP = sp[-2];
            sp[-2] = sp[-3];
            sp[-3] = v;
            break;
        case OP_PUSH_UNSET: PUSH(value_unset()); break;
        case OP_LOAD_CONST: PUSH(code->consts[arg]); break;
        case OP_LOAD_FAST:
            v = f->slots[arg];
            if (value_is_unset(v)) {
                vm_unbound(ev, f, arg);
                goto failed;
            }
            PUSH(v);
            break;
        case OP_STORE_FAST: f->slots[arg] = POP(); break;
        case OP_DELETE_FAST:
            if (value_is_unset(f->slots[arg])) {
                vm_unbound(ev, f, arg);
                goto failed;
            }
            f->slots[arg] = value_unset();
            break;
        case OP_LOAD_TEMP: PUSH(f->slots[code->local_count + code->free_count + arg]); break;
        case OP_STORE_TEMP: f->slots[code->local_count + code->free_count + arg] = POP(); break;
        case OP_MAKE_CELL: {
            CellObject *cell = object_new(ev, OBJECT_CELL, sizeof *cell);
            cell->value = f->slots[arg];
            f->slots[arg] = value_of(cell);
            break;
        }
        case OP_LOAD_DEREF:
            CHECK(vm_load_cell(ev, f, arg, &v));
            PUSH(v);
            break;
        case OP_STORE_DEREF: OBJECT_AS(CellObject, f->slots[arg])->value = POP(); break;
        case OP_DELETE_DEREF:
            CHECK(vm_load_cell(ev, f, arg, &v));
            OBJECT_AS(CellObject, f->slots[arg])->value = value_unset();
            break;
        case OP_LOAD_CLOSURE: PUSH(f->slots[arg]); break;
        case OP_LOAD_CLASSDEREF: {
            TableEntry *e = table_find_name(&f->names->table, code->frees[arg - code->local_count]);
            if (e)
                v = e->item;
            else
                CHECK(vm_load_cell(ev, f, arg, &v));
            PUSH(v);
            break;
        }
        case OP_LOAD_GLOBAL: {
            TableEntry *e = table_find_name(&f->globals->table, code->names[arg]);
            if (e)
                v = e->item;
            else
                CHECK(vm_load_global(ev, f, code->names[arg], &v));
            PUSH(v);
            break;
        }
        case OP_STORE_GLOBAL:
            table_put_name(ev, &f->globals->table, code->names[arg], POP());
            break;
        case OP_DELETE_GLOBAL: CHECK(vm_delete_name(ev, f->globals, code->names[arg])); break;
        case OP_LOAD_NAME:
            CHECK(vm_load_name(ev, f, code->names[arg], &v));
            PUSH(v);
            break;
        case OP_STORE_NAME:
            /* Only a metaclass's __prepare__ gives a namespace with a __setitem__ of its own. */
            if (!f->names->head.cls) {
                table_put_name(ev, &f->names->table, code->names[arg], POP());
            } else {
                CHECK(eval_setitem(ev, value_object(&f->names->head),
                                   value_object(&code->names[arg]->head), TOP));
                (void)POP();
            }
            break;
        case OP_DELETE_NAME: CHECK(vm_delete_name(ev, f->names, code->names[arg])); break;
        case OP_LOAD_ATTR: REPLACE(1, attr_get(ev, TOP, code->names[arg], &v)); break;
        case OP_STORE_ATTR:
            CHECK(attr_set(ev, TOP, code->names[arg], sp[-2]));
            sp -= 2;
            break;
        case OP_DELETE_ATTR:
            CHECK(attr_delete(ev, TOP, code->names[arg]));
            sp--;
            break;
        case OP_LOAD_METHOD:
            CHECK(attr_method(ev, TOP, code->names[arg], &v, &w));
            TOP = v;
            PUSH(w);
            break;
        case OP_BINARY: REPLACE(2, eval_binary(ev, (Operator)arg, sp[-2], TOP, &v)); break;
        case OP_INPLACE: REPLACE(2, operator_inplace(ev, (Operator)arg, sp[-2], TOP, &v)); break;
        case OP_UNARY: REPLACE(1, operator_unary(ev, (Operator)arg, TOP, &v)); break;
        case OP_NOT:
            CHECK(eval_truth(ev, TOP, &flag));
            TOP = value_bool(!flag);
            break;
        case OP_COMPARE: REPLACE(2, operator_compare(ev, (Operator)arg, sp[-2], TOP, &v)); break;
        case OP_IS:
            sp--;
            TOP = value_bool(value_is(TOP, *sp));
            break;
        case OP_IS_NOT:
            sp--;
            TOP = value_bool(!value_is(TOP, *sp));
            break;
        case OP_IN:
            CHECK(eval_contains(ev, TOP, sp[-2], &flag));
            sp--;
            TOP = value_bool(flag);
            break;
        case OP_NOT_IN:
            CHECK(eval_contains(ev, TOP, sp[-2], &flag));
            sp--;
            TOP = value_bool(!flag);
            break;
        case OP_GETITEM: REPLACE(2, eval_getitem(ev, sp[-2], TOP, &v)); break;
        case OP_SETITEM:
            CHECK(eval_setitem(ev, sp[-2], TOP, sp[-3]));
            sp -= 3;
            break;
        case OP_DELITEM:
            CHECK(operator_delitem(ev, sp[-2], TOP));
            sp -= 2;
            break;
        case OP_BUILD_SLICE:
            v = object_slice(ev, sp[-3], sp[-2], TOP);
            sp -= 2;
            TOP = v;
            break;
        case OP_BUILD_TUPLE:
            v = value_tuple(ev, sp - arg, arg);
            sp -= arg;
            PUSH(v);
            break;
        case OP_BUILD_LIST: {
            v = value_list(ev);
            ListObject *l = OBJECT_AS(ListObject, v);
            object_list_reserve(ev, l, arg);
            if (arg) memcpy(l->items, sp - arg, arg * sizeof(Value));
            l->len = arg;
            sp -= arg;
            PUSH(v);
            break;
        }
        case OP_BUILD_SET:
            v = value_set(ev);
            eval_root_push(ev, v);
            flag = true;
            for (uint32_t i = 0; flag && i < arg; i++)
                flag = value_set_add(ev, v, sp[(int)i - (int)arg]);
            eval_root_pop(ev, 1);
            CHECK(flag);
            sp -= arg;
            PUSH(v);
            break;
        case OP_BUILD_DICT:
            v = value_dict(ev);
            eval_root_push(ev, v);
            flag = true;
            for (uint32_t i = 0; flag && i < arg; i++) {
                Value *pair = sp - 2 * (arg - i);
                flag = value_dict_put(ev, v, pair[0], pair[1]);
            }
            eval_root_pop(ev, 1);
            CHECK(flag);
            sp -= 2 * arg;
            PUSH(v);
            break;
        case OP_BUILD_STRING:
            CHECK(vm_build_string(ev, sp - arg, arg, &v));
            sp -= arg;
            PUSH(v);
            break;
        case OP_LIST_APPEND:
            value_list_push(ev, sp[-1 - (int)arg], TOP);
            sp--;
            break;
        case OP_SET_ADD:
            CHECK(value_set_add(ev, sp[-1 - (int)arg], TOP));
            sp--;
            break;
        case OP_DICT_ADD:
            CHECK(value_dict_put(ev, sp[-2 - (int)arg], sp[-2], TOP));
            sp -= 2;
            break;
        case OP_LIST_EXTEND:
        case OP_SET_UPDATE:
            CHECK(vm_extend(ev, sp[-1 - (int)arg], TOP));
            sp--;
            break;
        case OP_DICT_UPDATE:
            CHECK(vm_dict_merge(ev, sp[-1 - (int)arg], TOP, false));
            sp--;
            break;
        case OP_DICT_MERGE:
            CHECK(vm_dict_merge(ev, sp[-2], TOP, true));
            sp--;
            break;
        case OP_LIST_TO_TUPLE:
            TOP = value_tuple(ev, value_seq_items(TOP), value_seq_len(TOP));
            break;
        case OP_JUMP: pc = arg; break;
        case OP_JUMP_BACK:
            heap_unpin(ev);
            if (heap_due(ev) || ev->steps > ev->budget.steps) CHECK(safe_point(ev));
            pc = arg;
            break;
        case OP_POP_JUMP_IF_FALSE:
        case OP_POP_JUMP_IF_TRUE: {
            if (TOP.kind == VALUE_BOOL)
                flag = TOP.as.boolean;
            else
                CHECK(eval_truth(ev, TOP, &flag));
            sp--;
            if (flag == ((instruction & 0xff) == OP_POP_JUMP_IF_TRUE)) pc = arg;
            break;
        }
        case OP_JUMP_IF_FALSE_OR_POP:
        case OP_JUMP_IF_TRUE_OR_POP:
            CHECK(eval_truth(ev, TOP, &flag));
            if (flag == ((instruction & 0xff) == OP_JUMP_IF_TRUE_OR_POP))
                pc = arg;
            else
                sp--;
            break;
        case OP_GET_ITER: REPLACE(1, eval_iter(ev, TOP, &v)); break;
        case OP_GET_AITER: REPLACE(1, vm_aiter(ev, TOP, &v)); break;
        case OP_FOR_ITER:
            CHECK(eval_next(ev, TOP, &v));
            if (value_is_unset(v)) {
                sp--;
                pc = arg;
            } else {
                PUSH(v);
            }
            break;
        case OP_FOR_AITER:
            CHECK(vm_anext(ev, TOP, &v));
            if (value_is_unset(v)) {
                sp--;
                pc = arg;
            } else {
                PUSH(v);
            }
            break;
        case OP_CALL:
        case OP_CALL_KW: {
            Call call = {0};
            uint32_t drop = arg + 2;
            Value *args = sp - arg;
            if ((instruction & 0xff) == OP_CALL_KW) {
                TupleObject *names = OBJECT_AS(TupleObject, TOP);
                args--;
                drop++;
                call.nkw = names->len;
                call.kwnames = names->items;
                call.kwvalues = sp - 1 - names->len;
            }
            call.self = args[-1];
            call.pos = args;
            call.n = arg - call.nkw;
            Frame *callee;
            CHECK(begin_call(ev, args[-2], &call, &callee, &v));
            if (!callee) {
                sp -= drop;
                PUSH(v);
                break;
            }
            callee->drop = drop;
            if (!call_enter(ev)) {
                heap_frame_free(ev, callee);
                goto failed;
            }
            callee->back = f;
            ev->frame = f = callee;
            LOAD_FRAME();
            heap_unpin(ev);
            if (heap_due(ev) || ev->steps > ev->budget.steps) CHECK(safe_point(ev));
            break;
        }
        case OP_CALL_EX: {
            Call call = {
                .self = sp[-3], .pos = value_seq_items(sp[-2]), .n = value_seq_len(sp[-2])};
            size_t pushed = call_push_kw(ev, TOP, &call);
            flag = call_value(ev, sp[-4], &call, &v);
            if (pushed) heap_args_pop(ev, pushed);
            CHECK(flag);
            sp -= 3;
            TOP = v;
            break;
        }
        case OP_MAKE_FUNCTION:
            v = vm_make_function(ev, f, arg, &sp);
            PUSH(v);
            break;
        case OP_BUILD_CLASS:
            CHECK(class_statement(ev, sp[-4], value_str_object(sp[-3]), value_seq_items(sp[-2]),
                                  value_seq_len(sp[-2]), TOP, &v));
            sp -= 3;
            TOP = v;
            break;
        case OP_RETURN: {
            v = POP();
            bool entry = f->flags & FRAME_ENTRY;
            uint32_t drop = f->drop;
            frame_pop(ev, f);
            if (entry) {
                *out = v;
                return true;
            }
            f = ev->frame;
            LOAD_FRAME();
            sp -= drop;
            PUSH(v);
            break;
        }
        case OP_YIELD:
            *out = POP();
            SYNC();
            f->flags |= FRAME_YIELDED;
            ev->frame = f->back;
            call_leave(ev);
            return true;
        case OP_GET_YIELD_FROM: REPLACE(1, eval_iter(ev, TOP, &v)); break;
        case OP_YIELD_FROM:
            CHECK(generator_send(ev, sp[-2], TOP, &v, &w));
            sp--;
            if (value_is_unset(v)) {
                TOP = w;
                break;
            }
            pc--;
            *out = v;
            SYNC();
            f->flags |= FRAME_YIELDED;
            ev->frame = f->back;
            call_leave(ev);
            return true;
        case OP_AWAIT: REPLACE(1, generator_await(ev, TOP, &v)); break;
        case OP_RAISE:
            if (arg == 0) {
                v = exception_handled(ev);
                if (value_is_unset(v))
                    eval_raise(ev, "RuntimeError", "No active exception to reraise");
                else
                    ev->pending = v;
            } else {
                exception_raise(ev, arg == 2 ? sp[-2] : TOP, arg == 2 ? TOP : value_unset());
            }
            goto failed;
        case OP_RERAISE:
            v = POP();
            f->handled = POP();
            ev->pending = v;
            goto failed;
        case OP_FORWARD_REF:
            if (!exception_is(ev, TOP, "NameError")) {
                ev->pending = POP();
                goto failed;
            }
            TOP = code->consts[arg];
            break;
        case OP_PUSH_EXC:
            v = TOP;
            TOP = f->handled;
            f->handled = v;
            PUSH(v);
            break;
        case OP_POP_EXCEPT: f->handled = POP(); break;
        case OP_MATCH_EXC:
            CHECK(exception_matches(ev, sp[-2], TOP, &flag));
            TOP = value_bool(flag);
            break;
        case OP_FINALLY_CASE:
            if (TOP.as.integer != (int64_t)arg) pc++;
            break;
        case OP_FINALLY_END:
            if (TOP.as.integer == FINALLY_EXCEPTION) {
                f->handled = sp[-3];
                ev->pending = sp[-2];
                goto failed;
            }
            sp -= 3;
            break;
        case OP_FINALLY_DROP:
            if (TOP.as.integer == FINALLY_EXCEPTION) f->handled = sp[-3];
            sp -= 3;
            break;
        case OP_FINALLY_DROP_UNDER:
            v = POP();
            if (TOP.as.integer == FINALLY_EXCEPTION) f->handled = sp[-3];
            sp -= 3;
            PUSH(v);
            break;
        case OP_POP_FINALLY:
            v = sp[-2];
            sp -= 2;
            TOP = v;
            break;
        case OP_FINALLY_CLEANUP:
            if (sp[-2].as.integer == FINALLY_EXCEPTION) f->handled = sp[-4];
            ev->pending = TOP;
            goto failed;
        case OP_STAR_BEGIN:
            v = TOP;
            PUSH(v);
            break;
        case OP_STAR_MATCH:
            if (value_is_none(sp[-3])) {
                TOP = value_none();
                break;
            }
            CHECK(exception_group_split(ev, sp[-3], TOP, &v, &w));
            sp[-3] = w;
            TOP = v;
            break;
        case OP_STAR_KEEP:
            value_list_push(ev, sp[-2], TOP);
            sp--;
            break;
        case OP_STAR_END:
            CHECK(vm_star_end(ev, sp[-2], TOP));
            sp -= 3;
            break;
        case OP_WITH_ENTER:
        case OP_WITH_AENTER:
            CHECK(vm_with_enter(ev, TOP, (instruction & 0xff) == OP_WITH_AENTER, &v, &w));
            TOP = v;
            PUSH(w);
            break;
        case OP_WITH_EXIT_NONE:
            CHECK(vm_with_exit(ev, TOP, value_unset(), &v));
            sp--;
            break;
        case OP_WITH_EXIT_EXC:
            CHECK(vm_with_exit(ev, sp[-3], TOP, &v));
            PUSH(v);
            break;
        case OP_IMPORT_NAME:
            CHECK(import_name(ev, f, code->names[arg], (int)(TOP.as.integer >> 1),
                              TOP.as.integer & 1, &v));
            TOP = v;
            break;
        case OP_IMPORT_FROM:
            CHECK(import_from(ev, f, TOP, code->names[arg], &v));
            PUSH(v);
            break;
        case OP_IMPORT_STAR:
            CHECK(import_star(ev, f, TOP));
            sp--;
            break;
        case OP_UNPACK: {
            /* Reversed, so that the first target finds its value on top. */
            CHECK(vm_unpack(ev, TOP, arg, sp));
            sp--;
            for (uint32_t i = 0; i < arg; i++) sp[i] = sp[i + 1];
            for (uint32_t i = 0; i < arg / 2; i++) {
                v = sp[i];
                sp[i] = sp[arg - 1 - i];
                sp[arg - 1 - i] = v;
            }
            sp += arg;
            break;
        }
        case OP_UNPACK_EX: {
            uint32_t before = arg & 0xfff, after = arg >> 12, n = before + after + 1;
            CHECK(vm_unpack_ex(ev, TOP, before, after, sp));
            sp--;
            for (uint32_t i = 0; i < n; i++) sp[i] = sp[i + 1];
            for (uint32_t i = 0; i < n / 2; i++) {
                v = sp[i];
                sp[i] = sp[n - 1 - i];
                sp[n - 1 - i] = v;
            }
            sp += n;
            break;
        }
        case OP_FORMAT_VALUE:
            flag = arg & FORMAT_SPEC;
            CHECK(vm_format(ev, arg, flag ? sp[-2] : TOP, flag ? TOP : value_unset(), &v));
            if (flag) sp--;
            TOP = v;
            break;
        case OP_SETUP_ANNOTATIONS:
            if (!table_find_name(&f->names->table, ev->names.annotations))
                table_put_name(ev, &f->names->table, ev->names.annotations, value_dict(ev));
            break;
        case OP_STORE_ANNOTATION:
            CHECK(vm_store_annotation(ev, f, code->names[arg], TOP));
            sp--;
            break;
        case OP_ASSERT_FAIL: {
            Class *cls = eval_class(ev, exception_class_find(STR("AssertionError")));
            Call call = {.pos = sp - arg, .n = arg};
            CHECK(call_class(ev, cls, &call, &v));
            exception_raise(ev, v, value_unset());
            goto failed;
        }
        case OP_TYPE_PARAM:
            PUSH(eval_unknown(
                ev, arena_fmt(&ev->arena, "the type parameter '%s'", code->names[arg]->data)));
            break;
        case OP_MATCH_SEQUENCE: {
            int kind = value_object_kind(TOP);
            if (kind == OBJECT_UNKNOWN) {
                eval_need_known(ev, TOP, "a match statement");
                goto failed;
            }
            TOP = value_bool(kind == OBJECT_LIST || kind == OBJECT_TUPLE || kind == OBJECT_RANGE);
            break;
        }
        case OP_MATCH_MAPPING: TOP = value_bool(value_is_dict(TOP)); break;
        case OP_GET_LEN: {
            int64_t n;
            CHECK(eval_len(ev, TOP, &n));
            TOP = value_int(n);
            break;
        }
        case OP_MATCH_REST: REPLACE(1, vm_match_slice(ev, TOP, arg & 0xfff, arg >> 12, &v)); break;
        case OP_MATCH_KEY:
            CHECK(vm_match_key(ev, sp[-2], TOP, &v, &flag));
            sp[-2] = v;
            TOP = value_bool(flag);
            break;
        case OP_MATCH_MAP_REST: REPLACE(2, vm_match_rest(ev, sp[-2], TOP, &v)); break;
        case OP_MATCH_CLASS: REPLACE(2, vm_match_class(ev, sp[-2], TOP, &v)); break;
        case OP_MATCH_POS:
            CHECK(vm_match_pos(ev, sp[-2], TOP, arg, &v, &flag));
            sp[-2] = v;
            TOP = value_bool(flag);
            break;
        case OP_MATCH_ATTR:
            CHECK(attr_find(ev, TOP, code->names[arg], &v));
            TOP = value_is_unset(v) ? value_none() : v;
            PUSH(value_bool(!value_is_unset(v)));
            break;
        case OP_COUNT: break;
        }
        continue;
    failed:
        f = ev->frame;
    failed_synced:
        f = unwind(ev, f);
        if (!f) return false;
        LOAD_FRAME();
    }
}

bool vm_run(Eval *ev, Frame *f, Value *out)
{
    size_t outer = ev->pin_base;
    ev->pin_base = ev->pins.len;
    bool ok = run(ev, f, out);
    heap_unpin(ev);
    ev->pin_base = outer;
    if (ok && ev->frame && value_is_object(*out)) heap_pin(ev, out->as.object);
    return ok;
}
