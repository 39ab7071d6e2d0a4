#include "web/route.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/utf8.h"

static const struct { const char *suffix, *type; } formats[N_FORMATS] = {
    [FORMAT_HTML] = { "", "text/html; charset=utf-8" },
    [FORMAT_JSON] = { "json", "application/json; charset=utf-8" },
    [FORMAT_CSV] = { "csv", "text/csv; charset=utf-8" },
    [FORMAT_XLSX] = { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    [FORMAT_DOCX] = { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
};
const char *format_suffix(Format format) { return formats[format].suffix; }
const char *format_type(Format format) { return formats[format].type; }

static Format split_suffix(Str path, Str *self)
{
    for (int format = FORMAT_JSON; format < N_FORMATS; format++) {
        Str suffix = str_of(formats[format].suffix);
        if (path.n > suffix.n + 2 && str_ends(path, suffix) && path.at[path.n - suffix.n - 1] == '.' && path.at[path.n - suffix.n - 2] != '/') {
            *self = str_slice(path, 0, path.n - suffix.n - 1);
            if (str_eq(*self, STR("/index"))) *self = STR("/"); /* the first page has no name of its own */
            return (Format)format;
        }
    }
    *self = path;
    return FORMAT_HTML;
}

static Str next_segment(Str path, size_t *i)
{
    size_t from = *i + 1; /* over the slash */
    size_t to = from;
    while (to < path.n && path.at[to] != '/') to++;
    *i = to;
    return str_slice(path, from, to);
}

/* Literal segments that match, or -1. «/» alone is one empty segment. */
static int match(const char *pattern_z, Str path, Route *route)
{
    Str pattern = str_of(pattern_z);
    size_t i = 0, j = 0;
    int n_literal = 0;
    route->n_values = 0;
    while (i < pattern.n && j < path.n) {
        Str wanted = next_segment(pattern, &i), given = next_segment(path, &j);
        if (wanted.n > 1 && wanted.at[0] == ':') {
            if (given.n == 0) return -1;
            BUG_ON(route->n_values == sizeof route->values / sizeof *route->values);
            route->values[route->n_values++] = (Pair){ str_slice(wanted, 1, wanted.n), given };
        } else if (str_eq(wanted, given)) {
            n_literal++;
        } else {
            return -1;
        }
    }
    return i == pattern.n && j == path.n ? n_literal : -1;
}

static void best_match(Str path, Format format, int *best, Route *out)
{
    for (const Page *const *page = page_registry; *page != NULL; page++) {
        Route route = { .page = *page, .format = format, .self = path };
        if (format != FORMAT_HTML && ((*page)->no_formats || (*page)->raw != NULL)) continue;
        int n = match((*page)->path, path, &route);
        if (n <= *best) continue;
        *best = n;
        *out = route;
    }
}

Route route_find(Str path)
{
    Route out = { .self = path };
    int best = -1;
    Str self;
    Format format = split_suffix(path, &self);
    best_match(path, FORMAT_HTML, &best, &out);
    if (format == FORMAT_HTML) return out;
    /* «/results/x.json»: a page that takes «x.json» for a parameter must not hide the twin of «/results/x». */
    int twin_best = -1;
    Route twin = { .self = self };
    best_match(self, format, &twin_best, &twin);
    return twin.page != NULL && (out.page == NULL || twin_best >= best) ? twin : out;
}

/* ---- parameters ---- */

static bool fits(const Param *param, Str value)
{
    long long number;
    int32_t day;
    switch (param->kind) {
    case PARAM_INT: return str_to_int(value, &number) && number >= param->min && (param->max == 0 || number <= param->max);
    case PARAM_DATE: return date_parse(value, &day);
    case PARAM_FLAG: return str_eq(value, STR("1")) || str_eq(value, STR("0"));
    case PARAM_TEXT: return value.n <= (param->max_length != 0 ? param->max_length : 200u);
    case PARAM_CHOICE: break;
    }
    Str choices = str_of(param->choices);
    for (size_t from = 0, to; from <= choices.n; from = to + 1) {
        for (to = from; to < choices.n && choices.at[to] != '|';) to++;
        if (str_eq(value, str_slice(choices, from, to))) return true;
    }
    return false;
}

static const char *what_fits(const Param *param, char room[256])
{
    switch (param->kind) {
    case PARAM_INT:
        if (param->max != 0) snprintf(room, 256, "Подойдёт целое число от %lld до %lld.", param->min, param->max);
        else snprintf(room, 256, "Подойдёт целое число от %lld.", param->min);
        return room;
    case PARAM_DATE: return "Подойдёт день вида 2026-04-24.";
    case PARAM_FLAG: return "Подойдёт 1 или 0.";
    case PARAM_TEXT: return "Текст слишком длинный.";
    case PARAM_CHOICE: break;
    }
    return "Вернитесь на страницу и выберите снова: такого значения у неё нет. Для программ все значения перечислены в описании «/api».";
}

static bool check_value(const Param *param, Str value, Err *err)
{
    char room[256];
    if (value.n == 0 || fits(param, value)) return true;
    int shown = (int)utf8_valid_prefix(str_slice(value, 0, value.n < 60 ? value.n : 60));
    return err_set(err, ERR_INPUT, what_fits(param, room), "В адресе страницы у «%s» (%s) стоит «%.*s».", param->title, param->name, shown, value.at);
}

bool route_check(const Page *page, const Request *request, const Route *route, Err *err)
{
    for (const Param *param = page->params; param != NULL && param->name != NULL; param++) {
        Str name = str_of(param->name);
        for (uint32_t i = 0; i < route->n_values; i++)
            if (str_eq(route->values[i].name, name) && !check_value(param, route->values[i].value, err)) return false;
        for (uint32_t i = 0; i < request->n_query; i++)
            if (str_eq(request->query[i].name, name) && !check_value(param, request->query[i].value, err)) return false;
    }
    return true;
}
