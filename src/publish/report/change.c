/* From year to year: how the region changed, whose change lies outside its interval, and the same for one school. */
#include <math.h>

#include "publish/report/common.h"

enum { MOST_ROWS = 60 /* of the page: about two sheets of paper */, FIRST_CHANGES = 6 /* of the first sheet, which stays one sheet of paper */ };

/* Beyond z: an interval of 95 % that is stretched to z. */
static bool is_beyond(const ChangeOfSchool *of, double z)
{
    double reach = of->relative > 0 ? of->relative - of->low : of->high - of->relative; /* the other side may be cut off at what is possible */
    return fabs(of->relative) > reach * z / REPORT_Z95; /* NaN is not */
}

static bool school_is_beyond(const ChangeSchool *school, double z) { return is_beyond(&school->share, z) || is_beyond(&school->pass, z); }

static const ChangeSchool *change_of(const Change *change, uint32_t org)
{
    uint32_t low = 0, high = change->n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (change->schools[middle].org < org) low = middle + 1;
        else high = middle;
    }
    return low < change->n && change->schools[low].org == org ? &change->schools[low] : NULL;
}

static Str between(Report *report, const Change *change)
{
    Str from = report_tag_link(report, change->from), to = report_tag_link(report, change->to);
    return TEXT(report, "%.*s → %.*s", STR_ARG(from), STR_ARG(to));
}

static void region_cells(Cell *cells, const ChangeOfAll *all)
{
    for (int i = 0; i < 4; i++) cells[i] = cell_missing();
    if (!all->known) return;
    cells[0] = cell_share(all->from);
    cells[1] = cell_share(all->to);
    cells[2] = cell_signed(100 * all->change);
    cells[2].bold = true;
    if (isfinite(all->low)) cells[3] = cell_interval(100 * all->low, 100 * all->high, false);
}

static void region_table(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    Str share = STR("средняя доля баллов"), pass = STR("с отметкой «3» и выше");
    const Column columns[] = {
        { .head = STR("работы"), .kind = COLUMN_TEXT, .width = 0.22f },
        { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("было"), .kind = COLUMN_NUMBER, .decimals = 1, .group = share, .group_start = true },
        { .head = STR("стало"), .kind = COLUMN_NUMBER, .decimals = 1, .group = share },
        { .head = STR("изме-|нение"), .kind = COLUMN_NUMBER, .decimals = 1, .group = share },
        { .head = STR("от–до"), .kind = COLUMN_NUMBER, .decimals = 1, .group = share },
        { .head = STR("было"), .kind = COLUMN_NUMBER, .decimals = 1, .group = pass, .group_start = true },
        { .head = STR("стало"), .kind = COLUMN_NUMBER, .decimals = 1, .group = pass },
        { .head = STR("изме-|нение"), .kind = COLUMN_NUMBER, .decimals = 1, .group = pass },
        { .head = STR("от–до"), .kind = COLUMN_NUMBER, .decimals = 1, .group = pass },
    };
    Table *table = report_table(report, STR("changes"), STR("Год к году"), 10, columns, in->n_changes + 2);
    table->untitled = table->dense = true;
    for (uint32_t c = 0; c < in->n_changes; c++) {
        const Change *change = &in->changes[c];
        if (c == 0 || in->changes[c - 1].kind != change->kind) {
            Cell *section = table_row(report->doc, table, ROW_SECTION);
            section[0] = cell_text(change->kind == CHANGE_SAME_GRADE ? STR("Та же параллель год спустя: другие дети") : STR("Те же дети год спустя: параллель школы"));
        }
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(between(report, change));
        row[1] = cell_int(change->n_all);
        region_cells(row + 2, &change->share);
        region_cells(row + 6, &change->pass);
    }
    doc_table(report->doc, sheet, table);
    doc_small(report->doc, sheet, TEXT(report, "Изменение — в процентных пунктах, по школам, у которых есть обе работы. «От–до» — 95 %% интервал: что было бы, если бы школы были другими такими же; трудности самих работ он не знает. "
                                              "Работы разных лет разной трудности, поэтому изменение %.*s в целом ещё не значит, что учить стали иначе. Дети прослежены только параллелью школы: коды участников от года к году меняются.",
        STR_ARG(report_place_of(report))));
}

enum { SCHOOL_CELLS = 6 };

/* «45 → 63 %», the change against the others, its interval. */
static void measure_cells(Report *report, Cell *cells, const ChangeOfSchool *of)
{
    for (int i = 0; i < 3; i++) cells[i] = cell_missing();
    if (!isfinite(of->relative)) return;
    cells[0] = cell_text(TEXT(report, "%.0f\u00A0→\u00A0%.*s", 100 * of->from, STR_ARG(number_share(report->arena, of->to, 0))));
    cells[1] = cell_signed(100 * of->relative);
    cells[1].bold = is_beyond(of, REPORT_Z95);
    if (isfinite(of->low)) cells[2] = cell_interval(100 * of->low, 100 * of->high, false);
}

static void school_cells(Report *report, Cell *cells, const ChangeSchool *school)
{
    measure_cells(report, cells, &school->share);
    measure_cells(report, cells + 3, &school->pass);
}

/* Columns of the page: school, works, pupils, then SCHOOL_CELLS. */
static Table *school_table(Report *report, uint32_t max_rows)
{
    Str share = STR("средняя доля баллов"), pass = STR("с отметкой «3» и выше"), relative = TEXT(report, "против|%.*s", STR_ARG(report_place_of(report)));
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT, .width = 0.18f },
        { .head = STR("работы"), .kind = COLUMN_TEXT, .width = 0.25f },
        { .head = STR("учеников"), .kind = COLUMN_NUMBER },
        { .head = STR("было → стало"), .kind = COLUMN_NUMBER, .group = share, .group_start = true },
        { .head = relative, .kind = COLUMN_NUMBER, .decimals = 1, .group = share },
        { .head = STR("от–до"), .kind = COLUMN_NUMBER, .group = share },
        { .head = STR("было → стало"), .kind = COLUMN_NUMBER, .group = pass, .group_start = true },
        { .head = relative, .kind = COLUMN_NUMBER, .decimals = 1, .group = pass },
        { .head = STR("от–до"), .kind = COLUMN_NUMBER, .group = pass },
    };
    Table *table = report_table(report, STR("changes-beyond"), STR("Школы за пределами интервала"), 9, columns, max_rows);
    table->dense = table->untitled = table->page_only = true;
    table->empty = STR("Таких школ нет.");
    return table;
}

static uint32_t count_beyond(const Analysis *in, double z)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < in->n_changes; c++)
        for (uint32_t i = 0; i < in->changes[c].n; i++) n += school_is_beyond(&in->changes[c].schools[i], z) ? 1 : 0;
    return n;
}

static uint32_t count_judged(const Analysis *in)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < in->n_changes; c++) n += isfinite(in->changes[c].share.tau2) ? in->changes[c].n : 0;
    return n;
}

/* By the mean share: how many lie beyond, and how many would by chance. */
static Str expected_words(Report *report, uint32_t told)
{
    const Analysis *in = report->in;
    uint32_t n = 0;
    for (uint32_t c = 0; c < in->n_changes; c++) n += in->changes[c].share.n_above + in->changes[c].share.n_below;
    Str found = number_int(report->arena, n), all = number_int(report->arena, told), chance = number_int(report->arena, llround(0.05 * told));
    return TEXT(report, "По доле баллов за свой интервал выходит %.*s из %.*s изменений; если школы меняются как обычно, таких было бы около %.*s.", STR_ARG(found), STR_ARG(all), STR_ARG(chance));
}

static void page_rows(Report *report, Node *sheet, double z, uint32_t n)
{
    const Analysis *in = report->in;
    Table *table = school_table(report, n + 1);
    for (uint32_t org = 0; org < in->schools.n; org++)
        for (uint32_t c = 0; c < in->n_changes; c++) {
            const ChangeSchool *school = change_of(&in->changes[c], org);
            if (school == NULL || !school_is_beyond(school, z)) continue;
            Cell *row = table_row(report->doc, table, ROW_PLAIN);
            row[0] = report_school_cell(report, org);
            row[1] = cell_text(between(report, &in->changes[c]));
            row[2] = cell_text(TEXT(report, "%u\u00A0→\u00A0%u", school->n_from, school->n_to));
            school_cells(report, row + 3, school);
        }
    doc_table(report->doc, sheet, table);
}

Table *report_change_table(Report *report, uint32_t c, uint32_t from, uint32_t n)
{
    const Change *change = &report->in->changes[c];
    const Procedure *before = report->in->procedures[change->from].frame->procedure, *after = report->in->procedures[change->to].frame->procedure;
    Table *table = school_table(report, n + 2);
    table->id = TEXT(report, "change-%.*s-%.*s", STR_ARG(before->id), STR_ARG(after->id));
    table->title = TEXT(report, "%.*s–%.*s год к году", STR_ARG(report_tag(report, before)), STR_ARG(report_tag(report, after)));
    table->page_only = false;
    Cell *row = table_row(report->doc, table, ROW_BAND);
    row[0] = cell_text(TEXT(report, "Все школы: %u", change->n_all));
    row[1] = cell_text(between(report, change));
    row[2] = cell_missing();
    const ChangeOfAll *all[2] = { &change->share, &change->pass };
    for (int k = 0; k < 2; k++) {
        Cell *at = row + 3 + 3 * k;
        for (int i = 0; i < 3; i++) at[i] = cell_missing();
        if (!all[k]->known) continue;
        at[0] = cell_text(TEXT(report, "%.0f\u00A0→\u00A0%.*s", 100 * all[k]->from, STR_ARG(number_share(report->arena, all[k]->to, 0))));
        at[1] = cell_signed(100 * all[k]->change);
        if (isfinite(all[k]->low)) at[2] = cell_interval(100 * all[k]->low, 100 * all[k]->high, false);
    }
    for (uint32_t i = from; i < change->n && i < from + n; i++) {
        const ChangeSchool *school = &change->schools[i];
        row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = report_school_cell(report, school->org);
        row[1] = cell_text(between(report, change));
        row[2] = cell_text(TEXT(report, "%u\u00A0→\u00A0%u", school->n_from, school->n_to));
        school_cells(report, row + 3, school);
    }
    return table;
}

/* Every school in every pair of works: only for the workbook. */
static void workbook_rows(Report *report, Node *sheet, uint32_t c)
{
    const Change *change = &report->in->changes[c];
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT },
        { .head = STR("работ было"), .kind = COLUMN_NUMBER },
        { .head = STR("работ стало"), .kind = COLUMN_NUMBER },
        { .head = STR("доля баллов, было"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("доля баллов, стало"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("против региона, п. п."), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("95 % интервал"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("с «3» и выше, было"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("с «3» и выше, стало"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("против региона, п. п."), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("95 % интервал"), .kind = COLUMN_NUMBER, .decimals = 1 },
    };
    const Procedure *from = report->in->procedures[change->from].frame->procedure, *to = report->in->procedures[change->to].frame->procedure;
    Str tag = report_tag(report, from), next = report_tag(report, to);
    Table *table = report_table(report, TEXT(report, "change-%.*s-%.*s", STR_ARG(from->id), STR_ARG(to->id)), TEXT(report, "%.*s–%.*s год к году", STR_ARG(tag), STR_ARG(next)), 11, columns,
        change->n + 1);
    table->data_only = true;
    for (uint32_t i = 0; i < change->n; i++) {
        const ChangeSchool *school = &change->schools[i];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = report_school_cell(report, school->org);
        row[1] = cell_int(school->n_from);
        row[2] = cell_int(school->n_to);
        for (int k = 0; k < 2; k++) {
            const ChangeOfSchool *of = k == 0 ? &school->share : &school->pass;
            Cell *at = row + 3 + 4 * k;
            at[0] = cell_share(of->from);
            at[1] = cell_share(of->to);
            at[2] = isfinite(of->relative) ? cell_signed(100 * of->relative) : cell_missing();
            at[3] = isfinite(of->low) ? cell_interval(100 * of->low, 100 * of->high, false) : cell_missing();
        }
    }
    doc_table(report->doc, sheet, table);
}

/* «МА4-2021 +6,8, РУ4-2021 +7,1» */
static Str changes_of_kind(Report *report, ChangeKind kind)
{
    Str items[FIRST_CHANGES + 1];
    uint32_t n = 0;
    for (uint32_t c = 0; c < report->in->n_changes; c++) {
        const Change *change = &report->in->changes[c];
        if (change->kind != kind) continue;
        if (n == FIRST_CHANGES) {
            items[n++] = STR("…");
            break;
        }
        Str tag = report_tag_link(report, change->to), value = number_signed(report->arena, 100 * change->share.change, 1);
        items[n++] = TEXT(report, "%.*s %.*s", STR_ARG(tag), STR_ARG(value));
    }
    return report_join(report, items, n, ", ");
}

void report_changes_line(Report *report, Node *sheet)
{
    if (report->in->n_changes == 0) return;
    Str grade = changes_of_kind(report, CHANGE_SAME_GRADE), children = changes_of_kind(report, CHANGE_SAME_CHILDREN), parts[2];
    uint32_t n = 0;
    if (grade.n > 0) parts[n++] = TEXT(report, "та же параллель — %.*s", STR_ARG(grade));
    if (children.n > 0) parts[n++] = TEXT(report, "те же дети — %.*s", STR_ARG(children));
    doc_small(report->doc, sheet, TEXT(report, "**Доля баллов за год**, п. п.: %.*s. Трудность работ разных лет разная; интервалы и школы — [здесь](#cohorts).", STR_ARG(report_join(report, parts, n, "; "))));
}

void report_changes(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    if (in->n_changes == 0) return;
    doc_heading(report->doc, sheet, 2, STR("Результаты год к году"));
    region_table(report, sheet);
    doc_heading(report->doc, sheet, 3, STR("Школы, которые изменились не так, как другие"));
    uint32_t n = count_beyond(in, REPORT_Z95), told = count_judged(in);
    if (told == 0) {
        doc_text(report->doc, sheet, STR("Школ с 5 работами и больше в обоих годах меньше десяти: чем школы обычно отличаются, не оценить, поэтому интервалов нет. Изменения каждой школы — в XLSX."));
        for (uint32_t c = 0; report->workbook && c < in->n_changes; c++) workbook_rows(report, sheet, c);
        return;
    }
    bool strict = n > MOST_ROWS;
    doc_text(report->doc, sheet, TEXT(report, "%.*s%s Это не места и не вывод: так же выглядят смена учителя, слияние школ, другой набор детей.", STR_ARG(expected_words(report, told)),
        strict ? " Здесь — только вышедшие за 99,8 %, все остальные — в XLSX." : ""));
    page_rows(report, sheet, strict ? REPORT_Z998 : REPORT_Z95, n);
    doc_small(report->doc, sheet, TEXT(report, "«Против %.*s» — изменение школы минус изменение %.*s, процентные пункты; «от–до» — его 95 %% интервал: в нём и случайность работ обоих лет, и то, чем изменения школ обычно различаются. Интервал не накрывает нуля — "
                                              "полужирным. Школы, где хотя бы в одном году меньше 5 работ, не показаны. Класс на единицу старше — те же дети, тот же класс — другие. Порядок — по коду.",
        STR_ARG(report_place_of(report)), STR_ARG(report_place_of(report))));
    for (uint32_t c = 0; report->workbook && c < in->n_changes; c++) workbook_rows(report, sheet, c);
}

/* «МА4-2020 → МА5-2021 45 → 63 % (+11,6; от −2 до +25)»; bold where it is beyond; the other measure only where it is. */
static Str school_change(Report *report, const Change *change, const ChangeSchool *school)
{
    Str names[2] = { STR_EMPTY, STR(", с «3» и выше ") }, text = between(report, change);
    for (int k = 0; k < 2; k++) {
        const ChangeOfSchool *of = k == 0 ? &school->share : &school->pass;
        bool beyond = is_beyond(of, REPORT_Z95);
        if (k == 1 && !beyond) break;
        Str to = number_share(report->arena, of->to, 0), relative = number_signed(report->arena, 100 * of->relative, 1), range = STR_EMPTY;
        if (isfinite(of->low)) {
            Str low = number_signed(report->arena, 100 * of->low, 0), high = number_signed(report->arena, 100 * of->high, 0);
            range = TEXT(report, "; от %.*s до %.*s", STR_ARG(low), STR_ARG(high));
        }
        const char *bold = beyond ? "**" : "";
        text = TEXT(report, "%.*s%.*s %.0f → %.*s (%s%.*s%s%.*s)", STR_ARG(text), STR_ARG(names[k]), 100 * of->from, STR_ARG(to), bold, STR_ARG(relative), bold, STR_ARG(range));
    }
    return text;
}

static const char *const whose[] = { [CHANGE_SAME_GRADE] = "Другие дети той же параллели", [CHANGE_SAME_CHILDREN] = "Те же дети" };

/* Every pair of works of one school on its own page, where there is room for a table. */
static void school_changes_table(Report *report, Node *parent, uint32_t org)
{
    const Analysis *in = report->in;
    Table *table = school_table(report, in->n_changes + 2);
    table->id = STR("changes"), table->title = STR("Год к году");
    table->page_only = false;
    table->columns++, table->n_columns--; /* the school is the page's own */
    for (int kind = CHANGE_SAME_GRADE; kind <= CHANGE_SAME_CHILDREN; kind++) {
        bool said = false;
        for (uint32_t c = 0; c < in->n_changes; c++) {
            const ChangeSchool *school = in->changes[c].kind == (ChangeKind)kind ? change_of(&in->changes[c], org) : NULL;
            if (school == NULL) continue;
            if (!said) table_row(report->doc, table, ROW_SECTION)[0] = cell_text(str_of(whose[kind]));
            said = true;
            Cell *row = table_row(report->doc, table, ROW_PLAIN);
            row[0] = cell_text(between(report, &in->changes[c]));
            row[1] = cell_text(TEXT(report, "%u\u00A0→\u00A0%u", school->n_from, school->n_to));
            school_cells(report, row + 2, school);
        }
    }
    if (table->n_rows == 0) return;
    doc_heading(report->doc, parent, 3, STR("Год к году"));
    doc_table(report->doc, parent, table);
    doc_small(report->doc, parent, TEXT(report, "«Против %.*s» — изменение школы минус изменение %.*s, процентные пункты; «от–до» — его 95 %% интервал. Полужирным — где интервал не накрывает нуля. Дети прослежены только параллелью школы.",
        STR_ARG(report_place_of(report)), STR_ARG(report_place_of(report))));
}

void report_school_changes(Report *report, Node *sheet, uint32_t org)
{
    if (report->site.procedure != NULL) {
        school_changes_table(report, sheet, org);
        return;
    }
    const Analysis *in = report->in;
    Str said[2];
    uint32_t n_said = 0;
    for (int kind = CHANGE_SAME_GRADE; kind <= CHANGE_SAME_CHILDREN; kind++) {
        Str *items = arena_array(report->arena, Str, in->n_changes + 1u);
        uint32_t n = 0;
        for (uint32_t c = 0; c < in->n_changes; c++) {
            const ChangeSchool *school = in->changes[c].kind == (ChangeKind)kind ? change_of(&in->changes[c], org) : NULL;
            if (school != NULL) items[n++] = school_change(report, &in->changes[c], school);
        }
        if (n > 0) said[n_said++] = TEXT(report, "%s: %.*s.", whose[kind], STR_ARG(report_join(report, items, n, "; ")));
    }
    if (n_said == 0) return;
    doc_small(report->doc, sheet, TEXT(report, "**[Год к году](#cohorts).** Доля баллов, в скобках — против %.*s, п. п.; полужирным — необычное (95 %%). %.*s Дети прослежены только параллелью школы.",
        STR_ARG(report_place_of(report)), STR_ARG(report_join(report, said, n_said, " "))));
}
