#include "publish/doc.h"

#include <math.h>

Doc *doc_new(Arena *arena, Str title)
{
    Doc *doc = arena_one(arena, Doc);
    doc->arena = arena;
    doc->title = title;
    doc->footer = STR_EMPTY;
    doc->author = STR_EMPTY;
    doc->kicker = doc->level_text = doc->lead = doc->self = doc->query = STR_EMPTY;
    doc->root = arena_one(arena, Node);
    doc->root->id = doc->root->text = doc->root->sub = STR_EMPTY;
    return doc;
}

Node *doc_add(Doc *doc, Node *parent, NodeKind kind)
{
    Node *node = arena_one(doc->arena, Node);
    node->kind = kind;
    node->id = node->text = node->sub = node->kicker = node->kicker_right = STR_EMPTY;
    if (!parent) parent = doc->root;
    if (parent->last) parent->last->next = node;
    else parent->first = node;
    parent->last = node;
    return node;
}

static Node *add_text(Doc *doc, Node *parent, NodeKind kind, Str text)
{
    Node *node = doc_add(doc, parent, kind);
    node->text = text;
    return node;
}

Node *doc_sheet(Doc *doc, Str id, Str title)
{
    Node *node = add_text(doc, NULL, NODE_SHEET, title);
    node->id = id;
    return node;
}

Node *doc_heading(Doc *doc, Node *parent, int level, Str text)
{
    BUG_ON(level < 2 || level > 4);
    Node *node = add_text(doc, parent, NODE_HEADING, text);
    node->level = level;
    return node;
}

Node *doc_lead(Doc *doc, Node *parent, Str rich) { return add_text(doc, parent, NODE_LEAD, rich); }

Node *doc_text(Doc *doc, Node *parent, Str rich) { return add_text(doc, parent, NODE_TEXT, rich); }

Node *doc_small(Doc *doc, Node *parent, Str rich) { return add_text(doc, parent, NODE_SMALL, rich); }

Node *doc_note(Doc *doc, Node *parent, NoteKind kind, Str bold, Str rich)
{
    Node *node = add_text(doc, parent, NODE_NOTE, rich);
    node->note = kind;
    node->sub = bold;
    return node;
}

Node *doc_list(Doc *doc, Node *parent, uint32_t n, const Str *items)
{
    Node *node = doc_add(doc, parent, NODE_LIST);
    node->n_items = n;
    node->items = items;
    return node;
}

Node *doc_facts(Doc *doc, Node *parent, uint32_t n, const Fact *facts)
{
    Node *node = doc_add(doc, parent, NODE_FACTS);
    node->n_facts = n;
    node->facts = facts;
    return node;
}

Node *doc_table(Doc *doc, Node *parent, const Table *table)
{
    Node *node = doc_add(doc, parent, NODE_TABLE);
    node->table = table;
    return node;
}

Node *doc_chart(Doc *doc, Node *parent, const Chart *chart)
{
    Node *node = doc_add(doc, parent, NODE_CHART);
    node->chart = chart;
    return node;
}

Node *doc_columns(Doc *doc, Node *parent, uint32_t n, const float *widths)
{
    Node *node = doc_add(doc, parent, NODE_COLUMNS);
    node->n_items = n;
    node->widths = widths;
    return node;
}

void doc_aside(Doc *doc, Node *parent, Node **wide, Node **side)
{
    Node *node = doc_add(doc, parent, NODE_COLUMNS);
    node->side = true;
    *wide = doc_add(doc, node, NODE_GROUP);
    *side = doc_add(doc, node, NODE_GROUP);
}

Node *doc_panel(Doc *doc, Node *parent, Str title) { return add_text(doc, parent, NODE_PANEL, title); }

Node *doc_form(Doc *doc, Node *parent, const InputForm *form)
{
    Node *node = doc_add(doc, parent, NODE_FORM);
    node->form = form;
    return node;
}

Node *doc_grid(Doc *doc, Node *parent, const CellGrid *grid)
{
    Node *node = doc_add(doc, parent, NODE_GRID);
    node->grid = grid;
    return node;
}

Node *doc_remarks(Doc *doc, Node *parent, uint32_t n, const CellRemark *remarks)
{
    Node *node = doc_add(doc, parent, NODE_REMARKS);
    node->n_items = n;
    node->remarks = remarks;
    return node;
}

Node *doc_decisions(Doc *doc, Node *parent, uint32_t n, const Decision *decisions, Str empty)
{
    Node *node = add_text(doc, parent, NODE_DECISIONS, empty);
    node->n_items = n;
    node->decisions = decisions;
    return node;
}

Node *doc_board(Doc *doc, Node *parent, Str title, uint32_t n, const Lane *lanes)
{
    Node *node = add_text(doc, parent, NODE_BOARD, title);
    node->n_items = n;
    node->lanes = lanes;
    return node;
}

Node *doc_tiles(Doc *doc, Node *parent, const Tiles *tiles)
{
    Node *node = doc_add(doc, parent, NODE_TILES);
    node->tiles = tiles;
    return node;
}

Node *doc_strip(Doc *doc, Node *parent, const Strip *strip)
{
    Node *node = doc_add(doc, parent, NODE_STRIP);
    node->strip = strip;
    return node;
}

static Node *add_links(Doc *doc, Node *parent, NodeKind kind, Str label, uint32_t n, const DocLink *links)
{
    Node *node = add_text(doc, parent, kind, label);
    node->n_items = n;
    node->links = links;
    return node;
}

Node *doc_chips(Doc *doc, Node *parent, Str label, uint32_t n, const DocLink *links) { return add_links(doc, parent, NODE_CHIPS, label, n, links); }

Node *doc_switch(Doc *doc, Node *parent, Str label, uint32_t n, const DocLink *links) { return add_links(doc, parent, NODE_SWITCH, label, n, links); }

Node *doc_buttons(Doc *doc, Node *parent, uint32_t n, const Button *buttons, Str note)
{
    Node *node = add_text(doc, parent, NODE_BUTTONS, note);
    node->n_items = n;
    node->buttons = buttons;
    return node;
}

Node *doc_history(Doc *doc, Node *parent, uint32_t n, const HistoryEntry *history)
{
    Node *node = doc_add(doc, parent, NODE_HISTORY);
    node->n_items = n;
    node->history = history;
    return node;
}

Node *doc_legend(Doc *doc, Node *parent, uint32_t n, const LegendItem *legend)
{
    Node *node = doc_add(doc, parent, NODE_LEGEND);
    node->n_items = n;
    node->legend = legend;
    return node;
}

Node *doc_pager(Doc *doc, Node *parent, const Pager *pager)
{
    Node *node = doc_add(doc, parent, NODE_PAGER);
    node->pager = pager;
    return node;
}

Node *doc_office(Doc *doc, Node *parent, const struct Paper *office)
{
    Node *node = doc_add(doc, parent, NODE_OFFICE);
    node->office = office;
    return node;
}

Table *table_new(Doc *doc, Str id, Str title, uint32_t n_columns, const Column *columns, uint32_t max_rows)
{
    BUG_ON(n_columns == 0);
    Table *table = arena_one(doc->arena, Table);
    table->id = id;
    table->title = title;
    table->note = table->empty = STR_EMPTY;
    table->n_columns = n_columns;
    table->columns = columns;
    table->max_rows = max_rows;
    table->rows = arena_array(doc->arena, Row, max_rows ? max_rows : 1);
    return table;
}

Cell *table_row(Doc *doc, Table *table, RowKind kind)
{
    BUG_ON(table->n_rows >= table->max_rows);
    Cell *cells = arena_array(doc->arena, Cell, table->n_columns);
    for (uint32_t i = 0; i < table->n_columns; i++) cells[i].text = cells[i].anchor = STR_EMPTY;
    table->rows[table->n_rows++] = (Row){ .kind = kind, .cells = cells, .anchor_id = STR_EMPTY };
    return cells;
}

static Cell cell_number(CellKind kind, double x)
{
    return (Cell){ .kind = isfinite(x) ? kind : CELL_MISSING, .text = STR_EMPTY, .anchor = STR_EMPTY, .number = x };
}

Cell cell_text(Str rich) { return (Cell){ .kind = CELL_TEXT, .text = rich, .anchor = STR_EMPTY }; }

Cell cell_link(Str text, Str anchor) { return (Cell){ .kind = CELL_TEXT, .text = text, .anchor = anchor }; }

Cell cell_int(long long n) { return cell_number(CELL_INT, (double)n); }

Cell cell_dec(double x) { return cell_number(CELL_DEC, x); }

Cell cell_signed(double x) { return cell_number(CELL_SIGNED, x); }

Cell cell_share(double share) { return cell_number(CELL_SHARE, share); }

Cell cell_interval(double low, double high, bool is_share)
{
    Cell cell = cell_number(CELL_INTERVAL, low + high);
    cell.low = low;
    cell.high = high;
    cell.is_share = is_share;
    return cell;
}

Cell cell_bar(double number, bool hatched)
{
    Cell cell = cell_number(CELL_BAR, number);
    cell.flag = hatched;
    return cell;
}

Cell cell_dot(double value, double low, double high, bool beyond)
{
    Cell cell = cell_number(CELL_DOT, value);
    cell.low = low;
    cell.high = high;
    cell.flag = beyond;
    return cell;
}

Cell cell_level(Level level)
{
    Cell cell = cell_number(CELL_LEVEL, 0);
    cell.level = level;
    return cell;
}

Cell cell_missing(void) { return cell_number(CELL_MISSING, 0); }

Cell cell_too_few(Str words, uint8_t span)
{
    return (Cell){ .kind = CELL_TOO_FEW, .text = words, .anchor = STR_EMPTY, .span = span };
}

Cell cell_hidden(void) { return cell_number(CELL_HIDDEN, 0); }

Cell cell_state(const char *icon, Str text) { return (Cell){ .kind = CELL_STATE, .text = text, .anchor = STR_EMPTY, .icon = icon }; }

Cell cell_proven(uint32_t n, uint32_t of) { return (Cell){ .kind = CELL_PROVEN, .text = STR_EMPTY, .anchor = STR_EMPTY, .number = n, .high = of }; }

Cell cell_term(const TermStrip *term, Str words) { return (Cell){ .kind = CELL_TERM, .text = words, .anchor = STR_EMPTY, .term = term }; }

Cell cell_action(const Button *action) { return (Cell){ .kind = CELL_ACTION, .text = STR_EMPTY, .anchor = STR_EMPTY, .action = action }; }

Cell cell_field(const Field *field) { return (Cell){ .kind = CELL_FIELD, .text = STR_EMPTY, .anchor = STR_EMPTY, .field = field }; }
