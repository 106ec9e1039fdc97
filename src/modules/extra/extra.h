/* Third-party packages that models and env.py import, provided natively: pgvector, dotenv,
 * flask_sqlalchemy, sqlmodel and the like. Only what a schema or a configuration needs. */
#ifndef RETORT_MODULES_EXTRA_EXTRA_H
#define RETORT_MODULES_EXTRA_EXTRA_H

#include "eval/native.h"

const NativeModule *extra_find(Str dotted); /* NULL = no such module */

#endif
