/* python-dotenv: load_dotenv() reads a .env file into os.environ of the script.
 *
 * Syntax as python-dotenv has it: comments, `export`, single and double quotes with escapes,
 * ${NAME} and ${NAME:-default} in what is not single-quoted. Files are read through the script's
 * own open(), so that what a script may read is decided in one place; nothing is ever written. */
#ifndef RETORT_MODULES_EXTRA_DOTENV_H
#define RETORT_MODULES_EXTRA_DOTENV_H

#include "eval/native.h"

extern const NativeModule dotenv_module;

#endif
