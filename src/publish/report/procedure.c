/* One procedure: facts, norm, funnel, tasks, journal, federal markers, and what was left out. */
#include <math.h>

#include "publish/report/common.h"

static void facts_line(Report *report, Node *sheet, const ProcedureAnalysis *of)
{
    const Frame *frame = of->frame;
    const Blueprint *blueprint = frame->procedure->blueprint;
    uint32_t few = 0;
    for (uint32_t i = 0; i < frame->n_schools; i++) few += frame->schools[i].n < REPORT_MIN_UNIT ? 1 : 0;
    Str items[8];
    uint32_t n = 0;
    items[n++] = report_schools_count(report, frame->n_schools);
    items[n++] = report_works_count(report, frame->n_works);
    Str absent = number_int(report->arena, (long long)frame->n_absent), mean = number_dec(report->arena, of->mean, 1);
    items[n++] = TEXT(report, "не писали **%.*s**", STR_ARG(absent));
    items[n++] = TEXT(report, "средний балл **%.*s** из %u", STR_ARG(mean), blueprint->max);
    Str cutoffs = report_cutoffs(report, blueprint);
    items[n++] = TEXT(report, "пороги **%.*s**", STR_ARG(cutoffs));
    if (few > 0) items[n++] = TEXT(report, "меньше 5 работ: **%u**", few);
    report_factline(report, sheet, n, items);
    Str source = blueprint->cutoff_source.n > 0 ? TEXT(report, "Пороги: %.*s. ", STR_ARG(report_plain(report, blueprint->cutoff_source))) : STR_EMPTY;
    Str tasks = blueprint->task_source.n > 0 ? TEXT(report, "Задания: %.*s. ", STR_ARG(report_plain(report, blueprint->task_source))) : STR_EMPTY;
    Str note = blueprint->note.n > 0 ? report_plain(report, blueprint->note) : STR_EMPTY;
    if (source.n + tasks.n + note.n > 0) doc_small(report->doc, sheet, TEXT(report, "%.*s%.*s%.*s", STR_ARG(source), STR_ARG(tasks), STR_ARG(note)));
}

static Str marker_word(Marker marker)
{
    return marker == MARKER_YES ? STR("да") : marker == MARKER_NO ? STR("нет") : STR("не определён");
}

static Table *federal_table(Report *report, const ProcedureAnalysis *of)
{
    const Frame *frame = of->frame;
    const Column columns[] = {
        { .head = STR("школа"), .kind = COLUMN_TEXT },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("средний|балл"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("интервал|школы"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("завышенное|среднее"), .kind = COLUMN_TEXT },
        { .head = STR("Спирмен|по учебнику"), .kind = COLUMN_NUMBER, .decimals = 3 },
        { .head = STR("с поправкой|на связи"), .kind = COLUMN_NUMBER, .decimals = 3 },
        { .head = STR("несоответствие|журналу"), .kind = COLUMN_TEXT },
    };
    Str id = frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "federal-%.*s", STR_ARG(id)), TEXT(report, "%.*s Федеральные маркеры", STR_ARG(report_tag(report, frame->procedure))), 8, columns, frame->n_schools + 1);
    table->data_only = true;
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        const SchoolStats *s = &of->schools[i];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = report_school_cell(report, frame->schools[i].org);
        if (frame->schools[i].n < REPORT_MIN_UNIT) {
            row[1] = cell_too_few(STR("меньше 5 работ"), 7);
            continue;
        }
        row[1] = cell_int(frame->schools[i].n);
        row[2] = cell_dec(s->mean);
        row[3] = isfinite(s->mean_low) ? cell_interval(s->mean_low, s->mean_high, false) : cell_missing();
        row[4] = cell_text(marker_word(s->inflated));
        row[5] = cell_dec(s->spearman_textbook);
        row[6] = cell_dec(s->spearman);
        row[7] = cell_text(marker_word(s->mismatch));
    }
    return table;
}

static void federal(Report *report, Node *sheet, const ProcedureAnalysis *of)
{
    const Frame *frame = of->frame;
    uint32_t *mean = arena_array(report->arena, uint32_t, frame->n_schools + 1), *mismatch = arena_array(report->arena, uint32_t, frame->n_schools + 1);
    uint32_t *undefined = arena_array(report->arena, uint32_t, frame->n_schools + 1), n_mean = 0, n_mismatch = 0, n_undefined = 0;
    for (uint32_t i = 0; i < frame->n_schools; i++) {
        const SchoolStats *s = &of->schools[i];
        if (s->inflated == MARKER_YES) mean[n_mean++] = frame->schools[i].org;
        if (s->mismatch == MARKER_YES) mismatch[n_mismatch++] = frame->schools[i].org;
        if (s->inflated == MARKER_UNDEFINED || s->mismatch == MARKER_UNDEFINED) undefined[n_undefined++] = frame->schools[i].org;
    }
    const Column columns[] = {
        { .head = STR("маркер"), .kind = COLUMN_TEXT, .width = 0.24f },
        { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("доля"), .kind = COLUMN_NUMBER, .decimals = (uint8_t)report_share_decimals(frame->n_schools) },
        { .head = STR("какие"), .kind = COLUMN_TEXT },
    };
    Str id = frame->procedure->id;
    Table *table = report_table(report, TEXT(report, "markers-%.*s", STR_ARG(id)), TEXT(report, "%.*s Маркеры", STR_ARG(report_tag(report, frame->procedure))), 4, columns, 3);
    table->untitled = true;
    table->page_only = true;
    const struct { const char *name; const uint32_t *orgs; uint32_t n; } rows[3] = { { "Завышенное среднее", mean, n_mean }, { "Несоответствие журналу", mismatch, n_mismatch },
        { "Маркер не определён", undefined, n_undefined } };
    for (int i = 0; i < 3; i++) {
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(str_of(rows[i].name));
        row[1] = cell_int(rows[i].n);
        row[2] = cell_share(frame->n_schools == 0 ? NAN : (double)rows[i].n / frame->n_schools);
        /* All or none: a part of a list would single out those whose codes come first. */
        row[3] = rows[i].n == 0 ? cell_missing() : cell_text(rows[i].n > REPORT_NAMES ? STR("все — в XLSX, по коду") : report_names(report, rows[i].orgs, rows[i].n));
    }
    Str low = number_dec(report->arena, of->federal_low, 2), high = number_dec(report->arena, of->federal_high, 2);
    doc_heading(report->doc, sheet, 2, STR("Федеральные маркеры этой процедуры"));
    doc_table(report->doc, sheet, table);
    doc_small(report->doc, sheet,
        TEXT(report, "Методика ФИОКО 2021 года; интервал всех работ — %.*s–%.*s балла. Первое правило не отличает сильную школу от завышенных баллов; "
                     "второе не видит школу, где завышены и работа, и журнал. Не определён — одна работа или все значения одинаковы. Числа — в XLSX.",
            STR_ARG(low), STR_ARG(high)));
    if (report->workbook) doc_table(report->doc, sheet, federal_table(report, of));
}

void report_procedure(Report *report, uint32_t procedure)
{
    const ProcedureAnalysis *of = &report->in->procedures[procedure];
    Node *sheet = doc_sheet(report->doc, report_procedure_id(report, procedure), report_plain(report, of->frame->procedure->title));
    sheet->kicker = STR("Процедура");
    facts_line(report, sheet, of);
    if (of->frame->n_works < REPORT_MIN_UNIT) {
        doc_text(report->doc, sheet, STR("Меньше 5 работ: показать нечего, чтобы не назвать ученика."));
        return;
    }
    report_norm(report, sheet, procedure);
    report_funnel(report, sheet, procedure);
    report_heat(report, sheet, procedure);
    report_journal(report, sheet, procedure);
    federal(report, sheet, of);
    if (of->n_left_out == 0) return;
    doc_heading(report->doc, sheet, 2, STR("Что не посчитано и почему"));
    report_list_of(report, sheet, of->n_left_out, of->left_out);
}
