/* What tokens tell only beside each other: words torn by a scan, dates that lost their points, numerals that are months, hours of the day. */
#include "plan/term_lex_.h"

#include "base/utf8.h"

void term_lex_take_out(Lex *lex, uint32_t i, uint32_t n)
{
    memmove(&lex->toks[i], &lex->toks[i + n], (lex->n_toks - i - n) * sizeof *lex->toks);
    lex->n_toks -= n;
}

/* dashed: a dash stands between. A word that means something alone is torn only before a dash or a lone «ь». */
static bool may_be_torn(const Tok *a, const Tok *b, bool dashed)
{
    if (a->kind != TOK_WORD || b->kind != TOK_WORD || a->text.n == 0 || a->dot || b->roman != 0) return false;
    bool brief = a->word == W_MONTH && a->text.n <= 8 && b->word == W_OTHER && b->text.n >= 4; /* «сент ябрь» */
    bool right = a->word == W_OTHER || brief || str_eq(b->text, STR("ь")) || (dashed && b->word == W_OTHER);
    return right && a->text.n + b->text.n <= (size_t)TERM_LETTERS * 2;
}

/* «сентя брь», «сен- тябрь»: two neighbours that mean nothing apart and something together. */
static void join_torn(Lex *lex)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < lex->n_toks; i++, n++) {
        Tok tok = lex->toks[i];
        if (str_eq(tok.text, STR("з")) && i + 1 < lex->n_toks && lex->toks[i + 1].kind == TOK_WORD && lex->toks[i + 1].word == W_MONTH) { /* «З марта» */
            tok.kind = TOK_NUMBER, tok.value = 3, tok.digits = 1, tok.mended = STR("3");
        }
        Str mended = i + 1 < lex->n_toks ? lex->toks[i + 1].mended : STR_EMPTY;
        bool letter = tok.kind == TOK_WORD && tok.text.n == 2 && mended.n > 2 && str_starts(mended, tok.text) && str_eq(str_slice(mended, 2, mended.n), lex->toks[i + 1].text); /* «с ентябрь» */
        if (letter) {
            uint16_t at = tok.at;
            tok = lex->toks[++i];
            tok.at = at, tok.text = mended;
        }
        uint32_t next = i + 1 < lex->n_toks && lex->toks[i + 1].kind == TOK_DASH ? i + 2 : i + 1;
        if (next < lex->n_toks && may_be_torn(&tok, &lex->toks[next], next == i + 2)) {
            Str whole = arena_printf(lex->arena, "%.*s%.*s", STR_ARG(tok.text), STR_ARG(lex->toks[next].text));
            TermMeaning meaning = whole.n >= 10 ? term_word_find(whole) : (TermMeaning){ W_OTHER, 0, STR_EMPTY };
            bool month = tok.word != W_MONTH || (meaning.word == W_MONTH && meaning.value == tok.value); /* «ноя брь» */
            if (meaning.word != W_OTHER && month) {
                tok.end = lex->toks[next].end, tok.dot = lex->toks[next].dot, tok.text = tok.mended = whole;
                tok.word = meaning.word, tok.value = meaning.value;
                i = next;
            }
        }
        lex->toks[n] = tok;
    }
    lex->n_toks = n;
}

/* «ул. 8 Марта», «школа имени 9 Мая»: names of places. */
static void hide_names(Lex *lex)
{
    static const char *const marks[] = { "ул", "улица", "улице", "улицы", "им", "имени", "пр", "проспект", "проспекте", "пл", "площадь", "площади", "пер", "переулок", "пос", "поселок" };
    for (uint32_t i = 0; i + 2 < lex->n_toks; i++) {
        Tok *number = &lex->toks[i + 1], *month = number + 1;
        if (lex->toks[i].kind != TOK_WORD || number->kind != TOK_NUMBER || month->kind != TOK_WORD || month->word != W_MONTH) continue;
        for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
            if (str_eq(lex->toks[i].text, str_of(marks[k]))) number->kind = TOK_WORD, number->word = month->word = W_OTHER;
    }
}

/* «п. 1.2», «приложение 3», «№ 259»: numbers of papers, not of days. */
static void hide_numbers(Lex *lex)
{
    static const char *const marks[] = { "№", "п", "пп", "пункт", "пункта", "пунктом", "раздел", "раздела", "приложение", "приложения", "приложению", "стр" };
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        Tok *number = &lex->toks[i + 1];
        bool hidden = number->kind == TOK_NUMBER || (number->kind == TOK_DATE && number->year == 0), marked = false;
        for (size_t k = 0; k < sizeof marks / sizeof *marks && hidden; k++) marked |= str_eq(lex->toks[i].text, str_of(marks[k]));
        if (!marked || (lex->toks[i].roman != 0 && !lex->toks[i].dot)) continue; /* «П квартал» */
        number->kind = TOK_WORD;
        number->word = W_OTHER;
    }
}

/* «30 09 2020»: a date whose points the scan lost. */
static void join_dates(Lex *lex)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < lex->n_toks; i++) {
        Tok *day = &lex->toks[i], *month = day + 1, *year = day + 2;
        bool numbers = i + 2 < lex->n_toks && day->kind == TOK_NUMBER && month->kind == TOK_NUMBER && year->kind == TOK_NUMBER && !day->dot && !month->dot;
        if (numbers && day->digits == 2 && month->digits == 2 && year->digits == 4 && day->value <= 31 && month->value <= 12 && !day->ordinal && !month->ordinal) {
            Str mended = arena_printf(lex->arena, "%02d.%02d.%04d", day->value, month->value, year->value);
            *day = (Tok){ .kind = TOK_DATE, .at = day->at, .end = year->end, .day = day->value, .month = month->value, .year = year->value, .dot = year->dot, .text = STR_EMPTY, .mended = mended };
            lex->toks[n++] = *day;
            i += 2;
        } else if (i + 1 < lex->n_toks && day->kind == TOK_NUMBER && day->digits == 2 && !day->dot && !day->ordinal && month->kind == TOK_DATE && month->day == 0 && day->value <= 31) { /* «01 09.2020» */
            Str mended = arena_printf(lex->arena, "%02d.%02d.%04d", day->value, month->month, month->year);
            *day = (Tok){ .kind = TOK_DATE, .at = day->at, .end = month->end, .day = day->value, .month = month->month, .year = month->year, .dot = month->dot, .text = STR_EMPTY, .mended = mended };
            lex->toks[n++] = *day;
            i++;
        } else lex->toks[n++] = *day;
    }
    lex->n_toks = n;
}

static bool is_preposition(const Tok *tok) { return tok->kind == TOK_WORD && (tok->word == W_IN || tok->word == W_FROM || tok->word == W_UNTIL || tok->word == W_BY || tok->word == W_TO); }

/* A numeral that can be nothing else: «Х», «п», «ш» alone are letters. */
static bool is_numeral(const Tok *tok)
{
    if (tok->kind != TOK_WORD || tok->roman == 0 || tok->word != W_OTHER) return false;
    bool latin = false;
    for (size_t i = 0; i < tok->text.n;) {
        uint32_t cp = utf8_next(tok->text, &i);
        if (cp == 0x43F || cp == 0x448) return false;
        latin |= cp < 128;
    }
    return latin || tok->text.n >= 4;
}

/* «Х» stands in Cyrillic between the day and the year: «25.Х.2020». */
static bool is_numeral_of_date(const Tok *tok) { return is_numeral(tok) || (tok->kind == TOK_WORD && tok->word == W_OTHER && tok->roman >= 5 && tok->text.n == 2 && tok->dot); }

static bool is_full_year(const Tok *tok) { return tok->kind == TOK_NUMBER && tok->digits == 4 && !tok->ordinal; }

/* Behind «Срок:», «Сроки исполнения –»; 0: no label. */
static uint32_t label_end(const Lex *lex)
{
    if (lex->n_toks == 0 || lex->toks[0].kind != TOK_WORD || lex->toks[0].word != W_TERM) return 0;
    for (uint32_t i = 1; i < 4 && i < lex->n_toks; i++)
        if (lex->toks[i].kind == TOK_COLON || lex->toks[i].kind == TOK_DASH) return i + 1;
    return 0;
}

/* «XII.2020», «IX–X 2020 г.», «15.IX»: numerals of months. A row of them is read by its end; without a point and with nothing over IV it may be quarters, and stays. */
static void read_numeral_months(Lex *lex)
{
    for (uint32_t i = 0; i < lex->n_toks; i++) {
        bool behind_day = i > 0 && lex->toks[i - 1].kind == TOK_NUMBER && lex->toks[i - 1].dot;
        if (!(behind_day ? is_numeral_of_date(&lex->toks[i]) : is_numeral(&lex->toks[i]))) continue;
        uint32_t last = i;
        bool months = lex->toks[i].roman > 4;
        while (last + 2 < lex->n_toks && is_numeral(&lex->toks[last + 2]) && (lex->toks[last + 1].kind != TOK_WORD || lex->toks[last + 1].word == W_AND || lex->toks[last + 1].word == W_BY)) {
            last += 2;
            months |= lex->toks[last].roman > 4;
        }
        const Tok *before = i > 0 ? &lex->toks[i - 1] : NULL, *next = last + 1 < lex->n_toks ? &lex->toks[last + 1] : NULL;
        bool slash = next != NULL && next->kind == TOK_SLASH && last + 2 < lex->n_toks && is_full_year(next + 1);
        bool year = slash || (next != NULL && is_full_year(next)), day = before != NULL && before->kind == TOK_NUMBER && before->digits <= 2 && before->dot && last == i;
        bool word = next != NULL && next->kind == TOK_WORD && !is_preposition(next) && next->word != W_AND; /* «1. I этап» */
        bool alone = months && i == label_end(lex) && next == NULL; /* «IX–XI» and no more; «I–IV» may be quarters, «V–IX» forms */
        for (uint32_t k = i; k + 2 <= last; k += 2) alone = alone && (lex->toks[k].roman + 3) % 12 < (lex->toks[k + 2].roman + 3) % 12; /* in the order of a school year */
        if (!(year && (months || slash || lex->toks[last].dot)) && !(day && !word) && !alone) {
            i = last;
            continue;
        }
        for (uint32_t k = i; k <= last; k += 2) lex->toks[k].word = W_MONTH, lex->toks[k].value = lex->toks[k].roman;
        if (slash) {
            term_lex_take_out(lex, last + 1, 1);
        }
        i = last;
    }
}

bool term_lex_genitive_month(const Tok *tok) { return tok->kind == TOK_WORD && tok->word == W_MONTH && (str_ends(tok->text, STR("я")) || str_ends(tok->text, STR("а"))); }

/* Letters that stand for the figures of a day: «ЗО», «I», «З»; 0 for none. «II» may be eleven or two. */
static int day_of_letters(Str text)
{
    int value = 0, n = 0;
    if (str_eq(text, STR("ii"))) return 0;
    for (size_t i = 0; i < text.n; n++) {
        uint32_t cp = utf8_next(text, &i);
        int digit = cp == 0x437 ? 3 : cp == 0x43E || cp == 'o' ? 0 : cp == 'i' || cp == 'l' || cp == 0x456 ? 1 : cp == 0x431 ? 6 : -1;
        if (digit < 0 || n == 2) return 0;
        value = value * 10 + digit;
    }
    return value <= 31 ? value : 0;
}

/* «ЗО сентября», «до I октября», «1б октября» */
static void mend_days(Lex *lex)
{
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        Tok *next = tok + 1;
        bool glued = i + 2 < lex->n_toks && tok->kind == TOK_NUMBER && tok->digits == 1 && tok->value <= 2 && str_eq(next->text, STR("б")) && next->at == tok->end && term_lex_genitive_month(next + 1);
        int day = tok->kind == TOK_WORD && tok->word == W_OTHER && term_lex_genitive_month(next) ? day_of_letters(tok->text) : glued ? tok->value * 10 + 6 : 0;
        if (day == 0) continue;
        *tok = (Tok){ .kind = TOK_NUMBER, .value = (int16_t)day, .digits = day > 9 ? 2 : 1, .at = tok->at, .end = glued ? next->end : tok->end, .text = STR_EMPTY, .mended = arena_printf(lex->arena, "%d", day) };
        if (!glued) continue;
        term_lex_take_out(lex, i + 1, 1);
    }
}

/* «01-сен-20», «01/сен/2020»: a date as workbooks print it. */
static void read_workbook_dates(Lex *lex)
{
    for (uint32_t i = 0; i + 4 < lex->n_toks; i++) {
        Tok *day = &lex->toks[i];
        const Tok *month = day + 2, *year = day + 4;
        bool joints = (day[1].kind == TOK_DASH || day[1].kind == TOK_SLASH) && day[3].kind == day[1].kind && day[1].at == day->end && month->at == day[1].end;
        bool numbers = day->kind == TOK_NUMBER && day->digits <= 2 && year->kind == TOK_NUMBER && (year->digits == 2 || year->digits == 4);
        if (!joints || !numbers || month->kind != TOK_WORD || month->word != W_MONTH) continue;
        *day = (Tok){ .kind = TOK_DATE, .day = day->value, .month = month->value, .year = (int16_t)(year->digits == 2 ? 2000 + year->value : year->value), .at = day->at, .end = year->end, .text = STR_EMPTY, .mended = STR_EMPTY };
        term_lex_take_out(lex, i + 1, 4);
    }
}

/* «I I квартал»: a numeral torn into its letters. */
static void join_numerals(Lex *lex)
{
    for (uint32_t i = 0; i + 2 < lex->n_toks; i++) {
        uint32_t end = i;
        Str text = STR_EMPTY;
        for (; end < lex->n_toks && end < i + 4 && lex->toks[end].kind == TOK_WORD && lex->toks[end].word == W_OTHER && (lex->toks[end].roman == 1 || lex->toks[end].roman == 5) && lex->toks[end].text.n <= 2; end++)
            text = arena_printf(lex->arena, "%.*s%c", STR_ARG(text), lex->toks[end].roman == 1 ? 'i' : 'v');
        bool unit = end < lex->n_toks && lex->toks[end].kind == TOK_WORD && (lex->toks[end].word == W_QUARTER || lex->toks[end].word == W_HALF || lex->toks[end].word == W_FOURTH || lex->toks[end].word == W_THIRD);
        if (end < i + 2 || !unit) continue;
        Tok *tok = &lex->toks[i];
        tok->roman = term_lex_roman(text), tok->end = lex->toks[end - 1].end, tok->mended = text;
        if (tok->roman == 0) tok->mended = STR_EMPTY;
        term_lex_take_out(lex, i + 1, end - i - 1);
    }
}

/* «11 полугодие», «111 квартал»: a row of ones for a numeral. */
static void mend_ones(Lex *lex)
{
    for (uint32_t i = 0; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        const Tok *unit = tok + 1;
        bool ones = tok->kind == TOK_NUMBER && !tok->ordinal && (tok->value == 11 || tok->value == 111), part = unit->kind == TOK_WORD && (unit->word == W_QUARTER || unit->word == W_HALF || unit->word == W_FOURTH || unit->word == W_THIRD);
        if (!ones || !part) continue;
        tok->value = tok->value == 11 ? 2 : 3, tok->digits = 1;
        tok->mended = tok->value == 2 ? STR("II") : STR("III");
    }
}

/* «до 17 часов 25.09», not «в течение 24 часов», «до 24 часов с момента …»: an hour and its word are a time. */
static void read_hours(Lex *lex)
{
    for (uint32_t i = 1; i + 1 < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        bool hour = tok->kind == TOK_NUMBER && tok->digits <= 2 && !tok->ordinal && tok->value <= 24 && tok[1].kind == TOK_WORD && tok[1].word == W_HOUR;
        if (!hour || !is_preposition(&lex->toks[i - 1])) continue;
        bool minutes = i + 3 < lex->n_toks && tok[2].kind == TOK_NUMBER && str_starts(tok[3].text, STR("мин"));
        const Tok *next = i + 2 + 2 * minutes < lex->n_toks ? tok + 2 + 2 * minutes : NULL;
        if (next != NULL && next->kind != TOK_NUMBER && next->kind != TOK_DATE && next->kind != TOK_COMMA && next->kind != TOK_CLOSE) continue;
        tok->kind = TOK_TIME;
        if (minutes) tok[2].kind = TOK_TIME, tok[3].word = W_HOUR;
    }
}

/* «10.24», «09.24–05.25» and no more, of years that the plan may have: months, not hours. */
static void read_short_months(Lex *lex)
{
    enum { EARLY = 2020, LATE = 2035 };
    uint32_t n = 0;
    int least = lex->school_year != 0 ? lex->school_year - 1 : EARLY, most = lex->school_year != 0 ? lex->school_year + 2 : LATE;
    for (uint32_t i = label_end(lex); i < lex->n_toks; i++) {
        const Tok *tok = &lex->toks[i];
        if (tok->kind == TOK_DASH || tok->kind == TOK_COMMA || tok->kind == TOK_SEMICOLON || (tok->kind == TOK_WORD && (tok->word == W_AND || tok->word == W_YEAR))) continue;
        bool month = tok->kind == TOK_TIME && tok->month >= 1 && tok->month <= 12 && tok->year >= least && tok->year <= most;
        if (!month) return;
        n++;
    }
    for (uint32_t i = 0; i < lex->n_toks && n > 0; i++)
        if (lex->toks[i].kind == TOK_TIME) lex->toks[i].kind = TOK_DATE;
}

/* Clock times say nothing about days: they go, with the words that lead to them («в 10.00», «с 10:00 до 12:00»), but not the bound of a day: «до 18:00 20 октября». */
static void drop_times(Lex *lex)
{
    uint32_t n = 0;
    bool after_time = false;
    for (uint32_t i = 0; i < lex->n_toks; i++) {
        Tok *tok = &lex->toks[i];
        if (tok->kind == TOK_COMMA && i + 1 < lex->n_toks && lex->toks[i + 1].kind == TOK_WORD && lex->toks[i + 1].word == W_THAN) continue; /* «не позднее, чем за …» */
        bool hour = after_time && tok->kind == TOK_WORD && (tok->word == W_HOUR || str_eq(tok->text, STR("ч")));
        if (tok->kind != TOK_TIME && !hour) {
            if (n > 0 && after_time && !is_preposition(tok)) after_time = false;
            lex->toks[n++] = *tok;
            continue;
        }
        uint32_t next = i + 1;
        while (next < lex->n_toks && (lex->toks[next].kind == TOK_TIME || (lex->toks[next].kind == TOK_WORD && lex->toks[next].word == W_HOUR))) next++; /* «до 17.00 часов 25 сентября» */
        bool bound = next < lex->n_toks && (lex->toks[next].kind == TOK_NUMBER || lex->toks[next].kind == TOK_DATE);
        if (!hour && n > 0 && is_preposition(&lex->toks[n - 1]) && (!bound || after_time || lex->toks[n - 1].word != W_UNTIL)) n--;
        after_time = true;
    }
    lex->n_toks = n;
}

/* «30 сентября (понедельник) 2024 года»: the year stands before the weekday. */
static void year_before_weekday(Lex *lex)
{
    for (uint32_t i = 0; i + 4 < lex->n_toks; i++) {
        Tok *at = &lex->toks[i];
        bool aside = at[0].word == W_MONTH && at[1].kind == TOK_OPEN && at[2].word == W_WEEKDAY && at[3].kind == TOK_CLOSE && at[4].kind == TOK_NUMBER && at[4].digits == 4;
        if (!aside) continue;
        uint32_t n = i + 5 < lex->n_toks && at[5].word == W_YEAR ? 2 : 1;
        Tok year[2] = { at[4], n == 2 ? at[5] : at[4] };
        memmove(at + 1 + n, at + 1, 3 * sizeof *at);
        memcpy(at + 1, year, n * sizeof *at);
    }
}

/* «до Нового года», «к Новому 2025 году»: the last day of December. A new school year is something else, and so is «в новом году». */
static void read_new_year(Lex *lex)
{
    for (uint32_t i = 1; i + 1 < lex->n_toks; i++) {
        Tok *at = &lex->toks[i];
        TermWord before = at[-1].word;
        if (at->word != W_NEW || (before != W_UNTIL && before != W_TO && before != W_AFTER && before != W_BEFORE && before != W_EVE)) continue;
        bool written = at[1].kind == TOK_NUMBER && at[1].digits == 4;
        uint32_t last = written ? 2 : 1;
        if (i + last >= lex->n_toks || at[last].word != W_YEAR) continue;
        bool itself = before == W_EVE || before == W_BEFORE; /* «накануне Нового года» is the last day of the old one */
        int16_t year = written ? (int16_t)(at[1].value - !itself) : 0;
        *at = (Tok){ .kind = TOK_DATE, .day = itself ? 1 : 31, .month = itself ? 1 : 12, .year = year, .at = at->at, .end = at[last].end, .text = STR_EMPTY, .mended = STR_EMPTY };
        term_lex_take_out(lex, i + 1, last);
    }
}

void term_lex_settle(Lex *lex)
{
    join_torn(lex);
    hide_names(lex);
    hide_numbers(lex);
    term_lex_short(lex);
    join_numerals(lex);
    mend_days(lex);
    read_workbook_dates(lex);
    join_dates(lex);
    read_numeral_months(lex);
    mend_ones(lex);
    read_hours(lex);
    read_short_months(lex);
    drop_times(lex);
    year_before_weekday(lex);
    read_new_year(lex);
}
