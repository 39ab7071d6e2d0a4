/* Sheet 2: schools worth looking at, by code, never by strength; and the table of contents. */
#include <math.h>

#include "publish/report/common.h"

enum { SIGNS_MOST = 40, SIGNS_IN_LINE = 2 };

/* Signs of the school as a whole; where it has none but supporting ones, those of its classes too. */
static uint32_t list_signs(const Report *report, uint32_t org, const Sign *out[SIGNS_MOST])
{
    const Analysis *in = report->in;
    for (int classes = 0; classes < 2; classes++) {
        uint32_t n = 0, n_proper = 0;
        for (uint32_t c = report->conclusion[org]; c < in->n_conclusions && in->conclusions[c].org == org; c++)
            for (uint32_t i = 0; i < in->conclusions[c].n_signs && n < SIGNS_MOST; i++) {
                const Sign *sign = &in->signs[in->conclusions[c].signs[i]];
                const Indicator *indicator = report_indicator(sign->value.indicator);
                bool of_school = sign->value.class_index == NO_CLASS, sign_proper = indicator == NULL || indicator->role != ROLE_SUPPORT;
                if (of_school || classes == 1) out[n++] = sign;
                n_proper += of_school && sign_proper;
            }
        if (n_proper > 0 || classes == 1) return n;
    }
    return 0;
}

/* «МА5-2021», «РУ4-2021 класс «в»»: a figure of one class must not be read as the school's. No procedure is named when there is only one. */
static Str sign_place(Report *report, const Value *value)
{
    bool of_part = value->class_index != NO_CLASS && value->procedure != UINT32_MAX && report->in->procedures[value->procedure].frame->classes[value->class_index].label.n > 0;
    Str class = of_part ? report_class(report, value) : STR_EMPTY;
    if (value->procedure == UINT32_MAX || report->in->n_procedures == 1) return class;
    Str tag = report_tag(report, report->in->procedures[value->procedure].frame->procedure);
    return class.n == 0 ? tag : TEXT(report, "%.*s %.*s", STR_ARG(tag), STR_ARG(class));
}

/* «Всплеск на пороге «3» (МА5-2021, РУ4-2021); …; и ещё 4»: the rest stands on the school's page. */
static Str signs_in_words(Report *report, uint32_t org)
{
    const Sign *signs[SIGNS_MOST];
    Str titles[SIGNS_IN_LINE], where[SIGNS_IN_LINE], words[SIGNS_IN_LINE];
    uint32_t n = list_signs(report, org, signs), shown = 0, left = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = 0;
        while (k < shown && !str_eq(titles[k], signs[i]->title)) k++;
        if (k == SIGNS_IN_LINE) left++;
        if (k == SIGNS_IN_LINE) continue;
        if (k == shown) titles[shown] = signs[i]->title, where[shown++] = STR_EMPTY;
        Str place = sign_place(report, &signs[i]->value);
        if (place.n == 0 || str_find(where[k], place) != SIZE_MAX) continue;
        where[k] = TEXT(report, "%.*s%s%.*s", STR_ARG(where[k]), where[k].n > 0 ? ", " : "", STR_ARG(place));
    }
    for (uint32_t k = 0; k < shown; k++) words[k] = where[k].n == 0 ? titles[k] : TEXT(report, "%.*s (%.*s)", STR_ARG(titles[k]), STR_ARG(where[k]));
    Str joined = report_join(report, words, shown, "; ");
    return left == 0 ? joined : TEXT(report, "%.*s; и ещё %u", STR_ARG(joined), left);
}

static Str expected_line(Report *report)
{
    const Analysis *in = report->in;
    Str parts[3];
    uint32_t n = 0;
    for (int level = LEVEL_STRONG; level >= LEVEL_ATTENTION; level--) {
        Str schools = report_schools_count(report, in->n_level[level]), expected = number_dec(report->arena, in->expected_false[level], 1);
        if (!isfinite(in->expected_false[level])) expected = STR("не оценить");
        if (in->expected_false[level] < 0.05) expected = STR("меньше 0,1");
        parts[n++] = TEXT(report, "«%s» — %.*s, ложных ожидаем %.*s", level_title((Level)level), STR_ARG(schools), STR_ARG(expected));
    }
    return report_join(report, parts, n, "; ");
}

static void page_table(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    uint32_t n_page = in->n_level[LEVEL_ATTENTION] + in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG];
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT, .width = 0.18f },
        { .head = STR("уровень"), .kind = COLUMN_TEXT, .width = 0.22f },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("что увидели"), .kind = COLUMN_TEXT },
        { .head = STR("федеральные|маркеры"), .kind = COLUMN_TEXT, .width = 0.11f },
    };
    Table *table = report_table(report, STR("look"), STR("Школы, которые стоит посмотреть"), 5, columns, in->schools.n + 1);
    table->untitled = table->dense = true;
    table->empty = STR("Таких школ нет. Что проверено и чего проверить не удалось, сказано на листах процедур.");
    for (uint32_t org = 0; org < in->schools.n && n_page > 0; org++) {
        if (!report_has_page(report, org)) continue;
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = report_school_cell(report, org);
        row[1] = cell_level(report_level(report, org));
        row[2] = cell_int((long long)report_works(report, org));
        row[3] = cell_text(signs_in_words(report, org));
        Str markers = report_markers(report, org);
        row[4] = markers.n > 0 ? cell_text(markers) : cell_missing();
    }
    doc_table(report->doc, sheet, table);
}

/* Every school with its level, for the spreadsheet only. */
static void all_table(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    const Column columns[] = {
        { .head = STR("код"), .kind = COLUMN_TEXT },
        { .head = STR("школа"), .kind = COLUMN_TEXT },
        { .head = STR("муниципалитет"), .kind = COLUMN_TEXT },
        { .head = STR("тип"), .kind = COLUMN_TEXT },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("уровень"), .kind = COLUMN_TEXT },
        { .head = STR("p"), .kind = COLUMN_NUMBER, .decimals = 6 },
        { .head = STR("q (BH)"), .kind = COLUMN_NUMBER, .decimals = 6 },
        { .head = STR("q (BY)"), .kind = COLUMN_NUMBER, .decimals = 6 },
        { .head = STR("федеральные маркеры"), .kind = COLUMN_TEXT },
    };
    Table *table = report_table(report, STR("all-schools"), STR("Все школы"), 10, columns, in->schools.n + 1);
    table->data_only = true;
    for (uint32_t org = 0; org < in->schools.n; org++) {
        const School *school = &in->schools.schools[org];
        uint64_t works = report_works(report, org);
        if (works == 0) continue;
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(report_plain(report, school->code));
        row[1] = cell_text(report_plain(report, school->name));
        row[2] = cell_text(report_plain(report, school->municipality));
        row[3] = cell_text(report_plain(report, school->type));
        if (works < REPORT_MIN_UNIT) {
            row[4] = cell_too_few(STR("меньше 5 работ"), 6);
            continue;
        }
        row[4] = cell_int((long long)works);
        row[5] = cell_level(report_level(report, org));
        uint32_t c = report->conclusion[org];
        row[6] = cell_dec(c == REPORT_NOWHERE ? NAN : in->conclusions[c].p);
        row[7] = cell_dec(c == REPORT_NOWHERE ? NAN : in->conclusions[c].q);
        row[8] = cell_dec(c == REPORT_NOWHERE ? NAN : in->conclusions[c].q_by);
        Str markers = report_markers(report, org);
        row[9] = markers.n > 0 ? cell_text(markers) : cell_missing();
    }
    doc_table(report->doc, sheet, table);
}

/* Every sign that a conclusion cites, one a row, for the spreadsheet only: pages of schools are not there. */
static void signs_table(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT },
        { .head = STR("процедура"), .kind = COLUMN_TEXT },
        { .head = STR("класс"), .kind = COLUMN_TEXT },
        { .head = STR("признак"), .kind = COLUMN_TEXT },
        { .head = STR("что увидели"), .kind = COLUMN_TEXT },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("значение"), .kind = COLUMN_NUMBER, .decimals = 3 },
        { .head = STR("интервал 95 %"), .kind = COLUMN_NUMBER, .decimals = 3 },
        { .head = STR("ожидали"), .kind = COLUMN_NUMBER, .decimals = 3 },
        { .head = STR("p"), .kind = COLUMN_NUMBER, .decimals = 6 },
        { .head = STR("q"), .kind = COLUMN_NUMBER, .decimals = 6 },
        { .head = STR("случай"), .kind = COLUMN_TEXT },
        { .head = STR("другие возможные причины"), .kind = COLUMN_TEXT },
    };
    if (in->n_signs == 0) return;
    Table *table = report_table(report, STR("all-signs"), STR("Все признаки"), 13, columns, in->n_signs);
    table->data_only = true;
    for (uint32_t i = 0; i < in->n_signs; i++) {
        const Sign *sign = &in->signs[i];
        const Value *value = &sign->value;
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(report_school(report, value->org));
        row[1] = cell_text(value->procedure == UINT32_MAX ? STR("все вместе") : report_plain(report, in->procedures[value->procedure].frame->procedure->title));
        row[2] = cell_text(report_class(report, value));
        row[3] = cell_text(sign->title);
        row[4] = cell_text(sign->text);
        row[5] = cell_int(value->n);
        row[6] = cell_dec(value->value);
        row[7] = isfinite(value->low) && isfinite(value->high) ? cell_interval(value->low, value->high, false) : cell_missing();
        row[8] = cell_dec(value->expected);
        row[9] = cell_dec(value->p); /* as in JSON and on the school's page */
        row[10] = cell_dec(value->q);
        row[11] = cell_text(sign->chance);
        row[12] = cell_text(report_join(report, sign->innocent, sign->n_innocent, "; "));
    }
    doc_table(report->doc, sheet, table);
}

void report_list(Report *report)
{
    const Analysis *in = report->in;
    uint32_t explain = in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG], look = in->n_level[LEVEL_ATTENTION];
    Str a = report_schools_count(report, explain), b = report_schools_count(report, look), none = report_schools_count(report, in->n_level[LEVEL_NONE]);
    Str title = explain + look == 0 ? STR("Школ, которые стоит посмотреть, не нашлось")
                : explain == 0     ? TEXT(report, "Посмотреть стоит: %.*s", STR_ARG(b))
                : look == 0        ? TEXT(report, "Объяснений ждём: %.*s", STR_ARG(a))
                                   : TEXT(report, "Объяснений ждём: %.*s; посмотреть стоит: %.*s", STR_ARG(a), STR_ARG(b));
    Node *sheet = doc_sheet(report->doc, STR("list"), title);
    sheet->kicker = STR("Список школ");
    sheet->sub = STR("По коду школы. Это не рейтинг: порядок и уровень не говорят о качестве обучения.");
    page_table(report, sheet);
    if (explain + look > 0) {
        Str line = expected_line(report);
        doc_small(report->doc, sheet, TEXT(report, "Ложных ожидаем — столько школ в среднем попало бы в список при такой строгости, если бы все работали честно: %.*s.", STR_ARG(line)));
    }
    if (in->n_level[LEVEL_NONE] > 0) {
        Str few = report_schools_genitive(report, in->n_level[LEVEL_TOO_FEW_DATA]);
        Str tail = in->n_level[LEVEL_TOO_FEW_DATA] == 0
                       ? STR_EMPTY
                       : TEXT(report, " У %.*s для вывода мало данных: это тоже ответ, и он ничего не говорит против школы.", STR_ARG(few));
        doc_text(report->doc, sheet, TEXT(report, "Признаков нет: %.*s.%.*s", STR_ARG(none), STR_ARG(tail)));
    }
    if (report->workbook) {
        all_table(report, sheet);
        signs_table(report, sheet);
    }
    doc_add(report->doc, sheet, NODE_TOC);
}
