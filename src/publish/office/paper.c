#include "publish/office/paper_.h"

#include "publish/rich.h"

static bool is_page(const Doc *doc)
{
    if (doc->self.n || doc->kicker.n || doc->lead.n || doc->n_factline || doc->has_level) return true;
    if (doc->root == NULL) return false;
    for (const Node *node = doc->root->first; node; node = node->next)
        if (node->kind != NODE_SHEET) return true;
    return false;
}

static void convert(Doc *paper, Node *parent, const Node *from);

static void convert_all(Doc *paper, Node *parent, const Node *from)
{
    for (const Node *node = from->first; node; node = node->next) convert(paper, parent, node);
}

/* A sheet or a panel inside a page is a part of one paper: a heading and what is in it. */
static void part(Doc *paper, Node *parent, const Node *node)
{
    if (node->kicker.n) doc_small(paper, parent, rich_escape(paper->arena, node->kicker));
    if (node->text.n) doc_heading(paper, parent, node->kind == NODE_SHEET ? 2 : 3, node->text)->id = node->id;
    if (node->kind == NODE_SHEET && node->sub.n) doc_small(paper, parent, node->sub);
    convert_all(paper, parent, node);
}

typedef struct Holds { bool deeds, facts; } Holds;

static void look(const Node *parent, Holds *holds)
{
    for (const Node *node = parent->first; node; node = node->next) {
        holds->deeds |= node->kind == NODE_FORM || node->kind == NODE_BUTTONS;
        holds->facts |= node->kind == NODE_FACTS || node->kind == NODE_TABLE || node->kind == NODE_CHART || node->kind == NODE_LIST || node->kind == NODE_HISTORY || node->kind == NODE_GRID;
        look(node, holds);
    }
}

/* «Что сделать дальше»: words around buttons and nothing else. */
static bool is_only_deeds(const Node *panel)
{
    Holds holds = { false, false };
    look(panel, &holds);
    return holds.deeds && !holds.facts;
}

static void convert(Doc *paper, Node *parent, const Node *node)
{
    if (paper_node(paper, parent, node)) return;
    bool side = node->kind == NODE_COLUMNS && node->side;
    if (side) {
        convert_all(paper, parent, node);
        return;
    }
    if (node->kind == NODE_PANEL && is_only_deeds(node)) return;
    if (node->kind == NODE_SHEET || node->kind == NODE_PANEL) {
        part(paper, parent, node);
        return;
    }
    if (node->kind == NODE_FORM) {
        convert_all(paper, parent, node);
        return;
    }
    Node *copy = doc_add(paper, parent, node->kind);
    Node *next = copy->next;
    *copy = *node;
    copy->first = copy->last = NULL;
    copy->next = next;
    if (copy->table) copy->table = paper_table(paper, copy->table);
    convert_all(paper, copy, node);
}

static void view_in_words(Doc *paper, Node *sheet, const char *what, uint32_t n, const DocLink *links)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!links[i].current) continue;
        Str title = rich_escape(paper->arena, links[i].title);
        doc_small(paper, sheet, arena_printf(paper->arena, "%s: %.*s", what, STR_ARG(title)));
    }
}

const Doc *doc_paper(const Doc *doc, Arena *arena)
{
    if (!is_page(doc)) return doc;
    Doc *paper = doc_new(arena, rich_plain(arena, doc->title));
    paper->footer = doc->footer;
    paper->author = doc->author;
    paper->outside = doc->outside;
    Node *sheet = doc_sheet(paper, STR_EMPTY, paper->title);
    sheet->kicker = doc->kicker;
    sheet->has_level = doc->has_level;
    sheet->state = doc->level;
    sheet->sub = doc->level_text.n == 0 ? doc->lead : doc->lead.n == 0 ? rich_escape(arena, doc->level_text)
        : arena_printf(arena, "%.*s. %.*s", STR_ARG(rich_escape(arena, doc->level_text)), STR_ARG(doc->lead));
    if (doc->n_factline) {
        Node *line = doc_add(paper, sheet, NODE_FACTLINE);
        line->n_items = doc->n_factline;
        line->items = doc->factline;
    }
    view_in_words(paper, sheet, "Вид", doc->n_tabs, doc->tabs);
    convert_all(paper, sheet, doc->root);
    return paper;
}
