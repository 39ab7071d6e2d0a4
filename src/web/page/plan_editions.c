/* Editions of a plan: when, by what, why; and what changed between any two, in words. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/plan_view.h"

static const Param params[] = {
    PLAN_PARAM, { .name = "a", .kind = PARAM_INT, .title = "с какой редакцией сравнить", .min = 1, .max = UINT32_MAX }, { .name = "b", .kind = PARAM_INT, .title = "какую редакцию; 0 — как сейчас", .min = 0, .max = UINT32_MAX }, { .name = NULL },
};

static bool content_of(Ctx *ctx, const PlanRow *row, uint32_t edition, PlanContent *out, Err *err)
{
    PlanEdition one;
    bool found;
    if (edition == 0) return flow_plan_content(ctx->db, row, ctx->arena, out, err);
    if (!plan_edition_get(ctx->db, row->region_id, row->id, edition, ctx->arena, &one, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Выберите редакцию в списке.", "Редакции %u у этого плана нет.", edition);
    return plan_content_read(one.content, ctx->arena, out, err);
}

static void list(Ctx *ctx, const PlanRow *row, const PlanEdition *editions, uint32_t n)
{
    static const Column columns[] = { { .head = { "редакция", 16 } }, { .head = { "утверждена", 20 } }, { .head = { "чем и кем", 16 }, .width = 0.28f }, { .head = { "почему изменена", 29 }, .width = 0.28f }, { .head = { "кто внёс", 15 } }, { .head = { "", 0 } } };
    Table *table = table_new(ctx->doc, STR("editions"), STR("Редакции плана"), 6, columns, n);
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
    }
    doc_table(ctx->doc, NULL, table);
}

static void choose(Ctx *ctx, const PlanRow *row, const PlanEdition *editions, uint32_t n, uint32_t a, uint32_t b)
{
    static const FormButton button[] = { { .title = { "Сравнить", 16 } } };
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 1u);
    for (uint32_t i = 0; i < n; i++) options[i] = (FieldOption){ .value = CTX_TEXT(ctx, "%u", editions[i].edition), .title = CTX_TEXT(ctx, "редакция %u", editions[i].edition) };
    options[n] = (FieldOption){ .value = STR("0"), .title = STR("как сейчас") };
    Field *fields = arena_array(ctx->arena, Field, 2);
    fields[0] = (Field){ .kind = FIELD_SELECT, .name = STR("a"), .label = STR("Было"), .value = CTX_TEXT(ctx, "%u", a), .n_options = n, .options = options };
    fields[1] = (Field){ .kind = FIELD_SELECT, .name = STR("b"), .label = STR("Стало"), .value = CTX_TEXT(ctx, "%u", b), .n_options = n + 1, .options = options };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = CTX_TEXT(ctx, "/plans/%u/editions", row->number), .in_line = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = button };
    doc_form(ctx->doc, NULL, form);
}

static void difference(Ctx *ctx, const PlanContent *before, const PlanContent *after)
{
    static const Column columns[] = { { .head = { "что", 6 } }, { .head = { "№", 3 } }, { .head = { "пункт", 10 }, .width = 0.24f }, { .head = { "поле", 8 } }, { .head = { "было", 8 }, .width = 0.25f }, { .head = { "стало", 10 }, .width = 0.25f } };
    static const char *const kinds[] = { [PLAN_ADDED] = "добавлено", [PLAN_REMOVED] = "убрано", [PLAN_CHANGED] = "изменено" };
    const PlanChange *changes;
    uint32_t n;
    plan_content_diff(before, after, ctx->arena, &n, &changes);
    Table *table = table_new(ctx->doc, STR("changes"), STR("Что изменилось"), 6, columns, n);
    table->untitled = true;
    table->empty = STR("Слова, сроки и люди не изменились.");
    for (uint32_t i = 0; i < n; i++) {
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(str_of(kinds[changes[i].kind]));
        cells[1] = cell_text(rich_escape(ctx->arena, changes[i].number));
        cells[2] = cell_text(rich_escape(ctx->arena, changes[i].title));
        cells[3] = cell_text(rich_escape(ctx->arena, changes[i].field));
        cells[4] = changes[i].before.n > 0 ? cell_text(lines_joined(ctx, changes[i].before)) : cell_missing();
        cells[5] = changes[i].after.n > 0 ? cell_text(lines_joined(ctx, changes[i].after)) : cell_missing();
    }
    ctx->doc->lead = n == 0 ? STR("Между этими редакциями ничего не изменилось.") : CTX_TEXT(ctx, "%.*s.", STR_ARG(number_of(ctx->arena, n, "изменение", "изменения", "изменений")));
    doc_table(ctx->doc, NULL, table);
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
    uint32_t last = editions[n - 1].edition;
    uint32_t b = (uint32_t)ctx_int(ctx, "b", view->row.changed || last == 1 ? 0 : last), a = (uint32_t)ctx_int(ctx, "a", b == 0 ? last : b > 1 ? b - 1 : 1);
    if (!content_of(ctx, &view->row, a, &before, err) || !content_of(ctx, &view->row, b, &after, err)) return false;
    list(ctx, &view->row, editions, n);
    doc_heading(ctx->doc, NULL, 2, b == 0 ? CTX_TEXT(ctx, "Редакция %u и план сейчас", a) : CTX_TEXT(ctx, "Редакции %u и %u", a, b));
    if (!ctx_is_file(ctx)) choose(ctx, &view->row, editions, n, a, b);
    difference(ctx, &before, &after);
    return true;
}

const Page page_plan_editions = { .path = "/plans/:plan/editions", .title = "Редакции плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/editions", .show = show };
