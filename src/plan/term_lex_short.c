/* Words cut short that only their neighbours explain: «п/г», «II п.г.», «3-я дек. октября», «по рез. ВПР». */
#include "plan/term_lex_.h"

/* «п/г», «кв-л»: the ends of a word with its middle left out. */
static void read_contractions(Lex *lex)
{
    static const struct { const char *head, *tail; TermWord word; } all[] = { { "п", "г", W_HALF }, { "кв", "л", W_QUARTER }, { "м", "ц", W_MONTHS }, { "чет", "ть", W_FOURTH }, { "четв", "ть", W_FOURTH }, { "пон", "к", W_WEEKDAY } };
    for (uint32_t i = 0; i + 2 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        bool joint = tok->kind == TOK_WORD && tok[2].kind == TOK_WORD && (tok[1].kind == TOK_SLASH || tok[1].kind == TOK_DASH) && tok[2].at == tok[1].end && tok[1].at == tok->end;
        for (size_t k = 0; k < sizeof all / sizeof *all && joint; k++) {
            if (!str_eq(tok->text, str_of(all[k].head)) || !str_starts(tok[2].text, str_of(all[k].tail))) continue;
            tok->word = all[k].word, tok->value = 0, tok->roman = 0, tok->end = tok[2].end, tok->dot = tok[2].dot;
            term_lex_take_out(lex, i + 1, 2);
            break;
        }
    }
}

/* «3-я дек. октября»: a decade, not December. */
static void read_decades(Lex *lex)
{
    for (uint32_t i = 1; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        const Tok *before = tok - 1, *next = tok + 1;
        bool ordinal = before->ordinal || before->roman > 0 || (before->kind == TOK_WORD && (before->word == W_ORDINAL || before->word == W_LAST)) || (before->kind == TOK_NUMBER && before->value <= 3 && !before->dot);
        bool month = next->kind == TOK_WORD && (term_lex_genitive_month(next) || next->word == W_MONTHS);
        if (tok->kind == TOK_WORD && tok->word == W_MONTH && str_eq(tok->text, STR("дек")) && ordinal && month) tok->word = W_DECADE, tok->value = 0;
    }
}

/* «II п.г.», «I пол. 2026 г.»: behind its number a half, else a letter and the beginning of some other word. */
static void read_halves(Lex *lex)
{
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        const Tok *number = &lex->toks[i];
        Tok *half = &lex->toks[i + 1], *year = half + 1;
        bool counted = (number->kind == TOK_NUMBER && number->value >= 1 && number->value <= 4) || (number->kind == TOK_WORD && ((number->roman >= 1 && number->roman <= 4) || number->word == W_ORDINAL));
        if (counted && half->kind == TOK_WORD && half->dot && str_eq(half->text, STR("чет"))) half->word = W_FOURTH; /* «1-я чет.» */
        bool letters = i + 2 < lex->n_toks && str_eq(half->text, STR("п")) && half->dot && str_eq(year->text, STR("г")) && year->at <= half->end + 1;
        if (!counted || half->kind != TOK_WORD || !(letters || (half->dot && str_eq(half->text, STR("пол"))))) continue;
        half->word = W_HALF, half->value = 0, half->roman = 0;
        if (letters) half->end = year->end, term_lex_take_out(lex, i + 2, 1);
    }
}

/* «уч/года» */
static void join_school_year(Lex *lex)
{
    for (uint32_t i = 0; i + 2 < lex->n_toks; i++)
        if (lex->toks[i].word == W_SCHOOL && lex->toks[i].kind == TOK_WORD && lex->toks[i + 1].kind == TOK_SLASH && lex->toks[i + 2].word == W_YEAR) term_lex_take_out(lex, i + 1, 1);
}

/* «по ит. ВПР», «по рез. ВПР», «по пл. ВСОКО», «согл. приказу», not «по согл.» */
static void read_beginnings(Lex *lex)
{
    static const struct { const char *text; bool behind_by; TermWord word; } all[] = { { "ит", true, W_RESULT }, { "рез", true, W_RESULT }, { "пл", true, W_SCHEDULE }, { "согл", false, W_ACCORDING } };
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        bool behind_by = i > 0 && tok[-1].kind == TOK_WORD && tok[-1].word == W_BY;
        for (size_t k = 0; k < sizeof all / sizeof *all && tok->kind == TOK_WORD && tok->dot; k++)
            if (str_eq(tok->text, str_of(all[k].text)) && behind_by == all[k].behind_by) tok->word = all[k].word, tok->value = (int16_t)(tok->word == W_SCHEDULE ? term_schedule_plan() : 0);
    }
}

void term_lex_short(Lex *lex)
{
    read_contractions(lex);
    read_halves(lex);
    join_school_year(lex);
    read_decades(lex);
    read_beginnings(lex);
}
