#include <stdio.h>

#include "base/number.h"
#include "publish/office/paper_.h"
#include "publish/paper.h"
#include "publish/rich.h"

static Cell literal(Doc *paper, Str text) { return cell_text(rich_escape(paper->arena, text)); }

static Table *add_table(Doc *paper, Node *parent, const char *id, Str title, uint32_t n_columns, const char *const *heads, uint32_t n_rows)
{
    Column *columns = arena_array(paper->arena, Column, n_columns);
    for (uint32_t i = 0; i < n_columns; i++) columns[i] = (Column){ .head = str_of(heads[i]), .group = STR_EMPTY, .help = STR_EMPTY };
    Table *table = table_new(paper, str_of(id), title, n_columns, columns, n_rows);
    table->untitled = parent->last && (parent->last->kind == NODE_HEADING || parent->last->kind == NODE_SMALL);
    doc_table(paper, parent, table);
    return table;
}

static void decisions(Doc *paper, Node *parent, const Node *node)
{
    static const char *const heads[] = { "дело", "подробно", "когда" };
    Table *table = add_table(paper, parent, "decisions", STR("Ждут решения"), 3, heads, node->n_items);
    table->empty = node->text;
    for (uint32_t i = 0; i < node->n_items; i++) {
        const Decision *from = &node->decisions[i];
        Cell *cells = table_row(paper, table, from->late ? ROW_ATTENTION : ROW_PLAIN);
        cells[0] = literal(paper, from->title);
        cells[0].bold = true;
        cells[1] = cell_text(from->sub);
        cells[2] = literal(paper, from->when);
    }
}

static void board(Doc *paper, Node *parent, const Node *node)
{
    static const char *const heads[] = { "дело", "когда", "кто" };
    uint32_t n_rows = node->n_items;
    for (uint32_t i = 0; i < node->n_items; i++) n_rows += node->lanes[i].n_cards;
    Table *table = add_table(paper, parent, "board", node->text, 3, heads, n_rows);
    table->untitled = true; /* the page is called the same */
    for (uint32_t i = 0; i < node->n_items; i++) {
        const Lane *lane = &node->lanes[i];
        table_row(paper, table, ROW_SECTION)[0] = literal(paper, arena_printf(paper->arena, "%.*s: %u", STR_ARG(lane->title), lane->n_cards));
        for (uint32_t k = 0; k < lane->n_cards; k++) {
            const BoardCard *card = &lane->cards[k];
            Cell *cells = table_row(paper, table, card->late ? ROW_ATTENTION : ROW_PLAIN);
            cells[0] = literal(paper, card->title);
            cells[1] = literal(paper, card->when);
            cells[2] = cell_text(card->who);
        }
    }
}

/* «не сдали: 3, 5, 12»; nothing when there are none. */
static void tiles_in_words(Doc *paper, Node *parent, const Tiles *from, Str words, bool flagged, TileState state)
{
    Buf line;
    buf_init(&line, 0);
    for (uint32_t i = 0; i < from->n_tiles && words.n > 0; i++) {
        const Tile *tile = &from->tiles[i];
        if (flagged ? !tile->flag : tile->state != state) continue;
        Str label = rich_escape(paper->arena, tile->name.n ? tile->name : tile->label), name = rich_escape(paper->arena, words);
        if (line.n == 0) buf_printf(&line, "%.*s: %.*s", STR_ARG(name), STR_ARG(label));
        else buf_printf(&line, ", %.*s", STR_ARG(label));
    }
    if (line.n) doc_text(paper, parent, arena_str(paper->arena, buf_str(&line)));
    buf_free(&line);
}

/* Words on paper, a table where one counts. */
static void tiles(Doc *paper, Node *parent, const Tiles *from)
{
    for (int state = 0; state < N_TILE_STATES; state++) tiles_in_words(paper, parent, from, from->words[state], false, (TileState)state);
    tiles_in_words(paper, parent, from, from->flag_words, true, TILE_DONE);
    static const char *const heads[] = { "№", "состояние" };
    Table *table = add_table(paper, parent, "tiles", from->title, 2, heads, from->n_tiles);
    table->data_only = true;
    for (uint32_t i = 0; i < from->n_tiles; i++) {
        const Tile *tile = &from->tiles[i];
        Cell *cells = table_row(paper, table, ROW_PLAIN);
        cells[0] = literal(paper, tile->name.n ? tile->name : tile->label);
        Str words = from->words[tile->state];
        cells[1] = literal(paper, !tile->flag || from->flag_words.n == 0 ? words : words.n == 0 ? from->flag_words : arena_printf(paper->arena, "%.*s, %.*s", STR_ARG(words), STR_ARG(from->flag_words)));
    }
}

static void strip(Doc *paper, Node *parent, const Strip *from)
{
    Buf words;
    buf_init(&words, 0);
    buf_add(&words, from->summary);
    for (uint32_t i = 0; i < from->n_parts; i++) {
        if (from->parts[i].count == 0) continue;
        Str count = number_int(paper->arena, from->parts[i].count), name = rich_escape(paper->arena, from->parts[i].words);
        buf_printf(&words, "%s%.*s %.*s", words.n == 0 ? "" : i == 0 ? ": " : ", ", STR_ARG(name), STR_ARG(count));
    }
    if (words.n) doc_text(paper, parent, arena_str(paper->arena, buf_str(&words)));
    buf_free(&words);
}

static void chosen(Doc *paper, Node *parent, const Node *node)
{
    for (uint32_t i = 0; i < node->n_items; i++) {
        if (!node->links[i].current) continue;
        Str label = rich_escape(paper->arena, node->text.n ? node->text : STR("Показано")), title = rich_escape(paper->arena, node->links[i].title);
        doc_small(paper, parent, arena_printf(paper->arena, "%.*s: %.*s", STR_ARG(label), STR_ARG(title)));
    }
}

static Str history_text(const HistoryEntry *entry, int column)
{
    const Str texts[] = { entry->when, entry->who, entry->what, entry->before, entry->after, entry->reason };
    return texts[column].n > 0 ? texts[column] : STR_EMPTY;
}

static void history(Doc *paper, Node *parent, const Node *node)
{
    enum { N = 6 };
    static const char *const all[N] = { "когда", "кто", "что", "было", "стало", "причина" };
    const char *heads[N];
    int kept[N];
    uint32_t n = 0;
    for (int k = 0; k < N; k++) {
        bool any = k == 0 || k == 2; /* a column that nobody has filled is left out */
        for (uint32_t i = 0; i < node->n_items && !any; i++) any = history_text(&node->history[i], k).n > 0;
        if (any) kept[n] = k, heads[n++] = all[k];
    }
    Table *table = add_table(paper, parent, "history", STR("История"), n, heads, node->n_items);
    table->empty = STR("Изменений ещё не было.");
    for (uint32_t i = 0; i < node->n_items; i++) {
        Cell *cells = table_row(paper, table, ROW_PLAIN);
        for (uint32_t k = 0; k < n; k++) cells[k] = cell_text(history_text(&node->history[i], kept[k]));
    }
}

static void grid(Doc *paper, Node *parent, const CellGrid *from)
{
    Column *columns = arena_array(paper->arena, Column, (size_t)from->n_columns + 1);
    columns[0] = (Column){ .head = STR("строка"), .kind = COLUMN_NUMBER, .group = STR_EMPTY, .help = STR_EMPTY };
    for (uint32_t i = 0; i < from->n_columns; i++)
        columns[i + 1] = (Column){ .head = from->columns[i].head, .kind = from->columns[i].is_number ? COLUMN_NUMBER : COLUMN_CENTRED, .group = from->columns[i].letter, .help = STR_EMPTY };
    Table *table = table_new(paper, STR("grid"), from->title, from->n_columns + 1, columns, from->n_rows);
    table->dense = true;
    table->wide = from->n_columns > 12;
    for (uint32_t r = 0; r < from->n_rows; r++) {
        Cell *cells = table_row(paper, table, ROW_PLAIN);
        cells[0] = cell_int(from->rows[r].number);
        for (uint32_t i = 0; i < from->n_columns; i++) {
            const GridCell *cell = &from->rows[r].cells[i];
            cells[i + 1] = literal(paper, cell->text);
            cells[i + 1].bold = cell->state != GRID_PLAIN;
            if (cell->state == GRID_WRONG) table->rows[r].kind = ROW_ATTENTION;
        }
    }
    doc_table(paper, parent, table);
}

static void remarks(Doc *paper, Node *parent, const Node *node)
{
    static const char *const heads[] = { "ячейка", "замечание", "стоит", "пояснение" };
    Table *table = add_table(paper, parent, "remarks", STR("Замечания"), 4, heads, node->n_items);
    table->empty = STR("Замечаний нет.");
    for (uint32_t i = 0; i < node->n_items; i++) {
        const CellRemark *remark = &node->remarks[i];
        Cell *cells = table_row(paper, table, ROW_PLAIN);
        cells[0] = literal(paper, remark->cell);
        cells[1] = literal(paper, remark->title);
        cells[2] = literal(paper, remark->value);
        cells[3] = cell_text(remark->text.n ? remark->text : STR_EMPTY);
    }
}

static void pager(Doc *paper, Node *parent, const Pager *from)
{
    Arena *arena = paper->arena;
    doc_small(paper, parent, arena_printf(arena, "Показаны %u–%u из %.*s %.*s", from->from, from->to, STR_ARG(number_int(arena, from->total)), STR_ARG(from->of)));
}

/* In the files of a page a paper is its words: the paper itself is a file of its own (paper_docx). */
static void office(Doc *paper, Node *parent, const Paper *from)
{
    Buf buf;
    buf_init(&buf, 0);
    paper_text(from, &buf);
    for (Str rest = arena_str(paper->arena, buf_str(&buf)); rest.n > 0;) {
        size_t end = str_find(rest, STR("\n"));
        Str line = str_trim(str_slice(rest, 0, end == SIZE_MAX ? rest.n : end));
        if (line.n > 0) doc_text(paper, parent, rich_escape(paper->arena, line));
        rest = end == SIZE_MAX ? STR_EMPTY : str_slice(rest, end + 1, rest.n);
    }
    buf_free(&buf);
}

bool paper_node(Doc *paper, Node *parent, const Node *node)
{
    switch (node->kind) {
    case NODE_DECISIONS: decisions(paper, parent, node); return true;
    case NODE_BOARD: board(paper, parent, node); return true;
    case NODE_TILES: tiles(paper, parent, node->tiles); return true;
    case NODE_STRIP: strip(paper, parent, node->strip); return true;
    case NODE_CHIPS: case NODE_SWITCH: chosen(paper, parent, node); return true;
    case NODE_HISTORY: history(paper, parent, node); return true;
    case NODE_GRID: grid(paper, parent, node->grid); return true;
    case NODE_REMARKS: remarks(paper, parent, node); return true;
    case NODE_PAGER: pager(paper, parent, node->pager); return true;
    case NODE_OFFICE: office(paper, parent, node->office); return true;
    case NODE_BUTTONS: case NODE_LEGEND: return true;
    default: return false;
    }
}

/* A column that holds nothing but buttons says nothing on paper. */
static bool only_actions(const Table *table, uint32_t column)
{
    bool any = false;
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const Cell *cell = &table->rows[r].cells[column];
        if (table->rows[r].kind == ROW_SECTION) continue;
        if (cell->kind == CELL_ACTION) any = true;
        else if (cell->kind != CELL_MISSING && (cell->kind != CELL_TEXT || cell->text.n)) return false;
    }
    return any;
}

static Str field_words(Doc *paper, const Field *field)
{
    for (uint32_t i = 0; i < field->n_options; i++)
        if (str_eq(field->options[i].value, field->value)) return rich_escape(paper->arena, field->options[i].title);
    if (field->kind == FIELD_CHECK) return str_eq(field->value, STR("1")) ? STR("да") : STR("нет");
    return rich_escape(paper->arena, field->value);
}

const Table *paper_table(Doc *paper, const Table *table)
{
    bool plain = true;
    for (uint32_t r = 0; r < table->n_rows && plain; r++)
        for (uint32_t c = 0; c < table->n_columns && plain; c++) plain = table->rows[r].cells[c].kind != CELL_ACTION && table->rows[r].cells[c].kind != CELL_FIELD;
    if (plain) return table;
    Arena *arena = paper->arena;
    uint32_t n = 0, *kept = arena_array(arena, uint32_t, table->n_columns);
    for (uint32_t c = 0; c < table->n_columns; c++)
        if (!only_actions(table, c)) kept[n++] = c;
    if (n == 0) return table;
    Column *columns = arena_array(arena, Column, n);
    for (uint32_t c = 0; c < n; c++) columns[c] = table->columns[kept[c]];
    Table *copy = arena_one(arena, Table);
    *copy = *table;
    copy->n_columns = n;
    copy->columns = columns;
    copy->n_rows = 0;
    copy->max_rows = table->n_rows;
    copy->rows = arena_array(arena, Row, table->n_rows);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        Cell *cells = table_row(paper, copy, table->rows[r].kind);
        copy->rows[r].anchor_id = table->rows[r].anchor_id;
        for (uint32_t c = 0; c < n; c++) {
            const Cell *from = &table->rows[r].cells[kept[c]];
            cells[c] = from->kind == CELL_ACTION ? cell_missing() : from->kind == CELL_FIELD ? cell_text(field_words(paper, from->field)) : *from;
        }
    }
    return copy;
}
