/* The REGEXP operator, which SQLite leaves to the program: as SQLAlchemy's pysqlite dialect defines
 * it, a search with Python's re, here with PCRE2. */
#ifndef RETORT_DIALECT_SQLITE_REGEXP_H
#define RETORT_DIALECT_SQLITE_REGEXP_H

#include <sqlite3.h>

void sqlite_regexp_register(sqlite3 *db);

#endif
