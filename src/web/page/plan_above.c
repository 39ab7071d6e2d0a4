/* What the plan above corrected since this plan was made from it: taken up or left, measure by measure; the plan's own words are never written over unasked. */
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"

static const Param params[] = { PLAN_PARAM, { .name = NULL } };

static Str address(Ctx *ctx, const PlanRow *row) { return CTX_TEXT(ctx, "/plans/%u/above", row->number); }

static Button *press(Ctx *ctx, const PlanRow *row, const char *title, const char *step, uint32_t edition, uint32_t n)
{
    DocPair *pairs = arena_array(ctx->arena, DocPair, 3);
    pairs[0] = (DocPair){ STR("do"), str_of(step) }, pairs[1] = (DocPair){ STR("edition"), CTX_TEXT(ctx, "%u", edition) }, pairs[2] = (DocPair){ STR("n"), CTX_TEXT(ctx, "%u", n) };
    return ask_post(ctx, address(ctx, row), title, 3, pairs);
}

static Str item_name(Ctx *ctx, const AboveItem *item)
{
    if (item->n == 0) return STR("Название и цель плана");
    return item->number.n > 0 ? CTX_TEXT(ctx, "%.*s. %.*s", STR_ARG(item->number), STR_ARG(item->title)) : item->title;
}

static Cell words(Ctx *ctx, Str text) { return text.n > 0 ? cell_text(lines_joined(ctx, text)) : cell_missing(); }

static void fields(Ctx *ctx, Node *parent, const AboveItem *item)
{
    static const Column columns[] = { { .head = { "что", 6 }, .width = 0.16f }, { .head = { "было в плане выше", 31 }, .width = 0.28f }, { .head = { "стало в плане выше", 33 }, .width = 0.28f }, { .head = { "у вас", 9 }, .width = 0.28f } };
    Table *table = table_new(ctx->doc, CTX_TEXT(ctx, "item%u", item->n), item_name(ctx, item), 4, columns, item->n_fields);
    table->untitled = true;
    for (uint32_t i = 0; i < item->n_fields; i++) {
        const AboveField *field = &item->fields[i];
        Cell *cells = table_row(ctx->doc, table, field->own_words ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_text(field->field);
        cells[1] = words(ctx, field->before);
        cells[2] = words(ctx, field->after);
        cells[3] = field->own_words ? words(ctx, field->own) : cell_text(STR("как было"));
    }
    doc_table(ctx->doc, parent, table);
}

static void item_panel(Ctx *ctx, const PlanRow *row, const AboveView *view, const AboveItem *item, bool writes)
{
    static const char *const kinds[] = { [PLAN_ADDED] = "Добавлено", [PLAN_REMOVED] = "Убрано", [PLAN_CHANGED] = "Изменено" };
    Node *panel = doc_panel(ctx->doc, NULL, item_name(ctx, item));
    panel->kicker = str_of(kinds[item->kind]);
    if (item->own_n > 0) panel->sub = CTX_TEXT(ctx, "[Ваш пункт](%.*s)", STR_ARG(measure_link(ctx, row->number, item->own_n)));
    if (item->kind == PLAN_CHANGED) fields(ctx, panel, item);
    else doc_text(ctx->doc, panel, item->kind == PLAN_ADDED ? CTX_TEXT(ctx, "Срок: %.*s. В вашем плане такого пункта нет.", STR_ARG(item->term.n > 0 ? rich_escape(ctx->arena, item->term) : STR("не назван"))) : item->alone ? STR("В вашем плане он стоит, и по нему уже что-то сделано или он написан вашими словами.") : STR("В вашем плане он стоит, как был."));
    if (!writes) return;
    Button *buttons = arena_array(ctx->arena, Button, 2);
    buttons[0] = *press(ctx, row, item->kind == PLAN_ADDED ? "Принять: добавить и у нас" : item->kind == PLAN_REMOVED ? "Принять: убрать и у нас" : "Принять", "take", view->above.edition, item->n);
    buttons[1] = *press(ctx, row, item->kind == PLAN_ADDED ? "Не добавлять" : "Оставить своё", "keep", view->above.edition, item->n);
    buttons[0].about = buttons[1].about = item_name(ctx, item);
    doc_buttons(ctx->doc, panel, 2, buttons, item->alone && item->kind == PLAN_CHANGED ? STR("Принять — заменить ваши слова.") : STR_EMPTY);
}

static Str answered_name(Ctx *ctx, const PlanView *view, const PlanAnswer *answer)
{
    if (answer->n == 0) return STR("Название и цель плана");
    for (uint32_t i = 0; i < view->n; i++)
        if (view->measures[i].n == answer->own_n) return CTX_TEXT(ctx, "[%.*s](%.*s)", STR_ARG(rich_escape(ctx->arena, measure_name(ctx, &view->measures[i]))), STR_ARG(measure_link(ctx, view->row.number, answer->own_n)));
    return answer->own_n > 0 ? CTX_TEXT(ctx, "[Пункт, убранный из плана](%.*s)", STR_ARG(measure_link(ctx, view->row.number, answer->own_n))) : STR("Пункт, которого у вас нет");
}

static void answers(Ctx *ctx, const PlanView *view, const AboveView *above, bool writes)
{
    static const Column columns[] = { { .head = { "пункт", 10 }, .width = 0.4f }, { .head = { "ответ", 10 } }, { .head = { "кто и когда", 20 } }, { .head = { "", 0 } } };
    if (above->n_answers == 0) return;
    doc_heading(ctx->doc, NULL, 2, STR("Уже отвечено"));
    Table *table = table_new(ctx->doc, STR("answers"), STR("Уже отвечено"), 4, columns, above->n_answers);
    table->untitled = true;
    for (uint32_t i = 0; i < above->n_answers; i++) {
        const PlanAnswer *answer = &above->answers[i];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(answered_name(ctx, view, answer));
        cells[1] = answer->choice == ABOVE_TAKEN ? cell_state("check", STR("принято")) : cell_state("minus", STR("оставлено своё"));
        cells[2] = cell_text(CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(rich_escape(ctx->arena, answer->who)), STR_ARG(ctx_moment(ctx, answer->made_at))));
        cells[3] = writes ? cell_action(press(ctx, &view->row, "Отменить", "undo", answer->edition, answer->n)) : cell_text(STR_EMPTY);
    }
    doc_table(ctx->doc, NULL, table);
    doc_small(ctx->doc, NULL, STR("Ответ можно отменить, пока ваш план не утверждён с этой правкой."));
}

static bool show(Ctx *ctx, Err *err)
{
    PlanView *view = arena_one(ctx->arena, PlanView);
    AboveView above;
    uint32_t n_alone = 0;
    if (!plan_view_open(ctx, view, err) || !plan_view_read(ctx, view, err) || !flow_plan_above(ctx->db, &view->row, ctx->arena, &above, err)) return false;
    const PlanRow *row = &view->row;
    plan_crumbs(ctx, row, NULL, STR_EMPTY);
    if (above.above.id == 0) {
        ctx->doc->title = STR("Плана выше нет");
        doc_text(ctx->doc, NULL, STR("Этот план составлен не по плану сверху: правок оттуда не бывает."));
        return true;
    }
    bool writes = plan_view_may_write(ctx, view) && (row->state == PLAN_DRAFT || row->state == PLAN_IN_FORCE);
    for (uint32_t i = 0; i < above.n; i++) n_alone += above.items[i].alone;
    ctx->doc->title = above.n == 0 ? STR("Правки плана выше учтены") : CTX_TEXT(ctx, "В плане выше %.*s", STR_ARG(number_of(ctx->arena, above.n, "правка", "правки", "правок")));
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s, %.*s, редакция %u%s%.*s", STR_ARG(plan_title(ctx, &above.above)), STR_ARG(rich_escape(ctx->arena, above.above.org_name)), above.above.edition, above.reason.n > 0 ? ". Почему: " : "", STR_ARG(rich_escape(ctx->arena, above.reason)));
    if (ctx->error != NULL) doc_note(ctx->doc, NULL, NOTE_ATTENTION, str_of(ctx->error->what), str_of(ctx->error->hint));
    if (row->state == PLAN_WAITS && above.n > 0) doc_note(ctx->doc, NULL, NOTE_INFO, STR("План на утверждении."), STR("Ответить можно, когда его утвердят или вернут."));
    if (above.n == 0) doc_text(ctx->doc, NULL, STR("Отвечать не на что: ваш план говорит то же, что план выше, или вы решили оставить своё."));
    if (writes && above.n > n_alone) {
        Str note = n_alone > 0 ? CTX_TEXT(ctx, "%.*s останется: там ваши слова или сделанная работа, их заменит только отдельный ответ.", STR_ARG(number_of(ctx->arena, n_alone, "правка", "правки", "правок"))) : STR("Станет черновиком следующей редакции вашего плана; утверждение — как обычно.");
        Button *all = press(ctx, row, "Принять все", "all", above.above.edition, 0);
        all->primary = true;
        doc_buttons(ctx->doc, NULL, 1, all, note);
    }
    for (uint32_t i = 0; i < above.n; i++) item_panel(ctx, row, &above, &above.items[i], writes);
    answers(ctx, view, &above, writes);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t plan = (uint32_t)ctx_int(ctx, "plan", 0), n_taken, n_left;
    long long edition = 0, n = -1;
    Str step = ctx_field(ctx, "do");
    str_to_int(ctx_field(ctx, "edition"), &edition);
    str_to_int(ctx_field(ctx, "n"), &n);
    if (edition < 0 || edition > UINT32_MAX || n < 0 || n > UINT32_MAX) return err_set(err, ERR_INPUT, "Откройте правки снова.", "Непонятно, на что ответить.");
    if (str_eq(step, STR("all"))) {
        if (!flow_plan_above_take(ctx->flow, ctx->who, plan, (uint32_t)edition, &n_taken, &n_left, err)) return false;
        Str left = n_left > 0 ? CTX_TEXT(ctx, " Осталось решить: %u.", n_left) : STR_EMPTY;
        ctx_done(ctx, CTX_TEXT(ctx, "Принято: %.*s.%.*s", STR_ARG(number_of(ctx->arena, n_taken, "правка", "правки", "правок")), STR_ARG(left)));
    } else if (str_eq(step, STR("undo"))) {
        if (!flow_plan_above_undo(ctx->flow, ctx->who, plan, (uint32_t)n, err)) return false;
        ctx_done(ctx, STR("Ответ отменён: правка снова ждёт."));
    } else if (str_eq(step, STR("take")) || str_eq(step, STR("keep"))) {
        bool takes = str_eq(step, STR("take"));
        if (!flow_plan_above_answer(ctx->flow, ctx->who, plan, (uint32_t)edition, (uint32_t)n, takes ? ABOVE_TAKEN : ABOVE_KEPT, err)) return false;
        ctx_done(ctx, takes ? STR("Принято. Правка войдёт в следующую редакцию вашего плана.") : STR("Оставлено как у вас."));
    } else return err_set(err, ERR_INPUT, "Откройте правки снова.", "Непонятно, что сделать.");
    return ctx_go(ctx, CTX_TEXT(ctx, "/plans/%u/above", plan));
}

const Page page_plan_above = { .path = "/plans/:plan/above", .title = "Правки плана выше", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .act_right = RIGHT_PLAN_WRITE, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/above", .no_formats = true, .show = show, .act = act };
