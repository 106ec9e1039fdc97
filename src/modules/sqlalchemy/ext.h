/* sqlalchemy.ext.*, sqlalchemy.event and the submodules of sqlalchemy.orm. */
#ifndef RETORT_MODULES_SQLALCHEMY_EXT_H
#define RETORT_MODULES_SQLALCHEMY_EXT_H

#include "eval/native.h"

const NativeModule *ext_find(Str dotted); /* NULL = no such module */

#endif
