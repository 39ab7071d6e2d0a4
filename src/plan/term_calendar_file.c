/* A calendar as a file of lines: name, first day, last day, divided by tabs, without a heading. */
#include "plan/term_.h"

#include "base/date.h"
#include "base/utf8.h"

enum { SHOWN = 60 };

/* «2026-04-20» or «20.04.2026» */
static bool read_day(Str field, int32_t *out)
{
    field = str_trim(field);
    if (date_parse(field, out)) return true;
    if (field.n != 10 || field.at[2] != '.' || field.at[5] != '.') return false;
    char iso[11] = { field.at[6], field.at[7], field.at[8], field.at[9], '-', field.at[3], field.at[4], '-', field.at[0], field.at[1], 0 };
    return date_parse((Str){ iso, 10 }, out);
}

static Str take(Str *rest, char mark)
{
    const char *at = rest->n > 0 ? memchr(rest->at, mark, rest->n) : NULL;
    size_t n = at != NULL ? (size_t)(at - rest->at) : rest->n;
    Str part = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, at != NULL ? n + 1 : n, rest->n);
    return part;
}

static bool read_line(Str line, uint32_t number, TermCalendarEntry *out, Err *err)
{
    Str shown = str_slice(line, 0, line.n < SHOWN ? line.n : SHOWN), rest = line;
    Str name = str_trim(take(&rest, '\t')), from = take(&rest, '\t'), to = take(&rest, '\t');
    if (str_trim(to).n == 0) to = from; /* one day */
    static const char hint[] = "В строке три поля через табуляцию: название, первый день, последний день (2026-04-20 или 20.04.2026).";
    if (name.n == 0 || !read_day(from, &out->from) || !read_day(to, &out->to)) return err_set(err, ERR_INPUT, hint, "Строка %u календаря не понята: «%.*s».", number, STR_ARG(shown));
    if (out->from > out->to) return err_set(err, ERR_INPUT, hint, "Строка %u календаря: последний день раньше первого.", number);
    out->name = name;
    return true;
}

bool term_calendar_read(Str bytes, Arena *arena, uint32_t *n, const TermCalendarEntry **entries, Err *err)
{
    if (!utf8_valid(bytes)) return err_set(err, ERR_INPUT, "Сохраните файл в кодировке UTF-8.", "Календарь записан не в UTF-8.");
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_slice(bytes, 3, bytes.n);
    size_t n_lines = 1;
    for (size_t i = 0; i < bytes.n; i++) n_lines += bytes.at[i] == '\n';
    if (n_lines > LIMIT_TERM_CALENDAR) return err_set(err, ERR_LIMIT, "", "В календаре больше %u строк.", LIMIT_TERM_CALENDAR);
    TermCalendarEntry *out = arena_array(arena, TermCalendarEntry, n_lines);
    uint32_t found = 0, number = 0;
    for (Str rest = bytes; rest.n > 0;) {
        Str line = take(&rest, '\n');
        number++;
        if (str_trim(line).n > 0 && !read_line(str_ends(line, STR("\r")) ? str_slice(line, 0, line.n - 1) : line, number, &out[found++], err)) return false;
    }
    *n = found;
    *entries = out;
    return true;
}
