#include "web/plan_content.h"

#include "base/number.h"
#include "publish/rich.h"

static Str joined(Ctx *ctx, uint32_t n, const Str *words)
{
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) out = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(out), i > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, words[i])));
    return out;
}

static void put_line(Ctx *ctx, Table *table, Str number, Str title, Str term, Str responsible, Str expected)
{
    Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
    cells[0] = cell_text(rich_escape(ctx->arena, number));
    cells[1] = cell_text(rich_escape(ctx->arena, title));
    cells[2] = cell_text(rich_escape(ctx->arena, term));
    cells[3] = cell_text(responsible);
    cells[4] = cell_text(rich_escape(ctx->arena, expected));
}

Table *plan_content_table(Ctx *ctx, Node *parent, Str id, const PlanContent *content)
{
    static const Column columns[] = { { .head = { "№", 3 } }, { .head = { "мероприятие", 22 }, .width = 0.36f }, { .head = { "срок", 8 }, .width = 0.14f }, { .head = { "отвечает", 16 }, .width = 0.18f }, { .head = { "чем подтверждается", 35 }, .width = 0.26f } };
    Table *table = table_new(ctx->doc, id, rich_escape(ctx->arena, content->title), 5, columns, content->n_measures + content->n_decisions + content->n_sections);
    uint32_t section = PLAN_NO_SECTION, n_heads = 0;
    for (uint32_t i = 0; i < content->n_decisions; i++) {
        const PlanDecision *decision = &content->decisions[i];
        put_line(ctx, table, decision->number, decision->text, decision->term.text, joined(ctx, decision->n_responsible, decision->responsible), STR_EMPTY);
    }
    for (uint32_t i = 0; i < content->n_measures; i++) {
        const Measure *measure = &content->measures[i];
        if (measure->i_section != section && measure->i_section != PLAN_NO_SECTION && n_heads < content->n_sections) {
            const PlanSection *head = &content->sections[measure->i_section];
            table_row(ctx->doc, table, ROW_SECTION)[0] = cell_text(CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(rich_escape(ctx->arena, head->number)), head->number.n > 0 ? " " : "", STR_ARG(rich_escape(ctx->arena, head->title))));
            n_heads++;
        }
        section = measure->i_section;
        put_line(ctx, table, measure->number, measure->title, measure->term.text, joined(ctx, measure->n_responsible, measure->responsible), measure->expected);
    }
    doc_table(ctx->doc, parent, table);
    return table;
}

static void difference_table(Ctx *ctx, Node *parent, uint32_t n, const PlanChange *changes)
{
    static const Column columns[] = { { .head = { "что", 6 } }, { .head = { "№", 3 } }, { .head = { "пункт", 10 }, .width = 0.24f }, { .head = { "поле", 8 } }, { .head = { "было", 8 }, .width = 0.25f }, { .head = { "стало", 10 }, .width = 0.25f } };
    static const char *const kinds[] = { [PLAN_ADDED] = "добавлено", [PLAN_REMOVED] = "убрано", [PLAN_CHANGED] = "изменено" };
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
    doc_table(ctx->doc, parent, table);
}

uint32_t plan_difference(Ctx *ctx, Node *parent, const PlanContent *before, const PlanContent *after, uint32_t most)
{
    const PlanChange *changes;
    uint32_t n;
    plan_content_diff(before, after, ctx->arena, &n, &changes);
    difference_table(ctx, parent, most > 0 && n > most ? most : n, changes);
    return n;
}

static void mark(Ctx *ctx, PlanView *view, uint32_t n, const PlanChange *changes)
{
    bool *marks = arena_array(ctx->arena, bool, view->n + 1u);
    for (uint32_t i = 0; i < view->n; i++)
        for (uint32_t k = 0; k < n && !marks[i]; k++) marks[i] = changes[k].n == view->measures[i].n;
    view->is_changed = marks;
}

bool plan_corrections(Ctx *ctx, PlanView *view, Err *err)
{
    enum { SHOWN = 12 };
    const PlanRow *row = &view->row;
    PlanContent before, after;
    const PlanChange *changes;
    uint32_t n;
    if (!view->corrected) return true;
    if (!flow_plan_edition(ctx->db, row, row->edition, ctx->arena, &before, err) || !flow_plan_edition(ctx->db, row, 0, ctx->arena, &after, err)) return false;
    plan_content_diff(&before, &after, ctx->arena, &n, &changes);
    mark(ctx, view, n, changes);
    Node *panel = doc_panel(ctx->doc, NULL, CTX_TEXT(ctx, "После редакции %u: %.*s, не %s", row->edition, STR_ARG(number_of(ctx->arena, n, "исправление", "исправления", "исправлений")), n == 1 ? "утверждено" : "утверждены"));
    panel->sub = CTX_TEXT(ctx, "[Вся разница](/plans/%u/editions?b=0)", row->number);
    doc_text(ctx->doc, panel, CTX_TEXT(ctx, "Их видите вы и те, кто правит план. Остальные видят редакцию %u; она же печатается, уходит вниз и стоит в календарях.", row->edition));
    Node *node = doc_add(ctx->doc, panel, NODE_DETAILS);
    node->text = STR("Что исправлено");
    difference_table(ctx, node, n > SHOWN ? SHOWN : n, changes);
    if (n > SHOWN) doc_small(ctx->doc, node, CTX_TEXT(ctx, "И ещё %u: [вся разница](/plans/%u/editions?b=0).", n - SHOWN, row->number));
    if (!who_may(ctx->who, RIGHT_PLAN_APPROVE, row->org_path)) return true;
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = CTX_TEXT(ctx, "Утвердить редакцию %u", row->edition + 1), .href = CTX_TEXT(ctx, "/plans/%u/approve", row->number), .icon = "check" };
    doc_buttons(ctx->doc, panel, 1, button, STR_EMPTY);
    return true;
}
