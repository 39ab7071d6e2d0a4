/* «Почему школа показана»: what was seen, against what, what else could cause it, what the school says, and what to do next. The printed page is the office's note. */
#include "base/date.h"
#include "base/number.h"
#include "publish/report/common.h"
#include "publish/rich.h"
#include "store/analysis.h"
#include "web/case_part.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = { { .name = "org", .kind = PARAM_TEXT, .title = "код школы" }, { .name = NULL } };

typedef struct Why {
    AnalysisRow row;
    Analysis *analysis;
    Report *report;
    uint32_t org;                    /* index into analysis->schools */
    const Conclusion *conclusion;    /* NULL: nothing was concluded */
    bool found, has_case;
    StudyCase of;
    CaseEntry *entries;
    uint32_t n_entries;
    CasePart part;
} Why;

static Str address(Ctx *ctx) { return CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))); }

static bool open_why(Ctx *ctx, Why *why, Err *err)
{
    bool stands;
    Str today = date_iso(ctx->arena, date_of_time(ctx->now));
    if (!case_of_school(ctx->db, ctx->org.region_id, ctx->org.id, today, ctx->arena, &why->of, &why->has_case, err)) return false;
    if (why->has_case && !case_entries(ctx->db, &why->of, ctx->arena, &why->entries, &why->n_entries, err)) return false;
    why->part = (CasePart){ .school = &ctx->org, .of = why->has_case ? &why->of : NULL, .question = STR("Что школа считает причиной? Приложите документы, если они есть."), .action = address(ctx) };
    if (!analysis_current(ctx->db, ctx->org.region_id, ctx->arena, &why->row, &stands, err)) return false;
    if (!stands) return true;
    if (!analysis_open(ctx->db, &why->row, ctx->arena, &why->analysis, err)) return false;
    if (!analysis_open_school(ctx->db, &why->row, why->analysis, ctx->org.id, ctx->arena, &why->found, err)) return false;
    if (!why->found) return true;
    why->org = school_table_find(&why->analysis->schools, ctx->org.code);
    why->report = report_open(why->analysis, ctx->doc, (ReportSite){ "/signs/", "/results/" }, ctx->arena);
    if (why->org != UINT32_MAX && why->report->conclusion[why->org] != REPORT_NOWHERE) why->conclusion = &why->analysis->conclusions[why->report->conclusion[why->org]];
    return true;
}

static const char *level_words(Level level)
{
    static const char *const words[N_LEVELS] = { [LEVEL_TOO_FEW_DATA] = "Данных мало", [LEVEL_NONE] = "Признаков нет", [LEVEL_ATTENTION] = "Обратить внимание: объяснений не ждут",
        [LEVEL_SIGNS] = "Признаки: нужно объяснение школы", [LEVEL_STRONG] = "Выраженные признаки: нужно объяснение школы" };
    return words[level];
}

static void head(Ctx *ctx, const Why *why)
{
    static const DocLink crumbs[] = { { .title = { "Признаки", 16 }, .href = { "/signs", 6 }, .count = NO_COUNT } };
    static const char *const titles[N_LEVELS] = { [LEVEL_TOO_FEW_DATA] = "Данных мало", [LEVEL_NONE] = "Признаков не найдено", [LEVEL_ATTENTION] = "Почему школа показана",
        [LEVEL_SIGNS] = "Почему школа показана", [LEVEL_STRONG] = "Почему школа показана" };
    Doc *doc = ctx->doc;
    Level level = why->conclusion == NULL ? LEVEL_TOO_FEW_DATA : why->conclusion->level;
    doc->title = CTX_TEXT(ctx, "%s: %.*s", why->conclusion == NULL ? "Школы в анализе нет" : titles[level], STR_ARG(rich_escape(ctx->arena, ctx->org.name)));
    doc->n_crumbs = 1;
    doc->crumbs = crumbs;
    if (why->conclusion == NULL) return;
    doc->has_level = true;
    doc->level = level;
    doc->level_text = str_of(level_words(level));
    Str *facts = arena_array(ctx->arena, Str, 3);
    facts[doc->n_factline++] = report_school_facts(why->report, why->org);
    Str since = ctx_day(ctx, why->row.made_at);
    int32_t until;
    facts[doc->n_factline++] = why->has_case && date_parse(why->of.until, &until) ?
        CTX_TEXT(ctx, "уровень от %.*s, в списке до %.*s", STR_ARG(since), STR_ARG(date_short(ctx->arena, until))) : CTX_TEXT(ctx, "уровень от %.*s", STR_ARG(since));
    if (why->has_case) facts[doc->n_factline++] = CTX_TEXT(ctx, "[дело № %u](/cases/%u): %s", why->of.number, why->of.number, case_state_title(why->of.state));
    doc->factline = facts;
}

static void side_notes(Ctx *ctx, Node *side, Why *why)
{
    Str next[4];
    uint32_t n = report_school_next(why->report, why->org, next, 4);
    if (n > 0) {
        doc_heading(ctx->doc, side, 3, STR("На что посмотреть"));
        report_list_of(why->report, side, n, next);
    }
    doc_heading(ctx->doc, side, 3, STR("Мог ли это быть случай"));
    doc_text(ctx->doc, side, report_school_chance(why->report));
    doc_heading(ctx->doc, side, 3, STR("Чего данные не скажут"));
    doc_text(ctx->doc, side, STR("Менялись ли баллы, кто и когда это сделал. Это видно только по самим работам."));
    doc_heading(ctx->doc, side, 3, STR("Как посчитано"));
    doc_small(ctx->doc, side, report_school_counted(why->report, why->org));
    doc_small(ctx->doc, side, CTX_TEXT(ctx, "Анализ № %u. [Как считаются признаки](?signs)", why->row.number));
}

/* For the workbook and for programs: every sign with its exact p and q. */
static bool signs_as_data(Ctx *ctx, Node *parent, const Why *why, Err *err)
{
    static const Column columns[] = { { .head = { "работа", 12 } }, { .head = { "класс", 10 } }, { .head = { "признак", 14 } }, { .head = { "что увидели", 21 } }, { .head = { "случай", 12 } },
        { .head = { "p", 1 }, .kind = COLUMN_NUMBER, .decimals = 6 }, { .head = { "q", 1 }, .kind = COLUMN_NUMBER, .decimals = 6 } };
    SignDerived *signs;
    uint32_t n;
    if (!analysis_signs(ctx->db, &why->row, ctx->org.path, ctx->arena, &signs, &n, err)) return false;
    Table *table = table_new(ctx->doc, STR("signs"), STR("Все признаки школы"), 7, columns, n);
    table->data_only = true;
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_text(signs[i].procedure.n > 0 ? rich_escape(ctx->arena, signs[i].procedure) : STR("все работы вместе"));
        row[1] = signs[i].class_label.n > 0 ? cell_text(rich_escape(ctx->arena, signs[i].class_label)) : cell_missing();
        row[2] = cell_text(rich_escape(ctx->arena, signs[i].title));
        row[3] = cell_text(rich_escape(ctx->arena, signs[i].words));
        row[4] = cell_text(rich_escape(ctx->arena, signs[i].chance));
        row[5] = cell_dec(signs[i].p);
        row[6] = cell_dec(signs[i].q);
    }
    if (n > 0) doc_table(ctx->doc, parent, table);
    return true;
}

static bool nothing_to_show(Ctx *ctx, const Why *why, Err *err)
{
    head(ctx, why);
    ctx->doc->lead = why->analysis == NULL ? STR("Признаки ещё не считали: анализ идёт после того, как записаны формы школ.") : STR("Ни одной формы этой школы в последнем анализе не было.");
    static const Button button = { .title = { "Сдача форм", 19 }, .href = { "/forms", 6 } };
    doc_buttons(ctx->doc, NULL, 1, &button, STR_EMPTY);
    return !why->has_case || ctx_history(ctx, NULL, CTX_TEXT(ctx, "case/%u", why->of.number), err);
}

static bool show(Ctx *ctx, Err *err)
{
    Why *why = arena_one(ctx->arena, Why);
    if (ctx->org.kind != ORG_SCHOOL) return ctx_go(ctx, STR("/signs"));
    if (!open_why(ctx, why, err)) return false;
    if (why->conclusion == NULL) return nothing_to_show(ctx, why, err);
    head(ctx, why);
    Node *main, *side;
    doc_aside(ctx->doc, NULL, &main, &side);
    doc_lead(ctx->doc, main, why->conclusion->text);
    if (why->conclusion->n_signs > 0) doc_heading(ctx->doc, main, 2, STR("Что увидели"));
    report_school_signs(why->report, main, why->org);
    if (why->conclusion->n_signs > 0) why->part.n_works = why->analysis->signs[why->conclusion->signs[0]].value.n;
    bool shown = why->conclusion->level >= LEVEL_ATTENTION || why->has_case;
    if (shown) {
        case_part_answer(ctx, main, &why->part, why->entries, why->n_entries);
        case_part_steps(ctx, side, &why->part);
    }
    report_checks(why->report, main, why->org);
    report_school_changes(why->report, main, why->org);
    report_school_federal(why->report, main, why->org);
    side_notes(ctx, side, why);
    if (!signs_as_data(ctx, main, why, err)) return false;
    return !why->has_case || ctx_history(ctx, main, CTX_TEXT(ctx, "case/%u", why->of.number), err);
}

static bool act(Ctx *ctx, Err *err) { return case_part_act(ctx, ctx->org.code, address(ctx), err); }

const Page page_why = {
    .path = "/signs/:org", .title = "Почему школа показана", .section = SECTION_SIGNS, .right = RIGHT_SIGNS_READ, .params = params, .sample = "/signs/{school}", .show = show, .act = act,
    .slow_first = true,
};
