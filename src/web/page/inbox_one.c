/* One thing that came from above, as its addressee sees it: acknowledged, taken into a plan of one's own, done. */
#include "base/date.h"
#include "base/number.h"
#include "flow/plan.h"
#include "publish/rich.h"
#include "web/ask.h"
#include "web/plan_view.h"
#include "web/record_view.h"
#include "web/url.h"

static const Param params[] = { { .name = "number", .kind = PARAM_INT, .title = "номер отправления", .min = 1, .max = UINT32_MAX }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

static bool read_one(Ctx *ctx, CascadeTo *out, Err *err)
{
    const CascadeTo *rows;
    uint32_t n;
    if (!cascade_inbox(ctx->db, ctx->who->region_id, ctx->org.id, true, ctx->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (rows[i].cascade_number == (uint32_t)ctx_int(ctx, "number", 0)) {
            *out = rows[i];
            return true;
        }
    return err_set(err, ERR_NOT_FOUND, "Откройте «Пришло сверху».", "Вашей организации этого не отправляли.");
}

static Str address(Ctx *ctx) { return CTX_TEXT(ctx, "/inbox/%lld?org=%.*s", ctx_int(ctx, "number", 0), STR_ARG(url_encode(ctx->arena, ctx->org.code))); }

/* The document itself, where it stands. */
static bool document(Ctx *ctx, const CascadeTo *one, Err *err)
{
    const RecordType *type = record_type_find(one->record_type);
    Record row;
    RecordFile *files;
    uint32_t n;
    bool found;
    if (type == NULL) return true;
    if (one->record_restricted) {
        doc_text(ctx->doc, NULL, STR("Документ отправитель закрыл: спросите его, что теперь действует."));
        return true;
    }
    if (!record_get(ctx->db, one->region_id, one->record_type, one->record_number, ctx->arena, &row, &found, err)) return false;
    if (!found) return true;
    if (!record_files(ctx->db, &row, ctx->arena, &files, &n, err)) return false;
    Str words = n > 0 ? CTX_TEXT(ctx, "Внутри %.*s.", STR_ARG(number_of(ctx->arena, n, "файл", "файла", "файлов"))) : STR_EMPTY;
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = STR("Открыть документ"), .about = row.title, .href = CTX_TEXT(ctx, "/records/%s/%u?org=%.*s", type->id, row.number, STR_ARG(url_encode(ctx->arena, one->org_code))), .icon = "file" };
    doc_buttons(ctx->doc, NULL, 1, button, words);
    return true;
}

static void sent_measures(Ctx *ctx, Node *parent, const PlanWords *words)
{
    static const Column columns[] = { { .head = { "№", 3 } }, { .head = { "мероприятие", 22 }, .width = 0.38f }, { .head = { "срок", 8 }, .width = 0.16f }, { .head = { "отвечает", 16 }, .width = 0.18f }, { .head = { "ожидаемый результат", 37 }, .width = 0.2f } };
    enum { N = sizeof columns / sizeof *columns };
    Table *table = table_new(ctx->doc, STR("sent"), STR("Пункты плана, который отправили"), N, columns, words->n + words->n_sections);
    table->untitled = table->wide = true;
    uint32_t section_n = 0;
    for (uint32_t i = 0; i < words->n; i++) {
        const MeasureRow *row = &words->measures[i];
        if (row->state == MEASURE_DROPPED) continue;
        for (uint32_t s = 0; row->section_n != section_n && s < words->n_sections; s++)
            if (words->sections[s].n == row->section_n && table->n_rows + words->n - i < table->max_rows) {
                Cell *head = table_row(ctx->doc, table, ROW_SECTION);
                head[0] = cell_text(CTX_TEXT(ctx, "%.*s %.*s", STR_ARG(rich_escape(ctx->arena, words->sections[s].number)), STR_ARG(rich_escape(ctx->arena, words->sections[s].title))));
                head[0].span = N;
            }
        section_n = row->section_n;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(measure_number(ctx, row));
        cells[1] = cell_text(rich_escape(ctx->arena, row->title));
        cells[2] = row->term_text.n > 0 ? cell_text(rich_escape(ctx->arena, row->term_text)) : cell_missing();
        cells[3] = row->responsible.n > 0 ? cell_text(lines_joined(ctx, row->responsible)) : cell_missing();
        cells[4] = row->expected.n > 0 ? cell_text(lines_joined(ctx, row->expected)) : cell_missing();
    }
    doc_table(ctx->doc, parent, table);
}

/* What was sent, as it was approved: all of it, folded where its measures stand in the form below. */
static void sent_plan(Ctx *ctx, const PlanWords *words, bool folded)
{
    const PlanRow *plan = &words->plan;
    doc_heading(ctx->doc, NULL, 2, STR("План, который отправили"));
    doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "%.*s. %.*s.", STR_ARG(plan_title(ctx, plan)), STR_ARG(plan_approved_words(ctx, plan))));
    if (plan->goal.n > 0) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Цель: %.*s", STR_ARG(lines_joined(ctx, plan->goal))));
    if (plan->basis.n > 0) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Основание: %.*s", STR_ARG(lines_joined(ctx, plan->basis))));
    if (plan->controller.n > 0) doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Контроль за исполнением возложен на %.*s", STR_ARG(rich_escape(ctx->arena, plan->controller))));
    Node *parent = NULL;
    if (folded) {
        parent = doc_add(ctx->doc, NULL, NODE_DETAILS);
        parent->text = CTX_TEXT(ctx, "Весь план: %.*s", STR_ARG(number_of(ctx->arena, words->n, "пункт", "пункта", "пунктов")));
    }
    sent_measures(ctx, parent, words);
}

/* The higher plan's measures: those that concern this organisation are ticked and become its own. */
static bool plan_form(Ctx *ctx, const CascadeTo *one, Err *err)
{
    PlanRow plan;
    PlanWords words;
    uint32_t n_options = 0, n_others = 0;
    bool found;
    if (one->from_plan_number == 0) return true;
    if (!plan_get(ctx->db, ctx->who->region_id, one->from_plan_number, date_iso(ctx->arena, date_of_time(ctx->now)), ctx->arena, &plan, &found, err) || (found && !flow_plan_approved(ctx->db, &plan, STR_EMPTY, ctx->arena, &words, err))) return false;
    if (!found) return true;
    plan = words.plan;
    const MeasureRow *measures = words.measures;
    uint32_t n = words.n;
    bool may_make = one->plan_id == 0 && who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path);
    sent_plan(ctx, &words, may_make);
    doc_heading(ctx->doc, NULL, 2, STR("Свой план"));
    if (one->plan_id != 0) {
        doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "[Ваш план](/plans/%u) составлен: %s.", one->plan_number, plan_state_title((PlanState)one->plan_state)));
        return true;
    }
    PlanAsk asked = { .path = ctx->org.path, .today = date_iso(ctx->arena, date_of_time(ctx->now)), .own_only = true };
    const PlanRow *own;
    uint32_t n_own;
    if (!plan_list(ctx->db, ctx->who->region_id, &asked, ctx->arena, &own, &n_own, err)) return false;
    for (uint32_t i = 0; i < n_own; i++) {
        if (own[i].from_plan_id != plan.id) continue;
        doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "По этому плану [свой](/plans/%u) уже составлен: %s. Второй не нужен.", own[i].number, plan_state_title(own[i].state)));
        return true;
    }
    if (!who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) {
        doc_text(ctx->doc, NULL, STR("Плана ещё нет: его составит координатор вашей организации."));
        return true;
    }
    FieldOption *options = arena_array(ctx->arena, FieldOption, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        if (measures[i].state == MEASURE_DROPPED) continue;
        Str who = lines_joined(ctx, measures[i].responsible), term = rich_escape(ctx->arena, measures[i].term_text);
        options[n_options++] = (FieldOption){ .value = CTX_TEXT(ctx, "%u", measures[i].n), .title = measure_name(ctx, &measures[i]), .hint = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(term), term.n > 0 && who.n > 0 ? "; " : "", STR_ARG(who)), .chosen = flow_plan_concerns(&plan, &measures[i], ctx->org.kind, ctx->arena) };
        n_others += !options[n_options - 1].chosen;
    }
    Ask *ask = ask_new(ctx, address(ctx));
    ask_field(ask, FIELD_HIDDEN, "do", "", STR("plan"))->value = STR("plan");
    Field *title = ask_field(ask, FIELD_TEXT, "title", "Название вашего плана", flow_plan_own_title(&plan, ctx->arena));
    title->max_length = 500;
    Field *which = ask_field(ask, FIELD_CHECK, "n", "Какие пункты касаются вас", STR_EMPTY);
    which->multiple = true, which->hint = CTX_TEXT(ctx, "%.*s. Отмеченные станут вашими, править их можно в черновике.%s", STR_ARG(plan_title(ctx, &plan)), n_others > 0 ? " Не отмечено то, что отправитель делает сам: отметьте, если это касается и вас." : "");
    ask_options(which, n_options, options);
    ask_button(ask, "Составить свой план", one->seen_at != 0);
    ask_end(ask, NULL);
    return true;
}

static void done_form(Ctx *ctx, const CascadeTo *one)
{
    if (one->done_at == 0 && !who_may(ctx->who, RIGHT_PLAN_WRITE, ctx->org.path)) return;
    doc_heading(ctx->doc, NULL, 2, STR("Что сделано"));
    if (one->done_at != 0) {
        doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "%.*s — %.*s, %.*s.", STR_ARG(rich_escape(ctx->arena, one->done_words)), STR_ARG(ctx_day(ctx, one->done_at)), STR_ARG(rich_escape(ctx->arena, one->done_who))));
        return;
    }
    Ask *ask = ask_new(ctx, address(ctx));
    ask_field(ask, FIELD_HIDDEN, "do", "", STR("done"))->value = STR("done");
    Field *words = ask_field(ask, FIELD_LONG_TEXT, "words", "Что сделано", STR_EMPTY);
    words->max_length = 2000, words->hint = STR("Коротко, для того, кто отправил.");
    ask_button(ask, "Сообщить", false);
    ask_end(ask, NULL);
}

static bool show(Ctx *ctx, Err *err)
{
    CascadeTo one;
    int32_t day;
    if (!read_one(ctx, &one, err)) return false;
    plan_crumbs(ctx, NULL, "Пришло сверху", STR("/inbox"));
    ctx->doc->title = rich_escape(ctx->arena, one.title);
    ctx->doc->lead = lines_joined(ctx, one.words);
    Str *items = arena_array(ctx->arena, Str, 3);
    items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "от: %.*s", STR_ARG(rich_escape(ctx->arena, one.from_name)));
    if (date_parse(one.see_by, &day)) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "ознакомиться до **%.*s**", STR_ARG(date_short(ctx->arena, day)));
    if (date_parse(one.plan_by, &day)) items[ctx->doc->n_factline++] = CTX_TEXT(ctx, "свой план — до **%.*s**", STR_ARG(date_short(ctx->arena, day)));
    ctx->doc->factline = items;
    if (ctx->error != NULL) doc_note(ctx->doc, NULL, NOTE_ATTENTION, str_of(ctx->error->what), str_of(ctx->error->hint));
    if (one.sent_state > PLAN_IN_FORCE) {
        doc_note(ctx->doc, NULL, NOTE_ATTENTION, CTX_TEXT(ctx, "Этот план %.*s.", STR_ARG(plan_ended_words(ctx, (PlanState)one.sent_state, (PlanKind)0, one.sent_ended_at, one.sent_ended_reason))),
            one.plan_id != 0 ? CTX_TEXT(ctx, "Ответа больше не ждут. [Ваш план](/plans/%u) действует, пока вы сами его не отмените.", one.plan_number) : STR("Ответа больше не ждут: знакомиться и составлять свой план не нужно."));
        return true;
    }
    if (!document(ctx, &one, err)) return false;
    record_sent_seen(ctx, NULL, &one, false);
    const Err *error = ctx->error;
    ctx->error = NULL; /* said above, once */
    bool done = plan_form(ctx, &one, err);
    done_form(ctx, &one);
    ctx->error = error;
    return done;
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t number = (uint32_t)ctx_int(ctx, "number", 0), *chosen = arena_array(ctx->arena, uint32_t, ctx->request->n_fields + 1u), n = 0, plan;
    Str step = ctx_field(ctx, "do");
    long long one;
    if (str_eq(step, STR("seen"))) {
        CascadeTo sent;
        if (!flow_cascade_seen(ctx->flow, ctx->who, number, ctx->org.code, err) || !read_one(ctx, &sent, err)) return false;
        ctx_done(ctx, STR("Отмечено: ознакомлены."));
        bool back = str_eq(ctx_field(ctx, "back"), STR("record")) && sent.record_number > 0;
        return ctx_go(ctx, back ? CTX_TEXT(ctx, "/records/%.*s/%u?org=%.*s", STR_ARG(sent.record_type), sent.record_number, STR_ARG(url_encode(ctx->arena, sent.org_code))) : address(ctx));
    }
    if (str_eq(step, STR("done"))) {
        if (!flow_cascade_done(ctx->flow, ctx->who, number, ctx->org.code, str_trim(ctx_field(ctx, "words")), err)) return false;
        ctx_done(ctx, STR("Сообщено."));
        return ctx_go(ctx, address(ctx));
    }
    if (!str_eq(step, STR("plan"))) return err_set(err, ERR_INPUT, "Откройте «Пришло сверху» снова.", "Непонятно, что сделать.");
    for (uint32_t i = 0; i < ctx->request->n_fields; i++)
        if (str_eq(ctx->request->fields[i].name, STR("n")) && str_to_int(ctx->request->fields[i].value, &one) && one > 0 && one < UINT32_MAX) chosen[n++] = (uint32_t)one;
    if (n == 0) return err_set(err, ERR_INPUT, "Отметьте хотя бы один пункт.", "Пункты не выбраны.");
    if (!flow_cascade_plan(ctx->flow, ctx->who, number, ctx->org.code, str_trim(ctx_field(ctx, "title")), n, chosen, &plan, err)) return false;
    ctx_done(ctx, STR("Черновик своего плана составлен. Проверьте сроки и людей и отправьте на утверждение."));
    return ctx_go(ctx, plan_link(ctx, plan));
}

const Page page_inbox_one = { .path = "/inbox/:number", .title = "Пришло сверху", .section = SECTION_PLAN, .right = RIGHT_PLAN_READ, .params = params, .sample = "/inbox/{cascade}", .show = show, .act = act };
