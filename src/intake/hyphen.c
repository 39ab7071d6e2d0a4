#include "intake/hyphen.h"

#include "base/utf8.h"

enum { WORD_BYTES = 64 };

static bool is_letter(uint32_t cp) { return (cp >= 0x430 && cp <= 0x44F) || cp == 0x451; }

/* Small letters at the beginning of text; *upper: a capital or a figure stands there. */
static Str first_word(Str text, char *room, bool *upper)
{
    size_t n = 0;
    *upper = false;
    for (size_t i = 0; i < text.n && n + 4 < WORD_BYTES;) {
        uint32_t cp = utf8_next(text, &i), low = utf8_lower(cp);
        if (n == 0 && (low != cp || (cp >= '0' && cp <= '9'))) *upper = true;
        if (!is_letter(low)) break;
        n += utf8_put(low, room + n);
    }
    return (Str){ room, n };
}

static Str last_word(Str text, char *room)
{
    size_t from = text.n;
    while (from > 0 && (unsigned char)text.at[from - 1] >= 0x80 && text.n - from < WORD_BYTES - 8) from--;
    bool upper;
    return first_word(str_slice(text, from, text.n), room, &upper);
}

/* First halves of words that are written with a hyphen. */
static const char *const halves[] = { "учебно", "научно", "социально", "материально", "культурно", "психолого", "медико", "организационно", "информационно", "спортивно", "физкультурно", "военно", "общественно", "государственно", "контрольно",
    "нормативно", "финансово", "административно", "воспитательно", "профессионально", "практико", "личностно", "предметно", "инструктивно", "художественно", "естественно", "гражданско", "духовно", "проектно", "консультативно", "экспертно",
    "аналитико", "информативно", "методико", "системно", "северо", "юго", "интернет", "онлайн", "офлайн", "веб", "бизнес", "план", "тест", "мастер", "член", "по", "кто", "что", "как", "где", "какой", "когда", "из", "все", "всё", "во", "в", "пресс", "блиц", "экспресс", "мини", "медиа", "видео", "топ", NULL };
static const char *const people[] = { "педагог", "учител", "заместител", "преподавател", "врач", "инженер", "методист", "семинар", "урок", "конкурс", "школ", "консультант", "тренер", "волонтер", "студент", NULL };
static const char *const particles[] = { "то", "либо", "нибудь", "таки", "ка", "за", "под", "х", "й", "го", "му", "ти", "я", "е", "м", "ми", "ое", "ая", "ый", NULL };

bool hyphen_is_soft(Str before, Str after)
{
    char left[WORD_BYTES], right[WORD_BYTES];
    bool upper;
    if (!str_ends(before, STR("-"))) return false;
    Str first = last_word(str_slice(before, 0, before.n - 1), left), second = first_word(after, right, &upper);
    if (upper || first.n < 4 || second.n < 4 || str_is_among(second, particles)) return false;
    size_t last = before.n - 2;
    while (last > 0 && ((unsigned char)before.at[last] & 0xC0) == 0x80) last--;
    uint32_t cp = utf8_next(before, &last);
    if (!is_letter(cp)) return false; /* «ВПР-», «7-» */
    return !str_is_among(first, halves) && !str_starts_among(first, people);
}

/* A letter that is a word as well: «наставничеств» + «о» is one, as are words that nothing follows: no text ends in «и». */
static bool is_last_letter(Str before, Str letter, bool last)
{
    static const char *const cut[] = { "ств", "ног", "ског", "ани", "ени", "аци", "ици", "ост", "тел", "ным", "ским", "щим", "ающ", "ующ", "яющ", NULL };
    char room[WORD_BYTES];
    Str word = last_word(before, room);
    if (last) return true;
    for (const char *const *end = cut; *end != NULL; end++)
        if (str_ends(word, str_of(*end))) return !str_eq(letter, STR("и")) || str_ends(word, STR("ци")) || str_ends(word, STR("ни")) || str_ends(word, STR("ост")) || str_ends(word, STR("тел"));
    return false;
}

bool hyphen_is_torn(Str before, Str after, bool last)
{
    static const char *const endings[] = { "му", "го", "ми", "е", "й", "м", "х", "ы", "ю", "ь", "т", "л", "р", "н", "ть", "ти", "ла", "ло", "ли", "ка", "ки", "ку", "ке", "ры", "ра", "ру", "ре", "ты", "та", "ту", "ие", "ия", "ию", "ии", "ий", "ый", "ая", "яя", "ое", "ее", "ые", "ую", "юю", "ых", "их", "ым", "им", "ом", "ем", "ов", "ев", "ей", "ой",
        "ам", "ям", "ах", "ях", "ок", "ек", "ца", "цы", "ций", "ция", "ции", "цию", "ных", "ный", "ная", "ное", "ные", "ной", "ную", "ным", "ном", "ния", "ние", "нию", "ний", "нии", "нием", "ниях", "ниям", "ого", "его", "ому", "ему", "ыми", "ими", "ами", "ями", "ров", "рам", "рах", "ками", "ков", "кам", "кой",
        "ник", "ника", "ники", "ников", "тель", "теля", "тели", "телей", "телю", "телям", "телями", "ость", "ости", "остью", "ация", "ации", "ацию", "ский", "ская", "ское", "ские", "ских", "ской", "ским", "ского", "ному", "ного", "ными", "вание", "вания", "ванию", "ванием", "ление", "ления", "лению", "тся", "ться", "лся", "лась", "лись", "вать", "ивать", "овать" , NULL };
    static const char *const never[] = { "ы", "ь", "ъ", "ющ", "ящ", "нн", "ств", "льн", "ческ", "еск", NULL };
    char room[WORD_BYTES];
    bool upper;
    if (after.n > 0 && strchr(";:,.)!?", after.at[0]) != NULL) return true;
    if (str_starts(after, STR("»"))) return true;
    Str word = first_word(after, room, &upper);
    if (!upper && word.n == 2) return is_last_letter(before, word, last && word.n == str_trim(after).n) || str_is_among(word, endings);
    return !upper && word.n > 0 && (str_is_among(word, endings) || (str_starts_among(word, never) && !str_starts_among(word, (const char *const[]){ "ство", "ствол", NULL })));
}
