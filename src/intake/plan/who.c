/* Whom a point of an order or a decision asks, by its own words. */
#include "base/utf8.h"
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

enum { NAME_BYTES = 60, ADDRESSEE_BYTES = 1000 };

/* «Руководителям общеобразовательных организаций» of «Руководителям … обеспечить …»: a dative, then an infinitive; of a lead-in all of it. */
Str who_is_asked(Arena *arena, Str text, bool lead)
{
    Str verb = prose_word(text, 0), folded = utf8_fold(arena, verb);
    if (prose_starts(folded, "поручить|рекомендовать|предложить|обязать")) { /* «Поручить Ворониной И.И.: …» */
        text = str_trim(str_slice(text, verb.n, text.n));
        folded = utf8_fold(arena, prose_word(text, 0));
        lead = lead || str_ends(text, STR(":"));
    }
    static const char *const singular = "заместител|директор|завед|методист|специалист|руководител|начальник|председател|координатор|учител|педагог|секретар|отдел|управлени|комитет|центр|совет|главн|ведущ|старш|консультант|инспектор|эксперт|завуч|муниципальн|районн|рабоч|экспертн|комисси|администрац|бухгалтер|оператор|технич|ответственн|классн|школьн|заинтересован|школе|гимназии|лицею";
    bool dative = str_ends(folded, STR("ам")) || str_ends(folded, STR("ям")) || str_ends(folded, STR("у")) || str_ends(folded, STR("ю")) || str_ends(folded, STR("ой")) || str_ends(folded, STR("ым")) || str_ends(folded, STR("им")) || str_ends(folded, STR("ей"));
    bool plural = str_ends(folded, STR("ам")) || str_ends(folded, STR("ям")) || str_ends(folded, STR("ому")) || str_ends(folded, STR("ему")); /* «информацию принять», «работу признать»: of one thing the accusative looks the same */
    if (folded.n == 0 || prose_is_infinitive(folded) || !dative || !(plural || prose_starts(folded, singular) || split_has_initials(str_slice(text, 0, NAME_BYTES)))) return STR_EMPTY;
    uint32_t n_words = 0;
    for (size_t i = 0; i < text.n && n_words < 25; n_words++) {
        Str word = prose_word(text, i);
        if (i > 0 && (prose_is_infinitive(word) || str_starts(str_slice(text, i, text.n), STR("в срок ")))) return prose_unmarked(str_slice(text, 0, i));
        i += word.n;
        while (i < text.n && strchr(" ,:;(", text.at[i]) != NULL) i++;
    }
    return lead && text.n <= ADDRESSEE_BYTES ? prose_unmarked(text) : STR_EMPTY;
}

/* «Контроль … возложить на заведующего … Наумову Т.Я.» */
Str who_controls(Arena *arena, Str text)
{
    static const char *const marks[] = { "возложить на ", "возлагаю на ", "возложен на ", "поручить ", "назначить ответственным " };
    if (!prose_holds(utf8_fold(arena, text), "контрол|ответственн")) return STR_EMPTY;
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        size_t at = str_find(text, str_of(marks[k]));
        if (at != SIZE_MAX) return str_trim(str_slice(text, at + strlen(marks[k]), text.n));
    }
    return STR_EMPTY;
}
