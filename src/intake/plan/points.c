/* Points of orders, decisions of minutes, plans written as lists. */
#include "base/limits.h"
#include "base/utf8.h"
#include "intake/plan/date_.h"
#include "intake/plan/read_.h"
#include "intake/plan/prose_.h"

/* A point before its tails are cut off. */
typedef struct Point {
    Str number;
    Lines lines;
    Str text, words, term;  /* all of it; without its tails; of its tails */
    Lines people;
    bool leads;             /* others stand under it */
    uint32_t i_lead;        /* under which; UINT32_MAX */
    uint32_t line_from, line_to;
} Point;

typedef struct Points { PlanDraft *draft; uint32_t n, room; Point *items; uint32_t first; /* of this list */ bool sections /* of a plan: «Раздел 1. Кадры» */, bracket; /* its numbers are «1)», so «1.» is none of them, and the other way round */ } Points;

#define NOWHERE UINT32_MAX
enum { MOST_POINTS = 2 * LIMIT_PLAN_MEASURES };

/* ---- which lines are points ---- */

static uint32_t first_part(Str number)
{
    size_t n = 0;
    while (n < number.n && number.at[n] != '.') n++;
    return prose_last_part(str_slice(number, 0, n));
}

static bool is_cyrillic(uint32_t cp) { return cp >= 0x430 && cp <= 0x44F; }

/* Numbers of one list rise; anything else is a date, a year, a list inside a point. */
static bool follows(const Points *points, Str number)
{
    if (points->n == points->first) return true;
    const Point *last = &points->items[points->n - 1];
    uint32_t was = first_part(last->number), is = first_part(number);
    if (was == 0 || is == 0) return true;
    if (is == was) return !str_eq(number, last->number) && memchr(number.at, '.', number.n) != NULL;
    return is > was && is <= was + 3;
}

static Point *add(Points *points, Str number, const TextLine *line)
{
    points->items = prose_grow(points->draft->arena, points->items, points->n, &points->room, sizeof *points->items);
    Point *point = &points->items[points->n++];
    *point = (Point){ .number = number, .i_lead = NOWHERE, .line_from = line->line, .line_to = line->line };
    return point;
}

static bool ends_list(const TextLine *line, bool para_begins)
{
    if (prose_starts(line->folded, "приложение|с приказом ознаком|ознакомлен|решили:|постановили:|слушали|заслушали|рассмотрели|выступил|по второму|по третьему|по четверт|по пятому|повестка|исп.|исп:|верно|выписка верна|рассылка|разослать|подписи|дата ознак")) return true;
    if (para_begins && prose_starts(line->folded, "дополнительно сообща|дополнительно информир|обращаем внимание|напоминаем|контактн|телефон для|по вопросам обращ|надеемся|благодарим")) return true; /* what a letter says behind its points */
    return (para_begins || split_has_initials(line->text)) && front_is_post(line) && line->text.n <= 300;
}

static bool ends_with_colon(const Point *point)
{
    Str text = point->lines.n > 0 ? str_trim(point->lines.items[point->lines.n - 1].text) : STR_EMPTY;
    return text.n > 0 && text.at[text.n - 1] == ':';
}

/* «а) …» under 2.2 is 2.2а, as it is called in papers, «1. …» under «2. Директорам школ:» is 2.1; under «–» there is no number of its own. */
static Str with_letter(Arena *arena, Str number, const TextLine *line)
{
    Str mark = line->label.n > 0 ? line->label : line->text;
    size_t i = 0;
    Str own, rest;
    if (mark.n == 0 || number.n == 0) return number;
    if (is_cyrillic(utf8_next(mark, &i))) return i < mark.n && mark.at[i] == ')' ? arena_printf(arena, "%.*s%.*s", STR_ARG(number), (int)i, mark.at) : number;
    bool numbered = prose_is_number(mark, &own);
    if (!numbered) own = prose_take_number(mark, &rest);
    return own.n > 0 && own.n <= 3 && memchr(own.at, '.', own.n) == NULL ? arena_printf(arena, "%.*s.%.*s", STR_ARG(number), STR_ARG(own)) : number;
}

static bool is_item_of(Str number, Str lead)
{
    size_t i = lead.n;
    if (!str_starts(number, lead)) return false;
    return number.n == lead.n || (is_cyrillic(utf8_next(number, &i)) && i == number.n) || (lead.n > 0 && number.at[lead.n] == '.' && prose_last_part(number) > 0);
}

/* Has a number of its own under the lead-in: «2.2» under «2.», which no letter and no bullet has. */
static bool has_own_number(const Points *points, const Point *last)
{
    bool digit = last->number.n > 0 && last->number.at[last->number.n - 1] >= '0' && last->number.at[last->number.n - 1] <= '9';
    return digit && last->i_lead != NOWHERE && !str_eq(last->number, points->items[last->i_lead].number);
}

/* The point that a bullet stands under: its number may be that of the last bullet. */
static uint32_t lead_of(const Points *points)
{
    if (points->n == points->first) return NOWHERE;
    const Point *last = &points->items[points->n - 1];
    if (has_own_number(points, last) && ends_with_colon(last)) return points->n - 1; /* «2.3. проверить:», then «а) журналы» */
    if (last->i_lead != NOWHERE && strcmp(points->draft->doc->format, "doc") == 0 && !ends_with_colon(last)) return last->i_lead;
    if (last->i_lead != NOWHERE && is_item_of(last->number, points->items[last->i_lead].number)) return last->i_lead;
    return ends_with_colon(last) ? points->n - 1 : NOWHERE;
}

/* Numbers that begin anew stand under what ends by a colon; those that go on, under what the one before them stood under. */
static uint32_t lead_of_number(const Points *points, Str number)
{
    uint32_t value = prose_last_part(number), i = points->n - 1;
    if (value == 1 && ends_with_colon(&points->items[i])) return i;
    for (; i != NOWHERE && points->items[i].i_lead != NOWHERE; i = points->items[i].i_lead)
        if (value == prose_last_part(points->items[i].number) + 1) return points->items[i].i_lead;
    return lead_of(points);
}

static void take_bullet(Points *points, const TextLine *line, Str number, Str words)
{
    const Point *above = &points->items[points->n - 1];
    bool inside = number.n == 0 && has_own_number(points, above) && !ends_with_colon(above) && strcmp(points->draft->doc->format, "doc") != 0; /* «– лицей № 1» of 2.2 */
    uint32_t lead = number.n > 0 ? lead_of_number(points, number) : inside ? NOWHERE : lead_of(points);
    if (lead == NOWHERE) {
        Point *last = &points->items[points->n - 1];
        lines_add(points->draft->arena, &last->lines, words, true);
        last->line_to = line->line;
        return;
    }
    Point *point = add(points, with_letter(points->draft->arena, points->items[lead].number, line), line);
    point->i_lead = lead;
    points->items[lead].leads = true;
    lines_add(points->draft->arena, &point->lines, words, false);
}

/* The nearest point above whose number it goes on. */
static uint32_t parent_of(const Points *points, Str number)
{
    for (uint32_t i = points->n; i-- > points->first;)
        if (prose_is_under(number, points->items[i].number)) return i;
    return NOWHERE;
}

static void take_point(Points *points, const TextLine *line, Str number, Str words)
{
    uint32_t parent = parent_of(points, number);
    if (parent == NOWHERE && strcmp(points->draft->doc->format, "doc") == 0 && prose_is_lower(words)) parent = lead_of(points); /* converters of old Word number all levels on end */
    Point *point = add(points, number, line);
    point->i_lead = parent;
    if (parent != NOWHERE) points->items[parent].leads = true;
    lines_add(points->draft->arena, &point->lines, words, false);
}

/* «2.1. Обеспечить», «- 2.1. Обеспечить» of converters, a label of the file. Empty: no number. words: what stands behind it, and behind a bullet. */
static Str number_of(const TextLine *line, Str *words, bool *bracket)
{
    Str number = STR_EMPTY, marked = line->label.n > 0 ? line->label : line->text;
    size_t bullet = line->label.n > 0 && !prose_is_number(line->label, &number) ? SIZE_MAX : 0;
    *words = line->text;
    *bracket = false;
    if (bullet == 0 && number.n == 0) {
        number = prose_take_number(line->text, words);
        bullet = number.n == 0 ? prose_bullet(line->text) : 0;
    }
    if (number.n == 0 && bullet > 0) { /* only a number of several parts is one behind a bullet: «- 2 школы» */
        Str behind = bullet == SIZE_MAX ? line->text : str_slice(line->text, bullet, line->text.n), rest;
        number = prose_take_number(behind, &rest);
        if (memchr(number.at, '.', number.n) == NULL) number = STR_EMPTY;
        *words = number.n > 0 ? rest : behind;
        return number;
    }
    if (number.n > 0) *bracket = number.at + number.n < marked.at + marked.n && number.at[number.n] == ')';
    return number;
}

static void go_on(Points *points, const TextLine *line)
{
    Point *last = &points->items[points->n - 1];
    Lines more = { 0 };
    lines_add(points->draft->arena, &more, line->text, false);
    lines_continue(points->draft->arena, &last->lines, &more);
    last->line_to = line->line;
}

/* «2. Директорам школ:», then «1. направить», «2. провести»: numbers that begin anew under a lead-in and go on with small letters. */
static bool in_sublist(const Points *points, Str number)
{
    const Point *last = &points->items[points->n - 1];
    if (memchr(number.at, '.', number.n) != NULL) return false; /* a number of its own */
    bool goes_on = last->i_lead != NOWHERE && is_item_of(last->number, points->items[last->i_lead].number);
    return goes_on || (str_eq(number, STR("1")) && ends_with_colon(last));
}

/* Gives the line that ends the list. */
static uint32_t take_list(Points *points, uint32_t from, uint32_t to)
{
    points->first = points->n;
    for (uint32_t i = from; i < to && points->n <= MOST_POINTS; i++) {
        const TextLine *line = &points->draft->lines[i];
        bool para_begins = i == 0 || points->draft->lines[i - 1].para != line->para, any = points->n > points->first, bracket;
        Str words, number = number_of(line, &words, &bracket);
        /* The next question of the agenda, whatever its number: that of decisions may be the same. */
        if (number.n > 0 && prose_starts(utf8_fold(points->draft->arena, words), "слушали|рассмотрели|заслушали")) return i;
        if (!any) points->bracket = bracket;
        if (points->sections && (prose_is_roman(number) || (number.n > 0 && prose_starts(line->folded, "раздел |направление |блок |этап ")))) {
            take_point(points, line, number, words);
            points->items[points->n - 1].leads = true;
            points->first = points->n; /* numbers begin anew */
            continue;
        }
        if (number.n > 0 && any && prose_is_lower(words) && in_sublist(points, number)) {
            take_bullet(points, line, number, words);
            continue;
        }
        if (number.n > 0 && follows(points, number) && bracket == points->bracket) {
            take_point(points, line, number, words);
            continue;
        }
        if (ends_list(line, para_begins)) return i;
        if (prose_starts(line->folded, "голосовали|проголосовали|результаты голосования")) continue;
        bool listed = line->label.n > 0 || prose_bullet(line->text) > 0;
        if (any && listed) take_bullet(points, line, STR_EMPTY, words);
        else if (any) go_on(points, line);
        else take_point(points, line, STR_EMPTY, words);
    }
    return to;
}

/* Once a point: a lead-in is asked by everything under it. */
static void settle(Points *points)
{
    Arena *arena = points->draft->arena;
    for (uint32_t i = 0; i < points->n; i++) {
        Point *point = &points->items[i];
        Prose whole = { 0 };
        size_t n_list = 0; /* bytes before its list */
        for (uint32_t k = 0; k < point->lines.n; k++) {
            if (point->lines.items[k].bullet && n_list == 0) n_list = whole.n;
            if (point->lines.items[k].bullet) prose_add_after(arena, &whole, " – ", point->lines.items[k].text);
            else prose_add(arena, &whole, point->lines.items[k].text);
        }
        point->text = str_trim(prose_str(&whole));
        while (point->text.n > 0 && point->text.at[point->text.n - 1] == ';') point->text = str_trim(str_slice(point->text, 0, point->text.n - 1));
        Str words = str_slice(point->text, 0, n_list < point->text.n ? n_list : point->text.n);
        bool apart = n_list > 0 && points_have_tail(words); /* «Срок: …» stands before the list, which is no part of it */
        points_tails(arena, apart ? words : point->text, &point->words, &point->term, &point->people);
        if (apart) point->words = arena_printf(arena, "%.*s%.*s", STR_ARG(point->words), STR_ARG(str_slice(point->text, n_list, point->text.n)));
    }
}

/* «3.2. назначить ответственных за объективность: 3.2.1. проведения ВПР»: what does not stand alone keeps its lead-in. */
static Str with_lead(Arena *arena, Str lead, Str text)
{
    Str rest = lead;
    if (!prose_is_lower(text) || prose_is_infinitive(prose_word(text, 0)) || prose_starts(text, "не |в срок|в течение|до |при |на основании")) return text;
    for (size_t i = 0; i < lead.n;) { /* from its verb on: before it stands who is asked */
        Str word = prose_word(lead, i);
        if (prose_is_infinitive(word)) {
            rest = str_slice(lead, i, lead.n);
            return arena_printf(arena, "%.*s %.*s", STR_ARG(str_trim(rest)), STR_ARG(text));
        }
        i += word.n;
        while (i < lead.n && strchr(" ,:;(", lead.at[i]) != NULL) i++;
    }
    return text;
}

static PlanDecision decision_of(const Points *points, const Point *point)
{
    Arena *arena = points->draft->arena;
    Lines people = point->people;
    PlanDecision out = { .number = point->number, .text = point->words, .term = { .text = point->term }, .line_from = point->line_from, .line_to = point->line_to };
    Str whom = STR_EMPTY;
    if (people.n == 0) whom = who_controls(arena, out.text);
    if (people.n == 0 && whom.n == 0) whom = who_is_asked(arena, out.text, false);
    for (uint32_t i = point->i_lead; i != NOWHERE; i = points->items[i].i_lead) { /* what it does not say itself */
        const Point *lead = &points->items[i];
        if (out.term.text.n == 0) out.term.text = prose_unmarked(lead->term);
        if (people.n == 0 && lead->people.n > 0) people = lead->people;
        if (people.n == 0 && whom.n == 0) whom = who_is_asked(arena, lead->words, true);
    }
    if (people.n == 0 && whom.n > 0) lines_add(arena, &people, whom, false);
    split_people(arena, &people, &out.n_responsible, &out.responsible);
    if (point->i_lead != NOWHERE) out.text = with_lead(arena, points->items[point->i_lead].words, out.text);
    return out;
}

/* ---- where lists stand ---- */

/* Behind the word that opens the list («приказываю:», «Решили:»), whose line may go on with the first point. */
static bool opens(PlanDraft *draft, uint32_t i, PlanKind kind)
{
    TextLine *line = &draft->lines[i];
    bool order = front_orders(line->folded) || (front_decides(line->folded) && line->label.n == 0);
    bool minutes = prose_starts(line->folded, "решили|решил:|решила:|постановили|постановил:|решение:|решения:|решение педагог|решение совещ|решение заседан|решение совет|приняли решение|рекомендовали");
    bool letter = prose_holds(line->folded, "просим|прошу|необходимо|предлагаем|рекомендуем|поручаем|надлежит");
    if (kind == PLAN_ORDER ? !order : kind == PLAN_LETTER ? !letter : !minutes) return false;
    size_t colon = str_find(line->text, STR(":"));
    if (kind == PLAN_LETTER && (colon == SIZE_MAX || colon + 1 != line->text.n)) return false;
    Str rest = colon == SIZE_MAX || str_ends(line->text, STR(":")) ? STR_EMPTY : str_trim(str_slice(line->text, colon + 1, line->text.n));
    line->text = rest;
    line->folded = utf8_fold(draft->arena, rest);
    return true;
}

/* A list under the title of a plan, or with terms: a plan without a table. */
static bool is_list(PlanDraft *draft)
{
    uint32_t n_points = 0, n_tails = 0;
    bool titled = false;
    for (uint32_t i = 0; i < draft->n_front; i++) {
        Str rest, number;
        const TextLine *line = &draft->lines[i];
        titled = titled || (n_points == 0 && front_is_title(line));
        n_points += prose_is_number(line->label, &number) || prose_take_number(line->text, &rest).n > 0;
        n_tails += points_have_tail(line->text);
    }
    return n_points >= 2 && (titled || n_tails >= 1);
}

static void put_measures(PlanDraft *draft, Points *points)
{
    for (uint32_t i = 0; i < points->n; i++) {
        Point *point = &points->items[i];
        if (!point->leads && point->people.n == 0) points_dash(draft->arena, &point->words, &point->term, &point->people);
        if (point->leads) {
            draft_section(draft, point->number.n > 0 ? arena_printf(draft->arena, "%.*s. %.*s", STR_ARG(point->number), STR_ARG(point->text)) : point->text);
            continue;
        }
        Draft *measure = draft_add(draft, point->line_from);
        if (measure == NULL) continue;
        measure->number = point->number;
        measure->line_to = point->line_to;
        lines_add(draft->arena, &measure->cell[ROLE_TITLE], point->words, false);
        lines_add(draft->arena, &measure->cell[ROLE_TERM], point->term, false);
        measure->cell[ROLE_RESPONSIBLE] = point->people;
    }
}

/* «В целях …:» and points, without the verb: the paper calls itself an order. */
static void take_unopened(Points *points)
{
    PlanDraft *draft = points->draft;
    for (uint32_t i = 0; i < draft->n_front; i++) {
        bool bracket;
        Str words, number = number_of(&draft->lines[i], &words, &bracket);
        if (!str_eq(number, STR("1")) || words.n == 0) continue;
        take_list(points, i, draft->n_front);
        return;
    }
}

/* «3. СЛУШАЛИ: …», then «РЕШИЛИ: информацию принять к сведению»: the only decision of a question has the number of that question. */
static void number_of_question(Points *points, uint32_t first, uint32_t from, uint32_t opened)
{
    if (points->n != first + 1 || points->items[first].number.n > 0) return;
    for (uint32_t i = opened; i-- > from;) {
        bool bracket;
        Str words, number = number_of(&points->draft->lines[i], &words, &bracket);
        if (!prose_starts(utf8_fold(points->draft->arena, words), "слушали|заслушали|рассмотрели")) continue;
        points->items[first].number = number;
        return;
    }
}

void points_read(PlanDraft *draft, PlanContent *out)
{
    Points points = { .draft = draft };
    bool letter = out->kind == PLAN_LETTER && draft->n_measures == 0 && !is_list(draft); /* «просим: 1) …» */
    bool order = out->kind == PLAN_ORDER || out->kind == PLAN_MINUTES || letter;
    uint32_t behind = 0; /* the list before */
    uint32_t n_lines = order ? draft->n_lines : draft->n_front; /* points go on behind a table that stands among them */
    for (uint32_t i = 0; order && i < n_lines; i++) {
        if (!opens(draft, i, out->kind)) continue;
        uint32_t n_before = points.n, end = take_list(&points, draft->lines[i].text.n > 0 ? i : i + 1, n_lines);
        if (out->kind == PLAN_MINUTES) number_of_question(&points, n_before, behind, i);
        i = end > i ? end - 1 : i;
        behind = i;
        draft->table_decides = draft->begun && behind + 1 >= draft->n_front;
    }
    if (out->kind == PLAN_ORDER && points.n == 0) take_unopened(&points);
    if (!order && draft->n_measures == 0 && is_list(draft)) {
        uint32_t from = 0;
        while (from < draft->n_front && !front_is_title(&draft->lines[from])) from++;
        if (from == draft->n_front) from = 0; /* a letter gives none */
        while (from < draft->n_front) {
            Str rest;
            if (draft->lines[from].label.n > 0 || prose_take_number(draft->lines[from].text, &rest).n > 0) break;
            from++;
        }
        points.sections = true;
        take_list(&points, from, draft->n_front);
        settle(&points);
        put_measures(draft, &points);
        return;
    }
    settle(&points);
    PlanDecision *decisions = arena_array(draft->arena, PlanDecision, points.n + 1u);
    for (uint32_t i = 0; i < points.n; i++) {
        if (points.items[i].leads) continue;
        if (out->n_decisions == LIMIT_PLAN_MEASURES) {
            draft_full(draft, points.items[i].line_from);
            continue;
        }
        decisions[out->n_decisions] = decision_of(&points, &points.items[i]);
        if (decisions[out->n_decisions].text.n > 0) out->n_decisions++;
    }
    out->decisions = decisions;
}
