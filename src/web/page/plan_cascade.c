/* A plan is sent down the tree: to whom, until when to acknowledge and to have a plan of one's own, what is asked in words. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/ask.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

enum { MOST = 400 };

static bool children_of(Ctx *ctx, const PlanRow *row, const Org **out, uint32_t *n, Err *err)
{
    const Org *all;
    uint32_t n_all;
    if (!org_within_path(ctx->db, row->region_id, row->org_path, (OrgKind)0, ctx->arena, &all, &n_all, err)) return false;
    Org *kept = arena_array(ctx->arena, Org, MOST);
    *n = 0;
    for (uint32_t i = 0; i < n_all && *n < MOST; i++)
        if (all[i].parent_id == row->org_id && all[i].kind != ORG_CLASS) kept[(*n)++] = all[i];
    *out = kept;
    return true;
}

static bool is_ticked(const Ctx *ctx, Str code)
{
    for (uint32_t i = 0; i < ctx->request->n_fields; i++)
        if (str_eq(ctx->request->fields[i].name, STR("to")) && str_eq(ctx->request->fields[i].value, code)) return true;
    return false;
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    const Org *children;
    uint32_t n;
    if (!plan_view_open(ctx, view, err) || !children_of(ctx, &view->row, &children, &n, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = STR("Отправить план вниз");
    if (n == 0 || view->row.state != PLAN_IN_FORCE) {
        doc_note(ctx->doc, NULL, NOTE_INFO, STR("Отправить нельзя."), n == 0 ? STR("Ниже этой организации никого нет.") : STR("Вниз отправляют утверждённый план. Сначала [утвердите его](/plans)."));
        return true;
    }
    ctx->doc->lead = STR("Каждый адресат отметит, что ознакомился, и одной кнопкой составит свой план: пункты возьмутся отсюда, исполнение соберётся обратно само.");
    FieldOption *options = arena_array(ctx->arena, FieldOption, n);
    for (uint32_t i = 0; i < n; i++) options[i] = (FieldOption){ .value = children[i].code, .title = children[i].name, .chosen = ctx->error == NULL || is_ticked(ctx, children[i].code) };
    Ask *ask = ask_new(ctx, CTX_TEXT(ctx, "/plans/%u/cascade", view->row.number));
    Field *title = ask_field(ask, FIELD_TEXT, "title", "Что увидят адресаты", view->row.title);
    title->max_length = 400, title->width = 64;
    Field *words = ask_field(ask, FIELD_LONG_TEXT, "words", "Что сделать", STR("Ознакомиться и составить свой план мероприятий."));
    words->max_length = 2000;
    Field *see = ask_field(ask, FIELD_DATE, "see", "Ознакомиться до", date_iso(ctx->arena, date_add_working(view->today, 5)));
    see->optional = true;
    Field *plan = ask_field(ask, FIELD_DATE, "plan", "Утвердить свой план до", date_iso(ctx->arena, date_add_working(view->today, 15)));
    plan->optional = true, plan->hint = STR("Пусто — план составлять не нужно.");
    Field *to = ask_field(ask, FIELD_CHECK, "to", "Кому", STR_EMPTY);
    to->multiple = true;
    ask_options(to, n, options);
    ask_button(ask, "Отправить", true);
    ask_end(ask, NULL);
    return true;
}

static bool day_field(Ctx *ctx, const char *name, int32_t *out, Err *err)
{
    Str typed = str_trim(ctx_field(ctx, name));
    *out = DATE_NONE;
    return typed.n == 0 || date_parse(typed, out) || err_set(err, ERR_INPUT, "Выберите день в календаре или оставьте поле пустым.", "День «%.*s» не читается.", STR_ARG(typed));
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t number;
    Str *to = arena_array(ctx->arena, Str, ctx->request->n_fields + 1u);
    CascadeAsk ask = { .plan = (uint32_t)ctx_int(ctx, "plan", 0), .title = str_trim(ctx_field(ctx, "title")), .words = str_trim(ctx_field(ctx, "words")), .to = to };
    for (uint32_t i = 0; i < ctx->request->n_fields; i++)
        if (str_eq(ctx->request->fields[i].name, STR("to"))) to[ask.n_to++] = ctx->request->fields[i].value;
    if (ask.n_to == 0) return err_set(err, ERR_INPUT, "Отметьте хотя бы одну организацию.", "Не выбран ни один адресат.");
    if (!day_field(ctx, "see", &ask.see_by, err) || !day_field(ctx, "plan", &ask.plan_by, err)) return false;
    if (!flow_cascade(ctx->flow, ctx->who, &ask, &number, err)) return false;
    ctx_done(ctx, CTX_TEXT(ctx, "Отправлено: %.*s.", STR_ARG(number_of(ctx->arena, ask.n_to, "организация", "организации", "организаций"))));
    return ctx_go(ctx, CTX_TEXT(ctx, "/cascades/%u", number));
}

const Page page_plan_cascade = { .path = "/plans/:plan/cascade", .title = "Отправить план вниз", .section = SECTION_PLAN, .right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/cascade", .no_formats = true, .show = show, .act = act };
