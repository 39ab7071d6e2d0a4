/* A rule of recurrence as people say it: «каждый четверг», «по рабочим дням». */
#include "plan/term_.h"

#include "base/number.h"

enum { WORKDAYS = 0x1F };
static const char *const each[] = { "каждый понедельник", "каждый вторник", "каждую среду", "каждый четверг", "каждую пятницу", "каждую субботу", "каждое воскресенье" };
static const char *const on[] = { "понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям" };

static Str weekdays_words(Arena *arena, uint8_t mask)
{
    Str out = STR_EMPTY;
    int n = 0, last = 0, i = 0;
    for (int d = 0; d < 7; d++)
        if ((mask >> d & 1) != 0) n++, last = d;
    if (mask == WORKDAYS) return STR("по рабочим дням");
    if (n == 1) return str_of(each[last]);
    for (int d = 0; d < 7; d++)
        if ((mask >> d & 1) != 0) {
            out = arena_printf(arena, "%.*s%s%s", STR_ARG(out), i == 0 ? "по " : i == n - 1 ? " и " : ", ", on[d]);
            i++;
        }
    return out;
}

static Str once_in(Arena *arena, uint32_t n, const char *one, const char *few, const char *many) { return arena_printf(arena, "раз в %.*s", STR_ARG(number_of(arena, n, one, few, many))); }

Str term_rule_words(Arena *arena, Str text)
{
    Recur rule;
    int32_t until;
    int count;
    if (!term_recur_read(text, &rule, &until, &count)) return STR_EMPTY;
    uint32_t n = rule.interval > 0 ? (uint32_t)rule.interval : 1;
    bool twice = rule.month_day2 != 0 || rule.weekday_nth2 != 0;
    switch (rule.freq) {
    case 'D': return n == 1 ? STR("каждый день") : once_in(arena, n, "день", "дня", "дней");
    case 'W': return n > 1 ? once_in(arena, n, "неделю", "недели", "недель") : rule.weekdays != 0 ? weekdays_words(arena, rule.weekdays) : STR("каждую неделю");
    case 'M': return twice ? STR("два раза в месяц") : n == 1 ? STR("каждый месяц") : n == 3 ? STR("каждый квартал") : n == 6 ? STR("каждое полугодие") : once_in(arena, n, "месяц", "месяца", "месяцев");
    default: return n == 1 ? STR("каждый год") : once_in(arena, n, "год", "года", "лет");
    }
}
