/* What words of a plan name: pieces of evidence, roles, people. */
#include "flow/plan_.h"

#include "base/limits.h"
#include "base/lines.h"
#include "base/utf8.h"

/* ---- expected results ---- */

static bool is_upper(uint32_t cp) { return utf8_lower(cp) != cp; }

/* Bytes of a mark of a list at the beginning of a piece: «-», «–», «•», «1)», «1.». */
static size_t bullet(Str piece)
{
    size_t i = 0, digits = 0;
    while (i < piece.n && piece.at[i] >= '0' && piece.at[i] <= '9') i++, digits++;
    if (digits > 0 && digits < 3 && i < piece.n && (piece.at[i] == ')' || (piece.at[i] == '.' && i + 1 < piece.n && piece.at[i + 1] == ' '))) return i + 1;
    static const char *const marks[] = { "-", "–", "—", "•", "·", "*", "▪", "−" };
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
        if (str_starts(piece, str_of(marks[k]))) return strlen(marks[k]);
    return 0;
}

/* «стр.», «руб.»: a stop behind three letters is mostly the end of a sentence, behind these it is not. */
static bool is_short_form(Str word)
{
    static const char *const forms[] = { "стр", "тыс", "руб", "доп", "мин", "обл", "чел", "млн", "зам", "зав" };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_eq(word, str_of(forms[i]))) return true;
    return false;
}

/* A full stop behind a word of three letters or more, then a capital letter: shorter words are «г.», «п.», initials and the like. */
static bool sentence_ends(Str text, size_t at)
{
    if (text.at[at] != '.' || at + 1 >= text.n || text.at[at + 1] != ' ') return false;
    size_t from = at, letters = 0, i = at + 1;
    while (from > 0 && text.at[from - 1] != ' ' && text.at[from - 1] != '.' && text.at[from - 1] != '(') from--;
    for (size_t k = from; k < at;) letters += utf8_next(text, &k) != UTF8_BAD;
    if (letters < 3 || is_short_form(str_slice(text, from, at))) return false;
    while (i < text.n && text.at[i] == ' ') i++;
    return i < text.n && is_upper(utf8_next(text, &i));
}

/* The first byte of a Russian letter. */
static bool is_cyrillic(char c) { return (unsigned char)c == 0xD0 || (unsigned char)c == 0xD1; }

/* A word of the folded text begins with the stem; a stem that ends by a space is a whole word. */
static bool says(Str folded, const char *stem)
{
    Str needle = str_of(stem);
    bool whole = needle.n > 0 && needle.at[needle.n - 1] == ' ';
    if (whole) needle.n--;
    for (size_t at = 0; at < folded.n;) {
        size_t hit = str_find(str_slice(folded, at, folded.n), needle);
        if (hit == SIZE_MAX) return false;
        hit += at;
        size_t end = hit + needle.n;
        bool begins = hit == 0 || !(hit > 1 && is_cyrillic(folded.at[hit - 2]));
        bool ends = !whole || end == folded.n || !is_cyrillic(folded.at[end]);
        if (begins && ends) return true;
        at = hit + 1;
    }
    return false;
}

static bool says_any(Str folded, const char *const *stems)
{
    for (; *stems != NULL; stems++)
        if (says(folded, *stems)) return true;
    return false;
}

#define STEMS(...) (const char *const[]){ __VA_ARGS__, NULL }

/* The register where such a thing is mostly kept: «Протокол педагогического совета» is a record of «minutes». Empty: none is meant. */
static Str register_of(Str piece, Arena *arena)
{
    Str folded = utf8_fold(arena, piece);
    static const struct { const char *id, *stems[5]; } registers[] = {
        { "minutes", { "протокол", NULL } }, { "order", { "приказ", NULL } }, { "local-act", { "локальн", "положени", "регламент", NULL } },
        { "media", { "публикаци", "газет", "телевидени", NULL } }, { "event", { "программа семинара", "программа и", "участник", "семинар", NULL } }, { "letter", { "письм", NULL } },
    };
    for (size_t i = 0; i < sizeof registers / sizeof *registers; i++)
        if (says_any(folded, registers[i].stems)) return str_of(registers[i].id);
    return STR_EMPTY;
}

typedef struct Pieces { Str text; MeasureSlot *slots; uint32_t n; bool each_school; Arena *arena; } Pieces;

static void add_piece(Pieces *pieces, Str piece)
{
    piece = str_trim(piece);
    piece = str_trim(str_slice(piece, bullet(piece), piece.n));
    while (piece.n > 0 && (piece.at[piece.n - 1] == '.' || piece.at[piece.n - 1] == ';')) piece.n--;
    if (piece.n == 0) return;
    Str folded = utf8_fold(pieces->arena, piece);
    for (uint32_t i = 0; i < pieces->n; i++)
        if (str_eq(utf8_fold(pieces->arena, pieces->slots[i].title), folded)) return; /* «Отчёт» among the results and «отчёт» among what proves them are one */
    if (pieces->n == LIMIT_MEASURE_SLOTS) {
        MeasureSlot *last = &pieces->slots[pieces->n - 1];
        last->title = arena_printf(pieces->arena, "%.*s; %.*s", STR_ARG(last->title), STR_ARG(piece));
        return;
    }
    pieces->slots[pieces->n] = (MeasureSlot){ .n = pieces->n + 1, .title = lines_join(pieces->arena, 1, &piece), .record_type = register_of(piece, pieces->arena), .each_school = pieces->each_school };
    pieces->n++;
}

uint32_t plan_slots_of(Str expected, bool each_school, Arena *arena, const MeasureSlot **out)
{
    Pieces pieces = { .text = expected, .slots = arena_array(arena, MeasureSlot, LIMIT_MEASURE_SLOTS), .each_school = each_school, .arena = arena };
    size_t from = 0;
    int depth = 0;
    for (size_t i = 0; i < expected.n; i++) {
        char c = expected.at[i];
        depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        if (c == '\n') depth = 0;
        if (depth > 0 || (c != ';' && c != '\n' && !sentence_ends(expected, i))) continue;
        add_piece(&pieces, str_slice(expected, from, i));
        from = i + 1;
    }
    add_piece(&pieces, str_slice(expected, from, expected.n));
    *out = pieces.slots;
    return pieces.n;
}

/* ---- roles ---- */

static Role role_of_school_words(Str folded)
{
    bool union_ = says_any(folded, STEMS("объединени", "шмо ", "мо "));
    if (says_any(folded, STEMS("рмо ", "гмо ", "районн", "муниципальн")) && (union_ || says_any(folded, STEMS("рмо ", "гмо ")))) return ROLE_METHODOLOGIST;
    if (says(folded, "классн") && says(folded, "руководител")) return ROLE_TEACHER;
    if (says_any(folded, STEMS("учител", "преподавател", "воспитател", "тьютор", "предметник")) || (says(folded, "руководител") && union_)) return ROLE_TEACHER;
    if (says_any(folded, STEMS("директор", "завуч", "замдиректор"))) return ROLE_SCHOOL;
    bool of_school = says_any(folded, STEMS("оо ", "оу ", "оуо ", "мбоу ", "моу ", "маоу ", "школ", "общеобразовательн", "образовательн", "шнор ", "гимнази", "лице"));
    if (of_school && says_any(folded, STEMS("руководител", "администраци", "заместител", "координатор", "школьн"))) return ROLE_SCHOOL;
    return of_school && says_any(folded, STEMS("организаци", "учреждени", "школ", "оо ", "оу ")) ? ROLE_SCHOOL : (Role)0;
}

/* In a region's document: offices of districts, named by their kind («муниципальные органы»), as local government, or as many («Отделы образования»: a region has one office of its own). */
static bool says_districts(Str folded)
{
    static const char *const many[] = { "управления ", "отделы ", "комитеты ", "департаменты ", "органы " };
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        if (str_starts(folded, str_of(many[i]))) return true;
    return says_any(folded, STEMS("муниципал", "моуо ", "муо ", "омсу ", "оуо ", "местн", "район", "территориальн", "органы ", "органам ", "органами ", "органов "));
}

Role plan_role_of(Str words, OrgKind kind, Arena *arena)
{
    Str folded = utf8_fold(arena, words);
    if (says(folded, "родительск")) return (Role)0; /* councils of parents have no part in Merilo */
    if (says_any(folded, STEMS("имц ", "методист", "методическ", "информационно-методическ", "рмк ", "гмк ", "ммс "))) return ROLE_METHODOLOGIST;
    if (says_any(folded, STEMS("управлени", "комитет", "отдел", "муо ", "оуо ", "моуо ", "омсу ", "местного самоуправления", "департамент", "министерств")) && !says_any(folded, STEMS("школ", "директор"))) {
        return kind == ORG_REGION && !says_districts(folded) ? ROLE_REGION : ROLE_MUNICIPALITY;
    }
    if (says(folded, "координатор")) {
        if (says(folded, "муниципальн")) return ROLE_MUNICIPALITY;
        if (says(folded, "региональн")) return ROLE_REGION;
    }
    return role_of_school_words(folded);
}

bool plan_asks_schools(const PlanRow *plan, Str lines, Arena *arena)
{
    const Str *each;
    uint32_t n = lines_split(lines, arena, &each);
    bool schools = n > 0 && plan->org_kind != ORG_SCHOOL;
    for (uint32_t i = 0; i < n; i++) {
        Role role = plan_role_of(each[i], plan->org_kind, arena);
        schools = schools && (role == ROLE_SCHOOL || role == ROLE_TEACHER);
    }
    return schools;
}

/* ---- people ---- */

enum { NAME_WORDS = 12 };
typedef struct NameWord { Str at; bool initial; } NameWord;

/* Words that begin with a capital letter; one letter with a stop is an initial. */
static uint32_t name_words(Str text, NameWord out[NAME_WORDS])
{
    uint32_t n = 0;
    for (size_t i = 0; i < text.n && n < NAME_WORDS;) {
        size_t from = i;
        uint32_t cp = utf8_next(text, &i);
        bool letter = utf8_lower(cp) != utf8_upper(cp);
        if (!letter) continue;
        size_t letters = 1, end = i;
        for (; i < text.n; end = i, letters++) {
            size_t next = i;
            uint32_t c = utf8_next(text, &next);
            if (utf8_lower(c) == utf8_upper(c) && c != '-') break;
            i = next;
        }
        if (is_upper(cp)) out[n++] = (NameWord){ str_slice(text, from, end), letters == 1 && i < text.n && text.at[i] == '.' };
    }
    return n;
}

static bool is_for(Role role, OrgKind to)
{
    if (role == ROLE_SCHOOL || role == ROLE_TEACHER) return true;
    return to != ORG_SCHOOL && (role == ROLE_MUNICIPALITY || role == ROLE_METHODOLOGIST);
}

bool flow_plan_concerns(const PlanRow *above, const MeasureRow *measure, OrgKind to, Arena *arena)
{
    const Str lists[] = { measure->responsible, measure->participants };
    bool named = false, open = false;
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        const Str *each;
        NameWord words[NAME_WORDS];
        for (uint32_t i = 0, n = lines_split(lists[k], arena, &each); i < n; i++) {
            Role role = plan_role_of(each[i], above->org_kind, arena);
            bool person = false;
            if (is_for(role, to)) return true;
            for (uint32_t w = 0, n_words = name_words(each[i], words); w < n_words; w++) person = person || words[w].initial;
            named = true;
            open = open || (role == 0 && !person);
        }
    }
    if (named) return open;
    static const char *const own[] = { "утвердить", "контроль", "признать утратив", "назначить" }; /* points of an order that are the author's; others begin with whom they are for */
    Str title = utf8_fold(arena, measure->title);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (str_starts(title, str_of(own[i]))) return false;
    return true;
}

Str flow_plan_own_title(const PlanRow *above, Arena *arena)
{
    static const char *const by_kind[N_PLAN_KINDS] = { [PLAN_ORDER] = "приказа", [PLAN_MINUTES] = "протокола", [PLAN_LETTER] = "письма" };
    if (by_kind[above->kind] == NULL) return above->title;
    return arena_printf(arena, "План мероприятий по исполнению %s «%.*s»", by_kind[above->kind], STR_ARG(above->title));
}

static bool same_letters(Str a, Str b, Arena *arena) { return str_eq(utf8_fold(arena, a), utf8_fold(arena, b)); }

static bool same_first(Str a, Str b, Arena *arena)
{
    Str x = utf8_fold(arena, a), y = utf8_fold(arena, b);
    size_t i = 0, k = 0;
    return x.n > 0 && y.n > 0 && utf8_next(x, &i) == utf8_next(y, &k);
}

/* Surname, then the first letters of both other names; in the name of an account initials may stand too, before or behind. */
static bool account_is(const NameWord *words, uint32_t n, Str surname, Str first, Str second, bool accusative, Arena *arena)
{
    for (uint32_t s = 0; s < n; s++) {
        if (words[s].initial || !(accusative ? plan_is_accusative(surname, words[s].at, arena) : same_letters(words[s].at, surname, arena) || plan_is_dative(surname, words[s].at, arena))) continue;
        if (s + 2 < n && same_first(words[s + 1].at, first, arena) && same_first(words[s + 2].at, second, arena)) return true;
        if (s >= 2 && same_first(words[s - 2].at, first, arena) && same_first(words[s - 1].at, second, arena)) return true;
    }
    return false;
}

bool plan_names_somebody(Str words)
{
    NameWord parts[NAME_WORDS];
    bool initials = false;
    for (uint32_t k = 0, n = name_words(words, parts); k < n; k++) initials = initials || parts[k].initial;
    return initials;
}

bool plan_names_person(Str words, Str name, bool accusative, Arena *arena)
{
    NameWord said[NAME_WORDS], called[NAME_WORDS];
    uint32_t n_said = name_words(words, said), n_called = name_words(name, called);
    for (uint32_t i = 0; i + 1 < n_said; i++) {
        if (!said[i].initial || !said[i + 1].initial) continue;
        bool behind = i > 0 && !said[i - 1].initial && account_is(called, n_called, said[i - 1].at, said[i].at, said[i + 1].at, accusative, arena);
        bool before = i + 2 < n_said && !said[i + 2].initial && account_is(called, n_called, said[i + 2].at, said[i].at, said[i + 1].at, accusative, arena);
        if (behind || before) return true;
    }
    return false;
}

/* The one colleague whose name the words hold; 0: nobody, or several. */
static bool person_of_words(DbRead *db, const PlanTask *task, Str words, bool accusative, int64_t *account_id, Err *err)
{
    enum { COLLEAGUES = 500 };
    struct Colleagues *colleagues = task->colleagues;
    *account_id = 0;
    if (!plan_names_somebody(words)) return true;
    PersonAsk ask = { .path = task->plan.org_path, .own_only = true, .limit = COLLEAGUES };
    if (!colleagues->read && !person_list(db, task->plan.region_id, &ask, task->arena, &colleagues->rows, &colleagues->n, err)) return false;
    colleagues->read = true;
    for (uint32_t k = 0; k < colleagues->n; k++) {
        const PersonRow *row = &colleagues->rows[k];
        if (row->account.id == *account_id || !plan_names_person(words, row->account.name, accusative, task->arena)) continue;
        if (*account_id != 0) { *account_id = 0; return true; }
        *account_id = row->account.id;
    }
    return true;
}

static bool person_said(DbRead *db, const PlanTask *task, MeasurePart part, Str words, MeasurePerson *out, Err *err)
{
    *out = (MeasurePerson){ .part = part, .words = words };
    if (!person_of_words(db, task, words, false, &out->account_id, err)) return false;
    if (out->account_id == 0) out->role = plan_role_of(words, task->plan.org_kind, task->arena);
    return true;
}

bool plan_people_of(DbRead *db, const PlanTask *task, Str lines, const MeasurePerson **out, uint32_t *n, Err *err)
{
    const Str *each;
    uint32_t n_each = lines_split(lines, task->arena, &each);
    if (n_each > LIMIT_MEASURE_PEOPLE) n_each = LIMIT_MEASURE_PEOPLE;
    MeasurePerson *people = arena_array(task->arena, MeasurePerson, n_each + 1u);
    for (uint32_t i = 0; i < n_each; i++)
        if (!person_said(db, task, MEASURE_RESPONSIBLE, each[i], &people[i], err)) return false;
    *out = people;
    *n = n_each;
    return true;
}

bool plan_others_of(DbRead *db, const PlanTask *task, const Measure *said, const MeasurePerson **out, uint32_t *n, Err *err)
{
    MeasurePerson *people = arena_array(task->arena, MeasurePerson, LIMIT_MEASURE_PEOPLE);
    *n = 0;
    for (uint32_t i = 0; i < said->n_controllers && *n < LIMIT_MEASURE_PEOPLE; i++)
        if (!person_said(db, task, MEASURE_CONTROLLER, said->controllers[i], &people[(*n)++], err)) return false;
    for (uint32_t i = 0; i < said->n_helpers && *n < LIMIT_MEASURE_PEOPLE; i++)
        if (!person_said(db, task, MEASURE_HELPER, said->helpers[i], &people[(*n)++], err)) return false;
    *out = people;
    return true;
}

bool plan_set_controller(DbRead *db, PlanTask *task, Str words, Err *err)
{
    PlanRow *plan = &task->plan;
    plan->controller = words;
    plan->controller_id = 0;
    if (words.n == 0) return true;
    if (!person_of_words(db, task, words, true, &plan->controller_id, err)) return false;
    return plan->controller_id != 0 || person_of_words(db, task, words, false, &plan->controller_id, err);
}
