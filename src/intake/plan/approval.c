/* Who approved the paper, when and under which number: «УТВЕРЖДАЮ», «Приложение 1 к приказу от … № …», the head of an order, the head of minutes. */
#include "base/date.h"
#include "base/utf8.h"
#include "intake/plan/date_.h"
#include "intake/plan/read_.h"
#include "intake/plan/prose_.h"

enum { BLOCK_LINES = 10, NEAR_LINES = 5 };

Str front_number(Str text)
{
    size_t at = str_find(text, STR("№")), n = sizeof "№" - 1;
    if (at == SIZE_MAX) at = str_find(text, STR(" N ")), n = 3;
    if (at == SIZE_MAX) return STR_EMPTY;
    Str rest = str_trim(str_slice(text, at + n, text.n));
    size_t end = 0;
    while (end < rest.n && strchr(" ,;)\t\n", rest.at[end]) == NULL && rest.at[end] != '\0') end++;
    rest = str_slice(rest, 0, end);
    while (rest.n > 0 && (strchr(".:_»\"", rest.at[rest.n - 1]) != NULL)) rest = str_slice(rest, 0, rest.n - 1);
    bool figure = false;
    for (size_t i = 0; i < rest.n; i++) figure = figure || (rest.at[i] >= '0' && rest.at[i] <= '9');
    return figure ? rest : STR_EMPTY;
}

/* Without rules for signatures, and without its day. */
static Str words_of(Arena *arena, Str text)
{
    int32_t day;
    size_t from, to;
    char *out = arena_alloc(arena, text.n + 1);
    if (prose_find_day(text, &day, &from, &to)) {
        Str before = str_trim(str_slice(text, 0, from)), after = str_trim(str_slice(text, to, text.n));
        if (str_ends(before, STR(" от"))) before = str_slice(before, 0, before.n - 5);
        if (prose_starts(after, "года|г.")) after = STR_EMPTY;
        while (str_ends(before, STR("«")) || str_ends(before, STR("\""))) before = str_trim(str_slice(before, 0, before.n - (before.at[before.n - 1] == '"' ? 1 : 2)));
        text = before.n > 0 ? before : after;
    }
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) { /* «_______ / Седых О.О. /» */
        bool slash = text.at[i] == '/' && (i == 0 || i + 1 == text.n || text.at[i - 1] == ' ' || text.at[i - 1] == '_' || text.at[i + 1] == ' ');
        if (text.at[i] != '_' && !slash) out[n++] = text.at[i];
    }
    return prose_flat(arena, (Str){ out, n });
}

static bool has_letters(Str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) n += (unsigned char)text.at[i] >= 0xD0 && (unsigned char)text.at[i] <= 0xD3;
    return n >= 3;
}

static void take_day(PlanContent *out, Str text)
{
    size_t from, to;
    int32_t day;
    if (out->approved_on == DATE_NONE && prose_find_day(text, &day, &from, &to)) out->approved_on = day;
}

/* Behind the day where there is one: «приказом директора школы № 9 от 30.08.2024 № 112-од». */
static void take_number(PlanContent *out, Str text)
{
    size_t from, to;
    int32_t day;
    if (out->approved_number.n > 0) return;
    if (prose_find_day(text, &day, &from, &to)) out->approved_number = front_number(str_slice(text, to, text.n));
    if (out->approved_number.n == 0) out->approved_number = front_number(text);
}

/* ---- «УТВЕРЖДАЮ» ---- */

static Str after_word(const TextLine *line)
{
    size_t i = 0, words = 0;
    Str text = line->text;
    while (i < text.n && words == 0) words = text.at[i] == ' ' ? 1 : 0, i++;
    return words > 0 ? str_trim(str_slice(text, i, text.n)) : STR_EMPTY;
}

static bool block_ends(const TextLine *line)
{
    return front_is_title(line) || line->heading > 0 || prose_starts(line->folded, "согласован|принят|рассмотрен|«согласован|«принят|«рассмотрен|цель|приложение|пояснительная");
}

static bool approves(const TextLine *line) { return line->text.n < 400 && prose_starts(line->folded, "утвержда|«утвержда|\"утвержда|утвержден|«утвержден"); }

/* Two blocks side by side in one column of text, «Рассмотрено … Утверждаю»: whose words are whose is not known, but an order is an order. */
static bool read_beside(PlanDraft *draft, PlanContent *out)
{
    uint32_t i = 0;
    while (i < draft->n_front && !prose_holds(draft->lines[i].folded, "утверждаю|утвержден |утверждено|утверждена|утверждены") && !str_ends(draft->lines[i].folded, STR("утвержден"))) i++;
    for (uint32_t k = i; k < draft->n_front && k < i + BLOCK_LINES && !front_is_title(&draft->lines[k]); k++) {
        size_t at = str_find(draft->lines[k].text, STR("риказ"));
        if (at == SIZE_MAX || draft->lines[k].text.n > 300) continue;
        Str order = str_slice(draft->lines[k].text, at, draft->lines[k].text.n);
        take_day(out, order);
        take_number(out, order);
    }
    return out->approved_on != DATE_NONE;
}

/* «12 января 2022 г. № 2» under the signature */
static bool numbered_day(Str text)
{
    int32_t day;
    size_t from, to;
    return prose_find_day(text, &day, &from, &to) && from <= 4 && str_find(str_slice(text, to, text.n), STR("№")) != SIZE_MAX;
}

/* «Принята на заседании педагогического совета, протокол от … № …»: of a plan that nobody else approved. «Рассмотрено», «Согласовано» alone are no approval. */
static bool accepts(const TextLine *line)
{
    return line->text.n < 400 && prose_starts(line->folded, "принят|«принят|\"принят|рассмотрено и принят|рассмотрен и принят|рассмотрена и принят|обсуждено и принят|одобрен") && !prose_starts(line->folded, "принято к|принято реш|принят к|принять");
}

/* «на заседании педагогического совета, протокол» → «протокол заседания педагогического совета» */
static Str accepted_by(Arena *arena, Str who)
{
    Str folded = utf8_fold(arena, who);
    size_t paper = folded.n == who.n ? str_find(folded, STR("протокол")) : SIZE_MAX;
    if (paper != SIZE_MAX && paper > 0) who = prose_unmarked(str_slice(who, 0, paper));
    static const char *const begins[] = { "и принято ", "и принята ", "и принят " };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (str_starts(who, str_of(begins[i]))) who = str_slice(who, strlen(begins[i]), who.n);
    if (!str_starts(who, STR("на заседании "))) return who;
    return arena_printf(arena, "протокол заседания %.*s", STR_ARG(str_slice(who, strlen("на заседании "), who.n)));
}

static bool read_block(PlanDraft *draft, PlanContent *out)
{
    uint32_t i = 0;
    bool accepted = false;
    while (i < draft->n_front && !approves(&draft->lines[i])) i++;
    if (i == draft->n_front) {
        if (read_beside(draft, out)) return true;
        accepted = out->kind != PLAN_ORDER;
        for (i = 0; i < draft->n_front && !(accepted && accepts(&draft->lines[i]));) i++;
        if (i == draft->n_front) return false;
    }
    Str who = STR_EMPTY;
    for (uint32_t k = i; k < draft->n_front && k < i + BLOCK_LINES; k++) {
        const TextLine *line = &draft->lines[k];
        if (k > i && (block_ends(line) || prose_starts(line->folded, "выписка из|протокол засед|протокол совещ|из протокола"))) break;
        if (numbered_day(line->text)) take_number(out, line->text);
        Str text = k == i ? after_word(line) : line->text;
        take_day(out, line->text);
        bool paper = prose_holds(line->folded, "приказ|протокол|распоряжен|постановлен") || prose_starts(line->folded, "№|от ");
        bool of_next = paper && k + 1 < draft->n_front && prose_starts(draft->lines[k + 1].folded, "от ") && front_number(draft->lines[k + 1].text).n > 0; /* «приказом директора школы № 9», «от … № 112» */
        if (paper && !of_next) take_number(out, line->text);
        Str words = words_of(draft->arena, text);
        size_t number = str_find(words, STR("№"));
        if (paper && number != SIZE_MAX && out->approved_number.n > 0) words = str_trim(str_slice(words, 0, number));
        if (paper && k > i && prose_starts(line->folded, "приказ №|приказ от|протокол №|протокол от|приказ директ|от |№")) continue; /* who stands above */
        if (has_letters(words) && !prose_starts(utf8_fold(draft->arena, words), "года|м.п|подпись|(подпись")) who = prose_join(draft->arena, who, words);
        if (k == i && who.n > 0 && out->approved_on != DATE_NONE && out->approved_number.n > 0) break; /* all of it on one line */
    }
    out->approved_by = accepted ? accepted_by(draft->arena, who) : who;
    return who.n > 0 || out->approved_on != DATE_NONE;
}

/* «Приложение 1 к приказу управления образования от 30.08.2022 № 145» over several lines */
static bool read_annex(PlanDraft *draft, PlanContent *out)
{
    for (uint32_t i = 0; i < draft->n_front; i++) {
        Str text = STR_EMPTY;
        if (!prose_starts(draft->lines[i].folded, "приложение") || prose_starts(draft->lines[i].folded, "приложение:|приложения:")) continue;
        for (uint32_t k = i; k < draft->n_front && k < i + NEAR_LINES && !(k > i && front_is_title(&draft->lines[k])); k++) text = prose_join(draft->arena, text, draft->lines[k].text);
        size_t at = str_find(text, STR(" к "));
        if (at == SIZE_MAX || !prose_holds(utf8_fold(draft->arena, text), "приказ|распоряжен|постановлен|протокол")) continue;
        take_day(out, text);
        size_t number = str_find(str_slice(text, at, text.n), STR("№"));
        if (number != SIZE_MAX) take_number(out, str_slice(text, at + number, text.n));
        Str who = str_trim(str_slice(text, at + 4, number == SIZE_MAX ? text.n : at + number));
        static const char *const papers[][2] = { { "приказу", "приказ" }, { "распоряжению", "распоряжение" }, { "постановлению", "постановление" }, { "протоколу", "протокол" }, { "решению", "решение" } };
        Str paper = utf8_fold(draft->arena, prose_word(who, 0)), word = STR_EMPTY;
        for (size_t k = 0; k < sizeof papers / sizeof *papers; k++)
            if (str_eq(paper, str_of(papers[k][0]))) word = str_of(papers[k][1]);
        who = words_of(draft->arena, str_slice(who, prose_word(who, 0).n, who.n));
        if (out->approved_by.n == 0 && has_letters(who)) out->approved_by = word.n > 0 ? prose_join(draft->arena, word, who) : who;
        if (out->approved_on != DATE_NONE || out->approved_number.n > 0) return true;
    }
    return false;
}

/* ---- heads of orders and minutes ---- */

/* A number of the paper itself stands beside its day or place, or alone; «Школа № 7» over the head and «совета школы № 7» under it have a number too. */
static bool numbers_paper(const TextLine *line)
{
    int32_t day;
    size_t from, to;
    return prose_find_day(line->text, &day, &from, &to) || prose_starts(line->folded, "№|n |no |г. |от |номер|рег");
}

static void read_lines(PlanDraft *draft, uint32_t head, bool any_number, PlanContent *out)
{
    for (uint32_t k = 0; k <= NEAR_LINES; k++)
        for (int side = 0; side < 2; side++) {
            bool before = side == 1 && head >= k, after = side == 0 && head + k < draft->n_front;
            if ((!before && !after) || (k == 0 && side == 1)) continue;
            const TextLine *line = &draft->lines[before ? head - k : head + k];
            if (line->text.n > 200) continue;
            take_day(out, line->text);
            if (any_number || k == 0 || numbers_paper(line)) take_number(out, line->text);
        }
}

/* The nearest lines to a head that have a day, a number. */
static void read_near(PlanDraft *draft, uint32_t head, PlanContent *out)
{
    read_lines(draft, head, false, out);
    read_lines(draft, head, true, out);
}

/* «Председатель комитета образования» and «С.В. Красий», on one line or on the next ones. */
static Str signature(PlanDraft *draft, uint32_t from, const char *post)
{
    for (uint32_t i = from; i < draft->n_lines; i++) {
        const TextLine *line = &draft->lines[i];
        if (line->text.n > 300 || (post != NULL ? !prose_starts(line->folded, post) : !front_is_post(line))) continue;
        Str who = words_of(draft->arena, line->text);
        if (split_has_initials(who)) return who;
        for (uint32_t k = i + 1; k < draft->n_lines && k <= i + 3; k++) {
            Str more = words_of(draft->arena, draft->lines[k].text);
            if (split_is_name(more)) return prose_join(draft->arena, who, more);
            if (draft->lines[k].para != line->para && !prose_is_lower(more)) break;
            who = prose_join(draft->arena, who, more);
        }
        return who;
    }
    return STR_EMPTY;
}

static uint32_t line_with(const PlanDraft *draft, uint32_t from, const char *starts)
{
    uint32_t i = from;
    while (i < draft->n_front && !prose_starts(draft->lines[i].folded, starts)) i++;
    return i;
}

static void read_order(PlanDraft *draft, PlanContent *out)
{
    uint32_t head = line_with(draft, 0, "приказ|распоряжение|постановление|решение"), orders = 0;
    if (head < draft->n_front) read_near(draft, head, out);
    while (orders < draft->n_front && !front_orders(draft->lines[orders].folded) && !front_decides(draft->lines[orders].folded)) orders++;
    Str signer = orders < draft->n_front ? signature(draft, orders + 1, NULL) : STR_EMPTY; /* of the whole; what stands over its annex names the order again */
    if (out->approved_by.n == 0 || split_has_initials(signer)) out->approved_by = signer;
}

/* «Председательствующий: Иванова И.И.», «Председатель — И. И. Иванова, директор школы» */
static Str behind_mark(Str line)
{
    static const char *const marks[] = { ":", "—", "–", " - " };
    size_t best = line.n, n = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = str_find(line, str_of(marks[i]));
        if (at < best) best = at, n = strlen(marks[i]);
    }
    while (best + n < line.n && strchr(" \xC2\xA0", line.at[best + n]) != NULL && line.at[best + n] != '\0') n++;
    return str_trim(str_slice(line, best + n, line.n));
}

static void read_minutes(PlanDraft *draft, PlanContent *out)
{
    uint32_t head = line_with(draft, 0, "протокол|из протокола|выписка из протокол"), chair = line_with(draft, 0, "председательств");
    if (head < draft->n_front) read_near(draft, head, out);
    if (chair < draft->n_front) {
        Str who = behind_mark(draft->lines[chair].text);
        if (who.n == 0 && chair + 1 < draft->n_front) who = draft->lines[chair + 1].text;
        out->approved_by = prose_flat(draft->arena, who);
        return;
    }
    Str who = signature(draft, 0, "председатель"), name = behind_mark(who);
    out->approved_by = name.n > 0 ? name : who;
}

/* «УТВЕРЖДЕН приказом управления», «на заседании совета, протокол»: the paper itself in the nominative, and no word that only its number followed. */
static Str settled(Arena *arena, Str who)
{
    static const struct { const char *from, *to; } papers[] = { { "приказом ", "приказ " }, { "Приказом ", "приказ " }, { "распоряжением ", "распоряжение " }, { "постановлением ", "постановление " }, { "решением ", "решение " } };
    static const char *const tails[] = { ", протокол", " протокол", ", приказ", "," };
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        if (str_ends(who, str_of(tails[i]))) who = str_trim(str_slice(who, 0, who.n - strlen(tails[i])));
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (str_eq(who, str_trim(str_of(papers[i].from)))) return str_trim(str_of(papers[i].to));
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (str_starts(who, str_of(papers[i].from))) return arena_printf(arena, "%s%.*s", papers[i].to, STR_ARG(str_slice(who, strlen(papers[i].from), who.n)));
    return who;
}

void approval_read(PlanDraft *draft, PlanContent *out)
{
    out->approved_on = DATE_NONE;
    if (out->kind == PLAN_ORDER) read_order(draft, out); /* before what its preamble and its annex name */
    if (out->kind == PLAN_MINUTES) read_minutes(draft, out);
    else if (!read_block(draft, out) || out->approved_on == DATE_NONE) read_annex(draft, out);
    out->approved_by = settled(draft->arena, out->approved_by);
}
