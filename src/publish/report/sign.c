/* One sign: what was seen, against what, how often chance does it, and at least two other causes. */
#include <math.h>

#include "base/utf8.h"
#include "publish/report/common.h"

enum { MAX_FACTS = 8 };

static int decimals_for(double value) { return fabs(value) >= 20 ? 0 : fabs(value) >= 1 ? 1 : 2; }

static Str unit_of(const Value *value)
{
    const Indicator *indicator = report_indicator(value->indicator);
    return indicator == NULL || indicator->unit == NULL ? STR_EMPTY : str_of(indicator->unit);
}

static bool is_share(Str unit) { return str_starts(unit, STR("дол")) || str_starts(unit, STR("%")); }

/* «**6 работ**, от 3 до 9» */
static Str value_text(Report *report, const Value *value)
{
    Str unit = unit_of(value), number;
    double scale = is_share(unit) ? 100 : 1;
    int decimals = is_share(unit) ? 0 : decimals_for(value->value);
    if (str_starts(unit, STR("работ"))) {
        number = report_works_count(report, llround(value->value));
        decimals = 0;
    } else if (is_share(unit)) {
        number = number_share(report->arena, value->value, 0);
    } else {
        Str plain = number_dec(report->arena, value->value, decimals);
        number = unit.n > 0 ? TEXT(report, "%.*s %.*s", STR_ARG(plain), STR_ARG(unit)) : plain;
    }
    Str range = report_range(report, scale * value->low, scale * value->high, decimals);
    return range.n > 0 ? TEXT(report, "**%.*s**, %.*s", STR_ARG(number), STR_ARG(range)) : TEXT(report, "**%.*s**", STR_ARG(number));
}

static Str expected_text(Report *report, const Value *value)
{
    Str unit = unit_of(value);
    if (is_share(unit)) return number_share(report->arena, value->expected, 0);
    return number_dec(report->arena, value->expected, decimals_for(value->expected));
}

/* «у честной школы так бывает 1 раз из 700» as a name and a value, in the words of the conclusion. */
static Fact chance_fact(Report *report, const Sign *sign)
{
    size_t at = str_find(sign->chance, STR(" 1"));
    for (size_t i = 0; at == SIZE_MAX && i < 2; i++) at = str_find(sign->chance, i == 0 ? STR(" реже") : STR(" чаще"));
    if (at == SIZE_MAX || at == 0) return (Fact){ .name = STR("У честной школы так бывает"), .value = number_chance(report->arena, report_chance(&sign->value)) };
    size_t i = 0;
    char first[4];
    size_t n = utf8_put(utf8_upper(utf8_next(sign->chance, &i)), first);
    Str words = str_slice(sign->chance, at + 1, sign->chance.n);
    return (Fact){ .name = TEXT(report, "%.*s%.*s", (int)n, first, (int)(at - i), sign->chance.at + i), .value = TEXT(report, "**%.*s**", STR_ARG(words)) };
}

static Str where_text(Report *report, const Value *value)
{
    if (value->procedure == UINT32_MAX) return STR("Все процедуры вместе");
    Str title = report_procedure_link(report, value->procedure), class_name = report_class(report, value);
    return class_name.n == 0 ? title : TEXT(report, "%.*s, %.*s", STR_ARG(title), STR_ARG(class_name));
}

static Chart *chart_of(Report *report, const Sign *sign)
{
    Chart *chart = NULL;
    switch (report_family(&sign->value)) {
    case FAMILY_THRESHOLD: chart = report_threshold_chart(report, sign); break;
    case FAMILY_JOURNAL: chart = report_flow_chart(report, sign); break;
    default: break;
    }
    if (chart == NULL) chart = report_estimate_chart(report, sign);
    if (chart != NULL) chart->page_only = true; /* «Все признаки» of the workbook has the numbers */
    return chart;
}

void report_sign(Report *report, Node *parent, const Sign *sign, uint32_t number)
{
    const Value *value = &sign->value;
    bool moved = report_family(value) == FAMILY_THRESHOLD;
    Fact *facts = arena_array(report->arena, Fact, MAX_FACTS);
    uint32_t n = 0;
    if (isfinite(value->value)) facts[n++] = (Fact){ .name = moved ? STR("Могли переместиться") : STR("Увидели"), .value = value_text(report, value) };
    if (!moved && isfinite(value->expected)) facts[n++] = (Fact){ .name = STR("Ожидали"), .value = expected_text(report, value) };
    facts[n++] = (Fact){ .name = STR("Работ в проверке"), .value = number_int(report->arena, value->n) };
    facts[n++] = chance_fact(report, sign);
    Node *node = doc_add(report->doc, parent, NODE_SIGN);
    node->chart = chart_of(report, sign);
    node->number = number;
    node->text = sign->title;
    Str where = where_text(report, value);
    node->sub = TEXT(report, "%.*s. %.*s", STR_ARG(where), STR_ARG(sign->text));
    node->facts = facts;
    node->n_facts = n;
    node->items = sign->innocent;
    node->n_items = sign->n_innocent;
}
