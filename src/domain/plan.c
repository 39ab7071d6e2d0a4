#include "domain/plan.h"

static const struct { const char *title, *word; } kinds[N_PLAN_KINDS] = {
    [0] = { "", "" },
    [PLAN_PLAN] = { "план", "plan" },
    [PLAN_ROADMAP] = { "дорожная карта", "roadmap" },
    [PLAN_ORDER] = { "приказ", "order" },
    [PLAN_MINUTES] = { "протокол", "minutes" },
    [PLAN_LETTER] = { "письмо", "letter" },
};

const char *plan_kind_title(PlanKind kind) { return kinds[kind].title; }
const char *plan_kind_word(PlanKind kind) { return kinds[kind].word; }

static int year_at(Str text, size_t i)
{
    int year = 0;
    for (size_t k = i; k < i + 4; k++) {
        if (k >= text.n || text.at[k] < '0' || text.at[k] > '9') return 0;
        year = year * 10 + (text.at[k] - '0');
    }
    bool longer = (i > 0 && text.at[i - 1] >= '0' && text.at[i - 1] <= '9') || (i + 4 < text.n && text.at[i + 4] >= '0' && text.at[i + 4] <= '9');
    return !longer && year >= 2000 && year < 2100 ? year : 0;
}

int plan_calendar_year(Str title)
{
    static const char *const behind[] = { " год", "\xC2\xA0год", " г.", " календарный" };
    int found = 0;
    if (str_find(title, STR("учебн")) != SIZE_MAX || str_find(title, STR("уч. г")) != SIZE_MAX) return 0;
    for (size_t i = 4; i + 4 <= title.n; i++) {
        int year = year_at(title, i);
        if (year == 0) continue;
        if (found != 0) return 0; /* «на 2025–2027 годы», «ВПР 2024 … на 2025 год»: not one */
        bool named = str_ends(str_slice(title, 0, i), STR(" на ")), ends = i + 4 == title.n;
        for (size_t k = 0; k < sizeof behind / sizeof *behind; k++) ends = ends || str_starts(str_slice(title, i + 4, title.n), str_of(behind[k]));
        found = named && ends ? year : -1;
    }
    return found > 0 ? found : 0;
}

Str plan_without_stop(Str who)
{
    while (who.n > 0 && who.at[who.n - 1] == ';') who.n--;
    if (who.n > 3 && who.at[who.n - 1] == '.' && who.at[who.n - 4] != '.' && who.at[who.n - 4] != ' ') who.n--; /* «Т.Я.»: a letter of two bytes alone */
    return who;
}
