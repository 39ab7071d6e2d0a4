/* Shares or means of schools against their size, with the limits that chance and the ordinary spread of schools allow. */
#include "publish/chart/draw_.h"

#include <math.h>

#define N_NAMED 12
#define Z95     1.959963985
#define Z998    3.090232306

typedef struct Plot {
    const ChartFunnel *f;
    double left, right, top, bottom;
    double n_low, n_high, y_low, y_high;
    double radius;
} Plot;

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

static double funnel_x(const Plot *p, double n)
{
    return p->left + (log(clamp(n, p->n_low, p->n_high)) - log(p->n_low)) / (log(p->n_high) - log(p->n_low)) * (p->right - p->left);
}

static double funnel_y(const Plot *p, double y)
{
    return p->bottom - (clamp(y, p->y_low, p->y_high) - p->y_low) / (p->y_high - p->y_low) * (p->bottom - p->top);
}

/* Shares: variance-stabilised, asin(sqrt(y)) has variance 1/(4n) + tau2. Means: sd^2/n + tau2. */
static double funnel_limit(const ChartFunnel *f, double n, double z)
{
    double tau2 = draw_count(f->phi_tau2);
    if (!f->is_share) return f->centre + z * sqrt(draw_count(f->sd) * f->sd / n + tau2);
    double angle = asin(sqrt(clamp(f->centre, 0, 1))) + z * sqrt(1 / (4 * n) + tau2);
    return pow(sin(clamp(angle, 0, M_PI / 2)), 2);
}

static int beyond_of(const FunnelPoint *point) { return point->beyond > 2 ? 2 : point->beyond; }

static bool is_drawn(const FunnelPoint *point) { return isfinite(point->n) && point->n > 0 && isfinite(point->y); }

static void funnel_scales(Plot *p)
{
    const ChartFunnel *f = p->f;
    double n_low = isfinite(f->n_min) && f->n_min > 0 ? f->n_min : INFINITY, n_high = draw_count(f->n_max);
    double y_low = isfinite(f->centre) ? f->centre : 0, y_high = y_low;
    for (uint32_t i = 0; i < f->n_points; i++) {
        if (!is_drawn(&f->points[i])) continue;
        n_low = fmin(n_low, f->points[i].n);
        n_high = fmax(n_high, f->points[i].n);
        if (f->points[i].too_few) continue;
        y_low = fmin(y_low, f->points[i].y);
        y_high = fmax(y_high, f->points[i].y);
    }
    p->n_low = isfinite(n_low) ? fmax(1, floor(n_low * 0.9)) : 1;
    p->n_high = fmax(n_high * 1.1, p->n_low * 4);
    if (isfinite(f->centre)) {
        double middle = sqrt(p->n_low * p->n_high) / 2;
        y_low = fmin(y_low, funnel_limit(f, middle, -Z998));
        y_high = fmax(y_high, funnel_limit(f, middle, Z998));
    }
    double step = draw_step(y_high - y_low, 7), top = isfinite(f->y_max) && f->y_max > 0 ? f->y_max : f->is_share ? 1 : INFINITY;
    p->y_low = fmax(f->is_share ? 0 : -INFINITY, floor(y_low / step - 0.05) * step);
    p->y_high = fmin(top, ceil(y_high / step + 0.05) * step);
    if (!(p->y_high > p->y_low)) p->y_high = p->y_low + step;
}

static void funnel_band(Draw *d, const Plot *p, double z, const char *band, const char *line)
{
    enum { STEPS = 60 };
    for (int part = 0; part < 3; part++) { /* the band, the upper line, the lower line */
        draw(d, "<path d=\"");
        for (int i = 0; i <= (part == 0 ? 2 * STEPS + 1 : STEPS); i++) {
            int at = i <= STEPS ? i : 2 * STEPS + 1 - i;
            double n = p->n_low * pow(p->n_high / p->n_low, (double)at / STEPS);
            double y = funnel_limit(p->f, n, (part == 0 ? i <= STEPS : part == 1) ? z : -z);
            draw(d, i == 0 ? "M@ @" : "L@ @", funnel_x(p, n), funnel_y(p, y));
        }
        buf_printf(d->svg, "%s\" class=\"%s\"/>", part == 0 ? "Z" : "", part == 0 ? band : line);
    }
}

static Str funnel_value(Draw *d, const Plot *p, double y, double step)
{
    if (p->f->is_share) return number_dec(d->arena, y * 100, draw_decimals(step * 100));
    return number_dec(d->arena, y, draw_decimals(step));
}

static void funnel_axes(Draw *d, const Plot *p)
{
    double step = draw_step(p->y_high - p->y_low, 8);
    for (int i = 0; p->y_low + i * step <= p->y_high + step * 1e-6; i++) {
        double y = p->y_low + i * step;
        bool last = p->y_low + (i + 1) * step > p->y_high + step * 1e-6;
        if (i > 0) draw_line(d, p->left, funnel_y(p, y), p->right, funnel_y(p, y), "c-grid");
        Str tick = funnel_value(d, p, y, step);
        if (last && p->f->is_share) tick = arena_printf(d->arena, "%.*s %%", STR_ARG(tick));
        draw_text(d, p->left - 8, funnel_y(p, y) + 4.5, "c-e", tick);
    }
    draw_text(d, 0, p->top - 16, "c-k", p->f->y_title);
    draw_line(d, p->left, p->bottom, p->right, p->bottom, "c-axis");
    double free_from = -1;
    static const double leads[] = { 1, 2, 3, 5 };
    for (int power = 0; power < 6; power++) {
        for (int i = 0; i < 4; i++) {
            double n = leads[i] * pow(10, power), x = funnel_x(p, n);
            if (n < p->n_low || n > p->n_high) continue;
            draw_line(d, x, p->bottom, x, p->bottom + 4, "c-tick");
            if (x < free_from) continue;
            Str tick = number_int(d->arena, (long long)n);
            draw_text(d, x, p->bottom + 18, "c-m", tick);
            free_from = x + draw_width(tick, 13, false) + 8;
        }
    }
    draw_text(d, p->right, p->bottom + 36, "c-e", STR("писали работу, учеников; шкала логарифмическая"));
}

static void funnel_centre(Draw *d, const Plot *p)
{
    if (!isfinite(p->f->centre)) return;
    double x = p->right + 6, y = funnel_y(p, p->f->centre);
    draw_line(d, p->left, y, p->right, y, "c-line");
    draw_text(d, x, y + 4.5, "c-b", p->f->centre_label);
    /* The name of a limit stands at its upper line, or at the lower one where the upper has met the end of the scale. */
    static const struct { double z; const char *text; } names[] = { { Z95, "95 %" }, { Z998, "99,8 %" } };
    double above = y, below = y;
    for (int i = 0; i < 2; i++) {
        double upper = funnel_limit(p->f, p->n_high, names[i].z);
        if (upper < p->y_high) y = above = fmin(funnel_y(p, upper), above - 17);
        else y = below = fmax(funnel_y(p, funnel_limit(p->f, p->n_high, -names[i].z)), below + 17);
        draw_text(d, x, y + 4.5, "", str_of(names[i].text));
    }
}

static void funnel_mark(Draw *d, const Plot *p, const FunnelPoint *point, double x, double y)
{
    double r = p->radius;
    bool link = point->anchor.n > 1;
    if (link) {
        buf_add_z(d->svg, "<a href=\"");
        buf_add_xml(d->svg, point->anchor);
        buf_add_z(d->svg, "\"><title>");
        buf_add_xml(d->svg, point->label);
        buf_add_z(d->svg, "</title>");
        draw(d, "<circle cx=\"@\" cy=\"@\" r=\"12\" class=\"c-ring\"/>", x, y);
    }
    if (point->chosen) draw(d, "<circle cx=\"@\" cy=\"@\" r=\"@\" class=\"c-chosen\"/>", x, y, r + 8);
    if (point->too_few) draw(d, "<circle cx=\"@\" cy=\"@\" r=\"@\" class=\"c-few\"/>", x, y, r + 1);
    else if (point->beyond >= 2) draw_diamond(d, x, y, r + 3.5, "c-out");
    else if (point->beyond == 1) draw_diamond(d, x, y, r + 3, "c-far");
    else if (point->observed) draw_rect(d, x - r, y - r, 2 * r, 2 * r, "c-pt");
    else draw(d, "<circle cx=\"@\" cy=\"@\" r=\"@\" class=\"c-pt\"/>", x, y, r);
    if (link) buf_add_z(d->svg, "</a>");
}

static double funnel_point_y(const Plot *p, const FunnelPoint *point)
{
    return funnel_y(p, point->too_few && isfinite(p->f->centre) ? p->f->centre : point->y);
}

/* Of those that are to be named, the farthest first. */
static int funnel_priority(const FunnelPoint *point)
{
    return !is_drawn(point) || point->label.n == 0 || !point->named ? 0 : 1 + beyond_of(point);
}

/* The centre line or a limit runs through the box. */
static bool on_a_line(const Plot *p, Box box)
{
    if (!isfinite(p->f->centre)) return false;
    static const double z[] = { 0, Z95, -Z95, Z998, -Z998 };
    for (int i = 0; i < 5; i++) {
        for (int k = 0; k <= 4; k++) {
            double n = p->n_low * pow(p->n_high / p->n_low, (box.x + box.w * k / 4 - p->left) / (p->right - p->left));
            double y = funnel_y(p, z[i] == 0 ? p->f->centre : funnel_limit(p->f, n, z[i]));
            if (y > box.y - 1 && y < box.y + box.h + 1) return true;
        }
    }
    return false;
}

/* Puts the name where it meets no point and no other name, at first off the lines too; false when there is no such place. */
static bool funnel_name(Draw *d, const Plot *p, const FunnelPoint *point, Box *taken, uint32_t *n_taken)
{
    double x = funnel_x(p, point->n), y = funnel_point_y(p, point), gap = p->radius + (point->beyond ? 6 : 3);
    double size = point->beyond || point->named ? 13 : 12;
    Str text = point->too_few ? arena_printf(d->arena, "%.*s: мало данных", STR_ARG(point->label)) : point->label;
    double w = draw_width(text, size, point->beyond > 0), h = size + 3;
    const Box places[] = { { x + gap, y - h / 2, w, h }, { x - gap - w, y - h / 2, w, h }, { x - w / 2, y - gap - h, w, h }, { x - w / 2, y + gap, w, h },
        { x + gap, y - h - 3, w, h }, { x + gap, y + 3, w, h }, { x - gap - w, y - h - 3, w, h }, { x - gap - w, y + 3, w, h } };
    const size_t n_places = sizeof places / sizeof places[0];
    for (size_t i = 0; i < 2 * n_places; i++) {
        Box box = places[i % n_places];
        if (i < n_places && on_a_line(p, box)) continue;
        bool free = box.x > p->left && box.x + box.w < p->right && box.y > p->top - 14 && box.y + box.h < p->bottom;
        for (uint32_t k = 0; k < *n_taken && free; k++) free = !box_meets(box, taken[k]);
        if (!free) continue;
        taken[(*n_taken)++] = box;
        const char *classes = point->beyond ? "c-b c-h" : point->named ? "c-k c-h" : "c-s c-h";
        draw_text(d, box.x, box.y + size - 1, classes, text);
        return true;
    }
    return false;
}

static void funnel_names(Draw *d, const Plot *p)
{
    uint32_t n_taken = 0, n_named = 0;
    Box *taken = arena_array(d->arena, Box, 2 * (size_t)p->f->n_points + 1);
    for (uint32_t i = 0; i < p->f->n_points; i++) {
        const FunnelPoint *point = &p->f->points[i];
        if (!is_drawn(point)) continue;
        double r = p->radius + (point->beyond ? 3.5 : 0);
        taken[n_taken++] = (Box){ funnel_x(p, point->n) - r, funnel_point_y(p, point) - r, 2 * r, 2 * r };
    }
    for (int priority = 3; priority > 0; priority--) {
        for (uint32_t i = 0; i < p->f->n_points; i++) {
            const FunnelPoint *point = &p->f->points[i];
            if (funnel_priority(point) != priority) continue;
            if (p->f->n_points > 24 && n_named >= N_NAMED) continue;
            n_named += funnel_name(d, p, point, taken, &n_taken);
        }
    }
}

static void funnel_behind(Draw *d, const Plot *p)
{
    for (uint32_t i = 0; i < p->f->n_behind; i++) {
        const FunnelBehind *at = &p->f->behind[i];
        if (at->n >= p->n_low && at->n <= p->n_high && at->y >= p->y_low && at->y <= p->y_high)
            draw(d, "<circle cx=\"@\" cy=\"@\" r=\"1.7\" class=\"c-behind\"/>", funnel_x(p, at->n), funnel_y(p, at->y));
    }
}

static void funnel_legend(Draw *d, const Plot *p)
{
    bool has[5] = { false };
    for (uint32_t i = 0; i < p->f->n_points; i++) {
        const FunnelPoint *point = &p->f->points[i];
        if (is_drawn(point)) has[point->too_few ? 4 : point->beyond ? beyond_of(point) + 1 : point->observed ? 1 : 0] = true;
    }
    static const FunnelPoint shapes[] = { { .beyond = 0 }, { .observed = true }, { .beyond = 1 }, { .beyond = 2 }, { .too_few = true } };
    static const char *const names[] = { "в пределах случая", "писали при наблюдателе", "за 95 %", "за 99,8 %", "мало данных" };
    double x = p->left + 6, y = p->bottom + 58;
    Plot wide = *p;
    wide.radius = 4;
    for (int i = 0; i < 5; i++) {
        if (!has[i]) continue;
        funnel_mark(d, &wide, &shapes[i], x, y);
        draw_text(d, x + 12, y + 4.5, "", str_of(names[i]));
        x += 28 + draw_width(str_of(names[i]), 13, false);
    }
    if (p->f->n_behind == 0) return;
    draw(d, "<circle cx=\"@\" cy=\"@\" r=\"2\" class=\"c-behind\"/>", x, y);
    draw_text(d, x + 9, y + 4.5, "", p->f->behind_words);
}

static void funnel_size(const Chart *chart, int *width_px, int *height_px)
{
    (void)chart;
    *width_px = 780;
    *height_px = 424;
}

static void funnel_draw(const Chart *chart, Buf *svg)
{
    Plot p = { .f = &chart->of.funnel, .left = 52, .right = 776, .top = 36, .bottom = 352 };
    p.right -= fmin(fmax(draw_width(p.f->centre_label, 13, true) + 8, 64), 220);
    p.radius = p.f->n_points > 120 ? 3 : 4.2;
    funnel_scales(&p);
    Draw d = draw_begin(svg);
    if (isfinite(p.f->centre)) {
        funnel_band(&d, &p, Z998, "c-band2", "c-lim2");
        funnel_band(&d, &p, Z95, "c-band1", "c-lim1");
    }
    funnel_axes(&d, &p);
    funnel_centre(&d, &p);
    funnel_behind(&d, &p);
    for (int beyond = 0; beyond <= 2; beyond++) { /* what matters lies on top */
        for (uint32_t i = 0; i < p.f->n_points; i++) {
            const FunnelPoint *point = &p.f->points[i];
            if (is_drawn(point) && beyond_of(point) == beyond) funnel_mark(&d, &p, point, funnel_x(&p, point->n), funnel_point_y(&p, point));
        }
    }
    funnel_names(&d, &p);
    funnel_legend(&d, &p);
    draw_end(&d);
}

static Cell funnel_cell(const ChartFunnel *f, double y) { return f->is_share ? cell_share(y) : cell_dec(y); }

static struct Table *funnel_twin(const Chart *chart, struct Doc *doc)
{
    const ChartFunnel *f = &chart->of.funnel;
    uint8_t decimals = f->is_share ? 0 : 1;
    const Column columns[] = { twin_column("школа", COLUMN_TEXT, 0), twin_column("писали", COLUMN_NUMBER, 0), twin_column(f->is_share ? "доля" : "среднее", COLUMN_NUMBER, decimals),
        twin_column("пределы случая 95 %", COLUMN_NUMBER, decimals), twin_column("положение", COLUMN_TEXT, 0) };
    Table *table = twin_table(doc, chart, 5, columns, f->n_points);
    static const char *const places[] = { "в пределах случая", "за 95 %", "за 99,8 %" };
    for (uint32_t i = 0; i < f->n_points; i++) {
        const FunnelPoint *point = &f->points[i];
        Cell *cells = table_row(doc, table, point->beyond ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_link(point->label, point->anchor);
        cells[1] = isfinite(point->n) ? cell_int(llround(point->n)) : cell_missing();
        if (point->too_few || !is_drawn(point)) {
            cells[2] = cell_too_few(STR("мало данных"), 3);
            continue;
        }
        cells[2] = funnel_cell(f, point->y);
        cells[3] = cell_interval(funnel_limit(f, point->n, -Z95), funnel_limit(f, point->n, Z95), f->is_share);
        cells[4] = cell_text(arena_printf(doc->arena, "%s%s%s", places[beyond_of(point)],
            !point->beyond ? "" : point->y > f->centre ? ", выше" : ", ниже", point->observed ? "; писали при наблюдателе" : ""));
        cells[4].bold = point->beyond > 0;
    }
    return table;
}

extern const ChartKind chart_funnel;
const ChartKind chart_funnel = { .id = "funnel", .title = "Воронка: результат и число работ", .size = funnel_size, .draw = funnel_draw, .twin = funnel_twin };
