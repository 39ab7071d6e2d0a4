#include "web/measure_part.h"

#include "base/date.h"
#include "base/lines.h"
#include "base/number.h"
#include "publish/rich.h"

Str measure_address(Ctx *ctx, const char *below) { return CTX_TEXT(ctx, "/plans/%lld/measures/%lld%s", ctx_int(ctx, "plan", 0), ctx_int(ctx, "n", 0), below); }

bool measure_view_open(Ctx *ctx, MeasureView *view, Err *err)
{
    bool found;
    if (!plan_view_open(ctx, &view->plan, err)) return false;
    if (!measure_get(ctx->db, view->plan.row.region_id, view->plan.row.number, (uint32_t)ctx_int(ctx, "n", 0), ctx->arena, &view->row, &found, err)) return false;
    if (found && !view->plan.corrected && !flow_measure_approved(ctx->db, &view->plan.row, &view->row, ctx->arena, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте план: пункты стоят там.", "Такого пункта в плане нет.");
    if (!measure_people(ctx->db, view->row.region_id, view->row.id, ctx->arena, &view->people, &view->n_people, err) || !measure_slots_read(ctx, &view->plan.row, &view->row, &view->slots, err)) return false;
    view->writes = plan_view_may_write(ctx, &view->plan);
    return flow_measure_may(ctx->db, ctx->who, &view->plan.row, &view->row, &ctx->place, ctx->arena, &view->may, err);
}

/* Nobody accepts what they brought, unless there is nobody else. */
static bool is_own(const Ctx *ctx, const MeasureView *view, const EvidenceRow *one)
{
    return one->state == EVIDENCE_OFFERED && one->account_id == ctx->who->account_id && !view->may.alone;
}

void measure_crumbs(Ctx *ctx, const MeasureView *view, bool itself)
{
    const char *under = itself ? arena_z(ctx->arena, measure_brief(ctx, &view->row)) : NULL;
    plan_crumbs(ctx, &view->plan.row, under, measure_address(ctx, ""));
}

/* ---- forms ---- */

/* Another has decided meanwhile: the form that was sent may not stand any more, the words of it do. */
void measure_decided_meanwhile(Ctx *ctx)
{
    if (ctx->error == NULL || ctx->error->code != ERR_CONFLICT) return;
    Str reason = str_trim(ctx_field(ctx, "reason")), kept = STR_EMPTY;
    const Str *lines;
    uint32_t n = lines_split(str_of(ctx->error->detail), ctx->arena, &lines);
    Str *items = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) items[i] = rich_escape(ctx->arena, lines[i]);
    if (reason.n > 0) kept = CTX_TEXT(ctx, " Вы написали: «%.*s».", STR_ARG(rich_escape(ctx->arena, reason)));
    doc_note(ctx->doc, NULL, NOTE_ATTENTION, rich_escape(ctx->arena, str_of(ctx->error->what)), CTX_TEXT(ctx, "%.*s%.*s", STR_ARG(rich_escape(ctx->arena, str_of(ctx->error->hint))), STR_ARG(kept)));
    if (n > 0) doc_list(ctx->doc, NULL, n, items);
}

typedef struct Step { const char *word, *title, *label; bool primary; uint32_t record; } Step; /* label: of the field for a reason; NULL: none. record: its revision, when the decision is about one */

static bool was_sent(const Ctx *ctx, const char *word, Str evidence)
{
    return ctx->error != NULL && str_eq(ctx_field(ctx, "do"), str_of(word)) && str_eq(ctx_field(ctx, "evidence"), evidence);
}

/* seen: what the decision is about as it stands on this page; another's, made meanwhile, is then refused to be overwritten. */
static void step_form(Ctx *ctx, Node *parent, const Step *step, Str evidence, uint32_t seen)
{
    bool sent = was_sent(ctx, step->word, evidence);
    Field *fields = arena_array(ctx->arena, Field, 5);
    uint32_t n = 0;
    fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("do"), .value = str_of(step->word) };
    fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("seen"), .value = CTX_TEXT(ctx, "%u", seen) };
    if (evidence.n > 0) fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("evidence"), .value = evidence };
    if (step->record != 0) fields[n++] = (Field){ .kind = FIELD_HIDDEN, .name = STR("record"), .value = CTX_TEXT(ctx, "%u", step->record) };
    if (step->label != NULL) fields[n++] = (Field){ .kind = FIELD_LONG_TEXT, .name = STR("reason"), .label = str_of(step->label), .value = sent ? ctx_field(ctx, "reason") : STR_EMPTY, .max_length = 1000 };
    FormButton *button = arena_one(ctx->arena, FormButton);
    *button = (FormButton){ .title = str_of(step->title), .primary = step->primary };
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .id = CTX_TEXT(ctx, "%s%.*s", step->word, STR_ARG(evidence)), .action = measure_address(ctx, ""), .is_post = true, .n_fields = n, .fields = fields, .n_buttons = 1, .buttons = button };
    if (sent) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, parent, form);
}

static Node *folded(Ctx *ctx, Node *parent, const char *title)
{
    Node *node = doc_add(ctx->doc, parent, NODE_DETAILS);
    node->text = str_of(title);
    return node;
}

/* «example.ru» of «https://example.ru/news/1». */
static Str site_of(Str href)
{
    size_t at = str_find(href, STR("://"));
    Str rest = str_slice(href, at == SIZE_MAX ? 0 : at + 3, href.n);
    size_t end = 0;
    while (end < rest.n && rest.at[end] != '/' && rest.at[end] != '?' && rest.at[end] != '#') end++;
    return str_slice(rest, 0, end);
}

static Str evidence_title(Ctx *ctx, const MeasureView *view, const EvidenceRow *one)
{
    Str title = rich_escape(ctx->arena, one->title.n > 0 ? one->title : one->file_name.n > 0 ? one->file_name : one->href);
    if (one->kind == EVIDENCE_FILE) return CTX_TEXT(ctx, "[%.*s](%.*s/files/%u)", STR_ARG(title), STR_ARG(measure_link(ctx, view->plan.row.number, view->row.n)), one->number);
    if (one->kind == EVIDENCE_RECORD && one->record_number > 0) return CTX_TEXT(ctx, "[%.*s](/records/%.*s/%u)", STR_ARG(title), STR_ARG(one->record_type), one->record_number);
    if (one->kind == EVIDENCE_LINK && one->href.n > 1 && one->href.at[0] == '/') return CTX_TEXT(ctx, "[%.*s](%.*s)", STR_ARG(title), STR_ARG(one->href));
    return title;
}

static Str slot_title(Ctx *ctx, const MeasureView *view, uint32_t slot_n)
{
    for (uint32_t i = 0; i < view->slots.n; i++)
        if (view->slots.slots[i].n == slot_n) return rich_escape(ctx->arena, view->slots.slots[i].title);
    return STR("результат в целом");
}

static Str decided_words(Ctx *ctx, const EvidenceRow *one)
{
    if (one->decided_at == 0) return STR_EMPTY;
    Str words = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(ctx_day(ctx, one->decided_at)), STR_ARG(rich_escape(ctx->arena, one->decided_who)));
    if (evidence_is_own(one)) words = CTX_TEXT(ctx, "%.*s — тем же, кто и принёс: больше проверить некому", STR_ARG(words));
    return one->reason.n > 0 ? CTX_TEXT(ctx, "%.*s: %.*s", STR_ARG(words), STR_ARG(rich_escape(ctx->arena, one->reason))) : words;
}

/* Its words are others than those that were brought or accepted. */
static Str changed_words(Ctx *ctx, const EvidenceRow *one)
{
    const char *since = one->state == EVIDENCE_ACCEPTED ? "принята" : "принесена";
    return CTX_TEXT(ctx, "**запись исправлена %.*s**, уже после того как %s: [что изменилось](/records/%.*s/%u)", STR_ARG(ctx_day(ctx, one->record_changed_at)), since, STR_ARG(one->record_type), one->record_number);
}

static bool is_changed(const EvidenceRow *one) { return one->record_changed && one->record_number > 0 && (one->state == EVIDENCE_ACCEPTED || one->state == EVIDENCE_OFFERED); }

static void put_evidence(Ctx *ctx, Table *table, const MeasureView *view, const EvidenceRow *one)
{
    static const char *const icons[] = { [EVIDENCE_OFFERED] = "eye", [EVIDENCE_ACCEPTED] = "check", [EVIDENCE_RETURNED] = "copy", [EVIDENCE_TAKEN_BACK] = "minus" };
    Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
    bool outer = one->kind == EVIDENCE_LINK && str_find(one->href, STR("://")) != SIZE_MAX;
    Str title = evidence_title(ctx, view, one);
    cells[0] = outer ? cell_link(CTX_TEXT(ctx, "%.*s — сайт %.*s", STR_ARG(title), STR_ARG(rich_escape(ctx->arena, site_of(one->href)))), one->href) : cell_text(title);
    cells[1] = cell_text(slot_title(ctx, view, one->slot_n));
    cells[2] = cell_text(CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(rich_escape(ctx->arena, one->org_name)), STR_ARG(rich_escape(ctx->arena, one->who))));
    cells[3] = cell_text(ctx_day(ctx, one->made_at));
    cells[4] = cell_state(icons[one->state], str_of(evidence_state_title(one->state)));
    Str decided = decided_words(ctx, one);
    cells[5] = cell_text(!is_changed(one) ? decided : CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(decided), decided.n > 0 ? "; " : "", STR_ARG(changed_words(ctx, one))));
}

/* The first piece that waits for this person's word. */
static const EvidenceRow *to_decide(const Ctx *ctx, const MeasureView *view)
{
    for (uint32_t i = 0; i < view->slots.n_evidence && view->may.controls; i++)
        if (view->slots.evidence[i].state == EVIDENCE_OFFERED && !is_own(ctx, view, &view->slots.evidence[i])) return &view->slots.evidence[i];
    return NULL;
}

static Str accepts_words(Ctx *ctx, const MeasureView *view)
{
    return CTX_TEXT(ctx, "Это принесли вы, поэтому примет или вернёт другой: %.*s.", STR_ARG(rich_escape(ctx->arena, view->may.others)));
}

void measure_evidence_list(Ctx *ctx, Node *parent, const MeasureView *view)
{
    static const Column columns[] = { { .head = { "что принесено", 25 }, .width = 0.26f }, { .head = { "подтверждает", 24 }, .width = 0.18f }, { .head = { "кто", 6 } }, { .head = { "когда", 10 } }, { .head = { "состояние", 18 } }, { .head = { "решение", 14 } } };
    const MeasureSlots *slots = &view->slots;
    Table *table = table_new(ctx->doc, STR("evidence"), STR("Что принесено"), 6, columns, slots->n_evidence);
    table->untitled = true;
    table->empty = STR("Ещё ничего не принесено.");
    doc_heading(ctx->doc, parent, 2, STR("Что принесено"));
    for (uint32_t i = 0; i < slots->n_evidence; i++)
        if (slots->evidence[i].state != EVIDENCE_TAKEN_BACK) put_evidence(ctx, table, view, &slots->evidence[i]);
    doc_table(ctx->doc, parent, table);
    for (uint32_t i = 0; i < slots->n_evidence; i++) {
        const EvidenceRow *one = &slots->evidence[i];
        Str number = CTX_TEXT(ctx, "%u", one->number);
        if (one->state == EVIDENCE_ACCEPTED && is_changed(one) && view->may.controls) {
            Node *panel = doc_panel(ctx->doc, parent, CTX_TEXT(ctx, "Принятая запись исправлена: %.*s", STR_ARG(one->title)));
            doc_text(ctx->doc, panel, CTX_TEXT(ctx, "Принято было %.*s, [запись](/records/%.*s/%u) исправлена %.*s. Если она и теперь подтверждает пункт, скажите это; если нет — %s.", STR_ARG(ctx_day(ctx, one->decided_at)), STR_ARG(one->record_type), one->record_number,
                STR_ARG(ctx_day(ctx, one->record_changed_at)), measure_is_over(&view->row) ? "откройте пункт снова и верните её с причиной" : "верните её с причиной"));
            step_form(ctx, panel, &(Step){ "evidence-accept", "Подтверждает и теперь", NULL, false, one->record_now }, number, one->state);
            if (!measure_is_over(&view->row)) step_form(ctx, folded(ctx, panel, "Вернуть с причиной"), &(Step){ "evidence-return", "Вернуть", "Чего не хватает", false, 0 }, number, one->state);
        }
        if (one->state != EVIDENCE_OFFERED) continue;
        bool own = one->account_id == ctx->who->account_id;
        if (!view->may.controls && !own) continue;
        Node *panel = doc_panel(ctx->doc, parent, CTX_TEXT(ctx, "Ждёт проверки: %.*s", STR_ARG(one->title.n > 0 ? one->title : one->file_name)));
        bool first = one == to_decide(ctx, view) && view->row.state != MEASURE_OFFERED;
        if (view->may.controls && is_own(ctx, view, one)) doc_small(ctx->doc, panel, accepts_words(ctx, view));
        else if (view->may.controls) {
            step_form(ctx, panel, &(Step){ "evidence-accept", "Принять подтверждение", NULL, first, one->record_now }, number, one->state);
            step_form(ctx, folded(ctx, panel, "Вернуть с причиной"), &(Step){ "evidence-return", "Вернуть", "Чего не хватает", false, 0 }, number, one->state);
        }
        if (own) step_form(ctx, folded(ctx, panel, "Забрать назад"), &(Step){ "evidence-back", "Забрать", NULL, false, 0 }, number, one->state);
    }
}

static Str doers_words(Ctx *ctx, const MeasureView *view)
{
    if (view->may.doers.n == 0) return STR("Кто отвечает, не сказано: на проверку пункт отдаёт тот, кто ведёт план.");
    return CTX_TEXT(ctx, "На проверку пункт отдаёт тот, кто отвечает (%.*s), или тот, кто ведёт план.", STR_ARG(rich_escape(ctx->arena, view->may.doers)));
}

void measure_steps(Ctx *ctx, Node *parent, const MeasureView *view)
{
    const MeasureRow *row = &view->row;
    if (row->deleted) return;
    bool lives = view->plan.row.state == PLAN_IN_FORCE;
    Node *panel = doc_panel(ctx->doc, parent, STR("Что дальше"));
    const PlanRow *plan = &view->plan.row;
    Str ended = plan_ended_words(ctx, plan->state, plan->kind, plan->ended_at, plan->ended_reason);
    doc_text(ctx->doc, panel, ended.n > 0 ? CTX_TEXT(ctx, "План %.*s.", STR_ARG(ended)) : CTX_TEXT(ctx, "Сейчас: %.*s.", STR_ARG(measure_control_words(ctx, row, view->plan.watch))));
    if (!lives) {
        doc_small(ctx->doc, panel, ended.n > 0 ? STR("Исполнение по нему больше не отмечают; принятое осталось.") : STR("Отмечать исполнение можно, когда план утверждён."));
        return;
    }
    bool open = row->state == MEASURE_OPEN || row->state == MEASURE_RETURNED;
    if (open && view->may.brings) {
        Button *bring = arena_one(ctx->arena, Button);
        *bring = (Button){ .title = STR("Приложить подтверждение"), .href = measure_address(ctx, "/evidence"), .primary = to_decide(ctx, view) == NULL, .icon = "file" };
        doc_buttons(ctx->doc, panel, 1, bring, STR_EMPTY);
        if (view->may.offers) step_form(ctx, panel, &(Step){ "offer", "Готово, на проверку", NULL, false, 0 }, STR_EMPTY, row->revision);
        doc_small(ctx->doc, panel, STR("Пункт закрывается не процентом, а подтверждениями: контролирующий примет их или вернёт с причиной."));
    }
    if (open && !view->may.offers) doc_small(ctx->doc, panel, doers_words(ctx, view));
    if (row->state == MEASURE_OFFERED && view->may.controls && !view->may.decides) doc_small(ctx->doc, panel, accepts_words(ctx, view));
    else if (row->state == MEASURE_OFFERED && view->may.controls) {
        step_form(ctx, panel, &(Step){ "accept", "Принять пункт", NULL, true, 0 }, STR_EMPTY, row->revision);
        step_form(ctx, folded(ctx, panel, "Вернуть пункт"), &(Step){ "return", "Вернуть", "Почему", false, 0 }, STR_EMPTY, row->revision);
    }
    if (view->may.controls && !measure_is_over(row)) step_form(ctx, folded(ctx, panel, "Снять пункт с исполнения"), &(Step){ "drop", "Снять", "Почему снимаете", false, 0 }, STR_EMPTY, row->revision);
    if (view->may.controls && measure_is_over(row)) step_form(ctx, folded(ctx, panel, "Открыть пункт снова"), &(Step){ "reopen", "Открыть снова", "Почему", false, 0 }, STR_EMPTY, row->revision);
}

const Button *measure_main_action(Ctx *ctx, const MeasureView *view)
{
    const MeasureRow *row = &view->row;
    Button *button = arena_one(ctx->arena, Button);
    if (row->deleted || view->plan.row.state != PLAN_IN_FORCE) return NULL;
    const EvidenceRow *waits = to_decide(ctx, view);
    if (row->state == MEASURE_OFFERED && view->may.decides) {
        DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
        pairs[0] = (DocPair){ STR("do"), STR("accept") };
        pairs[1] = (DocPair){ STR("seen"), CTX_TEXT(ctx, "%u", row->revision) };
        *button = (Button){ .title = STR("Принять пункт"), .href = measure_address(ctx, ""), .is_post = true, .n_pairs = 2, .pairs = pairs };
    } else if (waits != NULL) *button = (Button){ .title = STR("Проверить подтверждение"), .href = CTX_TEXT(ctx, "#evidence-accept%u", waits->number), .icon = "eye" };
    else if ((row->state == MEASURE_OPEN || row->state == MEASURE_RETURNED) && view->may.brings) *button = (Button){ .title = STR("Приложить подтверждение"), .href = measure_address(ctx, "/evidence"), .icon = "file" };
    else return NULL;
    button->primary = true;
    return button;
}

static uint32_t number_field(const Ctx *ctx, const char *name)
{
    long long number = 0;
    return str_to_int(ctx_field(ctx, name), &number) && number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

bool measure_act(Ctx *ctx, Err *err)
{
    uint32_t plan = (uint32_t)ctx_int(ctx, "plan", 0), n = (uint32_t)ctx_int(ctx, "n", 0);
    Str step = ctx_field(ctx, "do"), reason = str_trim(ctx_field(ctx, "reason"));
    uint32_t evidence = number_field(ctx, "evidence"), seen = number_field(ctx, "seen");
    EvidenceSeen looked = { .state = (EvidenceState)seen, .record = number_field(ctx, "record") };
    bool done;
    const char *words;
    if (str_eq(step, STR("offer"))) done = flow_measure_offer(ctx->flow, ctx->who, plan, n, seen, err), words = "Отправлено контролирующему.";
    else if (str_eq(step, STR("accept"))) done = flow_measure_decide(ctx->flow, ctx->who, plan, n, seen, true, STR_EMPTY, err), words = "Пункт принят.";
    else if (str_eq(step, STR("return"))) done = flow_measure_decide(ctx->flow, ctx->who, plan, n, seen, false, reason, err), words = "Пункт возвращён с причиной.";
    else if (str_eq(step, STR("evidence-accept"))) done = flow_evidence_decide(ctx->flow, ctx->who, plan, n, evidence, looked, true, STR_EMPTY, err), words = "Подтверждение принято.";
    else if (str_eq(step, STR("evidence-return"))) done = flow_evidence_decide(ctx->flow, ctx->who, plan, n, evidence, looked, false, reason, err), words = "Подтверждение возвращено с причиной.";
    else if (str_eq(step, STR("evidence-back"))) done = flow_evidence_take_back(ctx->flow, ctx->who, plan, n, evidence, err), words = "Подтверждение забрано.";
    else if (str_eq(step, STR("drop"))) done = flow_measure_drop(ctx->flow, ctx->who, plan, n, seen, reason, err), words = "Пункт снят, причина записана.";
    else if (str_eq(step, STR("reopen"))) done = flow_measure_reopen(ctx->flow, ctx->who, plan, n, seen, reason, err), words = "Пункт открыт снова.";
    else return err_set(err, ERR_INPUT, "Откройте пункт снова.", "Непонятно, что сделать с пунктом.");
    if (!done) return false;
    ctx_done(ctx, str_of(words));
    return ctx_go(ctx, measure_address(ctx, ""));
}
