/* What minutes and an extract from them have in common. */
#include "publish/paper/make_.h"

#include "base/number.h"
#include "base/utf8.h"

enum { MAX_PRESENT_HERE = 12 }; /* a longer list is an annex, as the custom of offices is */

static void people(Make *make, const char *word, const char *annexed, uint32_t n, const Str *who)
{
    if (n == 0) return;
    if (n > MAX_PRESENT_HERE) {
        Str count = number_of(make->arena, n, "человек", "человека", "человек");
        make_block(make, PAPER_FLUSH, arena_printf(make->arena, "%s: %.*s (%s).", word, STR_ARG(count), annexed));
        return;
    }
    Str all = russian_join(make->arena, n, who, "; ");
    make_block(make, PAPER_FLUSH, make_kept(make, arena_printf(make->arena, "%s: %.*s%s", word, STR_ARG(all), str_ends(all, STR(".")) ? "" : ".")));
}

void make_chair(Make *make, const char *word, const Minutes *minutes)
{
    Str name = paper_name_signed(make->arena, minutes->chair_name), post = make_typed(make, minutes->chair_post);
    if (name.n + post.n > 0)
        make_block(make, PAPER_FLUSH, arena_printf(make->arena, "%s\u00A0— %.*s%s%.*s", word, STR_ARG(name), name.n > 0 && post.n > 0 ? ", " : "", STR_ARG(post)));
}

void make_present(Make *make, const Minutes *minutes)
{
    people(make, "Присутствовали", "список прилагается", minutes->n_present, minutes->present);
    people(make, "Приглашены", "список прилагается", minutes->n_invited, minutes->invited);
    people(make, "Отсутствовали", "список прилагается", minutes->n_absent, minutes->absent);
}

void make_item(Make *make, const MinutesItem *item, Str number)
{
    Str question = make_kept(make, item->question);
    if (question.n > 0) make_block(make, PAPER_HEADING, arena_printf(make->arena, "%.*s. Рассмотрели вопрос: %.*s", STR_ARG(number), STR_ARG(question)))->stay = true;
    if (item->speaker.n > 0 || item->n_heard > 0)
        make_block(make, PAPER_FLUSH, item->speaker.n == 0 ? STR("СЛУШАЛИ:") : make_kept(make, arena_printf(make->arena, "СЛУШАЛИ: %.*s", STR_ARG(item->speaker))))->stay = item->n_heard > 0;
    make_paras(make, item->n_heard, item->heard);
    if (item->n_spoke > 0) {
        make_block(make, PAPER_FLUSH, STR("ВЫСТУПИЛИ:"))->stay = true;
        make_paras(make, item->n_spoke, item->spoke);
    }
    for (uint32_t i = 0; i < item->n_tables; i++) make_frozen(make, &item->tables[i]);
    if (item->n_decisions > 0) {
        make_block(make, PAPER_FLUSH, STR("РЕШИЛИ:"))->stay = true;
        make_decisions(make, item->n_decisions, item->decisions, false);
    }
    if (item->vote.n == 0) return;
    bool has_word = str_starts(utf8_fold(make->arena, item->vote), STR("голосовал"));
    make_block(make, PAPER_PARA, make_typed(make, arena_printf(make->arena, "%s%.*s%s", has_word ? "" : "Голосовали: ", STR_ARG(item->vote), str_ends(item->vote, STR(".")) ? "" : ".")));
}
