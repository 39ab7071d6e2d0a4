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

static void officer(Make *make, const char *word, Str post, Str name)
{
    name = paper_name_signed(make->arena, name), post = russian_small(make->arena, make_typed(make, post));
    if (name.n + post.n > 0)
        make_block(make, PAPER_FLUSH, arena_printf(make->arena, "%s\u00A0— %.*s%s%.*s", word, STR_ARG(name), name.n > 0 && post.n > 0 ? ", " : "", STR_ARG(post)));
}

void make_chair(Make *make, const char *word, const Minutes *minutes) { officer(make, word, minutes->chair_post, minutes->chair_name); }
void make_secretary(Make *make, const Minutes *minutes) { officer(make, "Секретарь", minutes->secretary_post, minutes->secretary_name); }

/* A council, a commission, an association meets: «заседания педагогического совета»; a conference or an assembly is itself a meeting. */
Str make_meeting(Make *make, const Minutes *minutes)
{
    static const char *const bodies[] = { "совета", "педсовета", "комиссии", "объединения", "коллегии", "комитета", "группы" }, *const meetings[] = { "заседан", "совещан", "собран", "конференц", "семинар", "встреч" };
    Str low = utf8_fold(make->arena, minutes->meeting), typed = make_typed(make, minutes->meeting);
    bool body = false;
    for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++)
        if (str_find(low, str_of(meetings[i])) != SIZE_MAX) return typed;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) body = body || str_find(low, str_of(bodies[i])) != SIZE_MAX;
    return body ? arena_printf(make->arena, "заседания %.*s", STR_ARG(typed)) : typed;
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
