/* Schools of a subtree by level: who has signs, in what works, how many would be shown by chance. By name, never by result. */
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/number.h"
#include "flow/analysis.h"
#include "flow/job.h"
#include "publish/rich.h"
#include "store/analysis.h"
#include "store/procedure.h"
#include "store/study_case.h"
#include "web/page.h"
#include "web/result.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "level", .kind = PARAM_CHOICE, .title = "уровень", .choices = "strong|signs|attention|none|too-few-data|all" },
    { .name = "procedure", .kind = PARAM_TEXT, .title = "код процедуры: школы с признаками в ней" },
    { .name = "from", .kind = PARAM_INT, .title = "с какой по порядку школы", .min = 1, .max = LIMIT_SCHOOLS },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

static const Level order[] = { LEVEL_STRONG, LEVEL_SIGNS, LEVEL_ATTENTION, LEVEL_NONE, LEVEL_TOO_FEW_DATA };

typedef struct Signs {
    AnalysisRow row;
    const Analysis *analysis; /* the head */
    uint32_t n_level[N_LEVELS], n_all, n_firm, n_newer;
    SchoolSigns *schools;
    uint32_t n_schools;
    SchoolTitle *titles;
    uint32_t n_titles;
    StudyCase *cases;
    uint32_t n_cases;
} Signs;

static bool may_decide(const Ctx *ctx) { return who_may(ctx->who, RIGHT_SIGNS_DECIDE, ctx->org.path); }

static const StudyCase *case_of(const Signs *signs, int64_t school_id)
{
    const StudyCase *found = NULL;
    for (uint32_t i = 0; i < signs->n_cases; i++)
        if (signs->cases[i].school_id == school_id) found = &signs->cases[i];
    return found;
}

/* ---- reading ---- */

static bool read_signs(Ctx *ctx, Signs *signs, Err *err)
{
    DbRead *db = ctx->db;
    Arena *arena = ctx->arena;
    CaseAsk ask = { .path = ctx->org.path };
    if (!result_bare(ctx, &signs->row, &signs->analysis, err) || !analysis_levels(db, &signs->row, ctx->org.path, signs->n_level, err)) return false;
    if (!analysis_schools(db, &signs->row, ctx->org.path, -1, ctx_param(ctx, "procedure"), arena, &signs->schools, &signs->n_schools, err)) return false;
    if (!analysis_titles(db, &signs->row, arena, &signs->titles, &signs->n_titles, err)) return false;
    for (int level = 0; level < N_LEVELS; level++) signs->n_all += signs->n_level[level];
    signs->n_firm = signs->n_level[LEVEL_SIGNS] + signs->n_level[LEVEL_STRONG];
    return case_list(db, ctx->org.region_id, &ask, arena, &signs->cases, &signs->n_cases, err) && analysis_n_newer(db, &signs->row, &signs->n_newer, err);
}

/* ---- parts ---- */

static void head(Ctx *ctx, const Signs *signs)
{
    Doc *doc = ctx->doc;
    Str all = number_of(ctx->arena, signs->n_all, "школа", "школы", "школ");
    if (signs->n_firm > 0) doc->title = CTX_TEXT(ctx, "Признаки у %.*s из %.*s", STR_ARG(number_of(ctx->arena, signs->n_firm, "школы", "школ", "школ")), STR_ARG(number_int(ctx->arena, signs->n_all)));
    else doc->title = CTX_TEXT(ctx, "Признаков не найдено: проверено %.*s", STR_ARG(all));
    doc->lead = signs->n_firm > 0 ? STR("Признак — не нарушение, а повод спросить: у каждого есть и другие возможные причины. Порядок школ — по названию.")
        : STR("Случай хорошо объясняет всё, что видно в этих работах.");
    Str *facts = arena_array(ctx->arena, Str, 3);
    facts[doc->n_factline++] = CTX_TEXT(ctx, "%.*s в анализе", STR_ARG(all));
    facts[doc->n_factline++] = CTX_TEXT(ctx, "анализ № %u от %.*s", signs->row.number, STR_ARG(ctx_moment(ctx, signs->row.made_at)));
    if (signs->n_newer > 0) facts[doc->n_factline++] = CTX_TEXT(ctx, "после него %s %.*s", number_word(signs->n_newer, "изменилась", "изменились", "изменилось"),
        STR_ARG(number_of(ctx->arena, signs->n_newer, "форма", "формы", "форм")));
    doc->factline = facts;
}

static bool shows(const Signs *signs, Str chosen, Level level)
{
    if (str_eq(chosen, STR("all"))) return true;
    if (chosen.n > 0) return str_eq(chosen, str_of(level_word(level)));
    return level >= LEVEL_ATTENTION || signs->n_level[LEVEL_STRONG] + signs->n_level[LEVEL_SIGNS] + signs->n_level[LEVEL_ATTENTION] == 0;
}

static void chips(Ctx *ctx, const Signs *signs)
{
    Str chosen = ctx_param(ctx, "level");
    DocLink *links = arena_array(ctx->arena, DocLink, N_LEVELS + 2);
    uint32_t n = 0;
    links[n++] = (DocLink){ .title = STR("стоит посмотреть"), .href = ctx_with(ctx, "level", STR_EMPTY), .count = signs->n_firm + signs->n_level[LEVEL_ATTENTION], .current = chosen.n == 0 };
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        links[n++] = (DocLink){ .title = str_of(level_title(order[i])), .href = ctx_with(ctx, "level", str_of(level_word(order[i]))), .count = signs->n_level[order[i]],
            .current = str_eq(chosen, str_of(level_word(order[i]))) };
    links[n++] = (DocLink){ .title = STR("все школы"), .href = ctx_with(ctx, "level", STR("all")), .count = signs->n_all, .current = str_eq(chosen, STR("all")) };
    doc_chips(ctx->doc, NULL, STR("Показать"), n, links);
}

static bool procedure_chips(Ctx *ctx, const Signs *signs, Err *err)
{
    ProcedureSigns *procedures;
    uint32_t n;
    Str chosen = ctx_param(ctx, "procedure");
    if (!analysis_sign_procedures(ctx->db, &signs->row, ctx->org.path, ctx->arena, &procedures, &n, err)) return false;
    if (n == 0) return true;
    const ProcedureRow *rows;
    uint32_t n_rows;
    if (!procedure_list(ctx->db, ctx->org.region_id, 0, ctx->arena, &rows, &n_rows, err)) return false;
    DocLink *links = arena_array(ctx->arena, DocLink, n + 1);
    links[0] = (DocLink){ .title = STR("все работы"), .href = ctx_with(ctx, "procedure", STR_EMPTY), .count = NO_COUNT, .current = chosen.n == 0 };
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        while (k < n_rows && !str_eq(rows[k].code, procedures[i].procedure)) k++;
        links[i + 1] = (DocLink){ .title = rich_escape(ctx->arena, k < n_rows ? rows[k].title : procedures[i].procedure), .href = ctx_with(ctx, "procedure", procedures[i].procedure), .count = procedures[i].n_schools,
            .current = str_eq(chosen, procedures[i].procedure) };
    }
    doc_chips(ctx->doc, NULL, STR("Признаки в работе"), n + 1, links);
    return true;
}

/* Expected by chance: of the whole analysis, in proportion to the schools of this subtree. */
static void levels_table(Ctx *ctx, Node *parent, const Signs *signs)
{
    static const Column columns[] = { { .head = { "уровень", 14 }, .help = { "level", 5 } }, { .head = { "школ", 8 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "ложных|ожидаем", 27 }, .kind = COLUMN_NUMBER, .decimals = 1, .open = true, .help = { "false-expected", 14 } } };
    Table *table = table_new(ctx->doc, STR("levels"), STR("Школы по уровням"), 3, columns, N_LEVELS);
    uint32_t n_region = 0;
    for (int level = 0; level < N_LEVELS; level++) n_region += signs->analysis->n_level[level];
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        double expected = signs->analysis->expected_false[order[i]];
        Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
        row[0] = cell_level(order[i]);
        row[1] = cell_int(signs->n_level[order[i]]);
        expected *= n_region > 0 ? (double)signs->n_all / n_region : 0;
        row[2] = !isfinite(expected) ? cell_missing() : expected < 0.05 ? cell_text(STR("< 0,1")) : cell_dec(expected);
    }
    table->dense = true;
    doc_table(ctx->doc, parent, table);
    doc_small(ctx->doc, parent, STR("Ложных ожидаем — столько школ попало бы сюда, если бы все работали честно."));
}

static int by_school_id(const void *key, const void *item)
{
    int64_t wanted = *(const int64_t *)key, id = ((const SchoolTitle *)item)->school_id;
    return (wanted > id) - (wanted < id);
}

static Str titles_of(Ctx *ctx, const Signs *signs, int64_t school_id)
{
    const SchoolTitle *of = signs->n_titles > 0 ? bsearch(&school_id, signs->titles, signs->n_titles, sizeof *of, by_school_id) : NULL;
    if (of == NULL) return STR_EMPTY;
    return of->n_signs > 1 ? CTX_TEXT(ctx, "%.*s; и ещё %u", STR_ARG(of->title), of->n_signs - 1) : of->title;
}

static Str markers_of(Ctx *ctx, uint8_t markers)
{
    static const char *const words[N_FEDERAL_KINDS] = { "среднее", "журнал", "скачок" };
    Str text = STR_EMPTY;
    for (int kind = 0; kind < N_FEDERAL_KINDS; kind++)
        if ((markers & (1u << kind)) != 0) text = text.n == 0 ? str_of(words[kind]) : CTX_TEXT(ctx, "%.*s, %s", STR_ARG(text), words[kind]);
    return text;
}

static void school_row(Ctx *ctx, Table *table, const Signs *signs, const SchoolSigns *school)
{
    Str address = CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(url_encode(ctx->arena, school->code))), markers = markers_of(ctx, school->markers), titles = titles_of(ctx, signs, school->school_id);
    const StudyCase *of = case_of(signs, school->school_id);
    Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
    row[0] = cell_link(rich_escape(ctx->arena, school->name), address);
    row[1] = cell_level(school->level);
    row[2] = titles.n > 0 ? cell_text(titles) : cell_missing();
    row[3] = cell_int(school->n_works);
    row[4] = markers.n > 0 ? cell_text(markers) : cell_missing();
    row[5] = of == NULL ? cell_missing() : cell_link(str_of(case_state_title(of->state)), CTX_TEXT(ctx, "/cases/%u", of->number));
    if (ctx->org.kind == ORG_REGION) row[6] = cell_text(rich_escape(ctx->arena, school->municipality));
}

enum { ON_A_PAGE = 150 };

/* Rows from .. to of those chosen. */
static Table *schools_table(Ctx *ctx, const Signs *signs, const uint32_t *chosen, uint32_t from, uint32_t to)
{
    static const Column columns[] = { { .head = { "школа", 10 } }, { .head = { "уровень", 14 }, .help = { "level", 5 } }, { .head = { "что увидели", 21 }, .width = 0.28f },
        { .head = { "работ", 10 }, .kind = COLUMN_NUMBER }, { .head = { "федеральные|маркеры", 37 }, .help = { "federal", 7 } }, { .head = { "дело", 8 }, .help = { "case", 4 } },
        { .head = { "муниципалитет", 26 } } };
    Table *table = table_new(ctx->doc, STR("schools"), STR("Школы и признаки"), ctx->org.kind == ORG_REGION ? 7 : 6, columns, to - from);
    table->untitled = true;
    table->empty = STR("Таких школ нет. Выберите другой уровень или все работы.");
    for (uint32_t i = from; i < to; i++) school_row(ctx, table, signs, &signs->schools[chosen[i]]);
    return table;
}

/* A region's schools are told in parts on the page, whole in its files. */
static void add_schools(Ctx *ctx, Node *parent, const Signs *signs)
{
    uint32_t *chosen = arena_array(ctx->arena, uint32_t, signs->n_schools + 1u), n = 0;
    for (uint32_t i = 0; i < signs->n_schools; i++)
        if (shows(signs, ctx_param(ctx, "level"), signs->schools[i].level)) chosen[n++] = i;
    CtxSpan span = ctx_span(ctx, n, ON_A_PAGE);
    doc_table(ctx->doc, parent, schools_table(ctx, signs, chosen, span.from, span.to));
    ctx_pager(ctx, parent, &span, "школ");
}

/* ---- the page ---- */

/* A note tells of one work: of the chosen one, or of one chosen among the results. */
static void note_button(Ctx *ctx, Node *parent)
{
    if (!who_may(ctx->who, RIGHT_RESULTS_READ, ctx->org.path)) return;
    Str chosen = ctx_param(ctx, "procedure"), org = url_encode(ctx->arena, ctx->org.code);
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = chosen.n > 0 ? STR("Аналитическая справка о работе") : STR("Справка об одной работе: выбрать"), .icon = "file",
        .href = chosen.n > 0 ? CTX_TEXT(ctx, "/results/%.*s/note?org=%.*s", STR_ARG(url_encode(ctx->arena, chosen)), STR_ARG(org)) : CTX_TEXT(ctx, "/results?org=%.*s", STR_ARG(org)) };
    doc_buttons(ctx->doc, parent, 1, button, STR_EMPTY);
}

static void analyse_button(Ctx *ctx, Node *parent, const char *title, bool primary)
{
    if (!may_decide(ctx)) return;
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = str_of(title), .href = STR("/signs"), .is_post = true, .primary = primary };
    doc_buttons(ctx->doc, parent, 1, button, STR_EMPTY);
}

static bool nothing_yet(Ctx *ctx)
{
    ctx->doc->title = STR("Признаки ещё не считали");
    ctx->doc->lead = STR("Анализ идёт сам после того, как записаны формы школ; обычно это минуты.");
    analyse_button(ctx, NULL, "Посчитать признаки", true);
    return true;
}

/* A tree without a region above it is too small to be its own norm: it may be given the region's. */
static bool reference_form(Ctx *ctx, Node *parent, Err *err)
{
    static const FormButton buttons[] = { { .title = { "Сравнивать с ней", 30 } } };
    static const Field fields[] = { { .kind = FIELD_HIDDEN, .name = { "do", 2 }, .value = { "reference", 9 } },
        { .kind = FIELD_FILE, .name = { "file", 4 }, .label = { "Норма региона", 25 }, .hint = { "Выгрузка «merilo export --reference» или официальный отчёт.", 88 }, .accept = ".json,.xlsx" } };
    Str name;
    if (ctx->org.parent_id != 0 || !may_decide(ctx)) return true;
    if (!flow_reference_name(ctx->db, ctx->arena, &name, err)) return false;
    Node *details = doc_add(ctx->doc, parent, NODE_DETAILS);
    details->text = name.n > 0 ? CTX_TEXT(ctx, "Сравнение: «%.*s»", STR_ARG(name)) : STR("Сравнить с нормой региона");
    doc_small(ctx->doc, details, STR("[Норма](?reference) нужна, когда своих школ мало, меньше 60."));
    InputForm *form = arena_one(ctx->arena, InputForm);
    *form = (InputForm){ .action = STR("/signs"), .is_post = true, .is_upload = true, .n_fields = 2, .fields = fields, .n_buttons = 1, .buttons = buttons };
    if (ctx->error != NULL) form->error = CTX_TEXT(ctx, "%s %s", ctx->error->what, ctx->error->hint);
    doc_form(ctx->doc, details, form);
    if (name.n == 0) return true;
    DocPair *pairs = arena_one(ctx->arena, DocPair);
    *pairs = (DocPair){ STR("do"), STR("no-reference") };
    Button *button = arena_one(ctx->arena, Button);
    *button = (Button){ .title = STR("Больше не сравнивать"), .href = STR("/signs"), .is_post = true, .n_pairs = 1, .pairs = pairs };
    doc_buttons(ctx->doc, details, 1, button, STR_EMPTY);
    return true;
}

static bool set_reference(Ctx *ctx, Err *err)
{
    bool none = str_eq(ctx_field(ctx, "do"), STR("no-reference"));
    if (!none && (ctx->request->n_files == 0 || ctx->request->files[0].bytes.n == 0)) return err_set(err, ERR_INPUT, "Выберите файл нормы.", "Файл не выбран.");
    return flow_set_reference(ctx->flow, ctx->who, none ? STR_EMPTY : ctx->request->files[0].name, none ? STR_EMPTY : ctx->request->files[0].bytes, err);
}

static void side_column(Ctx *ctx, Node *side, const Signs *signs)
{
    levels_table(ctx, side, signs);
    DocLink *links = arena_array(ctx->arena, DocLink, 1);
    links[0] = (DocLink){ .title = STR("Список школ на изучение"), .href = STR("/signs/list"), .count = signs->n_cases };
    doc_chips(ctx->doc, side, STR_EMPTY, 1, links);
    doc_text(ctx->doc, side, STR("[Как считаются признаки](?signs)"));
    if (signs->n_newer > 0) analyse_button(ctx, side, "Посчитать заново", false);
}

static bool show(Ctx *ctx, Err *err)
{
    Signs *signs = arena_one(ctx->arena, Signs);
    bool stands;
    if (ctx->org.kind == ORG_SCHOOL) return ctx_go(ctx, CTX_TEXT(ctx, "/signs/%.*s", STR_ARG(url_encode(ctx->arena, ctx->org.code))));
    if (!analysis_current(ctx->db, ctx->org.region_id, ctx->arena, &signs->row, &stands, err)) return false;
    if (!stands) return nothing_yet(ctx);
    if (!read_signs(ctx, signs, err)) return false;
    head(ctx, signs);
    chips(ctx, signs);
    if (!procedure_chips(ctx, signs, err)) return false;
    Node *main, *side;
    doc_aside(ctx->doc, NULL, &main, &side);
    add_schools(ctx, main, signs);
    side_column(ctx, side, signs);
    note_button(ctx, side);
    return reference_form(ctx, side, err);
}

static bool act(Ctx *ctx, Err *err)
{
    uint32_t number;
    JobAsk ask = { .kind = "analyse", .region_id = ctx->org.region_id, .org_id = ctx->org.region_id, .args = STR_EMPTY, .once = true };
    if (ctx->org.kind > ORG_MUNICIPALITY) return who_demand(ctx->who, RIGHT_SIGNS_DECIDE, STR_EMPTY, err);
    if (ctx_field(ctx, "do").n > 0 && !set_reference(ctx, err)) return false;
    if (!flow_job_ask(ctx->flow, ctx->who, &ask, &number, err)) return false;
    ctx_done(ctx, STR("Анализ поставлен в очередь."));
    return ctx_go(ctx, CTX_TEXT(ctx, "/jobs/%u", number));
}

/* Schools with signs that nobody has asked yet. */
static uint32_t count(Ctx *ctx)
{
    AnalysisRow row;
    bool stands;
    uint32_t n_level[N_LEVELS], n_cases;
    StudyCase *cases;
    CaseAsk ask = { .path = ctx->org.path };
    if (!analysis_current(ctx->db, ctx->org.region_id, ctx->arena, &row, &stands, NULL) || !stands) return NO_COUNT;
    if (!analysis_levels(ctx->db, &row, ctx->org.path, n_level, NULL) || !case_list(ctx->db, ctx->org.region_id, &ask, ctx->arena, &cases, &n_cases, NULL)) return NO_COUNT;
    uint32_t n = n_level[LEVEL_SIGNS] + n_level[LEVEL_STRONG], n_taken = 0;
    for (uint32_t i = 0; i < n_cases; i++) n_taken += cases[i].level >= LEVEL_SIGNS && (i == 0 || cases[i].school_id != cases[i - 1].school_id);
    return n > n_taken ? n - n_taken : NO_COUNT;
}

const Page page_signs = {
    .path = "/signs", .title = "Признаки", .section = SECTION_SIGNS, .in_menu = true, .right = RIGHT_SIGNS_READ, .act_right = RIGHT_SIGNS_DECIDE, .params = params, .show = show, .act = act, .count = count,
};
