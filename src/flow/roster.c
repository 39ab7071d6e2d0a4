#include "flow/roster_.h"

#include "base/utf8.h"

enum { NAME_WORDS = 4, ROW_WORDS = 48, CHOICES = 8, CELLS = 64 };
/* What a match is worth: a surname alone is none, words are more than initials. */
enum { BY_LOGIN = 1000, BY_SURNAME = 100, BY_WORD = 40, BY_INITIAL = 20, BY_EVERY_WORD = 5 };

typedef struct Word { Str text /* folded */; bool initial, sure /* with a stop, or a capital letter: no conjunction */; uint32_t i_cell; } Word;
typedef struct Name { const PersonRow *row; Str login, email; uint32_t n; Word words[NAME_WORDS]; } Name;
struct Roster { uint32_t n; Name *names; };

/* ---- words ---- */

static bool is_letter(uint32_t cp) { return utf8_lower(cp) != utf8_upper(cp); }
static bool parts_cells(uint32_t cp) { return cp == ';' || cp == ',' || cp == '\t' || cp == '|' || cp == '\n'; }

/* Words of letters; «5А» and what belongs to an e-mail are none. */
static uint32_t words_of(Str text, uint32_t most, Arena *arena, Word *out)
{
    uint32_t n = 0, i_cell = 0, last = ' ';
    for (size_t i = 0; i < text.n && n < most;) {
        size_t from = i, end;
        uint32_t cp = utf8_next(text, &i), letters = 1;
        i_cell += parts_cells(cp);
        bool begins = is_letter(cp) && !(last >= '0' && last <= '9');
        last = cp;
        if (!begins) continue;
        for (end = i; i < text.n; end = i, letters++) {
            last = utf8_next(text, &i);
            if (!is_letter(last) && last != '-' && last != '\'') { i = end; break; }
        }
        uint32_t after = i < text.n ? (unsigned char)text.at[i] : ' ';
        if (after == '@' || after == '_' || (after >= '0' && after <= '9')) { /* of an address or a login */
            while (i < text.n && !parts_cells((unsigned char)text.at[i]) && text.at[i] != ' ') i++;
            continue;
        }
        out[n++] = (Word){ utf8_fold_lookalike(arena, str_slice(text, from, end)), letters == 1, after == '.' || cp == utf8_upper(cp), i_cell };
        last = ' ';
    }
    return n;
}

static bool is_patronymic(Str word) { return word.n > 8 && (str_ends(word, STR("вич")) || str_ends(word, STR("вна")) || str_ends(word, STR("ична")) || str_ends(word, STR("оглы")) || str_ends(word, STR("кызы"))); }

/* 0: two different words. */
static int likeness(const Word *a, const Word *b)
{
    if (!a->initial && !b->initial) return str_eq(a->text, b->text) ? BY_WORD : 0;
    size_t i = 0, k = 0;
    return utf8_next(a->text, &i) == utf8_next(b->text, &k) ? BY_INITIAL : 0;
}

/* ---- one name against words of a row ---- */

typedef struct Form { const Word *surname, *first, *second; /* NULL: not said */ } Form;

/* A surname stands before the other names or behind them. */
static Form form_of(const Word *words, uint32_t n, bool surname_last)
{
    if (surname_last) return (Form){ &words[n - 1], &words[0], n > 2 ? &words[1] : NULL };
    return (Form){ &words[0], &words[1], n > 2 ? &words[2] : NULL };
}

static int worth(Form said, Form called)
{
    if (said.surname->initial || called.surname->initial || !str_eq(said.surname->text, called.surname->text)) return 0;
    int first = likeness(said.first, called.first), second = 0;
    if (first == 0) return 0;
    if (said.second != NULL && called.second != NULL && (second = likeness(said.second, called.second)) == 0) return 0;
    bool told = said.second == NULL ? !said.first->initial || said.first->sure : said.second->initial || is_patronymic(said.second->text) || second > 0;
    return told ? BY_SURNAME + first + second + ((said.second == NULL) == (called.second == NULL) ? BY_EVERY_WORD : 0) : 0;
}

/* «Иванова Анна» is no whole name where «Сергеевна» or «С.» goes on. */
static bool goes_on(const Word *words, uint32_t n, uint32_t from, uint32_t to)
{
    bool before = from > 0 && words[from - 1].initial && words[from - 1].sure && words[from - 1].i_cell == words[from].i_cell;
    bool behind = to < n && ((words[to].initial && words[to].sure && words[to].i_cell == words[to - 1].i_cell) || is_patronymic(words[to].text));
    return before || behind;
}

static int name_worth(const Name *name, const Word *words, uint32_t n)
{
    int best = 0;
    bool there = false;
    if (name->n < 2) return 0;
    for (uint32_t i = 0; i < n && !there; i++) there = str_eq(words[i].text, name->words[0].text) || str_eq(words[i].text, name->words[name->n - 1].text);
    for (uint32_t from = 0; there && from < n; from++)
        for (uint32_t size = 2; size <= 3 && from + size <= n; size++) {
            if (size == 2 && goes_on(words, n, from, from + size)) continue;
            for (int turn = 0; turn < 4; turn++) {
                int one = worth(form_of(&words[from], size, turn & 1), form_of(name->words, name->n < 3 ? name->n : 3, turn & 2));
                best = one > best ? one : best;
            }
        }
    return best;
}

/* ---- a row ---- */

static uint32_t cells_of(Str row, Str cells[CELLS], bool at_blanks)
{
    uint32_t n = 0;
    size_t from = 0;
    for (size_t i = 0; i <= row.n && n < CELLS; i++) {
        if (i < row.n && !parts_cells((unsigned char)row.at[i]) && !(at_blanks && (row.at[i] == ' ' || row.at[i] == '<' || row.at[i] == '>'))) continue;
        Str cell = str_trim(str_slice(row, from, i));
        if (cell.n > 0) cells[n++] = cell;
        from = i + 1;
    }
    return n;
}

static bool has_login(const Name *name, uint32_t n_cells, const Str *cells, uint32_t n_marks, const Str *marks)
{
    for (uint32_t i = 0; i < n_cells; i++)
        if (name->login.n > 0 && str_eq(cells[i], name->login)) return true;
    for (uint32_t i = 0; i < n_marks; i++)
        if (str_find(marks[i], STR("@")) != SIZE_MAX && ((name->email.n > 0 && str_eq(marks[i], name->email)) || str_eq(marks[i], name->login))) return true;
    return false;
}

Roster *roster_new(const PersonRow *rows, uint32_t n, Arena *arena)
{
    Roster *roster = arena_one(arena, Roster);
    *roster = (Roster){ .names = arena_array(arena, Name, n + 1u) };
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && rows[i].account.id == rows[i - 1].account.id) continue;
        Name *name = &roster->names[roster->n++];
        *name = (Name){ .row = &rows[i], .login = utf8_fold(arena, rows[i].account.login), .email = utf8_fold(arena, rows[i].account.email) };
        name->n = words_of(rows[i].account.name, NAME_WORDS, arena, name->words);
    }
    return roster;
}

/* Letters that differ, up to three: enough to tell a slip or an ending from another surname. */
static uint32_t letters_apart(Str a, Str b)
{
    enum { MOST = 40, FAR = 3 };
    uint32_t x[MOST], y[MOST], row[MOST + 1], n = 0, m = 0;
    for (size_t i = 0; i < a.n && n < MOST;) x[n++] = utf8_next(a, &i);
    for (size_t i = 0; i < b.n && m < MOST;) y[m++] = utf8_next(b, &i);
    if ((n > m ? n - m : m - n) >= FAR) return FAR;
    for (uint32_t k = 0; k <= m; k++) row[k] = k;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t corner = row[0];
        row[0] = i;
        for (uint32_t k = 1; k <= m; k++) {
            uint32_t above = row[k], least = corner + (x[i - 1] != y[k - 1]);
            least = above + 1 < least ? above + 1 : least;
            row[k] = row[k - 1] + 1 < least ? row[k - 1] + 1 : least;
            corner = above;
        }
    }
    return row[m] < FAR ? row[m] : FAR;
}

/* How far the nearest word of the row is from a surname; 3: another one. Short words are alike by chance. */
static uint32_t surname_apart(const Name *name, const Word *words, uint32_t n)
{
    enum { SHORT = 8, LONG = 14 /* bytes */ };
    uint32_t nearest = 3;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < name->n && nearest > 0; k += name->n > 1 ? name->n - 1 : 1) {
            const Str *word = &words[i].text, *called = &name->words[k].text;
            uint32_t most = word->n < SHORT ? 0 : word->n < LONG ? 1 : 2;
            if (words[i].initial || (name->n > 2 && is_patronymic(name->words[k == 0 ? 1 : k].text))) continue; /* «Галина» of «Галина Ивановна Тихонова», «Петровна» of «Иванова Анна Петровна» */
            uint32_t apart = most == 0 || is_patronymic(*word) ? (str_eq(*word, *called) ? 0 : 3) : letters_apart(*word, *called);
            if (apart <= most && apart < nearest) nearest = apart;
        }
    return nearest;
}

static RecordChoiceOf choice_of(const Name *name) { return (RecordChoiceOf){ name->row->account.number, name->row->account.name, name->row->account.post, name->row->org.name }; }

void roster_find(const Roster *roster, Str row, Arena *arena, const Account **found, RecordDoubt *doubt)
{
    Word words[ROW_WORDS];
    Str folded = utf8_fold(arena, row), cells[CELLS], marks[CELLS];
    RecordChoiceOf *out = arena_array(arena, RecordChoiceOf, CHOICES);
    const Name *one = NULL;
    uint32_t n = words_of(row, ROW_WORDS, arena, words), n_cells = cells_of(folded, cells, false), n_marks = cells_of(folded, marks, true), n_out = 0;
    int best = 1;
    for (uint32_t i = 0; i < roster->n; i++) {
        const Name *name = &roster->names[i];
        int here = has_login(name, n_cells, cells, n_marks, marks) ? BY_LOGIN : name_worth(name, words, n);
        if (here < best) continue;
        if (here > best) n_out = 0;
        best = here;
        one = name;
        if (n_out < CHOICES) out[n_out++] = choice_of(name);
    }
    *found = n_out == 1 ? &one->row->account : NULL;
    bool several = n_out > 1;
    for (uint32_t apart = 0; n_out == 0 && apart < 3; apart++)
        for (uint32_t i = 0; i < roster->n && n_out < CHOICES; i++)
            if (surname_apart(&roster->names[i], words, n) == apart) out[n_out++] = choice_of(&roster->names[i]);
    *doubt = (RecordDoubt){ .text = row, .several = several, .n_choices = n_out, .choices = out };
}

/* Two or three words of a name, and nothing else. */
static bool is_name(Str cell, Arena *arena)
{
    Word words[NAME_WORDS];
    uint32_t n = words_of(cell, NAME_WORDS, arena, words), n_told = 0;
    for (uint32_t i = 0; i < n; i++) n_told += (words[i].initial && words[i].sure) || is_patronymic(words[i].text);
    return (n == 2 || n == 3) && n_told > 0;
}

uint32_t roster_rows(Str row, Arena *arena, const Str **rows)
{
    Str *cells = arena_array(arena, Str, CELLS), *names = arena_array(arena, Str, CELLS);
    uint32_t n_cells = cells_of(row, cells, false), n = 0;
    bool only = true;
    for (uint32_t i = 0; i < n_cells; i++) {
        Word word;
        if (is_name(cells[i], arena)) names[n++] = cells[i];
        else only = only && words_of(cells[i], 1, arena, &word) == 0; /* a number in front */
    }
    if (only && n > 1) return *rows = names, n;
    names[0] = row;
    *rows = names;
    return 1;
}
