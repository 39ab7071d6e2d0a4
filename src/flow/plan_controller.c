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

/* Without the stop of the sentence; the stop of the last initial stays. */
static Str without_stop(Str who)
{
    while (who.n > 0 && who.at[who.n - 1] == ';') who.n--;
    if (who.n > 3 && who.at[who.n - 1] == '.' && who.at[who.n - 4] != '.') who.n--; /* «Т.Я.»: a letter of two bytes between two stops */
    return who;
}

Str plan_controller_of(Str decision, Arena *arena)
{
    static const char *const phrases[] = { "возложить на ", "возлагаю на ", "возлагается на ", "поручить " };
    Str text = single_spaced(decision, arena), folded = utf8_fold(arena, text);
    if (!str_starts(folded, STR("контроль")) || str_find(folded, STR("полнени")) == SIZE_MAX) return STR_EMPTY; /* исполнением, выполнением */
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        Str who = behind(text, folded, phrases[i]);
        if (who.n > 0) return without_stop(who);
    }
    return STR_EMPTY;
}
