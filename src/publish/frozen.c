#include "publish/frozen.h"

#include "base/date.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "publish/office/words.h"
#include "publish/rich.h"

typedef struct Freezing { Json json; Str only /* folded */; const Doc *doc; Doc twins; Arena *arena; uint32_t n_tables, n_rows; } Freezing;

static Str plain(Freezing *it, Str rich) { return words_plain(it->arena, rich_plain(it->arena, rich)); }

static bool is_number(const Column *column) { return column->kind == COLUMN_NUMBER; }

/* A column of buttons says nothing on paper. */
static bool says_nothing(const Table *table, uint32_t c)
{
    for (uint32_t r = 0; r < table->n_rows; r++)
        if (table->rows[r].cells[c].kind != CELL_ACTION && (table->rows[r].kind != ROW_SECTION || c == 0)) return false;
    return table->n_rows > 0;
}

static Str cell_words(Freezing *it, CellKind kind, const Cell *cell, const Column *column)
{
    Str words = kind == CELL_ACTION ? STR_EMPTY : kind == CELL_MISSING ? STR("—") : kind == CELL_HIDDEN ? STR("скрыто") : words_cell(it->arena, kind, cell, column);
    Str small = cell->kind != CELL_TEXT && cell->kind != CELL_TOO_FEW && kind == cell->kind && cell->text.n > 0 ? plain(it, cell->text) : STR_EMPTY;
    words = plain(it, words);
    return small.n > 0 ? arena_printf(it->arena, "%.*s, %.*s", STR_ARG(words), STR_ARG(small)) : words;
}

static void put_table(Freezing *it, const Table *table, Str title)
{
    if (it->only.n > 0 && str_find(utf8_fold(it->arena, plain(it, title)), it->only) == SIZE_MAX) return;
    Json *json = &it->json;
    CellKind *kinds = arena_array(it->arena, CellKind, table->n_columns + 1u);
    json_object(json);
    json_put_str(json, "title", plain(it, title));
    if (table->note.n > 0) json_put_str(json, "note", plain(it, table->note));
    json_key(json, "columns");
    json_array(json);
    for (uint32_t c = 0; c < table->n_columns; c++) {
        if (says_nothing(table, c)) continue;
        json_object(json);
        json_put_str(json, "head", words_head(it->arena, table->columns[c].head));
        json_put_bool(json, "number", is_number(&table->columns[c]));
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, "rows");
    json_array(json);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const Row *row = &table->rows[r];
        words_kinds(it->doc, table, row, kinds, it->arena);
        uint32_t covered = 0;
        json_array(json);
        for (uint32_t c = 0; c < table->n_columns; c++) {
            bool empty = covered > 0 || (row->kind == ROW_SECTION && c > 0);
            if (!says_nothing(table, c)) json_str(json, empty ? STR_EMPTY : cell_words(it, kinds[c], &row->cells[c], &table->columns[c]));
            covered = covered > 0 ? covered - 1 : row->cells[c].span > 1 ? row->cells[c].span - 1u : 0;
        }
        json_array_end(json);
    }
    json_array_end(json);
    json_object_end(json);
    it->n_tables++;
    it->n_rows += table->n_rows;
}

static void walk(Freezing *it, const Node *parent)
{
    for (const Node *node = parent->first; node != NULL; node = node->next) {
        if (node->kind == NODE_TABLE && node->table != NULL && !node->table->data_only && node->table->n_rows > 0) put_table(it, node->table, node->table->title);
        if (node->chart != NULL && !node->chart->no_twin) put_table(it, chart_twin(node->chart, &it->twins), node->chart->title);
        walk(it, node);
    }
}

bool frozen_write(const Doc *doc, Str only, Str address, int32_t day, Str moment, Arena *arena, Str *bytes, Err *err)
{
    Buf buf;
    buf_init(&buf, LIMIT_FROZEN_BYTES);
    Freezing it = { .only = utf8_fold(arena, only), .doc = doc, .twins = *doc, .arena = arena };
    json_init(&it.json, &buf, false);
    json_object(&it.json);
    json_put_str(&it.json, "title", plain(&it, doc->title));
    json_put_str(&it.json, "address", address);
    json_put_str(&it.json, "day", date_iso(arena, day));
    json_put_str(&it.json, "moment", moment);
    json_key(&it.json, "facts");
    json_array(&it.json);
    for (uint32_t i = 0; i < doc->n_factline; i++) json_str(&it.json, plain(&it, doc->factline[i]));
    json_array_end(&it.json);
    json_key(&it.json, "tables");
    json_array(&it.json);
    if (doc->root != NULL) walk(&it, doc->root);
    json_array_end(&it.json);
    json_object_end(&it.json);
    bool small = it.n_rows <= LIMIT_FROZEN_ROWS && buf_ok(&buf, NULL);
    if (small) *bytes = arena_str(arena, buf_str(&buf));
    buf_free(&buf);
    if (it.n_tables == 0 && it.only.n > 0) return err_set(err, ERR_INPUT, "Посмотрите, как она называется, или оставьте поле пустым.", "Таблицы «%.*s» на этой странице нет.", STR_ARG(only));
    if (it.n_tables == 0) return err_set(err, ERR_INPUT, "Откройте страницу с таблицей или диаграммой и скопируйте её адрес.", "На этой странице нет ни таблиц, ни диаграмм.");
    return small || err_set(err, ERR_LIMIT, "Сузьте выбор на той странице: одна работа, одна школа, одно состояние.", "На странице слишком много строк для протокола.");
}

/* ---- drawing ---- */

static void show_table(Doc *doc, Node *parent, const FrozenTable *frozen, uint32_t at)
{
    enum { FOLDED_FROM = 30 };
    Column *columns = arena_array(doc->arena, Column, frozen->n_columns + 1u);
    for (uint32_t c = 0; c < frozen->n_columns; c++) columns[c] = (Column){ .head = frozen->heads[c], .kind = frozen->is_number[c] ? COLUMN_NUMBER : COLUMN_TEXT, .open = true };
    Table *table = table_new(doc, arena_printf(doc->arena, "frozen-%.8s-%u", frozen->sha256.at, at), frozen->title, frozen->n_columns, columns, frozen->n_rows);
    table->note = rich_escape(doc->arena, frozen->note);
    for (uint32_t r = 0; r < frozen->n_rows; r++) {
        Cell *cells = table_row(doc, table, ROW_PLAIN);
        for (uint32_t c = 0; c < frozen->n_columns; c++) cells[c] = cell_text(rich_escape(doc->arena, frozen->cells[r * frozen->n_columns + c]));
    }
    Node *holder = parent;
    if (frozen->n_rows > FOLDED_FROM) {
        holder = doc_add(doc, parent, NODE_DETAILS);
        holder->text = arena_printf(doc->arena, "%.*s: %u строк", STR_ARG(rich_escape(doc->arena, frozen->title)), frozen->n_rows);
    }
    doc_table(doc, holder, table);
}

void frozen_show(Doc *doc, Node *parent, const FrozenCopy *copy, Str sha256)
{
    doc_heading(doc, parent, 3, rich_escape(doc->arena, copy->title));
    Str facts = STR_EMPTY;
    for (uint32_t i = 0; i < copy->n_facts; i++) facts = arena_printf(doc->arena, "%.*s%s%.*s", STR_ARG(facts), i > 0 ? "; " : "", STR_ARG(rich_escape(doc->arena, copy->facts[i])));
    if (facts.n > 0) doc_small(doc, parent, facts);
    for (uint32_t i = 0; i < copy->n_tables; i++) show_table(doc, parent, &copy->tables[i], i);
    doc_small(doc, parent, arena_printf(doc->arena, "Данные на %.*s, контрольная сумма %.8s…; с тех пор не менялись. [Как это выглядит сейчас](%.*s)", STR_ARG(copy->moment), sha256.at, STR_ARG(copy->address)));
}
