/* «Как посчитано»: every check with its meaning, formula, source, smallest n and blindness; parameters; input files and what was wrong in them. */
#include <math.h>

#include "domain/rule.h"
#include "publish/report/common.h"

enum { FILES_ON_PAGE = 100, COMPLAINED_FILES_ON_PAGE = 40, CELLS_IN_ROW = 20 /* of one kind in one file */, MAX_CODES = 60 };

static void indicator(Report *report, Node *sheet, const Indicator *of)
{
    static const char *const roles[] = { "входит в вывод", "входит в вывод вместе с другими, без них — не выше «обратить внимание»", "сам по себе — только «обратить внимание»", "показан для сверки, в вывод не входит" };
    doc_heading(report->doc, sheet, 3, str_of(of->title));
    doc_text(report->doc, sheet, str_of(of->meaning));
    if (of->blind != NULL) doc_text(report->doc, sheet, TEXT(report, "**Чего не различает.** %s", of->blind));
    doc_small(report->doc, sheet, TEXT(report, "**Как.** %s **Источник.** %s. **Нужно** работ: %u. **Роль:** %s.", of->formula, of->source, of->smallest_n,
        roles[of->role]));
}

static Str rule_value(Report *report, const Rule *rule)
{
    if (!isfinite(rule->value)) return STR("не задано");
    Str number = number_dec(report->arena, rule->value, rule->decimals);
    return rule->unit[0] == '\0' ? number : TEXT(report, "%.*s %s", STR_ARG(number), rule->unit);
}

static Str rule_source(Report *report, const Rule *rule)
{
    if (rule->profile == RULE_OURS) return str_of(rule->source);
    return rule->page == NULL ? TEXT(report, "%s, страница не указана, %d", rule->source, rule->year) : TEXT(report, "%s, стр. %s, %d", rule->source, rule->page, rule->year);
}

/* Both profiles side by side: every threshold with whose it is. */
static void profiles(Report *report, Node *sheet)
{
    const Column columns[] = {
        { .head = STR("порог"), .kind = COLUMN_TEXT, .width = 0.4f },
        { .head = STR("федераль-|ный"), .kind = COLUMN_TEXT },
        { .head = STR("Мерило"), .kind = COLUMN_TEXT },
        { .head = STR("откуда"), .kind = COLUMN_TEXT, .width = 0.38f },
    };
    uint32_t n = 0;
    for (const Rule *rule = rule_table; rule->id != NULL; rule++) n++;
    for (const Indicator *const *i = indicator_registry; *i != NULL; i++) n++;
    Table *table = report_table(report, STR("profiles-table"), STR("Два профиля"), 4, columns, 2 * n + 1);
    table->untitled = table->dense = true;
    const char *topic = "";
    for (const Rule *rule = rule_table; rule->id != NULL; rule++) {
        if (strcmp(topic, rule->topic) != 0) table_row(report->doc, table, ROW_SECTION)[0] = cell_text(str_of(rule->topic));
        topic = rule->topic;
        Cell *row = table_row(report->doc, table, rule->profile == RULE_OURS ? ROW_OURS : ROW_PLAIN);
        row[0] = cell_text(str_of(rule->name));
        row[1] = rule->profile == RULE_FEDERAL ? cell_text(rule_value(report, rule)) : cell_missing();
        row[2] = rule->profile == RULE_OURS ? cell_text(rule_value(report, rule)) : cell_missing();
        row[3] = cell_text(rule_source(report, rule));
    }
    table_row(report->doc, table, ROW_SECTION)[0] = cell_text(STR("Наименьшее число работ показателя"));
    for (const Indicator *const *i = indicator_registry; *i != NULL; i++) {
        bool guard = (*i)->family == FAMILY_FEDERAL;
        Cell *row = table_row(report->doc, table, ROW_OURS);
        row[0] = cell_text(str_of((*i)->title));
        row[1] = guard ? cell_text(STR("не задано")) : cell_missing();
        row[2] = cell_text(number_int(report->arena, (*i)->smallest_n));
        row[3] = cell_text(guard ? STR("Мерило: в методике числа нет, а одна работа разброса не имеет") : STR("Мерило"));
    }
    Node *heading = doc_heading(report->doc, sheet, 2, STR("Два профиля: федеральный и Мерило"));
    heading->id = STR("profiles");
    doc_text(report->doc, sheet, STR("Все пороги, которые программа применяет или показывает, и чей каждый из них. Федеральные правила посчитаны так, как опубликованы; выводы Мерила на них не опираются, и его числа никому другому не приписаны. Чего не различает каждое правило, сказано выше, у его проверки."));
    doc_table(report->doc, sheet, table);
}

static void levels(Report *report, Node *sheet)
{
    Str fdr = number_share(report->arena, report->in->fdr, 0), twice = number_share(report->arena, 2 * report->in->fdr, 0);
    doc_heading(report->doc, sheet, 2, STR("Как из проверок получается уровень"));
    Str items[5];
    items[0] = TEXT(report, "**Признаки** — q не больше %.*s: среди показанных школ ложных в среднем не больше этой доли (Бенджамини — Хохберг по всем школам); и по одним признакам, без того, что их только поддерживает, вероятность не больше 1 %%.", STR_ARG(fdr));
    items[1] = STR("**Выраженные признаки** — то же при более строгой поправке (Бенджамини — Иекутиели) или по двум разным видам признаков, и нижняя граница эффекта не мала.");
    items[2] = TEXT(report, "**Обратить внимание** — q от %.*s до %.*s, или выделилось только среднее и то, что признаки лишь поддерживает: ровность, рост и скачок за год.", STR_ARG(fdr), STR_ARG(twice));
    items[3] = STR("**Признаков нет** — проверки, которым хватило данных, ничего не нашли.");
    items[4] = STR("**Данных мало** — ни одна проверка не могла высказаться, даже по всем процедурам вместе.");
    report_list_of(report, sheet, 5, items);
    doc_small(report->doc, sheet, STR("«У честной школы так бывает 1 раз из N» — вероятность увидеть столь же или более необычный результат, если ничего не происходило. Это не вероятность нарушения."));
}

static void files(Report *report, Node *sheet, bool data)
{
    const Analysis *in = report->in;
    const Column columns[] = {
        { .head = STR("файл"), .kind = COLUMN_TEXT, .width = 0.26f },
        { .head = STR("строк"), .kind = COLUMN_NUMBER },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("не|писали"), .kind = COLUMN_NUMBER },
        { .head = STR("ждут ис-|правления"), .kind = COLUMN_NUMBER },
        { .head = STR("замеча-|ний"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("SHA-256"), .kind = COLUMN_TEXT },
    };
    Table *table = report_table(report, data ? STR("inputs-all") : STR("inputs-table"), data ? STR("Файлы, все") : STR("Файлы"), 7, columns, in->n_files + 1);
    table->dense = table->untitled = true;
    table->data_only = data;
    table->page_only = !data;
    for (uint32_t i = 0; i < in->n_files && (data || i < FILES_ON_PAGE); i++) {
        const InputFile *file = &in->files[i];
        Cell *row = table_row(report->doc, table, file->readable ? ROW_PLAIN : ROW_ATTENTION);
        row[0] = cell_text(report_plain(report, file->name));
        row[6] = cell_text(data ? arena_str(report->arena, str_of(file->sha256)) : TEXT(report, "%.16s…", file->sha256));
        if (!file->readable) {
            Str why = report_plain(report, str_of(file->why.what)), hint = report_plain(report, str_of(file->why.hint));
            row[1] = cell_too_few(TEXT(report, "не прочитан: %.*s%s%.*s", STR_ARG(why), hint.n == 0 ? "" : str_ends(why, STR(".")) ? " " : ". ", STR_ARG(hint)), 5);
            continue;
        }
        row[1] = cell_int((long long)file->rows);
        row[2] = cell_int((long long)file->works);
        row[3] = cell_int((long long)file->absent);
        row[4] = cell_int((long long)file->rejected);
        row[5] = cell_int((long long)file->complaints_total);
    }
    doc_table(report->doc, sheet, table);
}

static const char *severity_title(Severity severity)
{
    return severity == SEVERITY_ERROR ? "ошибка" : severity == SEVERITY_WARNING ? "предупреждение" : "исправлено";
}

typedef struct CodeCount { const char *code; Severity severity; uint32_t n; const Complaint *first; } CodeCount;

static uint32_t count_codes(const InputFile *file, CodeCount codes[MAX_CODES])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < file->n_complaints; i++) {
        const Complaint *complaint = &file->complaints[i];
        uint32_t k = 0;
        while (k < n && strcmp(codes[k].code, complaint->code) != 0) k++;
        if (k == MAX_CODES) continue;
        if (k == n) codes[n++] = (CodeCount){ .code = complaint->code, .severity = complaint->severity, .first = complaint };
        codes[k].n++;
    }
    return n;
}

/* «Z445, Z446, AA15231 и ещё 84»: the first cells of one kind of complaint. */
static Str cells_of(Report *report, const InputFile *file, const CodeCount *code)
{
    Str cells[CELLS_IN_ROW];
    uint32_t n = 0;
    for (uint32_t i = 0; i < file->n_complaints && n < CELLS_IN_ROW; i++) {
        const Complaint *complaint = &file->complaints[i];
        if (strcmp(complaint->code, code->code) != 0) continue;
        Str cell = complaint_cell(report->arena, complaint);
        if (cell.n > 0) cells[n++] = cell;
    }
    Str joined = report_join(report, cells, n, ", ");
    if (n == 0 || code->n <= n) return joined;
    Str rest = number_int(report->arena, code->n - n);
    return TEXT(report, "%.*s и ещё %.*s", STR_ARG(joined), STR_ARG(rest));
}

static void file_rows(Report *report, Table *table, const InputFile *file)
{
    CodeCount codes[MAX_CODES];
    uint32_t n = count_codes(file, codes);
    Str name = report_plain(report, file->name), total = number_of(report->arena, (long long)file->complaints_total, "замечание", "замечания", "замечаний");
    table_row(report->doc, table, ROW_SECTION)[0] = cell_text(TEXT(report, "%.*s: %.*s", STR_ARG(name), STR_ARG(total)));
    for (uint32_t i = 0; i < n; i++) {
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_int(codes[i].n);
        row[1] = cell_text(str_of(severity_title(codes[i].severity)));
        row[1].bold = codes[i].severity == SEVERITY_ERROR;
        row[2] = cell_text(TEXT(report, "%s%.*s", codes[i].n > 1 ? "Например: " : "", STR_ARG(report_plain(report, codes[i].first->text))));
        row[3] = cell_text(cells_of(report, file, &codes[i]));
    }
}

/* What was wrong in the files, a row for each kind; every single complaint stands in the workbook. */
static void complaints(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    const Column columns[] = {
        { .head = STR("сколько"), .kind = COLUMN_NUMBER, .open = true },
        { .head = STR("что это"), .kind = COLUMN_TEXT, .width = 0.14f },
        { .head = STR("что сделано или сделать"), .kind = COLUMN_TEXT, .width = 0.5f },
        { .head = STR("ячейки"), .kind = COLUMN_TEXT },
    };
    uint32_t n = 0, left = 0;
    for (uint32_t i = 0; i < in->n_files; i++) n += in->files[i].n_complaints > 0 ? 1 : 0;
    if (n == 0) {
        doc_text(report->doc, sheet, STR("Замечаний к прочитанным файлам нет."));
        return;
    }
    if (n > COMPLAINED_FILES_ON_PAGE) left = n - COMPLAINED_FILES_ON_PAGE, n = COMPLAINED_FILES_ON_PAGE;
    Node *details = doc_add(report->doc, sheet, NODE_DETAILS);
    details->text = STR("Замечания по файлам");
    Table *table = report_table(report, STR("complaints"), STR("Замечания по файлам"), 4, columns, n * (MAX_CODES + 1));
    table->dense = table->page_only = true;
    table->note = STR("По видам; каждое замечание с ячейкой и тем, что в ней написано, — в XLSX.");
    for (uint32_t i = 0, shown = 0; i < in->n_files && shown < n; i++) {
        if (in->files[i].n_complaints == 0) continue;
        file_rows(report, table, &in->files[i]);
        shown++;
    }
    doc_table(report->doc, details, table);
    if (left > 0) doc_small(report->doc, sheet, TEXT(report, "Замечания ещё к %u файлам — в XLSX.", left));
}

static void all_complaints(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    const Column columns[] = {
        { .head = STR("файл"), .kind = COLUMN_TEXT },
        { .head = STR("лист"), .kind = COLUMN_TEXT },
        { .head = STR("ячейка"), .kind = COLUMN_TEXT },
        { .head = STR("написано"), .kind = COLUMN_TEXT },
        { .head = STR("что это"), .kind = COLUMN_TEXT },
        { .head = STR("код"), .kind = COLUMN_TEXT },
        { .head = STR("что сделано или сделать"), .kind = COLUMN_TEXT },
    };
    uint32_t rows = 0;
    for (uint32_t i = 0; i < in->n_files; i++) rows += in->files[i].n_complaints;
    if (rows == 0) return;
    Table *table = report_table(report, STR("complaints-all"), STR("Все замечания"), 7, columns, rows);
    table->data_only = true;
    for (uint32_t i = 0; i < in->n_files; i++)
        for (uint32_t k = 0; k < in->files[i].n_complaints; k++) {
            const Complaint *complaint = &in->files[i].complaints[k];
            Cell *row = table_row(report->doc, table, ROW_PLAIN);
            row[0] = cell_text(report_plain(report, in->files[i].name));
            row[1] = cell_text(report_plain(report, complaint->sheet));
            row[2] = cell_text(complaint_cell(report->arena, complaint));
            row[3] = cell_text(report_plain(report, complaint->value));
            row[4] = cell_text(str_of(severity_title(complaint->severity)));
            row[5] = cell_text(str_of(complaint->code));
            row[6] = cell_text(report_plain(report, complaint->text));
        }
    doc_table(report->doc, sheet, table);
}

static void inputs(Report *report, Node *sheet)
{
    const Analysis *in = report->in;
    Node *heading = doc_heading(report->doc, sheet, 2, STR("Прочитанные файлы"));
    heading->id = STR("inputs");
    files(report, sheet, false);
    if (in->n_files > FILES_ON_PAGE) doc_small(report->doc, sheet, TEXT(report, "Показаны первые %d файлов из %u; все — в XLSX.", FILES_ON_PAGE, in->n_files));
    if (report->workbook) files(report, sheet, true);
    uint32_t n_double = report_double_logins(report);
    if (n_double > 0)
        doc_small(report->doc, sheet,
            TEXT(report, "Логин школы взят как написан. Под двумя логинами с одним номером («sch…» и «edu…») — %.*s: работы под ними сложены порознь, и школа посчитана дважды.",
                STR_ARG(report_schools_count(report, n_double))));
    complaints(report, sheet);
    if (report->workbook) all_complaints(report, sheet);
}

/* «observers.csv: использован в 3 работах из 4» */
static Str anchor_words(Report *report)
{
    const Analysis *in = report->in;
    uint32_t used = 0;
    for (uint32_t p = 0; p < in->n_procedures; p++) used += in->procedures[p].anchor != NULL && in->procedures[p].anchor->used;
    Str file = report_plain(report, in->anchor_text), all = number_of(report->arena, in->n_procedures, "работы", "работ", "работ");
    return TEXT(report, "%.*s: использован в %u из %.*s", STR_ARG(file), used, STR_ARG(all));
}

enum { STRANGERS_ON_PAGE = 40 };

static void strangers(Report *report, Node *sheet)
{
    uint32_t n = report->in->n_anchor_strangers, shown = n < STRANGERS_ON_PAGE ? n : STRANGERS_ON_PAGE;
    if (n == 0) return;
    Str items[STRANGERS_ON_PAGE];
    for (uint32_t i = 0; i < shown; i++) items[i] = report_plain(report, report->in->anchor_strangers[i]);
    doc_heading(report->doc, sheet, 3, STR("Чего в эталоне не нашлось"));
    report_list_of(report, sheet, shown, items);
    if (n > shown) doc_small(report->doc, sheet, TEXT(report, "И ещё строк: %u.", n - shown));
}

void report_methods(Report *report)
{
    const Analysis *in = report->in;
    Node *sheet = doc_sheet(report->doc, STR("methods"), STR("Как посчитано"));
    sheet->kicker = STR("Методы и данные");
    levels(report, sheet);
    if (indicator_registry[0] != NULL) doc_heading(report->doc, sheet, 2, STR("Проверки"));
    for (const Indicator *const *i = indicator_registry; *i != NULL; i++) indicator(report, sheet, *i);
    profiles(report, sheet);
    doc_heading(report->doc, sheet, 2, STR("Параметры"));
    Fact facts[8];
    uint32_t n = 0;
    facts[n++] = (Fact){ .name = STR("Программа"), .value = TEXT(report, "Мерило %.*s", STR_ARG(in->version)) };
    facts[n++] = (Fact){ .name = STR("Порог ложных тревог"), .value = number_share(report->arena, in->fdr, 1) };
    if (in->params_text.n > 0) facts[n++] = (Fact){ .name = STR("Параметры"), .value = in->params_text };
    facts[n++] = (Fact){ .name = STR("Внешняя норма"), .value = in->reference_text.n > 0 ? in->reference_text : STR("не задана") };
    if (in->anchor_text.n > 0) facts[n++] = (Fact){ .name = STR("Эталон"), .value = anchor_words(report) };
    facts[n++] = (Fact){ .name = STR("Проверочная сумма входных данных"), .value = arena_str(report->arena, str_of(in->inputs_hash)) };
    facts[n++] = (Fact){ .name = STR("Зерно случайных чисел"), .value = TEXT(report, "%u; у заданий — своё у каждой работы, по её обозначению", NORM_SEED) };
    report_facts_of(report, sheet, n, facts);
    strangers(report, sheet);
    doc_small(report->doc, sheet, STR("Та же программа на тех же файлах даёт те же числа, сколько бы потоков ни работало."));
    if (in->n_cohorts == 0 && !isfinite(in->federal.index)) {
        doc_heading(report->doc, sheet, 2, STR("Чего в этом отчёте нет"));
        doc_text(report->doc, sheet, STR("Сравнения одних и тех же детей год спустя: для него нужны работы двух соседних лет по одному предмету. Индекса объективности по федеральной методике: для него нужны "
                                         "русский язык и математика 4 и 5 классов."));
    }
    inputs(report, sheet);
}
