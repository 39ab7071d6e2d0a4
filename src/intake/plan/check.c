/* What looks wrong: told, never mended. */
#include <stdlib.h>

#include "base/number.h"
#include "intake/plan/read_.h"
#include "intake/plan/prose_.h"

enum { SAID = 12 }; /* of one kind: a broken table has the same slip in every row */

typedef struct Numbered { Str number; uint32_t i_section, at; } Numbered;

static int by_number(const void *left, const void *right)
{
    const Numbered *a = left, *b = right;
    int order = str_cmp(a->number, b->number);
    if (order == 0) order = (a->i_section > b->i_section) - (a->i_section < b->i_section);
    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static Str place(Arena *arena, const Measure *measure)
{
    if (measure->number.n > 0) return arena_printf(arena, "п. %.*s", STR_ARG(measure->number));
    return arena_printf(arena, "строка %u", measure->line_from);
}

static void check_titles(PlanDraft *draft, const PlanContent *content)
{
    uint32_t n_said = 0;
    for (uint32_t i = 0; i < content->n_measures && n_said < SAID; i++)
        if (content->measures[i].title.n == 0) n_said++, draft_warn(draft, arena_printf(draft->arena, "%.*s: нет названия мероприятия.", STR_ARG(place(draft->arena, &content->measures[i]))));
}

/* Sections may each begin from 1, so a number is twice only within its section. */
static void check_twice(PlanDraft *draft, const PlanContent *content)
{
    uint32_t n = 0, n_said = 0;
    Numbered *numbers = arena_array(draft->arena, Numbered, content->n_measures + 1u);
    for (uint32_t i = 0; i < content->n_measures; i++)
        if (content->measures[i].number.n > 0) numbers[n++] = (Numbered){ content->measures[i].number, content->measures[i].i_section, i };
    qsort(numbers, n, sizeof *numbers, by_number);
    for (uint32_t i = 1; i < n && n_said < SAID; i++) {
        bool same = str_eq(numbers[i].number, numbers[i - 1].number) && numbers[i].i_section == numbers[i - 1].i_section;
        if (!same || (i > 1 && str_eq(numbers[i].number, numbers[i - 2].number) && numbers[i].i_section == numbers[i - 2].i_section)) continue;
        n_said++;
        draft_warn(draft, arena_printf(draft->arena, "Номер %.*s стоит не один раз.", STR_ARG(numbers[i].number)));
    }
}

static Str stem(Str number)
{
    size_t n = number.n;
    while (n > 0 && number.at[n - 1] != '.') n--;
    return str_slice(number, 0, n);
}

static void check_gaps(PlanDraft *draft, const PlanContent *content)
{
    uint32_t n_said = 0;
    for (uint32_t i = 1; i < content->n_measures && n_said < SAID; i++) {
        Str was = content->measures[i - 1].number, is = content->measures[i].number;
        uint32_t from = prose_last_part(was), to = prose_last_part(is);
        if (from == 0 || to <= from + 1 || !str_eq(stem(was), stem(is))) continue;
        n_said++;
        draft_warn(draft, arena_printf(draft->arena, "После номера %.*s стоит %.*s: строка пропущена или номер записан с ошибкой.", STR_ARG(was), STR_ARG(is)));
    }
}

static void check_unnumbered(PlanDraft *draft, const PlanContent *content)
{
    uint32_t n_numbered = 0, n_said = 0;
    for (uint32_t i = 0; i < content->n_measures; i++) n_numbered += content->measures[i].number.n > 0;
    if (n_numbered * 2 < content->n_measures || n_numbered == content->n_measures) return;
    for (uint32_t i = 0; i < content->n_measures && n_said < SAID; i++)
        if (content->measures[i].number.n == 0) n_said++, draft_warn(draft, arena_printf(draft->arena, "Строка %u: у мероприятия нет номера; возможно, это продолжение предыдущего.", content->measures[i].line_from));
}

static void check_terms(PlanDraft *draft, const PlanContent *content)
{
    uint32_t n_without = 0, n_people = 0;
    for (uint32_t i = 0; i < content->n_measures; i++) n_without += content->measures[i].term.text.n == 0, n_people += content->measures[i].n_responsible > 0;
    if (content->n_measures == 0) return;
    if (n_without == content->n_measures) draft_warn(draft, STR("В документе нет сроков: проставьте их перед утверждением."));
    else if (n_without > 0) draft_warn(draft, arena_printf(draft->arena, "Без срока: %.*s.", STR_ARG(number_of(draft->arena, n_without, "мероприятие", "мероприятия", "мероприятий"))));
    if (n_people == 0) draft_warn(draft, STR("В документе нет ответственных: назначьте их перед утверждением."));
}

void draft_check(PlanDraft *draft, const PlanContent *content)
{
    for (uint32_t i = 0; i < draft->doc->n_warnings; i++) draft_warn(draft, draft->doc->warnings[i]);
    if (draft->doc->n_pictures > 0)
        draft_warn(draft, arena_printf(draft->arena, "В документе %.*s: слова на них не прочитаны.", STR_ARG(number_of(draft->arena, draft->doc->n_pictures, "картинка", "картинки", "картинок"))));
    if (content->title.n == 0) draft_warn(draft, STR("Название документа не найдено."));
    if (content->school_year == 0 && content->kind != PLAN_MINUTES && content->n_measures > 0) draft_warn(draft, STR("Учебный год в документе не назван: выберите его, иначе у сроков не будет дней."));
    if (content->school_year != 0 && plan_calendar_year(content->title) == content->school_year + 1)
        draft_warn(draft, arena_printf(draft->arena, "План на календарный %d год: месяцы без года — этого года; стоит он среди планов %d/%d учебного года.", content->school_year + 1, content->school_year, content->school_year + 1));
    check_titles(draft, content);
    check_twice(draft, content);
    check_gaps(draft, content);
    check_unnumbered(draft, content);
    check_terms(draft, content);
}
