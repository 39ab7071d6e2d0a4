/* The reader's loop: at each word the first rule that fits takes what is its own, and what fits no rule is passed over. */
#include "plan/term_.h"

#include "base/date.h"

const Tok *term_tok(const Parse *p, uint32_t i) { return &p->lex->toks[i < p->lex->n_toks ? i : p->lex->n_toks]; }
bool term_kind(const Parse *p, uint32_t i, TokKind kind) { return term_tok(p, i)->kind == kind; }
bool term_is(const Parse *p, uint32_t i, TermWord word) { return term_tok(p, i)->kind == TOK_WORD && term_tok(p, i)->word == word; }

int term_ordinal(const Parse *p, uint32_t i, uint32_t *n)
{
    const Tok *tok = term_tok(p, i);
    *n = 1;
    if (tok->kind == TOK_NUMBER) return tok->digits <= 2 && !tok->tenths && tok->value > 0 ? tok->value : 0;
    if (tok->kind != TOK_WORD) return 0;
    if (tok->word == W_LAST) return -1 - tok->value;
    if (tok->word == W_ORDINAL) return tok->value;
    if (tok->roman == 0) return 0;
    if (term_kind(p, i + 1, TOK_DASH) && term_tok(p, i + 2)->word == W_OTHER && term_tok(p, i + 2)->text.n > 0 && term_tok(p, i + 2)->text.n <= 6 && term_tok(p, i + 2)->roman == 0) *n = 3; /* «I-ое» */
    return tok->roman;
}

int term_count(const Parse *p, uint32_t i, uint32_t *n, bool *tenths)
{
    const Tok *tok = term_tok(p, i);
    *n = 1;
    *tenths = tok->tenths;
    bool number = tok->kind == TOK_NUMBER && tok->digits <= 3 && tok->value > 0;
    if (!number && !(tok->kind == TOK_WORD && tok->word == W_COUNT)) return 0;
    if (number && tok->nominative) return 0; /* «13-й месяц» */
    bool range = term_kind(p, i + 1, TOK_DASH) && (term_kind(p, i + 2, TOK_NUMBER) || term_is(p, i + 2, W_COUNT));
    if (range && term_tok(p, i + 2)->value > tok->value) tok = term_tok(p, i + 2), *n = 3, *tenths = tok->tenths; /* «2–3 дня»: at the latest */
    if (term_kind(p, i + *n, TOK_OPEN) && term_kind(p, i + *n + 2, TOK_CLOSE)) *n += 3; /* «10 (десяти)» */
    return tok->value;
}

/* «Срок:», «Сроки исполнения –» */
static void skip_label(Parse *p)
{
    if (!term_is(p, 0, W_TERM)) return;
    uint32_t i = 1;
    while (i < 4 && (term_tok(p, i)->word == W_OTHER || term_is(p, i, W_CONDUCT)) && term_kind(p, i, TOK_WORD)) i++;
    if (term_kind(p, i, TOK_COLON) || term_kind(p, i, TOK_DASH)) p->i = i + 1;
    else if (term_tok(p, 1)->word != W_SET && !term_is(p, 1, W_CONDUCT) && term_tok(p, 0)->value == 0) p->i = 1;
}

/* «[в течение] [всего|учебного|текущего] года», «весь период», «постоянно» */
static bool take_whole(Parse *p)
{
    uint32_t i = p->i;
    if (term_is(p, i, W_ALWAYS)) {
        p->i++;
        return p->always = true;
    }
    bool course = term_is(p, i, W_COURSE), whole = false, next = false;
    if (course) i++;
    for (; term_is(p, i, W_WHOLE); i++) whole = true;
    uint32_t words = term_year_word(p, i);
    if (words > 0 && term_tok(p, i + words - 1)->value != 2) {
        for (uint32_t k = i; k < i + words; k++) next |= term_is(p, k, W_WITH_NEXT);
        bool school = words > 1 && !term_is(p, i, W_CALENDAR);
        if (!course && !whole && !school) return false;
        if (term_is(p, i, W_CALENDAR)) return false; /* windows, when it is known which */
        if (next && p->context->school_year != 0) p->school_year = p->context->school_year + 1;
        p->i = i + words;
        return p->always = true;
    }
    bool period = (term_is(p, i, W_PERIOD) || term_is(p, i, W_TERM)) && (whole || course) && !term_is(p, i + 1, W_CONDUCT) && !term_is(p, i + 1, W_NAMED);
    if (!period) return false;
    uint32_t end;
    term_phrase(p, i, &end);
    p->i = end;
    return p->always = true;
}

static void walk(Parse *p)
{
    skip_label(p);
    p->first = p->i;
    while (p->i < p->lex->n_toks) {
        uint32_t at = p->i;
        if (term_kind(p, at, TOK_OPEN)) p->depth++;
        else if (term_kind(p, at, TOK_CLOSE)) p->depth -= p->depth > 0;
        else if (term_is(p, at, W_THEN)) {
            p->then = true;
            if (p->recur.freq == 0) p->n_once = p->n_spans;
        }
        else if (term_take_exception(p) || term_take_recurring(p) || term_take_no_time(p) || term_take_distance(p) || term_take_schedule(p) || term_take_span(p) || take_whole(p) || term_take_event(p) || term_take_weekday(p)) {
            BUG_ON(p->i <= at);
            continue;
        }
        p->i = at + 1;
    }
}

static void tell_repairs(const Parse *p, Term *out)
{
    Str *repairs = NULL;
    for (uint32_t i = 0; i < p->lex->n_toks; i++) {
        const Tok *tok = &p->lex->toks[i];
        if (tok->mended.n == 0 || p->kept[i]) continue;
        if (repairs == NULL) repairs = arena_array(p->arena, Str, p->lex->n_toks);
        Str words = str_slice(p->lex->source, tok->at, tok->mended_end != 0 ? tok->mended_end : tok->end);
        repairs[out->n_repairs++] = arena_printf(p->arena, "«%.*s» прочитано как «%.*s»", STR_ARG(words), STR_ARG(tok->mended));
    }
    out->repairs = repairs;
}

void term_parse(Str text, const TermContext *context, Arena *arena, Term *out)
{
    *out = (Term){ .text = arena_str(arena, text), .kind = TERM_NONE, .anchor = STR_EMPTY, .offset = STR_EMPTY, .recurrence = STR_EMPTY };
    if (text.n > LIMIT_TERM_BYTES) return;
    Lex lex;
    term_lex(out->text, context->school_year, arena, &lex);
    if (lex.over) return;
    Parse p;
    p.lex = &lex, p.context = context, p.arena = arena;
    p.i = p.part = p.n_spans = p.n_once = p.n_excepts = p.n_warnings = 0;
    p.depth = p.leading_year = p.known_year = 0;
    p.school_year = context->school_year;
    p.always = p.then = p.relative = p.from_day = p.within = p.somebodys = p.dateless = p.has_past = p.about = false;
    for (uint32_t i = 0; i < lex.n_toks; i++) p.has_past |= term_is(&p, i, W_PAST);
    p.schedule = p.event = p.offset = STR_EMPTY;
    p.recur = (Recur){ 0 };
    memset(p.kept, 0, lex.n_toks + 1);
    walk(&p);
    term_mean(&p, out);
    tell_repairs(&p, out);
}
