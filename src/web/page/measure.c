/* One measure: its words and the days they mean, its people, what proves it and what has come, the page of Merilo that does it, what was made of it below, its history. */
#include "base/date.h"
#include "base/lines.h"
#include "base/number.h"
#include "flow/record.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/capability_link.h"
#include "web/measure_part.h"
#include "web/record_part.h"
#include "web/url.h"

static const Param params[] = { PLAN_PARAM, MEASURE_PARAM, { .name = NULL } };

static void head(Ctx *ctx, const MeasureView *view)
{
    const MeasureRow *row = &view->row;
    Standing standing = measure_standing(row, view->plan.today);
    Str *items = arena_array(ctx->arena, Str, 4);
    ctx->doc->title = measure_heading(ctx, row);
    Str ended = plan_ended_words(ctx, view->plan.row.state, view->plan.row.kind, view->plan.row.ended_at, view->plan.row.ended_reason);
    items[ctx->doc->n_factline++] = ended.n > 0 ? CTX_TEXT(ctx, "**план %.*s**", STR_ARG(ended)) : CTX_TEXT(ctx, "**%s**", standing_title(standing));
    items[ctx->doc->n_factline++] = row->term_text.n > 0 ? CTX_TEXT(ctx, "срок: %.*s", STR_ARG(rich_escape(ctx->arena, row->term_text))) : STR("срок в плане не назван");
    items[ctx->doc->n_factline++] = row->n_slots > 0 ? CTX_TEXT(ctx, "подтверждено %u из %u", row->n_proven, row->n_slots) : STR("чем подтвердить, не сказано");
    ctx->doc->factline = items;
}

/* What was not done last year came here with why; its evidence and history stand there. */
static bool carried_note(Ctx *ctx, const MeasureRow *row, Err *err)
{
    MeasureRow last;
    bool found;
    if (row->carried_from_id == 0) return true;
    if (!measure_get_id(ctx->db, row->region_id, row->carried_from_id, ctx->arena, &last, &found, err)) return false;
    if (!found) return true;
    Str why = row->state == MEASURE_OPEN && row->reason.n > 0 ? CTX_TEXT(ctx, "%.*s ", STR_ARG(rich_escape(ctx->arena, row->reason))) : STR_EMPTY;
    doc_note(ctx->doc, NULL, NOTE_INFO, STR("Из плана прошлого года."), CTX_TEXT(ctx, "%.*s[Прошлогодний пункт, его подтверждения и история](%.*s)", STR_ARG(why), STR_ARG(measure_link(ctx, last.plan_number, last.n))));
    return true;
}

static Str people_words(Ctx *ctx, const MeasureView *view, MeasurePart part)
{
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < view->n_people; i++) {
        const MeasurePerson *person = &view->people[i];
        if (person->part != part) continue;
        if (out.n > 0) buf_add_z(&out, "; ");
        if (person->name.n > 0) {
            buf_printf(&out, "%.*s", STR_ARG(rich_escape(ctx->arena, person->name)));
            if (person->post.n > 0) buf_printf(&out, ", %.*s", STR_ARG(rich_escape(ctx->arena, person->post)));
        } else {
            if (person->inherited && person->words.n > 0) buf_add_z(&out, "возложено на "); /* words stand as the document has them, in the accusative */
            buf_add(&out, rich_escape(ctx->arena, person->words.n > 0 ? person->words : person->role != 0 ? str_of(role_title(person->role)) : person->org_name));
            if (person->role != 0) buf_printf(&out, " (%s)", role_title(person->role));
        }
        if (person->inherited) buf_add_z(&out, " — весь план");
    }
    Str words = arena_str(ctx->arena, buf_str(&out));
    buf_free(&out);
    return words;
}

static void add_fact(Fact *facts, uint32_t *n, const char *name, Str value, Str note)
{
    if (value.n > 0) facts[(*n)++] = (Fact){ str_of(name), value, note };
}

/* Words with what they name as links; rich. */
static bool linked_words(Ctx *ctx, const MeasureView *view, Str text, Str *out, bool *any, Err *err)
{
    const PlanLink *links;
    uint32_t n;
    size_t from = 0;
    Buf words;
    if (!flow_plan_links(ctx->db, ctx->who, &view->plan.row, text, ctx->arena, &links, &n, err)) return false;
    buf_init(&words, 0);
    for (uint32_t i = 0; i < n; i++) {
        buf_add(&words, rich_escape(ctx->arena, str_slice(text, from, links[i].from)));
        Str to = links[i].cascade > 0 ? CTX_TEXT(ctx, "/inbox/%u?org=%.*s", links[i].cascade, STR_ARG(url_encode(ctx->arena, view->plan.row.org_code))) : measure_link(ctx, links[i].plan, links[i].n);
        buf_printf(&words, "[%.*s](%.*s)", STR_ARG(rich_escape(ctx->arena, str_slice(text, links[i].from, links[i].to))), STR_ARG(to));
        from = links[i].to;
    }
    buf_add(&words, rich_escape(ctx->arena, str_slice(text, from, text.n)));
    *out = arena_str(ctx->arena, buf_str(&words));
    *any = n > 0;
    buf_free(&words);
    return true;
}

/* Who answers by a correction that waits: till its approval those answer who were approved. */
static bool will_answer(Ctx *ctx, const MeasureView *view, Str *out, Err *err)
{
    MeasureRow approved = view->row;
    bool found;
    *out = STR_EMPTY;
    if (!view->plan.corrected) return true;
    if (!flow_measure_approved(ctx->db, &view->plan.row, &approved, ctx->arena, &found, err)) return false;
    if (found && !str_eq(approved.responsible, view->row.responsible)) *out = CTX_TEXT(ctx, "после утверждения правки — %.*s", STR_ARG(lines_joined(ctx, view->row.responsible)));
    return true;
}

static bool about(Ctx *ctx, Node *parent, const MeasureView *view, Str answers, Err *err)
{
    const MeasureRow *row = &view->row;
    Fact *facts = arena_array(ctx->arena, Fact, 13);
    uint32_t n = 0;
    Str title, task;
    bool names, any;
    if (!linked_words(ctx, view, row->title, &title, &names, err) || !linked_words(ctx, view, row->task, &task, &any, err)) return false;
    if (names) add_fact(facts, &n, "слова пункта", title, STR_EMPTY); /* the heading above holds no links */
    Str responsible = people_words(ctx, view, MEASURE_RESPONSIBLE), notes = lines_joined(ctx, row->term_notes);
    add_fact(facts, &n, "срок, как в плане", rich_escape(ctx->arena, row->term_text), STR_EMPTY);
    add_fact(facts, &n, row->term_by_hand ? "дни, поставлены вручную" : "дни, как понято", measure_term_words(ctx, row), notes);
    add_fact(facts, &n, "привязан к", rich_escape(ctx->arena, row->anchor), row->term_offset.n > 0 ? rich_escape(ctx->arena, row->term_offset) : STR_EMPTY);
    add_fact(facts, &n, "отвечает", responsible.n > 0 ? responsible : lines_joined(ctx, row->responsible), answers);
    add_fact(facts, &n, "соисполнители", people_words(ctx, view, MEASURE_HELPER), STR_EMPTY);
    Str controller = people_words(ctx, view, MEASURE_CONTROLLER);
    add_fact(facts, &n, "контролирует", controller.n > 0 ? controller : STR("кто утверждает план"), STR_EMPTY);
    for (uint32_t i = 0; i < view->plan.n_sections; i++)
        if (view->plan.sections[i].n == row->section_n) add_fact(facts, &n, "раздел", rich_escape(ctx->arena, view->plan.sections[i].title), STR_EMPTY);
    add_fact(facts, &n, "участники", lines_joined(ctx, row->participants), STR_EMPTY);
    add_fact(facts, &n, "задача", task, STR_EMPTY);
    add_fact(facts, &n, "ожидаемый результат", lines_joined(ctx, row->expected), STR_EMPTY);
    doc_heading(ctx->doc, parent, 2, STR("Как в плане"));
    if (row->bullets.n > 0) {
        const Str *lines;
        uint32_t n_items = lines_split(row->bullets, ctx->arena, &lines);
        Str *items = arena_array(ctx->arena, Str, n_items + 1u);
        for (uint32_t i = 0; i < n_items; i++)
            if (!linked_words(ctx, view, lines[i], &items[i], &any, err)) return false;
        doc_list(ctx->doc, parent, n_items, items);
    }
    doc_facts(ctx->doc, parent, n, facts);
    if (row->line_from > 0) doc_small(ctx->doc, parent, row->line_from == row->line_to ? CTX_TEXT(ctx, "[Строка %u исходного документа](/plans/%u/source#l%u)", row->line_from, view->plan.row.number, row->line_from)
                                                             : CTX_TEXT(ctx, "[Строки %u–%u исходного документа](/plans/%u/source#l%u)", row->line_from, row->line_to, view->plan.row.number, row->line_from));
    return true;
}

static void corrections(Ctx *ctx, Node *parent, const MeasureView *view)
{
    if (!view->writes) return;
    static const struct { const char *title, *below; } ways[] = { { "Исправить пункт", "/edit" }, { "Кто отвечает", "/people" }, { "Чем подтверждается", "/slots" } };
    DocLink *links = arena_array(ctx->arena, DocLink, 3);
    for (int i = 0; i < 3; i++) links[i] = (DocLink){ .title = str_of(ways[i].title), .href = measure_address(ctx, ways[i].below), .icon = i == 0 ? "pen" : i == 1 ? "people" : "file", .count = NO_COUNT };
    doc_chips(ctx->doc, parent, STR_EMPTY, 3, links);
}

/* What is made now may be brought as evidence by this person. */
static bool brings_now(const MeasureView *view) { return view->may.brings && view->plan.row.state == PLAN_IN_FORCE && !view->row.deleted && !measure_is_over(&view->row); }

static uint32_t stands_n(uint32_t n, const CapabilityLink *all, CapabilityStand stand)
{
    uint32_t n_found = 0;
    for (uint32_t i = 0; i < n; i++) n_found += all[i].stand == stand;
    return n_found;
}

/* Buttons of one kind; several capabilities may be done on one page. */
static void buttons(Ctx *ctx, Node *parent, uint32_t n, const CapabilityLink *all, CapabilityStand stand)
{
    DocLink *links = arena_array(ctx->arena, DocLink, n + 1u);
    uint32_t n_links = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool twice = all[i].stand != stand;
        for (uint32_t k = 0; k < n_links; k++) twice = twice || str_eq(links[k].href, all[i].href);
        if (!twice) links[n_links++] = (DocLink){ .title = str_of(all[i].action), .href = all[i].href, .count = NO_COUNT };
    }
    doc_chips(ctx->doc, parent, STR_EMPTY, n_links, links);
}

static void titles(Ctx *ctx, Node *parent, const char *words, uint32_t n, const CapabilityLink *all, CapabilityStand stand)
{
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    uint32_t n_items = 0;
    for (uint32_t i = 0; i < n; i++)
        if (all[i].stand == stand) items[n_items++] = str_of(all[i].title);
    if (n_items == 0) return;
    doc_small(ctx->doc, parent, str_of(words));
    doc_list(ctx->doc, parent, n_items, items);
}

/* What is built is a button, what is not yet is said in words; what nobody could tell is chosen by hand. */
static void capabilities(Ctx *ctx, Node *parent, const MeasureView *view)
{
    uint32_t n;
    const CapabilityLink *all = capability_links(ctx, &view->plan.row, &view->row, &n);
    Str choose = CTX_TEXT(ctx, "[Выбрать самим](%.*s)", STR_ARG(measure_address(ctx, "/capabilities")));
    if (view->row.deleted || (n == 0 && !view->writes)) return;
    doc_heading(ctx->doc, parent, 3, STR("Сделать в Мериле"));
    if (n == 0) {
        doc_text(ctx->doc, parent, STR("По словам этого пункта не понять, что в Мериле его выполняет. Ничего страшного: подтвердить его можно файлом или ссылкой."));
        doc_small(ctx->doc, parent, choose);
        return;
    }
    if (stands_n(n, all, CAPABILITY_RECORD) > 0) {
        buttons(ctx, parent, n, all, CAPABILITY_RECORD);
        doc_small(ctx->doc, parent, brings_now(view) ? STR("Запись свяжется с этим пунктом и станет его подтверждением.") : STR("Запись свяжется с этим пунктом."));
    }
    if (stands_n(n, all, CAPABILITY_PAGE) > 0) {
        buttons(ctx, parent, n, all, CAPABILITY_PAGE);
        if (brings_now(view)) doc_small(ctx->doc, parent, CTX_TEXT(ctx, "Сделанное на этих страницах [приложите ссылкой](%.*s).", STR_ARG(measure_address(ctx, "/evidence"))));
    }
    titles(ctx, parent, "Это откроют те, у кого есть право:", n, all, CAPABILITY_OTHERS);
    titles(ctx, parent, "Этого в программе пока нет; подтвердить можно файлом или ссылкой:", n, all, CAPABILITY_NOT_YET);
    if (view->writes) doc_small(ctx->doc, parent, CTX_TEXT(ctx, "Не то или не всё? %.*s.", STR_ARG(choose)));
}

static bool is_brought(const MeasureView *view, const Record *record)
{
    for (uint32_t i = 0; i < view->slots.n_evidence; i++) {
        const EvidenceRow *one = &view->slots.evidence[i];
        if (one->record_id == record->id && (one->state == EVIDENCE_OFFERED || one->state == EVIDENCE_ACCEPTED)) return true;
    }
    return false;
}

/* Records that were made for this measure and are not its evidence yet. */
static bool linked(Ctx *ctx, Node *parent, const MeasureView *view, Err *err)
{
    Record *rows;
    uint32_t n, n_items = 0;
    if (!record_linked_to(ctx->db, view->row.region_id, STR("measure"), view->row.id, CTX_TEXT(ctx, "%u/%u", view->plan.row.number, view->row.n), ctx->arena, &rows, &n, err)) return false;
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        const RecordType *type = record_type_find(rows[i].type);
        if (type == NULL || is_brought(view, &rows[i]) || !who_may(ctx->who, RIGHT_PLAN_READ, rows[i].org_path)) continue;
        Str item = CTX_TEXT(ctx, "%s: [%.*s](/records/%s/%u)", type->one, STR_ARG(record_part_title(ctx, type, &rows[i])), type->id, rows[i].number);
        if (flow_record_ahead(&rows[i], ctx->now)) items[n_items++] = CTX_TEXT(ctx, "%.*s — день ещё впереди, подтверждать рано", STR_ARG(item));
        else if (brings_now(view) && !rows[i].restricted) items[n_items++] = CTX_TEXT(ctx, "%.*s — [приложить](%.*s?record=%s/%u)", STR_ARG(item), STR_ARG(measure_address(ctx, "/evidence")), type->id, rows[i].number);
        else items[n_items++] = item;
    }
    if (n_items == 0) return true;
    doc_heading(ctx->doc, parent, 3, STR("Связанные записи"));
    doc_list(ctx->doc, parent, n_items, items);
    return true;
}

static bool below(Ctx *ctx, Node *parent, const MeasureView *view, Err *err)
{
    static const Column columns[] = { { .head = { "организация", 22 }, .width = 0.4f }, { .head = { "пункт её плана", 26 } }, { .head = { "состояние", 18 } }, { .head = { "подтверждено", 24 } }, { .head = { "срок", 8 } } };
    const RollCell *cells;
    const Org *orgs;
    uint32_t n, n_orgs;
    if (view->plan.row.org_kind == ORG_SCHOOL) return true;
    if (!measure_roll(ctx->db, view->row.region_id, view->plan.row.id, view->row.id, ctx->arena, &cells, &n, err)) return false;
    if (n == 0) return true;
    if (!org_within_path(ctx->db, view->row.region_id, view->plan.row.org_path, (OrgKind)0, ctx->arena, &orgs, &n_orgs, err)) return false;
    Table *table = table_new(ctx->doc, STR("below"), STR("У тех, кто ниже"), 5, columns, n);
    table->untitled = true;
    for (uint32_t o = 0; o < n_orgs; o++)
        for (uint32_t i = 0; i < n; i++) {
            int32_t due;
            const RollCell *cell = &cells[i];
            if (cell->org_id != orgs[o].id || table->n_rows == n) continue;
            bool own_plan = cell->plan_number != view->plan.row.number, found = false;
            MeasureRow own;
            if (own_plan && !measure_get(ctx->db, view->row.region_id, cell->plan_number, cell->n, ctx->arena, &own, &found, err)) return false;
            Str number = found && own.number.n > 0 ? rich_escape(ctx->arena, own.number) : CTX_TEXT(ctx, "%u", cell->n);
            Cell *line = table_row(ctx->doc, table, ROW_PLAIN);
            line[0] = cell_text(rich_escape(ctx->arena, orgs[o].name));
            line[1] = own_plan ? cell_link(CTX_TEXT(ctx, "план № %u, пункт %.*s", cell->plan_number, STR_ARG(number)), measure_link(ctx, cell->plan_number, cell->n)) : cell_text(STR("принесено сюда"));
            line[2] = cell_text(cell->n_own > 0 ? CTX_TEXT(ctx, "%s — принято тем же, кто и принёс", measure_state_title(cell->state)) : str_of(measure_state_title(cell->state)));
            line[3] = cell_proven(cell->n_proven, cell->n_slots);
            line[4] = date_parse(cell->due_on, &due) ? cell_text(date_short(ctx->arena, due)) : cell_missing();
        }
    doc_heading(ctx->doc, parent, 2, STR("У тех, кто ниже"));
    doc_table(ctx->doc, parent, table);
    return true;
}

/* Taken out of the plan: it can be put back at any time. */
static void removed(Ctx *ctx, const MeasureView *view)
{
    if (!view->row.deleted) return;
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, STR("Пункт убран из плана."), CTX_TEXT(ctx, "[Весь план](%.*s)", STR_ARG(plan_link(ctx, view->plan.row.number))));
    if (!view->writes) return;
    DocPair *pairs = arena_one(ctx->arena, DocPair);
    *pairs = (DocPair){ STR("do"), STR("restore") };
    doc_buttons(ctx->doc, NULL, 1, ask_post(ctx, measure_address(ctx, "/edit"), "Вернуть в план", 1, pairs), STR_EMPTY);
}

static bool show(Ctx *ctx, Err *err)
{
    MeasureView *view = arena_one(ctx->arena, MeasureView);
    Node *main, *side;
    Str answers;
    if (!measure_view_open(ctx, view, err) || !plan_sections(ctx->db, view->plan.row.region_id, view->plan.row.id, ctx->arena, &view->plan.sections, &view->plan.n_sections, err)) return false;
    measure_crumbs(ctx, view, false);
    head(ctx, view);
    measure_decided_meanwhile(ctx);
    removed(ctx, view);
    if (!carried_note(ctx, &view->row, err) || !will_answer(ctx, view, &answers, err)) return false;
    doc_aside(ctx->doc, NULL, &main, &side);
    doc_heading(ctx->doc, main, 2, STR("Чем подтверждается"));
    measure_slots_table(ctx, main, &view->slots, brings_now(view));
    measure_evidence_list(ctx, main, view);
    if (!linked(ctx, main, view, err)) return false;
    if (!about(ctx, main, view, answers, err)) return false;
    if (!below(ctx, main, view, err)) return false;
    measure_steps(ctx, side, view);
    ctx->doc->main_action = measure_main_action(ctx, view);
    corrections(ctx, side, view);
    capabilities(ctx, side, view);
    return plan_measure_history(ctx, NULL, &view->plan, &view->row, err);
}

const Page page_measure = { .path = "/plans/:plan/measures/:n", .title = "Пункт плана", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .org_of = plan_view_org, .params = params, .sample = "/plans/{plan}/measures/1", .show = show, .act = measure_act };
