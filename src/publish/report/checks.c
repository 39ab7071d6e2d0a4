/* All checks of one school: a row a check, a column a work. Those that found nothing have equal dignity. */
#include <math.h>

#include "publish/report/common.h"

enum { MAX_CHECKS = 24, WORKS_A_TABLE = 9 /* columns that A4 holds beside the name of the check and all works together */ };

#define BOLD_P     0.01 /* what is cited as a sign */
#define MEAN_LIMIT 3.09

/* Checks that enter conclusions, in the order of the registry. Both threshold tests share a row: a work is judged by one of them. */
static uint32_t checks_shown(const Indicator *out[MAX_CHECKS])
{
    uint32_t n = 0;
    bool threshold = false;
    for (const Indicator *const *at = indicator_registry; *at != NULL && n < MAX_CHECKS; at++) {
        if ((*at)->role == ROLE_DESCRIPTIVE || ((*at)->family == FAMILY_THRESHOLD && threshold)) continue;
        threshold = threshold || (*at)->family == FAMILY_THRESHOLD;
        out[n++] = *at;
    }
    return n;
}

/* «согласо-|ванность» as one word, «сходство|работ» as two. */
static Str row_name(const Report *report, const Indicator *indicator)
{
    if (indicator->family == FAMILY_THRESHOLD) return STR("пороги отметок");
    char *out = (char *)arena_alloc(report->arena, strlen(indicator->head) + 1);
    size_t n = 0;
    for (const char *at = indicator->head; *at != '\0'; at++) {
        if (*at == '-' && at[1] == '|') at++;
        else out[n++] = *at == '|' ? ' ' : *at;
    }
    return (Str){ out, n };
}

/* «1 из 22»: there is no room for «1 раз из 22» in ten columns. */
static Str short_chance(const Report *report, double p)
{
    if (p >= 0.5) return STR("обычно");
    if (p < 1e-6) return STR("реже 1 на млн");
    Str words = number_chance(report->arena, p);
    size_t at = str_find(words, STR("из"));
    return at == SIZE_MAX ? words : TEXT(report, "1\u00A0%.*s", STR_ARG(str_slice(words, at, words.n)));
}

static bool is_bold(const Value *value, const Indicator *indicator) { return indicator->alone != NULL ? value->z > MEAN_LIMIT : report_chance(value) <= BOLD_P; }

static Cell check_cell(const Report *report, const Value *value)
{
    if (value == NULL) return cell_missing();
    if (value->silence == SILENT_TOO_FEW) return cell_text(STR("мало"));
    double chance = report_chance(value);
    if (value->silence != SPEAKS || !isfinite(chance)) return cell_missing();
    const Indicator *indicator = report_indicator(value->indicator);
    Str words = short_chance(report, chance);
    if (indicator->family == FAMILY_JOURNAL && value->procedure != UINT32_MAX && chance < 0.05) words = TEXT(report, "%s: %.*s", value->z > 0 ? "выше" : "ниже", STR_ARG(words));
    return (Cell){ .kind = CELL_TEXT, .text = is_bold(value, indicator) ? TEXT(report, "**%.*s**", STR_ARG(words)) : words, .anchor = STR_EMPTY };
}

/* Values of one school by check and work; the last column is all works together. */
typedef struct Grid { uint32_t n_checks, n_columns, n_spoke; const Indicator *checks[MAX_CHECKS]; const Value **at; } Grid;

static uint32_t row_of(const Grid *grid, const Indicator *indicator)
{
    uint32_t k = 0;
    while (k < grid->n_checks && grid->checks[k] != indicator && (indicator->family != FAMILY_THRESHOLD || grid->checks[k]->family != FAMILY_THRESHOLD)) k++;
    return k;
}

static Grid grid_of(const Report *report, uint32_t org)
{
    const Analysis *in = report->in;
    Grid grid = { .n_columns = in->n_procedures + 1 };
    grid.n_checks = checks_shown(grid.checks);
    grid.at = arena_array(report->arena, const Value *, (size_t)grid.n_checks * grid.n_columns + 1);
    for (uint32_t i = report->value_first[org]; i < report->value_first[org + 1]; i++) {
        const Value *value = &in->values[report->value_order[i]];
        const Indicator *indicator = report_indicator(value->indicator);
        if (value->class_index != NO_CLASS || indicator == NULL) continue;
        bool pooled = value->procedure == UINT32_MAX, mean = indicator->alone != NULL;
        bool counts = pooled || mean || indicator_counts(indicator, in->procedures[value->procedure].norm);
        uint32_t k = row_of(&grid, indicator);
        if (k == grid.n_checks || (!counts && indicator->family == FAMILY_THRESHOLD)) continue;
        grid.at[(size_t)k * grid.n_columns + (pooled ? in->n_procedures : value->procedure)] = value;
        grid.n_spoke += counts && !pooled && value->silence == SPEAKS;
    }
    return grid;
}

/* Works works[0..n), and all together in the last column when with_all. */
static void checks_table(Report *report, Node *sheet, uint32_t org, const Grid *grid, const uint32_t *works, uint32_t n, uint32_t number, bool with_all)
{
    const Analysis *in = report->in;
    Column columns[WORKS_A_TABLE + 2] = { { .head = STR("проверка"), .kind = COLUMN_TEXT, .width = 0.17f } };
    uint32_t n_columns = 1;
    for (uint32_t i = 0; i < n; i++) {
        Str tag = report_tag(report, in->procedures[works[i]].frame->procedure);
        size_t dash = str_find(tag, STR("-"));
        Str head = dash == SIZE_MAX ? tag : TEXT(report, "%.*s|%.*s", STR_ARG(str_slice(tag, 0, dash)), STR_ARG(str_slice(tag, dash + 1, tag.n)));
        columns[n_columns++] = (Column){ .head = head, .kind = COLUMN_NUMBER };
    }
    if (with_all) columns[n_columns++] = (Column){ .head = STR("все|вместе"), .kind = COLUMN_NUMBER, .group_start = true };
    Table *table = report_table(report, TEXT(report, "other-%.*s-%u", STR_ARG(report->anchor[org]), number), STR("Все проверки школы"), n_columns, columns, grid->n_checks + 1);
    table->dense = table->untitled = table->page_only = true;
    Cell *row = table_row(report->doc, table, ROW_PLAIN);
    row[0] = cell_text(STR("учеников"));
    for (uint32_t i = 0; i < n; i++) row[1 + i] = cell_int(in->procedures[works[i]].frame->schools[report->at[works[i]][org]].n);
    if (with_all) row[n + 1] = cell_int((long long)report_works(report, org));
    for (uint32_t k = 0; k < grid->n_checks; k++) {
        const Value **of = grid->at + (size_t)k * grid->n_columns;
        row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(row_name(report, grid->checks[k]));
        for (uint32_t i = 0; i < n; i++) row[1 + i] = check_cell(report, of[works[i]]);
        if (with_all) row[n + 1] = check_cell(report, of[in->n_procedures]);
    }
    doc_table(report->doc, sheet, table);
}

/* « Пороги в МА5-2021 сравниваются с обычаем региона …»; empty where none are. */
static Str habit_note(Report *report, const uint32_t *works, uint32_t n)
{
    Str *tags = arena_array(report->arena, Str, n + 1u);
    uint32_t n_tags = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Norm *norm = report->in->procedures[works[i]].norm;
        if (norm != NULL && norm->lifting_is_ordinary) tags[n_tags++] = report_tag(report, report->in->procedures[works[i]].frame->procedure);
    }
    if (n_tags == 0) return STR_EMPTY;
    Str joined = report_join(report, tags, n_tags, ", ");
    return TEXT(report, " Пороги в %.*s сравниваются с обычаем региона: притяжение к ним там — общая привычка.", STR_ARG(joined));
}

void report_checks(Report *report, Node *sheet, uint32_t org)
{
    const Analysis *in = report->in;
    Grid grid = grid_of(report, org);
    uint32_t *works = arena_array(report->arena, uint32_t, in->n_procedures + 1u), n = 0;
    for (uint32_t p = 0; p < in->n_procedures; p++)
        if (report->at[p][org] != REPORT_NOWHERE) works[n++] = p;
    doc_heading(report->doc, sheet, 3, STR("Все проверки школы"));
    for (uint32_t from = 0; from < n; from += WORKS_A_TABLE) {
        uint32_t here = n - from < WORKS_A_TABLE ? n - from : WORKS_A_TABLE;
        checks_table(report, sheet, org, &grid, works + from, here, from / WORKS_A_TABLE + 1, from + here == n && n > 1);
    }
    double by_chance = BOLD_P * grid.n_spoke;
    Str spoke = number_of(report->arena, grid.n_spoke, "проверки", "проверок", "проверок"), about = number_dec(report->arena, by_chance, 0), habit = habit_note(report, works, n);
    doc_small(report->doc, sheet, TEXT(report, "Как часто так бывает у честной школы: «1 из 20» — у одной из двадцати. Полужирным — реже 1 из 100; из %.*s по случаю таких вышло бы %s%.*s.%.*s "
                                               "«Мало» — мало работ, прочерк — проверить не по чему.", STR_ARG(spoke), by_chance < 1 ? "меньше одной" : "около ", by_chance < 1 ? 0 : (int)about.n, about.at,
        STR_ARG(habit)));
}
