/* The view «Воронка»: own schools against chance, others faint, the chosen one beside. */
#include <math.h>

#include "flow/result.h"
#include "web/result.h"
#include "web/url.h"

typedef struct View {
    Ctx *ctx;
    Result *result;
    ResultMeasure measure;
    const ProcedureAnalysis *of;   /* by the measure */
    uint32_t chosen;               /* org of in, or REPORT_NOWHERE */
    bool behind;
} View;

static const char *const measure_words[] = { NULL, "доля «4» и «5»", "средняя доля от наибольшего балла" };
static const char *const measure_heads[] = { "", "«4» и|«5»", "доля|баллов" };

/* Limits are those of all schools: the measure is taken over the whole, then own schools out of it. */
static const ProcedureAnalysis *by_measure(const View *view)
{
    const Result *result = view->result;
    const ProcedureAnalysis *whole = flow_result_measure(&result->whole->procedures[result->procedure], view->measure, view->ctx->arena);
    if (view->measure == RESULT_MAIN) return result->of;
    ProcedureAnalysis *of = arena_one(view->ctx->arena, ProcedureAnalysis);
    SchoolStats *schools = arena_array(view->ctx->arena, SchoolStats, result->of->frame->n_schools + 1u);
    uint32_t n = 0;
    for (uint32_t s = 0; s < whole->frame->n_schools; s++)
        if (result->keep[whole->frame->schools[s].org]) schools[n++] = whole->schools[s];
    *of = *result->of;
    of->schools = schools;
    of->funnel = whole->funnel;
    return of;
}

static uint32_t others(const View *view, FunnelBehind **out)
{
    const Result *result = view->result;
    const ProcedureAnalysis *whole = flow_result_measure(&result->whole->procedures[result->procedure], view->measure, view->ctx->arena);
    uint32_t n = 0;
    *out = arena_array(view->ctx->arena, FunnelBehind, whole->frame->n_schools + 1u);
    for (uint32_t s = 0; view->behind && s < whole->frame->n_schools; s++) {
        const SchoolSpan *span = &whole->frame->schools[s];
        if (!result->keep[span->org] && span->n >= REPORT_MIN_UNIT && isfinite(whole->schools[s].funnel_y)) (*out)[n++] = (FunnelBehind){ span->n, whole->schools[s].funnel_y };
    }
    return n;
}

/* «Школа № 11 выше, чем объясняет случай»: high ones by name, low ones never in a title. */
static Str finding(const View *view)
{
    const ProcedureAnalysis *of = view->of;
    uint32_t compared = 0, beyond = 0, high[3], n_high = 0, low = 0;
    for (uint32_t s = 0; s < of->frame->n_schools; s++) {
        if (of->frame->schools[s].n < REPORT_MIN_UNIT || !isfinite(of->schools[s].funnel_z)) continue;
        compared++;
        if (report_beyond(&of->schools[s]) == 0) continue;
        beyond++;
        low += of->schools[s].funnel_z < 0;
        if (of->schools[s].funnel_z > 0 && n_high < 3) high[n_high++] = s;
    }
    Str all = number_int(view->ctx->arena, compared);
    if (!of->funnel.known || compared == 0) return STR("Школы и число работ");
    if (beyond == 0) return CTX_TEXT(view->ctx, "За пределы случая не выходит ни одна школа из %.*s", STR_ARG(all));
    if (beyond - low != n_high || n_high == 0) return CTX_TEXT(view->ctx, "За пределами случая — %.*s из %.*s", STR_ARG(report_schools_count(view->result->report, beyond)), STR_ARG(all));
    Str names[3];
    for (uint32_t i = 0; i < n_high; i++) names[i] = report_school(view->result->report, of->frame->schools[high[i]].org);
    Str joined = report_join(view->result->report, names, n_high, ", ");
    return CTX_TEXT(view->ctx, "%.*s: выше, чем объясняет случай%s", STR_ARG(joined), low > 0 ? "; есть и школы ниже" : "");
}

static void chart(const View *view, Node *parent)
{
    const ProcedureAnalysis *of = view->of;
    Str title = finding(view);
    Node *panel = doc_panel(view->ctx->doc, parent, title);
    if (!of->funnel.known) {
        doc_text(view->ctx->doc, panel, STR("Воронку построить не по чему: школ слишком мало, чтобы оценить обычный разброс между ними. Значения школ — в таблице ниже."));
        return;
    }
    uint32_t compared = 0, few = 0;
    for (uint32_t s = 0; s < of->frame->n_schools; s++) {
        compared += of->frame->schools[s].n >= REPORT_MIN_UNIT && isfinite(of->schools[s].funnel_z);
        few += of->frame->schools[s].n < REPORT_MIN_UNIT;
    }
    Str chance = number_dec(view->ctx->arena, 0.05 * compared, 0.05 * compared < 10 ? 1 : 0);
    Str hidden = few == 0 ? STR_EMPTY : CTX_TEXT(view->ctx, " Школы, где меньше 5 работ (их %u), не показаны.", few);
    Str reading = CTX_TEXT(view->ctx, "Внутри воронки различия могут быть случайны; чем меньше работ, тем она шире. За 95 %% случайно вышло бы около %.*s.%.*s", STR_ARG(chance), STR_ARG(hidden));
    FunnelBehind *behind;
    uint32_t n_behind = others(view, &behind);
    const ReportFunnel ask = { .of = of, .measure = measure_words[view->measure], .chosen = view->chosen, .n_behind = n_behind, .behind = behind, .title = title, .reading = reading };
    Chart *drawn = report_funnel_chart(view->result->report, &ask);
    if (drawn == NULL) return;
    drawn->no_twin = true;
    drawn->title = STR_EMPTY; /* the finding stands over it, the measure at the axis */
    doc_chart(view->ctx->doc, panel, drawn);
}

/* ---- the side column ---- */

static Fact *chosen_facts(const View *view, uint32_t s, uint32_t *n)
{
    Arena *arena = view->ctx->arena;
    const ProcedureAnalysis *of = view->of;
    const SchoolStats *stats = &of->schools[s];
    uint32_t works = of->frame->schools[s].n;
    Fact *facts = arena_array(arena, Fact, 5);
    double low = NAN, high = NAN;
    if (of->funnel.is_share) report_wilson(round(stats->funnel_y * works), works, &low, &high);
    *n = 0;
    facts[(*n)++] = (Fact){ STR("писали"), number_of(arena, works, "ученик", "ученика", "учеников"), STR_EMPTY };
    Str name = view->measure == RESULT_MAIN && of->funnel.is_share ? STR("«3» и выше") : view->measure == RESULT_GOOD ? STR("«4» и «5»") : STR("доля баллов"), range = report_range(view->result->report, 100 * low, 100 * high, 0);
    Str share = number_share(arena, stats->funnel_y, 0);
    facts[(*n)++] = (Fact){ name, CTX_TEXT(view->ctx, "**%.*s**%s%.*s", STR_ARG(share), range.n > 0 ? ", " : "", STR_ARG(range)), STR_EMPTY };
    if (of->funnel.known) facts[(*n)++] = (Fact){ view->result->is_part ? STR("в регионе") : STR("все школы"), number_share(arena, of->funnel.centre, 0), STR_EMPTY };
    facts[(*n)++] = (Fact){ STR("средний балл"), number_dec(arena, stats->mean, 1), STR_EMPTY };
    facts[(*n)++] = (Fact){ STR("положение"), str_of(report_position(stats)), STR_EMPTY };
    return facts;
}

static bool chosen_panel(const View *view, Node *side, Err *err)
{
    Ctx *ctx = view->ctx;
    const Result *result = view->result;
    uint32_t s = view->chosen == REPORT_NOWHERE ? REPORT_NOWHERE : result->report->at[result->procedure][view->chosen], n;
    if (s == REPORT_NOWHERE) return true;
    const School *school = &result->in->schools.schools[view->chosen];
    Node *panel = doc_panel(ctx->doc, side, report_school(result->report, view->chosen));
    panel->kicker = STR("Выбрана школа");
    if (result->of->frame->schools[s].n < REPORT_MIN_UNIT) {
        doc_text(ctx->doc, panel, STR("Меньше 5 работ: доли не показываем."));
        return true;
    }
    Fact *facts = chosen_facts(view, s, &n);
    doc_facts(ctx->doc, panel, n, facts);
    Button *buttons = arena_array(ctx->arena, Button, 2);
    Str code = url_encode(ctx->arena, school->code);
    uint32_t n_buttons = 0;
    ResultSchool *own;
    uint32_t n_own;
    if (!result_schools(ctx->db, ctx->who->region_id, ctx->org.path, ctx->arena, &own, &n_own, err)) return false;
    for (uint32_t i = 0; i < n_own; i++)
        if (str_eq(own[i].code, school->code) && who_may(ctx->who, RIGHT_SIGNS_READ, own[i].path))
            buttons[n_buttons++] = (Button){ .title = STR("Почему школа показана"), .href = CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(code)) };
    buttons[n_buttons++] = (Button){ .title = STR("Результаты школы"), .href = CTX_TEXT(ctx, "%.*s/%.*s", STR_ARG(result->base), STR_ARG(code)) };
    doc_buttons(ctx->doc, panel, n_buttons, buttons, STR_EMPTY);
    doc_small(ctx->doc, panel, STR("Одна воронка — ещё не признак: сильная школа выглядит так же."));
    return true;
}

/* What to show: a GET form, so that the choice stands in the address and works without scripts. */
static void choice(const View *view, Node *side)
{
    Ctx *ctx = view->ctx;
    const Result *result = view->result;
    const ProcedureAnalysis *of = result->of;
    static const FieldOption measures[] = { { .value = { "pass", 4 }, .title = { "доля «3» и выше", 26 } }, { .value = { "good", 4 }, .title = { "доля «4» и «5»", 23 } },
        { .value = { "mean", 4 }, .title = { "средняя доля баллов", 36 } } };
    static const FormButton buttons[] = { { .title = { "Показать", 16 } } };
    bool marks = of->frame->procedure->blueprint->cutoffs_known;
    Field *fields = arena_array(ctx->arena, Field, 5);
    FieldOption *schools = arena_array(ctx->arena, FieldOption, of->frame->n_schools + 1u);
    uint32_t n = 0, n_schools = 0;
    schools[n_schools++] = (FieldOption){ .value = STR_EMPTY, .title = STR("не выбрана") };
    bool short_list = of->frame->n_schools <= REPORT_ALL_SCHOOLS;
    for (uint32_t s = 0; short_list && s < of->frame->n_schools; s++) {
        uint32_t org = of->frame->schools[s].org;
        schools[n_schools++] = (FieldOption){ .value = result->in->schools.schools[org].code, .title = report_school(result->report, org) };
    }
    if (marks) fields[n++] = (Field){ .kind = FIELD_RADIO, .name = STR("measure"), .label = STR("Показать"), .value = view->measure == RESULT_GOOD ? STR("good") : view->measure == RESULT_MEAN ? STR("mean") : STR("pass"),
        .n_options = 3, .options = measures };
    if (short_list) fields[n++] = (Field){ .kind = FIELD_SELECT, .name = STR("school"), .label = STR("Школа"), .value = ctx_param(ctx, "school"), .n_options = n_schools, .options = schools };
    if (result->is_part) fields[n++] = (Field){ .kind = FIELD_CHECK, .name = STR("alone"), .label = STR("без школ региона фоном"), .value = ctx_param(ctx, "alone") };
    Str org = ctx_param(ctx, "org");
    if (n == 0) return;
    if (org.n > 0) fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("org"), .label = STR("org"), .value = org };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = result->base, .n_fields = n, .fields = fields, .n_buttons = 1, .buttons = buttons };
    doc_form(ctx->doc, side, form);
}

bool result_view_funnel(Ctx *ctx, Result *result, Err *err)
{
    View view = { .ctx = ctx, .result = result, .chosen = REPORT_NOWHERE, .behind = result->is_part && ctx_param(ctx, "alone").n == 0 };
    Str measure = ctx_param(ctx, "measure"), school = ctx_param(ctx, "school");
    bool marks = result->of->frame->procedure->blueprint->cutoffs_known;
    view.measure = !marks ? RESULT_MAIN : str_eq(measure, STR("good")) ? RESULT_GOOD : str_eq(measure, STR("mean")) ? RESULT_MEAN : RESULT_MAIN;
    view.of = by_measure(&view);
    if (school.n > 0) view.chosen = school_table_find(&result->in->schools, school);
    if (view.chosen != UINT32_MAX && result->report->at[result->procedure][view.chosen] == REPORT_NOWHERE) view.chosen = REPORT_NOWHERE;
    uint32_t from, n, total = view.of->frame->n_schools;
    if (!str_eq(ctx_param(ctx, "as"), STR("table"))) {
        Node *main, *side;
        doc_aside(ctx->doc, NULL, &main, &side);
        chart(&view, main);
        if (!chosen_panel(&view, side, err)) return false;
        choice(&view, side);
    }
    Node *heading = doc_heading(ctx->doc, NULL, 2, STR("Те же данные таблицей"));
    heading->sub = STR("по коду школы; места не присваиваются. Как читать [воронку](?funnel)");
    result_span(ctx, total, &from, &n);
    doc_table(ctx->doc, NULL, report_funnel_table(result->report, view.of, str_of(measure_heads[view.measure]), from, n));
    result_pager(ctx, NULL, total);
    return true;
}
