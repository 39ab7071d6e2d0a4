/* Results of a school year: every work that the person may see, on one scale. */
#include <math.h>

#include "base/date.h"
#include "flow/result.h"
#include "publish/rich.h"
#include "store/org.h"
#include "web/result_unit.h"
#include "web/url.h"

static const Param params[] = {
    { .name = "year", .kind = PARAM_INT, .title = "учебный год: первый календарный", .min = 2000, .max = 2100 },
    { .name = "subject", .kind = PARAM_TEXT, .title = "предмет" },
    { .name = "grade", .kind = PARAM_INT, .title = "класс", .min = 1, .max = 11 },
    { .name = "org", .kind = PARAM_TEXT, .title = "код организации" },
    { .name = NULL },
};

typedef struct Work {
    const ProcedureRow *row;
    uint32_t n_schools;        /* with forms */
    uint64_t n_works;
    bool analysed;
    uint32_t marks[4], n;      /* n: works of the analysis */
    double sum;                /* of totals */
    uint32_t max;              /* points */
} Work;

typedef struct List { Work *works; uint32_t n; int year; bool older; AnalysisRow row; bool stands; Str school; /* where links lead; empty: to the procedure */ Str path; /* whose forms are counted */ } List;

/* One class, out of the form of its school; nothing of the other classes is said. */
static bool sum_class(Ctx *ctx, const List *list, Work *work, Err *err)
{
    ProcedureAnalysis classes;
    const Analysis *whole;
    uint32_t p;
    bool found;
    work->n_works = 0;
    if (!list->stands) return true;
    if (!result_whole(ctx, &list->row, work->row->code, &whole, &p, &found, err)) return false;
    if (!found) return true;
    work->max = whole->procedures[p].frame->procedure->blueprint->max;
    ResultAsk ask = { .region_id = ctx->who->region_id, .path = list->path, .of = &whole->procedures[p], .schools = &whole->schools, .classes = true };
    if (!flow_result_works(ctx->db, &ask, ctx->arena, &classes, &found, err)) return false;
    const ProcedureAnalysis *of = found ? result_unit_class(ctx, &classes, ctx->org.name) : NULL;
    work->n_works = work->n = of == NULL ? 0 : of->frame->n_works;
    work->analysed = work->n > 0;
    if (of == NULL) return true;
    memcpy(work->marks, of->marks, sizeof work->marks);
    work->sum = of->mean * work->n;
    return true;
}

/* Figures of the schools of the subtree, summed. */
static bool sum_schools(Ctx *ctx, const List *list, Err *err)
{
    const ResultSums *sums;
    uint32_t n_kept;
    bool *keep;
    if (!list->stands || list->n == 0) return true;
    Str *codes = arena_array(ctx->arena, Str, list->n);
    for (uint32_t i = 0; i < list->n; i++) codes[i] = list->works[i].row->code;
    if (!result_sums(ctx, &list->row, list->n, codes, &sums, err) || !result_keep(ctx, &sums->schools, ctx->org.path, &keep, &n_kept, err)) return false;
    for (uint32_t i = 0; i < list->n; i++) {
        Work *work = &list->works[i];
        work->max = sums->works[i].max;
        for (uint32_t org = 0; sums->works[i].of != NULL && org < sums->schools.n; org++) {
            const ResultSum *of = &sums->works[i].of[org];
            if (!keep[org] || of->n == 0) continue;
            for (int m = 0; m < 4; m++) work->marks[m] += of->marks[m];
            work->n += of->n;
            work->sum += of->mean * of->n;
        }
        work->analysed = work->n > 0;
    }
    return true;
}

/* «5а» writes works of grade 5; «а» alone may be of any. */
static bool class_of_grade(Str name, int grade)
{
    long long number;
    size_t digits = 0;
    while (digits < name.n && name.at[digits] >= '0' && name.at[digits] <= '9') digits++;
    return digits == 0 || !str_to_int(str_slice(name, 0, digits), &number) || number == grade;
}

static bool read_list(Ctx *ctx, List *list, Err *err)
{
    const ProcedureRow *rows;
    ResultCount *counts;
    uint32_t n, n_counts;
    int latest = 0;
    if (!procedure_list(ctx->db, ctx->who->region_id, 0, ctx->arena, &rows, &n, err) || !result_current(ctx, &list->row, &list->stands, err)) return false;
    if (!result_counts(ctx->db, ctx->who->region_id, list->path, ctx->arena, &counts, &n_counts, err)) return false;
    Work *all = arena_array(ctx->arena, Work, n + 1u);
    uint32_t n_all = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t c = 0; c < n_counts; c++) {
            if (!str_eq(counts[c].procedure, rows[i].code)) continue;
            int year = procedure_school_year(&rows[i]);
            if (ctx->org.kind == ORG_CLASS && (year != ctx->org.year || !class_of_grade(ctx->org.name, rows[i].grade))) continue;
            all[n_all++] = (Work){ .row = &rows[i], .n_schools = counts[c].n_schools, .n_works = counts[c].n_works };
            if (year <= ctx->year && year > latest) latest = year;
        }
    /* In September there is nothing of the new year yet: then the last year that has results is shown, and said. */
    list->older = ctx_param(ctx, "year").n == 0 && latest > 0 && latest != ctx->year;
    list->year = list->older ? latest : ctx->year;
    list->works = arena_array(ctx->arena, Work, n_all + 1u);
    for (uint32_t i = 0; i < n_all; i++)
        if (procedure_school_year(all[i].row) == list->year) list->works[list->n++] = all[i];
    return true;
}

static bool shows(const Ctx *ctx, const Work *work)
{
    Str subject = ctx_param(ctx, "subject");
    long long grade = ctx_int(ctx, "grade", 0);
    return (subject.n == 0 || str_eq(subject, work->row->subject)) && (grade == 0 || grade == work->row->grade);
}

static void chips(Ctx *ctx, const List *list)
{
    Str chosen = ctx_param(ctx, "subject");
    DocLink *links = arena_array(ctx->arena, DocLink, list->n + 1u), *grades = arena_array(ctx->arena, DocLink, 13);
    uint32_t n = 0, n_grades = 0;
    links[n++] = (DocLink){ .title = STR("все предметы"), .href = ctx_with(ctx, "subject", STR_EMPTY), .count = list->n, .current = chosen.n == 0 };
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t k = 1;
        while (k < n && !str_eq(links[k].title, rich_escape(ctx->arena, list->works[i].row->subject))) k++;
        if (k == n) links[n++] = (DocLink){ .title = rich_escape(ctx->arena, list->works[i].row->subject), .href = ctx_with(ctx, "subject", list->works[i].row->subject), .current = str_eq(chosen, list->works[i].row->subject) };
        links[k].count++;
    }
    long long grade = ctx_int(ctx, "grade", 0);
    grades[n_grades++] = (DocLink){ .title = STR("все классы"), .href = ctx_with(ctx, "grade", STR_EMPTY), .count = NO_COUNT, .current = grade == 0 };
    for (int g = 1; g <= 11; g++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < list->n; i++) count += list->works[i].row->grade == g;
        if (count > 0) grades[n_grades++] = (DocLink){ .title = CTX_TEXT(ctx, "%d класс", g), .href = ctx_with(ctx, "grade", CTX_TEXT(ctx, "%d", g)), .count = count, .current = grade == g };
    }
    if (n > 2) doc_chips(ctx->doc, NULL, STR("Предмет"), n, links);
    if (n_grades > 2) doc_chips(ctx->doc, NULL, STR("Класс"), n_grades, grades);
}

static void years(Ctx *ctx, const List *list)
{
    DocLink *links = arena_array(ctx->arena, DocLink, 3);
    uint32_t n = 0;
    for (int year = list->year - 1; year <= list->year + 1; year++)
        if (year >= 2000 && year <= date_school_year(date_of_time(ctx->now))) links[n++] = (DocLink){ .title = CTX_TEXT(ctx, "%d/%02d", year, (year + 1) % 100), .href = ctx_with(ctx, "year", CTX_TEXT(ctx, "%d", year)), .count = NO_COUNT, .current = year == list->year };
    doc_chips(ctx->doc, NULL, STR("Учебный год"), n, links);
}

static void add_row(Ctx *ctx, const List *list, Table *table, const Work *work)
{
    Cell *row = table_row(ctx->doc, table, ROW_PLAIN);
    Str code = url_encode(ctx->arena, work->row->code), title = rich_escape(ctx->arena, work->row->title);
    row[0] = cell_link(title, list->school.n > 0 ? CTX_TEXT(ctx, "/results/%.*s/%.*s", STR_ARG(code), STR_ARG(list->school)) : result_at(ctx, CTX_TEXT(ctx, "/results/%.*s", STR_ARG(code))));
    row[1] = cell_int(work->n_schools);
    row[2] = cell_int((long long)work->n_works);
    if (!work->analysed || work->n < REPORT_MIN_UNIT) {
        row[3] = cell_too_few(work->analysed ? STR("меньше 5 работ") : STR("анализ ещё не сделан"), 6);
        return;
    }
    double low = NAN, high = NAN;
    uint32_t marked = work->marks[0] + work->marks[1] + work->marks[2] + work->marks[3];
    row[3] = cell_dec(work->sum / work->n);
    row[4] = cell_int(work->max);
    if (marked == 0) {
        row[5] = cell_too_few(STR("пороги неизвестны"), 4);
        return;
    }
    double pass = 1 - (double)work->marks[0] / marked;
    report_wilson(marked - work->marks[0], marked, &low, &high);
    row[5] = cell_share(pass);
    row[5].bold = true;
    row[6] = (Cell){ .kind = CELL_DOT, .number = pass, .low = low, .high = high, .is_share = true };
    row[7] = cell_interval(low, high, true);
    row[8] = cell_share((double)(work->marks[2] + work->marks[3]) / marked);
}

static Table *table_of(Ctx *ctx, const List *list)
{
    static const Column columns[] = {
        { .head = { "работа", 12 }, .width = 0.3f }, { .head = { "школ", 8 }, .kind = COLUMN_NUMBER, .open = true }, { .head = { "работ", 10 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "средний|балл", 23 }, .kind = COLUMN_NUMBER, .decimals = 1, .help = { "primary-score", 13 } }, { .head = { "из", 4 }, .kind = COLUMN_NUMBER, .open = true },
        { .head = { "«3»|и выше", 17 }, .kind = COLUMN_NUMBER }, { .head = { "от 0 до 100 %", 17 }, .kind = COLUMN_GRAPHIC, .width = 0.18f, .scale_min = 0, .scale_max = 1, .scale_line = NAN },
        { .head = { "интервал|95 %", 21 }, .kind = COLUMN_NUMBER, .help = { "interval", 8 } }, { .head = { "«4» и «5»", 14 }, .kind = COLUMN_NUMBER },
    };
    Table *table = table_new(ctx->doc, STR("results"), CTX_TEXT(ctx, "Результаты %d/%02d учебного года", list->year, (list->year + 1) % 100), 9, columns, list->n + 1);
    table->untitled = true;
    return table;
}

static bool empty(Ctx *ctx, const List *list)
{
    Button *buttons = arena_array(ctx->arena, Button, 1);
    ctx->doc->title = STR("Результатов за этот учебный год нет");
    doc_text(ctx->doc, NULL, STR("Результаты появятся, когда школы запишут формы: сразу — число работ, после анализа — доли с интервалами, воронка и карта заданий."));
    buttons[0] = (Button){ .title = STR("Сдача форм"), .href = STR("/forms"), .primary = true };
    doc_buttons(ctx->doc, NULL, 1, buttons, STR_EMPTY);
    years(ctx, list);
    return true;
}

/* A teacher of a class goes on to the school's page with the class chosen. */
static bool school_of(Ctx *ctx, List *list, Err *err)
{
    const Org *chain;
    uint32_t n;
    list->path = ctx->org.path;
    if (ctx->org.kind == ORG_SCHOOL) return list->school = url_encode(ctx->arena, ctx->org.code), true;
    if (ctx->org.kind != ORG_CLASS) return true;
    if (!org_chain(ctx->db, &ctx->org, ctx->arena, &chain, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++)
        if (chain[i].kind == ORG_SCHOOL) {
            list->school = CTX_TEXT(ctx, "%.*s?class=%.*s", STR_ARG(url_encode(ctx->arena, chain[i].code)), STR_ARG(url_encode(ctx->arena, ctx->org.name)));
            list->path = chain[i].path;
        }
    return true;
}

static bool show(Ctx *ctx, Err *err)
{
    List list = { .n = 0 };
    if (!school_of(ctx, &list, err) || !read_list(ctx, &list, err)) return false;
    ctx->doc->outside = ctx->org.kind != ORG_CLASS && !who_may(ctx->who, RIGHT_RESULTS_WRITE, ctx->org.path) && !who_may(ctx->who, RIGHT_SIGNS_READ, ctx->org.path);
    if (list.n == 0) return empty(ctx, &list);
    if (ctx->org.kind != ORG_CLASS && !sum_schools(ctx, &list, err)) return false;
    Table *table = table_of(ctx, &list);
    uint64_t n_works = 0;
    for (uint32_t i = 0; i < list.n; i++) {
        if (!shows(ctx, &list.works[i])) continue;
        if (ctx->org.kind == ORG_CLASS && !sum_class(ctx, &list, &list.works[i], err)) return false;
        if (ctx->org.kind == ORG_CLASS && list.works[i].n == 0) continue;
        n_works += list.works[i].n_works;
        add_row(ctx, &list, table, &list.works[i]);
    }
    ctx->doc->title = CTX_TEXT(ctx, "Результаты: %.*s в %d/%02d учебном году", STR_ARG(number_of(ctx->arena, table->n_rows, "процедура", "процедуры", "процедур")), list.year, (list.year + 1) % 100);
    if (table->n_rows == 0 && ctx->org.kind == ORG_CLASS) return empty(ctx, &list);
    Str *facts = arena_array(ctx->arena, Str, 3);
    facts[ctx->doc->n_factline++] = rich_escape(ctx->arena, ctx->org.name);
    facts[ctx->doc->n_factline++] = number_of(ctx->arena, (long long)n_works, "работа", "работы", "работ");
    if (list.stands) facts[ctx->doc->n_factline++] = CTX_TEXT(ctx, "анализ № %u от %.*s", list.row.number, STR_ARG(ctx_day(ctx, list.row.made_at)));
    ctx->doc->factline = facts;
    if (list.older) doc_note(ctx->doc, NULL, NOTE_INFO, CTX_TEXT(ctx, "В %d/%02d учебном году результатов ещё нет.", ctx->year, (ctx->year + 1) % 100), STR("Показан последний год, за который они есть."));
    if (!result_places(ctx, err)) return false;
    years(ctx, &list);
    chips(ctx, &list);
    doc_table(ctx->doc, NULL, table);
    doc_small(ctx->doc, NULL, STR("Работы разных предметов и лет разной трудности: строки не сравнивают между собой, шкала общая, чтобы видеть ширину интервалов. Порядок — по классу и предмету."));
    return true;
}

const Page page_results = { .path = "/results", .title = "Результаты", .section = SECTION_RESULTS, .in_menu = true, .right = RIGHT_RESULTS_READ, .params = params, .show = show, .slow_first = true };
