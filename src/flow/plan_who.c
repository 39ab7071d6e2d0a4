/* Words about who answers, whatever their case: «Руководители ОО», «руководителям ОО» are the same people. */
#include "flow/plan.h"
#include "flow/plan_.h"

#include "base/utf8.h"

/* Bytes of a folded word without its ending: vowels, «й», «ь» and what stands between them in endings («-ям», «-ах», «-ого»); three letters stay. */
static size_t stem_length(Str word)
{
    enum { LEAST = 6 /* bytes */ };
    static const char *const endings[] = { "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ам", "ям", "ах", "ях", "ов", "ев", "ей", "ой", "ом", "ем", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ым", "им", "ую", "юю", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(word, str_of(endings[i])) && word.n >= LEAST + strlen(endings[i])) return word.n - strlen(endings[i]);
    return word.n;
}

Str flow_plan_who_key(Str words, Arena *arena)
{
    Str folded = utf8_fold(arena, words);
    if (plan_names_somebody(words)) return folded; /* «Иванов И.И.» and «Иванова И.И.» are two */
    char *out = arena_alloc(arena, folded.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < folded.n;) {
        size_t from = i, end = i;
        while (end < folded.n && (unsigned char)folded.at[end] >= 0xD0) end += 2; /* Cyrillic letters are two bytes */
        if (end > folded.n) end = folded.n;
        size_t kept = end > from ? stem_length(str_slice(folded, from, end)) : 1;
        memcpy(out + n, folded.at + from, kept);
        n += kept;
        i = end > from ? end : from + 1;
    }
    return (Str){ out, n };
}
