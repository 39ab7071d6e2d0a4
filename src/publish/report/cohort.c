/* The same children a year later, and the region's index by the federal methodology. */
#include <math.h>

#include "publish/report/common.h"

static Str marked_names(Report *report, const Cohort *cohort, bool drop)
{
    uint32_t *orgs = arena_array(report->arena, uint32_t, cohort->n + 1), n = 0;
    for (uint32_t i = 0; i < cohort->n; i++)
        if ((drop ? cohort->schools[i].drop : cohort->schools[i].growth) == MARKER_YES) orgs[n++] = cohort->schools[i].org;
    return n == 0 ? STR("нет") : report_names(report, orgs, n);
}

static void cohort_table(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    const Column columns[] = {
        { .head = STR("было"), .kind = COLUMN_TEXT },
        { .head = STR("стало"), .kind = COLUMN_TEXT },
        { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("K, четверти|Q1–Q3"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("границы"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("резкое падение"), .kind = COLUMN_TEXT },
        { .head = STR("резкий рост"), .kind = COLUMN_TEXT },
    };
    Table *table = report_table(report, STR("cohorts-summary"), STR("Когорты"), 7, columns, in->n_cohorts + 1);
    table->untitled = true;
    for (uint32_t c = 0; c < in->n_cohorts; c++) {
        const Cohort *cohort = &in->cohorts[c];
        double reach = 3 * (cohort->q3 - cohort->q1);
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(report_procedure_link(report, cohort->from));
        row[1] = cell_text(report_procedure_link(report, cohort->to));
        row[2] = cell_int(cohort->n);
        row[3] = cell_interval(cohort->q1, cohort->q3, false);
        row[4] = cell_interval(cohort->q1 - reach, cohort->q3 + reach, false);
        row[5] = cell_text(marked_names(report, cohort, true));
        row[6] = cell_text(marked_names(report, cohort, false));
    }
    doc_table(report->doc, sheet, table);
}

static void school_table(Report *report, Node *sheet, uint32_t c)
{
    static const char *const words[] = { "нет", "да", "не определён" };
    const Cohort *cohort = &report->in->cohorts[c];
    const ProcedureAnalysis *from = &report->in->procedures[cohort->from], *to = &report->in->procedures[cohort->to];
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT },
        { .head = STR("было, доля"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("стало, доля"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("K"), .kind = COLUMN_NUMBER, .decimals = 3 },
        { .head = STR("падение"), .kind = COLUMN_TEXT },
        { .head = STR("рост"), .kind = COLUMN_TEXT },
    };
    Str id = to->frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "cohort-%.*s", STR_ARG(id)), TEXT(report, "%.*s Когорта", STR_ARG(report_tag(report, to->frame->procedure))), 6, columns, cohort->n + 1);
    table->data_only = true;
    for (uint32_t i = 0; i < cohort->n; i++) {
        const CohortSchool *s = &cohort->schools[i];
        uint32_t a = report->at[cohort->from][s->org], b = report->at[cohort->to][s->org];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = report_school_cell(report, s->org);
        if (a == REPORT_NOWHERE || b == REPORT_NOWHERE || from->frame->schools[a].n < REPORT_MIN_UNIT || to->frame->schools[b].n < REPORT_MIN_UNIT) {
            row[1] = cell_too_few(STR("меньше 5 работ"), 5);
            continue;
        }
        row[1] = cell_share(s->from_share);
        row[2] = cell_share(s->to_share);
        row[3] = cell_dec(s->k);
        row[4] = cell_text(str_of(words[s->drop]));
        row[5] = cell_text(str_of(words[s->growth]));
    }
    doc_table(report->doc, sheet, table);
}

static void index_part(Report *report, Node *sheet)
{
    const FederalIndex *index = &report->in->federal;
    doc_heading(report->doc, sheet, 2, STR("Индекс объективности по федеральной методике"));
    if (!isfinite(index->index)) {
        doc_text(report->doc, sheet, STR("Индекса нет: для него нужны русский язык и математика 4 и 5 классов одного года, хотя бы одна из этих работ."));
        return;
    }
    Str names[4];
    uint32_t n = 0;
    for (; n < index->n_procedures && n < 4; n++) names[n] = report_procedure_link(report, index->procedures[n]);
    Str value = number_dec(report->arena, index->index, 2), marked = report_schools_genitive(report, index->n_marked), all = number_int(report->arena, index->n_all);
    Str from = report_join(report, names, n, ", "), only = report_schools_genitive(report, index->n_only_inflated);
    Str cohorts = number_of(report->arena, index->n_cohorts, "когорта", "когорты", "когорт");
    doc_lead(report->doc, sheet, TEXT(report, "Индекс — **%.*s** из 100: хотя бы один маркер есть у %.*s из %.*s.", STR_ARG(value), STR_ARG(marked), STR_ARG(all)));
    doc_text(report->doc, sheet, TEXT(report, "Считался за %d год по работам: %.*s; %.*s. Индекс — это 100 минус доля школ хотя бы с одним маркером.%s", index->year, STR_ARG(from), STR_ARG(cohorts),
        index->n_procedures == 4 ? "" : " Взяты не все четыре работы методики, поэтому с федеральным числом его не сравнивают."));
    doc_text(report->doc, sheet, TEXT(report, "Чего индекс не скажет: у %.*s из отмеченных нет ничего, кроме завышенного среднего, — ни других маркеров, ни наших признаков. "
                                             "Сильные школы снижают индекс так же, как завышенные баллы.",
        STR_ARG(only)));
}

void report_cohorts(Report *report)
{
    const Analysis *in = report->in;
    if (in->n_changes == 0 && in->n_cohorts == 0 && !isfinite(in->federal.index)) return; /* told on the sheet of methods */
    Node *sheet = doc_sheet(report->doc, STR("cohorts"), in->n_changes > 0 ? STR("Параллели и дети год спустя; индекс") : STR("Одни и те же дети год спустя; индекс"));
    sheet->kicker = STR("Когорты и индекс");
    report_changes(report, sheet);
    doc_heading(report->doc, sheet, 2, STR("Резкие изменения по федеральной методике"));
    if (in->n_cohorts > 0) cohort_table(report, sheet);
    else doc_text(report->doc, sheet, STR("Работ одних и тех же детей за два соседних года в этих файлах нет: сравнить их нельзя. Добавьте формы прошлого года."));
    for (uint32_t c = 0; report->workbook && c < in->n_cohorts; c++) school_table(report, sheet, c);
    if (in->n_cohorts > 0)
        doc_small(report->doc, sheet, STR("K — средняя доля баллов прошлого года, делённая на долю этого года. Методика ФИОКО 2021 года: падение, если K больше Q3 + 3·(Q3 − Q1), рост, если меньше "
                                          "Q1 − 3·(Q3 − Q1). Смену состава класса, учителя и трудность самих работ правило не различает; в малых школах K колеблется сильнее."));
    index_part(report, sheet);
}
