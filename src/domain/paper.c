#include "domain/paper.h"

#include <stddef.h>

#include "base/utf8.h"

#define NBSP "\xC2\xA0"

PaperGost paper_gost_of(Str setting) { return str_eq(setting, STR("2016")) ? PAPER_GOST_2016 : PAPER_GOST_2025; }

#define AT(field) offsetof(PaperRequisites, field)
static const PaperRequisite fields[] = {
    { "parent", "Организация", "Вышестоящая организация", "Администрация Энского муниципального района", true, AT(parent) },
    { "name", "Организация", "Полное наименование, строками, как на бланке", "Управление образования администрации\nЭнского муниципального района", true, AT(name) },
    { "short_name", "Организация", "Сокращённое наименование", "УО Энского района", false, AT(short_name) },
    { "name_genitive", "Организация", "Наименование в родительном падеже: к приказу (чего?)", "управления образования Энского муниципального района", false, AT(name_genitive) },
    { "name_dative", "Организация", "Наименование в дательном падеже: направить (чему?)", "управлению образования Энского муниципального района", false, AT(name_dative) },
    { "place", "Организация", "Место составления", "г. Энск", false, AT(place) },
    { "address", "Для писем", "Почтовый адрес", "ул. Школьная, д. 1, г. Энск, 000000", true, AT(address) },
    { "phone", "Для писем", "Телефон", "8 (000) 00-00-00", false, AT(phone) },
    { "email", "Для писем", "Электронная почта", "uo@example.ru", false, AT(email) },
    { "site", "Для писем", "Сайт", "https://uo.example.ru", false, AT(site) },
    { "codes", "Для писем", "Коды организации", "ОКПО 00000000, ОГРН 0000000000000\nИНН/КПП 0000000000/000000000", true, AT(codes) },
    { "head_post", "Руководитель", "Должность", "Начальник управления", true, AT(head_post) },
    { "head_post_full", "Руководитель", "Должность вместе с организацией: под словом «УТВЕРЖДАЮ»", "Начальник управления образования\nЭнского муниципального района", true, AT(head_post_full) },
    { "head_name", "Руководитель", "Инициалы и фамилия", "И. О. Фамилия", false, AT(head_name) },
    { "head_post_dative", "Руководитель", "Должность в дательном падеже: письмо (кому?)", "Начальнику управления образования\nЭнского муниципального района", true, AT(head_post_dative) },
    { "head_name_dative", "Руководитель", "Фамилия и инициалы в дательном падеже", "Фамилии И. О.", false, AT(head_name_dative) },
    { "head_greeting", "Руководитель", "Обращение в письме", "Уважаемый Имя Отчество!", false, AT(head_greeting) },
    { "secretary_name", "Кто ещё подписывает", "Секретарь: инициалы и фамилия", "И. О. Фамилия", false, AT(secretary_name) },
    { "executor_name", "Кто ещё подписывает", "Исполнитель: кто готовит документы", "Фамилия Имя Отчество, методист", false, AT(executor_name) },
    { "executor_phone", "Кто ещё подписывает", "Телефон исполнителя", "8 (000) 00-00-00", false, AT(executor_phone) },
    { "certifier_post", "Кто ещё подписывает", "Кто заверяет копии и выписки: должность", "Делопроизводитель", false, AT(certifier_post) },
    { "certifier_name", "Кто ещё подписывает", "Кто заверяет копии и выписки: инициалы и фамилия", "И. О. Фамилия", false, AT(certifier_name) },
    { NULL, NULL, NULL, NULL, false, 0 },
};
#undef AT

const PaperRequisite *paper_requisites(void) { return fields; }

const PaperRequisite *paper_requisite_find(Str name)
{
    for (const PaperRequisite *field = fields; field->name != NULL; field++)
        if (str_eq(name, str_of(field->name))) return field;
    return NULL;
}

Str paper_requisite_get(const PaperRequisites *org, const PaperRequisite *field)
{
    Str value;
    memcpy(&value, (const char *)org + field->at, sizeof value);
    return value.at == NULL ? STR_EMPTY : value;
}

void paper_requisite_set(PaperRequisites *org, const PaperRequisite *field, Str value) { memcpy((char *)org + field->at, &value, sizeof value); }

enum { MAX_PARTS = 4 };
typedef struct Name { Str surname; Str initials[2]; uint32_t n_initials; } Name;

/* «С», «Ю»: the first letter of a word, with its bytes. */
static Str first_letter(Str word)
{
    size_t i = 0;
    if (word.n > 0) (void)utf8_next(word, &i);
    return str_slice(word, 0, i);
}

/* Words and initials of a name, «С.В. Красий» as С., В., Красий. 0: more than a name has. */
static uint32_t parts_of(Str name, Str parts[MAX_PARTS])
{
    uint32_t n = 0;
    size_t from = 0;
    for (size_t i = 0; i <= name.n;) {
        size_t next = i;
        uint32_t cp = i < name.n ? utf8_next(name, &next) : ' ';
        bool space = cp == ' ' || cp == 0xA0 || cp == '\t';
        size_t end = cp == '.' ? next : i;
        if (space || cp == '.') {
            if (end > from) {
                if (n == MAX_PARTS) return 0;
                parts[n++] = str_slice(name, from, end);
            }
            from = i < name.n ? next : i;
        }
        if (i == name.n) break;
        i = next;
    }
    return n;
}

static bool is_initial(Str part) { return str_ends(part, STR(".")) && first_letter(part).n + 1 == part.n; }

static bool is_word(Str part)
{
    if (str_ends(part, STR("."))) return false;
    size_t i = 0;
    uint32_t cp = utf8_next(part, &i);
    if (cp == utf8_lower(cp) || i == part.n) return false; /* a name begins with a capital and is longer than it */
    while (i < part.n) {
        cp = utf8_next(part, &i);
        if (cp == ',' || cp == '(' || cp == ':' || cp == ';' || (cp >= '0' && cp <= '9')) return false;
    }
    return true;
}

static bool is_patronymic(Str word)
{
    static const char *const ends[] = { "ович", "евич", "ёвич", "ьич", "мич", "укич", "итич", "овна", "евна", "ёвна", "ична", "оглы", "кызы" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(word, str_of(ends[i]))) return true;
    return false;
}

static bool name_of(Str text, Name *name)
{
    Str parts[MAX_PARTS];
    uint32_t n = parts_of(str_trim(text), parts);
    *name = (Name){ 0 };
    if (n == 3 && is_word(parts[0]) && is_word(parts[1]) && is_word(parts[2])) {
        uint32_t i_first = is_patronymic(parts[1]) ? 0 : 1; /* «Анна Сергеевна Белова», «Роман Аркадьевич Абрамович»; else the surname leads */
        *name = (Name){ parts[i_first == 0 ? 2 : 0], { first_letter(parts[i_first]), first_letter(parts[i_first + 1]) }, 2 };
        return true;
    }
    if (n != 2 && n != 3) return false;
    uint32_t i_surname = is_word(parts[0]) ? 0 : n - 1;
    if (!is_word(parts[i_surname])) return false;
    for (uint32_t i = 0; i < n; i++) {
        if (i == i_surname) continue;
        if (!is_initial(parts[i])) return false;
        name->initials[name->n_initials++] = first_letter(parts[i]);
    }
    name->surname = parts[i_surname];
    return true;
}

Str paper_name_signed(Arena *arena, Str text)
{
    Name name;
    if (!name_of(text, &name)) return text;
    if (name.n_initials == 1) return arena_printf(arena, "%.*s." NBSP "%.*s", STR_ARG(name.initials[0]), STR_ARG(name.surname));
    return arena_printf(arena, "%.*s." NBSP "%.*s." NBSP "%.*s", STR_ARG(name.initials[0]), STR_ARG(name.initials[1]), STR_ARG(name.surname));
}

Str paper_name_listed(Arena *arena, Str text)
{
    Name name;
    if (!name_of(text, &name)) return text;
    if (name.n_initials == 1) return arena_printf(arena, "%.*s" NBSP "%.*s.", STR_ARG(name.surname), STR_ARG(name.initials[0]));
    return arena_printf(arena, "%.*s" NBSP "%.*s." NBSP "%.*s.", STR_ARG(name.surname), STR_ARG(name.initials[0]), STR_ARG(name.initials[1]));
}

/* A name by its initials: three capitalised words may be a post. */
static bool is_name(Str words)
{
    Name name;
    return memchr(words.at, '.', words.n) != NULL && name_of(words, &name);
}

void paper_post_and_name(Arena *arena, Str words, Str *post, Str *name)
{
    char *copy = arena_alloc(arena, words.n + 1); /* one kind of space is enough to look at */
    size_t n = 0;
    for (size_t i = 0; i < words.n; i++) {
        bool glued = str_starts(str_slice(words, i, words.n), STR(NBSP));
        copy[n++] = glued ? ' ' : words.at[i];
        i += glued;
    }
    words = str_trim((Str){ copy, n });
    *post = words, *name = STR_EMPTY;
    for (size_t i = 0; i < words.n; i++) {
        if (words.at[i] != ',' || !is_name(str_trim(str_slice(words, 0, i)))) continue;
        *name = str_trim(str_slice(words, 0, i));
        *post = str_trim(str_slice(words, i + 1, words.n));
        return;
    }
    for (size_t i = 0; i < words.n; i++) { /* the longest end that is a name */
        if ((i > 0 && words.at[i - 1] != ' ') || !is_name(str_slice(words, i, words.n))) continue;
        *name = str_slice(words, i, words.n);
        *post = str_trim(str_slice(words, 0, i));
        while (post->n > 0 && (post->at[post->n - 1] == ',' || str_ends(*post, STR("—")) || str_ends(*post, STR("–")))) *post = str_trim(str_slice(*post, 0, post->n - (post->at[post->n - 1] == ',' ? 1 : 3)));
        return;
    }
}
