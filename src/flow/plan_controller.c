/* «Контроль за исполнением приказа возложить на …»: whom an order makes the controller of its points and of the plan that it approves. */
#include "flow/plan_.h"

#include "base/utf8.h"

static bool ends_with(Str word, const char *const *ends, Str *stem)
{
    for (; *ends != NULL; ends++) {
        if (!str_ends(word, str_of(*ends))) continue;
        *stem = str_slice(word, 0, word.n - strlen(*ends));
        return true;
    }
    return false;
}

#define ENDS(...) (const char *const[]){ __VA_ARGS__, NULL }

/* Orders name the controller in the accusative: «на Наумову Т.Я.», «на Иванова И.И.». */
bool plan_is_accusative(Str word, Str surname, Arena *arena)
{
    Str said = utf8_fold(arena, word), name = utf8_fold(arena, surname), stem;
    if (ends_with(name, ENDS("ая"), &stem)) return str_eq(said, arena_printf(arena, "%.*sую", STR_ARG(stem)));
    if (ends_with(name, ENDS("яя"), &stem)) return str_eq(said, arena_printf(arena, "%.*sюю", STR_ARG(stem)));
    if (ends_with(name, ENDS("а"), &stem)) return str_eq(said, arena_printf(arena, "%.*sу", STR_ARG(stem)));
    if (ends_with(name, ENDS("я"), &stem)) return str_eq(said, arena_printf(arena, "%.*sю", STR_ARG(stem)));
    if (ends_with(name, ENDS("ий", "ый", "ой"), &stem)) return str_eq(said, arena_printf(arena, "%.*sого", STR_ARG(stem)));
    if (ends_with(name, ENDS("о", "е", "и", "ы", "у", "ю", "ых", "их"), &stem)) return str_eq(said, name);
    if (ends_with(name, ENDS("ь", "й"), &stem)) return str_eq(said, arena_printf(arena, "%.*sя", STR_ARG(stem)));
    return str_eq(said, arena_printf(arena, "%.*sа", STR_ARG(name))) || (!ends_with(name, ENDS("ов", "ев", "ин", "ын"), &stem) && str_eq(said, name)); /* «Кравчук» of a woman does not change */
}

/* Orders ask in the dative: «директору школы Ивановой О.О.», «Петрову А.А.». */
bool plan_is_dative(Str word, Str surname, Arena *arena)
{
    Str said = utf8_fold(arena, word), name = utf8_fold(arena, surname), stem;
    if (ends_with(name, ENDS("ая"), &stem)) return str_eq(said, arena_printf(arena, "%.*sой", STR_ARG(stem)));
    if (ends_with(name, ENDS("яя"), &stem)) return str_eq(said, arena_printf(arena, "%.*sей", STR_ARG(stem)));
    if (ends_with(name, ENDS("ова", "ева", "ина", "ына"), &stem)) return str_eq(said, arena_printf(arena, "%.*sой", STR_ARG(str_slice(name, 0, name.n - strlen("а")))));
    if (ends_with(name, ENDS("а", "я"), &stem)) return str_eq(said, arena_printf(arena, "%.*sе", STR_ARG(stem)));
    if (ends_with(name, ENDS("ий", "ый", "ой"), &stem)) return str_eq(said, arena_printf(arena, "%.*sому", STR_ARG(stem)));
    if (ends_with(name, ENDS("о", "е", "и", "ы", "у", "ю", "ых", "их"), &stem)) return str_eq(said, name);
    if (ends_with(name, ENDS("ь", "й"), &stem)) return str_eq(said, arena_printf(arena, "%.*sю", STR_ARG(stem)));
    return str_eq(said, arena_printf(arena, "%.*sу", STR_ARG(name)));
}

/* Runs of any white space as one space, as folding makes them: then both have their words at the same letters. */
static Str single_spaced(Str text, Arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        bool space = utf8_is_space(utf8_next(text, &i));
        if (space && (n == 0 || out[n - 1] == ' ')) continue;
        if (space) out[n++] = ' ';
        else memcpy(out + n, text.at + from, i - from), n += i - from;
    }
    return str_trim((Str){ out, n });
}

/* What stands behind a phrase of the folded text; text is single_spaced(). */
static Str behind(Str text, Str folded, const char *phrase)
{
    size_t at = str_find(folded, str_of(phrase)), i = text.n;
    if (at == SIZE_MAX) return STR_EMPTY;
    for (size_t left = utf8_length(str_slice(folded, at + strlen(phrase), folded.n)); i > 0 && left > 0;)
        if (((unsigned char)text.at[--i] & 0xC0) != 0x80) left--;
    return str_trim(str_slice(text, i, text.n));
}

Str plan_controller_of(Str decision, Arena *arena)
{
    static const char *const phrases[] = { "возложить на ", "возлагаю на ", "возлагается на ", "поручить " };
    Str text = single_spaced(decision, arena), folded = utf8_fold(arena, text);
    if (!str_starts(folded, STR("контроль")) || str_find(folded, STR("полнени")) == SIZE_MAX) return STR_EMPTY; /* исполнением, выполнением */
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        Str who = behind(text, folded, phrases[i]);
        if (who.n > 0) return plan_without_stop(who);
    }
    return STR_EMPTY;
}

/* ---- measures have it from the plan ---- */

uint32_t plan_control_add(const PlanTask *task, MeasurePerson *people, uint32_t n)
{
    const PlanRow *plan = &task->plan;
    uint32_t kept = 0;
    bool has_own = false;
    for (uint32_t i = 0; i < n; i++) {
        if (people[i].inherited) continue;
        has_own = has_own || people[i].part == MEASURE_CONTROLLER;
        people[kept++] = people[i];
    }
    if (has_own || plan->controller.n == 0) return kept;
    people[kept] = (MeasurePerson){ .part = MEASURE_CONTROLLER, .words = plan->controller, .account_id = plan->controller_id, .inherited = true };
    if (plan->controller_id == 0) people[kept].role = plan_role_of(plan->controller, plan->org_kind, task->arena);
    return kept + 1;
}

bool plan_control_follow(DbWrite *write, const PlanTask *task, Err *err)
{
    const MeasureRow *rows;
    uint32_t n;
    if (!measure_list_all(db_within(write), task->plan.region_id, task->plan.id, task->arena, &rows, &n, err)) return false;
    for (uint32_t i = 0; i < n; i++) {
        const MeasurePerson *people;
        uint32_t n_people;
        if (plan_controller_of(rows[i].title, task->arena).n > 0) continue; /* the point about control has no other controller */
        if (!measure_people(db_within(write), rows[i].region_id, rows[i].id, task->arena, &people, &n_people, err)) return false;
        MeasurePerson *all = arena_array(task->arena, MeasurePerson, n_people + 1u);
        if (n_people > 0) memcpy(all, people, n_people * sizeof *all);
        if (!measure_people_put(write, rows[i].region_id, rows[i].id, plan_control_add(task, all, n_people), all, err)) return false;
    }
    return true;
}
