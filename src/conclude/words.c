/* Signs and lead sentences in plain Russian. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "conclude/evidence_.h"

#define RARE_P 0.01 /* what is cited as a sign too: of 76 checks one in twenty would be four by chance, and a school may say so */

static bool is_threshold(const Indicator *indicator) { return indicator->family == FAMILY_THRESHOLD; }

/* Are cut-offs of any work compared with the region's own habit? */
static bool any_habit(const Analysis *analysis)
{
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        if (analysis->procedures[i].norm != NULL && analysis->procedures[i].norm->lifting_is_ordinary) return true;
    return false;
}

/* Values of single works that were pooled in this channel, as far as they speak. */
static void pooled_parts(const Analysis *analysis, const ValueIndex *index, const Indicator *indicator, Sign *sign, Arena *arena)
{
    Arena *own = arena_new(0);
    uint32_t *parts = arena_array(own, uint32_t, index->n + 1u);
    for (uint32_t i = 0; i < index->n; i++) {
        const Value *part = &analysis->values[index->at[i]];
        if (part->class_index != NO_CLASS || part->procedure == UINT32_MAX || part->silence != SPEAKS) continue;
        const Indicator *of = indicator_find(str_of(part->indicator));
        bool same = is_threshold(indicator) ? is_threshold(of) : of == indicator;
        if (same && indicator_counts(of, analysis->procedures[part->procedure].norm)) parts[sign->n_parts++] = index->at[i];
    }
    uint32_t *kept = arena_array(arena, uint32_t, sign->n_parts + 1u); /* few of the school's values in a season */
    if (sign->n_parts > 0) memcpy(kept, parts, sign->n_parts * sizeof *kept);
    sign->parts = kept;
    arena_free(own);
}

/* « Заметнее всего: Математика, 5 класс, 2020 — 1 раз из 10 000; …»: at most three works, the rarest first; empty where none is rarer than one in twenty. */
static Str rarest_parts(const Analysis *analysis, const Sign *sign, Arena *arena)
{
    enum { MOST = 3 };
    uint32_t best[MOST], n = 0;
    for (uint32_t i = 0; i < sign->n_parts; i++) {
        if (!(analysis->values[sign->parts[i]].midp <= 0.05)) continue;
        uint32_t at = n < MOST ? n++ : MOST;
        while (at > 0 && analysis->values[best[at - 1]].midp > analysis->values[sign->parts[i]].midp) {
            if (at < MOST) best[at] = best[at - 1];
            at--;
        }
        if (at < MOST) best[at] = sign->parts[i];
    }
    Str out = STR_EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        const Value *value = &analysis->values[best[i]];
        Str chance = number_chance(arena, value->midp), title = analysis->procedures[value->procedure].frame->procedure->title;
        out = arena_printf(arena, "%.*s%s%.*s — %.*s", STR_ARG(out), i == 0 ? " Заметнее всего: " : "; ", STR_ARG(title), STR_ARG(chance));
    }
    return n == 0 ? out : arena_printf(arena, "%.*s.", STR_ARG(out));
}

/* Of an indicator without a picture of its works: what single works gave, in words. */
static void tell_pooled(const Analysis *analysis, const Indicator *indicator, long long n, Sign *sign, Arena *arena)
{
    uint32_t n_rare = 0;
    for (uint32_t i = 0; i < sign->n_parts; i++) n_rare += analysis->values[sign->parts[i]].midp <= 0.05;
    Str rarest = rarest_parts(analysis, sign, arena), procedures = number_of(arena, n, "процедура", "процедуры", "процедур");
    sign->title = arena_printf(arena, "%s: %.*s вместе", indicator->title, STR_ARG(procedures));
    sign->text = arena_printf(arena, "%s%.*s", n_rare > 1 ? "Понемногу в нескольких процедурах; вместе это уже трудно объяснить случаем." : "Если сложить все процедуры, вместе это трудно объяснить случаем.", STR_ARG(rarest));
    sign->picture = PICTURE_NONE;
    SignFact *facts = arena_array(arena, SignFact, 1);
    facts[0] = (SignFact){ STR("Процедур, где такое бывает реже 1 раза из 20"), arena_printf(arena, "%u из %u", n_rare, sign->n_parts), sign->n_parts < n ? STR("в остальных мало работ") : STR_EMPTY };
    sign->facts = facts;
    sign->n_facts = n_rare > 0 ? 1 : 0;
}

static Sign pooled_sign(const Analysis *analysis, const ValueIndex *index, const Value *value, const Indicator *indicator, Arena *arena)
{
    long long n = (long long)value->extra[1];
    Sign sign = { .picture = PICTURE_PARTS };
    pooled_parts(analysis, index, indicator, &sign, arena);
    if (!is_threshold(indicator) && indicator->family != FAMILY_JOURNAL) {
        tell_pooled(analysis, indicator, n, &sign, arena);
        return sign;
    }
    Str procedures = number_of(arena, n, "процедуре", "процедурам", "процедурам"), evidence = number_of(arena, (long long)value->extra[EXTRA_EVIDENCE], "работа", "работы", "работ");
    sign.title = arena_printf(arena, is_threshold(indicator) ? "Пороги отметок по %.*s вместе" : "Журнал по %.*s вместе", STR_ARG(procedures));
    if (is_threshold(indicator))
        sign.text = arena_printf(arena, "Если сложить все процедуры (%.*s у порогов), пороги притягивают баллы сильнее, чем %s.", STR_ARG(evidence),
            any_habit(analysis) ? "у школ, которые поступают как регион в среднем" : "объясняет случай");
    else
        sign.text = arena_printf(arena, "Если сложить все процедуры (%.*s с отметкой журнала), журнал и баллы расходятся сильнее, чем обычно бывает у школ.", STR_ARG(evidence));
    return sign;
}

static Str chance_text(const Analysis *analysis, const Value *value, const Indicator *indicator, Arena *arena)
{
    Str chance = number_chance(arena, value->midp);
    const Norm *norm = value->procedure != UINT32_MAX ? analysis->procedures[value->procedure].norm : NULL;
    bool relative = is_threshold(indicator) && (value->procedure == UINT32_MAX ? any_habit(analysis) : norm != NULL && norm->lifting_is_ordinary);
    return arena_printf(arena, relative ? "у школы, которая поступает как регион, так бывает %.*s" : "у честной школы так бывает %.*s", STR_ARG(chance));
}

static void innocent_of(Sign *sign, const char *const *causes, Arena *arena)
{
    while (causes[sign->n_innocent] != NULL) sign->n_innocent++;
    Str *innocent = arena_array(arena, Str, sign->n_innocent);
    for (uint32_t i = 0; i < sign->n_innocent; i++) innocent[i] = str_of(causes[i]);
    sign->innocent = innocent;
}

Sign conclude_sign(const Analysis *analysis, const ValueIndex *index, const Value *value, Arena *arena)
{
    const Indicator *indicator = indicator_find(str_of(value->indicator));
    Sign sign = { 0 };
    if (value->procedure == UINT32_MAX) {
        sign = pooled_sign(analysis, index, value, indicator, arena);
    } else {
        const ProcedureAnalysis *procedure = &analysis->procedures[value->procedure];
        IndicatorInput in = { .frame = procedure->frame, .norm = procedure->norm, .norm_is_own = procedure->norm == procedure->own, .procedure = value->procedure };
        indicator->tell(&in, value, arena, &sign);
    }
    sign.value = *value;
    sign.chance = chance_text(analysis, value, indicator, arena);
    if (sign.n_innocent == 0) innocent_of(&sign, indicator->innocent, arena);
    sign.next = str_of(indicator->next);
    return sign;
}

/* Checks that could have spoken for the unit, those that did, and those that gave something rare. */
typedef struct Checks { uint32_t all, spoke, rare; } Checks;

static Checks count_checks(const Analysis *analysis, const ValueIndex *index, const ClassUnit *unit)
{
    Checks checks = { 0 };
    for (uint32_t i = 0; i < index->n; i++) {
        const Value *value = &analysis->values[index->at[i]];
        if (value->procedure == UINT32_MAX || (unit == NULL) != (value->class_index == NO_CLASS)) continue;
        const ProcedureAnalysis *procedure = &analysis->procedures[value->procedure];
        const Frame *frame = procedure->frame;
        if (unit != NULL && (frame->procedure->year != unit->year || frame->procedure->grade != unit->grade || !str_eq(frame->classes[value->class_index].label, unit->label))) continue;
        const Indicator *indicator = indicator_find(str_of(value->indicator));
        bool mean = indicator->alone != NULL;
        if (!mean && !indicator_counts(indicator, procedure->norm)) continue;
        if (value->silence == SILENT_NO_PRIOR || value->silence == SILENT_NO_TASKS) continue; /* no check of this work: there is nothing to check it against */
        checks.all++;
        checks.spoke += value->silence == SPEAKS ? 1 : 0;
        checks.rare += value->silence == SPEAKS && (mean ? value->z > 3.09 : value->midp <= RARE_P) ? 1 : 0;
    }
    return checks;
}

static Str data_sentence(Checks checks, Arena *arena)
{
    Str spoke = number_of(arena, checks.spoke, "проверку", "проверки", "проверок");
    if (checks.spoke == 0) return STR("По отдельности данных не хватило ни одной проверке, но хватило всем работам вместе.");
    if (checks.spoke == checks.all) return arena_printf(arena, "Данных хватило на %s %.*s.", checks.all == 1 ? "единственную" : "все", STR_ARG(checks.all == 1 ? STR("проверку") : spoke));
    Str all = number_int(arena, checks.all);
    return arena_printf(arena, "Данных хватило на %.*s из %.*s.", STR_ARG(spoke), STR_ARG(all));
}

static Str class_label(const Analysis *analysis, const Value *value)
{
    if (value->procedure == UINT32_MAX || value->class_index == NO_CLASS) return STR_EMPTY;
    return analysis->procedures[value->procedure].frame->classes[value->class_index].label;
}

static Str rare_sentence(const Analysis *analysis, Checks checks, const Cited *cited, Arena *arena)
{
    for (uint32_t i = 0; checks.rare == 0 && i < cited->n; i++) {
        Str label = class_label(analysis, &analysis->values[cited->values[i]]);
        if (label.n > 0) return arena_printf(arena, "По школе в целом редкого нет, но оно есть в классе «%.*s».", STR_ARG(label));
    }
    if (checks.spoke == 0) return STR("Вместе они складываются в то, что случайно бывает редко.");
    if (checks.rare == 0) return STR("Ни одна в отдельности не дала того, что редко бывает случайно, но вместе они складываются.");
    static const char *const words[] = { "Одна", "Две", "Три", "Четыре", "Пять", "Шесть", "Семь", "Восемь", "Девять", "Десять" };
    Str rare = checks.rare <= 10 ? str_of(words[checks.rare - 1]) : number_int(arena, checks.rare);
    double by_chance = RARE_P * checks.spoke;
    Str chance = by_chance < 1 ? STR("меньше одной") : arena_printf(arena, "около %.*s", STR_ARG(number_dec(arena, by_chance, 0)));
    return arena_printf(arena, "%.*s %s то, что случайно бывает реже 1 раза из 100 (по случаю вышло бы %.*s).", STR_ARG(rare), number_word(checks.rare, "дала", "дали", "дали"), STR_ARG(chance));
}

/* «Всплеск …» inside a sentence: «всплеск …». */
static Str lower_first(Arena *arena, Str s)
{
    if (s.n == 0) return s;
    size_t i = 0;
    char first[4];
    size_t n = utf8_put(utf8_lower(utf8_next(s, &i)), first);
    return arena_printf(arena, "%.*s%.*s", (int)n, first, (int)(s.n - i), s.at + i);
}

/* What the most telling value points at, with its numbers. */
static Str main_finding(const Analysis *analysis, const ValueIndex *index, const Cited *cited, Arena *arena)
{
    for (uint32_t i = 0; i < cited->n; i++) { /* signs stand before what supports them, so the first is the one to name */
        const Value *value = &analysis->values[cited->values[i]];
        if (value->procedure == UINT32_MAX || indicator_find(str_of(value->indicator))->alone != NULL) continue;
        const Procedure *procedure = analysis->procedures[value->procedure].frame->procedure;
        Arena *own = arena_new(0); /* of the sign only its title is kept */
        Sign sign = conclude_sign(analysis, index, value, own);
        Str label = class_label(analysis, value), title = lower_first(own, sign.title), work = lower_first(own, procedure->title);
        Str of_class = label.n > 0 ? arena_printf(own, ", класс «%.*s»", STR_ARG(label)) : STR_EMPTY;
        Str finding = arena_printf(arena, " Заметнее всего %.*s%.*s: %.*s.", STR_ARG(work), STR_ARG(of_class), STR_ARG(title));
        arena_free(own);
        return finding;
    }
    return STR_EMPTY;
}

/* Honest practice is good news (statistics.md D4 (4)): the region's cut-offs attract, this school's do not. */
static bool cutoffs_do_not_attract(const Analysis *analysis, const ValueIndex *index)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < index->n; i++) {
        const Value *value = &analysis->values[index->at[i]];
        if (value->procedure == UINT32_MAX || value->class_index != NO_CLASS || !str_eq(str_of(value->indicator), STR("threshold-absolute")) || value->silence != SPEAKS) continue;
        const Norm *norm = analysis->procedures[value->procedure].norm;
        if (norm == NULL || !norm->lifting_is_ordinary) continue;
        if (value->midp < 0.3) return false;
        n++;
    }
    return n > 0;
}

static Str quiet_lead(const Analysis *analysis, const Evidence *evidence, const Conclusion *conclusion, Str data, Arena *arena)
{
    bool good = conclusion->class_index == NO_CLASS && cutoffs_do_not_attract(analysis, &evidence->by_org[conclusion->org]);
    return arena_printf(arena, "%.*s Признаков нет: всё, что видно, объяснимо случаем или обычно для региона.%s", STR_ARG(data),
        good ? " Притяжения к порогам отметок здесь не видно, хотя в регионе оно обычно." : "");
}

/* Nothing but means beyond their limits: which, in one sentence. */
static Str attention_alone(const Analysis *analysis, const Cited *cited)
{
    const Indicator *only = NULL;
    for (uint32_t i = 0; i < cited->n; i++) {
        const Indicator *indicator = indicator_find(str_of(analysis->values[cited->values[i]].indicator));
        if (indicator->alone == NULL) continue;
        if (only != NULL && only != indicator) return STR("Необычны только средние баллы: сами по себе или против прошлого года той же параллели.");
        only = indicator;
    }
    return only == NULL ? STR("Необычен только средний балл.") : str_of(only->alone);
}

Str conclude_lead(const Analysis *analysis, const Evidence *evidence, const Conclusion *conclusion, const Cited *cited, const ClassUnit *unit, Arena *arena)
{
    Checks checks = count_checks(analysis, &evidence->by_org[conclusion->org], unit);
    Str data = data_sentence(checks, arena);
    switch (conclusion->level) {
    case LEVEL_TOO_FEW_DATA:
        return STR("Данных недостаточно: даже вместе по всем работам их меньше, чем нужно хотя бы одной проверке. Это не говорит ни за школу, ни против неё.");
    case LEVEL_NONE: return quiet_lead(analysis, evidence, conclusion, data, arena);
    case LEVEL_ATTENTION: {
        bool mean_only = unit == NULL && !(conclusion->q <= 2 * analysis->fdr);
        if (mean_only)
            return arena_printf(arena, "%.*s %.*s Так же выглядит сильная школа, поэтому это повод посмотреть, а не спрашивать.", STR_ARG(data), STR_ARG(attention_alone(analysis, cited)));
        Str rare = rare_sentence(analysis, checks, cited, arena), finding = main_finding(analysis, &evidence->by_org[conclusion->org], cited, arena);
        return arena_printf(arena, "%.*s %.*s%.*s Случай ещё возможен: стоит посмотреть, спрашивать рано.", STR_ARG(data), STR_ARG(rare), STR_ARG(finding));
    }
    default: {
        Str rare = rare_sentence(analysis, checks, cited, arena), finding = main_finding(analysis, &evidence->by_org[conclusion->org], cited, arena);
        return arena_printf(arena, "%.*s %.*s%.*s Это повод спросить, а не вывод о нарушении.", STR_ARG(data), STR_ARG(rare), STR_ARG(finding));
    }
    }
}
