/* The week of a person: one sentence, and lines for its letter. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/number.h"
#include "flow/remind_.h"

/* «12–18 октября», «28 сентября – 4 октября» */
static Str week_days(Arena *arena, int32_t monday)
{
    int y1, m1, d1, y2, m2, d2;
    date_parts(monday, &y1, &m1, &d1);
    date_parts(monday + 6, &y2, &m2, &d2);
    return m1 == m2 ? arena_printf(arena, "%d–%d %s", d1, d2, date_month(m1)) : arena_printf(arena, "%d %s – %d %s", d1, date_month(m1), d2, date_month(m2));
}

static Str week_words(Arena *arena, int32_t monday, const PersonWeek *week)
{
    Buf out;
    buf_init(&out, 0);
    const char *between = ": ";
    buf_printf(&out, "Неделя %.*s", STR_ARG(week_days(arena, monday)));
    if (week->n_due > 0) buf_printf(&out, "%s%.*s", between, STR_ARG(number_of(arena, week->n_due, "срок", "срока", "сроков"))), between = ", ";
    if (week->n_late > 0) buf_printf(&out, "%sпросрочено %u", between, week->n_late), between = ", ";
    if (week->n_waits > 0)
        buf_printf(&out, "%s%.*s %s вас", between, STR_ARG(number_of(arena, week->n_waits, "подтверждение", "подтверждения", "подтверждений")), number_word(week->n_waits, "ждёт", "ждут", "ждут"));
    Str words = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return words;
}

void remind_speak_weeks(Reminder *it)
{
    audience_clear(&it->except);
    for (uint32_t i = 0; it->with_week && i < it->n_people; i++) {
        const PersonWeek *week = &it->weeks[i];
        if (week->n_due + week->n_late + week->n_waits == 0) continue;
        audience_clear(&it->audience);
        audience_add(it, &it->audience, it->people[i].account_id);
        Str from = date_iso(it->arena, it->monday), to = date_iso(it->arena, it->monday + 6);
        remind_tell(it, NOTICE_DIGEST, arena_printf(it->arena, "digest/%.*s", STR_ARG(from)), week_words(it->arena, it->monday, week), arena_printf(it->arena, "/week?from=%.*s&to=%.*s", STR_ARG(from), STR_ARG(to)));
    }
}

static int by_day(const void *a, const void *b)
{
    const WeekLine *x = a, *y = b;
    if (x->waits != y->waits) return x->waits - y->waits;
    return x->day < y->day ? -1 : x->day > y->day ? 1 : str_cmp(x->words, y->words);
}

bool remind_in_week(const Reminder *it, uint32_t i_person, Str link)
{
    const PersonWeek *week = &it->weeks[i_person];
    for (uint32_t i = 0; i < week->n_lines; i++)
        if (str_eq(week->lines[i].link, link)) return true;
    return false;
}

Str remind_week_text(Reminder *it, uint32_t i_person, Str base)
{
    PersonWeek *week = &it->weeks[i_person];
    uint32_t all = week->n_due + week->n_late + week->n_waits;
    Buf out;
    buf_init(&out, 0);
    if (week->n_lines > 0) qsort(week->lines, week->n_lines, sizeof *week->lines, by_day);
    for (uint32_t i = 0; i < week->n_lines; i++) {
        const WeekLine *line = &week->lines[i];
        const char *what = line->waits ? "ждёт вашей проверки с" : line->late ? "просрочено с" : "срок";
        buf_printf(&out, "— %s %.*s: %.*s\n", what, STR_ARG(date_agenda(it->arena, line->day)), STR_ARG(line->words));
        if (base.n > 0) buf_printf(&out, "  %.*s%.*s\n", STR_ARG(base), STR_ARG(line->link));
    }
    if (all > week->n_lines) buf_printf(&out, "И ещё %u.\n", all - week->n_lines);
    Str text = arena_str(it->arena, buf_str(&out));
    buf_free(&out);
    return text;
}
