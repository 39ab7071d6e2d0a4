/* A page for each school that has something to explain; a short block for each that is only worth a look. */
#include <math.h>

#include "publish/report/common.h"

enum { MAX_SIGNS = 40, MAX_FULL = 6 /* signs with a picture; the rest are rows */, MAX_NEXT = 8 };

/* Signs of the school and of its classes, in order: school first. */
static uint32_t signs_of(const Report *report, uint32_t org, const Sign *out[MAX_SIGNS])
{
    const Analysis *in = report->in;
    uint32_t n = 0;
    for (uint32_t c = report->conclusion[org]; c < in->n_conclusions && in->conclusions[c].org == org; c++)
        for (uint32_t i = 0; i < in->conclusions[c].n_signs && n < MAX_SIGNS; i++) {
            const Sign *sign = &in->signs[in->conclusions[c].signs[i]];
            bool known = false;
            for (uint32_t j = 0; j < n; j++) known = known || out[j] == sign;
            if (!known) out[n++] = sign;
        }
    return n;
}

static Str facts_line(Report *report, uint32_t org)
{
    const School *school = &report->in->schools.schools[org];
    uint32_t procedures = 0;
    for (uint32_t p = 0; p < report->in->n_procedures; p++) procedures += report->at[p][org] != REPORT_NOWHERE ? 1 : 0;
    Str works = report_works_count(report, (long long)report_works(report, org));
    Str items[5];
    uint32_t n = 0;
    items[n++] = works;
    items[n++] = number_of(report->arena, procedures, "процедура", "процедуры", "процедур");
    if (school->type.n > 0) items[n++] = report_plain(report, school->type);
    if (school->municipality.n > 0) items[n++] = report_plain(report, school->municipality);
    if (school->name.n > 0) items[n++] = TEXT(report, "код %.*s", STR_ARG(report_plain(report, school->code)));
    return report_join(report, items, n, " · ");
}

static void next_steps(Report *report, Node *parent, const Sign **signs, uint32_t n_signs)
{
    Str items[MAX_NEXT + 3];
    uint32_t n = 0;
    items[n++] = STR("**Спросить школу.** Форма ответа — ниже на этом листе.");
    for (uint32_t i = 0; i < n_signs && n < MAX_NEXT; i++) {
        bool known = signs[i]->next.n == 0;
        for (uint32_t j = 0; j < n; j++) known = known || str_eq(items[j], signs[i]->next);
        if (!known) items[n++] = signs[i]->next;
    }
    items[n++] = STR("**Взять работы в перепроверку**: вслепую, комиссией из других школ.");
    items[n++] = STR("**Снять признак**, если причина понятна: записать её и подписать.");
    doc_heading(report->doc, parent, 3, STR("Что сделать дальше"));
    report_list_of(report, parent, n, items);
}

static Str chance_note(Report *report)
{
    const Analysis *in = report->in;
    uint32_t listed = in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG];
    double expected = in->expected_false[LEVEL_SIGNS];
    if (isfinite(in->expected_false[LEVEL_STRONG])) expected += in->expected_false[LEVEL_STRONG];
    Str schools = report_schools_count(report, listed), fdr = number_share(report->arena, in->fdr, 0);
    if (!isfinite(expected)) return TEXT(report, "С признаками показано: %.*s. Ложных среди показанных ожидаем не больше %.*s.", STR_ARG(schools), STR_ARG(fdr));
    Str count = number_dec(report->arena, expected, 1);
    return TEXT(report, "С признаками показано: %.*s. Если бы все школы работали честно, в таком списке в среднем оказалось бы %.*s; среди показанных ложных ожидаем не больше %.*s.",
        STR_ARG(schools), STR_ARG(count), STR_ARG(fdr));
}

/* Titles of the indicators that spoke, exact p and q, the norm, version and data: enough to repeat. */
static Str how_counted(Report *report, uint32_t org, const Sign **signs, uint32_t n_signs)
{
    const Analysis *in = report->in;
    Str lines[MAX_SIGNS];
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_signs && n < 6; i++) {
        const Indicator *indicator = report_indicator(signs[i]->value.indicator);
        Str title = str_of(indicator != NULL ? indicator->title : signs[i]->value.indicator);
        Str p = number_dec(report->arena, signs[i]->value.p, 5), q = number_dec(report->arena, signs[i]->value.q, 4);
        lines[n++] = TEXT(report, "признак %u: %.*s, p = %.*s, q = %.*s", i + 1, STR_ARG(title), STR_ARG(p), STR_ARG(q));
    }
    Str joined = report_join(report, lines, n, "; ");
    const Conclusion *conclusion = &in->conclusions[report->conclusion[org]];
    Str p = number_dec(report->arena, conclusion->p, 5), q = number_dec(report->arena, conclusion->q, 4);
    return TEXT(report, "По школе в целом p = %.*s, q = %.*s; %.*s. Мерило %.*s, данные %.8s. Повтор даёт те же числа. [Как посчитано](#methods)", STR_ARG(p), STR_ARG(q), STR_ARG(joined),
        STR_ARG(in->version), in->inputs_hash);
}

static bool is_cited(const Value *value, const Sign **signs, uint32_t n_signs)
{
    for (uint32_t i = 0; i < n_signs; i++) {
        const Value *v = &signs[i]->value;
        if (strcmp(v->indicator, value->indicator) == 0 && v->procedure == value->procedure && v->class_index == value->class_index) return true;
    }
    return false;
}

static bool is_other_check(const Value *value, const Sign **signs, uint32_t n_signs)
{
    const Indicator *indicator = report_indicator(value->indicator);
    if (value->class_index != NO_CLASS || is_cited(value, signs, n_signs)) return false;
    return indicator == NULL ? report_family(value) != FAMILY_FEDERAL : indicator->role != ROLE_DESCRIPTIVE;
}

static const char *check_words(const Report *report, const Value *value, const Indicator *indicator)
{
    double chance = report_chance(value);
    if (!isfinite(chance)) return "показано без вывода";
    if (chance >= 0.05) return "в пределах случая";
    if (indicator != NULL && indicator->role == ROLE_ATTENTION) return "само по себе признаком не бывает";
    const Norm *norm = value->procedure == UINT32_MAX ? NULL : report->in->procedures[value->procedure].norm;
    if (norm != NULL && norm->lifting_is_ordinary && strcmp(value->indicator, "threshold-absolute") == 0) return "как и в регионе в целом";
    return "редко, но среди многих проверок бывает";
}

static void check_row(Report *report, Cell *row, const Value *value)
{
    const Indicator *indicator = report_indicator(value->indicator);
    row[0] = cell_text(str_of(indicator != NULL ? indicator->title : value->indicator));
    if (value->silence != SPEAKS) {
        row[1] = cell_too_few(STR("не проверено"), 3);
        row[4] = cell_text(str_of(silence_text(value->silence)));
        return;
    }
    Str unit = indicator != NULL && indicator->unit != NULL ? str_of(indicator->unit) : STR_EMPTY;
    bool share = str_starts(unit, STR("дол"));
    row[1] = share ? cell_share(value->value) : cell_dec(value->value);
    if (!share && unit.n > 0 && isfinite(value->value)) {
        Str number = number_dec(report->arena, value->value, 1);
        row[1] = cell_text(TEXT(report, "%.*s %.*s", STR_ARG(number), STR_ARG(unit)));
    }
    row[2] = isfinite(value->low) && isfinite(value->high) ? cell_interval(value->low, value->high, share) : cell_missing();
    double chance = report_chance(value);
    row[3] = !isfinite(chance) ? cell_missing() : cell_text(chance >= 0.5 ? STR("обычно") : number_chance(report->arena, chance));
    row[4] = cell_text(str_of(check_words(report, value, indicator)));
}

static void other_checks(Report *report, Node *sheet, uint32_t org, const Sign **signs, uint32_t n_signs)
{
    const Analysis *in = report->in;
    uint32_t from = report->value_first[org], to = report->value_first[org + 1];
    const Column columns[] = {
        { .head = STR("проверка"), .kind = COLUMN_TEXT },
        { .head = STR("значение"), .kind = COLUMN_NUMBER },
        { .head = STR("интервал|95 %"), .kind = COLUMN_NUMBER, .decimals = 1 },
        { .head = STR("у честной|школы"), .kind = COLUMN_TEXT },
        { .head = STR("что значит"), .kind = COLUMN_TEXT },
    };
    Table *table = report_table(report, TEXT(report, "other-%.*s", STR_ARG(report->anchor[org])), STR("Остальные проверки"), 5, columns, to - from + in->n_procedures + 2);
    table->dense = true;
    table->untitled = table->page_only = true;
    table->empty = STR("Других проверок эти данные не позволили.");
    uint32_t shown = UINT32_MAX - 1;
    for (uint32_t i = from; i < to; i++) {
        const Value *value = &in->values[report->value_order[i]];
        if (!is_other_check(value, signs, n_signs)) continue;
        if (value->procedure != shown && table->n_rows < table->max_rows) {
            shown = value->procedure;
            Cell *section = table_row(report->doc, table, ROW_SECTION);
            section[0] = cell_text(shown == UINT32_MAX ? STR("Все процедуры вместе") : report_plain(report, in->procedures[shown].frame->procedure->title));
        }
        if (table->n_rows < table->max_rows) check_row(report, table_row(report->doc, table, ROW_PLAIN), value);
    }
    doc_heading(report->doc, sheet, 3, STR("Остальные проверки признаков не дали"));
    doc_table(report->doc, sheet, table);
}

static Str class_or_school(const Report *report, const Value *value)
{
    Str class_name = report_class(report, value);
    return class_name.n > 0 ? class_name : STR("школа");
}

/* Signs beyond the first MAX_FULL: they repeat the same in other works and classes. */
static void further_signs(Report *report, Node *sheet, uint32_t org, const Sign **signs, uint32_t n_signs)
{
    const Column columns[] = {
        { .head = STR("где"), .kind = COLUMN_TEXT, .width = 0.3f },
        { .head = STR("что увидели"), .kind = COLUMN_TEXT },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("случай"), .kind = COLUMN_TEXT, .width = 0.28f },
    };
    Table *table = report_table(report, TEXT(report, "further-%.*s", STR_ARG(report->anchor[org])), STR("То же в других работах и классах"), 4, columns, n_signs);
    table->dense = table->untitled = table->page_only = true;
    for (uint32_t i = 0; i < n_signs; i++) {
        const Value *value = &signs[i]->value;
        Str where = value->procedure == UINT32_MAX ? STR("все процедуры вместе") : report_procedure_link(report, value->procedure), part = class_or_school(report, value);
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(TEXT(report, "%.*s, %.*s", STR_ARG(where), STR_ARG(part)));
        row[1] = cell_text(signs[i]->title);
        row[2] = cell_int(value->n);
        row[3] = cell_text(signs[i]->chance);
    }
    doc_heading(report->doc, sheet, 3, STR("То же в других работах и классах"));
    doc_table(report->doc, sheet, table);
}

static void federal(Report *report, Node *sheet, uint32_t org)
{
    const Column columns[] = {
        { .head = STR("процедура"), .kind = COLUMN_TEXT },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("средний|балл"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("интервал|школы"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("верхняя граница|всех работ"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("завышенное|среднее"), .kind = COLUMN_TEXT },
        { .head = STR("Спирмен"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("несоответствие|журналу"), .kind = COLUMN_TEXT },
    };
    static const char *const words[] = { "нет", "да", "не определён" };
    Table *table = report_table(report, TEXT(report, "federal-%.*s", STR_ARG(report->anchor[org])), STR("Федеральные маркеры школы"), 8, columns, report->in->n_procedures + 1);
    table->dense = table->untitled = table->page_only = true;
    for (uint32_t p = 0; p < report->in->n_procedures; p++) {
        const ProcedureAnalysis *of = &report->in->procedures[p];
        uint32_t at = report->at[p][org];
        if (at == REPORT_NOWHERE) continue;
        const SchoolStats *s = &of->schools[at];
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(report_procedure_link(report, p));
        if (of->frame->schools[at].n < REPORT_MIN_UNIT) {
            row[1] = cell_too_few(STR("меньше 5 работ"), 7);
            continue;
        }
        row[1] = cell_int(of->frame->schools[at].n);
        row[2] = cell_dec(s->mean);
        row[3] = isfinite(s->mean_low) ? cell_interval(s->mean_low, s->mean_high, false) : cell_missing();
        row[4] = cell_dec(of->federal_high);
        row[5] = cell_text(str_of(words[s->inflated]));
        row[6] = cell_dec(s->spearman_textbook);
        row[7] = cell_text(str_of(words[s->mismatch]));
    }
    doc_heading(report->doc, sheet, 3, STR("Федеральные маркеры этой школы"));
    doc_table(report->doc, sheet, table);
    doc_small(report->doc, sheet, STR("Наш вывод на федеральные маркеры не опирается: завышенное среднее не отличает сильную школу от завышенных баллов."));
}

static void answer(Report *report, Node *sheet)
{
    Str *questions = arena_array(report->arena, Str, 3);
    questions[0] = STR("Что школа считает причиной");
    questions[1] = STR("Приложенные документы");
    questions[2] = STR("Кто ответил и когда");
    Node *node = doc_add(report->doc, sheet, NODE_ANSWER);
    node->text = STR("Ответ школы");
    node->sub = STR("Стоит рядом с признаками и читается вместе с ними.");
    node->items = questions;
    node->n_items = 3;
}

static void full_page(Report *report, uint32_t org)
{
    const Sign *signs[MAX_SIGNS];
    uint32_t n = signs_of(report, org, signs);
    const Conclusion *conclusion = &report->in->conclusions[report->conclusion[org]];
    Str name = report_school(report, org);
    Node *sheet = doc_sheet(report->doc, report->anchor[org], TEXT(report, "Почему школа показана: %.*s", STR_ARG(name)));
    sheet->kicker = STR("Школа");
    sheet->has_level = true;
    sheet->state = conclusion->level;
    sheet->sub = facts_line(report, org);
    doc_lead(report->doc, sheet, conclusion->text);
    for (uint32_t i = 0; i < n && i < MAX_FULL; i++) report_sign(report, sheet, signs[i], i + 1);
    if (n > MAX_FULL) further_signs(report, sheet, org, signs + MAX_FULL, n - MAX_FULL);
    Node *left, *right;
    report_two(report, sheet, 0.52f, &left, &right);
    next_steps(report, left, signs, n);
    doc_heading(report->doc, right, 3, STR("Мог ли это быть случай"));
    doc_text(report->doc, right, chance_note(report));
    doc_heading(report->doc, right, 3, STR("Чего данные не скажут"));
    doc_text(report->doc, right, STR("Кто и когда изменил баллы и было ли это изменение. Это видно только по работам."));
    answer(report, sheet);
    other_checks(report, sheet, org, signs, n);
    federal(report, sheet, org);
    doc_heading(report->doc, sheet, 3, STR("Как посчитано"));
    doc_small(report->doc, sheet, how_counted(report, org, signs, n));
}

static void short_block(Report *report, Node *sheet, uint32_t org)
{
    const Sign *signs[MAX_SIGNS];
    uint32_t n = signs_of(report, org, signs);
    const Conclusion *conclusion = &report->in->conclusions[report->conclusion[org]];
    Node *heading = doc_heading(report->doc, sheet, 3, report_school(report, org));
    heading->id = report->anchor[org];
    Str facts = facts_line(report, org);
    doc_small(report->doc, sheet, facts);
    if (conclusion->text.n > 0) doc_text(report->doc, sheet, conclusion->text);
    for (uint32_t i = 0; i < n; i++) {
        const Sign *sign = signs[i];
        Str where = sign->value.procedure == UINT32_MAX ? STR("Все процедуры вместе") : report_procedure_link(report, sign->value.procedure);
        Str class_name = report_class(report, &sign->value), causes = report_join(report, sign->innocent, sign->n_innocent, "; ");
        doc_text(report->doc, sheet, TEXT(report, "**%.*s.** %.*s%s%.*s. %.*s Случай: %.*s. Другие возможные причины: %.*s.", STR_ARG(sign->title), STR_ARG(where),
            class_name.n > 0 ? ", " : "", STR_ARG(class_name), STR_ARG(sign->text), STR_ARG(sign->chance), STR_ARG(causes)));
    }
}

void report_schools(Report *report)
{
    const Analysis *in = report->in;
    for (uint32_t org = 0; org < in->schools.n; org++)
        if (report_level(report, org) >= LEVEL_SIGNS) full_page(report, org);
    if (in->n_level[LEVEL_ATTENTION] == 0) return;
    Str n = report_schools_count(report, in->n_level[LEVEL_ATTENTION]), expected = number_dec(report->arena, in->expected_false[LEVEL_ATTENTION], 1);
    Node *sheet = doc_sheet(report->doc, STR("attention"), TEXT(report, "Стоит посмотреть: %.*s", STR_ARG(n)));
    sheet->kicker = STR("Обратить внимание");
    sheet->has_level = true;
    sheet->state = LEVEL_ATTENTION;
    sheet->sub = isfinite(in->expected_false[LEVEL_ATTENTION]) ? TEXT(report, "Если бы все школы работали честно, сюда в среднем попало бы %.*s.", STR_ARG(expected)) : STR_EMPTY;
    doc_text(report->doc, sheet, STR("Один признак, который может быть и случаем. Объяснений не ждём: достаточно сверить с тем, что о школе уже известно, и посмотреть следующую работу."));
    for (uint32_t org = 0; org < in->schools.n; org++)
        if (report_level(report, org) == LEVEL_ATTENTION) short_block(report, sheet, org);
}
