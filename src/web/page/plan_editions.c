/* Editions of a plan: when, by what, why; and what changed between any two, in words. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/plan_content.h"

static const Param params[] = {
    PLAN_PARAM, { .name = "a", .kind = PARAM_INT, .title = "с какой редакцией сравнить", .min = 1, .max = UINT32_MAX }, { .name = "b", .kind = PARAM_INT, .title = "какую редакцию; 0 — как сейчас", .min = 0, .max = UINT32_MAX },
    { .name = "open", .kind = PARAM_INT, .title = "какую редакцию открыть целиком", .min = 1, .max = UINT32_MAX }, { .name = NULL },
};

static void list(Ctx *ctx, const PlanRow *row, const PlanEdition *editions, uint32_t n)
{
    static const Column columns[] = { { .head = { "редакция", 16 } }, { .head = { "утверждена", 20 } }, { .head = { "чем и кем", 16 }, .width = 0.28f }, { .head = { "почему изменена", 29 }, .width = 0.28f }, { .head = { "кто внёс", 15 } }, { .head = { "", 0 } }, { .head = { "", 0 } } };
    Table *table = table_new(ctx->doc, STR("editions"), STR("Редакции плана"), 7, columns, n);
    table->untitled = true;
    table->empty = STR("План ещё не утверждали: редакций нет.");
    for (uint32_t i = n; i-- > 0;) {
        const PlanEdition *one = &editions[i];
        int32_t day;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(CTX_TEXT(ctx, "**%u**", one->edition));
        cells[1] = date_parse(one->approved_on, &day) ? cell_text(date_short(ctx->arena, day)) : cell_text(ctx_day(ctx, one->made_at));
        cells[2] = cell_text(CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(rich_escape(ctx->arena, one->approved_by)), one->approved_number.n > 0 ? " № " : "", STR_ARG(rich_escape(ctx->arena, one->approved_number))));
        cells[3] = one->reason.n > 0 ? cell_text(rich_escape(ctx->arena, one->reason)) : cell_missing();
        cells[4] = cell_text(rich_escape(ctx->arena, one->who));
        cells[5] = one->edition > 1 ? cell_link(STR("что изменилось"), CTX_TEXT(ctx, "/plans/%u/editions?a=%u&b=%u", row->number, one->edition - 1, one->edition)) : cell_text(STR_EMPTY);
        cells[6] = cell_link(STR("открыть"), CTX_TEXT(ctx, "/plans/%u/editions?open=%u", row->number, one->edition));
    }
    doc_table(ctx->doc, NULL, table);
}

/* One edition whole, as it was approved, and the way to print it. */
static bool opened(Ctx *ctx, const PlanRow *row, const PlanEdition *one, uint32_t last, Err *err)
{
    PlanContent content;
    int32_t day;
    if (!flow_plan_edition(ctx->db, row, one->edition, ctx->arena, &content, err)) return false;
    ctx->doc->title = CTX_TEXT(ctx, "Редакция %u", one->edition);
    ctx->doc->lead = rich_escape(ctx->arena, content.title);
    Str *items = arena_array(ctx->arena, Str, 3);
    items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "утверждена %.*s", STR_ARG(date_parse(one->approved_on, &day) ? date_short(ctx->arena, day) : ctx_day(ctx, one->made_at)));
    if (one->approved_by.n + one->approved_number.n > 0) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(rich_escape(ctx->arena, one->approved_by)), one->approved_number.n > 0 ? " № " : "", STR_ARG(rich_escape(ctx->arena, one->approved_number)));
    items[ctx->doc->n_factline++] = one->edition == last ? STR("последняя из утверждённых") : CTX_TEXT(ctx, "после неё утверждена [редакция %u](/plans/%u/editions?open=%u)", one->edition + 1, row->number, one->edition + 1);
    ctx->doc->factline = items;
    Button *buttons = arena_array(ctx->arena, Button, 2);
    buttons[0] = (Button){ .title = STR("Напечатать"), .href = CTX_TEXT(ctx, "/plans/%u/papers?kind=plan&edition=%u", row->number, one->edition), .icon = "file" };
    buttons[1] = (Button){ .title = STR("Все редакции"), .href = CTX_TEXT(ctx, "/plans/%u/editions", row->number), .quiet = true };
    doc_buttons(ctx->doc, NULL, 2, buttons, STR_EMPTY);
    Table *table = plan_content_table(ctx, NULL, STR("edition"), &content);
    table->panel = table->untitled = true;
    return true;
}

static void choose(Ctx *ctx, const PlanRow *row, const PlanEdition *editions, uint32_t n, uint32_t a, uint32_t b, bool with_now)
{
    static const FormButton button[] = { { .title = { "Сравнить", 16 } } };
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 1u);
    for (uint32_t i = 0; i < n; i++) options[i] = (FieldOption){ .value = CTX_TEXT(ctx, "%u", editions[i].edition), .title = CTX_TEXT(ctx, "редакция %u", editions[i].edition) };
    if (with_now) options[n] = (FieldOption){ .value = STR("0"), .title = STR("как сейчас, не утверждено") };
    Field *fields = arena_array(ctx->arena, Field, 2);
    fields[0] = (Field){ .kind = FIELD_SELECT, .name = STR("a"), .label = STR("Было"), .value = CTX_TEXT(ctx, "%u", a), .n_options = n, .options = options };
    fields[1] = (Field){ .kind = FIELD_SELECT, .name = STR("b"), .label = STR("Стало"), .value = CTX_TEXT(ctx, "%u", b), .n_options = n + with_now, .options = options };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/plans/%u/editions", row->number), .in_line = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = button };
    doc_form(ctx->doc, NULL, form);
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    const PlanEdition *editions;
    uint32_t n;
    PlanContent before, after;
    if (!plan_view_open(ctx, view, err) || !plan_editions(ctx->db, view->row.region_id, view->row.id, ctx->arena, &editions, &n, err)) return false;
    plan_crumbs(ctx, &view->row, NULL, STR_EMPTY);
    ctx->doc->title = n == 0 ? STR("Редакций ещё нет") : CTX_TEXT(ctx, "%.*s плана", STR_ARG(number_of(ctx->arena, n, "редакция", "редакции", "редакций")));
    if (n == 0) {
        doc_text(ctx->doc, NULL, STR("План ещё не утверждали. После утверждения здесь будет видно, что и почему менялось."));
        return true;
    }
    uint32_t last = editions[n - 1].edition, wanted = (uint32_t)ctx_int(ctx, "open", 0);
    for (uint32_t i = 0; i < n && wanted > 0; i++)
        if (editions[i].edition == wanted) return opened(ctx, &view->row, &editions[i], last, err);
    if (wanted > 0) return err_set(err, ERR_NOT_FOUND, "Выберите редакцию в списке.", "Редакции %u у этого плана нет.", wanted);
    uint32_t b = (uint32_t)ctx_int(ctx, "b", view->corrected ? 0 : last), a = (uint32_t)ctx_int(ctx, "a", b == 0 ? last : b > 1 ? b - 1 : 1);
    if (b == 0 && !view->corrected) b = last; /* what nobody approved is not everybody's */
    if (!flow_plan_edition(ctx->db, &view->row, a, ctx->arena, &before, err) || !flow_plan_edition(ctx->db, &view->row, b, ctx->arena, &after, err)) return false;
    list(ctx, &view->row, editions, n);
    if (n == 1 && !view->corrected) return true;
    doc_heading(ctx->doc, NULL, 2, b == 0 ? CTX_TEXT(ctx, "Редакция %u и план сейчас, с неутверждёнными правками", a) : CTX_TEXT(ctx, "Редакции %u и %u", a, b));
    if (!ctx_is_file(ctx)) choose(ctx, &view->row, editions, n, a, b, view->corrected);
    uint32_t n_changes = plan_difference(ctx, NULL, &before, &after, 0);
    ctx->doc->lead = n_changes == 0 ? STR("Между этими редакциями ничего не изменилось.") : CTX_TEXT(ctx, "%.*s.", STR_ARG(number_of(ctx->arena, n_changes, "изменение", "изменения", "изменений")));
    return true;
}

const Page page_plan_editions = { .path = "/plans/:plan/editions", .title = "Редакции плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/editions", .show = show };
