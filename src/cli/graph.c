#include "cli/graph.h"

#include "cli/style.h"

/* Lane k stands in column 2k; the columns between hold the edges that lean. */

typedef struct Cell {
    char c;
    int colour;
} Cell;

typedef VEC(Cell) Row;

static void put(Graph *g, Row *row, size_t column, char c, int colour)
{
    while (row->len <= column) VEC_PUSH(g->arena, row, ((Cell){' ', 0}));
    row->items[column] = (Cell){c, colour};
}

static void push_row(const Graph *g, const Row *row, StrBuf *out)
{
    for (size_t i = 0; i < row->len; i++) {
        Cell x = row->items[i];
        Str s = {&x.c, 1};
        if (x.c == ' ' || x.c == '*')
            strbuf_push(out, s);
        else
            style_push(out, g->colour, (Style)(STYLE_LANES + x.colour % STYLE_LANE_COUNT), s);
    }
}

static void end_row(const Graph *g, const Row *row, StrBuf *out)
{
    push_row(g, row, out);
    strbuf_push_char(out, '\n');
}

static void put_lanes(Graph *g, Row *row, size_t from, size_t to)
{
    for (size_t k = from; k < to; k++) put(g, row, 2 * k, '|', g->lanes.items[k].colour);
}

/* Lane `from` leans over to `to` on its left and ends there; those right of it close the gap. */
static void join_lane(Graph *g, size_t from, size_t to, StrBuf *out)
{
    int colour = g->lanes.items[from].colour;
    for (size_t at = from; at > to; at--) {
        Row row = {0};
        put_lanes(g, &row, 0, at);
        put(g, &row, 2 * at - 1, '/', colour);
        for (size_t k = from + 1; k < g->lanes.len; k++)
            put(g, &row, at == from ? 2 * k - 1 : 2 * (k - 1), at == from ? '/' : '|',
                g->lanes.items[k].colour);
        /* The lanes that the edge has crossed. */
        for (size_t k = at; at < from && k < from; k++)
            put(g, &row, 2 * k, '|', g->lanes.items[k].colour);
        end_row(g, &row, out);
    }
    VEC_REMOVE(&g->lanes, from);
}

/* A lane begins beside `from`, leaning to the right; those right of it make room. */
static void split_lane(Graph *g, size_t from, Str id, StrBuf *out)
{
    Row row = {0};
    GraphLane lane = {id, g->colours_used++};
    put_lanes(g, &row, 0, from + 1);
    put(g, &row, 2 * from + 1, '\\', lane.colour);
    for (size_t k = from + 1; k < g->lanes.len; k++)
        put(g, &row, 2 * k + 1, '\\', g->lanes.items[k].colour);
    end_row(g, &row, out);
    VEC_INSERT(g->arena, &g->lanes, from + 1, lane);
}

/* A lane ends at a base; those right of it close the gap. */
static void end_lane(Graph *g, size_t at, StrBuf *out)
{
    Row row = {0};
    put_lanes(g, &row, 0, at);
    for (size_t k = at + 1; k < g->lanes.len; k++)
        put(g, &row, 2 * k - 1, '/', g->lanes.items[k].colour);
    if (at + 1 < g->lanes.len) end_row(g, &row, out);
    VEC_REMOVE(&g->lanes, at);
}

static void push_texts(Graph *g, size_t lane, bool goes_on, Str text, StrBuf *out)
{
    bool first = true;
    while (!str_is_null(text)) {
        Row row = {0};
        Str line = str_cut(&text, '\n');
        put_lanes(g, &row, 0, g->lanes.len);
        if (first || !goes_on) put(g, &row, 2 * lane, first ? '*' : ' ', 0);
        push_row(g, &row, out);
        if (line.len) strbuf_push_char(out, ' ');
        strbuf_push(out, line);
        strbuf_push_char(out, '\n');
        first = false;
    }
}

void graph_draw(Graph *g, Str id, const StrVec *parents, Str text, StrBuf *out)
{
    size_t lane = 0;
    while (lane < g->lanes.len && !str_eq(g->lanes.items[lane].id, id)) lane++;
    if (lane == g->lanes.len) VEC_PUSH(g->arena, &g->lanes, ((GraphLane){id, g->colours_used++}));
    for (size_t k = g->lanes.len; k-- > lane + 1;)
        if (str_eq(g->lanes.items[k].id, id)) join_lane(g, k, lane, out);
    push_texts(g, lane, parents->len > 0, text, out);
    if (!parents->len) {
        end_lane(g, lane, out);
        return;
    }
    g->lanes.items[lane].id = parents->items[0];
    for (size_t i = parents->len; i-- > 1;) split_lane(g, lane, parents->items[i], out);
}
