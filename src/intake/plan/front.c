/* What stands before the tables: what kind of paper it is, its title, goal, basis and school year. */
#include "base/date.h"
#include "base/utf8.h"
#include "intake/plan/date_.h"
#include "intake/plan/read_.h"
#include "intake/plan/prose_.h"

enum { TITLE_BYTES = 600, TITLE_LINES = 12, GOAL_LINES = 60, YEAR_BYTES = 160, AIM_BYTES = 1000, BASIS_BYTES = 16384 /* a longer paragraph is no preamble */ };

/* «УТВЕРЖДАЮ» and such begin with a quotation mark. */
static Str unquoted(Str text)
{
    static const char *const marks[] = { "«", "\"", "“", "„", "[", "(" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(text, str_of(marks[i]))) return str_slice(text, strlen(marks[i]), text.n);
    return text;
}

bool front_is_title(const TextLine *line)
{
    static const char *const words = "план |медиаплан|план-график|перечень|мероприятия|дорожная карта|комплекс|программа|план-|циклограмма|график мероприят|план";
    Str folded = unquoted(line->folded), rest;
    if (folded.n == 0 || folded.n > TITLE_BYTES || line->label.n > 0 || prose_take_number(line->text, &rest).n > 0 || str_ends(folded, STR(":"))) return false;
    if (str_eq(folded, STR("мероприятия плана"))) return false; /* over a table of a page of ours */
    if (prose_starts(folded, "планируем|планирова|программа разработана|план разработан|план составлен|дорожная карта составлена|мероприятия провод")) return false;
    if (prose_starts(folded, words)) return true;
    return prose_starts(folded, "муниципальн|региональн|школьн|краев|областн|районн|единый|сводный|рабочий|перспективн|годовой|примерн|городск|управленческ|адресн|индивидуальн|антирисков") && prose_holds(folded, "план|комплекс|программа|перечень|дорожная карта|карта") &&
           folded.n < 300;
}

bool front_is_post(const TextLine *line)
{
    static const char *const posts[] = { "директор", "начальник", "руководитель", "заведующий", "заведующая", "глава", "председатель", "секретарь", "заместитель", "и.о.", "и. о.", "врио", "председательствующий", "министр" };
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++) {
        Str post = str_of(posts[i]);
        if (!str_starts(line->folded, post)) continue;
        if (line->folded.n == post.n || line->folded.at[post.n] == ' ' || line->folded.at[post.n] == ',' || line->folded.at[post.n] == ':') return true;
    }
    return false;
}

/* ---- kind ---- */

bool front_orders(Str folded)
{
    return prose_holds(folded, "приказываю|приказывает|постановляю|постановляет|распоряжаюсь|обязываю");
}

/* «Совет … решил:» */
bool front_decides(Str folded)
{
    return prose_holds(folded, "решил|решила|решили|постановил") && (str_ends(folded, STR(":")) || folded.n < 40);
}

bool front_heads_decide(PlanDraft *draft)
{
    for (uint32_t i = 0; i < draft->n_columns; i++)
        if (prose_starts(prose_fold(draft->arena, draft->heads[i]), "решение|решения|решили|принятое решение|принятые решения|содержание решения|пункт решения|постановили|поручени")) return true;
    return false;
}

static void read_kind(PlanDraft *draft, PlanContent *out)
{
    bool order = false, council = false, orders = false, minutes = false, decides = false, letter = false, roadmap = false;
    for (uint32_t i = 0; i < draft->n_front; i++) {
        const TextLine *line = &draft->lines[i];
        Str folded = unquoted(line->folded);
        order = order || (prose_starts(folded, "приказ|распоряжение|постановление") && !prose_starts(folded, "приказом|приказа |распоряжением|распоряжения|постановлением|постановления") && folded.n < 160);
        council = council || (prose_starts(folded, "решение") && folded.n < 160 && !prose_starts(folded, "решение:|решения:"));
        orders = orders || front_orders(folded);
        minutes = minutes || prose_starts(folded, "выписка|протокол|из протокола");
        decides = decides || front_decides(folded) || prose_starts(folded, "решили|решил|постановили|решение|слушали|рассмотрели|приняли решение");
        letter = letter || prose_starts(folded, "уважаем");
        roadmap = roadmap || prose_holds(folded, "дорожная карта");
    }
    decides = decides || (minutes && front_heads_decide(draft));
    out->kind = orders ? PLAN_ORDER : minutes && decides ? PLAN_MINUTES : (order || (council && decides)) && draft->n_measures == 0 ? PLAN_ORDER : letter ? PLAN_LETTER : roadmap ? PLAN_ROADMAP : PLAN_PLAN;
}

/* ---- title ---- */

static bool stops_title(const TextLine *line)
{
    Str rest;
    int32_t day;
    size_t from, to;
    if (prose_find_day(line->text, &day, &from, &to) && (from == 0 || (from <= 7 && str_starts(line->folded, STR("от "))))) return true; /* the line of day, number and place */
    return prose_starts(unquoted(line->folded), "председател|секретарь|присутствовал|приглашен|отсутствовал|повестка|цель|цели|задач|утвержда|согласован|принято|рассмотрен|приложение|раздел|пояснительная|ответственн|срок|контроль за|на основании|в соответствии с|во исполнение|в целях|приказываю") || prose_take_number(line->text, &rest).n > 0 || line->label.n > 0 || prose_bullet(line->text) > 0;
}

/* Lines of one paragraph, and those after it that look the same or cannot begin anything. */
static Str title_from(PlanDraft *draft, uint32_t i)
{
    const TextLine *first = &draft->lines[i];
    Str title = first->text;
    for (uint32_t k = i + 1; k < draft->n_front && k < i + TITLE_LINES; k++) {
        const TextLine *line = &draft->lines[k];
        bool same = line->para == draft->lines[k - 1].para;
        bool alike = line->bold == first->bold && line->centred == first->centred && (line->bold || line->centred || line->heading > 0);
        if (stops_title(line) || title.n > TITLE_BYTES) break;
        if (!same && !alike && !prose_is_lower(line->text) && !prose_is_open(title)) break;
        if (!same && alike && front_is_title(line)) break;
        title = prose_join(draft->arena, title, line->text);
    }
    return title;
}

/* «Об утверждении …», «выписка из протокола совещания» */
static Str paper_title(PlanDraft *draft, PlanKind kind)
{
    bool headed = kind != PLAN_ORDER;
    for (uint32_t i = 0; i < draft->n_front; i++) {
        const TextLine *line = &draft->lines[i];
        Str folded = unquoted(line->folded);
        if (kind == PLAN_MINUTES && prose_starts(folded, "выписка|протокол|из протокола")) return title_from(draft, i);
        if (kind == PLAN_ORDER && prose_starts(folded, "приказ|распоряжение|постановление|решение")) headed = true;
        if ((kind == PLAN_ORDER || kind == PLAN_LETTER) && headed && prose_starts(folded, "об |о |«об |«о |по ")) return title_from(draft, i);
    }
    return STR_EMPTY;
}

static uint32_t n_words(Str text)
{
    uint32_t n = text.n > 0;
    for (size_t i = 0; i < text.n; i++) n += text.at[i] == ' ';
    return n;
}

static void read_title(PlanDraft *draft, PlanContent *out)
{
    uint32_t found = UINT32_MAX, bold = UINT32_MAX;
    for (uint32_t i = 0; i < draft->n_front; i++) {
        const TextLine *line = &draft->lines[i];
        bool begins = i == 0 || draft->lines[i - 1].para != line->para;
        bool shown = line->bold || line->centred || line->heading > 0;
        if (front_is_title(line) && (begins || shown || !draft->lines[i - 1].bold)) {
            bool inside = found != UINT32_MAX && (draft->lines[found].para == line->para || (i == found + 1 && shown && prose_is_open(draft->lines[found].text)));
            bool poorer = found != UINT32_MAX && n_words(line->text) <= 2 && n_words(title_from(draft, i)) <= 2; /* «Мероприятия» over the table of a plan that has its title */
            if (!inside && !poorer) found = i;
        }
        if (shown && begins && !stops_title(line)) bold = i;
    }
    if (draft->n_measures == 0 || (found == UINT32_MAX && (out->kind == PLAN_ORDER || out->kind == PLAN_MINUTES))) out->title = paper_title(draft, out->kind);
    if (out->title.n == 0 && found != UINT32_MAX) out->title = title_from(draft, found);
    if (out->title.n == 0 && bold != UINT32_MAX) out->title = title_from(draft, bold);
    if (out->title.n == 0) out->title = paper_title(draft, out->kind);
    if (out->title.n == 0) out->title = paper_title(draft, PLAN_MINUTES); /* of a table of decisions */
    out->title = prose_flat(draft->arena, out->title);
}

/* ---- goal ---- */

static void read_goal(PlanDraft *draft, PlanContent *out)
{
    uint32_t i = 0;
    while (i < draft->n_front && !prose_starts(draft->lines[i].folded, "цель|цели:|цели ")) i++;
    if (i == draft->n_front) return;
    size_t colon = str_find(draft->lines[i].text, STR(":"));
    Str goal = colon == SIZE_MAX ? STR_EMPTY : str_trim(str_slice(draft->lines[i].text, colon + 1, draft->lines[i].text.n));
    for (uint32_t k = i + 1; k < draft->n_front && k < i + GOAL_LINES; k++) {
        const TextLine *line = &draft->lines[k];
        size_t bullet = prose_bullet(line->text);
        bool item = line->label.n > 0 || bullet > 0;
        bool more = goal.n == 0 || item || line->para == draft->lines[k - 1].para || prose_is_lower(line->text) || prose_is_open(goal);
        if (!more || prose_starts(line->folded, "задач|план|мероприят|срок") || front_is_title(line)) break;
        Str text = str_slice(line->text, bullet, line->text.n);
        goal = goal.n == 0 ? text : item ? arena_printf(draft->arena, "%.*s\n%.*s", STR_ARG(goal), STR_ARG(text)) : prose_join(draft->arena, goal, text);
    }
    out->goal = goal;
}

/* ---- basis ---- */

static const char *const basis_begins = "на основании|в соответствии с|в соответствии со|во исполнение|в целях исполнения|в целях реализации|согласно|руководствуясь|в рамках исполнения|в рамках реализации";
static const char *const paper_words = "письм|приказ|распоряжен|постановлен|закон|указ |указа |протокол|поручени|решени";

/* Lower-case bytes of text as long as text itself, so that places in both are the same. */
static Str lowered(Arena *arena, Str text)
{
    char *out = arena_alloc(arena, text.n + 1);
    for (size_t i = 0; i < text.n;) {
        char put[4];
        size_t from = i;
        uint32_t cp = utf8_next(text, &i);
        size_t n = cp == UTF8_BAD ? 0 : utf8_put(utf8_lower(cp), put);
        if (n == i - from) memcpy(out + from, put, n);
        else memcpy(out + from, text.at + from, i - from);
    }
    return (Str){ out, text.n };
}

static Str basis_end(Str low)
{
    static const char *const ends[] = { " в целях ", " с целью ", " приказываю", " постановляю", " распоряжаюсь", " просим", " прошу", " предлагаем", ", в целях", " для обеспечения", " для повышения" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = str_find(low, str_of(ends[i]));
        if (at != SIZE_MAX && at > 0) low = str_slice(low, 0, at);
    }
    return low;
}

static bool holds_figure(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9') return true;
    return false;
}

static size_t basis_at(Str low)
{
    for (size_t i = 0; i < low.n; i++)
        if ((i == 0 || low.at[i - 1] == ' ') && prose_starts(str_slice(low, i, low.n), basis_begins)) return i;
    return SIZE_MAX;
}

typedef struct Basis { PlanDraft *draft; uint32_t n, room; Str *items; } Basis;

static void add_basis(Basis *basis, Str text)
{
    text = str_trim(text);
    while (text.n > 0 && strchr(",;.:", text.at[text.n - 1]) != NULL) text = str_trim(str_slice(text, 0, text.n - 1));
    static const char *const next[] = { " и во исполнение", " и в соответствии", " и на основании", ", во исполнение", ", в соответствии", ", на основании", " во исполнение", ", согласно" };
    for (size_t i = 0; i < sizeof next / sizeof *next; i++) {
        size_t at = str_find(text, str_of(next[i])); /* the next basis begins */
        if (at != SIZE_MAX) text = str_trim(str_slice(text, 0, at));
    }
    if (str_ends(text, STR(" и"))) text = str_trim(str_slice(text, 0, text.n - 3));
    if (text.n == 0 || !holds_figure(text)) return;
    basis->items = prose_grow(basis->draft->arena, basis->items, basis->n, &basis->room, sizeof *basis->items);
    basis->items[basis->n++] = text;
}

/* Each paper from its own word to the next one, not inside quotations: «письма … «О приказе …» от … № …» is one. */
static void take_basis(Basis *basis, Str text, Str low)
{
    size_t from = SIZE_MAX, word = 0, before = 0;
    int depth = 0;
    low = basis_end(low);
    for (size_t i = 0; i < low.n;) {
        size_t at = i;
        uint32_t cp = utf8_next(low, &i);
        depth += (cp == 0xAB) - (cp == 0xBB);
        bool begins = at == 0 || low.at[at - 1] == ' ' || low.at[at - 1] == '(';
        if (!begins) continue;
        before = word;
        word = at;
        if (depth > 0 || !prose_starts(str_slice(low, at, low.n), paper_words)) continue;
        size_t start = before < at && prose_starts(str_slice(low, before, low.n), "федеральн|областн|краев|республик|совместн") ? before : at;
        if (from != SIZE_MAX && !holds_figure(str_slice(text, from, start))) continue; /* «приказа об исполнении решения»: still the same paper */
        if (from != SIZE_MAX) add_basis(basis, str_slice(text, from, start));
        from = start;
    }
    if (from != SIZE_MAX) add_basis(basis, str_slice(text, from, low.n));
}

/* «… в целях повышения эффективности …, приказываю:»: why the order is given stands beside what it rests on. */
static void take_aim(Basis *basis, Str text, Str low)
{
    static const char *const begins[] = { "в целях ", "с целью " };
    static const char *const ends[] = { " приказываю", " постановляю", " постановляет", " распоряжаюсь", " совет ", " коллегия ", " решил", ", на основании", ", в соответствии", ", во исполнение", ", согласно", " на основании ", " в соответствии с ", " во исполнение " };
    for (size_t k = 0; k < sizeof begins / sizeof *begins; k++) {
        size_t at = str_find(low, str_of(begins[k]));
        if (at == SIZE_MAX || (at > 0 && low.at[at - 1] != ' ') || prose_starts(str_slice(low, at, low.n), basis_begins)) continue;
        Str rest = str_slice(low, at, low.n);
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            size_t end = str_find(rest, str_of(ends[i]));
            if (end != SIZE_MAX) rest = str_slice(rest, 0, end);
        }
        Str aim = prose_unmarked(str_slice(text, at, at + rest.n));
        while (aim.n > 0 && aim.at[aim.n - 1] == '.') aim = str_slice(aim, 0, aim.n - 1);
        if (aim.n <= strlen(begins[k]) || aim.n > AIM_BYTES) return;
        basis->items = prose_grow(basis->draft->arena, basis->items, basis->n, &basis->room, sizeof *basis->items);
        basis->items[basis->n++] = arena_printf(basis->draft->arena, "%s%.*s", begins[k], STR_ARG(str_slice(aim, strlen(begins[k]), aim.n)));
        return;
    }
}

static void read_basis(PlanDraft *draft, PlanContent *out)
{
    Basis basis = { .draft = draft };
    for (uint32_t i = 0; i < draft->n_front; i++) {
        if (i > 0 && draft->lines[i - 1].para == draft->lines[i].para) continue;
        Str text = draft->lines[i].text, rest;
        if (prose_take_number(text, &rest).n > 0 || draft->lines[i].label.n > 0) continue;
        Prose whole = { 0 };
        for (uint32_t k = i; k < draft->n_front && draft->lines[k].para == draft->lines[i].para && whole.n <= BASIS_BYTES; k++) prose_add(draft->arena, &whole, draft->lines[k].text);
        text = prose_str(&whole);
        if (text.n > BASIS_BYTES) continue;
        Str low = lowered(draft->arena, text);
        size_t at = basis_at(low);
        if (at != SIZE_MAX) take_basis(&basis, str_slice(text, at, text.n), str_slice(low, at, low.n));
        if (out->kind == PLAN_ORDER && (at != SIZE_MAX || prose_starts(low, "в целях |с целью "))) take_aim(&basis, text, low);
    }
    out->n_basis = basis.n;
    out->basis = basis.items;
}

/* ---- school year ---- */

typedef struct Votes { int first[4]; uint32_t n[4]; uint32_t total; } Votes;

/* Summer belongs to either year. */
static void vote(void *context, int year, int month)
{
    Votes *votes = context;
    int first = month >= 9 ? year : year - 1;
    if (month >= 6 && month <= 8) return;
    for (int i = 0; i < 4; i++) {
        if (votes->n[i] > 0 && votes->first[i] != first) continue;
        votes->first[i] = first;
        votes->n[i]++;
        votes->total++;
        return;
    }
}

static int implied_year(const PlanDraft *draft, const PlanContent *out)
{
    Votes votes = { 0 };
    for (uint32_t i = 0; i < draft->n_measures; i++) {
        const Lines *term = &draft->measures[i].cell[ROLE_TERM];
        for (uint32_t k = 0; k < term->n; k++) prose_each_month(term->items[k].text, vote, &votes);
    }
    for (uint32_t i = 0; i < out->n_decisions; i++) prose_each_month(out->decisions[i].term.text, vote, &votes);
    for (int i = 0; i < 4; i++)
        if (votes.n[i] * 3 >= votes.total * 2 && votes.n[i] > 0) return votes.first[i];
    if (out->approved_on == DATE_NONE || votes.total > 0) return 0;
    int year, month, day;
    date_parts(out->approved_on, &year, &month, &day);
    return month >= 7 ? year : year - 1; /* plans of a school year are approved from July on */
}

void front_read(PlanDraft *draft, PlanContent *out)
{
    read_kind(draft, out);
    read_title(draft, out);
    read_goal(draft, out);
    read_basis(draft, out);
}

void front_year(PlanDraft *draft, PlanContent *out)
{
    int calendar = plan_calendar_year(out->title);
    out->school_year = calendar != 0 ? calendar - 1 : prose_find_school_year(out->title, true);
    for (uint32_t i = 0; out->kind != PLAN_MINUTES && out->school_year == 0 && i < draft->n_front; i++) out->school_year = prose_find_school_year(draft->lines[i].text, false);
    for (uint32_t i = 0; out->school_year == 0 && i < draft->n_measures; i++)
        for (uint32_t k = 0; out->school_year == 0 && k < draft->measures[i].cell[ROLE_TERM].n; k++) out->school_year = prose_find_school_year(draft->measures[i].cell[ROLE_TERM].items[k].text, true);
    for (uint32_t i = 0; out->school_year == 0 && i < draft->n_front; i++) { /* «Дата: 15 ноября 2024 года» of a day's programme */
        int32_t day;
        size_t from, to;
        if (!prose_starts(draft->lines[i].folded, "дата|день проведения|срок проведения|время проведения") || !prose_find_day(draft->lines[i].text, &day, &from, &to)) continue;
        int year, month, of_month;
        date_parts(day, &year, &month, &of_month);
        out->school_year = month >= 9 ? year : year - 1;
    }
    for (uint32_t i = 0; out->kind != PLAN_MINUTES && out->school_year == 0 && i < draft->n_front; i++) { /* «Энский район, 2026/27» */
        Str text = draft->lines[i].text;
        if (text.n <= YEAR_BYTES && str_find(text, STR("/")) != SIZE_MAX && str_find(text, STR("№")) == SIZE_MAX) out->school_year = prose_find_school_year(text, true);
    }
    if (out->school_year == 0) { /* «на неделю с 10 по 14 февраля 2025 года» */
        Votes votes = { 0 };
        prose_each_month(out->title, vote, &votes);
        if (votes.total > 0 && votes.n[0] == votes.total) out->school_year = votes.first[0];
    }
    if (out->school_year == 0) out->school_year = implied_year(draft, out);
}
