#include "web/result.h"

#include <inttypes.h>
#include <math.h>

#include "domain/part.h"
#include "flow/result.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/cache.h"
#include "web/url.h"

/* ---- the analysis ---- */

bool result_current(Ctx *ctx, AnalysisRow *row, bool *stands, Err *err) { return analysis_current(ctx->db, ctx->who->region_id, ctx->arena, row, stands, err); }

uint32_t result_index(const Analysis *analysis, Str code)
{
    for (uint32_t p = 0; p < analysis->n_procedures; p++)
        if (str_eq(analysis->procedures[p].frame->procedure->id, code)) return p;
    return UINT32_MAX;
}

typedef bool (*Opener)(Ctx *ctx, const AnalysisRow *row, Str code, Arena *arena, Analysis **out, Err *err);

static bool open_procedure(Ctx *ctx, const AnalysisRow *row, Str code, Arena *arena, Analysis **out, Err *err)
{
    bool found;
    return analysis_open(ctx->db, row, arena, out, err) && analysis_open_procedure(ctx->db, row, *out, code, arena, &found, err);
}

static bool open_bare(Ctx *ctx, const AnalysisRow *row, Str code, Arena *arena, Analysis **out, Err *err)
{
    (void)code;
    return analysis_open(ctx->db, row, arena, out, err);
}

static bool open_years(Ctx *ctx, const AnalysisRow *row, Str code, Arena *arena, Analysis **out, Err *err)
{
    (void)code;
    return analysis_open(ctx->db, row, arena, out, err) && analysis_open_years(ctx->db, row, *out, arena, err);
}

/* Opened once a worker; names of the cache carry the number of the analysis, so that a later one takes no part of an earlier. */
static bool cached(Ctx *ctx, const AnalysisRow *row, const char *kind, Str code, Opener open, const Analysis **out, Err *err)
{
    Str name = CTX_TEXT(ctx, "results-%s/%" PRId64 "/%u/%.*s", kind, row->region_id, row->number, STR_ARG(code));
    *out = cache_get(ctx->cache, name);
    if (*out != NULL) return true;
    Arena *arena = arena_new(0);
    Analysis *made;
    if (!open(ctx, row, code, arena, &made, err)) {
        arena_free(arena);
        return false;
    }
    cache_put(ctx->cache, name, made, arena);
    *out = made;
    return true;
}

bool result_whole(Ctx *ctx, const AnalysisRow *row, Str procedure, const Analysis **out, uint32_t *index, bool *found, Err *err)
{
    if (!cached(ctx, row, "procedure", procedure, open_procedure, out, err)) return false;
    *index = result_index(*out, procedure);
    *found = *index != UINT32_MAX && (*out)->procedures[*index].frame->n_schools > 0;
    return true;
}

bool result_bare(Ctx *ctx, const AnalysisRow *row, const Analysis **out, Err *err) { return cached(ctx, row, "bare", STR_EMPTY, open_bare, out, err); }
bool result_years(Ctx *ctx, const AnalysisRow *row, const Analysis **out, Err *err) { return cached(ctx, row, "years", STR_EMPTY, open_years, out, err); }

bool result_keep(Ctx *ctx, const SchoolTable *table, Str path, bool **keep, uint32_t *n, Err *err)
{
    ResultSchool *schools;
    uint32_t n_schools;
    *n = 0;
    *keep = arena_array(ctx->arena, bool, table->n + 1u);
    if (!result_schools(ctx->db, ctx->who->region_id, path, ctx->arena, &schools, &n_schools, err)) return false;
    for (uint32_t i = 0; i < n_schools; i++) {
        uint32_t org = school_table_find(table, schools[i].code);
        if (org == UINT32_MAX) continue;
        (*keep)[org] = true;
        (*n)++;
    }
    return true;
}

bool result_around(Ctx *ctx, const Result *result, Str *name, const ProcedureAnalysis **of, Err *err)
{
    const Org *chain;
    uint32_t n, n_kept;
    bool *keep;
    *of = NULL;
    if (!org_chain(ctx->db, &ctx->org, ctx->arena, &chain, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (chain[i].kind != ORG_MUNICIPALITY) continue;
        if (!result_keep(ctx, &result->whole->schools, chain[i].path, &keep, &n_kept, err)) return false;
        const Analysis *part = analysis_part(result->whole, keep, STR_EMPTY, ctx->arena);
        const ProcedureAnalysis *there = &part->procedures[result->procedure];
        if (there->frame->n_schools > 1) *name = chain[i].name, *of = there; /* of one school alone, it would be the school again */
    }
    return true;
}

/* ---- a procedure ---- */

static bool is_outside(const Ctx *ctx, const Org *org) { return !who_may(ctx->who, RIGHT_RESULTS_WRITE, org->path) && !who_may(ctx->who, RIGHT_SIGNS_READ, org->path); }

/* Signs have pages and a right of their own: a point with a name would tell a reader who has one. */
static const Analysis *without_conclusions(Ctx *ctx, const Analysis *whole)
{
    Analysis *copy = arena_one(ctx->arena, Analysis);
    *copy = *whole;
    copy->n_conclusions = copy->n_signs = copy->n_values = 0;
    return copy;
}

bool result_open(Ctx *ctx, const Org *org, Result *out, bool *found, Err *err)
{
    Str code = ctx_param(ctx, "procedure");
    ProcedureRow row;
    bool stands, there;
    uint32_t n_kept;
    *out = (Result){ .base = CTX_TEXT(ctx, "/results/%.*s", STR_ARG(url_encode(ctx->arena, code))) };
    *found = false;
    ctx->doc->outside = is_outside(ctx, org);
    if (!procedure_get(ctx->db, ctx->who->region_id, code, ctx->arena, &row, &there, err) || !result_current(ctx, &out->row, &stands, err)) return false;
    if (!there) return err_set(err, ERR_NOT_FOUND, "Выберите её в списке результатов.", "Такой процедуры нет.");
    out->title = rich_escape(ctx->arena, row.title);
    if (!stands) return true;
    if (!result_whole(ctx, &out->row, code, &out->whole, &out->procedure, &there, err) || !there) return !there;
    bool *keep;
    if (!result_keep(ctx, &out->whole->schools, org->path, &keep, &n_kept, err) || !result_newer(ctx->db, &out->row, code, &out->newer, err)) return false;
    out->keep = keep;
    out->is_part = n_kept < out->whole->schools.n;
    Str source = CTX_TEXT(ctx, "по %.*s региона", STR_ARG(number_of(ctx->arena, out->whole->procedures[out->procedure].frame->n_schools, "школе", "школам", "школам")));
    out->in = out->is_part ? analysis_part(out->whole, keep, source, ctx->arena) : without_conclusions(ctx, out->whole);
    out->of = &out->in->procedures[out->procedure];
    if (out->of->frame->n_schools == 0) return true;
    Str school = CTX_TEXT(ctx, "%.*s/", STR_ARG(out->base));
    out->report = report_open(out->in, ctx->doc, (ReportSite){ school.at, "/results/" }, ctx->arena);
    out->report->all_name = rich_escape(ctx->arena, org->name);
    if (out->is_part) out->report->norm_name = STR("Регион");
    *found = true;
    return true;
}

static const ResultPoints *count_points(const ProcedureAnalysis *works, Arena *arena)
{
    const Frame *frame = works->frame;
    uint32_t n_tasks = frame->procedure->blueprint->n_tasks;
    ResultPoints *points = arena_one(arena, ResultPoints);
    uint32_t (*count)[256] = arena_alloc(arena, (n_tasks + 1u) * sizeof *count);
    TaskStats *tasks = arena_array(arena, TaskStats, n_tasks + 1u);
    if (works->tasks != NULL) memcpy(tasks, works->tasks, n_tasks * sizeof *tasks);
    for (uint32_t j = 0; j < n_tasks; j++)
        for (uint32_t i = 0; i < frame->n_works; i++) count[j][frame_task(frame, j)[i]]++;
    *points = (ResultPoints){ .n_works = frame->n_works, .count = (const uint32_t (*)[256])count, .tasks = tasks };
    return points;
}

bool result_points(Ctx *ctx, const Result *result, const ResultPoints **out, Err *err)
{
    Str code = result->of->frame->procedure->id;
    Str name = CTX_TEXT(ctx, "results-points/%" PRId64 "/%u/%" PRId64 "/%.*s/%.*s", result->row.region_id, result->row.number, result->newer.latest, STR_ARG(ctx->org.path), STR_ARG(code));
    *out = cache_get(ctx->cache, name);
    if (*out != NULL) return true;
    Arena *scratch = arena_new(0); /* the works themselves are not kept: a hundred times larger */
    ProcedureAnalysis works;
    bool found;
    ResultAsk ask = { .region_id = ctx->who->region_id, .path = ctx->org.path, .of = result->of, .schools = &result->in->schools };
    bool done = flow_result_works(ctx->db, &ask, scratch, &works, &found, err);
    if (done && found) {
        Arena *kept = arena_new(0);
        *out = count_points(&works, kept);
        cache_put(ctx->cache, name, *out, kept);
    }
    arena_free(scratch);
    return done;
}

/* ---- where ---- */

enum { PLACES_AS_CHIPS = 10 };

Str result_at(const Ctx *ctx, Str address)
{
    Str org = request_query(ctx->request, "org");
    if (org.n == 0) return address;
    return CTX_TEXT(ctx, "%.*s%sorg=%.*s", STR_ARG(address), str_find(address, STR("?")) == SIZE_MAX ? "?" : "&", STR_ARG(url_encode(ctx->arena, org)));
}

/* A long list as a form: the rest of the address is kept in hidden fields. */
static void places_form(Ctx *ctx, const Org *wide, const Org *places, uint32_t n)
{
    static const FormButton buttons[] = { { .title = { "Показать", 16 } } };
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 1u);
    Field *fields = arena_array(ctx->arena, Field, ctx->request->n_query + 1u);
    uint32_t n_fields = 0;
    options[0] = (FieldOption){ .value = wide->code, .title = rich_escape(ctx->arena, wide->name) };
    for (uint32_t i = 0; i < n; i++) options[i + 1] = (FieldOption){ .value = places[i].code, .title = rich_escape(ctx->arena, places[i].name) };
    fields[n_fields++] = (Field){ .kind = FIELD_SELECT, .name = STR("org"), .label = STR("Где"), .value = ctx->org.code, .n_options = n + 1, .options = options };
    for (uint32_t i = 0; i < ctx->request->n_query; i++) {
        const Pair *pair = &ctx->request->query[i];
        if (!str_eq(pair->name, STR("org")) && !str_eq(pair->name, STR("from"))) fields[n_fields++] = (Field){ .kind = FIELD_HIDDEN, .name = pair->name, .label = pair->name, .value = pair->value };
    }
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = ctx->doc->self, .in_line = true, .n_fields = n_fields, .fields = fields, .n_buttons = 1, .buttons = buttons };
    doc_form(ctx->doc, NULL, form);
}

bool result_places(Ctx *ctx, Err *err)
{
    const Org *wide = NULL, *places;
    uint32_t n;
    for (uint32_t i = 0; i < ctx->who->n_grants; i++) {
        const Grant *grant = &ctx->who->grants[i];
        if (grant->org.kind == ORG_REGION && role_gives(grant->role, RIGHT_RESULTS_READ) && org_within(ctx->org.path, grant->org.path)) wide = &grant->org;
    }
    if (wide == NULL) return true;
    if (!org_within_path(ctx->db, wide->region_id, wide->path, ORG_MUNICIPALITY, ctx->arena, &places, &n, err)) return false;
    if (n < 2) return true;
    if (n > PLACES_AS_CHIPS) {
        places_form(ctx, wide, places, n);
        return true;
    }
    DocLink *links = arena_array(ctx->arena, DocLink, n + 1u);
    links[0] = (DocLink){ .title = rich_escape(ctx->arena, wide->name), .href = ctx_with(ctx, "org", STR_EMPTY), .count = NO_COUNT, .current = ctx->org.id == wide->id };
    for (uint32_t i = 0; i < n; i++)
        links[i + 1] = (DocLink){ .title = rich_escape(ctx->arena, places[i].name), .href = ctx_with(ctx, "org", places[i].code), .count = NO_COUNT, .current = ctx->org.id == places[i].id };
    doc_chips(ctx->doc, NULL, STR("Где"), n + 1, links);
    return true;
}

/* ---- head ---- */

void result_head(Ctx *ctx, const Result *result, Str name)
{
    Doc *doc = ctx->doc;
    DocLink *crumbs = arena_array(ctx->arena, DocLink, 2);
    crumbs[doc->n_crumbs++] = (DocLink){ .title = STR("Результаты"), .href = result_at(ctx, STR("/results")), .count = NO_COUNT };
    if (name.n > 0) crumbs[doc->n_crumbs++] = (DocLink){ .title = name, .href = result_at(ctx, result->base), .count = NO_COUNT };
    doc->crumbs = crumbs;
}

void result_facts(Ctx *ctx, const Result *result)
{
    const ProcedureAnalysis *of = result->of;
    const Frame *frame = of->frame;
    uint32_t few = 0, n = 0;
    Str *facts = arena_array(ctx->arena, Str, 8);
    for (uint32_t i = 0; i < frame->n_schools; i++) few += frame->schools[i].n < REPORT_MIN_UNIT;
    if (frame->n_schools > 1) facts[n++] = report_schools_count(result->report, frame->n_schools);
    facts[n++] = report_works_count(result->report, frame->n_works);
    bool few_absent = ctx->doc->outside && frame->n_absent > 0 && frame->n_absent < REPORT_MIN_UNIT;
    facts[n++] = CTX_TEXT(ctx, "не писали **%.*s**", STR_ARG(few_absent ? STR("меньше 5") : number_int(ctx->arena, (long long)frame->n_absent)));
    if (frame->n_works >= REPORT_MIN_UNIT) facts[n++] = CTX_TEXT(ctx, "средний балл **%.*s** из %u", STR_ARG(number_dec(ctx->arena, of->mean, 1)), frame->procedure->blueprint->max);
    facts[n++] = CTX_TEXT(ctx, "пороги **%.*s**", STR_ARG(report_cutoffs(result->report, frame->procedure->blueprint)));
    if (few > 0) facts[n++] = CTX_TEXT(ctx, "мало данных: **%.*s**", STR_ARG(report_schools_count(result->report, few)));
    facts[n++] = CTX_TEXT(ctx, "анализ № %u от %.*s", result->row.number, STR_ARG(ctx_day(ctx, result->row.made_at)));
    if (result->newer.n > 0) facts[n++] = CTX_TEXT(ctx, "после него %s %.*s", number_word(result->newer.n, "изменилась", "изменились", "изменилось"), STR_ARG(number_of(ctx->arena, result->newer.n, "форма", "формы", "форм")));
    ctx->doc->n_factline = n;
    ctx->doc->factline = facts;
}

/* ---- without an analysis ---- */

bool result_plain(Ctx *ctx, Str procedure, Err *err)
{
    ResultCount *counts;
    uint32_t n, at = UINT32_MAX;
    ProcedureRow row;
    bool found;
    if (!result_counts(ctx->db, ctx->who->region_id, ctx->org.path, ctx->arena, &counts, &n, err)) return false;
    if (!procedure_get(ctx->db, ctx->who->region_id, procedure, ctx->arena, &row, &found, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(counts[i].procedure, procedure)) at = i;
    static const DocLink crumbs[] = { { .title = { "Результаты", 20 }, .href = { "/results", 8 }, .count = NO_COUNT } };
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    ctx->doc->title = rich_escape(ctx->arena, found ? row.title : procedure);
    Button *buttons = arena_array(ctx->arena, Button, 2);
    buttons[0] = (Button){ .title = STR("Кто сдал форму"), .href = CTX_TEXT(ctx, "/forms?procedure=%.*s", STR_ARG(url_encode(ctx->arena, procedure))) };
    buttons[1] = (Button){ .title = STR("Признаки и анализ"), .href = STR("/signs") };
    if (at == UINT32_MAX) {
        doc_text(ctx->doc, NULL, STR("Результатов пока нет: ни одна школа не записала форму этой работы. Как только формы появятся, здесь будут воронка, баллы и задания."));
        doc_buttons(ctx->doc, NULL, 1, buttons, STR_EMPTY);
        return true;
    }
    Str schools = number_of(ctx->arena, counts[at].n_schools, "школы", "школ", "школ"), works = number_of(ctx->arena, (long long)counts[at].n_works, "работа", "работы", "работ");
    doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Записаны формы %.*s, в них %.*s. Анализ этих форм ещё не сделан: доли, интервалы и задания появятся после него. Обычно это минуты; ход виден на странице заданий программы.", STR_ARG(schools),
        STR_ARG(works)));
    doc_buttons(ctx->doc, NULL, who_may(ctx->who, RIGHT_SIGNS_DECIDE, ctx->org.path) ? 2 : 1, buttons, STR_EMPTY);
    return true;
}

/* ---- long tables ---- */

bool result_is_sheet(const Ctx *ctx) { return ctx_is_file(ctx) && !str_eq(str_slice(ctx->request->path, ctx->doc->self.n, ctx->request->path.n), STR(".docx")); }

void result_span(const Ctx *ctx, uint32_t total, uint32_t *from, uint32_t *n)
{
    CtxSpan span = ctx_span(ctx, total, RESULT_ROWS);
    *from = span.from;
    *n = span.to - span.from;
}

void result_pager(Ctx *ctx, Node *parent, uint32_t total)
{
    CtxSpan span = ctx_span(ctx, total, RESULT_ROWS);
    ctx_pager(ctx, parent, &span, "школ");
}

void result_usual_tables(const Ctx *ctx, const Result *result)
{
    result->report->workbook = result_is_sheet(ctx);
    result->report->schools_on_page = !result->report->workbook && result->of->frame->n_schools <= REPORT_ALL_SCHOOLS;
}
