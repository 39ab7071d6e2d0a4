/* The federal list and ours: how many schools each rule names, and how the two lists meet. */
#include <math.h>

#include "publish/report/common.h"

Str report_markers(const Report *report, uint32_t org)
{
    static const char *const words[N_FEDERAL_KINDS] = { "среднее", "журнал", "скачок" };
    uint8_t marked = report->in->lists.markers == NULL ? 0 : report->in->lists.markers[org];
    Str names[N_FEDERAL_KINDS] = { STR_EMPTY };
    uint32_t n = 0;
    for (int k = 0; k < N_FEDERAL_KINDS; k++)
        if (marked & 1u << k) names[n++] = str_of(words[k]);
    return report_join(report, names, n, ", ");
}

enum { ROW_OF_OURS = N_FEDERAL_KINDS, N_RULE_ROWS }; /* any marker at all stands in the table beside */

/* Schools with names of strong types under each rule. */
static uint32_t count_strong(const Report *report, uint32_t strong[N_RULE_ROWS])
{
    const Analysis *in = report->in;
    uint32_t n = 0;
    for (uint32_t org = 0; org < in->schools.n; org++) {
        if (report->conclusion[org] == REPORT_NOWHERE || !report_is_strong_type(in->schools.schools[org].type)) continue;
        uint8_t marked = in->lists.markers[org];
        n++;
        for (int k = 0; k < N_FEDERAL_KINDS; k++) strong[k] += (marked & 1u << k) != 0;
        strong[ROW_OF_OURS] += report_level(report, org) >= LEVEL_SIGNS;
    }
    return n;
}

static Table *rules_table(Report *report)
{
    static const char *const names[N_RULE_ROWS] = { "завышенное среднее", "несоответствие журналу", "резкий скачок за год", "признаки Мерила" };
    const TwoLists *lists = &report->in->lists;
    uint32_t strong[N_RULE_ROWS] = { 0 }, n_strong = count_strong(report, strong);
    const Column columns[] = {
        { .head = STR("маркеры ФИОКО и наш вывод"), .kind = COLUMN_TEXT, .width = 0.5f },
        { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = lists->n_schools < 100 ? 0 : 1 },
        { .head = STR("и у Мерила"), .kind = COLUMN_NUMBER, .open = true },
        { .head = report->types_known ? TEXT(report, "лицеев и гим-|назий, из %u", n_strong) : STR_EMPTY, .kind = COLUMN_NUMBER, .open = true },
    };
    Table *table = report_table(report, STR("federal-and-ours"), STR("Федеральные маркеры и наш вывод"), report->types_known ? 5 : 4, columns, N_RULE_ROWS);
    table->untitled = table->dense = true;
    for (int r = 0; r < N_RULE_ROWS; r++) {
        if (r == FEDERAL_KIND_JUMP && report->in->n_cohorts == 0) continue;
        uint32_t n = r == ROW_OF_OURS ? lists->n_ours : lists->kind[r].n;
        Cell *row = table_row(report->doc, table, r == ROW_OF_OURS ? ROW_OURS : ROW_PLAIN);
        row[0] = cell_text(str_of(names[r]));
        row[1] = cell_int(n);
        row[2] = cell_share(lists->n_schools == 0 ? NAN : (double)n / lists->n_schools);
        row[3] = r == ROW_OF_OURS ? cell_missing() : cell_int(lists->kind[r].n_ours);
        if (report->types_known) row[4] = cell_int(strong[r]);
    }
    return table;
}

static Table *meeting_table(Report *report)
{
    const TwoLists *lists = &report->in->lists;
    const Column columns[] = {
        { .head = STR("маркер"), .kind = COLUMN_TEXT },
        { .head = STR("есть"), .kind = COLUMN_NUMBER, .width = 0.26f, .open = true, .group = STR("признаки Мерила") },
        { .head = STR("нет"), .kind = COLUMN_NUMBER, .width = 0.26f, .open = true, .group = STR("признаки Мерила") },
        { .head = STR("всего"), .kind = COLUMN_NUMBER, .open = true },
    };
    const uint32_t counts[3][2] = { { lists->n_both, lists->n_federal }, { lists->n_ours - lists->n_both, lists->n_schools - lists->n_federal }, { lists->n_ours, lists->n_schools } };
    static const char *const names[3] = { "есть", "нет", "всего" };
    Table *table = report_table(report, STR("two-lists"), STR("Как встречаются два списка"), 4, columns, 3);
    table->untitled = table->dense = true;
    for (int r = 0; r < 3; r++) {
        Cell *row = table_row(report->doc, table, r == 2 ? ROW_BAND : ROW_PLAIN);
        row[0] = cell_text(str_of(names[r]));
        row[1] = cell_int(counts[r][0]);
        row[2] = cell_int(counts[r][1] - counts[r][0]);
        row[3] = cell_int(counts[r][1]);
        row[1].bold = r == 0;
    }
    return table;
}

/* «Из 450 школ с федеральным маркером у 436 признаков Мерила нет…»: the table beside says the rest. */
static Str meeting_words(Report *report)
{
    const TwoLists *lists = &report->in->lists;
    uint32_t only_federal = lists->n_federal - lists->n_both, only_ours = lists->n_ours - lists->n_both;
    Str federal = report_schools_genitive(report, lists->n_federal), all = number_int(report->arena, lists->n_schools), ours = number_int(report->arena, lists->n_ours);
    Str rest = number_int(report->arena, only_federal), few = number_int(report->arena, lists->n_federal_few), new = number_int(report->arena, only_ours);
    if (lists->n_federal == 0 && lists->n_ours == 0) return STR("Ни федеральных маркеров, ни признаков Мерила нет ни у одной школы.");
    if (lists->n_federal == 0) return TEXT(report, "Федеральных маркеров нет ни у одной школы из %.*s, признаки Мерила есть у **%.*s**.", STR_ARG(all), STR_ARG(ours));
    Str lacking = lists->n_federal_few == 0 ? STR_EMPTY : TEXT(report, " (у %.*s мало данных)", STR_ARG(few));
    if (lists->n_ours == 0)
        return TEXT(report, "Федеральные маркеры есть у **%.*s** из %.*s, признаков Мерила нет ни у одной%.*s.", STR_ARG(federal), STR_ARG(all), STR_ARG(lacking));
    Str share = number_share(report->arena, (double)lists->n_federal / lists->n_schools, 0), extra = only_ours == 0 ? STR_EMPTY : TEXT(report, "; признаки без единого маркера — у **%.*s**", STR_ARG(new));
    return TEXT(report, "Из %.*s с федеральным маркером (%.*s) у **%.*s** признаков Мерила нет%.*s%.*s.", STR_ARG(federal), STR_ARG(share), STR_ARG(rest), STR_ARG(lacking), STR_ARG(extra));
}

static Str footnote(Report *report)
{
    const Analysis *in = report->in;
    Str index = STR_EMPTY;
    if (isfinite(in->federal.index)) {
        Str value = number_dec(report->arena, in->federal.index, 2);
        index = TEXT(report, "Индекс объективности за %d год%s — [%.*s](#cohorts). ", in->federal.year, in->federal.n_procedures < 4 ? ", не по всем четырём работам методики" : "", STR_ARG(value));
    }
    return TEXT(report, "%.*s[Чьи пороги](#profiles).", STR_ARG(index));
}

void report_two_lists(Report *report, Node *sheet)
{
    if (report->in->n_procedures == 0 || report->in->lists.markers == NULL) return;
    doc_heading(report->doc, sheet, 2, STR("Два списка: федеральные маркеры и признаки Мерила"));
    Str words = meeting_words(report), foot = footnote(report);
    doc_text(report->doc, sheet, TEXT(report, "%.*s %.*s", STR_ARG(words), STR_ARG(foot)));
    Node *left, *right;
    report_two(report, sheet, 0.57f, &left, &right);
    doc_table(report->doc, left, rules_table(report));
    doc_table(report->doc, right, meeting_table(report));
}
