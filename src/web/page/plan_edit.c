/* A plan's own words: its title, goal, basis, who controls it, school year. Measures have pages of their own. */
#include "base/lines.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    if (!plan_view_open(ctx, view, err)) return false;
    const PlanRow *row = &view->row;
    bool conflict = ctx->error != NULL && ctx->error->code == ERR_CONFLICT;
    plan_crumbs(ctx, row, NULL, STR_EMPTY);
    ctx->doc->title = STR("Исправить план");
    ctx->doc->lead = row->edition > 0 ? STR("План утверждён: правка войдёт в следующую редакцию, прежняя останется в истории.") : STR("Название, цель и основание встанут на бумагу такими, какими вы их напишете.");
    if (conflict) doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Пока вы правили, план изменил другой человек."), CTX_TEXT(ctx, "Ваш текст стоит в полях. Что изменилось без вас: %.*s", STR_ARG(lines_joined(ctx, str_of(ctx->error->detail)))));
    Ask *ask = ask_new(ctx, CTX_TEXT(ctx, "/plans/%u/edit", row->number));
    Field *revision = ask_field(ask, FIELD_HIDDEN, "revision", "", CTX_TEXT(ctx, "%u", row->revision));
    if (conflict) revision->value = CTX_TEXT(ctx, "%u", row->revision); /* over what the person has just seen */
    Field *title = ask_field(ask, FIELD_LONG_TEXT, "title", "Название", row->title);
    title->max_length = 1000, title->draft = true;
    Field *goal = ask_field(ask, FIELD_LONG_TEXT, "goal", "Цель", row->goal);
    goal->optional = true, goal->max_length = 4000;
    Field *basis = ask_field(ask, FIELD_LONG_TEXT, "basis", "На основании", row->basis);
    basis->optional = true, basis->hint = STR("Письма и приказы, каждое на своей строке; последней — «в целях …», если так сказано."), basis->max_length = 4000;
    Field *controller = ask_field(ask, FIELD_TEXT, "controller", "Контроль за исполнением плана возложить на", row->controller);
    controller->optional = true, controller->max_length = 400, controller->width = 48;
    controller->hint = STR("Как на бумаге: «заместителя директора Иванову А. П.». Пункты без своего контролирующего проверяет этот человек; по фамилии с инициалами он узнаётся среди сотрудников.");
    FieldOption *years = arena_array(ctx->arena, FieldOption, 6);
    int base = row->school_year > 0 ? row->school_year : ctx->year;
    years[0] = (FieldOption){ .value = STR("0"), .title = STR("не указан") };
    for (int i = 0; i < 5; i++) years[i + 1] = (FieldOption){ .value = CTX_TEXT(ctx, "%d", base - 2 + i), .title = CTX_TEXT(ctx, "%d/%02d", base - 2 + i, (base - 1 + i) % 100) };
    Field *year = ask_field(ask, FIELD_SELECT, "year", "Учебный год", CTX_TEXT(ctx, "%d", row->school_year));
    year->hint = STR("По нему понимаются сроки без года: «ноябрь», «в течение года».");
    ask_options(year, 6, years);
    ask_button(ask, "Сохранить", true);
    ask_end(ask, NULL);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    const Str *lines;
    uint32_t n_lines = lines_split(ctx_field(ctx, "basis"), ctx->arena, &lines), plan = (uint32_t)ctx_int(ctx, "plan", 0);
    Str title = str_trim(ctx_field(ctx, "title")), goal = str_trim(ctx_field(ctx, "goal")), basis = lines_join(ctx->arena, n_lines, lines), controller = str_trim(ctx_field(ctx, "controller"));
    long long revision = 0, year = 0;
    if (title.n == 0) return err_set(err, ERR_INPUT, "Напишите, как план называется.", "У плана нет названия.");
    if (!str_to_int(ctx_field(ctx, "revision"), &revision) || revision > UINT32_MAX || !str_to_int(ctx_field(ctx, "year"), &year) || year > 2200) return err_set(err, ERR_INPUT, "Откройте страницу снова.", "Форма пришла не целиком.");
    int school_year = (int)year;
    PlanEdit edit = { .revision = (uint32_t)revision, .title = &title, .goal = &goal, .basis = &basis, .controller = &controller, .school_year = &school_year };
    if (!flow_plan_edit(ctx->flow, ctx->who, plan, &edit, err)) return false;
    ctx_done(ctx, STR("План сохранён."));
    return ctx_go(ctx, plan_link(ctx, plan));
}

const Page page_plan_edit = { .path = "/plans/:plan/edit", .title = "Исправить план", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/edit", .no_formats = true, .show = show, .act = act };
