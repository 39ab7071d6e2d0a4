#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup.h"
#include "page_sample.h"
#include "plan_sample.h"

static Arena *arena;
static Markup *m;

static int begin(void **state)
{
    (void)state;
    arena = arena_new(0);
    m = arena_one(arena, Markup);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static Str take(Buf *out)
{
    Str copy = arena_str(arena, buf_str(out));
    buf_free(out);
    return copy;
}

static Str page_of(const Doc *doc, const DocFrame *frame)
{
    Buf out;
    buf_init(&out, 0);
    Err err = { 0 };
    assert_true(doc_page_html(doc, frame, &out, &err));
    return take(&out);
}

static Str shown(const Doc *doc)
{
    DocFrame frame = sample_frame(1);
    return page_of(doc, &frame);
}

static Str csv_of(const Doc *doc)
{
    Buf out;
    buf_init(&out, 0);
    assert_true(doc_csv(doc, &out, NULL));
    return take(&out);
}

static Str json_of(const Doc *doc)
{
    Buf out;
    buf_init(&out, 0);
    assert_true(doc_json(doc, &out, NULL));
    return take(&out);
}

static bool has(Str s, const char *z) { return str_find(s, str_of(z)) != SIZE_MAX; }

static unsigned count(Str s, const char *z)
{
    unsigned n = 0;
    for (size_t at; (at = str_find(s, str_of(z))) != SIZE_MAX; n++) s = str_slice(s, at + 1, s.n);
    return n;
}

typedef struct Sample { const char *name; Doc *doc; } Sample;
#define N_SAMPLES 9
static void samples(Sample *out)
{
    const Sample all[N_SAMPLES] = { { "today", sample_today(arena) }, { "import", sample_import(arena) }, { "form", sample_form(arena, false) }, { "wrong", sample_form(arena, true) },
        { "heat", sample_heat(arena) }, { "why", sample_why(arena) }, { "funnel", sample_funnel(arena) }, { "plan", sample_plan_page(arena) }, { "report", gallery_doc(arena) } };
    memcpy(out, all, sizeof all);
}

/* Every id named by an attribute (space-separated) stands in the page. */
static void check_named(Str page, const char *attribute)
{
    char open[40];
    snprintf(open, sizeof open, " %s=\"", attribute);
    for (size_t at; (at = str_find(page, str_of(open))) != SIZE_MAX;) {
        page = str_slice(page, at + strlen(open), page.n);
        Str value = str_slice(page, 0, str_find(page, STR("\"")));
        while (value.n) {
            size_t space = str_find(value, STR(" "));
            char id[100];
            snprintf(id, sizeof id, "%.*s", STR_ARG(str_slice(value, 0, space == SIZE_MAX ? value.n : space)));
            bool found = false;
            for (unsigned i = 0; i < m->n_ids && !found; i++) found = strcmp(m->ids[i], id) == 0;
            if (!found) print_error("%s: %s\n", attribute, id);
            assert_true(found);
            value = space == SIZE_MAX ? STR_EMPTY : str_slice(value, space + 1, value.n);
        }
    }
}

static void test_sound(void **state)
{
    (void)state;
    Sample all[N_SAMPLES];
    samples(all);
    for (int i = 0; i < N_SAMPLES; i++) {
        Str page = shown(all[i].doc);
        print_message("%s: %zu bytes\n", all[i].name, page.n);
        assert_true(markup_read(page, m));
        assert_int_equal(m->n_h1, 1);
        assert_int_equal(m->n_same_ids, 0);
        assert_int_equal(m->n_handlers, 0);
        assert_int_equal(m->n_odd_numbers, 0);
        assert_int_equal(m->n_unnamed_svgs, 0);
        assert_int_equal(m->n_tables, m->n_captions);
        /* the strictest policy holds: nothing inline, one script of ours */
        assert_int_equal(m->n_scripts, 1);
        assert_true(has(page, "<script type=\"module\" src=\"/static/"));
        assert_false(has(page, " style=") || has(page, "<style"));
        assert_int_equal(count(page, "xmlns=\"http"), count(page, "http"));
        check_named(page, "aria-describedby");
        check_named(page, "aria-labelledby");
        check_named(page, "for");
        /* links within the page lead somewhere */
        for (unsigned k = 0; k < m->n_links; k++) assert_true(m->links[k][0] != 0 || has(page, "href=\"/\""));
        assert_int_equal(count(page, "method=\"post\""), count(page, "name=\"csrf\" value=\"c5rf-t0ken\""));
        assert_true(i == N_SAMPLES - 1 || page.n < 200000);
        assert_true(str_eq(page, shown(all[i].doc)));
    }
}

static void test_dead_links(void **state)
{
    (void)state;
    Sample all[N_SAMPLES];
    samples(all);
    for (int i = 0; i < N_SAMPLES - 1; i++) { /* the report's gallery names schools that it does not show */
        Str page = shown(all[i].doc), rest = page;
        assert_true(markup_read(page, m));
        for (size_t at; (at = str_find(rest, STR(" href=\"#"))) != SIZE_MAX;) {
            rest = str_slice(rest, at + 8, rest.n);
            char id[120];
            snprintf(id, sizeof id, "%.*s", STR_ARG(str_slice(rest, 0, str_find(rest, STR("\"")))));
            bool found = false;
            for (unsigned k = 0; k < m->n_ids && !found; k++) found = strcmp(m->ids[k], id) == 0;
            if (!found) print_error("%s: #%s\n", all[i].name, id);
            assert_true(found);
        }
    }
}

/* Headings go down one level at a time. */
static void test_outline(void **state)
{
    (void)state;
    Sample all[N_SAMPLES];
    samples(all);
    for (int i = 0; i < N_SAMPLES; i++) {
        Str rest = shown(all[i].doc);
        int last = 0;
        for (size_t at; (at = str_find(rest, STR("<h"))) != SIZE_MAX;) {
            rest = str_slice(rest, at + 2, rest.n);
            if (rest.at[0] < '1' || rest.at[0] > '6') continue;
            int level = rest.at[0] - '0';
            if (level > last + 1) print_error("%s: h%d after h%d\n", all[i].name, level, last);
            assert_true(level <= last + 1);
            last = level;
        }
        assert_true(last > 1 || i == 2 || i == 4);
    }
}

#define EVIL "<script>alert(1)</script>\"'><img src=x onerror=y> & [x](javascript:alert) [y](//evil.example) [z](/\\evil)"
#define E STR(EVIL)

static Doc *evil_doc(void)
{
    static DocLink links[] = { { E, E, "file", 1, true }, { E, STR("javascript:alert(1)"), NULL, 0, false }, { E, STR("//evil.example/x"), NULL, NO_COUNT, false }, { E, STR("/ok?a=\"><b>"), NULL, NO_COUNT, false } };
    static DocPair pairs[] = { { E, E } };
    static Button buttons[] = { { .title = E, .href = STR("https://evil.example"), .about = E }, { .title = E, .href = E, .is_post = true, .n_pairs = 1, .pairs = pairs } };
    static FieldOption options[] = { { E, E, E, true } };
    static Field fields[FIELD_PASTE + 1];
    for (int kind = 0; kind <= FIELD_PASTE; kind++)
        fields[kind] = (Field){ .kind = (FieldKind)kind, .name = E, .label = E, .hint = E, .value = E, .error = E, .help = E, .section = E, .unit = E, .n_options = kind == FIELD_TEXT ? 0 : 1, .options = options };
    static FormButton go[] = { { E, E, E, true, "up", E } };
    static InputForm form = { .id = E, .action = E, .is_post = true, .error = E, .n_fields = FIELD_PASTE + 1, .fields = fields, .n_buttons = 1, .buttons = go, .note = E };
    static GridColumn column[] = { { E, E, false } };
    static GridCell cell[] = { { E, GRID_WRONG, 1, E, E } };
    static GridRow row[] = { { 1, true, cell } };
    static CellGrid grid = { E, E, 1, 1, column, 1, row };
    static CellRemark remark[] = { { 1, false, E, E, E, E, E, E, E, 1, pairs, 1, options, true } };
    static Decision decision[] = { { "eye", false, LEVEL_NONE, E, E, E, E, true, &buttons[1] } };
    static Tile tile[] = { { E, E, E, TILE_LATE, true, true } };
    static Tiles tiles = { E, 1, tile, { E, E, E, E }, E };
    static StripPart part[] = { { 1, E, STRIP_DONE } };
    static Strip strip = { E, 1, part, false };
    static HistoryEntry entry[] = { { E, E, E, E, E, E } };
    static LegendItem legend[] = { { SWATCH_BELOW, E, E } };
    static Pager pager = { 1, 2, 3, E, E, E };
    static BoardCard cards[] = { { E, E, E, true, E } };
    static Lane lanes[] = { { E, E, 1, cards }, { E, E, 0, NULL } };
    static Str line[] = { E };
    Doc *doc = doc_new(arena, E);
    doc->kicker = doc->lead = doc->level_text = doc->self = doc->query = doc->footer = E;
    doc->has_level = true;
    doc->n_crumbs = doc->n_tools = doc->n_tabs = doc->n_views = 4;
    doc->crumbs = doc->tools = doc->tabs = doc->views = links;
    doc->n_factline = 1, doc->factline = line;
    doc_panel(doc, NULL, E)->sub = E;
    doc_form(doc, NULL, &form);
    doc_grid(doc, NULL, &grid);
    doc_remarks(doc, NULL, 1, remark);
    doc_decisions(doc, NULL, 1, decision, E);
    doc_board(doc, NULL, E, 2, lanes);
    doc_tiles(doc, NULL, &tiles);
    doc_strip(doc, NULL, &strip);
    doc_chips(doc, NULL, E, 4, links);
    doc_switch(doc, NULL, E, 4, links);
    doc_buttons(doc, NULL, 2, buttons, E);
    doc_history(doc, NULL, 1, entry);
    doc_legend(doc, NULL, 1, legend);
    doc_pager(doc, NULL, &pager);
    Node *head = doc_heading(doc, NULL, 2, E);
    head->sub = head->kicker_right = E;
    Column *columns = arena_array(arena, Column, 3);
    for (int i = 0; i < 3; i++) columns[i] = (Column){ .head = E, .group = E, .help = E };
    Table *table = table_new(doc, E, E, 3, columns, 1);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_link(E, E);
    cells[0].detail = E;
    cells[1] = cell_action(&buttons[1]);
    cells[2] = cell_field(&fields[0]);
    doc_table(doc, NULL, table);
    return doc;
}

static void test_hostile(void **state)
{
    (void)state;
    Doc *doc = evil_doc();
    DocFrame frame = sample_frame(0);
    frame.place = frame.year = frame.search_value = frame.search_hint = frame.account = frame.flash = frame.version = frame.data_time = frame.copy_verified = frame.csrf = E;
    Str page = page_of(doc, &frame);
    assert_true(markup_read(page, m));
    assert_int_equal(m->n_scripts, 1);
    assert_int_equal(m->n_handlers, 0);
    assert_false(has(page, "<img") || has(page, "href=\"javascript") || has(page, "href=\"//") || has(page, "href=\"https:") || has(page, "href=\"/\\"));
    assert_true(has(page, "href=\"/ok?a=&quot;&gt;&lt;b&gt;\""));
    /* addresses of forms come from us, yet even theirs cannot break out of the attribute */
    assert_true(has(page, "action=\"&lt;script&gt;"));
    Str xlsx = STR_EMPTY, docx = STR_EMPTY;
    assert_true(doc_docx(doc, &docx, arena, NULL) && docx.n > 1000);
    assert_true(doc_xlsx(doc, &xlsx, arena, NULL) && xlsx.n > 1000);
    assert_true(json_of(doc).n > 100);
}

static void test_form(void **state)
{
    (void)state;
    Str page = shown(sample_form(arena, true));
    assert_true(markup_read(page, m));
    /* what was typed stays, except a password */
    assert_true(has(page, "value=\"двадцать\"") && has(page, "Первая строка\n&lt;вторая&gt;</textarea>") && has(page, "код\tкласс\n1\t5А</textarea>"));
    assert_true(has(page, "value=\"Анна &quot;Сергеевна&quot; &lt;b&gt;\""));
    assert_false(has(page, "s3cret"));
    assert_true(has(page, "enctype=\"multipart/form-data\"") && has(page, "name=\"version\" value=\"17\""));
    /* both errors in the summary, with links to fields that exist (dead links are tested above), and beside the fields */
    assert_true(has(page, "Нужно исправить 2\u00A0поля"));
    assert_int_equal(count(page, "class=\"err\""), 2);
    assert_int_equal(count(page, "aria-invalid=\"true\""), 1);
    assert_true(has(page, "role=\"alert\""));
    assert_false(has(shown(sample_form(arena, false)), "role=\"alert\""));
    assert_int_equal(count(page, "checked=\"checked\""), 3);
    assert_true(has(page, "<option value=\"deputy\" selected=\"selected\">"));
    /* a GET form carries no csrf */
    Str filter = str_slice(page, str_find(page, STR("<form class=\"form inline\"")), page.n);
    assert_false(has(str_slice(filter, 0, str_find(filter, STR("</form>"))), "csrf"));
}

static void test_frame(void **state)
{
    (void)state;
    Doc *doc = sample_today(arena);
    DocFrame frame = sample_frame(0);
    Str page = page_of(doc, &frame);
    assert_true(has(page, "<a href=\"/\" aria-current=\"page\">Сегодня</a>") && has(page, "Признаки <span class=\"cnt\">3</span>"));
    assert_true(has(page, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"ru\" xml:lang=\"ru\">"));
    assert_false(has(page, "http-equiv"));
    frame.refresh_s = 5;
    frame.sight.size = 150;
    frame.sight.spacing = 9;
    frame.sight.scheme = SIGHT_WHITE_ON_BLACK;
    frame.sight.no_pictures = true;
    page = page_of(doc, &frame);
    assert_true(has(page, "class=\"s150 sp2 wb nopic\"") && has(page, "<meta http-equiv=\"refresh\" content=\"5\"/>"));
    frame.sight.size = 137; /* not on the panel */
    assert_true(has(page_of(doc, &frame), "class=\"s100 sp2"));
    frame.bare = true;
    page = page_of(doc, &frame);
    assert_true(markup_read(page, m));
    assert_false(has(page, "class=\"search\"") || has(page, "Энский район</summary>") || has(page, "class=\"sections\""));
    assert_true(has(page, "href=\"/help/submission\""));
    static DocLink years[] = { { STR("2024"), STR("?year=2024&view=a"), NULL, NO_COUNT, false } };
    doc_chips(doc, NULL, STR("Год"), 1, years);
    assert_true(has(page_of(doc, &frame), "<a href=\"?year=2024&amp;view=a\">2024</a>"));
}

static void test_files_of_page(void **state)
{
    (void)state;
    Doc *doc = sample_import(arena);
    Str page = shown(doc), csv = csv_of(doc), json = json_of(doc);
    assert_true(has(page, "href=\"/forms/10.xlsx?all=0&amp;sheet=биология\"") && has(page, "href=\"/forms/10.docx?"));
    assert_true(str_starts(csv, STR("\xEF\xBB\xBF")));
    assert_true(has(csv, "20;\"'=1+1\";<b>;1;3;4;5\r\n")); /* a formula from a file is text */
    assert_false(has(csv, "Принять 412 чистых") || has(json, "c5rf") || has(json, "Принять 412 чистых"));
    assert_true(has(csv, "C13;Балл не читается;?;"));
    assert_true(has(json, "\"title\": \"Принять можно 412 строк из") && has(json, "\"name\": \"процедура\""));
    assert_false(has(json_of(sample_why(arena)), "Спросить школу")); /* only what can be done: of no use on paper */
    assert_true(has(json_of(sample_funnel(arena)), "от 79 до 96") && has(json_of(sample_why(arena)), "В списке 3 школы района"));
    /* squares by number are words on paper and rows where one counts */
    Doc *today = sample_today(arena);
    assert_true(has(json_of(today), "\"не сдали: 3, 5, 12, 15\"") && has(csv_of(today), "\r\n4;сдали, нет наблюдателя\r\n"));
    Str docx = STR_EMPTY, xlsx = STR_EMPTY, again = STR_EMPTY;
    assert_true(doc_docx(doc, &docx, arena, NULL) && doc_docx(doc, &again, arena, NULL));
    assert_true(str_eq(docx, again));
    assert_true(doc_xlsx(doc, &xlsx, arena, NULL) && doc_xlsx(doc, &again, arena, NULL));
    assert_true(str_eq(xlsx, again) && str_starts(xlsx, STR("PK")));
}

/* Typed values: numbers with a comma in CSV, with a point in JSON; what is not there is not a zero. */
static void test_typed(void **state)
{
    (void)state;
    static Column columns[] = { { .head = STR("школа|и класс") }, { .head = STR("n"), .kind = COLUMN_NUMBER }, { .head = STR("доля"), .kind = COLUMN_NUMBER }, { .head = STR("интервал") }, { .head = STR("точка") }, { .head = STR("уровень") } };
    Doc *doc = doc_new(arena, STR("t"));
    Table *table = table_new(doc, STR("typed"), STR("Всё"), N_OF(columns), columns, 3);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_link(STR("Школа «7»; первая"), STR("/schools/7"));
    cells[1] = cell_int(1070);
    cells[2] = cell_share(.125);
    cells[3] = cell_interval(-.5, 1.25, false);
    cells[4] = cell_dot(2, 1, 3, true);
    cells[5] = cell_level(LEVEL_SIGNS);
    cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("-2+3"));
    cells[1] = cell_missing();
    cells[2] = cell_dec(NAN);
    cells[3] = cell_hidden();
    cells[4] = cell_too_few(STR("мало данных"), 2);
    cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("@SUM(A1)"));
    cells[1] = cell_int(-3);
    for (int i = 2; i < 6; i++) cells[i] = cell_text(STR("\t=cmd"));
    doc_table(doc, NULL, table);
    Str csv = csv_of(doc), json = json_of(doc);
    assert_true(has(csv, "школа и класс;n;доля;интервал;интервал, от;интервал, до;точка;точка, от;точка, до;уровень\r\n"));
    assert_true(has(csv, "\"Школа «7»; первая\";1070;0,125;;-0,5;1,25;2;1;3;Признаки\r\n"));
    assert_true(has(csv, "\"'-2+3\";;;") && has(csv, "\"'@SUM(A1)\";-3;"));
    assert_false(has(csv, ";=") || has(csv, "\t"));
    assert_true(has(json, "\"href\": \"/schools/7\"") && has(json, "0.125") && has(json, "\"low\": -0.5") && has(json, "\"signs\"") && has(json, "\"absent\": \"скрыто\""));
    assert_int_equal(count(json, "\"absent\": \"мало данных\""), 1);
    assert_false(has(json, "nan"));
}

/* For a phone: a year in months has its names in every cell, buttons but the main one and filters stand behind a fold that opens where something is chosen. */
static void test_phone(void **state)
{
    (void)state;
    static Column columns[] = { { .head = STR("№") }, { .head = STR("по месяцам"), .kind = COLUMN_GRAPHIC, .months = true, .scale_min = 20000, .scale_max = 20300 }, { .head = STR("состояние") } };
    static const Button buttons[] = { { .title = STR("Утвердить"), .href = STR("/a"), .primary = true }, { .title = STR("Добавить"), .href = STR("/b") } };
    Field field = { .kind = FIELD_TEXT, .name = STR("who"), .label = STR("Кто") };
    InputForm form = { .action = STR("/plans"), .in_line = true, .n_fields = 1, .fields = &field };
    Doc *doc = doc_new(arena, STR("t"));
    Table *table = table_new(doc, STR("t"), STR("t"), N_OF(columns), columns, 1);
    Cell *cells = table_row(doc, table, ROW_PLAIN);
    cells[0] = cell_text(STR("1")), cells[1] = cell_missing(), cells[2] = cell_text(STR("идёт"));
    doc_table(doc, NULL, table);
    doc_buttons(doc, NULL, 2, buttons, STR_EMPTY)->folds = true;
    doc_form(doc, NULL, &form)->folds = true;
    DocFrame frame = sample_frame(0);
    Str page = page_of(doc, &frame);
    size_t fold = str_find(page, STR("<details class=\"narrow\"><summary>Действия"));
    assert_true(markup_read(page, m) && has(page, "data-head=\"состояние\""));
    assert_true(fold != SIZE_MAX && str_find(page, STR("href=\"/a\"")) < fold && str_find(page, STR("href=\"/b\"")) > fold);
    assert_int_equal(count(page, "href=\"/b\""), 1);
    assert_true(has(page, "<details class=\"narrow\"><summary>Отбор"));
    field.value = STR("завуч");
    assert_true(has(page_of(doc, &frame), "<details class=\"narrow\" open=\"open\"><summary>Отбор"));
}

/* A lane counts its cards, an empty one says why; what is late is marked in words and not by colour alone; in files the board is one table. */
static void test_board(void **state)
{
    (void)state;
    const BoardCard cards[] = { { STR("Сверить журналы"), STR("/plans/1/measures/2"), STR("просрочено на 4 дня"), true, STR("Школа № 5") }, { STR("Провести совещание"), STR("/plans/1/measures/3"), STR("до 31.05.2027"), false, STR("ОО") } };
    const Lane lanes[] = { { STR("Идёт"), STR("Ничего не идёт."), 2, cards }, { STR("Сделано"), STR("Принятого ещё нет."), 0, NULL } };
    Doc *doc = doc_new(arena, STR("Доска"));
    doc_board(doc, NULL, STR("Доска"), 2, lanes);
    Str page = shown(doc);
    assert_true(markup_read(page, m));
    assert_true(has(page, "<h2>Идёт <span class=\"cnt\">2</span></h2>") && has(page, "<h2>Сделано <span class=\"cnt\">0</span></h2><p>Принятого ещё нет.</p>"));
    assert_true(has(page, "<li class=\"late\"><a href=\"/plans/1/measures/2\">Сверить журналы</a><p class=\"when\">просрочено"));
    Str file = csv_of(doc);
    assert_true(has(file, "Идёт: 2;;\r\nСверить журналы;просрочено на 4 дня;Школа № 5\r\n") && has(file, "Сделано: 0;;"));
}

/* An empty page is a page. */
static void test_empty(void **state)
{
    (void)state;
    Doc *doc = doc_new(arena, STR("Пусто"));
    DocFrame frame = { 0 };
    assert_true(markup_read(page_of(doc, &frame), m));
    doc_decisions(doc, NULL, 0, NULL, STR_EMPTY);
    doc_board(doc, NULL, STR_EMPTY, 0, NULL);
    doc_history(doc, NULL, 0, NULL);
    doc_remarks(doc, NULL, 0, NULL);
    doc_strip(doc, NULL, &(Strip){ 0 });
    doc_tiles(doc, NULL, &(Tiles){ 0 });
    doc_buttons(doc, NULL, 0, NULL, STR_EMPTY);
    assert_true(markup_read(page_of(doc, &frame), m));
    Str file = STR_EMPTY;
    assert_true(doc_docx(doc, &file, arena, NULL) && doc_xlsx(doc, &file, arena, NULL));
    assert_true(csv_of(doc).n > 3 && json_of(doc).n > 20);
}

/* What a script imports is served beside it. */
static void check_imports(const DocAsset *asset)
{
    Str rest = asset->bytes;
    for (size_t at; (at = str_find(rest, STR("'./"))) != SIZE_MAX;) {
        rest = str_slice(rest, at + 3, rest.n);
        Str name = str_slice(rest, 0, str_find(rest, STR("'")));
        assert_non_null(doc_asset_find(arena_printf(arena, "%.13s%.*s", asset->name, STR_ARG(name))));
    }
}

static void test_assets(void **state)
{
    (void)state;
    uint32_t n;
    const DocAsset *assets = doc_assets(&n);
    assert_true(n >= 3);
    Str page = shown(sample_today(arena));
    for (uint32_t i = 0; i < n; i++) {
        assert_ptr_equal(doc_asset_find(str_of(assets[i].name)), &assets[i]);
        assert_memory_equal(assets[i].name, assets[0].name, 13); /* one version for all, so that scripts find each other */
        assert_true(assets[i].name[12] == '/');
        assert_false(has(assets[i].bytes, "://") && !str_ends(str_of(assets[i].name), STR(".svg")));
        if (!str_ends(str_of(assets[i].name), STR(".js"))) assert_true(has(page, assets[i].name));
        else check_imports(&assets[i]);
    }
    assert_null(doc_asset_find(STR("style.css")));
    assert_null(doc_asset_find(STR("../page.c")));
}

static double channel(int c)
{
    double x = c / 255.0;
    return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

/* Luminance of a colour variable within one rule of the style sheet; -1 when it is not set there. */
static double luminance(Str rule, const char *name)
{
    char open[40];
    snprintf(open, sizeof open, "--%s: #", name);
    size_t at = str_find(rule, str_of(open));
    if (at == SIZE_MAX) return -1;
    char hex[7] = "";
    const char *from = rule.at + at + strlen(open);
    bool is_short = from[3] == ';';
    for (int i = 0; i < 6; i++) hex[i] = from[is_short ? i / 2 : i];
    long rgb = strtol(hex, NULL, 16);
    return 0.2126 * channel((int)(rgb >> 16 & 255)) + 0.7152 * channel((int)(rgb >> 8 & 255)) + 0.0722 * channel((int)(rgb & 255));
}

static double contrast(double a, double b) { return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05); }

/* WCAG 1.4.3 and 1.4.11 by the formula, over the tokens themselves: in the ordinary look and in the three schemes for weak sight. */
static void test_contrast(void **state)
{
    (void)state;
    Str css = STR_EMPTY;
    uint32_t n;
    const DocAsset *assets = doc_assets(&n);
    for (uint32_t i = 0; i < n; i++)
        if (str_ends(str_of(assets[i].name), STR("style.css"))) css = assets[i].bytes;
    static const char *const rules[] = { ":root {", ".bw {", ".wb {", ".db {" };
    static const char *const texts[] = { "ink", "ink-2", "ink-3", "blue", "amber-deep" };
    for (int r = 0; r < 4; r++) {
        size_t at = str_find(css, str_of(rules[r]));
        assert_true(at != SIZE_MAX);
        Str rule = str_slice(css, at, css.n);
        rule = str_slice(rule, 0, str_find(rule, STR("}")));
        for (int g = 0; g < 2; g++) {
            double ground = luminance(rule, g ? "ground" : "paper");
            assert_true(ground >= 0);
            for (size_t t = 0; t < N_OF(texts); t++) {
                double ratio = contrast(luminance(rule, texts[t]), ground);
                if (ratio < (r ? 7 : 4.5)) print_error("%s %s: %.2f\n", rules[r], texts[t], ratio);
                assert_true(ratio >= (r ? 7 : 4.5));
            }
            assert_true(contrast(luminance(rule, "control"), ground) >= 3);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sound), cmocka_unit_test(test_dead_links), cmocka_unit_test(test_outline), cmocka_unit_test(test_hostile), cmocka_unit_test(test_form), cmocka_unit_test(test_frame),
        cmocka_unit_test(test_files_of_page), cmocka_unit_test(test_typed), cmocka_unit_test(test_phone), cmocka_unit_test(test_board), cmocka_unit_test(test_empty), cmocka_unit_test(test_assets), cmocka_unit_test(test_contrast) };
    return cmocka_run_group_tests(tests, begin, end);
}
