/* Whom a point of an order or a decision asks, by its own words. */
#include "base/utf8.h"
#include "intake/plan/prose_.h"
#include "intake/plan/read_.h"

enum { NAME_BYTES = 60, ADDRESSEE_BYTES = 1000 };

/* «до 15.04.2025», «не позднее 3 дней», «к 1 мая» */
static bool begins_term(Str text)
{
    static const char *const begins[] = { "до ", "не позднее ", "к ", "с ", "в течение ", "ежемесячно ", "ежеквартально ", "ежегодно ", "еженедельно " };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t n = strlen(begins[i]);
        if (str_starts(text, str_of(begins[i])) && (i >= 5 || (n < text.n && text.at[n] >= '0' && text.at[n] <= '9'))) return true;
    }
    return false;
}

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
    size_t cut = 0; /* «Руководителям ОО до 15.04.2025 обсудить»: the term is nobody's name */
    for (size_t i = 0; i < text.n && n_words < 25; n_words++) {
        Str word = prose_word(text, i);
        if (i > 0 && (prose_is_infinitive(word) || str_starts(str_slice(text, i, text.n), STR("в срок ")))) return prose_unmarked(str_slice(text, 0, cut > 0 ? cut : i));
        if (i > 0 && cut == 0 && begins_term(str_slice(text, i, text.n))) cut = i;
        i += word.n;
        while (i < text.n && strchr(" ,:;(", text.at[i]) != NULL) i++;
    }
    return lead && text.n <= ADDRESSEE_BYTES ? prose_unmarked(text) : STR_EMPTY;
}

/* «Контроль … возложить на заведующего … Наумову Т.Я.» */
Str who_controls(Arena *arena, Str text)
{
    static const char *const marks[] = { "возложить на ", "возлагаю на ", "возлагается на ", "возложен на ", "поручить ", "назначить ответственным " };
    if (!prose_holds(utf8_fold(arena, text), "контрол|ответственн")) return STR_EMPTY;
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        size_t at = str_find(text, str_of(marks[k]));
        if (at != SIZE_MAX) return str_trim(str_slice(text, at + strlen(marks[k]), text.n));
    }
    return STR_EMPTY;
}

/* «Контроль за исполнением плана возложить на …», «Контроль за выполнением: Петрова Е.В.»; of other control, «Контроль объективности», nothing. */
static Str who_controls_all(Arena *arena, Str text)
{
    Str folded = utf8_fold(arena, text);
    if (!str_starts(folded, STR("контроль за ")) || str_find(folded, STR("полнени")) == SIZE_MAX) return STR_EMPTY; /* исполнением, выполнением */
    Str who = who_controls(arena, text);
    size_t colon = str_find(text, STR(": "));
    return who.n == 0 && colon != SIZE_MAX ? str_trim(str_slice(text, colon + 2, text.n)) : who;
}

/* By the last point of an order, else by words above or below the table. */
Str who_controls_plan(const PlanDraft *draft, const PlanContent *content)
{
    Str who = STR_EMPTY;
    for (uint32_t i = content->n_decisions; who.n == 0 && i-- > 0;) who = who_controls_all(draft->arena, content->decisions[i].text);
    for (uint32_t i = 0; who.n == 0 && i < draft->n_lines; i++) {
        if (!str_starts(draft->lines[i].folded, STR("контроль"))) continue;
        Prose text = { 0 };
        for (uint32_t k = i; k < draft->n_lines && draft->lines[k].para == draft->lines[i].para; k++) prose_add_after(draft->arena, &text, " ", draft->lines[k].text);
        who = who_controls_all(draft->arena, prose_str(&text));
    }
    return plan_without_stop(who);
}
