/* The norm with an anchor: the honest distribution from clean works alone. */
#include <math.h>

#include "base/number.h"
#include "conclude/conclude.h"
#include "conclude/norm_.h"
#include "stats/honest.h"

#define REPLICATES 200

/* ---- what was named ---- */

static Str text_of(const Anchor *anchor, const AnchorUse *use, Arena *arena)
{
    bool classes = false, schools = false;
    for (uint32_t i = 0; i < anchor->n; i++) classes = classes || anchor->rows[i].class_label.n > 0, schools = schools || anchor->rows[i].class_label.n == 0;
    Str works = number_of(arena, use->n_works, "работа", "работы", "работ"), of_classes = number_of(arena, use->n_classes, "класс", "класса", "классов");
    Str of_schools = number_of(arena, use->n_schools, "школа", "школы", "школ"), from = number_of(arena, use->n_schools, "школы", "школ", "школ");
    if (classes && !schools) return arena_printf(arena, "%.*s с наблюдателями из %.*s, %.*s", STR_ARG(of_classes), STR_ARG(from), STR_ARG(works));
    if (schools && !classes) return arena_printf(arena, "%.*s с контролем объективности, %.*s", STR_ARG(of_schools), STR_ARG(works));
    return arena_printf(arena, "школы с контролем объективности и классы с наблюдателями: %.*s, %.*s, %.*s", STR_ARG(of_schools), STR_ARG(of_classes), STR_ARG(works));
}

static void count_named(const Frame *frame, const bool *is_anchor, AnchorUse *use)
{
    uint32_t last = UINT32_MAX;
    for (uint32_t c = 0; c < frame->n_classes; c++) {
        if (!is_anchor[c]) continue;
        use->n_classes++;
        use->n_works += frame->classes[c].n;
        use->n_schools += frame->classes[c].school != last; /* classes stand by school */
        last = frame->classes[c].school;
    }
}

/* Why the usual norm stays; empty when the anchor is enough. */
static Str why_not(const Norm *own, const Frame *frame, const AnchorUse *use, Arena *arena)
{
    if (use->n_classes == 0) return STR("В этой работе эталонных школ и классов нет: она посчитана как обычно.");
    if (!frame->procedure->blueprint->cutoffs_known) return STR("Пороги отметок неизвестны: эталон не с чем сравнить.");
    if (own->n_schools < NORM_MIN_SCHOOLS) return arena_printf(arena, "Школ в файлах меньше %u: без нормы региона эталон не используется.", NORM_MIN_SCHOOLS);
    if (use->n_works >= ANCHOR_MIN_WORKS && use->n_schools >= ANCHOR_MIN_SCHOOLS) return STR_EMPTY;
    Str schools = number_of(arena, use->n_schools, "школа", "школы", "школ"), works = number_of(arena, use->n_works, "работа", "работы", "работ");
    return arena_printf(arena, "Эталон мал: %.*s, %.*s, а нужно не меньше %u школ и %u работ. Честное распределение построено по всем школам, как обычно.", STR_ARG(schools), STR_ARG(works),
        ANCHOR_MIN_SCHOOLS, ANCHOR_MIN_WORKS);
}

/* ---- the curve ---- */

static uint32_t *works_of_schools(const Frame *frame, const bool *is_anchor, const AnchorUse *use, uint16_t max, Arena *arena)
{
    uint32_t *units = arena_array(arena, uint32_t, (size_t)use->n_schools * (max + 1u)), at = UINT32_MAX, last = UINT32_MAX;
    for (uint32_t c = 0; c < frame->n_classes; c++) {
        const ClassSpan *class = &frame->classes[c];
        if (!is_anchor[c]) continue;
        if (class->school != last) at++;
        last = class->school;
        for (uint32_t w = class->first; w < class->first + class->n; w++) units[(size_t)at * (max + 1u) + frame->total[w]]++;
    }
    return units;
}

/* An anchor that gathers works on a cut-off itself is no anchor: it would make the practice of others look honest. */
static void look_at_itself(const uint32_t *units, const Blueprint *blueprint, AnchorUse *use, Arena *arena)
{
    uint16_t max = blueprint->max;
    double *count = arena_array(arena, double, (max + 1u) * 2u), *honest = count + max + 1;
    for (size_t i = 0; i < (size_t)use->n_schools * (max + 1u); i++) count[i % (max + 1u)] += units[i];
    Honest fit;
    if (!honest_fit(NULL, count, max, blueprint->cutoff, N_CUTOFFS, REPLICATES, NORM_SEED, arena_array(arena, double, honest_scratch_size(max)), &fit, honest, NULL)) return;
    for (size_t c = 0; c < fit.n_cutoffs; c++) {
        const HonestCutoff *cutoff = &fit.cutoff[c];
        if (!(cutoff->low > 0) || (use->lifts != 0 && cutoff->moved <= use->lifts_excess)) continue;
        for (uint8_t i = 0; i < N_CUTOFFS; i++)
            if (blueprint->cutoff[i] == cutoff->window.at) use->lifts = (uint8_t)(i + 3);
        use->lifts_excess = cutoff->moved, use->lifts_low = cutoff->low, use->lifts_high = cutoff->high;
    }
}

/* The region's own practice where the usual fit gave none: observed works inside windows, the clean curve outside. */
static const double *practice(const double *count, const double *honest, const Norm *norm, Arena *arena)
{
    double *lifted = arena_array(arena, double, norm->max + 1u), all = 0;
    for (uint16_t t = 0; t <= norm->max; t++) {
        lifted[t] = honest[t] * norm->n_works;
        for (uint8_t i = 0; i < norm->n_thresholds; i++)
            if (t >= norm->thresholds[i].cell_from && t <= norm->thresholds[i].cell_to) lifted[t] = count[t];
        all += lifted[t];
    }
    for (uint16_t t = 0; t <= norm->max; t++) lifted[t] /= all;
    return lifted;
}

static bool fit_by_anchor(Norm *own, const uint32_t *units, const Frame *frame, const AnchorUse *use, Arena *arena)
{
    const Blueprint *blueprint = frame->procedure->blueprint;
    double *count = arena_array(arena, double, (own->max + 1u) * 2u), *honest = count + own->max + 1;
    for (uint32_t i = 0; i < frame->n_works; i++) count[frame->total[i]]++;
    Honest fit;
    if (!honest_anchor(units, use->n_schools, count, own->max, blueprint->cutoff, N_CUTOFFS, REPLICATES, NORM_SEED, arena_array(arena, double, honest_anchor_scratch_size(own->max)), &fit, honest))
        return false;
    own->honest = honest;
    own->degree = fit.degree;
    for (size_t c = 0; c < fit.n_cutoffs; c++) norm_take_cutoff(own, &fit.cutoff[c]);
    if (own->lifted == NULL) own->lifted = practice(count, honest, own, arena);
    own->null_centre = 0, own->null_scale = 1; /* estimated anew */
    norm_spread_of_lifting(frame, own);
    own->source_text = arena_printf(arena, "%.*s; честное распределение — по эталону: %.*s", STR_ARG(own->source_text), STR_ARG(use->text));
    return true;
}

const AnchorUse *norm_use_anchor(Norm *own, const Anchor *anchor, const SchoolTable *schools, const Frame *frame, Arena *arena)
{
    AnchorUse *use = arena_one(arena, AnchorUse);
    *use = (AnchorUse){ .text = STR_EMPTY, .why_not = STR_EMPTY, .lifts_excess = NAN, .lifts_low = NAN, .lifts_high = NAN };
    bool *is_anchor = arena_array(arena, bool, frame->n_classes + 1u);
    anchor_classes(anchor, frame, schools, is_anchor, NULL);
    count_named(frame, is_anchor, use);
    use->text = text_of(anchor, use, arena);
    use->why_not = why_not(own, frame, use, arena);
    use->observers = norm_observers(frame, is_anchor, arena);
    if (use->why_not.n > 0) return use;
    const uint32_t *units = works_of_schools(frame, is_anchor, use, own->max, arena);
    use->used = fit_by_anchor(own, units, frame, use, arena);
    if (use->used) look_at_itself(units, frame->procedure->blueprint, use, arena);
    else use->why_not = STR("По работам эталона плавной линии не построить: честное распределение построено по всем школам.");
    return use;
}

/* ---- rows that name nothing ---- */

static Str stranger(const AnchorRow *row, const Analysis *analysis, Arena *arena)
{
    if (school_table_find(&analysis->schools, row->school) == UINT32_MAX) return arena_printf(arena, "Строка %u: школы %.*s в формах нет.", row->row, STR_ARG(row->school));
    bool known = row->procedure.n == 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) known = known || str_eq(analysis->procedures[i].frame->procedure->id, row->procedure);
    if (!known) return arena_printf(arena, "Строка %u: процедуры «%.*s» в формах нет; пишут так: «2021-4-математика».", row->row, STR_ARG(row->procedure));
    Str where = row->procedure.n > 0 ? arena_printf(arena, " в работе «%.*s»", STR_ARG(row->procedure)) : STR_EMPTY;
    if (row->class_label.n == 0) return arena_printf(arena, "Строка %u: у школы %.*s нет работ%.*s.", row->row, STR_ARG(row->school), STR_ARG(where));
    return arena_printf(arena, "Строка %u: класса «%.*s» у школы %.*s%.*s нет.", row->row, STR_ARG(row->class_written), STR_ARG(row->school), STR_ARG(where));
}

bool anchor_strangers(const Anchor *anchor, Analysis *analysis, Arena *arena)
{
    bool *met = arena_array(arena, bool, anchor->n + 1u);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) {
        const Frame *frame = analysis->procedures[i].frame;
        anchor_classes(anchor, frame, &analysis->schools, arena_array(arena, bool, frame->n_classes + 1u), met);
    }
    Str *said = arena_array(arena, Str, anchor->n + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < anchor->n; i++)
        if (!met[i]) said[n++] = stranger(&anchor->rows[i], analysis, arena);
    analysis->anchor_strangers = said;
    analysis->n_anchor_strangers = n;
    return n < anchor->n;
}
