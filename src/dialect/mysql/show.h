/* What SHOW CREATE TABLE prints, taken apart.
 *
 * It is read line by line with the patterns of SQLAlchemy's reflection, so that the same things are
 * found and the same things overlooked (a CHECK behind a column is one of them). Nothing here
 * knows the schema model or the server. */
#ifndef RETORT_DIALECT_MYSQL_SHOW_H
#define RETORT_DIALECT_MYSQL_SHOW_H

#include "base/vec.h"

/* All texts live in the arena of the parse; null = not there. */
typedef struct MysqlShowColumn {
    Str name, type, args; /* `args`: what stands in the parentheses of the type */
    bool is_unsigned, is_zerofill;
    Str charset, collation;
    bool not_null, autoincrement;
    Str default_;  /* as it stands, quotes and ON UPDATE included */
    Str generated; /* with its parentheses */
    Str persistence;
    Str comment;
    bool is_full; /* false: only name and type could be made out */
} MysqlShowColumn;

typedef struct MysqlShowKeyPart {
    Str column;
    int length; /* of the prefix; 0 = all of it */
} MysqlShowKeyPart;

typedef struct MysqlShowKey {
    Str type; /* "PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL" or null */
    Str name;
    VEC(MysqlShowKeyPart) parts;
    Str parser;
} MysqlShowKey;

typedef struct MysqlShowForeignKey {
    Str name;
    StrVec columns;
    Str schema, table; /* the other one's */
    StrVec referred;
    Str ondelete, onupdate;
} MysqlShowForeignKey;

typedef struct MysqlShowCheck {
    Str name, sqltext;
} MysqlShowCheck;

typedef struct MysqlShowOption {
    Str name; /* lower case: "engine", "default charset" */
    Str value;
} MysqlShowOption;

typedef struct MysqlShow {
    VEC(MysqlShowColumn) columns;
    VEC(MysqlShowKey) keys; /* as in the text */
    VEC(MysqlShowForeignKey) foreign_keys;
    VEC(MysqlShowCheck) checks;
    VEC(MysqlShowOption) options;
    StrVec unknown; /* lines that nothing matches */
} MysqlShow;

/* The compiled patterns; made once per inspection. */
typedef struct MysqlShowPatterns MysqlShowPatterns;

MysqlShowPatterns *mysql_show_patterns_new(void);
void mysql_show_patterns_free(MysqlShowPatterns *p);

/* options_prefix: "mysql" or "mariadb", which decides how the end of a PARTITION is read. */
void mysql_show_parse(const MysqlShowPatterns *p, Str sql, bool is_mariadb, Arena *out,
                      MysqlShow *show);

/* True for the definition of a view. */
bool mysql_show_is_view(const MysqlShowPatterns *p, Str sql);

/* The items of "'a','it''s'" without their quotes, and the numbers of "10,2". */
StrVec mysql_show_strings(Str args, Arena *out);

#endif
