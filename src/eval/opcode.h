/* The instructions of the virtual machine.
 *
 * An instruction is 32 bits: the opcode in the low eight, an argument in the rest. The operand
 * stack is part of the frame. A call's stack is callee, receiver or unset, arguments, values of
 * keywords. A handler starts with its operands cut to the try's depth and the exception on top;
 * PUSH_EXC puts the exception handled so far below it. A finally block finds three operands: the
 * exception handled so far, a value (exception or return value), and a kind (FINALLY_…). */
#ifndef RETORT_EVAL_OPCODE_H
#define RETORT_EVAL_OPCODE_H

/* X(name, change of stack depth); 99 = depends on the argument, see compile.c */
#define OPCODES(X)                                                                                 \
    X(NOP, 0)                                                                                      \
    X(POP, -1)                                                                                     \
    X(DUP, 1) X(DUP2, 2) X(SWAP, 0) X(ROT3, 0) X(PUSH_UNSET, 1) X(LOAD_CONST, 1) X(LOAD_FAST, 1)   \
        X(STORE_FAST, -1) X(DELETE_FAST, 0) X(LOAD_TEMP, 1) X(STORE_TEMP, -1) X(MAKE_CELL, 0) X(   \
            LOAD_DEREF, 1) X(STORE_DEREF, -1) X(DELETE_DEREF, 0) X(LOAD_CLOSURE, 1)                \
            X(LOAD_CLASSDEREF, 1) X(LOAD_GLOBAL, 1) X(STORE_GLOBAL, -1) X(DELETE_GLOBAL, 0) X(     \
                LOAD_NAME, 1) X(STORE_NAME, -1) X(DELETE_NAME, 0) X(LOAD_ATTR, 0) X(STORE_ATTR,    \
                                                                                    -2)            \
                X(DELETE_ATTR, -1) X(LOAD_METHOD, 1) X(BINARY, -1) X(INPLACE, -1) X(UNARY, 0) X(   \
                    NOT,                                                                           \
                    0) X(COMPARE,                                                                  \
                         -1) X(IS, -1) X(IS_NOT,                                                   \
                                         -1) X(IN,                                                 \
                                               -1) X(NOT_IN, -1)                                   \
                    X(GETITEM, -1) X(SETITEM, -3) X(DELITEM, -2) X(BUILD_SLICE, -2) X(             \
                        BUILD_TUPLE, 99) X(BUILD_LIST,                                             \
                                           99) X(BUILD_SET, 99)                                    \
                        X(BUILD_DICT, 99) X(BUILD_STRING, 99) X(LIST_APPEND, -1) X(SET_ADD, -1) X( \
                            DICT_ADD,                                                              \
                            -2) X(LIST_EXTEND, -1) X(SET_UPDATE, -1)                               \
                            X(DICT_UPDATE, -1) X(DICT_MERGE, -1) X(LIST_TO_TUPLE, 0) X(JUMP, 0) X( \
                                JUMP_BACK,                                                         \
                                0) X(POP_JUMP_IF_FALSE,                                            \
                                     -1) X(POP_JUMP_IF_TRUE,                                       \
                                           -1) X(JUMP_IF_FALSE_OR_POP, -1)                         \
                                X(JUMP_IF_TRUE_OR_POP, -1) X(GET_ITER, 0) X(GET_AITER, 0)          \
                                    X(FOR_ITER, 1) X(FOR_AITER, 1) X(CALL, 99) X(CALL_KW, 99) X(   \
                                        CALL_EX, -3) X(MAKE_FUNCTION,                              \
                                                       99) X(BUILD_CLASS, -3)                      \
                                        X(RETURN, -1) X(YIELD, 0) X(GET_YIELD_FROM, 0)             \
                                            X(YIELD_FROM, -1) X(AWAIT, 0) X(RAISE, 99) X(          \
                                                RERAISE, -2) X(FORWARD_REF,                        \
                                                               0) X(PUSH_EXC, 1)                   \
                                                X(POP_EXCEPT, -1) X(MATCH_EXC, 0) X(               \
                                                    FINALLY_CASE,                                  \
                                                    0) X(FINALLY_END,                              \
                                                         -3) X(FINALLY_DROP,                       \
                                                               -3) X(FINALLY_DROP_UNDER,           \
                                                                     -3) X(FINALLY_CLEANUP,        \
                                                                           -4) X(POP_FINALLY, -2)  \
                                                    X(STAR_BEGIN, 1) X(                            \
                                                        STAR_MATCH,                                \
                                                        0) X(STAR_KEEP,                            \
                                                             -1) X(STAR_END,                       \
                                                                   -3) X(WITH_ENTER, 1)            \
                                                        X(WITH_AENTER, 1) X(WITH_EXIT_NONE, -1) X( \
                                                            WITH_EXIT_EXC,                         \
                                                            1) X(IMPORT_NAME,                      \
                                                                 0) X(IMPORT_FROM, 1)              \
                                                            X(IMPORT_STAR, -1) X(UNPACK, 99) X(    \
                                                                UNPACK_EX, 99) X(FORMAT_VALUE, 99) \
                                                                X(SETUP_ANNOTATIONS,               \
                                                                  0) X(STORE_ANNOTATION,           \
                                                                       -1) X(ASSERT_FAIL,          \
                                                                             99) X(TYPE_PARAM, 1)  \
                                                                    X(MATCH_SEQUENCE, 0) X(        \
                                                                        MATCH_MAPPING,             \
                                                                        0) X(GET_LEN,              \
                                                                             0) X(MATCH_REST, 0)   \
                                                                        X(MATCH_KEY,               \
                                                                          0) X(MATCH_MAP_REST, -1) \
                                                                            X(MATCH_CLASS,         \
                                                                              -1) X(MATCH_POS, 0)  \
                                                                                X(MATCH_ATTR, 1)

typedef enum Opcode {
#define X(name, effect) OP_##name,
    OPCODES(X)
#undef X
        OP_COUNT
} Opcode;

/* Kinds in a finally block: how it was entered. Positive numbers are exits through it. */
enum { FINALLY_EXCEPTION = -1, FINALLY_NORMAL = 0 };
/* Flags of MAKE_FUNCTION, below the index of the code. */
enum {
    FUNCTION_DEFAULTS = 1,
    FUNCTION_KWDEFAULTS = 2,
    FUNCTION_ANNOTATIONS = 4,
    FUNCTION_CLOSURE = 8,
    FUNCTION_FLAG_BITS = 4
};
/* Argument of FORMAT_VALUE. */
enum { FORMAT_SPEC = 1, FORMAT_STR = 2, FORMAT_REPR = 4, FORMAT_ASCII = 8 };

#endif
