/* Ruled tables on a drawn page. Long straight dark runs are lines; lines that touch are one drawing; between its lines lie the cells, and where a line is
 * missing two of them are one. What PDF calls a line, a thin rectangle or a picture makes no difference here. */
#include "intake/document/pdf_.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_LINES = 2000, MOST_ROWS = 400, MOST_COLUMNS = 60 };

/* A line along one axis: at (thickness from at0 to at1) it goes from..to. Dots. */
typedef struct Line { uint32_t at0, at1, from, to, drawing; } Line;
typedef struct Lines { uint32_t n; Line *lines; bool too_many; } Lines;

static bool dark(PdfDots dots, bool across, uint32_t at, uint32_t along) { return dots.dark[across ? (size_t)at * dots.width + along : (size_t)along * dots.width + at]; }

static void add_run(Lines *lines, uint32_t first_open, uint32_t at, uint32_t from, uint32_t to)
{
    for (uint32_t i = lines->n; i > first_open; i--) {
        Line *line = &lines->lines[i - 1];
        if (line->at1 + 1 != at || line->to <= from || to <= line->from) continue;
        line->at1 = at;
        if (from < line->from) line->from = from;
        if (to > line->to) line->to = to;
        return;
    }
    if (lines->n == MOST_LINES) lines->too_many = true;
    else lines->lines[lines->n++] = (Line){ at, at, from, to, 0 };
}

/* Runs of at least 14 points; what is thicker than 4 points is no line. */
static bool find_lines(PdfDots dots, bool across, Arena *arena, Lines *out, Err *err)
{
    uint32_t n_at = across ? dots.height : dots.width, n_along = across ? dots.width : dots.height, least = (uint32_t)(14 * dots.scale), most = (uint32_t)(4 * dots.scale) + 1;
    *out = (Lines){ .lines = arena_try(arena, sizeof(Line) * MOST_LINES, err) };
    if (out->lines == NULL) return false;
    uint32_t first_open = 0;
    for (uint32_t at = 0; at < n_at && !out->too_many; at++) {
        while (first_open < out->n && out->lines[first_open].at1 + 1 < at) first_open++;
        for (uint32_t along = 0; along < n_along;) {
            uint32_t from = along;
            while (along < n_along && dark(dots, across, at, along)) along++;
            if (along - from >= least) add_run(out, first_open, at, from, along);
            if (along == from) along++;
        }
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n; i++)
        if (out->lines[i].at1 - out->lines[i].at0 < most) out->lines[n++] = out->lines[i];
    out->n = out->too_many ? 0 : n; /* a picture, not a table */
    return true;
}

static float middle(const Line *line) { return ((float)line->at0 + (float)line->at1 + 1) / 2; }

static uint32_t root(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/* Lines that touch get the same drawing. */
static bool join(Lines *across, Lines *down, float slack, Arena *arena, Err *err)
{
    uint32_t n = across->n + down->n;
    uint32_t *parent = arena_try(arena, sizeof(uint32_t) * (n + 1), err);
    if (parent == NULL) return false;
    for (uint32_t i = 0; i < n; i++) parent[i] = i;
    for (uint32_t h = 0; h < across->n; h++)
        for (uint32_t v = 0; v < down->n; v++) {
            const Line *a = &across->lines[h], *d = &down->lines[v];
            float x = middle(d), y = middle(a);
            if (x < (float)a->from - slack || x > (float)a->to + slack || y < (float)d->from - slack || y > (float)d->to + slack) continue;
            parent[root(parent, h)] = root(parent, across->n + v);
        }
    for (uint32_t i = 0; i < n; i++) (i < across->n ? &across->lines[i] : &down->lines[i - across->n])->drawing = root(parent, i);
    return true;
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* Places of the lines of one drawing, those nearer than 3 points being one; 0 when there are more than most. Where the lines that cross them reach
 * farther, there is an open side: a row cut by the end of a page, a table without lines at its sides. */
static uint32_t places(const Lines *lines, const Lines *crossing, uint32_t drawing, float scale, uint32_t most, float *out, float *room)
{
    uint32_t n = 0, n_out = 0;
    float low = INFINITY, high = -INFINITY, first = INFINITY, last = -INFINITY;
    for (uint32_t i = 0; i < lines->n; i++) {
        if (lines->lines[i].drawing != drawing) continue;
        room[n++] = middle(&lines->lines[i]) / scale;
        low = fminf(low, room[n - 1]);
        high = fmaxf(high, room[n - 1]);
    }
    for (uint32_t i = 0; i < crossing->n; i++) {
        if (crossing->lines[i].drawing != drawing) continue;
        first = fminf(first, (float)crossing->lines[i].from / scale);
        last = fmaxf(last, (float)crossing->lines[i].to / scale);
    }
    if (first < low - 8) room[n++] = first;
    if (last > high + 8) room[n++] = last;
    qsort(room, n, sizeof *room, by_value);
    for (uint32_t i = 0; i < n; i++) {
        if (n_out > 0 && room[i] - out[n_out - 1] < 3) continue;
        if (n_out > most) return 0;
        out[n_out++] = room[i];
    }
    return n_out;
}

static uint32_t nearest(const float *places, uint32_t n, float at)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (fabsf(places[i] - at) < fabsf(places[best] - at)) best = i;
    return best;
}

/* Parts between which no line lies are one cell; its owner is the first of them. */
static void own(const Lines *lines, uint32_t drawing, float scale, bool across, PdfGrid *grid, uint32_t *owner, bool *edge)
{
    uint32_t n_at = across ? grid->n_rows + 1 : grid->n_columns + 1, n_parts = across ? grid->n_columns : grid->n_rows;
    const float *at_places = across ? grid->ys : grid->xs, *part_places = across ? grid->xs : grid->ys;
    memset(edge, 0, (size_t)n_at * n_parts);
    for (uint32_t i = 0; i < lines->n; i++) {
        const Line *line = &lines->lines[i];
        if (line->drawing != drawing) continue;
        uint32_t at = nearest(at_places, n_at, middle(line) / scale);
        for (uint32_t p = 0; p < n_parts; p++) {
            float centre = (part_places[p] + part_places[p + 1]) / 2;
            if (centre >= (float)line->from / scale && centre <= (float)line->to / scale) edge[at * n_parts + p] = true;
        }
    }
    for (uint32_t at = 1; at + 1 < n_at; at++)
        for (uint32_t p = 0; p < n_parts; p++) {
            if (edge[at * n_parts + p]) continue;
            uint32_t before = across ? (at - 1) * grid->n_columns + p : p * grid->n_columns + at - 1, behind = across ? at * grid->n_columns + p : p * grid->n_columns + at;
            uint32_t a = root(owner, before), b = root(owner, behind);
            if (a < b) owner[b] = a;
            else owner[a] = b;
        }
}

static const float *kept(Arena *arena, const float *places, uint32_t n, Err *err)
{
    float *at = arena_try(arena, sizeof(float) * n, err);
    return at != NULL ? memcpy(at, places, sizeof(float) * n) : NULL;
}

static bool grid_of(const Lines *across, const Lines *down, uint32_t drawing, float scale, Arena *arena, PdfGrid *out, bool *found, Err *err)
{
    float xs[MOST_COLUMNS + 2], ys[MOST_ROWS + 2], room[MOST_LINES + 2];
    *found = false;
    uint32_t n_xs = places(down, across, drawing, scale, MOST_COLUMNS, xs, room), n_ys = places(across, down, drawing, scale, MOST_ROWS, ys, room);
    if (n_xs < 2 || n_ys < 2 || (n_xs == 2 && n_ys == 2)) return true; /* a frame around something is no table */
    uint32_t n = (n_xs - 1) * (n_ys - 1);
    uint32_t *owner = arena_try(arena, sizeof(uint32_t) * n, err);
    bool *edge = owner != NULL ? arena_try(arena, (size_t)n_xs * n_ys, err) : NULL;
    if (edge == NULL) return false;
    for (uint32_t i = 0; i < n; i++) owner[i] = i;
    *out = (PdfGrid){ .n_columns = n_xs - 1, .n_rows = n_ys - 1, .xs = kept(arena, xs, n_xs, err), .ys = kept(arena, ys, n_ys, err) };
    if (out->xs == NULL || out->ys == NULL) return false;
    own(across, drawing, scale, true, out, owner, edge);
    own(down, drawing, scale, false, out, owner, edge);
    for (uint32_t i = 0; i < n; i++) owner[i] = root(owner, i);
    out->owner = owner;
    *found = true;
    return true;
}

static bool inside(const PdfGrid *inner, const PdfGrid *outer)
{
    return inner->xs[0] > outer->xs[0] - 2 && inner->xs[inner->n_columns] < outer->xs[outer->n_columns] + 2 && inner->ys[0] > outer->ys[0] - 2 && inner->ys[inner->n_rows] < outer->ys[outer->n_rows] + 2;
}

static int from_above(const void *a, const void *b)
{
    float x = ((const PdfGrid *)a)->ys[0], y = ((const PdfGrid *)b)->ys[0];
    return x < y ? -1 : x > y;
}

bool pdf_grids(PdfDots dots, Arena *arena, Arena *scratch, PdfPage *page, Err *err)
{
    Lines across, down;
    if (!find_lines(dots, true, scratch, &across, err) || !find_lines(dots, false, scratch, &down, err) || !join(&across, &down, 2 * dots.scale, scratch, err)) return false;
    uint32_t most = across.n, n = 0;
    PdfGrid *grids = arena_try(arena, sizeof(PdfGrid) * (most + 1), err);
    if (grids == NULL) return false;
    for (uint32_t i = 0; i < across.n; i++) {
        bool seen = false, found;
        for (uint32_t k = 0; k < i && !seen; k++) seen = across.lines[k].drawing == across.lines[i].drawing;
        if (seen) continue;
        if (!grid_of(&across, &down, across.lines[i].drawing, dots.scale, arena, &grids[n], &found, err)) return false;
        n += found;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) { /* a table within a cell of another gives its words to that cell */
        bool within = false;
        for (uint32_t k = 0; k < n && !within; k++) within = k != i && inside(&grids[i], &grids[k]) && !(inside(&grids[k], &grids[i]) && i < k);
        if (!within) grids[kept++] = grids[i];
    }
    qsort(grids, kept, sizeof *grids, from_above);
    page->n_grids = kept;
    page->grids = grids;
    return true;
}
