/* One register: its records with filters, search and order in the address; a workbook of all its columns. */
#include "base/date.h"
#include "base/number.h"
#include "base/utf8.h"
#include "publish/rich.h"
#include "web/month.h"
#include "web/record_part.h"
#include "web/url.h"

enum { SHOWN = 50, IN_A_FILE = 5000, COUNTED = 1000 };

static const Param params[] = {
    { .name = "type", .kind = PARAM_TEXT, .title = "регистр", .max_length = 40 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации", .max_length = 100 },
    { .name = "q", .kind = PARAM_TEXT, .title = "слова", .max_length = 200 },
    { .name = "state", .kind = PARAM_TEXT, .title = "состояние", .max_length = 40 },
    { .name = "since", .kind = PARAM_DATE, .title = "с какого дня" },
    { .name = "till", .kind = PARAM_DATE, .title = "по какой день" },
    { .name = "sort", .kind = PARAM_CHOICE, .title = "порядок", .choices = "day|title|number" },
    { .name = "own", .kind = PARAM_FLAG, .title = "без записей подчинённых" },
    { .name = "view", .kind = PARAM_CHOICE, .title = "вид", .choices = "list|calendar" },
    { .name = "month", .kind = PARAM_DATE, .title = "месяц календаря: любой его день" },
    { .name = "basket", .kind = PARAM_FLAG, .title = "корзина" },
    { .name = "from", .kind = PARAM_INT, .title = "с какой по счёту", .min = 1, .max = 1000000 },
    { .name = NULL },
};

static RecordAsk ask_of(Ctx *ctx, const RecordType *type)
{
    RecordAsk ask = { .type = str_of(type->id), .path = ctx->org.path, .own_only = ctx_int(ctx, "own", 0) == 1, .deleted = ctx_int(ctx, "basket", 0) == 1, .state = ctx_param(ctx, "state"), .from = ctx_param(ctx, "since"),
        .to = ctx_param(ctx, "till") };
    Str sort = ctx_param(ctx, "sort");
    const Str *stems;
    uint32_t n_stems, n_facets = 0;
    ask.order = str_eq(sort, STR("title")) ? RECORD_BY_TITLE : str_eq(sort, STR("number")) ? RECORD_BY_NUMBER : RECORD_BY_DAY;
    record_stems(ctx_param(ctx, "q"), RECORD_ASK_WORDS, ctx->arena, &n_stems, &stems);
    for (uint32_t i = 0; i < n_stems; i++) ask.words[i] = stems[i];
    for (const RecordField *field = type->fields; field->name != NULL && n_facets < RECORD_ASK_FACETS; field++) {
        Str value = field->facet ? ctx_param(ctx, field->name) : STR_EMPTY;
        if (value.n > 0) ask.facets[n_facets].field = str_of(field->name), ask.facets[n_facets++].value = value;
    }
    return ask;
}

/* ---- filters ---- */

static uint32_t count_of(const RecordCount *counts, uint32_t n, Str field, Str value)
{
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(counts[i].field, field) && str_eq(counts[i].value, value)) return counts[i].n;
    return 0;
}

/* The first page again: another filter has other pages. */
static Str filter(Ctx *ctx, const char *name, Str value)
{
    Str href = ctx_with(ctx, name, value);
    size_t at = str_find(href, STR("from="));
    if (at == SIZE_MAX || (href.at[at - 1] != '?' && href.at[at - 1] != '&')) return href;
    size_t end = at;
    while (end < href.n && href.at[end] != '&') end++;
    return CTX_TEXT(ctx, "%.*s%.*s", (int)(end < href.n ? at : at - 1), href.at, STR_ARG(str_slice(href, end < href.n ? end + 1 : end, href.n)));
}

static void add_chips(Ctx *ctx, const RecordType *type, const RecordCount *counts, uint32_t n)
{
    uint32_t n_states = 0, total = 0, n_chips = 0;
    Str chosen = ctx_param(ctx, "state");
    while (type->states[n_states].word != NULL) n_states++;
    for (uint32_t i = 0; i < n; i++) total += counts[i].field.n == 0 ? counts[i].n : 0;
    DocLink *chips = arena_array(ctx->arena, DocLink, n_states + 1u);
    chips[n_chips++] = (DocLink){ .title = STR("все"), .href = filter(ctx, "state", STR_EMPTY), .count = total, .current = chosen.n == 0 };
    for (uint32_t i = 0; i < n_states; i++) {
        Str word = str_of(type->states[i].word);
        chips[n_chips++] = (DocLink){ .title = str_of(type->states[i].title), .href = filter(ctx, "state", word), .count = count_of(counts, n, STR_EMPTY, word), .current = str_eq(chosen, word) };
    }
    doc_chips(ctx->doc, NULL, STR("Состояние"), n_chips, chips);
}

/* Values of a filter that stand there at all, and the chosen one. */
static void add_facet(Ctx *ctx, const RecordField *field, const RecordLook *look, const RecordCount *counts, uint32_t n)
{
    enum { MOST = 12 };
    DocLink *chips = arena_array(ctx->arena, DocLink, n + 2u);
    Str chosen = ctx_param(ctx, field->name), name = str_of(field->name);
    uint32_t n_chips = 0;
    chips[n_chips++] = (DocLink){ .title = CTX_TEXT(ctx, "%s: любой", field->title), .href = filter(ctx, field->name, STR_EMPTY), .count = NO_COUNT, .current = chosen.n == 0 };
    for (uint32_t i = 0; i < n; i++) {
        bool current = str_eq(counts[i].value, chosen);
        if (!str_eq(counts[i].field, name) || (n_chips > MOST && !current)) continue;
        chips[n_chips++] = (DocLink){ .title = record_field_words(field, look, ctx->arena, counts[i].value), .href = filter(ctx, field->name, counts[i].value), .count = counts[i].n, .current = current };
    }
    if (n_chips > 1) doc_chips(ctx->doc, NULL, STR_EMPTY, n_chips, chips);
}

static void add_search(Ctx *ctx, const RecordType *type)
{
    static const char *const kept[] = { "org", "state", "sort", "own", "view", "month", "basket" };
    Ask *ask = ask_new(ctx, record_address(ctx, type, 0, ""));
    ask->form.is_post = false;
    ask->form.in_line = true;
    Field *words = ask_field(ask, FIELD_TEXT, "q", "Слова", ctx_param(ctx, "q"));
    words->optional = true;
    words->width = 24;
    ask_field(ask, FIELD_DATE, "since", "С дня", ctx_param(ctx, "since"))->optional = true;
    ask_field(ask, FIELD_DATE, "till", "По день", ctx_param(ctx, "till"))->optional = true;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (ctx_param(ctx, kept[i]).n > 0) ask_field(ask, FIELD_HIDDEN, kept[i], "", ctx_param(ctx, kept[i]));
    for (const RecordField *field = type->fields; field->name != NULL; field++)
        if (field->facet && ctx_param(ctx, field->name).n > 0) ask_field(ask, FIELD_HIDDEN, field->name, "", ctx_param(ctx, field->name));
    ask_button(ask, "Найти", false);
    ask_end(ask, NULL);
}

/* ---- rows ---- */

/* «О чём» as the head of a column: «о чём». */
static Str small(Ctx *ctx, const char *title)
{
    Str text = str_of(title);
    char first[4];
    size_t at = 0;
    size_t n = utf8_put(utf8_lower(utf8_next(text, &at)), first);
    return CTX_TEXT(ctx, "%.*s%.*s", (int)n, first, STR_ARG(str_slice(text, at, text.n)));
}

static void add_table(Ctx *ctx, const RecordType *type, const RecordLook *look, const Record *rows, uint32_t n, bool whose, Err *err)
{
    uint32_t n_shown = 0, n_columns = 0;
    const RecordField *shown[8];
    for (const RecordField *field = type->fields; field->name != NULL && n_shown < 8; field++)
        if (field->column) shown[n_shown++] = field;
    Column *columns = arena_array(ctx->arena, Column, n_shown + 5u);
    const RecordField *title = record_field_find(type->fields, str_of(type->title_field)), *day = record_field_find(type->fields, str_of(type->day_field));
    columns[n_columns++] = (Column){ .head = STR("№"), .kind = COLUMN_NUMBER, .open = true };
    columns[n_columns++] = (Column){ .head = small(ctx, title->title), .width = 0.34f };
    columns[n_columns++] = (Column){ .head = small(ctx, day->title) };
    for (uint32_t i = 0; i < n_shown; i++) columns[n_columns++] = (Column){ .head = small(ctx, shown[i]->title) };
    if (whose) columns[n_columns++] = (Column){ .head = STR("чья запись") };
    columns[n_columns++] = (Column){ .head = STR("состояние") };
    Table *table = table_new(ctx->doc, str_of(type->id), str_of(type->title), n_columns, columns, n);
    table->untitled = table->page_only = true;
    table->empty = STR("Таких записей нет. Снимите отбор или измените слова поиска.");
    int32_t when, today = date_of_time(ctx->now), until;
    for (uint32_t r = 0; r < n; r++) {
        RecordData *data = NULL;
        uint32_t c = 0;
        bool late = date_parse(rows[r].until, &until) && until < today;
        if (!rows[r].restricted && !record_data_read(type, rows[r].fields, ctx->arena, &data, err)) data = NULL; /* a broken one is still listed */
        Cell *cells = table_row(ctx->doc, table, late ? ROW_ATTENTION : ROW_PLAIN);
        cells[c++] = cell_int(rows[r].number);
        cells[c++] = cell_link(record_part_title(ctx, type, &rows[r]), record_address(ctx, type, rows[r].number, ""));
        cells[c++] = date_parse(rows[r].day, &when) ? cell_text(date_short(ctx->arena, when)) : cell_missing();
        for (uint32_t i = 0; i < n_shown; i++) {
            Str value = data != NULL && record_part_sees(ctx, shown[i], rows[r].org_path) ? data->values[shown[i] - type->fields] : STR_EMPTY;
            cells[c++] = value.n > 0 ? cell_text(record_part_rich(ctx, shown[i], look, value)) : cell_missing();
        }
        if (whose) cells[c++] = cell_text(rich_escape(ctx->arena, rows[r].org_name));
        cells[c++] = cell_text(late ? CTX_TEXT(ctx, "%s, **срок прошёл %.*s**", record_state_title(type, rows[r].state), STR_ARG(date_short(ctx->arena, until))) : str_of(record_state_title(type, rows[r].state)));
    }
    doc_table(ctx->doc, NULL, table);
}

/* Every column in words, as import takes them: only in files. Closed records are left out. */
static void add_whole(Ctx *ctx, const RecordType *type, const RecordLook *look, const Record *rows, uint32_t n, Err *err)
{
    const Str *heads;
    uint32_t n_heads = record_columns(type, ctx->arena, &heads), n_fields = record_fields_n(type->fields);
    Column *columns = arena_array(ctx->arena, Column, n_heads + 3u);
    columns[0] = (Column){ .head = STR("№"), .kind = COLUMN_NUMBER, .open = true };
    for (uint32_t c = 0; c < n_heads; c++) columns[c + 1] = (Column){ .head = heads[c] };
    columns[n_heads + 1] = (Column){ .head = STR("Состояние") };
    columns[n_heads + 2] = (Column){ .head = STR("Чья запись") };
    Table *table = table_new(ctx->doc, CTX_TEXT(ctx, "%s-all", type->id), CTX_TEXT(ctx, "%s: все столбцы", type->title), n_heads + 3, columns, n);
    table->data_only = true;
    table->tab = str_of(type->title);
    for (uint32_t r = 0; r < n; r++) {
        RecordData *data;
        if (rows[r].restricted || !record_data_read(type, rows[r].fields, ctx->arena, &data, err)) continue;
        Cell *cells = table_row(ctx->doc, table, ROW_PLAIN);
        cells[0] = cell_int(rows[r].number);
        for (uint32_t c = 0; c < n_heads; c++) {
            bool sees = c >= n_fields || record_part_sees(ctx, &type->fields[c], rows[r].org_path);
            cells[c + 1] = cell_text(sees ? rich_escape(ctx->arena, record_to_cell(data, c, look, ctx->arena)) : STR_EMPTY);
        }
        cells[n_heads + 1] = cell_text(str_of(record_state_title(type, rows[r].state)));
        cells[n_heads + 2] = cell_text(rich_escape(ctx->arena, rows[r].org_name));
    }
    doc_table(ctx->doc, NULL, table);
}

static void add_buttons(Ctx *ctx, const RecordType *type)
{
    if (!who_may(ctx->who, RIGHT_RECORD_WRITE, ctx->org.path)) return;
    Str org = CTX_TEXT(ctx, "?org=%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code)));
    Button *buttons = arena_array(ctx->arena, Button, 2);
    buttons[0] = (Button){ .title = str_of(type->fresh), .href = CTX_TEXT(ctx, "/records/%s/new%.*s", type->id, STR_ARG(org)), .primary = true };
    buttons[1] = (Button){ .title = STR("Загрузить таблицей"), .href = CTX_TEXT(ctx, "/records/%s/import%.*s", type->id, STR_ARG(org)), .icon = "up" };
    doc_buttons(ctx->doc, NULL, 2, buttons, STR_EMPTY);
}

/* ---- the calendar ---- */

typedef struct Days { const RecordType *type; const Record *rows; const Str *last; uint32_t n; } Days; /* last: ISO day of each */

/* Records whose days hold this one: a conference of three days stands on each. */
static Str day_words(Ctx *ctx, void *context, int32_t day)
{
    const Days *days = context;
    Str iso = date_iso(ctx->arena, day), out = STR_EMPTY;
    for (uint32_t i = 0; i < days->n; i++) {
        const Record *row = &days->rows[i];
        if (row->day.n == 0 || str_cmp(iso, row->day) < 0 || str_cmp(iso, days->last[i]) > 0) continue;
        out = CTX_TEXT(ctx, "%.*s%s[%.*s](%.*s)", STR_ARG(out), out.n > 0 ? "; " : "", STR_ARG(record_part_title(ctx, days->type, row)), STR_ARG(record_address(ctx, days->type, row->number, "")));
    }
    return out;
}

static bool add_calendar(Ctx *ctx, const RecordType *type, const RecordAsk *asked, Err *err)
{
    enum { MOST = 1000, LONGEST = 31 };
    int32_t today = date_of_time(ctx->now), day = today;
    RecordAsk ask = *asked;
    Record *rows;
    Days days = { .type = type };
    date_parse(ctx_param(ctx, "month"), &day);
    Month month = month_of(day, 0);
    ask.from = date_iso(ctx->arena, month.first - LONGEST); /* what began before may last till now */
    ask.to = date_iso(ctx->arena, month.last);
    ask.skip = 0, ask.limit = MOST;
    if (!record_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &days.n, err)) return false;
    Str *last = arena_array(ctx->arena, Str, days.n + 1u);
    for (uint32_t i = 0; i < days.n; i++) {
        RecordData *data;
        last[i] = rows[i].day;
        if (type->waits != NULL || !record_data_read(type, rows[i].fields, ctx->arena, &data, err)) continue; /* a deadline is no duration */
        if (record_until(data).n > 0) last[i] = record_until(data);
    }
    days.rows = rows, days.last = last;
    doc_heading(ctx->doc, NULL, 2, record_part_capital(ctx, arena_z(ctx->arena, month_title(ctx, &month))));
    month_links(ctx, &month, NULL);
    month_table(ctx, &month, today, day_words, &days);
    return true;
}

static void add_views(Ctx *ctx, bool calendar)
{
    DocLink *links = arena_array(ctx->arena, DocLink, 2);
    links[0] = (DocLink){ .title = STR("список"), .href = filter(ctx, "view", STR_EMPTY), .count = NO_COUNT, .current = !calendar };
    links[1] = (DocLink){ .title = STR("календарь"), .href = filter(ctx, "view", STR("calendar")), .count = NO_COUNT, .current = calendar };
    doc_switch(ctx->doc, NULL, STR("Вид"), 2, links);
}

static bool add_empty(Ctx *ctx, const RecordType *type, Err *err)
{
    RecordData *data;
    Str titles = STR_EMPTY;
    for (int i = 0; i < 2; i++) {
        if (!record_data_read(type, str_of(type->examples[i]), ctx->arena, &data, err)) return false;
        titles = CTX_TEXT(ctx, "%.*s%s«%.*s»", STR_ARG(titles), i > 0 ? ", " : "", STR_ARG(rich_escape(ctx->arena, record_title(data, ctx->arena))));
    }
    doc_text(ctx->doc, NULL, CTX_TEXT(ctx, "Записей ещё нет. Сюда вносят, например: %.*s.", STR_ARG(titles)));
    return true;
}

static void add_order(Ctx *ctx)
{
    static const char *const orders[] = { "day", "title", "number" }, *const titles[] = { "по дню", "по названию", "по номеру" };
    DocLink *links = arena_array(ctx->arena, DocLink, 3);
    Str sort = ctx_param(ctx, "sort");
    for (int i = 0; i < 3; i++) links[i] = (DocLink){ .title = str_of(titles[i]), .href = filter(ctx, "sort", i == 0 ? STR_EMPTY : str_of(orders[i])), .count = NO_COUNT, .current = sort.n == 0 ? i == 0 : str_eq(sort, str_of(orders[i])) };
    doc_switch(ctx->doc, NULL, STR("Порядок"), 3, links);
}

/* Records of others in whose lists the reader stands: an invitation from above is found where such things are kept. */
static bool add_listed(Ctx *ctx, const RecordType *type, Err *err)
{
    enum { MOST = 20 };
    RecordListed *rows;
    uint32_t n, n_items = 0;
    if (type->people == NULL || ctx_is_file(ctx)) return true;
    if (!record_of_person(ctx->db, ctx->who->region_id, ctx->who->account_id, ctx->arena, &rows, &n, err)) return false;
    Str *items = arena_array(ctx->arena, Str, MOST);
    for (uint32_t i = 0; i < n && n_items < MOST; i++)
        if (str_eq(rows[i].type, str_of(type->id)) && !rows[i].restricted)
            items[n_items++] = CTX_TEXT(ctx, "[%.*s](%.*s), %.*s", STR_ARG(rich_escape(ctx->arena, rows[i].title)), STR_ARG(record_address(ctx, type, rows[i].number, "")), STR_ARG(rich_escape(ctx->arena, rows[i].org_name)));
    if (n_items == 0) return true;
    doc_heading(ctx->doc, NULL, 2, STR("Вы в списке"));
    doc_list(ctx->doc, NULL, n_items, items);
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    const RecordType *type;
    RecordCount *counts;
    Record *rows;
    uint32_t n, n_counts, total, everything = 0;
    if (!record_part_type(ctx, &type, err)) return false;
    RecordAsk ask = ask_of(ctx, type);
    if (!record_counts(ctx->db, ctx->org.region_id, &ask, ctx->arena, &counts, &n_counts, err)) return false;
    for (uint32_t i = 0; i < n_counts; i++) everything += counts[i].field.n == 0 ? counts[i].n : 0;
    /* What the figures beside the filters tell is not counted once more; of words and facets «more than a thousand» is enough. */
    bool told = ask.words[0].n == 0 && ask.facets[0].field.n == 0;
    total = ask.state.n == 0 ? everything : count_of(counts, n_counts, STR_EMPTY, ask.state);
    if (!told && !record_count(ctx->db, ctx->org.region_id, &ask, ctx_is_file(ctx) ? IN_A_FILE : COUNTED + 1, ctx->arena, &total, err)) return false;
    bool many = !told && !ctx_is_file(ctx) && total > COUNTED;
    if (many) total = COUNTED;
    CtxSpan span = ctx_span(ctx, total < IN_A_FILE ? total : IN_A_FILE, SHOWN);
    ask.skip = span.from;
    ask.limit = span.to - span.from + (span.to == span.from);
    if (!record_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &rows, &n, err)) return false;
    DocLink *crumb = arena_one(ctx->arena, DocLink);
    *crumb = (DocLink){ .title = STR("Документы"), .href = STR("/records"), .count = NO_COUNT };
    ctx->doc->n_crumbs = 1;
    ctx->doc->crumbs = crumb;
    ctx->doc->kicker = rich_escape(ctx->arena, ctx->org.name);
    ctx->doc->title = ask.deleted ? CTX_TEXT(ctx, "%s: в корзине %u", type->title, total) : total == everything ? CTX_TEXT(ctx, "%s: %u", type->title, total) : CTX_TEXT(ctx, "%s: найдено %s%u из %u", type->title, many ? "больше " : "", total, everything);
    ctx->doc->lead = str_of(type->what);
    const RecordLook *look = flow_record_look(ctx->db, ctx->who, ctx->org.path, false, ctx->arena);
    add_buttons(ctx, type);
    if (everything == 0 && !ask.deleted) {
        if (!add_empty(ctx, type, err)) return false;
    } else {
        add_search(ctx, type);
        add_chips(ctx, type, counts, n_counts);
        for (const RecordField *field = type->fields; field->name != NULL; field++)
            if (field->facet) add_facet(ctx, field, look, counts, n_counts);
        bool calendar = str_eq(ctx_param(ctx, "view"), STR("calendar"));
        add_views(ctx, calendar);
        if (calendar && !add_calendar(ctx, type, &ask, err)) return false;
        if (!calendar) add_order(ctx);
        if (!calendar) add_table(ctx, type, look, rows, n, ctx->org.kind < ORG_SCHOOL, err);
        if (!calendar) ctx_pager(ctx, NULL, &span, "записей");
    }
    if (ctx_is_file(ctx)) add_whole(ctx, type, look, rows, n, err);
    if (!add_listed(ctx, type, err)) return false;
    if (who_may(ctx->who, RIGHT_RECORD_WRITE, ctx->org.path)) ask_links(ctx, NULL, 1, ask.deleted ? "Из корзины к списку" : "Корзина", record_address(ctx, type, 0, ask.deleted ? "" : "?basket=1"));
    return true;
}

const Page page_records_type = { .path = "/records/:type", .title = "Регистр", .section = SECTION_RECORDS, .right = RIGHT_PLAN_READ, .params = params, .sample = "/records/event", .show = show };
