/* Days that terms are anchored to: what the program does not know first, then what was entered. Entering a day gives their windows to all measures that wait for it. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "flow/term.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"
#include "web/procedure_field.h"
#include "web/url.h"

static const Param params[] = { { .name = "name", .kind = PARAM_TEXT, .title = "какой график внести", .max_length = 400 },
    { .name = "of", .kind = PARAM_INT, .title = "учебный год графика: первый календарный", .min = 0, .max = 2100 }, { .name = NULL } };

enum { MOST_ANCHORS = 100 };
typedef struct Anchor { Str name; int year; uint32_t n; } Anchor; /* year 0: the plan says none */

/* School years of the list: those about now and those of own plans, which may be of other years. */
typedef struct Years { int at[16]; uint32_t n; } Years;
static void add_year(Years *years, int year)
{
    uint32_t at = 0;
    while (at < years->n && years->at[at] != year) at++;
    if (year > 0 && at == years->n && at < sizeof years->at / sizeof *years->at) years->at[years->n++] = year;
}

/* Anchors of own plans that have no days yet. */
static bool unknown(Ctx *ctx, Anchor *anchors, uint32_t *n, Years *years, Err *err)
{
    const PlanRow *plans;
    uint32_t n_plans;
    PlanAsk ask = { .path = ctx->org.path, .today = date_iso(ctx->arena, date_of_time(ctx->now)), .own_only = true };
    *n = 0;
    if (!plan_list(ctx->db, ctx->who->region_id, &ask, ctx->arena, &plans, &n_plans, err)) return false;
    for (uint32_t p = 0; p < n_plans; p++) {
        const MeasureRow *rows;
        uint32_t n_rows;
        if (plans[p].state > PLAN_IN_FORCE) continue;
        add_year(years, plans[p].school_year);
        if (!measure_list(ctx->db, plans[p].region_id, plans[p].id, ctx->arena, &rows, &n_rows, err)) return false;
        for (uint32_t i = 0; i < n_rows; i++) {
            uint32_t at = 0;
            if (rows[i].anchor.n == 0 || rows[i].windows.n > 0 || measure_is_over(&rows[i])) continue;
            Str name = flow_schedule_name(rows[i].anchor, ctx->arena);
            while (at < *n && !(anchors[at].year == plans[p].school_year && str_eq(anchors[at].name, name))) at++;
            if (at == MOST_ANCHORS) continue;
            if (at == *n) anchors[(*n)++] = (Anchor){ name, plans[p].school_year, 0 };
            anchors[at].n++;
        }
    }
    return true;
}

static Str year_words(Ctx *ctx, int year) { return year > 0 ? CTX_TEXT(ctx, "%d/%02d", year, (year + 1) % 100) : STR("любой"); }

static void unknown_list(Ctx *ctx, const Anchor *anchors, uint32_t n)
{
    static const Column columns[] = { { .head = { "чего ждут сроки", 28 }, .width = 0.5f }, { .head = { "учебный год", 21 } }, { .head = { "пунктов", 14 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "", 0 } } };
    doc_heading(ctx->doc, NULL, 2, STR("Этих сроков Мерило не знает"));
    Table *table = table_new(ctx->doc, STR("unknown"), STR("Неизвестные графики"), 4, columns, n);
    table->untitled = true;
    table->empty = STR("Дни известны для всех привязанных сроков.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        Button *button = arena_one(ctx->arena, Button);
        *button = (Button){ .title = STR("Внести дни"), .about = anchors[i].name, .href = CTX_TEXT(ctx, "/schedules?name=%.*s&of=%d#put", STR_ARG(url_encode(ctx->arena, anchors[i].name)), anchors[i].year), .quiet = true };
        cells[0] = cell_text(CTX_TEXT(ctx, "«%.*s»", STR_ARG(rich_escape(ctx->arena, anchors[i].name))));
        cells[1] = cell_text(year_words(ctx, anchors[i].year));
        cells[2] = cell_int(anchors[i].n);
        cells[3] = who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path) ? cell_action(button) : cell_text(STR_EMPTY);
    }
    doc_table(ctx->doc, NULL, table);
}

static Cell day_cell(Ctx *ctx, Str iso)
{
    int32_t day;
    return date_parse(iso, &day) ? cell_text(date_short(ctx->arena, day)) : cell_missing();
}

static void known_list(Ctx *ctx, const ScheduleEntry *rows, uint32_t n)
{
    static const Column columns[] = { { .head = { "график или событие", 34 }, .width = 0.3f }, { .head = { "с", 2 } }, { .head = { "по", 4 } }, { .head = { "учебный год", 21 } }, { .head = { "процедура", 18 } }, { .head = { "кто внёс", 15 } }, { .head = { "", 0 } } };
    doc_heading(ctx->doc, NULL, 2, STR("Внесённые дни"));
    Table *table = table_new(ctx->doc, STR("schedules"), STR("Внесённые дни"), 7, columns, n);
    table->untitled = true;
    table->empty = STR("Ещё ничего не внесено. Каникулы, графики и планы вносят один раз — для всех, кто ниже.");
    for (uint32_t i = 0; i < n; i++) {
        const ScheduleEntry *row = &rows[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, row->name));
        cells[1] = day_cell(ctx, row->from_on);
        cells[2] = day_cell(ctx, row->to_on);
        cells[3] = cell_text(year_words(ctx, row->school_year));
        cells[4] = row->procedure.n > 0 ? cell_text(rich_escape(ctx->arena, row->procedure)) : cell_missing();
        cells[5] = cell_text(rich_escape(ctx->arena, row->org_name));
        cells[6] = cell_text(STR_EMPTY);
        if (row->org_id != ctx->org.id || !who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) continue;
        DocPair *pairs = arena_array(ctx->arena, DocPair, 3);
        pairs[0] = (DocPair){ STR("do"), STR("remove") }, pairs[1] = (DocPair){ STR("name"), row->name }, pairs[2] = (DocPair){ STR("year"), CTX_TEXT(ctx, "%d", row->school_year) };
        Button *button = ask_post(ctx, STR("/schedules"), "Убрать", 3, pairs);
        button->quiet = true, button->about = row->name;
        cells[6] = cell_action(button);
    }
    doc_table(ctx->doc, NULL, table);
}

static void year_field(Ctx *ctx, Ask *ask, const Years *years)
{
    FieldOption *options = arena_array(ctx->arena, FieldOption, years->n + 1u);
    for (uint32_t i = 0; i < years->n; i++) options[i] = (FieldOption){ .value = CTX_TEXT(ctx, "%d", years->at[i]), .title = year_words(ctx, years->at[i]) };
    options[years->n] = (FieldOption){ .value = STR("0"), .title = year_words(ctx, 0) };
    ask_options(ask_field(ask, FIELD_SELECT, "year", "Учебный год", CTX_TEXT(ctx, "%d", (int)ctx_int(ctx, "of", ctx->year))), years->n + 1u, options);
}

static bool put_form(Ctx *ctx, const Years *years, Err *err)
{
    if (!who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) return true;
    doc_heading(ctx->doc, NULL, 2, STR("Внести дни"))->id = STR("put");
    Ask *ask = ask_new(ctx, STR("/schedules"));
    Field *name = ask_field(ask, FIELD_TEXT, "name", "График или событие", ctx_param(ctx, "name"));
    name->hint = STR("Как в плане: «график ВПР», «весенние каникулы», «план ЛОИРО»."), name->width = 40, name->max_length = 300;
    ask_field(ask, FIELD_DATE, "from", "С", STR_EMPTY)->optional = true;
    ask_field(ask, FIELD_DATE, "to", "По", STR_EMPTY)->optional = true;
    year_field(ctx, ask, years);
    Field procedure;
    if (!procedure_field(ctx, ctx_field(ctx, "procedure"), "не выбрана", &procedure, err)) return false;
    procedure.label = STR("Или дни процедуры"), procedure.hint = STR("Тогда дни возьмутся из неё и сдвинутся вместе с ней."), procedure.optional = true;
    ask->fields[ask->form.n_fields++] = procedure;
    ask_button(ask, "Внести", true);
    ask_end(ask, NULL);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    Anchor *anchors = arena_array(ctx->arena, Anchor, MOST_ANCHORS);
    const ScheduleEntry *rows;
    uint32_t n_unknown, n;
    Years years = { .n = 0 };
    for (int i = -1; i <= 1; i++) add_year(&years, ctx->year + i);
    if (!unknown(ctx, anchors, &n_unknown, &years, err) || !schedule_list(ctx->db, ctx->who->region_id, ctx->org.path, ctx->arena, &rows, &n, err)) return false;
    plan_crumbs(ctx, NULL, NULL, STR_EMPTY);
    ctx->doc->title = n_unknown > 0 ? CTX_TEXT(ctx, "Сроки ждут дней: %.*s", STR_ARG(number_of(ctx->arena, n_unknown, "график", "графика", "графиков"))) : STR("Даты, от которых зависят сроки");
    ctx->doc->lead = STR("«По графику ВПР», «весенние каникулы»: таких дней в словах плана нет. Внесите их один раз — и у всех пунктов, что на них ссылаются, появятся сроки.");
    unknown_list(ctx, anchors, n_unknown);
    known_list(ctx, rows, n);
    return put_form(ctx, &years, err);
}

static const ScheduleEntry *entry_of(Ctx *ctx, const ScheduleEntry *rows, uint32_t n, Str name, long long year)
{
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].org_id == ctx->org.id && rows[i].school_year == year && str_eq(rows[i].name, name)) return &rows[i];
    return NULL;
}

static bool day_field(Ctx *ctx, const char *name, int32_t *out, Err *err)
{
    Str typed = str_trim(ctx_field(ctx, name));
    *out = DATE_NONE;
    return typed.n == 0 || date_parse(typed, out) || err_set(err, ERR_INPUT, "Выберите день в календаре или оставьте поле пустым.", "День «%.*s» не читается.", STR_ARG(typed));
}

/* The same name in the same year is the same entry: its days change. */
static bool act(Ctx *ctx, Err *err)
{
    const ScheduleEntry *rows;
    uint32_t n, n_moved;
    long long year = 0;
    int32_t from, to;
    Str name = str_trim(ctx_field(ctx, "name"));
    str_to_int(ctx_field(ctx, "year"), &year);
    if (!schedule_list(ctx->db, ctx->who->region_id, ctx->org.path, ctx->arena, &rows, &n, err)) return false;
    const ScheduleEntry *entry = entry_of(ctx, rows, n, name, year);
    if (str_eq(ctx_field(ctx, "do"), STR("remove"))) {
        if (entry == NULL) return err_set(err, ERR_NOT_FOUND, "Откройте страницу снова.", "Таких дней уже нет.");
        if (!flow_schedule_remove(ctx->flow, ctx->who, ctx->org.code, entry->id, err)) return false;
        ctx_done(ctx, STR("Дни убраны; сроки, которые на них стояли, снова ждут."));
        return ctx_go(ctx, STR("/schedules"));
    }
    if (name.n == 0) return err_set(err, ERR_INPUT, "Напишите, как это названо в плане.", "Не названо, чьи это дни.");
    if (!day_field(ctx, "from", &from, err) || !day_field(ctx, "to", &to, err)) return false;
    if (!flow_schedule_put(ctx->flow, ctx->who, ctx->org.code, entry != NULL ? entry->id : 0, name, ctx_field(ctx, "procedure"), from, to, (int)year, &n_moved, err)) return false;
    ctx_done(ctx, n_moved > 0 ? CTX_TEXT(ctx, "Дни внесены: сроки получили %.*s.", STR_ARG(number_of(ctx->arena, n_moved, "пункт", "пункта", "пунктов"))) : STR("Дни внесены."));
    return ctx_go(ctx, STR("/schedules"));
}

const Page page_schedules = { .path = "/schedules", .title = "Даты, от которых зависят сроки", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .act_right = RIGHT_PLAN_WRITE, .params = params, .show = show, .act = act };
