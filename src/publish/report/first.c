/* Sheet 1: the answer in one minute. It must stay one A4 sheet, whatever the number of procedures and schools. */
#include <math.h>

#include "publish/report/common.h"

const NormThreshold *report_strongest(const ProcedureAnalysis *of)
{
    const NormThreshold *best = NULL;
    for (uint8_t i = 0; of->own != NULL && i < of->own->n_thresholds; i++) {
        const NormThreshold *t = &of->own->thresholds[i];
        if (isfinite(t->excess) && t->low > 0 && (best == NULL || t->excess > best->excess)) best = t;
    }
    return best;
}

/* Procedure whose cut-off attracts the most works; REPORT_NOWHERE when none does. */
static uint32_t strongest_procedure(const Report *report)
{
    uint32_t best = REPORT_NOWHERE;
    for (uint32_t p = 0; p < report->in->n_procedures; p++) {
        const NormThreshold *t = report_strongest(&report->in->procedures[p]);
        if (t != NULL && (best == REPORT_NOWHERE || t->excess > report_strongest(&report->in->procedures[best])->excess)) best = p;
    }
    return best;
}

static bool norm_estimated(const Report *report)
{
    for (uint32_t p = 0; p < report->in->n_procedures; p++)
        if (report->in->procedures[p].own != NULL && report->in->procedures[p].own->honest != NULL) return true;
    return false;
}

static bool anything_to_compare_with(const Report *report)
{
    for (uint32_t p = 0; p < report->in->n_procedures; p++)
        if (report->in->procedures[p].norm != NULL) return true;
    return false;
}

static bool any_cutoffs(const Report *report)
{
    for (uint32_t p = 0; p < report->in->n_procedures; p++)
        if (report->in->procedures[p].frame->procedure->blueprint->cutoffs_known) return true;
    return false;
}

static bool all_have_norm(const Report *report)
{
    for (uint32_t p = 0; p < report->in->n_procedures; p++)
        if (report->in->procedures[p].norm == NULL) return false;
    return true;
}

static bool norm_is_of_other_tasks(const Report *report)
{
    for (uint32_t p = 0; p < report->in->n_procedures; p++)
        if (report->in->procedures[p].own->reference_differs || report->in->procedures[p].own->reference_partly_differs) return true;
    return false;
}

static Str norm_sentence(Report *report, uint32_t p)
{
    if (norm_is_of_other_tasks(report)) /* first of all: what follows may be quiet for this alone */
        return STR("Норма из --reference не подошла: задания здесь решают совсем иначе. Это другой вариант — или задания знал весь район; сначала сверьте варианты.");
    if (p == REPORT_NOWHERE) {
        if (!any_cutoffs(report)) return STR("Пороги отметок неизвестны, поэтому у порогов ничего не проверялось.");
        if (norm_estimated(report)) return STR("Лишних работ на порогах отметок не больше, чем даёт случай.");
        if (report->in->reference_text.n > 0 && all_have_norm(report)) return STR("Школы сравнивались с внешней нормой: своей по этим файлам не построить.");
        if (report->in->reference_text.n > 0) return STR("С внешней нормой сравнивались не все работы: для остальных в ней нормы нет, а своей по этим файлам не построить.");
        return STR("Собственную норму по этим файлам построить нельзя, поэтому сказано только то, что видно без неё.");
    }
    const ProcedureAnalysis *of = &report->in->procedures[p];
    const NormThreshold *t = report_strongest(of);
    Str excess = number_int(report->arena, llround(t->excess)), range = report_range(report, fmax(0, round(t->low)), round(t->high), 0);
    Str place = report->region ? STR("по всему региону") : STR("по всем школам");
    Str where = STR_EMPTY;
    if (report->in->n_procedures > 1) {
        Str title = report_plain(report, of->frame->procedure->title);
        where = TEXT(report, " (%.*s)", STR_ARG(title));
    }
    const char *habit = of->own->lifting_is_ordinary ? " Это общая привычка, а не дело отдельных школ." : "";
    return TEXT(report, "Порог «%u»%.*s притягивает работы %.*s: около **%.*s** (%.*s) оказались на нём, а не чуть ниже.%s", t->mark, STR_ARG(where),
        STR_ARG(place), STR_ARG(excess), STR_ARG(range), habit);
}

static Str finding(Report *report)
{
    const Analysis *in = report->in;
    uint32_t explain = in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG], look = in->n_level[LEVEL_ATTENTION], few = in->n_level[LEVEL_TOO_FEW_DATA];
    uint32_t judged = explain + look + in->n_level[LEVEL_NONE], all = judged + few;
    if (all == 0) return STR("Работ в файлах не нашлось: проверять нечего.");
    Str few_text = report_schools_genitive(report, few);
    if (judged == 0) return TEXT(report, "Сделать вывод нельзя: работ слишком мало. Так у %s %.*s.", all == 1 ? "единственной школы —" : "всех", STR_ARG(few_text));
    Str tail = few == 0 ? STR_EMPTY : TEXT(report, " Ещё у %.*s для вывода мало данных.", STR_ARG(few_text));
    if (explain > 0) {
        Str a = report_schools_genitive(report, explain), b = number_int(report->arena, all), c = number_int(report->arena, look);
        Str more = look == 0 ? STR_EMPTY : TEXT(report, ", ещё %.*s стоит посмотреть", STR_ARG(c));
        return TEXT(report, "Объяснений ждём от **%.*s** из %.*s%.*s.", STR_ARG(a), STR_ARG(b), STR_ARG(more));
    }
    if (look > 0) {
        Str a = report_schools_count(report, look), b = number_int(report->arena, all);
        return TEXT(report, "Признаков, которые требуют объяснения, не найдено. Посмотреть стоит **%.*s** из %.*s.", STR_ARG(a), STR_ARG(b));
    }
    Str n = report_schools_count(report, judged);
    return TEXT(report, "Признаков не найдено: %s **%.*s**.%.*s", number_word(judged, "проверена", "проверены", "проверено"), STR_ARG(n), STR_ARG(tail));
}

static void answer(Report *report, Node *sheet, uint32_t strongest)
{
    doc_heading(report->doc, sheet, 2, STR("Ответ за одну минуту"));
    Node *left, *right;
    report_two(report, sheet, 0.66f, &left, &right);
    Str found = finding(report), norm = report->in->n_procedures == 0 ? STR_EMPTY : norm_sentence(report, strongest);
    doc_lead(report->doc, left, TEXT(report, "%.*s %.*s", STR_ARG(found), STR_ARG(norm)));
    Str where = report->in->n_level[LEVEL_ATTENTION] + report->in->n_level[LEVEL_SIGNS] + report->in->n_level[LEVEL_STRONG] > 0
                    ? STR(" [Список школ](#list) и вопросы к ним — дальше.")
                    : STR_EMPTY;
    doc_note(report->doc, right, NOTE_ATTENTION, STR("Признак — не нарушение."),
        TEXT(report, "Он говорит, где смотреть; вывод делают люди после перепроверки и ответа школы.%.*s", STR_ARG(where)));
}

static void facts_read(Report *report, Node *parent)
{
    const Analysis *in = report->in;
    uint64_t rows = 0, works = 0, absent = 0, rejected = 0, complaints = 0;
    uint32_t unreadable = 0;
    for (uint32_t i = 0; i < in->n_files; i++) {
        rows += in->files[i].rows, works += in->files[i].works, absent += in->files[i].absent, rejected += in->files[i].rejected;
        complaints += in->files[i].complaints_total;
        unreadable += in->files[i].readable ? 0 : 1;
    }
    Arena *arena = report->arena;
    Fact facts[12];
    uint32_t n = 0;
    Str files = number_int(arena, in->n_files);
    if (unreadable > 0) files = TEXT(report, "%.*s, [не прочитано %u](#inputs)", STR_ARG(files), unreadable);
    facts[n++] = (Fact){ .name = STR("Файлов"), .value = files };
    facts[n++] = (Fact){ .name = STR("Строк"), .value = number_int(arena, (long long)rows) };
    facts[n++] = (Fact){ .name = STR("Не писали работу"), .value = number_int(arena, (long long)absent) };
    facts[n++] = (Fact){ .name = STR("Работ"), .value = number_int(arena, (long long)works) };
    if (rejected > 0) facts[n++] = (Fact){ .name = STR("Ждут исправления"), .value = number_int(arena, (long long)rejected) };
    facts[n++] = (Fact){ .name = STR("Замечаний"), .value = TEXT(report, "[%.*s](#inputs)", STR_ARG(number_int(arena, (long long)complaints))) };
    if (in->n_procedures == 1) {
        const Blueprint *blueprint = in->procedures[0].frame->procedure->blueprint;
        facts[n++] = blueprint->n_tasks > 0 ? (Fact){ .name = STR("Заданий и баллов"), .value = TEXT(report, "%u и %u", blueprint->n_tasks, blueprint->max) }
                                            : (Fact){ .name = STR("Наибольший балл"), .value = number_int(arena, blueprint->max) };
        facts[n++] = (Fact){ .name = STR("Пороги отметок"), .value = report_cutoffs(report, blueprint) };
    } else {
        facts[n++] = (Fact){ .name = STR("Процедур"), .value = number_int(arena, in->n_procedures) };
    }
    uint32_t n_double = report_double_logins(report);
    if (n_double > 0) facts[n++] = (Fact){ .name = STR("Под двумя логинами"), .value = TEXT(report, "[%u](#inputs)", n_double) };
    doc_heading(report->doc, parent, 3, STR("Что прочитано"));
    report_facts_of(report, parent, n, facts);
}

static void levels(Report *report, Node *parent)
{
    static const char *const why[N_LEVELS] = { "", "", "возможен и случай", "случаем объяснить трудно", "видно ясно, эффект не мал" };
    const Analysis *in = report->in;
    double scale = in->schools.n > 0 ? in->schools.n : 1;
    const Column columns[] = {
        { .head = STR("уровень"), .kind = COLUMN_TEXT, .width = 0.44f },
        { .head = STR("школ"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR_EMPTY, .kind = COLUMN_GRAPHIC, .width = 0.2f, .scale_max = scale },
        { .head = STR("ложных ожидаем"), .kind = COLUMN_NUMBER, .decimals = 1 },
    };
    Table *table = report_table(report, STR("levels"), STR("Школы по уровням"), 4, columns, N_LEVELS);
    for (int level = LEVEL_STRONG; level >= LEVEL_TOO_FEW_DATA; level--) {
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_level((Level)level);
        row[0].text = str_of(why[level]);
        row[1] = cell_int(in->n_level[level]);
        row[1].bold = true;
        row[2] = (Cell){ .kind = CELL_BAR, .number = in->n_level[level], .text = STR_EMPTY, .anchor = STR_EMPTY, .flag = level == LEVEL_TOO_FEW_DATA };
        row[3] = in->expected_false[level] < 0.05 ? cell_text(STR("до 0,1")) : cell_dec(in->expected_false[level]);
    }
    table->untitled = true;
    doc_heading(report->doc, parent, 3, STR("Школы по уровням"));
    doc_table(report->doc, parent, table);
}

/* «На 6 баллов работ в 3,5 раза больше, чем на 5; ровный подъём дал бы 1,6.» */
static Str jump_words(Report *report, const ProcedureAnalysis *of)
{
    const NormThreshold *t = report_strongest(of);
    if (!isfinite(t->ratio) || !isfinite(t->expected_ratio)) return STR("Линия — какими были бы баллы без притяжения к порогам.");
    Str score = number_of(report->arena, t->at, "балл", "балла", "баллов"), ratio = number_dec(report->arena, t->ratio, 1), even = number_dec(report->arena, t->expected_ratio, 1);
    return TEXT(report, "На %.*s работ в %.*s раза больше, чем на %u; ровный подъём дал бы %.*s раза.", STR_ARG(score), STR_ARG(ratio), t->at - 1u,
        STR_ARG(even));
}

static void norm_part(Report *report, Node *sheet, uint32_t strongest)
{
    const Analysis *in = report->in;
    if (in->n_procedures == 0) return;
    Str place = report_place_of(report);
    Str title = !norm_estimated(report) || !any_cutoffs(report) ? STR("Баллы всех школ вместе")
                : strongest == REPORT_NOWHERE
                    ? TEXT(report, "Собственная норма %.*s: пороги работ не притягивают", STR_ARG(place))
                    : TEXT(report, "Собственная норма %.*s: порог «%u» притягивает работы", STR_ARG(place), report_strongest(&in->procedures[strongest])->mark);
    uint32_t shown = strongest == REPORT_NOWHERE ? 0 : strongest;
    if (in->n_procedures == 1 && anything_to_compare_with(report)) {
        Chart *chart = report_norm_chart(report, shown, false);
        if (chart == NULL) return;
        chart->title = title;
        if (strongest != REPORT_NOWHERE) chart->reading = jump_words(report, &in->procedures[shown]);
        doc_chart(report->doc, sheet, chart);
        return;
    }
    doc_heading(report->doc, sheet, 2, title);
    Node *left, *right;
    report_two(report, sheet, in->n_procedures > 1 ? 0.46f : 0.6f, &left, &right);
    Chart *chart = report_norm_chart(report, shown, true);
    if (chart != NULL) {
        chart->title = report_plain(report, in->procedures[shown].frame->procedure->title);
        chart->reading = STR_EMPTY;
        chart->page_only = true; /* stands in full on the procedure's sheet */
        doc_chart(report->doc, left, chart);
    }
    if (in->n_procedures > 1) {
        doc_table(report->doc, right, report_norms(report, false));
        if (report->workbook) doc_table(report->doc, right, report_norms(report, true));
    }
    if (!anything_to_compare_with(report))
        doc_small(report->doc, right, STR("Норма региона (ключ --reference) добавила бы сравнение с ним у порогов отметок, по журналу, по среднему и по заданиям: подойдёт выгрузка Мерила или отчёты "
                                          "ФИС ОКО «Распределение первичных баллов» и «Выполнение заданий»."));
}

void report_first(Report *report)
{
    const Analysis *in = report->in;
    Node *sheet = doc_sheet(report->doc, STR("first"), STR("Отчёт об объективности результатов"));
    sheet->ruler = true;
    sheet->kicker = STR("Мерило · проверка форм");
    uint64_t works = 0;
    for (uint32_t p = 0; p < in->n_procedures; p++) works += in->procedures[p].frame->n_works;
    Str procedures = number_of(report->arena, in->n_procedures, "процедура", "процедуры", "процедур");
    sheet->kicker_right = in->n_procedures == 1 ? report_plain(report, in->procedures[0].frame->procedure->title) : procedures;
    uint32_t with_works = 0;
    for (int level = 0; level < N_LEVELS; level++) with_works += in->n_level[level];
    Str schools = report_schools_count(report, with_works), count = report_works_count(report, (long long)works);
    Str place = report->n_municipalities == 1 ? TEXT(report, "%.*s, ", STR_ARG(report->municipalities[0])) : STR_EMPTY;
    Str anchor = report_plain(report, in->anchor_text);
    sheet->sub = TEXT(report, "%.*s%.*s, %.*s.%s%.*s%s%.*s", STR_ARG(place), STR_ARG(schools), STR_ARG(count), in->reference_text.n > 0 ? " Норма: " : "", STR_ARG(in->reference_text),
        anchor.n > 0 ? " Эталон: " : "", STR_ARG(anchor));
    uint32_t strongest = strongest_procedure(report);
    answer(report, sheet, strongest);
    Node *left, *right;
    report_two(report, sheet, 0.34f, &left, &right);
    facts_read(report, left);
    levels(report, right);
    norm_part(report, sheet, strongest);
    report_two_lists(report, sheet);
    report_changes_line(report, sheet);
}
