/* The list of schools to be studied: from where, why, what is being done, until when. By name, never by result. */
#include "base/date.h"
#include "base/number.h"
#include "flow/study_case.h"
#include "publish/rich.h"
#include "web/case_part.h"
#include "web/page.h"

static const Param params[] = {
    { .name = "state", .kind = PARAM_INT, .title = "состояние дела: 1 в списке, 2 ждём ответа, 3 ответ есть, 4 изучается, 5 признак снят, 6 закончено", .min = 1, .max = 6 },
    { .name = "source", .kind = PARAM_INT, .title = "источник: 1 признаки Мерила, 2 регион, 3 Рособрнадзор, 4 сама школа", .min = 1, .max = 4 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

enum { N_STATES = CASE_CLOSED, N_SOURCES = CASE_SCHOOL_ITSELF };

/* Of our own signs the first line is the lead, the same for every school: the first sign says more. */
static Str short_reasons(Ctx *ctx, Str reasons)
{
    Str line = STR_EMPTY;
    uint32_t n = 0;
    for (Str rest = reasons; rest.n > 0;) {
        const char *end = memchr(rest.at, '\n', rest.n);
        size_t length = end == NULL ? rest.n : (size_t)(end - rest.at);
        if (++n <= 2) line = str_slice(rest, 0, length);
        rest = str_slice(rest, end == NULL ? rest.n : length + 1, rest.n);
    }
    line = rich_escape(ctx->arena, line);
    return n > 2 ? CTX_TEXT(ctx, "%.*s; и ещё %u", STR_ARG(line), n - 2) : line;
}

static Str day(Ctx *ctx, Str iso)
{
    int32_t at;
    return date_parse(iso, &at) ? date_short(ctx->arena, at) : iso;
}

static void add_row(Ctx *ctx, Table *table, const StudyCase *of)
{
    bool late;
    Str due = case_part_due(ctx, of, &late);
    Cell *row = table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN);
    row[0] = cell_link(CTX_TEXT(ctx, "№ %u", of->number), CTX_TEXT(ctx, "/cases/%u", of->number));
    row[1] = cell_text(rich_escape(ctx->arena, of->school_name));
    if (ctx->org.kind == ORG_REGION) row[1].text = CTX_TEXT(ctx, "%.*s, %.*s", STR_ARG(row[1].text), STR_ARG(rich_escape(ctx->arena, of->municipality)));
    row[2] = cell_text(str_of(case_source_title(of->source)));
    row[3] = cell_text(short_reasons(ctx, of->reasons));
    row[4] = cell_text(str_of(case_state_title(of->state)));
    row[4].bold = late;
    row[5] = due.n > 0 && of->state == CASE_ASKED ? cell_text(due) : cell_missing();
    row[6] = cell_text(day(ctx, of->until));
}

static void chips(Ctx *ctx, const StudyCase *cases, uint32_t n)
{
    long long state = ctx_int(ctx, "state", 0), source = ctx_int(ctx, "source", 0);
    DocLink *links = arena_array(ctx->arena, DocLink, N_STATES + N_SOURCES + 2);
    uint32_t n_states = 0, n_sources = 0;
    links[n_states++] = (DocLink){ .title = STR("все дела"), .href = ctx_with(ctx, "state", STR_EMPTY), .count = NO_COUNT, .current = state == 0 };
    for (int s = CASE_LISTED; s <= N_STATES; s++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < n; i++) count += (int)cases[i].state == s;
        if (count > 0) links[n_states++] = (DocLink){ .title = str_of(case_state_title((CaseState)s)), .href = ctx_with(ctx, "state", CTX_TEXT(ctx, "%d", s)), .count = count, .current = state == s };
    }
    doc_chips(ctx->doc, NULL, STR("Показать"), n_states, links);
    DocLink *of_source = links + n_states;
    of_source[n_sources++] = (DocLink){ .title = STR("любой"), .href = ctx_with(ctx, "source", STR_EMPTY), .count = NO_COUNT, .current = source == 0 };
    for (int s = CASE_OWN_SIGNS; s <= N_SOURCES; s++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < n; i++) count += (int)cases[i].source == s;
        if (count > 0) of_source[n_sources++] = (DocLink){ .title = str_of(case_source_title((CaseSource)s)), .href = ctx_with(ctx, "source", CTX_TEXT(ctx, "%d", s)), .count = count, .current = source == s };
    }
    if (n_sources > 2) doc_chips(ctx->doc, NULL, STR("Источник"), n_sources, of_source);
}

static void import_form(Ctx *ctx, Node *parent)
{
    static const FieldOption sources[] = { { .value = { "3", 1 }, .title = { "Рособрнадзор", 24 } }, { .value = { "2", 1 }, .title = { "регион", 12 } } };
    static const FormButton buttons[] = { { .title = { "Внести в список", 28 } } };
    static const Field fields[] = {
        { .kind = FIELD_SELECT, .name = { "source", 6 }, .label = { "Чей список", 19 }, .value = { "3", 1 }, .n_options = 2, .options = sources },
        { .kind = FIELD_FILE, .name = { "file", 4 }, .label = { "Таблица", 14 }, .hint = { "Столбцы «школа» (код), «причина», «срок»; XLSX, ODS или CSV.", 95 }, .accept = ".xlsx,.ods,.csv" },
    };
    Node *panel = doc_panel(ctx->doc, parent, STR("Список извне"));
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/signs/list"), .is_post = true, .is_upload = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = buttons };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, panel, form);
}

static bool show(Ctx *ctx, Err *err)
{
    static const Column columns[] = { { .head = { "дело", 8 }, .help = { "case", 4 } }, { .head = { "школа", 10 } }, { .head = { "источник", 16 } }, { .head = { "причина", 14 }, .width = 0.3f },
        { .head = { "состояние", 18 } }, { .head = { "ответ", 10 } }, { .head = { "в списке до", 20 } } };
    static const DocLink crumbs[] = { { .title = { "Признаки", 16 }, .href = { "/signs", 6 }, .count = NO_COUNT } };
    StudyCase *cases;
    uint32_t n, n_asked = 0, n_alive = 0;
    CaseAsk ask = { .path = ctx->org.path, .over_too = true };
    if (!case_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &cases, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        n_asked += cases[i].state == CASE_ASKED;
        n_alive += cases[i].state != CASE_CLOSED;
    }
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumbs;
    ctx->doc->title = n_alive == 0 ? STR("К изучению: ни одной школы") : CTX_TEXT(ctx, "К изучению: %.*s", STR_ARG(number_of(ctx->arena, n_alive, "школа", "школы", "школ")));
    if (n_asked == 1) ctx->doc->title = CTX_TEXT(ctx, "%.*s, от одной ждём ответа", STR_ARG(ctx->doc->title));
    else if (n_asked > 1) ctx->doc->title = CTX_TEXT(ctx, "%.*s, от %u ждём ответа", STR_ARG(ctx->doc->title), n_asked);
    ctx->doc->lead = STR("Школа в списке не нарушитель: её результаты решили посмотреть внимательнее. В свой срок она уходит из списка сама.");
    chips(ctx, cases, n);
    long long state = ctx_int(ctx, "state", 0), source = ctx_int(ctx, "source", 0);
    Table *table = table_new(ctx->doc, STR("study-list"), STR("Школы на изучение"), 7, columns, n);
    table->untitled = true;
    table->empty = STR("Список пуст. Школу вносят со страницы «Почему школа показана» или таблицей извне.");
    for (uint32_t i = 0; i < n; i++)
        if ((state == 0 ? cases[i].state != CASE_CLOSED : (long long)cases[i].state == state) && (source == 0 || (long long)cases[i].source == source)) add_row(ctx, table, &cases[i]);
    Node *main = NULL, *side = NULL;
    bool decides = who_may(ctx->who, RIGHT_SIGNS_DECIDE, ctx->org.path);
    if (decides) doc_aside(ctx->doc, NULL, &main, &side);
    doc_table(ctx->doc, main, table);
    if (decides) import_form(ctx, side);
    return true;
}

static bool act(Ctx *ctx, Err *err)
{
    long long source;
    CaseListed listed;
    if (ctx->request->n_files == 0 || ctx->request->files[0].bytes.n == 0) return err_set(err, ERR_INPUT, "Выберите таблицу.", "Файл не выбран.");
    if (!str_to_int(ctx_field(ctx, "source"), &source) || (source != CASE_REGION && source != CASE_FEDERAL)) return err_set(err, ERR_INPUT, "Выберите, чей это список.", "Источник не выбран.");
    CaseList list = { .source = (CaseSource)source, .name = ctx->request->files[0].name, .bytes = ctx->request->files[0].bytes };
    if (!flow_case_import(ctx->flow, ctx->who, &list, ctx->arena, &listed, err)) return false;
    Str words = CTX_TEXT(ctx, "Внесено: %u. Уже были в списке: %u.", listed.n_put, listed.n_already);
    for (uint32_t i = 0; i < listed.n_strangers && i < 10; i++)
        words = CTX_TEXT(ctx, "%.*s%s%.*s", STR_ARG(words), i == 0 ? " Нет таких школ: " : ", ", STR_ARG(listed.strangers[i]));
    ctx_done(ctx, words);
    return ctx_go(ctx, STR("/signs/list"));
}

const Page page_study_list = {
    .path = "/signs/list", .title = "Школы на изучение", .section = SECTION_SIGNS, .right = RIGHT_SIGNS_READ, .act_right = RIGHT_SIGNS_DECIDE, .params = params, .show = show, .act = act,
};
