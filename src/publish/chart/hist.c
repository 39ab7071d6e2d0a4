/* Works by primary score against what was expected. */
#include "publish/chart/draw_.h"

#include <math.h>

typedef struct Plot {
    const ChartHist *h;
    double left, right, top, bottom; /* of the plot, px */
    double step;                     /* width of one score */
    double y_max;
} Plot;

static double hist_x(const Plot *p, double score) { return p->left + (score + 0.5) * p->step; }

static double hist_y(const Plot *p, double works) { return p->bottom - draw_count(works) / p->y_max * (p->bottom - p->top); }

static double hist_highest(const ChartHist *h, uint32_t score)
{
    double y = draw_count(h->observed[score]);
    if (h->expected) y = fmax(y, draw_count(h->expected[score]));
    if (h->behind) y = fmax(y, draw_count(h->behind[score]));
    return y;
}

static void hist_size(const Chart *chart, int *width_px, int *height_px)
{
    bool small = chart->of.hist.small;
    *width_px = small ? 360 : 780;
    *height_px = small ? 168 : 276;
}

static double hist_y_step(const Plot *p) { return fmax(1, draw_step(p->y_max, p->h->small ? 5 : 6)); }

static Plot hist_plot(const ChartHist *h, Arena *arena)
{
    Plot p = { .h = h, .right = h->small ? 354 : 774, .top = h->small ? 24 : 36, .bottom = h->small ? 122 : 230 };
    for (uint32_t s = 0; s <= h->max; s++) p.y_max = fmax(p.y_max, hist_highest(h, s));
    p.y_max = p.y_max > 0 ? p.y_max * (h->small ? 1.06 : 1.08) : 1;
    double widest = draw_width(number_int(arena, llround(floor(p.y_max / hist_y_step(&p)) * hist_y_step(&p))), 13, false);
    p.left = fmin(fmax(widest + 11, 34), p.right / 3);
    p.step = (p.right - p.left) / (h->max + 1.0);
    return p;
}

static void hist_grid(Draw *d, const Plot *p)
{
    double step = hist_y_step(p);
    for (int i = 1; i * step <= p->y_max; i++) {
        double y = i * step;
        draw_line(d, p->left, hist_y(p, y), p->right, hist_y(p, y), "c-grid");
        draw_text(d, p->left - 8, hist_y(p, y) + 4.5, "c-e", number_int(d->arena, llround(y)));
    }
}

static void hist_ticks(Draw *d, const Plot *p)
{
    const ChartHist *h = p->h;
    double y = p->bottom + 17, free_from = -1e9, room = 13 * 0.69 * (h->max > 99 ? 3 : 2) + 5;
    uint32_t every = (uint32_t)fmax(1, draw_step(ceil(room / p->step), 1));
    for (uint32_t s = 0; s <= h->max; s++) {
        bool cutoff = false, near = false;
        for (int k = 0; k < h->n_cutoffs; k++) {
            if (h->cutoff[k] == s) cutoff = true;
            else near |= fabs((double)h->cutoff[k] - s) * p->step < room;
        }
        double x = hist_x(p, s);
        if (!cutoff && (s % every != 0 || near || x < free_from)) continue;
        draw_text(d, x, y, cutoff ? "c-m c-b" : "c-m", number_int(d->arena, s));
        free_from = x + room;
    }
    const char *right = !h->expected ? "столбцы — работы" : h->expected_as_dashes ? "столбцы — работы, чёрточки — ожидание" : "столбцы — работы, линия — ожидание";
    Str grey = h->behind_words.n > 0 ? h->behind_words : STR("норма");
    Str legend = h->behind ? arena_printf(d->arena, "%s, серое — %.*s", right, STR_ARG(grey)) : str_of(right);
    Str name = h->small ? STR("балл") : STR("первичный балл");
    draw_text(d, p->left, y + 21, "", name);
    draw_text(d, p->right, y + 21, h->small ? "c-e c-s" : "c-e", legend);
}

/* Names of marks over the plot: in the middle of each band where it is wide enough, beside the line in a small picture. */
static void hist_cutoffs(Draw *d, const Plot *p)
{
    const ChartHist *h = p->h;
    for (int k = 0; k < h->n_cutoffs; k++) {
        double x = p->left + h->cutoff[k] * p->step;
        draw_line(d, x, p->top - (h->small ? 14 : 22), x, p->bottom, "c-cut");
    }
    for (int k = 0; k <= h->n_cutoffs && h->n_cutoffs > 0; k++) {
        double from = k ? p->left + h->cutoff[k - 1] * p->step : p->left;
        double to = k < h->n_cutoffs ? p->left + h->cutoff[k] * p->step : p->right;
        Str whole = arena_printf(d->arena, k ? "«%d»" : "отметка «%d»", k + 5 - h->n_cutoffs);
        if (draw_width(whole, 13, false) > to - from) whole = arena_printf(d->arena, "«%d»", k + 5 - h->n_cutoffs);
        if (draw_width(whole, 13, false) > to - from + 4) continue;
        draw_text(d, (from + to) / 2, p->top - (h->small ? 8 : 18), "c-m c-k", whole);
    }
}

static void hist_bars(Draw *d, const Plot *p)
{
    const ChartHist *h = p->h;
    double gap = p->step > 12 ? 1.5 : p->step > 5 ? 0.75 : 0, w = p->step - 2 * gap;
    const char *bar = p->step > 5 ? "c-bar" : "c-thin";
    for (uint32_t s = 0; s <= h->max; s++) {
        double x = p->left + s * p->step, seen = draw_count(h->observed[s]), expected = h->expected ? draw_count(h->expected[s]) : seen;
        if (h->behind) draw_rect(d, x, hist_y(p, h->behind[s]), p->step, p->bottom - hist_y(p, h->behind[s]), "c-grey");
        int hatch = h->hatch ? h->hatch[s] : 0;
        double solid = hatch == 1 ? fmin(seen, expected) : seen;
        draw_rect(d, x + gap, hist_y(p, solid), w, p->bottom - hist_y(p, solid), bar);
        if (hatch == 1 && seen > expected) draw_rect(d, x + gap, hist_y(p, seen), w, hist_y(p, expected) - hist_y(p, seen), "c-over");
        if (hatch == 2 && expected > seen) draw_rect(d, x + gap, hist_y(p, expected), w, hist_y(p, seen) - hist_y(p, expected), "c-miss");
    }
}

/* Slope of a monotone cubic (Fritsch and Carlson 1980): the drawn line never leaves the range of neighbouring points. */
static double hist_slope(const double *y, uint32_t n, uint32_t i)
{
    if (n < 2) return 0;
    if (i == 0) return y[1] - y[0];
    if (i + 1 == n) return y[i] - y[i - 1];
    double before = y[i] - y[i - 1], after = y[i + 1] - y[i];
    return before * after <= 0 ? 0 : 2 * before * after / (before + after);
}

static void hist_line(Draw *d, const Plot *p, const char *classes)
{
    uint32_t n = p->h->max + 1u;
    double *y = arena_array(d->arena, double, n);
    for (uint32_t s = 0; s < n; s++) y[s] = hist_y(p, p->h->expected[s]);
    draw(d, "<path d=\"M@ @", hist_x(p, 0), y[0]);
    for (uint32_t s = 1; s < n; s++) {
        draw(d, "C@ @ @ @ @ @", hist_x(p, s - 1 + 1 / 3.0), y[s - 1] + hist_slope(y, n, s - 1) / 3, hist_x(p, s - 1 / 3.0),
            y[s] - hist_slope(y, n, s) / 3, hist_x(p, s), y[s]);
    }
    buf_printf(d->svg, "\" class=\"%s\"/>", classes);
}

static void hist_expected(Draw *d, const Plot *p)
{
    if (!p->h->expected) return;
    if (!p->h->expected_as_dashes) {
        hist_line(d, p, "c-exp-w");
        hist_line(d, p, "c-exp");
        return;
    }
    for (uint32_t s = 0; s <= p->h->max; s++) {
        double y = hist_y(p, p->h->expected[s]), x = p->left + s * p->step;
        draw_line(d, x + 0.5, y, x + p->step - 0.5, y, "c-exp");
    }
}

typedef struct Note { Box box; double from_x, from_y, to_x, to_y; } Note;

/* Points of the leader, to see what it would cross. Text is narrower than its estimate in most fonts. */
static bool leader_meets(const Note *note, Box box)
{
    box.w *= 0.85;
    for (int i = 0; i <= 12; i++) {
        double t = i / 12.0, x = note->from_x + t * (note->to_x - note->from_x), y = note->from_y + t * (note->to_y - note->from_y);
        if (x > box.x - 3 && x < box.x + box.w + 3 && y > box.y - 3 && y < box.y + box.h + 3) return true;
    }
    return false;
}

static bool leaders_cross(const Note *a, const Note *b)
{
    double d1x = a->to_x - a->from_x, d1y = a->to_y - a->from_y, d2x = b->to_x - b->from_x, d2y = b->to_y - b->from_y;
    double det = d1x * d2y - d1y * d2x, ox = b->from_x - a->from_x, oy = b->from_y - a->from_y;
    if (fabs(det) < 1e-9) return false;
    double t = (ox * d2y - oy * d2x) / det, u = (ox * d1y - oy * d1x) / det;
    return t > 0 && t < 1 && u > 0 && u < 1;
}

/* Bars that the leader runs through, the pointed one and its neighbours aside. */
static int bars_under_leader(const Plot *p, const Note *note)
{
    int n = 0;
    double from = fmin(note->from_x, note->to_x), to = fmax(note->from_x, note->to_x);
    for (uint32_t s = 0; s <= p->h->max; s++) {
        double x = hist_x(p, s);
        if (x < from || x > to || fabs(x - note->to_x) < 1.5 * p->step) continue;
        double y = note->from_y + (x - note->from_x) / (note->to_x - note->from_x) * (note->to_y - note->from_y);
        n += y > hist_y(p, hist_highest(p->h, s));
    }
    return n;
}

static bool note_fits(const Plot *p, const Note *note, const Note *placed)
{
    if (bars_under_leader(p, note) > 1) return false;
    if (placed && (box_meets(note->box, placed->box) || leader_meets(placed, note->box) || leaders_cross(note, placed))) return false;
    for (uint32_t s = 0; s <= p->h->max; s++) {
        double x = p->left + s * p->step, y = hist_y(p, hist_highest(p->h, s));
        if (box_meets(note->box, (Box){ x - 4, y - 9, p->step + 8, p->bottom - y + 9 })) return false;
    }
    return true;
}

/* The free place nearest to what the note speaks of; crossing a cut-off line costs. Gives the cost, INFINITY when there is no place. */
static double note_place(const Plot *p, Note *note, const Note *placed)
{
    double best = INFINITY;
    Note at = *note;
    for (at.box.y = p->top; at.box.y < p->bottom - at.box.h; at.box.y += 6) {
        for (at.box.x = p->left + 4; at.box.x + at.box.w < p->right; at.box.x += 8) {
            double aside = placed ? 0.5 * fabs(at.box.x - placed->box.x) : 0; /* two notes are read as one column */
            for (int k = 0; k < p->h->n_cutoffs; k++) {
                double cut = p->left + p->h->cutoff[k] * p->step;
                if (cut > at.box.x - 4 && cut < at.box.x + at.box.w + 4) aside += 150;
            }
            for (int end = 0; end < 3; end++) { /* the leader begins under the text, at its right end, or beside it */
                at.from_x = end == 0 ? fmax(at.box.x + 8, fmin(at.to_x, at.box.x + at.box.w * 0.7)) : at.box.x + at.box.w * (end == 1 ? 0.9 : 1) + (end == 1 ? 0 : 4);
                at.from_y = at.box.y + (end == 2 ? 24 : at.box.h);
                double cost = aside + 4 * end + hypot(at.from_x - at.to_x, 1.5 * (at.from_y - at.to_y + 24));
                if (cost >= best || (placed && leader_meets(&at, placed->box)) || !note_fits(p, &at, placed)) continue;
                best = cost;
                *note = at;
            }
        }
    }
    return best;
}

static Note note_new(const Plot *p, int i)
{
    const ChartHist *h = p->h;
    uint16_t score = h->notes[i].score;
    double w = fmax(draw_width(h->notes[i].head, 13, true), draw_width(h->notes[i].line, 13, false)), works = hist_highest(h, score);
    if (h->hatch && h->hatch[score] == 2 && h->expected) works = (draw_count(h->observed[score]) + draw_count(h->expected[score])) / 2;
    Note note = { .box = { p->left + 6, p->top + 2 + 44 * i, fmin(w, p->right - p->left - 20), 38 }, .to_x = hist_x(p, score), .to_y = hist_y(p, works) + 3 };
    note.from_x = fmax(note.box.x + 8, fmin(note.to_x, note.box.x + note.box.w * 0.7));
    note.from_y = note.box.y + note.box.h;
    return note;
}

/* Both orders of placing are tried: the second note has to do with what the first leaves. */
static void hist_notes(Draw *d, const Plot *p)
{
    const ChartHist *h = p->h;
    int n = h->small ? 0 : h->n_notes > 2 ? 2 : h->n_notes;
    Note best[2] = { { .box = { 0, 0, 0, 0 } } };
    double best_cost = -1;
    for (int i = 0; i < n; i++) n = h->notes[i].score > h->max ? 0 : n;
    for (int order = 0; order < n; order++) {
        Note notes[2] = { note_new(p, 0), n > 1 ? note_new(p, 1) : (Note){ .box = { 0, 0, 0, 0 } } };
        double cost = note_place(p, &notes[order], NULL);
        if (n > 1) cost += note_place(p, &notes[1 - order], &notes[order]);
        if (n > 1 && notes[0].box.y > notes[1].box.y) cost += 60; /* what is in excess is read first */
        if (best_cost >= 0 && !(cost < best_cost)) continue;
        best_cost = cost;
        memcpy(best, notes, sizeof best);
    }
    for (int i = 0; i < n; i++) {
        const Note *note = &best[i];
        bool excess = h->hatch && h->hatch[h->notes[i].score] == 1;
        draw_line(d, note->from_x, note->from_y, note->to_x, note->to_y, excess ? "c-lead-a" : "c-lead");
        draw_text(d, note->box.x, note->box.y + 14, excess ? "c-a c-h" : "c-b c-h", h->notes[i].head);
        draw_text(d, note->box.x, note->box.y + 32, "c-h", h->notes[i].line);
    }
}

static void hist_draw(const Chart *chart, Buf *svg)
{
    Draw d = draw_begin(svg);
    Plot p = hist_plot(&chart->of.hist, d.arena);
    hist_grid(&d, &p);
    hist_bars(&d, &p);
    hist_cutoffs(&d, &p);
    hist_expected(&d, &p);
    draw_line(&d, p.left, p.bottom, p.right, p.bottom, "c-axis");
    hist_ticks(&d, &p);
    hist_notes(&d, &p);
    draw_end(&d);
}

static struct Table *hist_twin(const Chart *chart, struct Doc *doc)
{
    const ChartHist *h = &chart->of.hist;
    Column columns[5];
    uint32_t n = 0;
    columns[n] = twin_column("балл", COLUMN_NUMBER, 0);
    columns[n++].open = true;
    columns[n++] = twin_column("работ", COLUMN_NUMBER, 0);
    if (h->expected) columns[n++] = twin_column("ожидание", COLUMN_NUMBER, 1);
    if (h->expected) columns[n++] = twin_column("разница", COLUMN_NUMBER, 1);
    if (h->behind) columns[n++] = twin_column("норма, в пересчёте", COLUMN_NUMBER, 1);
    Table *table = twin_table(doc, chart, n, columns, h->max + 1u);
    for (uint32_t s = 0; s <= h->max; s++) {
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        n = 0;
        cells[n++] = cell_int(s);
        cells[n++] = isfinite(h->observed[s]) ? cell_int(llround(h->observed[s])) : cell_missing();
        if (h->expected) cells[n++] = cell_dec(h->expected[s]);
        if (h->expected) cells[n++] = cell_signed(h->observed[s] - h->expected[s]);
        if (h->behind) cells[n++] = cell_dec(h->behind[s]);
        for (int k = 0; k < h->n_cutoffs; k++) cells[0].bold |= h->cutoff[k] == s;
    }
    return table;
}

extern const ChartKind chart_hist;
const ChartKind chart_hist = { .id = "hist", .title = "Работы по первичным баллам", .size = hist_size, .draw = hist_draw, .twin = hist_twin };
