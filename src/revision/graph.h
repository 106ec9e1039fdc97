/* The revision graph: every script's identity and how the scripts hang together.
 *
 * Built once from the scripts in load order (which breaks ties everywhere), then read only, except
 * for graph_add after a new file was written. Two kinds of edges are kept apart as in Alembic:
 * down_revision makes history, depends_on only demands. "Normalised" leaves out a dependency that
 * an ancestor already has. What is a set in Alembic, with an order that changes from run to run,
 * has load order here. All walks are linear in the size of the graph. */
#ifndef RETORT_REVISION_GRAPH_H
#define RETORT_REVISION_GRAPH_H

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"

typedef struct Revision Revision;
typedef VEC(Revision *) RevisionVec;

struct Revision {
    /* As written in the script. */
    Str id;
    Str path; /* absolute, real */
    Str doc;  /* the docstring without outer blanks; "" = none */
    StrVec down_ids;
    StrVec depends_on; /* ids or branch labels */
    StrVec own_labels;

    /* Made by graph_build. */
    size_t index;               /* place in load order */
    StrVec labels;              /* own ones and inherited ones */
    RevisionVec down;           /* down_revision: Alembic's _versioned_down_revisions */
    RevisionVec dependencies;   /* depends_on, resolved */
    RevisionVec all_down;       /* down and dependencies, without repeats */
    RevisionVec effective_down; /* down and normalised dependencies: _normalized_down_revisions */
    size_t effective_dependency_count; /* number of normalised dependencies, repeats of down too */
    RevisionVec next;                  /* children by down_revision */
    RevisionVec all_next;              /* children by either edge */
};

typedef struct RevisionGraph {
    Arena *arena;
    RevisionVec all;                                  /* load order */
    Map by_name;                                      /* ids, then labels -> Revision * */
    RevisionVec heads, real_heads, bases, real_bases; /* "real" counts dependencies too */
} RevisionGraph;

/* A set of revisions of one graph. */
typedef struct RevisionSet {
    unsigned char *has; /* by Revision.index */
    size_t len;         /* members */
} RevisionSet;

/* Links `revisions` (their script fields filled in). Fails with ERR_COMMAND on an id used twice, a
 * parent or dependency that does not exist, a label used twice, a loop or a cycle. */
bool graph_build(Arena *arena, const RevisionVec *revisions, RevisionGraph **out,
                 Err *err) MUST_CHECK;
/* Adds a script to a built graph, as after writing it. */
bool graph_add(RevisionGraph *g, Revision *r, Err *err) MUST_CHECK;

/* Character check of a new id: "Character(s) '…' not allowed in revision identifier '…'". */
bool graph_check_id(Str id, Err *err) MUST_CHECK;

/* Exact id or label; NULL = none. */
Revision *graph_find(const RevisionGraph *g, Str name);
bool graph_has_label(const Revision *r, Str label);

static inline bool graph_is_head(const Revision *r) { return r->next.len == 0; }
static inline bool graph_is_real_head(const Revision *r) { return r->all_next.len == 0; }
static inline bool graph_is_base(const Revision *r) { return r->down.len == 0; }
static inline bool graph_is_branchpoint(const Revision *r) { return r->next.len > 1; }
static inline bool graph_is_mergepoint(const Revision *r) { return r->down.len > 1; }

/* The first paragraph of the docstring, as history shows it. */
Str graph_short_doc(const Revision *r);

/* Ancestors (descendants) of `from`, themselves included. with_dependencies: also along
 * depends_on: normalised downwards, all upwards, as in Alembic. */
RevisionSet graph_ancestors(const RevisionGraph *g, const RevisionVec *from, bool with_dependencies,
                            Arena *out);
RevisionSet graph_descendants(const RevisionGraph *g, const RevisionVec *from,
                              bool with_dependencies, Arena *out);

RevisionSet graph_set_new(const RevisionGraph *g, Arena *out);
static inline bool graph_set_has(const RevisionSet *s, const Revision *r)
{
    return s->has[r->index];
}
void graph_set_add(RevisionSet *s, const Revision *r);
void graph_set_remove(RevisionSet *s, const Revision *r);
/* Members in load order. */
void graph_set_list(const RevisionGraph *g, const RevisionSet *s, Arena *out_arena,
                    RevisionVec *out);

/* The members ordered newest first in Alembic's way: down one branch as far as possible, then the
 * next. heads: the members to start from. */
void graph_sort(const RevisionGraph *g, const RevisionSet *members, const RevisionVec *heads,
                Arena *out_arena, RevisionVec *out);

/* Ids of revisions, joined by ", ". */
Str graph_join_ids(const RevisionVec *v, Arena *out);

#endif
