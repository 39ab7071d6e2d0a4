/* An analytical note on a work: built from its results, its words changed by the author, looked at, taken as DOCX, issued with a number. */
#include "base/date.h"
#include "domain/part.h"
#include "flow/paper.h"
#include "flow/result.h"
#include "publish/report/note.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/entry.h"
#include "web/paper_form.h"
#include "web/result.h"
#include "web/url.h"

static const Param params[] = { { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры" }, { .name = "org", .kind = PARAM_TEXT, .title = "код организации" }, { .name = NULL } };

enum { MOST_WORDS = 4000 /* bytes of a field: a page of a note */ };
static const struct { const char *name, *title, *hint; bool lines; size_t at; } words_fields[] = {
    { "subject", "О чём", NULL, false, offsetof(NoteWords, subject) },
    { "basis", "Основание", "Приказ, план или график, по которому проводилась работа. Пусто — раздела не будет.", true, offsetof(NoteWords, basis) },
    { "aim", "Цель", NULL, true, offsetof(NoteWords, aim) },
    { "causes", "Возможные причины", "Предположения, по одному в строке.", true, offsetof(NoteWords, causes) },
    { "conclusions", "Выводы", "По одному в строке.", true, offsetof(NoteWords, conclusions) },
    { "advice", "Рекомендации", "По одной в строке: кому | что сделать | срок.", true, offsetof(NoteWords, advice) },
};
enum { N_WORDS = sizeof words_fields / sizeof *words_fields };

/* What the page works with; found: false when the analysis has no such work here, or too few works to speak of. */
typedef struct NotePage { Result result; NoteAsk ask; NoteWords words; bool found; const PaperKind *kind; } NotePage;

static bool sent(const Ctx *ctx) { return ctx_field(ctx, "do").n > 0; }
static Str *word_at(NoteWords *words, size_t at) { return (Str *)(void *)((char *)words + at); }
static Str address(Ctx *ctx, const NotePage *page, const char *suffix) { return CTX_TEXT(ctx, "%.*s/note%s?org=%.*s", STR_ARG(page->result.base), suffix, STR_ARG(url_encode(ctx->arena, ctx->org.code))); }

static bool classes(Ctx *ctx, NotePage *page, Err *err)
{
    const Result *result = &page->result;
    ResultAsk ask = { .region_id = ctx->who->region_id, .path = ctx->org.path, .of = result->of, .schools = &result->in->schools, .classes = true };
    ProcedureAnalysis *of = arena_one(ctx->arena, ProcedureAnalysis);
    bool found;
    if (!flow_result_works(ctx->db, &ask, ctx->arena, of, &found, err)) return false;
    if (found) page->ask.classes = of;
    return true;
}

static bool days(Ctx *ctx, NotePage *page, Err *err)
{
    ProcedureRow row;
    bool found;
    if (!procedure_get(ctx->db, ctx->who->region_id, ctx_param(ctx, "procedure"), ctx->arena, &row, &found, err)) return false;
    page->ask.from = page->ask.to = DATE_NONE;
    if (!found) return true;
    if (!date_parse(row.starts_on, &page->ask.from)) page->ask.from = DATE_NONE;
    if (!date_parse(row.ends_on, &page->ask.to)) page->ask.to = DATE_NONE;
    page->ask.school_year = procedure_school_year(&row);
    page->ask.work = str_eq(row.kind, STR("впр")) ? STR("ВПР") : STR_EMPTY;
    return true;
}

static bool open_page(Ctx *ctx, NotePage *page, Err *err)
{
    const Analysis *years;
    Result *result = &page->result;
    *page = (NotePage){ .kind = paper_kind_find(STR("note")) };
    if (!result_open(ctx, &ctx->org, result, &page->found, err)) return false;
    page->found = page->found && result->of->frame->n_works >= REPORT_MIN_UNIT;
    if (!page->found) return true;
    page->ask = (NoteAsk){ .report = result->report, .procedure = result->procedure, .kind = ctx->org.kind, .name = ctx->org.name, .today = date_of_time(ctx->now) };
    page->ask.source = CTX_TEXT(ctx, "расчёт № %u от %.*s", result->row.number, STR_ARG(ctx_day(ctx, result->row.made_at)));
    page->ask.full = !ctx->doc->outside && str_eq(ctx_field(ctx, "full"), STR("full"));
    if (result->is_part) page->ask.region = (NotePlace){ STR("Регион"), &result->whole->procedures[result->procedure] };
    if (ctx->org.kind == ORG_SCHOOL && (!result_around(ctx, result, &page->ask.around.name, &page->ask.around.of, err) || !classes(ctx, page, err))) return false;
    if (!days(ctx, page, err) || !result_years(ctx, &result->row, &years, err)) return false;
    page->ask.years = result->is_part ? analysis_part(years, result->keep, STR_EMPTY, ctx->arena) : years;
    note_draft(&page->ask, ctx->arena, &page->words);
    for (size_t i = 0; sent(ctx) && i < N_WORDS; i++) *word_at(&page->words, words_fields[i].at) = str_trim(ctx_field(ctx, words_fields[i].name));
    return true;
}

/* Who signs, unless it was said: whoever writes it. */
static Str author(const Ctx *ctx)
{
    const char *post = ctx->who->post.n > 0 ? "" : "Составил";
    return ctx->who->name.n == 0 ? STR_EMPTY : CTX_TEXT(ctx, "%s%.*s | %.*s", post, STR_ARG(ctx->who->post), STR_ARG(paper_name_signed(ctx->arena, ctx->who->name)));
}

static const Str *values(Ctx *ctx, const NotePage *page)
{
    if (sent(ctx)) return paper_form_values(ctx, page->kind);
    uint32_t n = paper_kind_n_fields(page->kind);
    Str *own = arena_array(ctx->arena, Str, n + 1u);
    for (uint32_t i = 0; i < n; i++) own[i] = strcmp(page->kind->fields[i].name, "signatures") == 0 ? author(ctx) : page->kind->fields[i].otherwise != NULL ? str_of(page->kind->fields[i].otherwise) : STR_EMPTY;
    return own;
}

static void form(Ctx *ctx, Node *parent, NotePage *page)
{
    static const FieldOption closed[] = { { .value = { "hidden", 6 }, .title = { "для всех: группы меньше 5 учеников скрыты", 74 } }, { .value = { "full", 4 }, .title = { "для служебного пользования: показать всё", 75 } } };
    uint32_t n = 0, n_buttons = 0;
    Field *fields = arena_array(ctx->arena, Field, N_WORDS + paper_kind_n_fields(page->kind) + 4u);
    FormButton *buttons = arena_array(ctx->arena, FormButton, 3);
    for (size_t i = 0; i < N_WORDS; i++)
        fields[n++] = (Field){ .kind = words_fields[i].lines ? FIELD_LONG_TEXT : FIELD_TEXT, .name = str_of(words_fields[i].name), .label = str_of(words_fields[i].title), .hint = words_fields[i].hint != NULL ? str_of(words_fields[i].hint) : STR_EMPTY,
            .value = *word_at(&page->words, words_fields[i].at), .optional = true, .max_length = MOST_WORDS };
    fields[n++] = (Field){ .kind = FIELD_TEXT, .name = STR("paper_number"), .label = STR("Номер"), .value = ctx_field(ctx, "paper_number"), .hint = STR("Пусто: на черновике — место для ручки, при выпуске — следующий по порядку."), .optional = true, .width = 12, .max_length = 40 };
    fields[n++] = (Field){ .kind = FIELD_DATE, .name = STR("paper_day"), .label = STR("День"), .value = sent(ctx) ? ctx_field(ctx, "paper_day") : date_iso(ctx->arena, page->ask.today) };
    const Str *own = values(ctx, page);
    for (uint32_t i = 0; page->kind->fields[i].name != NULL; i++) fields[n++] = paper_form_field(ctx, &page->kind->fields[i], sent(ctx), own[i]);
    if (!ctx->doc->outside) fields[n++] = (Field){ .kind = FIELD_SELECT, .name = STR("full"), .label = STR("Кому справка"), .value = page->ask.full ? STR("full") : STR("hidden"), .n_options = 2, .options = closed };
    buttons[n_buttons++] = (FormButton){ .title = STR("Показать"), .name = STR("do"), .value = STR("look"), .primary = true, .icon = "eye" };
    buttons[n_buttons++] = (FormButton){ .title = STR("Скачать DOCX"), .name = STR("do"), .value = STR("look"), .icon = "file", .action = address(ctx, page, ".docx") };
    if (who_may(ctx->who, RIGHT_PAPER_WRITE, ctx->org.path)) buttons[n_buttons++] = (FormButton){ .title = STR("Выпустить с номером"), .name = STR("do"), .value = STR("issue"), .icon = "check" };
    InputForm *all = arena_one(ctx->arena, InputForm);
    *all = (InputForm){ .action = address(ctx, page, ""), .is_post = true, .n_fields = n, .fields = fields, .n_buttons = n_buttons, .buttons = buttons, .note = STR("Таблицы и числа берутся из расчёта и в полях не правятся; слова — ваши.") };
    if (ctx->error != NULL) all->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, parent, all);
}

/* Notes of this organisation, of any work: a paper knows its organisation and words. */
static bool issued(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "№", 3 } }, { .head = { "день", 8 } }, { .head = { "о чём", 9 }, .width = 0.5f }, { .head = { "кто выпустил", 23 } }, { .head = { "", 0 } } };
    const IssuedPaper *rows;
    uint32_t n;
    PaperAsk ask = { .path = ctx->org.path, .kind = STR("note") };
    if (!paper_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    Table *table = table_new(ctx->doc, STR("notes"), STR("Выпущенные справки"), 5, columns, n);
    table->untitled = true;
    for (uint32_t i = 0; i < n; i++) {
        int32_t day;
        if (rows[i].org_id != ctx->org.id) continue;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_text(rich_escape(ctx->arena, rows[i].number_words));
        cells[1] = date_parse(rows[i].day, &day) ? cell_text(date_short(ctx->arena, day)) : cell_missing();
        cells[2] = cell_text(rich_escape(ctx->arena, rows[i].title));
        cells[3] = cell_text(rich_escape(ctx->arena, rows[i].who));
        cells[4] = cell_link(STR("скачать DOCX"), CTX_TEXT(ctx, "/results/notes/%.*s/%d/%u", STR_ARG(url_encode(ctx->arena, ctx->org.code)), rows[i].year, rows[i].number));
    }
    if (table->n_rows == 0) return true;
    doc_heading(ctx->doc, NULL, 2, STR("Выпущенные справки"));
    doc_table(ctx->doc, NULL, table);
    return true;
}

static bool make(Ctx *ctx, NotePage *page, PaperDraft *draft, AnalyticNote *note, Err *err)
{
    *draft = (PaperDraft){ .kind = page->kind, .values = values(ctx, page), .number = str_trim(ctx_field(ctx, "paper_number")), .site = entry_address(ctx, STR_EMPTY), .day = page->ask.today };
    if (sent(ctx) && !date_parse(ctx_field(ctx, "paper_day"), &draft->day)) return err_set(err, ERR_INPUT, "Выберите день документа.", "День не назван.");
    if (page->words.subject.n == 0) return err_set(err, ERR_INPUT, "Напишите, о чём справка.", "Поле «О чём» пусто.");
    note_build(&page->ask, &page->words, ctx->arena, note);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    NotePage page;
    PaperDraft draft;
    AnalyticNote note;
    if (ctx->org.kind == ORG_CLASS) return ctx_go(ctx, STR("/results"));
    if (!open_page(ctx, &page, err)) return false;
    if (page.result.report == NULL) return result_plain(ctx, ctx_param(ctx, "procedure"), err);
    result_head(ctx, &page.result, page.result.title);
    ctx->doc->title = STR("Аналитическая справка");
    if (!page.found) return doc_text(ctx->doc, NULL, STR("Меньше 5 работ: справки не будет, чтобы не назвать ученика.")), true;
    ctx->doc->lead = CTX_TEXT(ctx, "%.*s, %.*s. Числа — из расчёта, слова предложены программой: прочтите и поправьте. [Реквизиты организации](/requisites?org=%.*s) встанут на свои места.", STR_ARG(page.result.title), STR_ARG(rich_escape(ctx->arena, ctx->org.name)),
        STR_ARG(url_encode(ctx->arena, ctx->org.code)));
    const Paper *paper = ctx->found;
    if (paper == NULL && ctx->error == NULL) {
        Paper *own = arena_one(ctx->arena, Paper);
        if (!make(ctx, &page, &draft, &note, err) || !flow_paper_of_note(ctx->db, &ctx->org, &note, &draft, ctx->arena, own, err)) return false;
        paper = own;
    }
    if (paper != NULL) {
        ctx->doc->file_name = paper->title;
        doc_office(ctx->doc, NULL, paper);
    }
    form(ctx, doc_panel(ctx->doc, NULL, STR("Поправить")), &page);
    return !who_may(ctx->who, RIGHT_PAPER_WRITE, ctx->org.path) || issued(ctx, err);
}

static bool act(Ctx *ctx, Err *err)
{
    NotePage page;
    PaperDraft draft;
    AnalyticNote note;
    IssuedPaper row;
    if (ctx->org.kind == ORG_CLASS) return ctx_go(ctx, STR("/results"));
    if (!open_page(ctx, &page, err)) return false;
    if (!page.found) return err_set(err, ERR_INPUT, "Дождитесь расчёта или выберите другую работу.", "Справку делать не из чего: работ нет или их меньше 5.");
    if (!make(ctx, &page, &draft, &note, err)) return false;
    if (str_eq(ctx_field(ctx, "do"), STR("issue"))) {
        if (!flow_paper_issue_note(ctx->flow, ctx->who, &ctx->org, &note, &draft, ctx->arena, &row, err)) return false;
        ctx_done(ctx, paper_form_issued(ctx, page.kind, &row));
        return ctx_go(ctx, address(ctx, &page, ""));
    }
    Paper *paper = arena_one(ctx->arena, Paper);
    return flow_paper_of_note(ctx->db, &ctx->org, &note, &draft, ctx->arena, paper, err) && ctx_stay(ctx, paper);
}

const Page page_results_note = { .path = "/results/:procedure/note", .title = "Аналитическая справка", .section = SECTION_RESULTS, .right = RIGHT_RESULTS_READ, .params = params, .sample = "/results/{procedure}/note", .show = show, .act = act, .slow_first = true };
