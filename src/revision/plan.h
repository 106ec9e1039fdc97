/* What a command is going to do: the steps, in order, and what each does to the version table.
 *
 * A step is one script upwards or downwards, or a stamp. Row changes are computed one step at a
 * time from the rows that are there (PlanRows), by Alembic's rules for branches, merges and
 * dependencies, so that both tools can take turns on one database. */
#ifndef RETORT_REVISION_PLAN_H
#define RETORT_REVISION_PLAN_H

#include "base/log.h"
#include "revision/graph.h"

typedef struct PlanStep {
    Revision *revision; /* NULL for a stamp */
    bool is_upgrade;
    bool is_stamp;
    bool branch_move;            /* stamps: a branch begins or ends */
    StrVec from, to;             /* ids; a script's normalised parents on the lower side */
    StrVec from_shown, to_shown; /* as the log shows them: without dependencies */
} PlanStep;

typedef VEC(PlanStep) PlanStepVec;

/* Script steps from `rows` to `target` ("head", "+1", "ae10", "label@head"…), in running order. */
bool plan_upgrade(const RevisionGraph *g, const StrVec *rows, Str target, Arena *out_arena,
                  PlanStepVec *out, Err *err) MUST_CHECK;
/* warn (may be NULL) gets Alembic's UserWarning on `-1` with several rows. */
bool plan_downgrade(const RevisionGraph *g, const StrVec *rows, Str target, const Log *warn,
                    Arena *out_arena, PlanStepVec *out, Err *err) MUST_CHECK;
bool plan_stamp(const RevisionGraph *g, const StrVec *rows, const StrVec *targets, Arena *out_arena,
                PlanStepVec *out, Err *err) MUST_CHECK;

/* "upgrade a, b -> c, doc"; the log line is this after "Running ". */
Str plan_step_text(const PlanStep *s, Arena *out);
/* As plan_step_text without the doc: what the comment of --sql has. */
Str plan_step_short_text(const PlanStep *s, Arena *out);

typedef enum PlanRowKind { PLAN_ROW_INSERT, PLAN_ROW_UPDATE, PLAN_ROW_DELETE } PlanRowKind;

typedef struct PlanRowChange {
    PlanRowKind kind;
    Str from; /* UPDATE and DELETE */
    Str to;   /* UPDATE and INSERT */
} PlanRowChange;

typedef struct PlanRowChanges {
    VEC(PlanRowChange) changes; /* in the order of execution */
    Str debug;                  /* Alembic's DEBUG line: "update a to b", "new branch insert a" */
} PlanRowChanges;

/* What the step does to `rows`, and rows as they are afterwards. Fails with ERR_COMMAND where
 * Alembic has an assertion. */
bool plan_row_changes(const RevisionGraph *g, const PlanStep *s, StrVec *rows, Arena *out_arena,
                      PlanRowChanges *out, Err *err) MUST_CHECK;

#endif
