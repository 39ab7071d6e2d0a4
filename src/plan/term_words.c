/* The words that deadlines are made of. An entry is a stem and how many letters of ending may follow; the longest stem wins. */
#include "plan/term_.h"

#include "base/utf8.h"

typedef struct Entry { const char *stem; uint8_t n, ending, guess; TermWord word; int16_t value; } Entry;

#define E(stem, ending, word, value) { stem, sizeof(stem) - 1, ending, 0, word, value } /* as it stands */
#define G(stem, ending, word, value) { stem, sizeof(stem) - 1, ending, 1, word, value } /* also with one slip: long and unlike other words */
#define F(stem, word, value)         { stem, sizeof(stem) - 1, 0, 2, word, value } /* the same for words of four letters, whole */
#define X(stem, word, value)         E(stem, 0, word, value)

/* Nominatives of schedules, by the value of W_SCHEDULE. */
enum { GRAPHIC, PLAN, TIMETABLE, CALENDAR, CYCLE, RULES = TERM_OPEN_SCHEDULES, ORDER_OF, COMMAND, DECREE, LETTER, REGULATION, ROADMAP, TERMS, PROGRAMME, GUIDE, CONTRACT, DECISION, TASK_OF };
static const char *const schedule_nouns[] = { "график", "план", "расписание", "календарь", "циклограмма", "регламент", "порядок", "приказ", "распоряжение", "письмо", "положение", "дорожная карта",
    "сроки", "программа", "инструкция", "договор", "решение", "задание" };

static const Entry letter_a[] = {
    G("август", 2, W_MONTH, 8), X("авг", W_MONTH, 8), G("апрел", 2, W_MONTH, 4), X("апр", W_MONTH, 4), X("а", W_BUT, 0),
    { 0 }
};
static const Entry letter_b[] = {
    X("более", W_MORE, 0), X("без", W_EXCEPT, 1), E("будн", 3, W_WORKING, 0),
    { 0 }
};
static const Entry letter_v[] = {
    X("весен", W_SEASON_ADJ, 1),
    X("в", W_IN, 0), X("во", W_IN, 0), E("весн", 2, W_SEASON, 1), G("весенн", 3, W_SEASON_ADJ, 1), X("весь", W_WHOLE, 0), X("всего", W_WHOLE, 0), X("всей", W_WHOLE, 0),
    X("всю", W_WHOLE, 0), X("все", W_WHOLE, 0), X("включительно", W_INCLUSIVE, 0), G("вторник", 3, W_WEEKDAY, 1), X("вт", W_WEEKDAY, 1), E("втор", 3, W_ORDINAL, 2),
    G("воскресен", 4, W_WEEKDAY, 6), X("вс", W_WEEKDAY, 6), X("время", W_DURING, 0), X("временем", W_OTHER, 1), E("восьм", 3, W_ORDINAL, 8), X("восьми", W_COUNT, 8),
    X("восемь", W_COUNT, 8), X("вовремя", W_OTHER, 1), X("впоследствии", W_THEN, 0), E("впр", 0, W_NAMED, 0), E("всош", 0, W_NAMED, 0),
    E("восемнадцат", 3, W_ORDINAL, 18),
    { 0 }
};
static const Entry letter_g[] = {
    X("г", W_YEAR, 0), X("гг", W_YEAR, 2), X("год", W_YEAR, 0), X("года", W_YEAR, 0), X("году", W_YEAR, 0), X("годом", W_YEAR, 0), X("годе", W_YEAR, 0), X("годы", W_YEAR, 2),
    X("годов", W_YEAR, 2), X("годам", W_YEAR, 2), X("годах", W_YEAR, 2), G("график", 3, W_SCHEDULE, GRAPHIC), X("гиа", W_NAMED, 0), X("гвэ", W_NAMED, 0),
    { 0 }
};
static const Entry letter_d[] = {
    X("до", W_UNTIL, 0), G("декабр", 2, W_MONTH, 12), X("дек", W_MONTH, 12), E("декад", 3, W_DECADE, 0), X("день", W_DAY, 0), X("дня", W_DAY, 0), X("дней", W_DAY, 0),
    X("дню", W_DAY, 0), X("дни", W_DAY, 0), X("днях", W_DAY, 0), X("дням", W_DAY, 0), X("дн", W_DAY, 0), X("днем", W_DAY, 0), X("два", W_COUNT, 2), X("две", W_COUNT, 2),
    X("двух", W_COUNT, 2), X("двум", W_COUNT, 2), X("дважды", W_TIMES, 2), X("двадцати", W_COUNT, 20), X("двадцать", W_COUNT, 20), X("двенадцати", W_COUNT, 12),
    X("двенадцать", W_COUNT, 12), X("далее", W_THEN, 0), X("дальнейшем", W_THEN, 0), X("девять", W_COUNT, 9), X("девяти", W_COUNT, 9), X("десять", W_COUNT, 10), X("десяти", W_COUNT, 10),
    E("двадцат", 3, W_ORDINAL, 20), E("двенадцат", 3, W_ORDINAL, 12), E("девятнадцат", 3, W_ORDINAL, 19), E("девят", 3, W_ORDINAL, 9), E("десят", 3, W_ORDINAL, 10), E("дневн", 3, W_ADVERB_DAYS, 'D'), E("дорожн", 3, W_SCHEDULE, ROADMAP),
    E("договор", 2, W_SCHEDULE, CONTRACT), X("даты", W_MOMENT, 0), X("дата", W_OTHER, 1),
    { 0 }
};
static const Entry letter_e[] = {
    X("ежегод", W_FREQUENT, 'Y'), X("еженед", W_FREQUENT, 'W'), X("ежемес", W_FREQUENT, 'M'), X("ежекварт", W_FREQUENT, 'Q'),
    G("ежегодн", 3, W_FREQUENT, 'Y'), G("ежедневн", 3, W_FREQUENT, 'D'), G("еженедельн", 3, W_FREQUENT, 'W'), G("ежемесячн", 3, W_FREQUENT, 'M'),
    G("ежеквартальн", 3, W_FREQUENT, 'Q'), G("ежечетвертн", 3, W_FREQUENT, 'F'), G("ежеполугодн", 3, W_FREQUENT, 'H'), G("ежедекадн", 3, W_FREQUENT, 'C'), X("егэ", W_NAMED, 0),
    { 0 }
};
static const Entry letter_z[] = {
    X("за", W_BEHIND, 0), X("зима", W_SEASON, 0), X("зимой", W_SEASON, 0), X("зимы", W_SEASON, 0), X("зиму", W_SEASON, 0), X("зиме", W_SEASON, 0), E("зимн", 3, W_SEASON_ADJ, 0),
    G("завершени", 2, W_FINISH, 0), E("завершенн", 4, W_OTHER, 1), X("затем", W_THEN, 0), E("заявк", 2, W_REQUEST, 0), E("заявлени", 2, W_REQUEST, 0),
    E("задани", 2, W_SCHEDULE, TASK_OF),
    { 0 }
};
static const Entry letter_i[] = {
    X("и", W_AND, 0), X("или", W_AND, 0), X("июн", W_MONTH, 6), F("июнь", W_MONTH, 6), F("июня", W_MONTH, 6), X("июне", W_MONTH, 6), X("июню", W_MONTH, 6), X("июнем", W_MONTH, 6),
    X("июл", W_MONTH, 7), F("июль", W_MONTH, 7), F("июля", W_MONTH, 7), X("июле", W_MONTH, 7), X("июлю", W_MONTH, 7), X("июлем", W_MONTH, 7), E("итог", 3, W_RESULT, 0),
    X("истечении", W_THROUGH, 0), X("истечению", W_THROUGH, 0), E("инструкци", 2, W_SCHEDULE, GUIDE), X("исключением", W_EXCEPT, 0), X("исключая", W_EXCEPT, 0), X("искл", W_EXCEPT, 0),
    { 0 }
};
static const Entry letter_k[] = {
    X("кварт", W_QUARTER, 0), X("кал", W_CALENDAR, 0),
    X("к", W_TO, 0), X("кроме", W_EXCEPT, 0), X("ко", W_TO, 0), X("кв", W_QUARTER, 0), G("квартал", 2, W_QUARTER, 0), X("конец", W_END, 0), X("конца", W_END, 0),
    X("конце", W_END, 0), X("концу", W_END, 0), X("концом", W_END, 0), G("каникул", 3, W_HOLIDAYS, 0), G("каникулярн", 3, W_HOLIDAYS, 1), X("каждого", W_EVERY, 0),
    X("каждую", W_EVERY, 0), X("каждый", W_EVERY, 0), X("каждое", W_EVERY, 0), X("каждые", W_EVERY, 0), X("каждой", W_EVERY, 0), X("каждом", W_EVERY, 0), X("каждому", W_EVERY, 0),
    X("каждым", W_EVERY, 0), X("каждых", W_EVERY, 0), X("каждая", W_EVERY, 0), G("календарн", 3, W_CALENDAR, 0), G("календар", 2, W_SCHEDULE, CALENDAR),
    G("круглогодичн", 2, W_ALWAYS, 0), X("карта", W_OTHER, 1),
    { 0 }
};
static const Entry letter_l[] = {
    X("лет", W_YEAR, 2), E("лечени", 2, W_OTHER, 1), X("лето", W_SEASON, 2), X("летом", W_SEASON, 2), X("лета", W_SEASON, 2), X("лету", W_SEASON, 2), X("лете", W_SEASON, 2),
    E("летн", 3, W_SEASON_ADJ, 2), X("либо", W_AND, 0), X("любой", W_ANY, 0), X("любое", W_ANY, 0), X("любую", W_ANY, 0), X("любого", W_ANY, 0),
    { 0 }
};
static const Entry letter_m[] = {
    X("май", W_MONTH, 5), X("мая", W_MONTH, 5), X("мае", W_MONTH, 5), X("маю", W_MONTH, 5), X("маем", W_MONTH, 5), X("маи", W_MONTH, 5), E("март", 2, W_MONTH, 3),
    X("мар", W_MONTH, 3), X("мес", W_MONTHS, 0), G("месяц", 3, W_MONTHS, 0), G("месячн", 3, W_ADVERB_DAYS, 'M'), X("мере", W_MEASURE, 0), X("момента", W_MOMENT, 0),
    X("менее", W_LESS, 0), X("между", W_BETWEEN, 0),
    { 0 }
};
static const Entry letter_n[] = {
    X("на", W_ON, 0), X("не", W_NOT, 0), X("нед", W_WEEK, 0), G("недел", 3, W_WEEK, 0), G("недельн", 3, W_ADVERB_DAYS, 'W'), G("ноябр", 2, W_MONTH, 11), X("ноя", W_MONTH, 11),
    X("нояб", W_MONTH, 11), X("начало", W_BEGINNING, 0), X("начала", W_BEGINNING, 0), X("начале", W_BEGINNING, 0), X("началу", W_BEGINNING, 0), X("началом", W_BEGINNING, 0),
    G("начиная", 0, W_STARTING, 0), X("накануне", W_EVE, 0), G("необходимост", 2, W_NO_TIME, 0), E("надобност", 2, W_NO_TIME, 0), E("непрерывн", 2, W_ALWAYS, 0),
    E("новый", 0, W_NEW, 0), X("нового", W_NEW, 0), X("новом", W_NEW, 0), X("новому", W_NEW, 0), X("новым", W_NEW, 0), X("но", W_BUT, 0), X("наконец", W_OTHER, 1), X("нико", W_NAMED, 0),
    X("наличии", W_NO_TIME, 0),
    { 0 }
};
static const Entry letter_o[] = {
    X("осен", W_SEASON_ADJ, 3),
    X("от", W_OF, 0), G("октябр", 2, W_MONTH, 10), X("окт", W_MONTH, 10), X("осень", W_SEASON, 3), X("осенью", W_SEASON, 3), X("осени", W_SEASON, 3),
    G("осенн", 3, W_SEASON_ADJ, 3), E("определенн", 3, W_SET, 0), E("обозначенн", 3, W_SET, 0), X("один", W_COUNT, 1), X("одного", W_COUNT, 1), X("одной", W_COUNT, 1),
    X("одну", W_COUNT, 1), X("одна", W_COUNT, 1), G("окончани", 2, W_FINISH, 0), E("обращени", 2, W_REQUEST, 0), X("огэ", W_NAMED, 0), X("однако", W_BUT, 0),
    E("одиннадцат", 3, W_ORDINAL, 11),
    { 0 }
};
static const Entry letter_p[] = {
    X("полтора", W_COUNT, 15), X("полторы", W_COUNT, 15), X("полутора", W_COUNT, 15),
    G("плану", 0, W_SCHEDULE, PLAN),
    X("по", W_BY, 0), G("понедельник", 3, W_WEEKDAY, 0), X("пн", W_WEEKDAY, 0), X("понед", W_WEEKDAY, 0), X("пт", W_WEEKDAY, 4), G("пятниц", 3, W_WEEKDAY, 4), X("пятн", W_WEEKDAY, 4), X("пять", W_COUNT, 5), X("пяти", W_COUNT, 5),
    E("пят", 3, W_ORDINAL, 5), E("перв", 3, W_ORDINAL, 1), X("пятнадцать", W_COUNT, 15), X("пятнадцати", W_COUNT, 15), G("последн", 3, W_LAST, 0), G("предпоследн", 3, W_LAST, 1), X("после", W_AFTER, 0),
    G("поздне", 1, W_LATER, 0), X("позд", W_LATER, 0), X("поздн", W_LATER, 0), X("преддверии", W_BEFORE, 0), X("позже", W_LATER, 0), X("перед", W_BEFORE, 0), G("половин", 2, W_SPLIT_HALF, 0), G("полугоди", 2, W_HALF, 0), X("полугод", W_HALF, 0),
    X("полгода", W_HALF, 0), X("полугода", W_HALF, 0), X("полугоду", W_HALF, 0), X("полугодом", W_HALF, 0), X("полуг", W_HALF, 0), G("период", 3, W_PERIOD, 0), X("план", W_SCHEDULE, PLAN), E("план", 2, W_SCHEDULE, PLAN), G("постоянн", 3, W_ALWAYS, 0),
    X("протяжении", W_COURSE, 0), X("продолжении", W_COURSE, 0), X("продолжение", W_COURSE, 0), X("проведения", W_CONDUCT, 0), X("проведение", W_CONDUCT, 0),
    X("проведении", W_CONDUCT, 0), X("проведению", W_CONDUCT, 0), X("процессе", W_DURING, 0), X("при", W_AT, 0), X("приказ", W_SCHEDULE, COMMAND),
    E("приказ", 2, W_SCHEDULE, COMMAND), X("письмом", W_SCHEDULE, LETTER), X("письму", W_SCHEDULE, LETTER), X("положением", W_SCHEDULE, REGULATION),
    X("положению", W_SCHEDULE, REGULATION), X("порядком", W_SCHEDULE, ORDER_OF), X("порядок", W_SCHEDULE, ORDER_OF), X("порядку", W_SCHEDULE, ORDER_OF), E("предусмотренн", 3, W_SET, 0), E("прошл", 3, W_PAST, 0), E("прошедш", 3, W_PAST, 0), E("предыдущ", 3, W_PAST, 0),
    E("программ", 2, W_SCHEDULE, PROGRAMME), E("потребност", 2, W_NO_TIME, 0), E("приглашени", 2, W_REQUEST, 0), X("помесячно", W_FREQUENT, 'M'), X("понедельно", W_FREQUENT, 'W'),
    X("поквартально", W_FREQUENT, 'Q'), X("почетвертно", W_FREQUENT, 'F'), X("погодно", W_FREQUENT, 'Y'), X("поэтапно", W_OTHER, 1), X("потом", W_THEN, 0), X("последующем", W_THEN, 0), X("погода", W_OTHER, 1),
    X("проведен", W_OTHER, 1),
    E("пятнадцат", 3, W_ORDINAL, 15),
    { 0 }
};
static const Entry letter_r[] = {
    X("р", W_TIMES, 1),
    X("раз", W_TIMES, 1), X("раза", W_TIMES, 1), X("разу", W_TIMES, 1), X("рамках", W_DURING, 0), G("расписани", 2, W_SCHEDULE, TIMETABLE), E("распоряжени", 2, W_SCHEDULE, DECREE),
    G("результат", 3, W_RESULT, 0), X("ранее", W_EARLIER, 0), X("раньше", W_EARLIER, 0), X("реже", W_SELDOM, 0), E("рабоч", 3, W_WORKING, 0), E("регулярн", 2, W_ALWAYS, 0),
    E("регламент", 2, W_SCHEDULE, RULES), E("решени", 2, W_SCHEDULE, DECISION),
    { 0 }
};
static const Entry letter_s[] = {
    X("с", W_FROM, 0), X("со", W_FROM, 0), G("сентябр", 2, W_MONTH, 9), X("сен", W_MONTH, 9), X("сент", W_MONTH, 9), X("среда", W_WEEKDAY, 2), X("среду", W_WEEKDAY, 2),
    X("среды", W_WEEKDAY, 2), X("среде", W_WEEKDAY, 2), X("средам", W_WEEKDAY, 2), X("ср", W_WEEKDAY, 2), E("суббот", 3, W_WEEKDAY, 5), X("сб", W_WEEKDAY, 5),
    G("середин", 2, W_MIDDLE, 0), G("следующ", 3, W_WITH_NEXT, 0), X("срок", W_TERM, 0), X("срока", W_TERM, 0), X("сроку", W_TERM, 0), X("сроком", W_TERM, 0), X("сроке", W_TERM, 0),
    X("сроки", W_TERM, 2), X("сроков", W_TERM, 2), X("сроками", W_TERM, 2), X("срокам", W_TERM, 2), G("соответстви", 2, W_ACCORD, 0), X("соотв", W_ACCORD, 0), G("согласно", 0, W_ACCORDING, 0),
    G("согласовани", 2, W_NO_TIME, 0), E("согласованн", 3, W_SET, 0), E("систематическ", 2, W_ALWAYS, 0), X("систематично", W_ALWAYS, 0), X("сразу", W_AT_ONCE, 0),
    X("спустя", W_THROUGH, 0), E("седьм", 3, W_ORDINAL, 7), X("семь", W_COUNT, 7), X("семи", W_COUNT, 7), X("сутки", W_DAY, 0), X("суток", W_DAY, 0),
    X("суточный", W_ADVERB_DAYS, 'D'),
    E("семнадцат", 3, W_ORDINAL, 17),
    { 0 }
};
static const Entry letter_t[] = {
    G("течени", 1, W_COURSE, 0), X("теч", W_COURSE, 0), X("течени", W_COURSE, 0), E("текущ", 3, W_CURRENT, 0), E("трет", 4, W_ORDINAL, 3), X("три", W_COUNT, 3),
    X("трех", W_COUNT, 3), X("трем", W_COUNT, 3), X("трижды", W_TIMES, 3), X("тридцать", W_COUNT, 30), X("тридцати", W_COUNT, 30), G("триместр", 2, W_THIRD, 0),
    E("требовани", 2, W_REQUEST, 0),
    E("тринадцат", 3, W_ORDINAL, 13), E("тридцат", 3, W_ORDINAL, 30),
    { 0 }
};
static const Entry letter_u[] = {
    X("уч", W_SCHOOL, 0), X("учеб", W_SCHOOL, 0), E("учебн", 3, W_SCHOOL, 0), E("указанн", 3, W_SET, 0), E("установленн", 3, W_SET, 0), E("утвержденн", 3, W_SET, 0),
    { 0 }
};
static const Entry letter_f[] = {
    G("феврал", 2, W_MONTH, 2), X("фев", W_MONTH, 2), X("февр", W_MONTH, 2), X("факту", W_FACT, 0),
    { 0 }
};
static const Entry letter_h[] = {
    X("ходе", W_DURING, 0),
    { 0 }
};
static const Entry letter_c[] = {
    G("циклограмм", 2, W_SCHEDULE, CYCLE),
    { 0 }
};
static const Entry letter_ch[] = {
    X("чем", W_THAN, 0), X("час", W_HOUR, 0), X("часа", W_HOUR, 0), X("часов", W_HOUR, 0), X("через", W_THROUGH, 0), X("четверть", W_FOURTH, 0), X("четверти", W_FOURTH, 0),
    X("четвертью", W_FOURTH, 0), X("четвертей", W_FOURTH, 0), X("четвертям", W_FOURTH, 0), X("четвертях", W_FOURTH, 0), X("чтв", W_WEEKDAY, 3), X("четв", W_FOURTH, 0), G("четверг", 3, W_WEEKDAY, 3), X("чт", W_WEEKDAY, 3),
    E("четверт", 3, W_ORDINAL, 4), X("четыре", W_COUNT, 4), X("четырех", W_COUNT, 4), X("четырем", W_COUNT, 4), X("чаще", W_OFTEN, 0), X("числа", W_DATE_OF, 0),
    X("число", W_DATE_OF, 0), X("числу", W_DATE_OF, 0), X("числах", W_DATE_OF, 0), X("числам", W_DATE_OF, 0), X("числом", W_DATE_OF, 0), X("чис", W_DATE_OF, 0),
    E("четырнадцат", 3, W_ORDINAL, 14),
    { 0 }
};
static const Entry letter_sh[] = {
    E("шест", 3, W_ORDINAL, 6), X("шесть", W_COUNT, 6), X("шести", W_COUNT, 6),
    E("шестнадцат", 3, W_ORDINAL, 16),
    { 0 }
};
static const Entry letter_none[] = { { 0 } };
static const Entry letter_ya[] = {
    G("январ", 2, W_MONTH, 1), X("янв", W_MONTH, 1),
    { 0 }
};

static const Entry *const letters[32] = { letter_a, letter_b, letter_v, letter_g, letter_d, letter_e, letter_none, letter_z, letter_i, letter_none, letter_k, letter_l, letter_m, letter_n, letter_o, letter_p, letter_r, letter_s,
    letter_t, letter_u, letter_f, letter_h, letter_c, letter_ch, letter_sh, letter_none, letter_none, letter_none, letter_none, letter_none, letter_none, letter_ya };

const char *term_schedule_noun(int value)
{
    BUG_ON(value < 0 || (size_t)value >= sizeof schedule_nouns / sizeof *schedule_nouns);
    return schedule_nouns[value];
}

int term_schedule_plan(void) { return PLAN; }

bool term_says_how(int value) { return value == ORDER_OF || value == REGULATION || value == GUIDE || value == RULES; }

const char *term_season_holidays(int value)
{
    static const char *const names[] = { "зимние каникулы", "весенние каникулы", "летние каникулы", "осенние каникулы" };
    BUG_ON(value < 0 || value > 3);
    return names[value];
}

/* «марта», «декабрём», not «мартен», «декабрист». */
static bool is_month_ending(Str ending)
{
    static const char *const endings[] = { "ь", "я", "е", "ю", "ем", "а", "у", "ом", "и", "ы" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings && ending.n > 0; i++)
        if (str_eq(ending, str_of(endings[i]))) return true;
    return ending.n == 0;
}

TermMeaning term_word_find(Str text)
{
    TermMeaning best = { W_OTHER, 0, STR_EMPTY };
    size_t i = 0, longest = 0;
    uint32_t first = text.n > 0 ? utf8_next(text, &i) : 0;
    if (first < 0x430 || first > 0x44F) return best;
    for (const Entry *entry = letters[first - 0x430]; entry->stem != NULL; entry++) {
        bool fits = text.n >= entry->n && text.n - entry->n <= (size_t)entry->ending * 2 && memcmp(text.at, entry->stem, entry->n) == 0;
        bool better = fits && (entry->n > longest || (entry->n == longest && entry->ending == 0));
        if (!better || (entry->word == W_MONTH && !is_month_ending(str_slice(text, entry->n, text.n)))) continue;
        longest = entry->n;
        best.word = entry->word;
        best.value = entry->value;
        if (text.n == entry->n && entry->ending == 0) break; /* the very word */
    }
    return best;
}

/* Words of time that clerks cut short: «раб. дней», «нач. года», «посл. неделя». */
static bool is_cut_short(TermWord word)
{
    switch (word) {
    case W_MONTH: case W_WORKING: case W_BEGINNING: case W_MIDDLE: case W_END: case W_LAST: case W_HOLIDAYS: case W_QUARTER: case W_HALF: case W_WEEK: case W_DECADE: case W_SEASON_ADJ: case W_CURRENT: case W_WITH_NEXT: case W_FREQUENT: case W_NO_TIME: case W_FINISH: case W_SCHEDULE: case W_EVERY: case W_WEEKDAY: return true;
    default: return false;
    }
}

TermMeaning term_word_short(Str text)
{
    TermMeaning best = { W_OTHER, 0, STR_EMPTY };
    size_t i = 0;
    uint32_t first = text.n >= 6 ? utf8_next(text, &i) : 0;
    if (first < 0x430 || first > 0x44F) return best;
    for (const Entry *entry = letters[first - 0x430]; entry->stem != NULL; entry++) {
        if (!is_cut_short(entry->word) || entry->n <= text.n || memcmp(entry->stem, text.at, text.n) != 0) continue;
        if (best.word != W_OTHER && (best.word != entry->word || (best.word == W_SCHEDULE && best.value != entry->value))) return (TermMeaning){ W_OTHER, 0, STR_EMPTY };
        if (best.word == W_OTHER) best.word = entry->word, best.value = entry->value;
    }
    return best;
}

/* Whether one slip tells a from b: both are rows of two-byte letters. */
static bool one_slip(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t head = 0, tail = 0, shorter = n_a < n_b ? n_a : n_b;
    while (head < shorter && memcmp(a + 2 * head, b + 2 * head, 2) == 0) head++;
    while (tail < shorter - head && memcmp(a + 2 * (n_a - 1 - tail), b + 2 * (n_b - 1 - tail), 2) == 0) tail++;
    size_t left_a = n_a - head - tail, left_b = n_b - head - tail;
    if (left_a <= 1 && left_b <= 1) return true;
    return left_a == 2 && left_b == 2 && memcmp(a + 2 * head, b + 2 * head + 2, 2) == 0 && memcmp(a + 2 * head + 2, b + 2 * head, 2) == 0;
}

static bool ends_well(const Entry *entry, Str ending) { return entry->word != W_MONTH || is_month_ending(ending); }

/* The stem with one slip at the beginning of the word: letters of the word that it covers, 0 for none. */
static size_t slip_covers(const Entry *entry, Str text)
{
    size_t n_word = text.n / 2, n_stem = entry->n / 2;
    for (size_t k = n_stem; k <= n_stem + 1 && k <= n_word; k++)
        if (n_word - k <= entry->ending && one_slip(text.at, k, entry->stem, n_stem) && ends_well(entry, str_slice(text, 2 * k, text.n))) return k;
    size_t k = n_stem - 1;
    return k <= n_word && n_word - k <= entry->ending && one_slip(text.at, k, entry->stem, n_stem) && ends_well(entry, str_slice(text, 2 * k, text.n)) ? k : 0;
}

/* A word of which a slip left nothing behind its stem: «октябръ» is «октябрь», «полугодд» is «полугодие». Stems that are words themselves («квартал», «март») take nothing. */
static const char *bare_ending(const Entry *entry)
{
    static const struct { const char *tail, *ending; } tails[] = { { "воскресен", "ье" }, { "недел", "я" }, { "календар", "ь" }, { "необходимост", "ь" }, { "пятниц", "а" }, { "середин", "а" }, { "половин", "а" }, { "циклограмм", "а" },
        { "поздне", "е" }, { "и", "е" }, { "щ", "ий" }, { "дн", "ий" }, { "н", "ый" } };
    Str stem = str_of(entry->stem);
    if (entry->word == W_MONTH) return str_ends(stem, STR("т")) ? "" : "ь";
    if (entry->word == W_FREQUENT || entry->word == W_ALWAYS) return str_ends(stem, STR("н")) ? "о" : "";
    for (size_t k = 0; k < sizeof tails / sizeof *tails; k++)
        if (str_ends(stem, str_of(tails[k].tail))) return entry->ending > 0 ? tails[k].ending : "";
    return "";
}

TermMeaning term_word_guess(Str text, Arena *arena)
{
    TermMeaning best = { W_OTHER, 0, STR_EMPTY };
    if (text.n < 8) return best;
    for (size_t i = 0; i < text.n; i += 2)
        if (((unsigned char)text.at[i] & 0xE0) != 0xC0) return best; /* a letter of some other writing */
    for (size_t l = 0; l < 32; l++)
        for (const Entry *entry = letters[l]; entry->stem != NULL; entry++) {
            if (!entry->guess || (text.n == 8) != (entry->guess == 2) || text.n + 2 < entry->n || text.n > entry->n + 2 + 2 * (size_t)entry->ending) continue;
            bool near = memcmp(text.at, entry->stem, 2) == 0 || memcmp(text.at + 2, entry->stem + 2, 2) == 0 || memcmp(text.at, entry->stem + 2, 2) == 0 || memcmp(text.at + 2, entry->stem, 2) == 0;
            size_t covered = near ? slip_covers(entry, text) : 0;
            bool end = covered == 0 && entry->word == W_MONTH && text.n == entry->n + 2u && memcmp(text.at, entry->stem, entry->n) == 0; /* «сентябрр» */
            if (covered == 0 && !end) continue;
            if (best.word != W_OTHER && (best.word != entry->word || best.value != entry->value)) return (TermMeaning){ W_OTHER, 0, STR_EMPTY }; /* two words are as near */
            if (best.word != W_OTHER) continue;
            Str rest = end ? STR("ь") : str_slice(text, covered * 2, text.n);
            if (rest.n == 0) rest = str_of(bare_ending(entry));
            best = (TermMeaning){ entry->word, entry->value, arena_printf(arena, "%s%.*s", entry->stem, STR_ARG(rest)) };
        }
    return best;
}
