/* What was gathered of a row becomes a measure. */
#include "base/utf8.h"
#include "intake/plan/date_.h"
#include "intake/plan/read_.h"

enum { MONTH_BYTES = 60 };

/* Words of a cell that is not taken apart: items of its lists stay separated. */
static Str cell_words(Arena *arena, const Lines *lines)
{
    Prose text = { 0 };
    for (uint32_t i = 0; i < lines->n; i++) {
        bool apart = i > 0 && lines->items[i].bullet && strchr(";:.,", text.at[text.n - 1]) == NULL;
        if (apart) prose_add_after(arena, &text, "; ", lines->items[i].text);
        else prose_add(arena, &text, lines->items[i].text);
    }
    return prose_str(&text);
}

/* «директор, сентябрь» of a column «Исполнители и сроки»: gives how many people are left. */
static uint32_t terms_apart(Arena *arena, uint32_t n, const Str *all, const Str **people, Str *term)
{
    Str *left = arena_array(arena, Str, n + 1u);
    Prose terms = { 0 };
    uint32_t n_left = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (prose_is_time(utf8_fold(arena, all[i]))) prose_add_after(arena, &terms, ", ", all[i]);
        else left[n_left++] = all[i];
    }
    *people = left;
    *term = prose_str(&terms);
    return n_left;
}

/* «доля школ» and «100 %» in a column of its own; several of both belong together line by line. */
static Str indicator_of(Arena *arena, const Lines *names, const Lines *targets)
{
    if (targets->n == 0 || names->n == 0) return cell_words(arena, names->n > 0 ? names : targets);
    if (names->n != targets->n) return arena_printf(arena, "%.*s — %.*s", STR_ARG(cell_words(arena, names)), STR_ARG(cell_words(arena, targets)));
    Prose text = { 0 };
    for (uint32_t i = 0; i < names->n; i++) prose_add_after(arena, &text, "; ", arena_printf(arena, "%.*s — %.*s", STR_ARG(prose_unmarked(names->items[i].text)), STR_ARG(prose_unmarked(targets->items[i].text))));
    return prose_str(&text);
}

static Str expected_of(Arena *arena, const Draft *from)
{
    Prose text = { 0 };
    prose_add(arena, &text, indicator_of(arena, &from->cell[ROLE_INDICATOR], &from->cell[ROLE_TARGET]));
    prose_add_after(arena, &text, "; ", cell_words(arena, &from->cell[ROLE_EXPECTED]));
    return prose_str(&text);
}

static void add_note(Arena *arena, Lines *title, Str head, Str words)
{
    if (words.n > 0) lines_add(arena, title, head.n > 0 ? arena_printf(arena, "%.*s: %.*s", STR_ARG(prose_unmarked(head)), STR_ARG(words)) : words, true);
}

Measure draft_measure(const PlanDraft *draft, Draft *from)
{
    Measure out = { .number = from->number, .i_section = from->i_section, .line_from = from->line_from, .line_to = from->line_to };
    out.task = from->i_task != UINT32_MAX ? prose_str(&draft->tasks[from->i_task]) : STR_EMPTY;
    for (int role = 0; role < N_ROLES; role++) from->cell[role] = lines_settled(draft->arena, &from->cell[role]);
    for (uint32_t i = 0; i < from->cell[ROLE_DETAIL].n; i++) lines_add(draft->arena, &from->cell[ROLE_TITLE], from->cell[ROLE_DETAIL].items[i].text, from->cell[ROLE_TITLE].n > 0);
    for (uint32_t k = 0; k < PLAN_NOTES; k++) add_note(draft->arena, &from->cell[ROLE_TITLE], from->note[k], cell_words(draft->arena, &from->cell[ROLE_NOTE + k]));
    split_list(draft->arena, &from->cell[ROLE_TITLE], &out.title, &out.n_bullets, &out.bullets);
    out.term.text = cell_words(draft->arena, &from->cell[ROLE_TERM]);
    if (out.term.text.n == 0 && from->i_section != UINT32_MAX) { /* a plan by months: «Сентябрь» over its measures */
        Str title = draft->sections[from->i_section].title;
        if (title.n <= MONTH_BYTES && prose_is_time(utf8_fold(draft->arena, title)) && !prose_holds(utf8_fold(draft->arena, title), "работ|мероприят|подготовк|итог")) out.term.text = title;
    }
    split_people(draft->arena, &from->cell[ROLE_RESPONSIBLE], &out.n_responsible, &out.responsible);
    split_people(draft->arena, &from->cell[ROLE_PARTICIPANTS], &out.n_participants, &out.participants);
    if (from->mixed && out.term.text.n == 0) out.n_responsible = terms_apart(draft->arena, out.n_responsible, out.responsible, &out.responsible, &out.term.text);
    split_people(draft->arena, &from->cell[ROLE_HELPERS], &out.n_helpers, &out.helpers);
    split_people(draft->arena, &from->cell[ROLE_CONTROLLER], &out.n_controllers, &out.controllers);
    out.expected = expected_of(draft->arena, from);
    return out;
}
