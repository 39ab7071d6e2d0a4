/* A page for each school that has something to explain; a short block for each that is only worth a look. */
#include <math.h>

#include "publish/report/common.h"

enum { MAX_SIGNS = 40, MAX_FULL = 3 /* signs with a picture; the rest are rows */, MAX_SHORT = 3, MAX_ROWS = 5 /* further signs; the page keeps to two sheets */, MAX_NEXT = 8 };

/* A sign and those of classes that repeat it: same check, same work. */
typedef struct Told { const Sign *sign; uint32_t n; const Sign *classes[MAX_SIGNS]; } Told;

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

static uint32_t tell_signs(const Report *report, uint32_t org, Told *told)
{
    const Sign *signs[MAX_SIGNS];
    uint32_t n = signs_of(report, org, signs), n_told = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Value *value = &signs[i]->value;
        uint32_t k = 0;
        while (k < n_told && (value->class_index == NO_CLASS || told[k].sign->value.procedure != value->procedure || strcmp(told[k].sign->value.indicator, value->indicator) != 0)) k++;
        if (k < n_told) told[k].classes[told[k].n++] = signs[i];
        else told[n_told++].sign = signs[i];
    }
    return n_told;
}

/* Rare even among all schools that were asked the same: they are told in full. The rest speaks only together with them. */
static bool is_firm(const Report *report, const Told *told)
{
    const Indicator *indicator = report_indicator(told->sign->value.indicator);
    return indicator != NULL && indicator->role == ROLE_SIGN && told->sign->value.q <= 2 * report->in->fdr;
}

/* Firm signs first, order kept; gives their number, at least one where there are signs. The one that the lead names is among them. */
static uint32_t firm_first(const Report *report, Told *told, uint32_t n)
{
    Told *weak = arena_array(report->arena, Told, n + 1u);
    uint32_t n_firm = 0, n_weak = 0;
    bool named = false;
    for (uint32_t i = 0; i < n; i++) {
        const Indicator *indicator = report_indicator(told[i].sign->value.indicator);
        bool lead = !named && told[i].sign->value.procedure != UINT32_MAX && indicator != NULL && indicator->role == ROLE_SIGN;
        named = named || lead;
        if (lead || is_firm(report, &told[i])) told[n_firm++] = told[i];
        else weak[n_weak++] = told[i];
    }
    for (uint32_t i = 0; i < n_weak; i++) told[n_firm + i] = weak[i];
    return n_firm == 0 && n > 0 ? 1 : n_firm;
}

/* Signs to tell of, firm ones first; gives their number. Up to MAX_FULL firm ones are told in full. */
static uint32_t told_in_order(const Report *report, uint32_t org, Told *told, uint32_t *n_firm, uint32_t *n_full)
{
    uint32_t n = tell_signs(report, org, told);
    *n_firm = firm_first(report, told, n);
    *n_full = *n_firm < MAX_FULL ? *n_firm : MAX_FULL;
    return n;
}

Str report_school_facts(Report *report, uint32_t org)
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

uint32_t report_school_next(Report *report, uint32_t org, Str *out, uint32_t n_most)
{
    Told *told = arena_array(report->arena, Told, MAX_SIGNS);
    uint32_t n_firm, n_full, n_told = told_in_order(report, org, told, &n_firm, &n_full), n = 0;
    for (uint32_t i = 0; i < n_told && n < n_most; i++) {
        Str next = told[i].sign->next;
        bool known = next.n == 0;
        for (uint32_t j = 0; j < n; j++) known = known || str_eq(out[j], next);
        if (!known) out[n++] = next;
    }
    return n;
}

static void next_steps(Report *report, Node *parent, uint32_t org)
{
    Str items[MAX_NEXT + 3] = { STR("**Спросить школу.** Форма ответа — ниже.") };
    uint32_t n = 1 + report_school_next(report, org, items + 1, MAX_NEXT - 1);
    items[n++] = STR("**Взять работы в перепроверку**: вслепую, комиссией из других школ.");
    items[n++] = STR("**Снять признак**, если причина понятна: записать её и подписать.");
    doc_heading(report->doc, parent, 3, STR("Что сделать дальше"));
    report_list_of(report, parent, n, items);
}

Str report_school_chance(Report *report)
{
    const Analysis *in = report->in;
    uint32_t listed = in->n_level[LEVEL_SIGNS] + in->n_level[LEVEL_STRONG];
    double expected = in->expected_false[LEVEL_SIGNS];
    if (isfinite(in->expected_false[LEVEL_STRONG])) expected += in->expected_false[LEVEL_STRONG];
    Str schools = report_schools_count(report, listed), fdr = number_share(report->arena, in->fdr, 0);
    if (!isfinite(expected)) return TEXT(report, "С признаками показано: %.*s. Ложных среди показанных ожидаем не больше %.*s.", STR_ARG(schools), STR_ARG(fdr));
    Str count = expected < 0.05 ? STR("меньше 0,1") : number_dec(report->arena, expected, 1);
    return TEXT(report, "С признаками показано: %.*s. Если бы все школы работали честно, при такой строгости в список в среднем попало бы %.*s; среди показанных ложных ожидаем не больше %.*s.",
        STR_ARG(schools), STR_ARG(count), STR_ARG(fdr));
}

/* Exact p and q: «0,00140», «меньше 0,00001». */
static Str exact(const Report *report, double p)
{
    return p < 0.000005 ? STR("меньше 0,00001") : TEXT(report, "%.*s", STR_ARG(number_dec(report->arena, p, 5)));
}

static Str class_or_school(const Report *report, const Told *told)
{
    Str class_name = report_class(report, &told->sign->value);
    if (class_name.n == 0) class_name = STR("школа");
    for (uint32_t i = 0; i < told->n; i++) {
        Str more = report_class(report, &told->classes[i]->value);
        class_name = TEXT(report, "%.*s, %.*s", STR_ARG(class_name), STR_ARG(more));
    }
    return class_name;
}

/* Signs as rows: those beyond the ones told in full, or of a school that is only worth a look. */
static void sign_rows(Report *report, Node *sheet, Str id, Str title, const Told *told, uint32_t n_told)
{
    const Column columns[] = {
        { .head = STR("где"), .kind = COLUMN_TEXT, .width = 0.3f },
        { .head = STR("что увидели"), .kind = COLUMN_TEXT },
        { .head = STR("работ"), .kind = COLUMN_NUMBER },
        { .head = STR("случай"), .kind = COLUMN_TEXT, .width = 0.25f },
    };
    Table *table = report_table(report, id, title, 4, columns, n_told);
    table->dense = table->untitled = table->page_only = true;
    for (uint32_t i = 0; i < n_told; i++) {
        const Sign *sign = told[i].sign;
        Str where = sign->value.procedure == UINT32_MAX ? STR("все работы вместе") : report_procedure_link(report, sign->value.procedure), part = class_or_school(report, &told[i]);
        Cell *row = table_row(report->doc, table, ROW_PLAIN);
        row[0] = cell_text(TEXT(report, "%.*s, %.*s", STR_ARG(where), STR_ARG(part)));
        bool said = sign->n_facts > 0 && str_find(sign->title, sign->facts[0].value) != SIZE_MAX; /* «у 60 % учеников: 60 %» */
        Str seen = said ? sign->facts[0].rest : report_seen(report, sign);
        row[1] = cell_text(sign->n_facts > 0 && seen.n > 0 ? TEXT(report, "%.*s: %.*s", STR_ARG(sign->title), STR_ARG(seen)) : sign->title);
        row[2] = cell_int(sign->value.n);
        row[3] = cell_text(sign->chance);
    }
    doc_table(report->doc, sheet, table);
}

/* Other causes of these signs, once each. */
static Str causes_of(const Report *report, const Told *told, uint32_t n_told)
{
    Str causes[MAX_NEXT];
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_told; i++)
        for (uint32_t k = 0; k < told[i].sign->n_innocent && n < MAX_NEXT; k++) {
            bool known = false;
            for (uint32_t j = 0; j < n; j++) known = known || str_eq(causes[j], told[i].sign->innocent[k]);
            if (!known) causes[n++] = told[i].sign->innocent[k];
        }
    return report_join(report, causes, n, "; ");
}

/* Works with a marker, and changes of a cohort, which have no row in the table. */
static Str two_profiles(Report *report, uint32_t org)
{
    const Analysis *in = report->in;
    uint32_t works = 0, inflated = 0, mismatch = 0, jump = 0;
    for (uint32_t p = 0; p < in->n_procedures; p++) {
        uint32_t at = report->at[p][org];
        if (at == REPORT_NOWHERE) continue;
        works++;
        inflated += in->procedures[p].schools[at].inflated == MARKER_YES;
        mismatch += in->procedures[p].schools[at].mismatch == MARKER_YES;
    }
    for (uint32_t c = 0; c < in->n_cohorts; c++)
        for (uint32_t i = 0; i < in->cohorts[c].n; i++) {
            const CohortSchool *s = &in->cohorts[c].schools[i];
            jump += s->org == org && (s->drop == MARKER_YES || s->growth == MARKER_YES);
        }
    const char *level = level_title(report_level(report, org));
    if (inflated + mismatch + jump == 0) return TEXT(report, "**Мерило:** %s. **Федеральный профиль:** не отмечена.", level);
    Str parts[3], of = number_of(report->arena, works, "работы", "работ", "работ");
    uint32_t n = 0;
    if (inflated > 0) parts[n++] = TEXT(report, "завышенное среднее в %u из %.*s", inflated, STR_ARG(of));
    if (mismatch > 0) parts[n++] = TEXT(report, "несоответствие журналу в %u из %.*s", mismatch, STR_ARG(of));
    if (jump > 0) parts[n++] = report->site.school != NULL ? STR("резкое изменение за год") : STR("[резкое изменение за год](#cohorts)");
    Str joined = report_join(report, parts, n, "; ");
    return TEXT(report, "**Мерило:** %s. **Федеральный профиль:** отмечена — %.*s.", level, STR_ARG(joined));
}

void report_school_federal(Report *report, Node *sheet, uint32_t org)
{
    const Column columns[] = {
        { .head = STR("работа"), .kind = COLUMN_TEXT, .width = 0.27f },
        { .head = STR("учеников"), .kind = COLUMN_NUMBER },
        { .head = STR("средний|балл"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("интервал|школы"), .kind = COLUMN_NUMBER, .decimals = 2 },
        { .head = STR("граница|всех работ"), .kind = COLUMN_NUMBER, .decimals = 2 },
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
    doc_heading(report->doc, sheet, 3, STR("Два профиля: Мерило и федеральный"));
    doc_text(report->doc, sheet, two_profiles(report, org));
    doc_table(report->doc, sheet, table);
    doc_small(report->doc, sheet, STR("Вывод на эти маркеры не опирается: завышенное среднее не отличает сильную школу от завышенных баллов."));
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

void report_school_signs(Report *report, Node *sheet, uint32_t org)
{
    Told *told = arena_array(report->arena, Told, MAX_SIGNS);
    uint32_t n_firm, n_full, n = told_in_order(report, org, told, &n_firm, &n_full);
    for (uint32_t i = 0; i < n_full; i++) report_sign(report, sheet, told[i].sign, i + 1, told[i].classes, told[i].n);
    if (n > n_full) {
        uint32_t n_rows = n - n_full < MAX_ROWS ? n - n_full : MAX_ROWS;
        Str causes = causes_of(report, told + n_full, n_rows), more = n_full + n_rows == n ? STR_EMPTY : TEXT(report, "И ещё %u — в XLSX. ", n - n_full - n_rows);
        doc_heading(report->doc, sheet, 3, n_full == n_firm ? STR("Слабее: в отдельности возможен и случай") : STR("Ещё признаки"));
        sign_rows(report, sheet, TEXT(report, "further-%.*s", STR_ARG(report->anchor[org])), STR("Ещё признаки"), told + n_full, n_rows);
        doc_small(report->doc, sheet, TEXT(report, "%.*s**Другие возможные причины:** %.*s.", STR_ARG(more), STR_ARG(causes)));
    }
}

/* Exact p and q of the school and of the signs told in full: enough to repeat. */
Str report_school_counted(Report *report, uint32_t org)
{
    const Analysis *in = report->in;
    Told *told = arena_array(report->arena, Told, MAX_SIGNS);
    uint32_t n_firm, n_full;
    told_in_order(report, org, told, &n_firm, &n_full);
    Str lines[MAX_FULL];
    for (uint32_t i = 0; i < n_full; i++) {
        Str p = exact(report, told[i].sign->value.p), q = exact(report, told[i].sign->value.q);
        lines[i] = TEXT(report, "%u — %.*s и %.*s", i + 1, STR_ARG(p), STR_ARG(q));
    }
    Str joined = report_join(report, lines, n_full, "; ");
    const Conclusion *conclusion = &in->conclusions[report->conclusion[org]];
    Str p = exact(report, conclusion->p), q = exact(report, conclusion->q);
    return TEXT(report, "**%s.** По школе в целом p — %.*s, q — %.*s. Признаки, p и q: %.*s. Мерило %.*s, данные %.8s; повтор даёт те же числа.",
        report->site.school != NULL ? "Точно" : "[Как посчитано](#methods)", STR_ARG(p), STR_ARG(q), STR_ARG(joined),
        STR_ARG(in->version), in->inputs_hash);
}

static void full_page(Report *report, uint32_t org)
{
    const Conclusion *conclusion = &report->in->conclusions[report->conclusion[org]];
    Str name = report_school(report, org);
    Node *sheet = doc_sheet(report->doc, report->anchor[org], TEXT(report, "Почему школа показана: %.*s", STR_ARG(name)));
    sheet->kicker = STR("Школа");
    sheet->has_level = true;
    sheet->state = conclusion->level;
    sheet->sub = report_school_facts(report, org);
    doc_lead(report->doc, sheet, conclusion->text);
    report_school_signs(report, sheet, org);
    Node *left, *right;
    report_two(report, sheet, 0.52f, &left, &right);
    next_steps(report, left, org);
    doc_heading(report->doc, right, 3, STR("Мог ли это быть случай"));
    doc_text(report->doc, right, report_school_chance(report));
    doc_heading(report->doc, right, 3, STR("Чего данные не скажут"));
    doc_text(report->doc, right, STR("Менялись ли баллы, кто и когда это сделал. Это видно только по самим работам."));
    answer(report, sheet);
    report_checks(report, sheet, org);
    report_school_changes(report, sheet, org);
    report_school_federal(report, sheet, org);
    doc_small(report->doc, sheet, report_school_counted(report, org));
}

static void short_block(Report *report, Node *sheet, uint32_t org)
{
    Told *told = arena_array(report->arena, Told, MAX_SIGNS);
    uint32_t n = tell_signs(report, org, told), shown = n < MAX_SHORT ? n : MAX_SHORT;
    const Conclusion *conclusion = &report->in->conclusions[report->conclusion[org]];
    Node *heading = doc_heading(report->doc, sheet, 3, report_school(report, org));
    heading->id = report->anchor[org];
    Str markers = report_markers(report, org), facts = report_school_facts(report, org);
    doc_small(report->doc, sheet, markers.n == 0 ? facts : TEXT(report, "%.*s · федеральные маркеры: %.*s", STR_ARG(facts), STR_ARG(markers)));
    if (conclusion->text.n > 0) doc_text(report->doc, sheet, conclusion->text);
    if (n == 0) return;
    sign_rows(report, sheet, TEXT(report, "signs-%.*s", STR_ARG(report->anchor[org])), STR("Признаки"), told, shown);
    Str causes = causes_of(report, told, shown), more = n == shown ? STR_EMPTY : TEXT(report, "Ещё признаков: %u — в XLSX. ", n - shown);
    doc_small(report->doc, sheet, TEXT(report, "%.*s**Другие возможные причины:** %.*s.", STR_ARG(more), STR_ARG(causes)));
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
    doc_text(report->doc, sheet, STR("Признаки слабые: это ещё может быть и случай. Объяснений не ждём: достаточно сверить с тем, что о школе уже известно, и посмотреть следующую работу."));
    for (uint32_t org = 0; org < in->schools.n; org++)
        if (report_level(report, org) == LEVEL_ATTENTION) short_block(report, sheet, org);
}
