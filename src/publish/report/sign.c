/* One sign: what was seen, against what, how often chance does it, and at least two other causes. */
#include <math.h>

#include "base/utf8.h"
#include "publish/report/common.h"

enum { MAX_FACTS = 8 };

/* «у честной школы так бывает 1 раз из 700» as a name and a value, in the words of the conclusion. */
static Fact chance_fact(Report *report, const Sign *sign)
{
    static const char *const starts[] = { " реже", " чаще", " 1" };
    size_t at = SIZE_MAX;
    for (size_t i = 0; at == SIZE_MAX && i < 3; i++) at = str_find(sign->chance, str_of(starts[i]));
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

Str report_seen(const Report *report, const Sign *sign)
{
    if (sign->n_facts == 0) return sign->title;
    const SignFact *fact = &sign->facts[0];
    return fact->rest.n == 0 ? fact->value : TEXT(report, "%.*s, %.*s", STR_ARG(fact->value), STR_ARG(fact->rest));
}

/* «В классе «а»: 3 работы, от 1 до 6 (из 21 работы); у честной школы так бывает 1 раз из 880 000.» */
static void class_line(Report *report, Node *node, const Sign *sign, bool beside_school)
{
    Str label = report_class(report, &sign->value), seen = report_seen(report, sign), works = number_of(report->arena, sign->value.n, "работы", "работ", "работ");
    doc_small(report->doc, node, TEXT(report, "%s %.*s: **%.*s** (из %.*s); %.*s.", beside_school ? "В том числе" : "Так же", STR_ARG(label), STR_ARG(seen), STR_ARG(works), STR_ARG(sign->chance)));
}

void report_sign(Report *report, Node *parent, const Sign *sign, uint32_t number, const Sign *const *classes, uint32_t n_classes)
{
    Fact *facts = arena_array(report->arena, Fact, MAX_FACTS);
    uint32_t n = 0;
    for (uint32_t i = 0; i < sign->n_facts && i < MAX_FACTS - 2; i++) {
        const SignFact *fact = &sign->facts[i];
        facts[n++] = (Fact){ .name = fact->name, .value = TEXT(report, fact->rest.n > 0 ? "**%.*s**, %.*s" : "**%.*s**%.*s", STR_ARG(fact->value), STR_ARG(fact->rest)) };
    }
    facts[n++] = (Fact){ .name = STR("Работ в проверке"), .value = number_int(report->arena, sign->value.n) };
    facts[n++] = chance_fact(report, sign);
    Node *node = doc_add(report->doc, parent, NODE_SIGN);
    node->chart = report_picture(report, sign);
    node->number = number;
    node->text = sign->title;
    Str where = where_text(report, &sign->value);
    node->sub = TEXT(report, "%.*s. %.*s", STR_ARG(where), STR_ARG(sign->text));
    node->facts = facts;
    node->n_facts = n;
    node->items = sign->innocent;
    node->n_items = sign->n_innocent;
    for (uint32_t i = 0; i < n_classes; i++) class_line(report, node, classes[i], sign->value.class_index == NO_CLASS);
}
