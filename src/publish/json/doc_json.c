/* Any document as data: { title, kicker, level, facts, lead, text, notes, signs, tables, source }. A cell is a number, a string, null (missing), or an object: {low, high}, {value, low, high},
 * {text, href}, {value, note}, {absent: «мало данных»}. Shares are fractions. */
#include "base/json.h"

#include "publish/doc.h"
#include "publish/office/paper.h"
#include "publish/office/words.h"
#include "publish/rich.h"

typedef struct Out { Json json; const Doc *doc; Doc twins; Arena *arena; Str section; } Out;

static Str plain(Out *out, Str rich) { return words_plain(out->arena, rich_plain(out->arena, rich)); }

static void put_plain(Out *out, const char *key, Str rich)
{
    if (rich.n) json_put_str(&out->json, key, plain(out, rich));
}

static bool leads(Str href) { return href.n > 1 && href.at[0] == '/'; }

static void put_number(Out *out, const Cell *cell, bool with_bounds)
{
    Json *json = &out->json;
    bool linked = leads(cell->anchor), noted = cell->text.n > 0;
    if (!with_bounds && !linked && !noted) {
        json_num(json, cell->number);
        return;
    }
    json_object(json);
    json_put_num(json, "value", cell->number);
    if (with_bounds) {
        json_put_num(json, "low", cell->low);
        json_put_num(json, "high", cell->high);
    }
    if (noted) put_plain(out, "note", cell->text);
    if (linked) json_put_str(json, "href", cell->anchor);
    json_object_end(json);
}

static void put_cell(Out *out, CellKind kind, const Cell *cell, const Column *column)
{
    Json *json = &out->json;
    switch (kind) {
    case CELL_INT: case CELL_DEC: case CELL_SIGNED: case CELL_SHARE: case CELL_BAR: put_number(out, cell, false); return;
    case CELL_DOT: put_number(out, cell, true); return;
    case CELL_INTERVAL:
        json_object(json);
        json_put_num(json, "low", cell->low);
        json_put_num(json, "high", cell->high);
        json_object_end(json);
        return;
    case CELL_LEVEL: json_z(json, level_word(cell->level)); return;
    case CELL_MISSING: case CELL_ACTION: json_null(json); return;
    case CELL_TOO_FEW: case CELL_HIDDEN:
        json_object(json);
        put_plain(out, "absent", words_cell(out->arena, kind, cell, column));
        json_object_end(json);
        return;
    case CELL_TEXT: case CELL_FIELD: case CELL_STATE: case CELL_PROVEN: case CELL_TERM: break;
    }
    Str text = plain(out, words_cell(out->arena, kind, cell, column));
    if (!leads(cell->anchor)) {
        json_str(json, text);
        return;
    }
    json_object(json);
    json_put_str(json, "text", text);
    json_put_str(json, "href", cell->anchor);
    json_object_end(json);
}

static void put_columns(Out *out, const Table *table)
{
    static const char *const kinds[] = { "text", "number", "graphic", "centred" };
    Json *json = &out->json;
    json_key(json, "columns");
    json_array(json);
    for (uint32_t c = 0; c < table->n_columns; c++) {
        const Column *column = &table->columns[c];
        json_object(json);
        json_put_str(json, "head", words_plain(out->arena, words_head(out->arena, column->head)));
        if (column->group.n) json_put_str(json, "group", column->group);
        json_put_z(json, "kind", kinds[column->kind]);
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_table(Out *out, const Table *table, Str title)
{
    Json *json = &out->json;
    if (table == NULL) return;
    CellKind *kinds = arena_array(out->arena, CellKind, table->n_columns);
    json_object(json);
    if (table->id.n) json_put_str(json, "id", table->id);
    put_plain(out, "title", title);
    put_plain(out, "section", out->section);
    put_plain(out, "note", table->note);
    put_columns(out, table);
    json_key(json, "rows");
    json_array(json);
    for (uint32_t r = 0; r < table->n_rows; r++) {
        const Row *row = &table->rows[r];
        words_kinds(out->doc, table, row, kinds, out->arena);
        uint32_t covered = 0;
        json_array(json);
        for (uint32_t c = 0; c < table->n_columns; c++) {
            bool empty = covered > 0 || (row->kind == ROW_SECTION && c > 0);
            put_cell(out, empty ? CELL_MISSING : kinds[c], &row->cells[c], &table->columns[c]);
            covered = covered > 0 ? covered - 1 : row->cells[c].span > 1 ? row->cells[c].span - 1u : 0;
        }
        json_array_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void put_facts(Out *out, uint32_t n, const Fact *facts)
{
    for (uint32_t i = 0; i < n; i++) {
        json_object(&out->json);
        json_put_str(&out->json, "name", plain(out, facts[i].name));
        json_put_str(&out->json, "value", plain(out, facts[i].value));
        put_plain(out, "note", facts[i].note);
        json_object_end(&out->json);
    }
}

/* What is gathered in one walk over the tree. */
typedef enum Part { PART_TEXT, PART_FACTS, PART_SIGNS, PART_TABLES } Part;

static void put_sign(Out *out, const Node *node)
{
    Json *json = &out->json;
    json_object(json);
    if (node->number) json_put_int(json, "number", node->number);
    put_plain(out, "title", rich_escape(out->arena, node->text));
    put_plain(out, "text", node->sub);
    if (node->has_level) json_put_z(json, "level", level_word(node->state));
    json_key(json, "facts");
    json_array(json);
    put_facts(out, node->n_facts, node->facts);
    json_array_end(json);
    json_key(json, "innocent");
    json_array(json);
    for (uint32_t i = 0; i < node->n_items; i++) json_str(json, plain(out, node->items[i]));
    json_array_end(json);
    json_object_end(json);
}

static void put_words(Out *out, const Node *node)
{
    Json *json = &out->json;
    switch (node->kind) {
    case NODE_LEAD: case NODE_TEXT: case NODE_SMALL: case NODE_NOTE: json_str(json, plain(out, node->text)); break;
    case NODE_LIST: case NODE_FACTLINE:
        for (uint32_t i = 0; i < node->n_items; i++) json_str(json, plain(out, node->items[i]));
        break;
    default: break;
    }
}

static void walk(Out *out, Part part, const Node *parent)
{
    for (const Node *node = parent->first; node; node = node->next) {
        if (node->kind == NODE_HEADING || (node->kind == NODE_SHEET && parent->first != node)) out->section = rich_escape(out->arena, node->text);
        if (part == PART_TEXT) put_words(out, node);
        if (part == PART_FACTS && node->kind == NODE_FACTS) put_facts(out, node->n_facts, node->facts);
        if (part == PART_SIGNS && node->kind == NODE_SIGN) put_sign(out, node);
        if (part == PART_TABLES && node->kind == NODE_TABLE && node->table) put_table(out, node->table, node->table->title);
        if (part == PART_TABLES && node->chart && !node->chart->no_twin) put_table(out, chart_twin(node->chart, &out->twins), node->kind == NODE_SIGN && node->text.n ? node->text : node->chart->title);
        walk(out, part, node);
    }
}

bool doc_json(const Doc *doc, Buf *buf, Err *err)
{
    static const char *const parts[] = { "text", "facts", "signs", "tables" };
    Arena *arena = arena_new(0);
    const Doc *paper = doc_paper(doc, arena);
    Out out = { .doc = paper, .twins = *paper, .arena = arena, .section = STR_EMPTY };
    out.twins.arena = arena;
    json_init(&out.json, buf, false);
    json_object(&out.json);
    json_put_str(&out.json, "title", words_plain(arena, rich_plain(arena, doc->title)));
    put_plain(&out, "kicker", rich_escape(arena, doc->kicker));
    if (doc->has_level) json_put_z(&out.json, "level", level_word(doc->level));
    put_plain(&out, "lead", doc->lead);
    for (int part = PART_TEXT; part <= PART_TABLES; part++) {
        out.section = STR_EMPTY;
        json_key(&out.json, parts[part]);
        json_array(&out.json);
        if (paper->root) walk(&out, (Part)part, paper->root);
        json_array_end(&out.json);
    }
    put_plain(&out, "source", rich_escape(arena, doc->footer));
    json_object_end(&out.json);
    buf_add_char(buf, '\n');
    arena_free(arena);
    return buf_ok(buf, err);
}
