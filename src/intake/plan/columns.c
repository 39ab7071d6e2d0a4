/* What the columns of a table are: by the words of its head in any order, or by what the cells hold. */
#include <stdlib.h>

#include "base/utf8.h"
#include "intake/plan/date_.h"
#include "intake/plan/read_.h"
#include "intake/plan/prose_.h"

enum { HEAD_BYTES = 220, HEAD_ROWS = 8 /* of titles before the head */, GUESS_ROWS = 60 };

typedef struct Wording { Role role; const char *starts; } Wording;

/* The first that fits; the same words inside a head count after all beginnings failed. */
static const Wording beginnings[] = {
    { ROLE_NUMBER, "№|n п|п/п|п.п|номер|no п|пункт плана|n|#" },
    { ROLE_EXPECTED, "что должно|что получ|чего жд|ожидаем|планируемый результат|планируемые результат|предполагаемый результат|прогнозируем|результат|показател|индикатор|форма отч|формы отч|форма представл|форма контрол|форма завершен|форма реализац|форма подтвержд|выход|дальнейш|итог|продукт|отчет|подтвержд|вид документ|документ|конечный|критери" },
    { ROLE_PARTICIPANTS, "участник|категори|целев|аудитори|контингент|для кого|класс|охват|состав участник|субъект|адресат|кого |с кем|кому " },
    { ROLE_TASK, "задач|цел" },
    { ROLE_RESPONSIBLE, "ответствен|отв|исполнител|соисполнител|исп.|кто провод|кто исполн|кто отвеч|исполняет|кто|фио ответств|ф.и.о. ответств" },
    { ROLE_TERM, "срок|дата|даты|период|время|месяц|когда|планируемый срок|планируемые срок|плановый срок|планируемая дата|календарн|график" },
    { ROLE_TITLE, "мероприят|наименование мероприят|название мероприят|перечень мероприят|планируемые мероприят|планируемое мероприят|наименование работ|наименование мер|содержание|действи|планируемые действ|вид деятельн|виды деятельн|виды работ|вид работ|вид мероприят|формы работ|форма работ|основные мероприят|что |тема|меры|мера|наименование|название|вопрос|работа|поручение" },
    { ROLE_TASK, "направлен|раздел|блок" },
};
static const Wording inside[] = {
    { ROLE_OTHER, "отметк|примечан|выполнен|исполнении|финансир|объем|источник" },
    { ROLE_RESPONSIBLE, "ответствен|исполнител" },
    { ROLE_TERM, "срок|дата" },
    { ROLE_TITLE, "мероприят" },
    { ROLE_EXPECTED, "результат|показател|отчетн" },
    { ROLE_PARTICIPANTS, "участник" },
};

static bool role_by(const Wording *words, size_t n, Str folded, bool within, Role *role)
{
    for (size_t i = 0; i < n; i++) {
        if (!(within ? prose_holds(folded, words[i].starts) : prose_starts(folded, words[i].starts))) continue;
        *role = words[i].role;
        return true;
    }
    return false;
}

static bool role_of(Str folded, Role *role)
{
    if (folded.n == 0 || folded.n > HEAD_BYTES) return false;
    if (prose_starts(folded, "отметк|примечан|сроки по месяц|как понят срок|что уточнить")) return *role = ROLE_OTHER, true;
    if (prose_starts(folded, "n") && folded.n > 8) return false;
    return role_by(beginnings, sizeof beginnings / sizeof *beginnings, folded, false, role) || role_by(inside, sizeof inside / sizeof *inside, folded, true, role);
}

Role columns_role(Str head, Arena *arena)
{
    Role role;
    return role_of(prose_fold(arena, head), &role) ? role : ROLE_OTHER;
}

static Str cell_text(Arena *arena, const DocCell *cell)
{
    Prose text = { 0 };
    if (cell->n_paras == 1) return prose_flat(arena, cell->paras[0].text);
    for (uint32_t i = 0; i < cell->n_paras; i++) prose_add(arena, &text, prose_flat(arena, cell->paras[i].text));
    return prose_str(&text);
}

bool columns_have(const Columns *columns, Role role)
{
    for (uint16_t i = 0; i < columns->n; i++)
        if (columns->role[i] == role) return true;
    return false;
}

/* ---- by a head ---- */

/* At least two known words, and most cells short; words of sentences are not words of a head. */
static bool is_head(const DocRow *row, Arena *arena)
{
    uint32_t n_filled = 0, n_known = 0, seen = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) {
        Role role;
        Str folded = prose_fold(arena, cell_text(arena, &row->cells[i]));
        Str number;
        if (folded.n == 0) continue;
        n_filled++;
        if (prose_is_number(folded, &number) || (prose_is_time(folded) && !prose_holds(folded, "срок|дата|даты|период"))) return false;
        if (!role_of(folded, &role)) continue;
        n_known++;
        if (role != ROLE_OTHER) seen |= 1u << role;
    }
    bool named = (seen & (1u << ROLE_TITLE | 1u << ROLE_TASK)) != 0;
    bool told = (seen & (1u << ROLE_TERM | 1u << ROLE_RESPONSIBLE | 1u << ROLE_EXPECTED | 1u << ROLE_PARTICIPANTS)) != 0;
    return n_known >= 2 && 2 * n_known >= n_filled && ((named && told) || (named && (seen & 1u << ROLE_NUMBER) != 0) || ((seen & 1u << ROLE_TERM) != 0 && (seen & 1u << ROLE_RESPONSIBLE) != 0));
}

/* The row under a head goes on with it: under cells that span columns there are others («начало», «окончание»), and rows of a head may span. */
static bool is_second_row(const DocTable *table, uint32_t i, const DocRow *head)
{
    const DocRow *row = &table->rows[i];
    uint32_t n_split = 0, n_tall = 0;
    for (uint32_t k = 0; k < head->n_cells; k++) {
        n_split += head->cells[k].col_span > 1;
        n_tall += head->cells[k].row_span > 1;
    }
    if (row->is_head && !head->is_head) return false;
    if (n_tall > 0) return n_tall < head->n_cells || row->is_head;
    if (n_split == 0) return false;
    for (uint32_t k = 0; k < row->n_cells; k++)
        if (row->cells[k].column == 0 && row->cells[k].n_paras > 0) return false; /* a number: the first measure */
    return true;
}

static void put_head(Columns *out, const DocRow *row, Arena *arena)
{
    for (uint32_t i = 0; i < row->n_cells; i++) {
        const DocCell *cell = &row->cells[i];
        Str text = cell_text(arena, cell);
        for (uint32_t c = cell->column; c < (uint32_t)cell->column + cell->col_span && c < out->n; c++) {
            Role role;
            out->head[c] = out->head[c].n > 0 && text.n > 0 ? arena_printf(arena, "%.*s: %.*s", STR_ARG(out->head[c]), STR_ARG(text)) : out->head[c].n > 0 ? out->head[c] : text;
            out->folded[c] = prose_fold(arena, out->head[c]);
            if (role_of(prose_fold(arena, text), &role) && out->role[c] == ROLE_OTHER) out->role[c] = role;
        }
    }
}

static uint32_t n_of(const Columns *columns, Role role)
{
    uint32_t n = 0;
    for (uint16_t i = 0; i < columns->n; i++) n += columns->role[i] == role;
    return n;
}

/* «0 из 1», «2 из 3»: how much is proved, on a page of ours, and no result that is expected. */
static bool is_share(Str text)
{
    size_t of = str_find(text, STR(" из "));
    long long n;
    return of != SIZE_MAX && str_to_int(str_trim(str_slice(text, 0, of)), &n) && str_to_int(str_trim(str_slice(text, of + strlen(" из "), text.n)), &n);
}

static void drop_shares(const DocTable *table, Arena *arena, Columns *out)
{
    uint32_t n_filled[PLAN_COLUMNS] = { 0 }, n_shares[PLAN_COLUMNS] = { 0 };
    for (uint32_t i = out->n_head_rows; i < table->n_rows && i < GUESS_ROWS; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            Str text = cell_text(arena, cell);
            if (cell->column >= out->n || cell->col_span > 1 || text.n == 0 || str_eq(text, STR("—"))) continue;
            n_filled[cell->column]++;
            n_shares[cell->column] += is_share(text);
        }
    for (uint16_t c = 0; c < out->n; c++)
        if (out->role[c] == ROLE_EXPECTED && n_filled[c] > 0 && n_shares[c] == n_filled[c]) out->role[c] = ROLE_OTHER;
}

/* Only «Мероприятия» is the measure where there are several such columns; where there are none, «Направления» or «Задачи» is. */
static void settle(Columns *out)
{
    if (n_of(out, ROLE_TITLE) == 0) {
        for (uint16_t i = 0; i < out->n; i++)
            if (out->role[i] == ROLE_TASK) {
                out->role[i] = ROLE_TITLE;
                break;
            }
    }
    if (n_of(out, ROLE_TITLE) < 2) return;
    uint16_t best = UINT16_MAX;
    for (uint16_t i = 0; i < out->n; i++) {
        if (out->role[i] != ROLE_TITLE) continue;
        bool sure = prose_holds(out->folded[i], "мероприят");
        if (best == UINT16_MAX || (sure && !prose_holds(out->folded[best], "мероприят"))) best = i;
    }
    for (uint16_t i = 0; i < out->n; i++)
        if (out->role[i] == ROLE_TITLE && i != best) out->role[i] = prose_holds(out->folded[i], "форм|вид") && i > best ? ROLE_OTHER : ROLE_DETAIL;
}

/* «Дата» beside «Время», «план» beside «факт»: one column is the term; beginning and end are one term in two. */
static void one_term(Columns *out)
{
    uint16_t first = UINT16_MAX;
    for (uint16_t i = 0; i < out->n; i++) {
        if (out->role[i] != ROLE_TERM) continue;
        if (first == UINT16_MAX) first = i;
        else if (!prose_holds(out->folded[i], "оконч|заверш|конец|по")) out->role[i] = ROLE_OTHER;
    }
}

/* Numbers under an empty head. */
static void find_numbers(const DocTable *table, Arena *arena, Columns *out)
{
    uint32_t n_filled = 0, n_numbers = 0;
    uint16_t c = 0;
    while (c < out->n && out->head[c].n > 0) c++;
    if (c == out->n || n_of(out, ROLE_NUMBER) > 0) return;
    for (uint32_t i = out->n_head_rows; i < table->n_rows && i < GUESS_ROWS; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            Str text = cell_text(arena, cell), number;
            if (cell->column != c || cell->n_paras == 0 || cell->col_span > 1) continue;
            n_filled++;
            n_numbers += text.n == 0 || prose_is_number(text, &number);
        }
    if (n_filled > 0 && n_numbers * 10 >= n_filled * 6) out->role[c] = ROLE_NUMBER;
}

/* A head that names no measures has an unnamed column of long words. */
static void find_title(const DocTable *table, Columns *out)
{
    if (n_of(out, ROLE_TITLE) + n_of(out, ROLE_TASK) > 0) return;
    size_t length[PLAN_COLUMNS] = { 0 };
    for (uint32_t i = out->n_head_rows; i < table->n_rows && i < GUESS_ROWS; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            if (cell->column >= out->n || out->role[cell->column] != ROLE_OTHER) continue;
            for (uint32_t p = 0; p < cell->n_paras; p++) length[cell->column] += cell->paras[p].text.n;
        }
    uint16_t best = UINT16_MAX;
    for (uint16_t c = 0; c < out->n; c++)
        if (prose_starts(out->folded[c], "решил|решени|постановил|принятое реш|принятые реш")) length[c] = SIZE_MAX; /* beside «Слушали» */
    for (uint16_t c = 0; c < out->n; c++)
        if (length[c] > 0 && (best == UINT16_MAX || length[c] > length[best])) best = c;
    if (best != UINT16_MAX) out->role[best] = ROLE_TITLE;
}

/* One column of both counts as that of people: terms are picked out of it. */
static void find_mixed(Columns *out)
{
    for (uint16_t i = 0; i < out->n; i++) {
        if ((out->role[i] != ROLE_TERM && out->role[i] != ROLE_RESPONSIBLE) || !prose_holds(out->folded[i], "срок|дата") || !prose_holds(out->folded[i], "ответственн|исполнители|исполнитель")) continue;
        out->role[i] = ROLE_RESPONSIBLE;
        out->mixed = true;
    }
}

static bool is_text(const DocRow *row)
{
    enum { TEXT_CELLS = 2 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) n += row->cells[i].n_paras > 0;
    return n <= TEXT_CELLS;
}

/* Any number of rows may stand above a head, if they are text: an approval, a title, aims, points of an order. */
static bool find_head(const DocTable *table, Arena *arena, Columns *out)
{
    uint32_t n_text = 0;
    for (uint32_t i = 0; i < table->n_rows; i++) {
        bool above = i < HEAD_ROWS || n_text * 4 >= i * 3;
        n_text += is_text(&table->rows[i]);
        if (!above || !is_head(&table->rows[i], arena)) continue;
        *out = (Columns){ .n = table->n_columns, .i_head_row = i, .n_head_rows = i + 1 };
        put_head(out, &table->rows[i], arena);
        if (i + 1 < table->n_rows && is_second_row(table, i + 1, &table->rows[i])) put_head(out, &table->rows[++i], arena), out->n_head_rows++;
        drop_shares(table, arena, out);
        find_mixed(out);
        find_numbers(table, arena, out);
        find_title(table, out);
        one_term(out);
        settle(out);
        return true;
    }
    return false;
}

/* ---- by what stands in them ---- */

typedef struct Looks { uint32_t n, n_numbers, n_times, n_people; size_t n_bytes; } Looks;

static void look(const DocTable *table, Arena *arena, Looks *looks)
{
    for (uint32_t i = 0; i < table->n_rows && i < GUESS_ROWS; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            Str text = cell_text(arena, cell), folded = utf8_fold(arena, text), number;
            bool labelled = text.n == 0 && cell->n_paras > 0 && cell->paras[0].label.n > 0;
            if ((text.n == 0 && !labelled) || cell->col_span > 1) continue;
            Looks *of = &looks[cell->column];
            of->n++;
            of->n_bytes += text.n;
            of->n_numbers += labelled || prose_is_number(text, &number);
            of->n_times += text.n < 200 && prose_is_time(folded);
            of->n_people += text.n < 300 && prose_starts(folded, "директор|заместител|зам|руководител|педагог|учител|методист|администрац|классн|завуч|специалист|имц|уо|оо|оу|мку|мбу|мкоу|мбоу|комитет|управлени|отдел|школ|рмо|шмо|ммс|ирo|лоиро|начальник");
        }
}

/* A column of numbers or of times must be there: words alone are no plan. */
static bool guess(const DocTable *table, Arena *arena, Columns *out)
{
    Looks looks[PLAN_COLUMNS] = { 0 };
    size_t longest = 0;
    bool sure = false;
    if (table->n_columns < 2 || table->n_rows < 2) return false;
    look(table, arena, looks);
    *out = (Columns){ .n = table->n_columns };
    for (uint16_t c = 0; c < out->n; c++) {
        const Looks *of = &looks[c];
        if (of->n == 0) continue;
        if (c == 0 && of->n_numbers * 10 >= of->n * 6) out->role[c] = ROLE_NUMBER;
        else if (of->n_times * 10 >= of->n * 6 && !columns_have(out, ROLE_TERM) && of->n_bytes / of->n < 120) out->role[c] = ROLE_TERM, sure = true;
        else if (of->n_people * 2 >= of->n && of->n_bytes / of->n < 200 && c > 0) out->role[c] = ROLE_RESPONSIBLE;
        else if (of->n_bytes / of->n > longest) longest = of->n_bytes / of->n;
    }
    if (!sure || longest < 20) return false;
    for (uint16_t c = 0; c < out->n; c++) {
        if (out->role[c] != ROLE_OTHER || looks[c].n == 0 || looks[c].n_bytes / looks[c].n * 2 < longest) continue;
        out->role[c] = columns_have(out, ROLE_TITLE) ? ROLE_EXPECTED : ROLE_TITLE;
    }
    return true;
}

/* «когда | кто | что»: the journal under an exported page, whatever rows stand over its head. */
static bool heads_journal(const DocRow *row, Arena *arena)
{
    static const char *const heads[] = { "когда", "кто", "что" };
    enum { N = sizeof heads / sizeof *heads };
    uint32_t n = 0;
    bool same = true;
    for (uint32_t k = 0; k < row->n_cells && same; k++) {
        Str folded = prose_fold(arena, cell_text(arena, &row->cells[k]));
        if (folded.n > 0) same = n < N && str_eq(folded, str_of(heads[n])), n++;
    }
    return same && n == N;
}

static bool is_journal(const DocTable *table, Arena *arena)
{
    for (uint32_t i = 0; i < table->n_rows && i < HEAD_ROWS; i++)
        if (heads_journal(&table->rows[i], arena)) return true;
    return false;
}

bool columns_foreign(const DocTable *table, Arena *arena)
{
    uint32_t n = 0;
    if (is_journal(table, arena)) return true;
    for (uint32_t i = 0; table->n_rows > 0 && i < table->rows[0].n_cells; i++) {
        Str folded = prose_fold(arena, cell_text(arena, &table->rows[0].cells[i]));
        n += folded.n <= HEAD_BYTES && prose_starts(folded, "подпис|фио|ф.и.о|ф. и. о|фамили|должност|телефон|адрес|e-mail|электронн|школа|оо|класс|код|количеств|кол-во|учеников|обучающ|предмет|балл|процент|оценк");
    }
    return n >= 2 && !is_head(&table->rows[0], arena);
}

/* «№ | Школа | Код | Учеников» after the plan: a head, but of something else. A row of the plan itself has no «№» over numbers. */
static bool heads_other(const DocRow *row, Arena *arena)
{
    Str number;
    Role role;
    if (row->n_cells < 2 || row->cells[0].column != 0 || is_head(row, arena)) return false;
    Str first = prose_fold(arena, cell_text(arena, &row->cells[0]));
    if (prose_is_number(first, &number) || !role_of(first, &role) || role != ROLE_NUMBER) return false;
    for (uint32_t i = 1; i < row->n_cells; i++)
        if (cell_text(arena, &row->cells[i]).n == 0 || cell_text(arena, &row->cells[i]).n > HEAD_BYTES) return false;
    return true;
}

bool columns_other_head(const DocTable *table, Arena *arena) { return table->n_rows > 1 && heads_other(&table->rows[0], arena); }

bool columns_is_head(const DocTable *table, uint32_t i, Arena *arena)
{
    const DocRow *row = &table->rows[i];
    return is_head(row, arena) || (i + 1 < table->n_rows && heads_other(row, arena)) || heads_journal(row, arena);
}

/* Inside a table «Тематические уроки | Классы 5–9 | Отчёт» would pass for a head: two of the words that stand in nearly every head are asked. */
bool columns_next_head(const DocTable *table, uint32_t i, uint32_t to, Arena *arena)
{
    const DocRow *row = &table->rows[to];
    uint32_t n_sure = 0;
    bool same = row->n_cells == table->rows[i].n_cells;
    if (!columns_is_head(table, to, arena)) return false;
    for (uint32_t k = 0; k < row->n_cells; k++) {
        Str text = prose_fold(arena, cell_text(arena, &row->cells[k]));
        n_sure += prose_starts(text, "№|мероприят|наименование|содержание|срок|дата|ответствен|исполнител|участники|когда|кто|что");
        same = same && str_eq(text, prose_fold(arena, cell_text(arena, &table->rows[i].cells[k])));
    }
    return !same && n_sure >= (is_head(row, arena) ? 2u : 1u);
}

bool columns_find(const DocTable *table, Arena *arena, Columns *out)
{
    if (table->n_columns > PLAN_COLUMNS || columns_foreign(table, arena)) return false;
    return find_head(table, arena, out) || guess(table, arena, out);
}

/* ---- again ---- */

static bool column_numbers(const DocRow *row, Arena *arena)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) {
        Str number, text = cell_text(arena, &row->cells[i]);
        long long value;
        if (text.n == 0) continue;
        if (!prose_is_number(text, &number) || !str_to_int(number, &value) || value != ++n) return false;
    }
    return n >= 3;
}

bool columns_repeated(const Columns *columns, const DocRow *row, Arena *arena)
{
    uint32_t n_filled = 0, n_same = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) {
        Str folded = prose_fold(arena, cell_text(arena, &row->cells[i]));
        uint16_t c = row->cells[i].column;
        if (folded.n == 0) continue;
        n_filled++;
        if (c >= columns->n || columns->folded[c].n == 0) continue;
        bool second = str_ends(columns->folded[c], arena_printf(arena, ": %.*s", STR_ARG(folded))); /* of a head of two rows */
        n_same += second || str_eq(folded, columns->folded[c]) || str_starts(columns->folded[c], folded);
    }
    return (n_filled >= 2 && n_same * 10 >= n_filled * 7) || column_numbers(row, arena);
}
