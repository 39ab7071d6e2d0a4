/* The status board: which forms were handed in, which wait, which were returned. Of one procedure school by school, else of all procedures of the year. */
#include "base/date.h"
#include "base/number.h"
#include "flow/procedure.h"
#include "flow/submission.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/form_tiles.h"
#include "web/page.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" },
    { .name = "from", .kind = PARAM_INT, .title = "школы с какой по порядку", .min = 1 },
    { .name = "show", .kind = PARAM_CHOICE, .title = "какие школы", .choices = "all|missing|waiting|returned|accepted|remarks" },
    { .name = "year", .kind = PARAM_INT, .title = "учебный год: первый календарный", .min = 2000, .max = 2100 },
    { .name = NULL },
};

enum { ON_A_PAGE = 150 }; /* a school is about 320 bytes */

static Str board_link(Ctx *ctx, Str procedure) { return CTX_TEXT(ctx, "/forms?procedure=%.*s", STR_ARG(url_encode(ctx->arena, procedure))); }

static void add_load_button(Ctx *ctx)
{
    if (!who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path)) return;
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = STR("Загрузить форму"), .href = CTX_TEXT(ctx, "/forms/new?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .primary = true, .icon = "up" };
    doc_buttons(ctx->doc, NULL, 1, button, STR_EMPTY);
}

/* ---- all procedures of the year ---- */

static const SubmissionCount *count_of(const SubmissionCount *counts, uint32_t n, Str procedure)
{
    static const SubmissionCount none = { 0 };
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(counts[i].procedure, procedure)) return &counts[i];
    return &none;
}

/* In September there is nothing of the new year yet, and first forms are often of last spring: the latest year that has any, unless one was asked for. */
static int year_shown(Ctx *ctx, const ProcedureRow *rows, uint32_t n)
{
    int latest = 0;
    for (uint32_t i = 0; i < n; i++) {
        int year = procedure_school_year(&rows[i]);
        if (!procedure_by_places(&rows[i]) && year <= ctx->year && year > latest) latest = year;
    }
    if (ctx_param(ctx, "year").n > 0 || latest == 0 || latest == ctx->year) return ctx->year;
    doc_note(ctx->doc, NULL, NOTE_INFO, CTX_TEXT(ctx, "В %d/%02d учебном году форм ещё нет.", ctx->year, (ctx->year + 1) % 100), CTX_TEXT(ctx, "Показан %d/%02d — последний год, за который они есть.", latest, (latest + 1) % 100));
    return latest;
}

static bool show_year(Ctx *ctx, uint32_t n_schools, Err *err)
{
    static const Column columns[] = {
        { .head = { "процедура", 18 } }, { .head = { "формы до", 15 } }, { .head = { "принято", 14 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "ждут приёмки", 23 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "возвращено", 20 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "не отправлено", 25 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "ничего нет", 19 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "с замечаниями", 25 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "работ", 10 }, .kind = COLUMN_NUMBER },
    };
    const ProcedureRow *rows;
    const SubmissionCount *counts;
    uint32_t n, n_counts, n_waiting = 0;
    if (!procedure_list(ctx->db, ctx->who->region_id, 0, ctx->arena, &rows, &n, err)) return false;
    if (!submission_counts(ctx->db, ctx->who->region_id, ctx->org.path, ctx->arena, &counts, &n_counts, err)) return false;
    int year = year_shown(ctx, rows, n);
    Table *table = table_new(ctx->doc, STR("forms"), STR("Сдача форм по процедурам"), 9, columns, n);
    table->untitled = true;
    table->empty = STR("В этом учебном году процедур ещё нет. Загрузите первую форму: процедура появится сама.");
    for (uint32_t i = 0; i < n; i++) {
        int32_t by;
        if (procedure_school_year(&rows[i]) != year || procedure_by_places(&rows[i])) continue;
        const SubmissionCount *count = count_of(counts, n_counts, rows[i].code);
        uint32_t accepted = count->n_state[SUBMISSION_ACCEPTED] + count->n_state[SUBMISSION_LOCKED], written = accepted;
        for (int state = SUBMISSION_IN_HAND; state <= SUBMISSION_RETURNED; state++) written += count->n_state[state];
        n_waiting += count->n_state[SUBMISSION_SENT];
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_link(rich_escape(ctx->arena, rows[i].title), board_link(ctx, rows[i].code));
        cells[1] = date_parse(rows[i].hand_in_by, &by) ? cell_text(date_short(ctx->arena, by)) : cell_missing();
        cells[2] = cell_int(accepted);
        cells[3] = cell_int(count->n_state[SUBMISSION_SENT]);
        cells[4] = cell_int(count->n_state[SUBMISSION_RETURNED]);
        cells[5] = cell_int(count->n_state[SUBMISSION_IN_HAND]);
        cells[6] = cell_int(n_schools > written ? n_schools - written : 0);
        cells[7] = cell_int(count->n_with_waiting);
        cells[8] = cell_int(count->n_works);
    }
    ctx->doc->title = n_waiting > 0 ? CTX_TEXT(ctx, "Ждут приёмки %.*s", STR_ARG(number_of(ctx->arena, n_waiting, "форма", "формы", "форм"))) : STR("Формы: ничего не ждёт приёмки");
    doc_table(ctx->doc, NULL, table);
    return true;
}

/* ---- one procedure, school by school ---- */

static bool wanted(Str show, const FormPlace *place)
{
    if (show.n == 0 || str_eq(show, STR("all"))) return true;
    const SubmissionRow *form = place->form;
    if (str_eq(show, STR("missing"))) return form == NULL || form->state == SUBMISSION_IN_HAND;
    if (form == NULL) return false;
    if (str_eq(show, STR("waiting"))) return form->state == SUBMISSION_SENT;
    if (str_eq(show, STR("returned"))) return form->state == SUBMISSION_RETURNED;
    if (str_eq(show, STR("accepted"))) return form->state >= SUBMISSION_ACCEPTED;
    return form->n_waiting > 0 || form->n_complaints > 0;
}

static void add_chips(Ctx *ctx, const FormPlace *places, uint32_t n)
{
    static const struct { const char *value, *title; } chips[] = {
        { "all", "все школы" }, { "missing", "не сдали" }, { "waiting", "ждут приёмки" }, { "returned", "возвращены" }, { "accepted", "приняты" }, { "remarks", "с замечаниями" },
    };
    enum { N = sizeof chips / sizeof *chips };
    DocLink *links = arena_array(ctx->arena, DocLink, N);
    Str chosen = ctx_param(ctx, "show");
    for (int i = 0; i < N; i++) {
        uint32_t count = 0;
        for (uint32_t s = 0; s < n; s++) count += wanted(str_of(chips[i].value), &places[s]);
        bool current = chosen.n > 0 ? str_eq(chosen, str_of(chips[i].value)) : i == 0;
        links[i] = (DocLink){ .title = str_of(chips[i].title), .href = ctx_with(ctx, "show", i == 0 ? STR_EMPTY : str_of(chips[i].value)), .count = count, .current = current };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), N, links);
}

static void add_schools(Ctx *ctx, Str procedure, const FormPlace *places, uint32_t n)
{
    static const Column columns[] = {
        { .head = { "школа", 10 } }, { .head = { "состояние", 18 } }, { .head = { "работ", 10 }, .kind = COLUMN_NUMBER }, { .head = { "строк ждут", 19 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "когда", 10 } }, { .head = { "кто", 6 } }, { .head = { "причина возврата", 31 }, .width = 0.3f },
    };
    Str show = ctx_param(ctx, "show");
    uint32_t n_wanted = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) n_wanted += wanted(show, &places[i]);
    CtxSpan span = ctx_span(ctx, n_wanted, ON_A_PAGE);
    Table *table = table_new(ctx->doc, STR("schools"), STR("Формы школ"), 7, columns, span.to - span.from);
    table->untitled = true;
    table->empty = STR("Таких школ нет.");
    for (uint32_t i = 0; i < n; i++) {
        const SubmissionRow *form = places[i].form;
        if (!wanted(show, &places[i]) || at++ < span.from || at > span.to) continue;
        Cell *cells = table_row(ctx->doc, table, form != NULL && form->state == SUBMISSION_RETURNED ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = cell_link(rich_escape(ctx->arena, places[i].school->name), form_link(ctx, procedure, places[i].school->code));
        cells[1] = cell_text(form == NULL ? STR("не сдано") : str_of(submission_state_title(form->state)));
        cells[2] = form == NULL || form->version == 0 ? cell_missing() : cell_int(form->n_works);
        cells[3] = form == NULL || form->n_waiting == 0 ? cell_missing() : cell_int(form->n_waiting);
        cells[4] = form == NULL ? cell_missing() : cell_text(ctx_moment(ctx, form->changed_at));
        cells[5] = form == NULL || form->who.n == 0 ? cell_missing() : cell_text(rich_escape(ctx->arena, form->who));
        cells[6] = form == NULL || form->reason.n == 0 ? cell_text(STR_EMPTY) : cell_text(rich_escape(ctx->arena, form->reason));
    }
    doc_table(ctx->doc, NULL, table);
    ctx_pager(ctx, NULL, &span, "школ");
}

static void add_strip(Ctx *ctx, const FormPlace *places, uint32_t n)
{
    uint32_t accepted = 0, sent = 0, returned = 0;
    for (uint32_t i = 0; i < n; i++) {
        const SubmissionRow *form = places[i].form;
        accepted += form != NULL && form->state >= SUBMISSION_ACCEPTED;
        sent += form != NULL && form->state == SUBMISSION_SENT;
        returned += form != NULL && form->state == SUBMISSION_RETURNED;
    }
    StripPart *parts = arena_array(ctx->arena, StripPart, 4);
    parts[0] = (StripPart){ accepted, STR("принято"), STRIP_DONE };
    parts[1] = (StripPart){ sent, STR("ждут приёмки"), STRIP_PLANNED };
    parts[2] = (StripPart){ returned, STR("возвращено"), STRIP_TROUBLE };
    parts[3] = (StripPart){ n - accepted - sent - returned, STR("не сдано"), STRIP_LEFT };
    Strip *strip = arena_one(ctx->arena, Strip);
    *strip = (Strip){ .summary = CTX_TEXT(ctx, "сдали %u из %u", accepted + sent, n), .n_parts = 4, .parts = parts };
    doc_strip(ctx->doc, NULL, strip);
    ctx->doc->title = accepted + sent == n ? CTX_TEXT(ctx, "Сдали все: %.*s", STR_ARG(number_of(ctx->arena, n, "школа", "школы", "школ"))) : CTX_TEXT(ctx, "Форму сдали %u из %.*s", accepted + sent, STR_ARG(number_of(ctx->arena, n, "школы", "школ", "школ")));
}

/* «Принять все» takes forms without a waiting row; the others are looked at one by one. */
static void add_accept_all(Ctx *ctx, Str procedure, const SubmissionRow *forms, uint32_t n)
{
    uint32_t clean = 0, accepted = 0;
    for (uint32_t i = 0; i < n; i++) clean += forms[i].state == SUBMISSION_SENT && forms[i].n_waiting == 0, accepted += forms[i].state == SUBMISSION_ACCEPTED && forms[i].n_waiting == 0;
    if (!who_may(ctx->who, RIGHT_RESULTS_ACCEPT, ctx->org.path) || clean + accepted == 0) return;
    Button *buttons = arena_array(ctx->arena, Button, 2);
    uint32_t n_buttons = 0;
    for (int lock = 0; lock < 2; lock++) {
        uint32_t count = lock ? accepted : clean;
        if (count == 0) continue;
        DocPair *pairs = arena_array(ctx->arena, DocPair, 2);
        pairs[0] = (DocPair){ STR("do"), lock ? STR("lock") : STR("accept") }, pairs[1] = (DocPair){ STR("of"), procedure };
        buttons[n_buttons++] = (Button){ .title = lock ? CTX_TEXT(ctx, "Закрыть от правок принятые: %u", count) : CTX_TEXT(ctx, "Принять все сданные без ошибок: %u", count),
            .href = CTX_TEXT(ctx, "/forms?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))), .is_post = true, .n_pairs = 2, .pairs = pairs };
    }
    doc_buttons(ctx->doc, NULL, n_buttons, buttons, STR_EMPTY);
}

static bool show_board(Ctx *ctx, Str procedure, const Org *schools, uint32_t n, Err *err)
{
    static const DocLink crumbs[] = { { .title = { "Формы", 10 }, .href = { "/forms", 6 }, .count = NO_COUNT } };
    ProcedureRow row;
    bool found;
    const SubmissionRow *forms;
    uint32_t n_forms;
    int32_t by;
    if (!procedure_get(ctx->db, ctx->who->region_id, procedure, ctx->arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Выберите её в списке.", "Такой процедуры нет.");
    if (!submission_list(ctx->db, ctx->who->region_id, ctx->org.path, procedure, (SubmissionState)0, ctx->arena, &forms, &n_forms, err)) return false;
    const FormPlace *places = form_places(ctx, schools, n, forms, n_forms);
    Str *facts = arena_array(ctx->arena, Str, 2);
    facts[0] = CTX_TEXT(ctx, "[%.*s](/procedures/%.*s)", STR_ARG(rich_escape(ctx->arena, row.title)), STR_ARG(url_encode(ctx->arena, row.code)));
    ctx->doc->n_factline = 1;
    bool has_date = date_parse(row.hand_in_by, &by);
    if (has_date) facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "срок — %.*s", STR_ARG(date_short(ctx->arena, by)));
    ctx->doc->factline = facts;
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    add_strip(ctx, places, n);
    add_load_button(ctx);
    add_accept_all(ctx, procedure, forms, n_forms);
    form_tiles(ctx, NULL, procedure, places, n, has_date && date_of_time(ctx->now) > by);
    add_chips(ctx, places, n);
    add_schools(ctx, procedure, places, n);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    const Org *schools;
    uint32_t n;
    if (!org_within_path(ctx->db, ctx->who->region_id, ctx->org.path, ORG_SCHOOL, ctx->arena, &schools, &n, err)) return false;
    Str procedure = ctx_param(ctx, "procedure");
    if (procedure.n > 0) return show_board(ctx, procedure, schools, n, err);
    if (!show_year(ctx, n, err)) return false;
    add_load_button(ctx);
    DocLink *links = arena_array(ctx->arena, DocLink, 2);
    uint32_t n_links = 0;
    if (who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path)) links[n_links++] = (DocLink){ .title = STR("Сверка с официальной формой"), .href = STR("/forms/reconcile"), .count = NO_COUNT };
    if (who_may(ctx->who, RIGHT_RESULTS_READ, ctx->org.path)) links[n_links++] = (DocLink){ .title = STR("Олимпиады и конкурсы"), .href = STR("/contests"), .count = NO_COUNT };
    if (n_links > 0) doc_chips(ctx->doc, NULL, STR("Ещё"), n_links, links);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    SubmissionAction action;
    uint32_t n = 0;
    Str procedure = ctx_field(ctx, "of");
    if (!submission_action_find(ctx_field(ctx, "do"), &action) || (action != SUBMISSION_ACCEPT && action != SUBMISSION_LOCK))
        return err_set(err, ERR_INPUT, "Откройте страницу снова.", "Непонятно, что сделать с формами.");
    if (!flow_submission_all(ctx->flow, ctx->who, action, procedure, &ctx->org, false, STR_EMPTY, &n, err)) return false;
    ctx_done(ctx, CTX_TEXT(ctx, "%s: %.*s.", action == SUBMISSION_ACCEPT ? "Принято" : "Закрыто от правок", STR_ARG(number_of(ctx->arena, n, "форма", "формы", "форм"))));
    return ctx_go(ctx, CTX_TEXT(ctx, "%.*s&org=%.*s", STR_ARG(board_link(ctx, procedure)), STR_ARG(url_encode(ctx->arena, ctx->org.code))));
}

static uint32_t count(Ctx *ctx)
{
    uint32_t n;
    bool accepts = who_may(ctx->who, RIGHT_RESULTS_ACCEPT, ctx->org.path);
    if (!submission_count(ctx->db, ctx->who->region_id, ctx->org.path, accepts ? SUBMISSION_SENT : SUBMISSION_RETURNED, &n, NULL)) return NO_COUNT;
    return n > 0 ? n : NO_COUNT;
}

const Page page_forms = { .path = "/forms", .title = "Формы: кто сдал", .section = SECTION_FORMS, .in_menu = true, .right = RIGHT_ORG_READ, .params = params, .show = show, .act = act, .act_right = RIGHT_RESULTS_ACCEPT, .count = count };
