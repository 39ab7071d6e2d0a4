/* What a record is joined with: measures that it proves, links both ways. */
#include "base/number.h"
#include "publish/rich.h"
#include "flow/plan.h"
#include "web/record_view.h"
#include "web/url.h"

bool record_view_evidence(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    const EvidenceRow *rows;
    uint32_t n;
    if (!evidence_of_record(ctx->db, page->row.region_id, page->row.id, ctx->arena, &rows, &n, err)) return false;
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    uint32_t n_items = 0;
    for (uint32_t i = 0; i < n; i++) {
        MeasureRow measure;
        PlanRow plan;
        bool found;
        if (!measure_get_id(ctx->db, page->row.region_id, rows[i].measure_id, ctx->arena, &measure, &found, err)) return false;
        if (!found || !plan_get_id(ctx->db, page->row.region_id, measure.plan_id, STR_EMPTY, ctx->arena, &plan, &found, err)) return false;
        if (found && !flow_measure_approved(ctx->db, &plan, &measure, ctx->arena, &found, err)) return false;
        if (!found || !who_may(ctx->who, RIGHT_PLAN_READ, plan.org_path) || rows[i].state == EVIDENCE_TAKEN_BACK) continue;
        items[n_items++] = CTX_TEXT(ctx, "[план № %u, п. %.*s](/plans/%u/measures/%u) — %s", plan.number, STR_ARG(measure.number.n > 0 ? rich_escape(ctx->arena, measure.number) : CTX_TEXT(ctx, "%u", measure.n)), plan.number, measure.n,
            rows[i].state == EVIDENCE_ACCEPTED && rows[i].record_changed ? "принято, но запись с тех пор исправлена: контролирующему это видно" : evidence_state_title(rows[i].state));
    }
    if (n_items == 0) return true;
    Node *panel = doc_panel(ctx->doc, parent, STR("Подтверждает пункты плана"));
    doc_list(ctx->doc, panel, n_items, items);
    return true;
}

/* What becomes of them, and what they have not: a decision without a term is said before, not found after. */
static Str control_words(Ctx *ctx, const RecordPage *page)
{
    PlanContent content;
    uint32_t n_dated = 0, n_named = 0;
    record_plan(page->data, ctx->arena, &content);
    for (uint32_t i = 0; i < content.n_decisions; i++) n_dated += content.decisions[i].term.text.n > 0, n_named += content.decisions[i].n_responsible > 0;
    Str all = number_of(ctx->arena, content.n_decisions, "решение", "решения", "решений");
    const char *become = number_word(content.n_decisions, "станет пунктом", "станут пунктами", "станут пунктами");
    uint32_t no_term = content.n_decisions - n_dated, no_name = content.n_decisions - n_named;
    if (no_term == 0 && no_name == 0) return CTX_TEXT(ctx, "%.*s %s со сроками и ответственными.", STR_ARG(all), become);
    Str term = no_term > 0 ? CTX_TEXT(ctx, "без срока — %u", no_term) : STR_EMPTY, name = no_name > 0 ? CTX_TEXT(ctx, "без ответственного — %u", no_name) : STR_EMPTY;
    return CTX_TEXT(ctx, "%.*s %s плана; %.*s%s%.*s: назначьте в плане или впишите сюда.", STR_ARG(all), become, STR_ARG(term), term.n > 0 && name.n > 0 ? ", " : "", STR_ARG(name));
}

bool record_view_control(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    RecordLink *links;
    uint32_t n, n_decisions = page->type->decisions != NULL ? record_rows(page->data, page->type->decisions)->n : 0;
    if (n_decisions == 0 || !who_may(ctx->who, RIGHT_PLAN_WRITE, page->row.org_path)) return true;
    if (!record_links(ctx->db, &page->row, ctx->arena, &links, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(links[i].kind, STR("control"))) return true;
    bool failed = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("control"));
    if (failed) doc_note(ctx->doc, parent, NOTE_ATTENTION, STR("Не получилось."), rich_escape(ctx->arena, CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint)));
    Button *button = arena_one(ctx->arena, Button);
    *button = record_view_step(ctx, page, "control", STR_EMPTY, STR("Поставить на контроль"), STR_EMPTY);
    doc_buttons(ctx->doc, parent, 1, button, control_words(ctx, page));
    return true;
}

/* The page of a linked thing; empty: outside of this server. */
static Str href_of(Ctx *ctx, const RecordLink *link)
{
    if (str_eq(link->kind, STR("measure"))) {
        size_t at = str_find(link->to_key, STR("/"));
        return CTX_TEXT(ctx, "/plans/%.*s/measures/%.*s", (int)at, link->to_key.at, STR_ARG(str_slice(link->to_key, at + 1, link->to_key.n)));
    }
    if (str_eq(link->kind, STR("plan")) || str_eq(link->kind, STR("control"))) return CTX_TEXT(ctx, "/plans/%.*s", STR_ARG(link->to_key));
    if (str_eq(link->kind, STR("record"))) return CTX_TEXT(ctx, "/records/%.*s", STR_ARG(link->to_key));
    if (str_eq(link->kind, STR("case"))) return CTX_TEXT(ctx, "/cases/%.*s", STR_ARG(link->to_key));
    return str_starts(link->to_key, STR("/")) ? link->to_key : STR_EMPTY;
}

static const char *kind_words(Str kind)
{
    static const struct { const char *kind, *words; } kinds[] = { { "measure", "пункт плана" }, { "plan", "план" }, { "control", "решения на контроле" }, { "record", "запись" }, { "case", "дело" }, { "web", "страница" } };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kind, str_of(kinds[i].kind))) return kinds[i].words;
    return "связь";
}

static bool add_back(Ctx *ctx, Node *panel, const RecordPage *page, Err *err)
{
    Record *rows;
    uint32_t n, n_items = 0;
    if (!record_linked_to(ctx->db, page->row.region_id, STR("record"), page->row.id, CTX_TEXT(ctx, "%s/%u", page->type->id, page->row.number), ctx->arena, &rows, &n, err)) return false;
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        const RecordType *type = record_type_find(rows[i].type);
        if (type != NULL && who_may(ctx->who, RIGHT_PLAN_READ, rows[i].org_path)) items[n_items++] = CTX_TEXT(ctx, "%s: [%.*s](/records/%s/%u)", type->one, STR_ARG(record_part_title(ctx, type, &rows[i])), type->id, rows[i].number);
    }
    if (n_items == 0) return true;
    doc_small(ctx->doc, panel, STR("На эту запись ссылаются:"));
    doc_list(ctx->doc, panel, n_items, items);
    return true;
}

bool record_view_links(Ctx *ctx, Node *parent, const RecordPage *page, Err *err)
{
    static const Column columns[] = { { .head = { "с чем", 9 }, .width = 0.8f }, { .head = { "", 0 } } };
    RecordLink *links;
    uint32_t n;
    if (!record_links(ctx->db, &page->row, ctx->arena, &links, &n, err)) return false;
    Node *panel = doc_panel(ctx->doc, parent, STR("Связи"));
    Table *table = table_new(ctx->doc, STR("links"), STR("Связи"), 2, columns, n);
    table->untitled = true;
    for (uint32_t i = 0; i < n; i++) {
        if (str_eq(links[i].kind, STR("frozen"))) continue;
        Str href = href_of(ctx, &links[i]), title = rich_escape(ctx->arena, links[i].title);
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(href.n > 0 ? CTX_TEXT(ctx, "%s: [%.*s](%.*s)", kind_words(links[i].kind), STR_ARG(title), STR_ARG(href))
                             : str_eq(links[i].title, links[i].to_key) ? CTX_TEXT(ctx, "%s: %.*s", kind_words(links[i].kind), STR_ARG(title)) : CTX_TEXT(ctx, "%s: %.*s, %.*s", kind_words(links[i].kind), STR_ARG(title), STR_ARG(rich_escape(ctx->arena, links[i].to_key))));
        if (!page->may_write || str_eq(links[i].kind, STR("control"))) continue;
        DocPair *pairs = arena_array(ctx->arena, DocPair, 3);
        pairs[0] = (DocPair){ STR("step"), STR("unlink") }, pairs[1] = (DocPair){ STR("kind"), links[i].kind }, pairs[2] = (DocPair){ STR("key"), links[i].to_key };
        Button *remove = arena_one(ctx->arena, Button);
        *remove = (Button){ .title = STR("Убрать"), .about = links[i].title, .href = record_address(ctx, page->type, page->row.number, ""), .is_post = true, .quiet = true, .n_pairs = 3, .pairs = pairs };
        cells[1] = cell_action(remove);
    }
    if (table->n_rows > 0) doc_table(ctx->doc, panel, table);
    if (!add_back(ctx, panel, page, err)) return false;
    if (!page->may_write) return true;
    bool failed = ctx->error != NULL && str_eq(ctx_field(ctx, "step"), STR("link"));
    Node *fold = failed ? panel : doc_add(ctx->doc, panel, NODE_DETAILS);
    if (!failed) fold->text = STR("Добавить связь");
    Field fields[] = {
        { .kind = FIELD_TEXT, .name = STR("address"), .label = STR("Адрес"), .hint = STR("Страница Мерила — план, пункт, запись, дело, результаты — или сайт: скопируйте из строки обозревателя."), .max_length = 1000 },
        { .kind = FIELD_TEXT, .name = STR("title"), .label = STR("Как назвать"), .optional = true, .max_length = 300 },
    };
    record_view_form(ctx, fold, page, "link", "Связать", false, 2, fields);
    return true;
}
