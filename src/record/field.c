/* One value: as typed → as kept → as read. */
#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/utf8.h"
#include "record/record_.h"

static bool wrong(Str *why, Str words)
{
    *why = words;
    return false;
}

static bool read_day(Arena *arena, Str *value, Str *why)
{
    int32_t day;
    Str s = *value;
    if (date_parse(s, &day)) return true;
    long long parts[3];
    Str rest = s;
    bool numbers = true;
    for (int i = 0; i < 3 && numbers; i++) numbers = str_to_int(record_cut(&rest, '.'), &parts[i]);
    if (numbers && rest.n == 0 && parts[2] < 100) parts[2] += 2000;
    Str iso = numbers && rest.n == 0 && parts[0] < 100 && parts[1] < 100 ? arena_printf(arena, "%04lld-%02lld-%02lld", parts[2], parts[1], parts[0]) : STR_EMPTY;
    if (!date_parse(iso, &day)) return wrong(why, arena_printf(arena, "«%.*s» — не день. Напишите число, месяц и год: 24.04.2026.", STR_ARG(s)));
    *value = iso;
    return true;
}

static const RecordChoice *choice_of(const RecordField *field, Arena *arena, Str typed)
{
    Str folded = utf8_fold(arena, typed);
    for (const RecordChoice *choice = field->choices; choice->word != NULL; choice++)
        if (str_eq(typed, str_of(choice->word)) || str_eq(folded, utf8_fold(arena, str_of(choice->title)))) return choice;
    return NULL;
}

static Str all_choices(const RecordField *field, Arena *arena)
{
    Str out = STR_EMPTY;
    for (const RecordChoice *choice = field->choices; choice->word != NULL; choice++)
        out = arena_printf(arena, "%.*s%s%s", STR_ARG(out), out.n > 0 ? ", " : "", choice->title);
    return out;
}

static bool read_choices(const RecordField *field, Arena *arena, Str *value, Str *why)
{
    uint64_t chosen = 0;
    Str rest = *value;
    char separator = memchr(rest.at, '\n', rest.n) != NULL || field->kind == RECORD_CHOICE ? '\n' : ';';
    while (rest.n > 0) {
        Str typed = str_trim(record_cut(&rest, separator));
        if (typed.n == 0) continue;
        const RecordChoice *choice = choice_of(field, arena, typed);
        if (choice == NULL) return wrong(why, arena_printf(arena, "«%.*s» здесь не бывает. Подойдёт: %.*s.", STR_ARG(typed), STR_ARG(all_choices(field, arena))));
        chosen |= 1ull << (choice - field->choices);
    }
    Str out = STR_EMPTY;
    for (const RecordChoice *choice = field->choices; choice->word != NULL; choice++)
        if ((chosen >> (choice - field->choices) & 1) != 0) out = arena_printf(arena, "%.*s%s%s", STR_ARG(out), out.n > 0 ? "\n" : "", choice->word);
    *value = out;
    return true;
}

static bool read_link(Str *value, Str *why)
{
    bool outer = str_starts(*value, STR("https://")) || str_starts(*value, STR("http://")), own = str_starts(*value, STR("/")) && !str_starts(*value, STR("//"));
    for (size_t i = 0; i < value->n; i++)
        if ((unsigned char)value->at[i] <= ' ' || value->at[i] == '\\' || value->at[i] == '"' || value->at[i] == '<') return wrong(why, STR("В адресе стоит пробел или посторонний знак. Скопируйте адрес из обозревателя ещё раз."));
    return outer || own || wrong(why, STR("Адрес начинается с «https://» или, если это страница Мерила, с «/»."));
}

static bool read_text(const RecordField *field, Arena *arena, Str *value, Str *why)
{
    uint32_t most = field->max != 0 ? field->max : field->kind == RECORD_LINE ? LIMIT_RECORD_LINE : LIMIT_RECORD_TEXT;
    if (!utf8_valid(*value)) return wrong(why, STR("Это не текст UTF-8. Наберите слова заново."));
    size_t n = utf8_length(*value);
    if (n > most) return wrong(why, arena_printf(arena, "Слишком длинно: %.*s, а помещается %.*s.", STR_ARG(number_of(arena, (long long)n, "знак", "знака", "знаков")), STR_ARG(number_int(arena, most))));
    char *out = arena_alloc(arena, value->n + 1);
    size_t n_out = 0;
    for (size_t i = 0; i < value->n; i++) { /* browsers end lines by CR LF; a line has no ends at all */
        char c = value->at[i];
        if (c == '\r') continue;
        if ((unsigned char)c < ' ' && c != '\n' && c != '\t') return wrong(why, STR("В тексте стоит невидимый управляющий знак. Наберите слова заново."));
        out[n_out++] = c == '\n' && field->kind == RECORD_LINE ? ' ' : c;
    }
    *value = (Str){ out, n_out };
    return true;
}

bool record_field_read(const RecordField *field, const RecordLook *look, Arena *arena, Str *value, Str *why)
{
    long long number;
    Str words;
    *value = str_trim(*value);
    if (value->n == 0) return true;
    switch (field->kind) {
    case RECORD_LINE: case RECORD_TEXT: return read_text(field, arena, value, why);
    case RECORD_INT:
        if (str_to_int(*value, &number) && number <= (field->max != 0 ? field->max : 1000000000)) return *value = arena_printf(arena, "%lld", number), true;
        return wrong(why, arena_printf(arena, "«%.*s» не подходит: нужно целое число от 0 до %u.", STR_ARG(*value), field->max != 0 ? field->max : 1000000000u));
    case RECORD_DAY: return read_day(arena, value, why);
    case RECORD_CHOICE:
    case RECORD_CHOICES: return read_choices(field, arena, value, why);
    case RECORD_FLAG: {
        Str folded = utf8_fold(arena, *value);
        if (str_eq(folded, STR("1")) || str_eq(folded, STR("да")) || str_eq(folded, STR("+"))) return *value = STR("1"), true;
        if (str_eq(folded, STR("0")) || str_eq(folded, STR("нет")) || str_eq(folded, STR("-"))) return *value = STR_EMPTY, true;
        return wrong(why, STR("Подойдёт «да» или «нет»."));
    }
    case RECORD_LINK: return read_link(value, why);
    case RECORD_ORG: case RECORD_PERSON: case RECORD_PROCEDURE: case RECORD_OTHER: break;
    }
    return look == NULL || look->find(look->context, field, *value, arena, value, &words, why);
}

Str record_field_words(const RecordField *field, const RecordLook *look, Arena *arena, Str value)
{
    int32_t day;
    Str out = STR_EMPTY, kept, why;
    if (value.n == 0) return STR_EMPTY;
    switch (field->kind) {
    case RECORD_LINE: case RECORD_TEXT: case RECORD_LINK: case RECORD_INT: return value;
    case RECORD_DAY: return date_parse(value, &day) ? date_short(arena, day) : value;
    case RECORD_FLAG: return STR("да");
    case RECORD_CHOICE:
    case RECORD_CHOICES:
        while (value.n > 0) {
            Str word = record_cut(&value, '\n');
            const char *title = record_choice_title(field->choices, word);
            out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(out), out.n > 0 ? "; " : "", STR_ARG(title != NULL ? str_of(title) : word));
        }
        return out;
    case RECORD_ORG: case RECORD_PERSON: case RECORD_PROCEDURE: case RECORD_OTHER: break;
    }
    return look != NULL && look->find(look->context, field, value, arena, &kept, &out, &why) ? out : value;
}
