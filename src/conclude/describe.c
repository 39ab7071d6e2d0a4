/* The usual figures of one procedure. */
#include <math.h>

#include "base/number.h"
#include "conclude/conclude.h"
#include "conclude/describe_.h"
#include "stats/basic.h"
#include "stats/federal.h"
#include "stats/funnel.h"

static uint8_t matrix_mark(uint8_t journal) { return journal < 2 ? 2 : journal; }

MarkFlow describe_flow(const Frame *frame, uint32_t first, uint32_t n)
{
    MarkFlow flow = { 0 };
    for (uint32_t i = first; i < first + n; i++) {
        if (frame->journal[i] == 0 || frame->mark[i] == 0) continue;
        int journal = matrix_mark(frame->journal[i]), mark = frame->mark[i];
        flow.n++;
        flow.lowered += mark < journal;
        flow.confirmed += mark == journal;
        flow.raised += mark > journal;
        flow.lowered2 += mark + 2 <= journal;
        flow.raised2 += mark >= journal + 2;
        flow.count[journal - 2][mark - 2]++;
    }
    return flow;
}

static void count_marks(const Frame *frame, uint32_t first, uint32_t n, uint32_t marks[4])
{
    for (uint32_t i = first; i < first + n; i++)
        if (frame->mark[i] >= 2) marks[frame->mark[i] - 2]++;
}

static Marker marker(FederalMark mark) { return mark == FEDERAL_YES ? MARKER_YES : mark == FEDERAL_NO ? MARKER_NO : MARKER_UNDEFINED; }

static Spearman spearman_of(const Frame *frame, const SchoolSpan *school, double *scratch)
{
    double *x = scratch, *y = x + school->n;
    size_t n = 0;
    for (uint32_t i = school->first; i < school->first + school->n; i++)
        if (frame->journal[i] != 0) x[n] = frame->journal[i], y[n++] = frame->total[i];
    return basic_spearman(x, y, n, y + school->n);
}

static void describe_school(const Frame *frame, const SchoolSpan *school, const FederalMean *region, uint32_t *count, double *scratch, SchoolStats *out)
{
    uint16_t max = frame->procedure->blueprint->max;
    for (uint16_t t = 0; t <= max; t++) count[t] = 0;
    for (uint32_t i = school->first; i < school->first + school->n; i++) count[frame->total[i]]++;
    FederalMean mean = federal_mean(count, max);
    Spearman spearman = spearman_of(frame, school, scratch);
    *out = (SchoolStats){ .mean = mean.mean, .sd = mean.sd, .mean_low = mean.low, .mean_high = mean.high, .inflated = marker(federal_inflated(&mean, region)),
        .mismatch = marker(federal_mismatch(spearman.textbook)), .spearman_textbook = spearman.textbook, .spearman = spearman.corrected,
        .flow = describe_flow(frame, school->first, school->n), .funnel_z = NAN };
    count_marks(frame, school->first, school->n, out->marks);
}

void describe_schools(const Frame *frame, Arena *arena, ProcedureAnalysis *out)
{
    uint16_t max = frame->procedure->blueprint->max;
    uint32_t most = 1;
    for (uint32_t i = 0; i < frame->n_schools; i++) most = frame->schools[i].n > most ? frame->schools[i].n : most;
    FederalMean region = federal_mean(out->histogram, max);
    out->mean = region.mean;
    out->sd = region.sd;
    out->federal_low = region.low;
    out->federal_high = region.high;
    uint32_t *count = arena_array(arena, uint32_t, max + 1u);
    double *scratch = arena_array(arena, double, (size_t)most * 5);
    SchoolStats *schools = arena_array(arena, SchoolStats, frame->n_schools);
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        describe_school(frame, &frame->schools[i], &region, count, scratch, &schools[i]);
        out->n_inflated += schools[i].inflated == MARKER_YES;
        out->n_mismatch += schools[i].mismatch == MARKER_YES;
        out->n_undefined += schools[i].inflated == MARKER_UNDEFINED || schools[i].mismatch == MARKER_UNDEFINED;
    }
    describe_measure(frame, frame->procedure->blueprint->cutoffs_known ? FUNNEL_PASS : FUNNEL_MEAN, schools, &out->funnel, arena);
    out->schools = schools;
}

static double share_of(FunnelMeasure measure, const SchoolStats *stats, double n)
{
    return measure == FUNNEL_PASS ? 1 - stats->marks[0] / n : (stats->marks[2] + stats->marks[3]) / n;
}

/* Shares on the arcsine scale; means as shares of the maximum. */
void describe_measure(const Frame *frame, FunnelMeasure measure, SchoolStats *schools, FunnelLimits *out, Arena *arena)
{
    *out = (FunnelLimits){ .is_share = measure != FUNNEL_MEAN, .centre = NAN, .phi = NAN, .tau2 = NAN };
    uint32_t n_schools = frame->n_schools;
    uint16_t max = frame->procedure->blueprint->max;
    double *y = arena_array(arena, double, (size_t)n_schools * 4 + 1), *se = y + n_schools, within = 0, weight = 0;
    for (uint32_t i = 0; i < n_schools; i++) {
        double n = frame->schools[i].n;
        schools[i].funnel_y = out->is_share ? share_of(measure, &schools[i], n) : schools[i].mean / max;
        schools[i].funnel_z = NAN;
        if (n < 2) continue;
        within += (n - 1) * schools[i].sd * schools[i].sd;
        weight += n - 1;
    }
    if (n_schools < FUNNEL_MIN_SCHOOLS) return;
    double sd = weight > 0 ? sqrt(within / weight) / max : 0;
    for (uint32_t i = 0; i < n_schools; i++) {
        double n = frame->schools[i].n;
        if (out->is_share) {
            funnel_arcsine(round(schools[i].funnel_y * n), n, &y[i], &se[i]);
        } else {
            y[i] = schools[i].funnel_y;
            se[i] = sd / sqrt(n);
        }
    }
    Funnel funnel;
    if ((!out->is_share && !(sd > 0)) || !funnel_fit(y, se, n_schools, 0.1, se + n_schools, &funnel)) return;
    double centre = out->is_share ? pow(sin(funnel.theta0), 2) : funnel.theta0;
    *out = (FunnelLimits){ .known = true, .is_share = out->is_share, .centre = centre, .phi = funnel.phi, .tau2 = funnel.tau2 };
    for (uint32_t i = 0; i < n_schools; i++) schools[i].funnel_z = funnel_z(&funnel, y[i], se[i]);
}

static void say_left_out(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out)
{
    Str *said = arena_array(arena, Str, 8);
    uint32_t n = 0;
    const Blueprint *blueprint = frame->procedure->blueprint;
    bool any_journal = false;
    for (uint32_t i = 0; i < frame->n_works && !any_journal; i++) any_journal = frame->journal[i] != 0;
    if (!blueprint->cutoffs_known) said[n++] = STR("Пороги отметок неизвестны: всплески на порогах, отметки за работу и их сравнение с журналом не посчитаны. Пороги можно дать ключом --blueprints.");
    if (!any_journal) said[n++] = STR("Отметок журнала в формах нет: согласие с журналом и федеральный маркер несоответствия не посчитаны.");
    if (blueprint->n_tasks == 0) said[n++] = STR("Баллов за задания в формах нет: карта заданий не построена.");
    if (own->reference_differs)
        said[n++] = STR("Норма из --reference не подошла: по заданиям здесь решают совсем иначе, чем там, хотя работа называется так же, — похоже, это другой вариант. Сравнивать с нею нельзя. Так же выглядел бы и район, где задания знали все: сверьте варианты.");
    if (own->reference_partly_differs)
        said[n++] = STR("Отдельные задания здесь решают совсем иначе, чем в норме из --reference: другой порядок заданий, другой вариант или задания знали во всём районе. Проверки по заданиям с этой нормой не сделаны; сверьте варианты.");
    if (norm == NULL) {
        Str schools = number_of(arena, frame->n_schools, "школа", "школы", "школ");
        said[n++] = arena_printf(arena, "Нормы региона нет: %.*s — этого мало, чтобы отличить привычку школы от привычки региона. Школы сравнены точно, только между собой, и вывод не поднимается выше «признаков». "
            "Выгрузка региона или официальные отчёты (ключ --reference) добавят сравнение с честным распределением, согласие с журналом и средний балл.", STR_ARG(schools));
    } else if (blueprint->cutoffs_known && norm->honest == NULL) {
        said[n++] = STR("Честное распределение баллов оценить не удалось: работа слишком короткая или данных мало; всплески сравнены только между школами.");
    }
    if (norm != NULL && any_journal && !norm->journal.known) said[n++] = STR("Связь журнала с баллами в норме неизвестна: согласие с журналом не проверено.");
    out->left_out = said;
    out->n_left_out = n;
}

void describe_usual(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out)
{
    *out = (ProcedureAnalysis){ .frame = frame, .norm = norm, .own = own, .histogram = arena_array(arena, uint32_t, frame->procedure->blueprint->max + 1u) };
    for (uint32_t i = 0; i < frame->n_works; i++) out->histogram[frame->total[i]]++;
    count_marks(frame, 0, frame->n_works, out->marks);
    out->flow = describe_flow(frame, 0, frame->n_works);
    describe_schools(frame, arena, out);
    describe_tasks(frame, arena, out);
}

void describe_procedure(const Frame *frame, const Norm *norm, const Norm *own, Arena *arena, ProcedureAnalysis *out)
{
    describe_usual(frame, norm, own, arena, out);
    say_left_out(frame, norm, own, arena, out);
}
