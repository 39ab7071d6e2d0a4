/* What the columns of a table are: by the words of its head in any order, or by what the cells hold. */
#include "intake/plan/columns_.h"

enum { HEAD_ROWS = 8 /* of titles before the head */ };

bool columns_have(const Columns *columns, Role role)
{
    for (uint16_t i = 0; i < columns->n; i++)
        if (columns->role[i] == role) return true;
    return false;
}

/* ---- by a head ---- */

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
        Str text = columns_text(arena, cell);
        for (uint32_t c = cell->column; c < (uint32_t)cell->column + cell->col_span && c < out->n; c++) {
            Role role;
            out->head[c] = out->head[c].n > 0 && text.n > 0 ? arena_printf(arena, "%.*s: %.*s", STR_ARG(out->head[c]), STR_ARG(text)) : out->head[c].n > 0 ? out->head[c] : text;
            out->folded[c] = prose_fold(arena, out->head[c]);
            if (!columns_word(prose_fold(arena, text), &role) || out->role[c] != ROLE_OTHER) continue;
            out->role[c] = role;
            out->left_out[c] = role == ROLE_OTHER;
        }
    }
}

static uint32_t n_of(const Columns *columns, Role role)
{
    uint32_t n = 0;
    for (uint16_t i = 0; i < columns->n; i++) n += columns->role[i] == role;
    return n;
}

static void become(Columns *out, Role from, Role to)
{
    for (uint16_t i = 0; i < out->n; i++)
        if (out->role[i] == from) out->role[i] = to;
}

/* Only «Мероприятия» is the measure where there are several such columns; where there are none, what is checked is, «Направления» or «Задачи». */
static void one_title(Columns *out)
{
    become(out, ROLE_OBJECT, n_of(out, ROLE_TITLE) == 0 ? ROLE_TITLE : ROLE_NOTE);
    for (uint16_t i = 0; i < out->n && n_of(out, ROLE_TITLE) == 0; i++)
        if (out->role[i] == ROLE_TASK) out->role[i] = ROLE_TITLE;
    if (n_of(out, ROLE_TITLE) < 2) return;
    uint16_t best = UINT16_MAX;
    for (uint16_t i = 0; i < out->n; i++) {
        if (out->role[i] != ROLE_TITLE) continue;
        bool sure = prose_holds(out->folded[i], "мероприят");
        if (best == UINT16_MAX || (sure && !prose_holds(out->folded[best], "мероприят"))) best = i;
    }
    for (uint16_t i = 0; i < out->n; i++)
        if (out->role[i] == ROLE_TITLE && i != best) out->role[i] = prose_holds(out->folded[i], "форм|вид") && i > best ? ROLE_NOTE : ROLE_DETAIL;
}

/* «Дата» beside «Время», «план» beside «факт»: one column is the term; beginning and end are one term in two. */
static void one_term(Columns *out)
{
    uint16_t first = UINT16_MAX;
    for (uint16_t i = 0; i < out->n; i++) {
        if (out->role[i] != ROLE_TERM) continue;
        if (first == UINT16_MAX) first = i;
        else if (!prose_holds(out->folded[i], "оконч|заверш|конец|по")) out->left_out[i] = prose_holds(out->folded[i], "факт|выполн|исполн"), out->role[i] = out->left_out[i] ? ROLE_OTHER : ROLE_NOTE;
    }
}

/* Who answers is one column; whoever else is named there helps. */
static void one_answer(Columns *out)
{
    static const Role instead[] = { ROLE_SPEAKER, ROLE_HELPERS };
    for (size_t k = 0; k < sizeof instead / sizeof *instead; k++)
        become(out, instead[k], n_of(out, ROLE_RESPONSIBLE) == 0 ? ROLE_RESPONSIBLE : ROLE_HELPERS);
    uint16_t best = UINT16_MAX;
    for (uint16_t i = 0; i < out->n; i++) {
        if (out->role[i] != ROLE_RESPONSIBLE) continue;
        bool sure = prose_starts(out->folded[i], "ответствен|отв");
        if (best == UINT16_MAX || (sure && !prose_starts(out->folded[best], "ответствен|отв"))) best = i;
    }
    for (uint16_t i = 0; i < out->n; i++)
        if (out->role[i] == ROLE_RESPONSIBLE && i != best) out->role[i] = ROLE_HELPERS;
}

/* «Показатель» before «Целевое значение»: the nearest of what is expected. */
static void pair_targets(Columns *out)
{
    uint16_t near = UINT16_MAX;
    for (uint16_t i = 0; i < out->n; i++) {
        if (out->role[i] == ROLE_EXPECTED) near = i;
        if (out->role[i] != ROLE_TARGET) continue;
        if (near != UINT16_MAX) out->role[near] = ROLE_INDICATOR;
        return;
    }
}

/* Each has its own place in a measure, so that rows broken over pages go on with the right one. */
static void number_notes(Columns *out)
{
    uint32_t n = 0;
    for (uint16_t i = 0; i < out->n; i++)
        if (out->role[i] == ROLE_NOTE) out->role[i] = n < PLAN_NOTES ? (Role)(ROLE_NOTE + n++) : ROLE_OTHER;
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

static void settle(Columns *out)
{
    one_term(out);
    one_title(out);
    one_answer(out);
    pair_targets(out);
    number_notes(out);
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
        if (!above || !columns_head_row(&table->rows[i], arena)) continue;
        *out = (Columns){ .n = table->n_columns, .i_head_row = i, .n_head_rows = i + 1 };
        put_head(out, &table->rows[i], arena);
        if (i + 1 < table->n_rows && is_second_row(table, i + 1, &table->rows[i])) put_head(out, &table->rows[++i], arena), out->n_head_rows++;
        find_mixed(out);
        columns_by_content(table, arena, out);
        settle(out);
        return true;
    }
    return false;
}

/* What stands under a plan on a page of ours: its journal, what was brought for it. */
static bool heads_journal(const DocRow *row, Arena *arena)
{
    static const char *const heads[][3] = { { "когда", "кто", "что" }, { "чем подтверждается", "что пришло", NULL } };
    enum { N = 3 };
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
        uint32_t n = 0;
        bool same = true;
        for (uint32_t k = 0; k < row->n_cells && same; k++) {
            Str folded = prose_fold(arena, columns_text(arena, &row->cells[k]));
            if (folded.n > 0) same = n < N && heads[h][n] != NULL && str_eq(folded, str_of(heads[h][n])), n++;
        }
        if (same && n >= 2 && (n == N || heads[h][n] == NULL)) return true;
    }
    return false;
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
        Str folded = prose_fold(arena, columns_text(arena, &table->rows[0].cells[i]));
        n += folded.n <= COLUMNS_HEAD_BYTES && prose_starts(folded, "подпис|фио|ф.и.о|ф. и. о|фамили|должност|телефон|адрес|e-mail|электронн|школа|оо|класс|код|количеств|кол-во|учеников|обучающ|предмет|балл|процент|оценк");
    }
    return n >= 2 && !columns_head_row(&table->rows[0], arena);
}

/* «№ | Школа | Код | Учеников» after the plan: a head, but of something else. A row of the plan itself has no «№» over numbers. */
static bool heads_other(const DocRow *row, Arena *arena)
{
    Str number;
    Role role;
    if (row->n_cells < 2 || row->cells[0].column != 0 || columns_head_row(row, arena)) return false;
    Str first = prose_fold(arena, columns_text(arena, &row->cells[0]));
    if (prose_is_number(first, &number) || !columns_word(first, &role) || role != ROLE_NUMBER) return false;
    for (uint32_t i = 1; i < row->n_cells; i++)
        if (columns_text(arena, &row->cells[i]).n == 0 || columns_text(arena, &row->cells[i]).n > COLUMNS_HEAD_BYTES) return false;
    return true;
}

bool columns_other_head(const DocTable *table, Arena *arena) { return table->n_rows > 1 && heads_other(&table->rows[0], arena); }

bool columns_is_head(const DocTable *table, uint32_t i, Arena *arena)
{
    const DocRow *row = &table->rows[i];
    return columns_head_row(row, arena) || (i + 1 < table->n_rows && heads_other(row, arena)) || heads_journal(row, arena);
}

/* Inside a table «Тематические уроки | Классы 5–9 | Отчёт» would pass for a head: two of the words that stand in nearly every head are asked. */
bool columns_next_head(const DocTable *table, uint32_t i, uint32_t to, Arena *arena)
{
    const DocRow *row = &table->rows[to];
    uint32_t n_sure = 0;
    bool same = row->n_cells == table->rows[i].n_cells;
    if (!columns_is_head(table, to, arena)) return false;
    for (uint32_t k = 0; k < row->n_cells; k++) {
        Str text = prose_fold(arena, columns_text(arena, &row->cells[k]));
        n_sure += prose_starts(text, "№|мероприят|наименование|содержание|срок|дата|ответствен|исполнител|участники|когда|кто|что");
        same = same && str_eq(text, prose_fold(arena, columns_text(arena, &table->rows[i].cells[k])));
    }
    return !same && n_sure >= (columns_head_row(row, arena) ? 2u : 1u);
}

bool columns_find(const DocTable *table, Arena *arena, Columns *out)
{
    if (table->n_columns > PLAN_COLUMNS || columns_foreign(table, arena)) return false;
    if (find_head(table, arena, out)) return true;
    if (!columns_guess(table, arena, out)) return false;
    settle(out);
    return true;
}

/* «срок, как в плане»: a page of ours, whose other columns say how the plan goes. */
static bool is_own_page(const Columns *columns)
{
    for (uint16_t i = 0; i < columns->n; i++)
        if (prose_starts(columns->folded[i], "срок, как в плане")) return true;
    return false;
}

bool columns_lost(const Columns *columns, uint16_t c, const DocTable *table, Arena *arena)
{
    if (columns->role[c] != ROLE_OTHER || is_own_page(columns) || prose_starts(columns->folded[c], "слушали|выступил|рассмотрели|обсуждали")) return false; /* minutes tell more than their decisions */
    for (uint32_t i = columns->n_head_rows; i < table->n_rows; i++)
        for (uint32_t k = 0; k < table->rows[i].n_cells; k++) {
            const DocCell *cell = &table->rows[i].cells[k];
            if (cell->column != c || cell->col_span > 1 || cell->n_paras == 0) continue;
            Str text = columns_text(arena, cell), number;
            if (text.n > 2 && !prose_is_number(text, &number) && !columns_repeated(columns, &table->rows[i], arena)) return true;
        }
    return false;
}

/* ---- again ---- */

static bool column_numbers(const DocRow *row, Arena *arena)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->n_cells; i++) {
        Str number, text = columns_text(arena, &row->cells[i]);
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
        Str folded = prose_fold(arena, columns_text(arena, &row->cells[i]));
        uint16_t c = row->cells[i].column;
        if (folded.n == 0) continue;
        n_filled++;
        if (c >= columns->n || columns->folded[c].n == 0) continue;
        bool second = str_ends(columns->folded[c], arena_printf(arena, ": %.*s", STR_ARG(folded))); /* of a head of two rows */
        n_same += second || str_eq(folded, columns->folded[c]) || str_starts(columns->folded[c], folded);
    }
    return (n_filled >= 2 && n_same * 10 >= n_filled * 7) || column_numbers(row, arena);
}
