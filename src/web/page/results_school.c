/* Results of one school in one procedure, or of one of its classes. */
#include "domain/part.h"
#include "flow/result.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/result_unit.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" }, { .name = "org", .kind = PARAM_TEXT, .title = "код школы" },
    { .name = "class", .kind = PARAM_TEXT, .title = "класс", .max_length = 40 }, { .name = "from", .kind = PARAM_INT, .title = "с какой школы", .min = 1, .max = 100000 }, { .name = NULL },
};

/* The class of a school by its name in forms («а») or in the list of organisations («5а»), of the school year of the work. */
static bool find_class(Ctx *ctx, const Org *school, Org *out, bool *found, Err *err)
{
    const Org *classes;
    uint32_t n;
    ProcedureRow row;
    Str asked = ctx_param(ctx, "class");
    *found = false;
    if (asked.n == 0) return true;
    if (!procedure_get(ctx->db, ctx->who->region_id, ctx_param(ctx, "procedure"), ctx->arena, &row, found, err) || !*found) return !*found;
    *found = false;
    if (!org_within_path(ctx->db, school->region_id, school->path, ORG_CLASS, ctx->arena, &classes, &n, err)) return false;
    for (uint32_t i = 0; i < n && !*found; i++) {
        *found = classes[i].year == procedure_school_year(&row) && result_class_is(classes[i].name, asked, row.grade);
        if (*found) *out = classes[i];
    }
    return true;
}

/* The right is asked of the school; of the class alone where the school is not this person's. */
static bool org_of(Ctx *ctx, Str *path, Err *err)
{
    Org class_org;
    bool found;
    if (!org_by_code(ctx->db, ctx->who->region_id, ctx_param(ctx, "org"), ctx->arena, &ctx->org, &found, err)) return false;
    if (!found || ctx->org.kind != ORG_SCHOOL) return err_set(err, ERR_NOT_FOUND, "Проверьте адрес или найдите нужное через поиск вверху страницы.", "Такой страницы нет, или она вам не открыта.");
    *path = ctx->org.path;
    if (who_may(ctx->who, RIGHT_RESULTS_READ, *path)) return true;
    if (!find_class(ctx, &ctx->org, &class_org, &found, err)) return false;
    if (found) *path = class_org.path;
    return true;
}

static void head(Ctx *ctx, const Result *result, Str name)
{
    Str above = str_slice(ctx->org.path, 0, ctx->org.path.n - ORG_PATH_STEP);
    result_head(ctx, result, who_may(ctx->who, RIGHT_RESULTS_READ, above) ? result->title : STR_EMPTY); /* a school's own people have no wider page */
    ctx->doc->title = CTX_TEXT(ctx, "%.*s: %.*s", STR_ARG(name), STR_ARG(result->title));
}

static void links(Ctx *ctx, const Result *result)
{
    Button *buttons = arena_array(ctx->arena, Button, 3);
    Str school = url_encode(ctx->arena, ctx->org.code);
    uint32_t n = 0;
    if (who_may(ctx->who, RIGHT_SIGNS_READ, ctx->org.path)) buttons[n++] = (Button){ .title = STR("Почему школа показана"), .href = CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(school)) };
    if (who_may(ctx->who, RIGHT_ORG_READ, ctx->org.path)) buttons[n++] = (Button){ .title = STR("Форма школы"), .href = CTX_TEXT(ctx, "/forms%.*s/%.*s", STR_ARG(str_slice(result->base, 8, result->base.n)), STR_ARG(school)) };
    buttons[n++] = (Button){ .title = STR("Аналитическая справка"), .href = CTX_TEXT(ctx, "%.*s/note?org=%.*s", STR_ARG(result->base), STR_ARG(school)), .icon = "file" };
    doc_buttons(ctx->doc, NULL, n, buttons, STR_EMPTY);
}

static bool too_few(Ctx *ctx)
{
    doc_text(ctx->doc, NULL, STR("Меньше 5 работ: показать нечего, чтобы не назвать ученика."));
    return true;
}

static bool show_class(Ctx *ctx, Result *result, const ProcedureAnalysis *classes, Str label, Err *err)
{
    const ProcedureAnalysis *of = classes == NULL ? NULL : result_unit_class(ctx, classes, label);
    Org class_org;
    bool found;
    if (of == NULL) return err_set(err, ERR_NOT_FOUND, "Выберите класс на странице школы.", "Такого класса в форме этой школы нет.");
    if (!find_class(ctx, &ctx->org, &class_org, &found, err)) return false;
    for (uint32_t i = 0; found && i < ctx->who->n_grants; i++) /* the teacher of the very class knows every pupil in it */
        if (ctx->who->grants[i].role == ROLE_TEACHER && ctx->who->grants[i].org.id == class_org.id) ctx->doc->outside = false;
    ResultUnit own = { .name = CTX_TEXT(ctx, "%d «%.*s»", of->frame->procedure->grade, STR_ARG(rich_escape(ctx->arena, of->frame->classes[0].label))), .of = of };
    ResultUnit school = { .name = rich_escape(ctx->arena, ctx->org.name), .of = result->of };
    bool whole_school = who_may(ctx->who, RIGHT_RESULTS_READ, ctx->org.path);
    head(ctx, result, CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(own.name), STR_ARG(school.name)));
    if (of->frame->n_works < REPORT_MIN_UNIT) return too_few(ctx);
    const ResultUnit *around = whole_school && result->of->frame->n_works >= REPORT_MIN_UNIT ? &school : NULL;
    result_unit_figures(ctx, NULL, result, &own, around);
    result_unit_scores(ctx, NULL, result, &own, around);
    result_unit_tasks(ctx, NULL, result, &own, around);
    result_unit_journal(ctx, NULL, result, &own);
    return true;
}

static bool show_school(Ctx *ctx, Result *result, const ProcedureAnalysis *classes, Err *err)
{
    ResultUnit own = { .name = rich_escape(ctx->arena, ctx->org.name), .of = result->of }, district = { .name = STR_EMPTY };
    head(ctx, result, own.name);
    result_facts(ctx, result);
    if (result->of->frame->n_works < REPORT_MIN_UNIT) return too_few(ctx);
    if (!result_around(ctx, result, &district.name, &district.of, err)) return false;
    district.name = rich_escape(ctx->arena, district.name);
    const ResultUnit *around = district.of != NULL ? &district : NULL;
    links(ctx, result);
    result_unit_figures(ctx, NULL, result, &own, around);
    result_unit_scores(ctx, NULL, result, &own, around);
    result_unit_tasks(ctx, NULL, result, &own, around);
    if (classes != NULL) result_unit_classes(ctx, NULL, classes, CTX_TEXT(ctx, "%.*s/%.*s", STR_ARG(result->base), STR_ARG(url_encode(ctx->arena, ctx->org.code))));
    result_unit_journal(ctx, NULL, result, &own);
    return result_view_years(ctx, result, err);
}

static bool show(Ctx *ctx, Err *err)
{
    Result result;
    ProcedureAnalysis classes;
    bool found, has_classes;
    if (!result_open(ctx, &ctx->org, &result, &found, err)) return false;
    if (!found) return result_plain(ctx, ctx_param(ctx, "procedure"), err);
    ResultAsk ask = { .region_id = ctx->who->region_id, .path = ctx->org.path, .of = result.of, .schools = &result.in->schools, .classes = true };
    if (!flow_result_works(ctx->db, &ask, ctx->arena, &classes, &has_classes, err)) return false;
    Str label = ctx_param(ctx, "class");
    if (label.n > 0) return show_class(ctx, &result, has_classes ? &classes : NULL, label, err);
    return show_school(ctx, &result, has_classes ? &classes : NULL, err);
}

const Page page_results_school = {
    .path = "/results/:procedure/:org", .title = "Результаты школы", .section = SECTION_RESULTS, .right = RIGHT_RESULTS_READ, .org_of = org_of, .params = params, .sample = "/results/{procedure}/{school}",
    .show = show, .slow_first = true,
};
