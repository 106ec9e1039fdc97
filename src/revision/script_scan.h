/* Finding a revision script's identity without running or even parsing the script.
 *
 * One pass over the text tells strings, comments, brackets and indentation apart, which is enough
 * to find the docstring and the module-level assignments of revision, down_revision, branch_labels
 * and depends_on. Their values must be None, strings, or tuples and lists of strings. Whatever
 * could set one of these names in another way makes the scan give up rather than guess. */
#ifndef RETORT_REVISION_SCRIPT_SCAN_H
#define RETORT_REVISION_SCRIPT_SCAN_H

#include "base/arena.h"
#include "base/vec.h"

typedef struct ScanValue {
    bool is_set;
    bool is_none;
    bool is_sequence; /* a tuple or a list, of one item perhaps */
    StrVec items;
} ScanValue;

typedef struct ScriptScan {
    Str doc; /* null = none; not stripped */
    ScanValue revision, down_revision, branch_labels, depends_on;
} ScriptScan;

/* text: clean UTF-8 or ASCII with \n or \r\n ends. False = the script must be evaluated. */
bool script_scan(Str text, Arena *out_arena, ScriptScan *out);

#endif
