/* Anchors are named in the nominative: «следующей оценочной процедуры» → «следующая оценочная процедура». Only what is sure: a word that is not known stays as it stands, and all with it. */
#include "plan/term_.h"

#include "base/utf8.h"

typedef enum Gender { MASCULINE, FEMININE, NEUTER, PLURAL } Gender;
typedef struct Noun { const char *form, *plain; Gender gender; } Noun;

/* Whole words. */
static const Noun nouns[] = {
    { "анализа", "анализ", MASCULINE }, { "анализу", "анализ", MASCULINE }, { "анализе", "анализ", MASCULINE }, { "мониторинга", "мониторинг", MASCULINE },
    { "экзамена", "экзамен", MASCULINE }, { "экзаменов", "экзамены", PLURAL }, { "семинара", "семинар", MASCULINE }, { "вебинара", "вебинар", MASCULINE },
    { "педсовета", "педсовет", MASCULINE }, { "педсовету", "педсовет", MASCULINE }, { "педсоветом", "педсовет", MASCULINE }, { "совета", "совет", MASCULINE },
    { "приказа", "приказ", MASCULINE }, { "протокола", "протокол", MASCULINE }, { "протоколов", "протоколы", PLURAL }, { "отчета", "отчет", MASCULINE },
    { "отчёта", "отчёт", MASCULINE }, { "отчетов", "отчеты", PLURAL }, { "этапа", "этап", MASCULINE }, { "конкурса", "конкурс", MASCULINE }, { "плана", "план", MASCULINE },
    { "графика", "график", MASCULINE }, { "года", "год", MASCULINE }, { "полугодия", "полугодие", NEUTER }, { "дня", "день", MASCULINE }, { "дню", "день", MASCULINE }, { "срока", "срок", MASCULINE },
    { "цикла", "цикл", MASCULINE }, { "периода", "период", MASCULINE }, { "семестра", "семестр", MASCULINE }, { "контроля", "контроль", MASCULINE }, { "отмены", "отмена", FEMININE }, { "запроса", "запрос", MASCULINE },
    { "документа", "документ", MASCULINE }, { "документов", "документы", PLURAL }, { "результатов", "результаты", PLURAL }, { "итогов", "итоги", PLURAL },
    { "данных", "данные", PLURAL }, { "материалов", "материалы", PLURAL }, { "каникул", "каникулы", PLURAL }, { "курсов", "курсы", PLURAL }, { "уроков", "уроки", PLURAL },
    { "начала", "начало", NEUTER }, { "началу", "начало", NEUTER }, { "началом", "начало", NEUTER }, { "каникулами", "каникулы", PLURAL }, { "каникулам", "каникулы", PLURAL }, { "конца", "конец", MASCULINE }, { "концу", "конец", MASCULINE }, { "письма", "письмо", NEUTER },
    { "поступления", "поступление", NEUTER }, { "процедуры", "процедура", FEMININE }, { "процедур", "процедуры", PLURAL }, { "олимпиады", "олимпиада", FEMININE },
    { "олимпиад", "олимпиады", PLURAL }, { "работы", "работа", FEMININE }, { "работ", "работы", PLURAL }, { "проверки", "проверка", FEMININE },
    { "перепроверки", "перепроверка", FEMININE }, { "диагностики", "диагностика", FEMININE }, { "аттестации", "аттестация", FEMININE }, { "конференции", "конференция", FEMININE },
    { "нач.", "начало", NEUTER }, { "кон.", "конец", MASCULINE }, { "оконч.", "окончание", NEUTER }, { "пров.", "проведение", NEUTER }, { "получ.", "получение", NEUTER }, { "полуг", "полугодие", NEUTER }, { "подготовке", "подготовка", FEMININE },
    { "недели", "неделя", FEMININE }, { "четверти", "четверть", FEMININE }, { "триместра", "триместр", MASCULINE }, { "апелляции", "апелляция", FEMININE }, { "апелляций", "апелляции", PLURAL },
    { "публикации", "публикация", FEMININE }, { "регистрации", "регистрация", FEMININE }, { "экспертизы", "экспертиза", FEMININE }, { "подготовки", "подготовка", FEMININE },
    { "отправки", "отправка", FEMININE }, { "загрузки", "загрузка", FEMININE }, { "обработки", "обработка", FEMININE }, { "выдачи", "выдача", FEMININE },
    { "сдачи", "сдача", FEMININE }, { "даты", "дата", FEMININE }, { "встречи", "встреча", FEMININE }, { "комиссии", "комиссия", FEMININE }, { "программы", "программа", FEMININE },
    { "график", "график", MASCULINE }, { "план", "план", MASCULINE }, { "план-график", "план-график", MASCULINE }, { "регламент", "регламент", MASCULINE },
    { "порядок", "порядок", MASCULINE }, { "приказ", "приказ", MASCULINE }, { "календарь", "календарь", MASCULINE }, { "договор", "договор", MASCULINE },
    { "расписание", "расписание", NEUTER }, { "распоряжение", "распоряжение", NEUTER }, { "письмо", "письмо", NEUTER }, { "положение", "положение", NEUTER },
    { "решение", "решение", NEUTER }, { "задание", "задание", NEUTER }, { "циклограмма", "циклограмма", FEMININE }, { "программа", "программа", FEMININE },
    { "инструкция", "инструкция", FEMININE }, { "дорожная карта", "дорожная карта", FEMININE }, { "сроки", "сроки", PLURAL }, { "сроками", "сроки", PLURAL }, { "рекомендациями", "рекомендации", PLURAL }, { "рекомендациям", "рекомендации", PLURAL }, { "законодательством", "законодательство", NEUTER }, { "законодательству", "законодательство", NEUTER },
};
/* Words that decline as they should: MASCULINE as «осмотр», FEMININE as «проверка» without its last letter. */
static const struct { const char *stem; Gender gender; } stems[] = {
    { "прием", MASCULINE }, { "приём", MASCULINE }, { "учет", MASCULINE }, { "учёт", MASCULINE }, { "зачет", MASCULINE }, { "зачёт", MASCULINE }, { "отчет", MASCULINE }, { "отчёт", MASCULINE }, { "сбор", MASCULINE },
    { "отбор", MASCULINE }, { "набор", MASCULINE }, { "разбор", MASCULINE }, { "осмотр", MASCULINE }, { "просмотр", MASCULINE }, { "выход", MASCULINE }, { "урок", MASCULINE }, { "экзамен", MASCULINE }, { "педсовет", MASCULINE },
    { "анализ", MASCULINE }, { "мониторинг", MASCULINE }, { "семинар", MASCULINE }, { "вебинар", MASCULINE }, { "отпуск", MASCULINE }, { "отъезд", MASCULINE }, { "съезд", MASCULINE }, { "опрос", MASCULINE }, { "выпуск", MASCULINE },
    { "допуск", MASCULINE }, { "тур", MASCULINE }, { "конкурс", MASCULINE }, { "этап", MASCULINE }, { "приказ", MASCULINE }, { "протокол", MASCULINE }, { "тест", MASCULINE }, { "аудит", MASCULINE }, { "доклад", MASCULINE },
    { "проект", MASCULINE }, { "форум", MASCULINE }, { "визит", MASCULINE }, { "праздник", MASCULINE }, { "концерт", MASCULINE }, { "турнир", MASCULINE }, { "диктант", MASCULINE }, { "месячник", MASCULINE }, { "субботник", MASCULINE },
    { "проверк", FEMININE }, { "перепроверк", FEMININE }, { "поверк", FEMININE }, { "сверк", FEMININE }, { "диагностик", FEMININE }, { "олимпиад", FEMININE }, { "работ", FEMININE }, { "процедур", FEMININE }, { "программ", FEMININE },
    { "отправк", FEMININE }, { "загрузк", FEMININE }, { "обработк", FEMININE }, { "подготовк", FEMININE }, { "выставк", FEMININE }, { "приемк", FEMININE }, { "приёмк", FEMININE }, { "оценк", FEMININE }, { "заявк", FEMININE },
    { "поездк", FEMININE }, { "линейк", FEMININE }, { "жалоб", FEMININE }, { "бесед", FEMININE }, { "экспертиз", FEMININE }, { "викторин", FEMININE }, { "защит", FEMININE }, { "встреч", FEMININE }, { "сдач", FEMININE },
    { "пересдач", FEMININE }, { "выдач", FEMININE },
};

/* «осмотру», «проверкой», «экзаменами» */
static bool declined(Arena *arena, Str lower, Str *plain, Gender *gender)
{
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        Str stem = str_of(stems[i].stem), last = str_slice(stem, stem.n - 2, stem.n);
        if (!str_starts(lower, stem) || lower.n == stem.n) continue;
        Str end = str_slice(lower, stem.n, lower.n);
        bool hush = str_find(STR("кгхжшщч"), last) != SIZE_MAX, plural = str_eq(end, STR("ам")) || str_eq(end, STR("ами")) || str_eq(end, STR("ах"));
        const char *many = hush ? "и" : "ы";
        bool he = stems[i].gender == MASCULINE;
        plural |= he && str_eq(end, STR("ов"));
        bool one = he ? str_eq(end, STR("а")) || str_eq(end, STR("у")) || str_eq(end, STR("ом")) || str_eq(end, STR("е")) : str_eq(end, str_of(many)) || str_eq(end, STR("е")) || str_eq(end, STR("у")) || str_eq(end, STR("ой")) || str_eq(end, STR("ей"));
        if (!plural && !one) continue;
        *plain = arena_printf(arena, "%s%s", stems[i].stem, plural ? many : he ? "" : "а"), *gender = plural ? PLURAL : stems[i].gender;
        return true;
    }
    return false;
}

/* Ends of words: verbal nouns and their plurals. */
static const Noun ends[] = {
    { "ания", "ание", NEUTER }, { "ения", "ение", NEUTER }, { "ением", "ение", NEUTER }, { "анием", "ание", NEUTER }, { "ению", "ение", NEUTER }, { "анию", "ание", NEUTER },
    { "ании", "ание", NEUTER }, { "ении", "ение", NEUTER }, { "ытия", "ытие", NEUTER }, { "иятия", "иятие", NEUTER }, { "ятия", "ятие", NEUTER }, { "ации", "ация", FEMININE }, { "ацией", "ация", FEMININE }, { "ациям", "ации", PLURAL }, { "аниям", "ания", PLURAL }, { "ениям", "ения", PLURAL }, { "енции", "енция", FEMININE }, { "аций", "ации", PLURAL }, { "аниями", "ания", PLURAL }, { "ениями", "ения", PLURAL }, { "аний", "ания", PLURAL },
    { "ений", "ения", PLURAL }, { "иятий", "иятия", PLURAL },
};

Str term_lower(Arena *arena, Str s)
{
    char *out = arena_alloc(arena, s.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) n += utf8_put(utf8_lower(utf8_next(s, &i)), out + n);
    return (Str){ out, n };
}

static uint32_t letter_at(Str s, size_t i) { return i < s.n ? utf8_next(s, &i) : 0; }
static bool is_capital(uint32_t cp) { return utf8_lower(cp) != cp; }

/* Small letters after the capitals of another word: «Отчёта» and «отчёт», «ПЕДСОВЕТА» and «педсовет». from: bytes that keep their own. */
static Str in_case_of(Arena *arena, Str word, Str plain, size_t from)
{
    bool first = is_capital(letter_at(word, 0)), all = first && word.n > 2 && is_capital(letter_at(word, 2));
    if (!first || (from > 0 && !all)) return plain;
    char *out = arena_alloc(arena, plain.n * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < plain.n;) {
        bool up = i >= from && (all || i == 0);
        uint32_t cp = utf8_next(plain, &i);
        n += utf8_put(up ? utf8_upper(cp) : cp, out + n);
    }
    return (Str){ out, n };
}

static bool noun_of(Arena *arena, Str word, Str *plain, Gender *gender)
{
    Str folded = utf8_fold(arena, word), lower = term_lower(arena, word);
    for (int pass = 0; pass < 2; pass++) /* «отчёта» is «отчёт», «отчета» «отчет» */
        for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
            if (str_eq(pass == 0 ? lower : folded, str_of(nouns[i].form))) return *plain = in_case_of(arena, word, str_of(nouns[i].plain), 0), *gender = nouns[i].gender, true;
    if (declined(arena, lower, plain, gender)) return *plain = in_case_of(arena, word, *plain, 0), true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        Str end = str_of(ends[i].form);
        if (!str_ends(folded, end) || folded.n < end.n + 4 || folded.n != word.n) continue;
        return *plain = in_case_of(arena, word, arena_printf(arena, "%.*s%s", (int)(word.n - end.n), word.at, ends[i].plain), word.n - end.n), *gender = ends[i].gender, true;
    }
    return false;
}

/* Endings of adjectives and participles in any case but the nominative, longest first. */
static bool adjective_of(Arena *arena, Str word, Gender gender, Str *plain)
{
    static const char *const endings[] = { "ыми", "ими", "ого", "его", "ому", "ему", "ых", "их", "ым", "им", "ой", "ей", "ом", "ем" };
    static const char *const first_oi[] = { "годов", "типов", "областн", "краев", "городск", "сетев", "основн" };
    Str folded = utf8_fold(arena, word);
    if (folded.n != word.n) return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        Str end = str_of(endings[i]);
        if (!str_ends(folded, end) || word.n < end.n + 6) continue;
        Str stem = str_slice(folded, 0, word.n - end.n), last = str_slice(stem, stem.n - 2, stem.n);
        bool hush = str_find(STR("кгхжшщч"), last) != SIZE_MAX, soft = str_starts(end, STR("е")) || str_starts(end, STR("и"));
        bool soft_n = soft && !hush; /* «внутреннему» */
        const char *out = hush || soft_n ? "ий" : "ый";
        if (gender == FEMININE) out = soft_n ? "яя" : "ая";
        if (gender == NEUTER) out = soft_n || (hush && soft) ? "ее" : "ое";
        if (gender == PLURAL) out = hush || soft_n ? "ие" : "ые";
        for (size_t k = 0; k < sizeof first_oi / sizeof *first_oi; k++)
            if (gender == MASCULINE && str_ends(stem, str_of(first_oi[k])) && stem.n <= strlen(first_oi[k]) + 2) out = "ой";
        return *plain = in_case_of(arena, word, arena_printf(arena, "%.*s%s", (int)stem.n, word.at, out), stem.n), true;
    }
    return false;
}

static bool is_numeral(Str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (strchr("IVX", word.at[i]) == NULL) return false;
    return true;
}

static Str next_word(Str text, size_t *at)
{
    while (*at < text.n && text.at[*at] == ' ') (*at)++;
    size_t from = *at;
    while (*at < text.n && text.at[*at] != ' ') (*at)++;
    return str_slice(text, from, *at);
}

/* «мая 2026 года», not «15 мая» */
static bool month_of(Arena *arena, Str phrase, Str *out)
{
    static const char *const months[][2] = { { "января", "январь" }, { "февраля", "февраль" }, { "марта", "март" }, { "апреля", "апрель" }, { "мая", "май" }, { "июня", "июнь" }, { "июля", "июль" }, { "августа", "август" },
        { "сентября", "сентябрь" }, { "октября", "октябрь" }, { "ноября", "ноябрь" }, { "декабря", "декабрь" } };
    size_t at = 0;
    Str word = term_lower(arena, next_word(phrase, &at));
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (str_eq(word, str_of(months[i][0]))) return *out = arena_printf(arena, "%s%.*s", months[i][1], STR_ARG(str_slice(phrase, at, phrase.n))), true;
    return false;
}

Str term_nominative(Arena *arena, Str phrase)
{
    if (month_of(arena, phrase, &phrase)) return phrase;
    enum { MOST = 5 };
    Str before[MOST], noun = STR_EMPTY, out = STR_EMPTY;
    Gender gender = MASCULINE;
    size_t at = 0, n = 0;
    bool found = false;
    while (n < MOST && at < phrase.n && !found) {
        size_t here = at;
        Str word = next_word(phrase, &at);
        if (str_eq(utf8_fold(arena, str_slice(phrase, here, phrase.n)), STR("дорожная карта"))) at = phrase.n, word = str_trim(str_slice(phrase, here, phrase.n));
        found = noun_of(arena, word, &noun, &gender);
        if (!found) before[n++] = word;
    }
    if (!found) return phrase;
    for (size_t i = 0; i < n; i++) {
        Str plain;
        long long number;
        if (str_to_int(before[i], &number) || is_numeral(before[i])) out = arena_printf(arena, "%.*s%.*s ", STR_ARG(out), STR_ARG(before[i]));
        else if (!adjective_of(arena, before[i], gender, &plain)) return phrase;
        else out = arena_printf(arena, "%.*s%.*s ", STR_ARG(out), STR_ARG(plain));
    }
    return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(out), STR_ARG(noun), STR_ARG(str_slice(phrase, at, phrase.n)));
}
