/* The document tree: what a page, a report or a paper says, without saying how it looks. Renderers: HTML (print is the same sheet), DOCX, XLSX, CSV, JSON; a page of the server is publish/frame.h.
 * Escaping, Russian typography, number format, disclosure control and accessibility live in the renderers, once.
 * Builders copy nothing: strings must live as long as the arena.
 * Rich text: plain UTF-8 with **bold** and [text](#anchor), [text](/path?query), [term](?id-of-help). Typography («ёлочки», NBSP, dashes) is done by the renderer (publish/typo.h). */
#ifndef PUBLISH_DOC_H
#define PUBLISH_DOC_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/value.h"
#include "publish/chart.h"
#include "publish/page_node.h"

typedef enum CellKind {
    CELL_TEXT,     /* rich text */
    CELL_INT,      /* number */
    CELL_DEC,      /* number with column's decimals */
    CELL_SIGNED,   /* number with sign */
    CELL_SHARE,    /* number in [0, 1], shown as per cent */
    CELL_INTERVAL, /* low, high with column's decimals (share: see is_share) */
    CELL_LEVEL,    /* drawn glyph and word */
    CELL_BAR,      /* number against scale_max: a small bar; hatched when flag */
    CELL_MISSING,  /* «—» */
    CELL_TOO_FEW,  /* «мало данных» or text */
    CELL_HIDDEN,   /* «скрыто» */
    CELL_DOT,      /* number with low..high on the column's scale with reference line: chart of one row */
    CELL_ACTION,   /* one button or link: action; left out of files */
    CELL_STATE,    /* icon and word: text */
    CELL_PROVEN,   /* number of high in words and as squares: «2 из 3» */
    CELL_TERM,     /* term on the column's scale of days (Column.months); text: the windows in words, for files and for those who do not see the picture */
    CELL_FIELD,    /* an input, inside a NODE_FORM: field, whose label is said, not shown; its value in files */
} CellKind;

typedef struct Cell {
    CellKind kind;
    Str text;          /* TEXT, STATE, TERM; TOO_FEW: words; otherwise second line in small type, may be empty */
    Str anchor;        /* «#school-x» or «/path?query»: the text is a link; may be empty */
    double number, low, high;
    bool is_share;     /* INTERVAL, DOT: in per cent */
    bool bold;
    bool late;         /* second line in the words of lateness */
    Level level;
    bool flag;         /* BAR: hatched; DOT: diamond (beyond limits) */
    uint8_t span;      /* columns covered, 0 and 1 alike */
    enum { FILL_NONE, FILL_BELOW, FILL_ABOVE } fill; /* heat map: hatch or dots under a white plate */
    const Button *action;
    const Field *field;
    const char *icon;  /* STATE: name of a drawn glyph */
    const TermStrip *term;
    Str detail;        /* lines joined by «|» that a pop-over shows beside the number; may be empty */
} Cell;

typedef enum ColumnKind { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_GRAPHIC, COLUMN_CENTRED } ColumnKind;
typedef struct Column {
    Str head;           /* lower case, may hold «|» as a soft line break */
    ColumnKind kind;
    uint8_t decimals;
    float width;        /* share of the table's width; 0 = by content */
    double scale_min, scale_max, scale_line; /* GRAPHIC */
    bool months;        /* GRAPHIC: the scale is days (first, last, today), letters of months stand in the head, CELL_TERM in the rows */
    bool group_start;   /* a thin vertical line before it */
    bool open;          /* counts of schools, scores, tasks, not of children: never hidden from readers outside */
    Str group;          /* head over several columns, empty = none; equal neighbours are joined */
    Str help;           /* of a term: the last part of /help/term; may be empty */
} Column;

typedef enum RowKind { ROW_PLAIN, ROW_BAND /* totals, region: pale band */, ROW_ATTENTION, ROW_OURS /* pale blue with blue edge */, ROW_SECTION /* one cell over all columns */ } RowKind;
typedef struct Row { RowKind kind; const Cell *cells; Str anchor_id; } Row;

typedef struct Table {
    Str id;             /* stable, for XLSX sheet and CSV name: «tasks-2021-4-математика» */
    Str title;          /* Russian; sheet name in XLSX is made of it when there is none */
    Str tab;            /* short name of the sheet in XLSX: «Баллы МА4-2021»; may be empty */
    Str note;           /* how to read it; may be empty */
    uint32_t n_columns;
    const Column *columns;
    uint32_t n_rows, max_rows; /* max_rows: room of rows, set by table_new */
    Row *rows;
    Str empty;          /* the sentence in place of rows when there are none */
    bool dense;
    bool wide;          /* landscape on paper */
    bool data_only;     /* only in XLSX and CSV, not on the page */
    bool page_only;     /* not in XLSX: the same rows stand there in one larger table */
    bool days;          /* a month, a column a day of the week: on a phone the days that say something, one under another */
    bool keys;          /* heat map: arrows move from cell to cell, Enter opens, T goes to the table of numbers */
    bool panel;         /* on a white panel with an ink line on top */
    bool untitled;      /* a heading right above says it: the title is for the workbook and for those who do not see the page */
} Table;

typedef struct Fact { Str name; Str value; /* rich */ Str note; } Fact;

typedef enum NoteKind { NOTE_INFO, NOTE_ATTENTION, NOTE_RULE } NoteKind;

typedef enum NodeKind {
    NODE_SHEET,    /* a sheet of the report: children; begins a page on paper; title as <h1>/<h2>, ruler at its top edge when ruler */
    NODE_HEADING,  /* level 2..4, text; sub (rich) in small type after it, kicker_right (rich) at the right edge */
    NODE_LEAD,     /* serif, what the system concludes */
    NODE_TEXT,
    NODE_SMALL,    /* text in small type */
    NODE_NOTE,
    NODE_LIST,     /* items, rich */
    NODE_FACTS,    /* name–value rows */
    NODE_FACTLINE, /* «18 школ | 759 работ | …» */
    NODE_TABLE,
    NODE_CHART,    /* with its twin table behind <details> on the page, printed when print_twin */
    NODE_COLUMNS,  /* children side by side with widths; of a page with side: main column and side column */
    NODE_GROUP,    /* children kept together on paper */
    NODE_SIGN,     /* number, title, sentence; chart | facts | other causes */
    NODE_ANSWER,   /* the school's answer: an empty dashed form with the given questions (items) */
    NODE_TOC,      /* links to sheets, made by the renderer */
    NODE_DETAILS,  /* title; children folded on the page, printed in full */
    /* Of pages; what has no meaning on paper is left out of DOCX and XLSX. */
    NODE_PANEL,    /* white panel: title (text), kicker over it, sub (rich) at the right; children */
    NODE_FORM,     /* form; children stand inside it before the fields, or after them (fields_first) */
    NODE_GRID,     /* grid */
    NODE_REMARKS,  /* remarks on cells; n_items of them */
    NODE_DECISIONS, /* decisions; text = the sentence when there are none */
    NODE_BOARD,    /* lanes; n_items of them; text = the title of its table on paper */
    NODE_TILES,    /* tiles */
    NODE_STRIP,    /* strip */
    NODE_CHIPS,    /* links with counts; text = «Показать»; printed as a sentence */
    NODE_SWITCH,   /* links, the pressed one in ink; text = what is switched, said and printed */
    NODE_BUTTONS,  /* buttons, text (rich) beside them */
    NODE_HISTORY,  /* history, newest first */
    NODE_LEGEND,   /* legend */
    NODE_PAGER,    /* pager */
    NODE_OFFICE,   /* office: a paper as it will be printed; printed, the page is that paper alone */
} NodeKind;

typedef struct Node {
    NodeKind kind;
    Str id;                 /* anchor, may be empty */
    Str text;               /* heading, title, rich text */
    Str sub;                /* SHEET: facts line under the title; SIGN: sentence; NOTE: bold first words */
    Str kicker, kicker_right; /* SHEET: small line above the title, left and right */
    int level;
    NoteKind note;
    bool ruler;             /* SHEET */
    bool print_twin;        /* CHART */
    bool across;            /* FACTS: side by side, each name over its value */
    bool side;              /* COLUMNS */
    bool folds;             /* BUTTONS, FORM: on a phone behind a fold; main buttons stay in sight */
    uint32_t number;        /* SIGN */
    bool has_level; Level state; /* SHEET, SIGN: level glyph and word under the title */
    uint32_t n_items; const Str *items;   /* LIST, SIGN (other causes), ANSWER, FACTLINE */
    uint32_t n_facts; const Fact *facts;  /* FACTS, SIGN */
    const Table *table;
    const Chart *chart;     /* CHART, SIGN (may be NULL) */
    const float *widths;    /* COLUMNS: shares */
    union {                 /* n_items of them where they are many */
        const InputForm *form;
        const CellGrid *grid;
        const CellRemark *remarks;
        const Decision *decisions;
        const Lane *lanes;
        const Tiles *tiles;
        const Strip *strip;
        const DocLink *links;
        const Button *buttons;
        const HistoryEntry *history;
        const LegendItem *legend;
        const Pager *pager;
        const struct Paper *office; /* publish/paper.h */
    };
    struct Node *first, *last, *next; /* children, sibling */
} Node;

typedef struct Doc {
    Arena *arena;
    Str title;         /* <title>, DOCX core title; of a page also its heading: rich, of which the words are taken */
    Str footer;        /* «Мерило 1.0 · данные 9f3c…a71e · порог ложных тревог 5 %» */
    Str author;        /* empty = «Мерило» */
    Node *root;        /* children are NODE_SHEETs; of a page any nodes */
    /* Of a page; files carry kicker, level, factline and lead too. */
    Str kicker;        /* small line above the title: date, «Выбрана школа» */
    uint32_t n_crumbs; const DocLink *crumbs;
    bool has_level; Level level; Str level_text; /* glyph and words under the title; empty: the level's own word */
    uint32_t n_factline; const Str *factline;    /* rich */
    Str lead;          /* rich: the sentence under the title */
    Str file_name;     /* plain: what its files are called, without a suffix; empty: the title with hyphens */
    Str self, query;   /* path without suffix and raw query: the renderer adds «Ссылка», «Печать», DOCX, XLSX, CSV («/index.docx» for «/»); empty self = no tools of its own */
    uint32_t n_tools; const DocLink *tools;      /* stand before these */
    uint32_t n_tabs; const DocLink *tabs;
    uint32_t n_views; const DocLink *views;      /* a switch at the right of the tabs */
    const struct Button *main_action; /* on a phone it stays at the bottom of the screen; stands elsewhere on the page as its primary button; NULL = none */
    bool outside;      /* meant for readers outside the school and its supervisors: cells of 1–4 are hidden by the renderers */
} Doc;

Doc *doc_new(Arena *arena, Str title);
Node *doc_add(Doc *doc, Node *parent, NodeKind kind); /* parent NULL = root; appended last, zeroed */
/* Shorthands: each appends one node. */
Node *doc_sheet(Doc *doc, Str id, Str title);
Node *doc_heading(Doc *doc, Node *parent, int level, Str text);
Node *doc_lead(Doc *doc, Node *parent, Str rich);
Node *doc_text(Doc *doc, Node *parent, Str rich);
Node *doc_small(Doc *doc, Node *parent, Str rich);
Node *doc_note(Doc *doc, Node *parent, NoteKind kind, Str bold, Str rich);
Node *doc_list(Doc *doc, Node *parent, uint32_t n, const Str *items);
Node *doc_facts(Doc *doc, Node *parent, uint32_t n, const Fact *facts);
Node *doc_table(Doc *doc, Node *parent, const Table *table);
Node *doc_chart(Doc *doc, Node *parent, const Chart *chart);
Node *doc_columns(Doc *doc, Node *parent, uint32_t n, const float *widths); /* then n NODE_GROUP children are added by the caller */
/* Main and side column of a page: two NODE_GROUPs. */
void doc_aside(Doc *doc, Node *parent, Node **wide, Node **side);
Node *doc_panel(Doc *doc, Node *parent, Str title);
Node *doc_form(Doc *doc, Node *parent, const InputForm *form);
Node *doc_grid(Doc *doc, Node *parent, const CellGrid *grid);
Node *doc_remarks(Doc *doc, Node *parent, uint32_t n, const CellRemark *remarks);
Node *doc_decisions(Doc *doc, Node *parent, uint32_t n, const Decision *decisions, Str empty);
Node *doc_board(Doc *doc, Node *parent, Str title, uint32_t n, const Lane *lanes);
Node *doc_tiles(Doc *doc, Node *parent, const Tiles *tiles);
Node *doc_strip(Doc *doc, Node *parent, const Strip *strip);
Node *doc_chips(Doc *doc, Node *parent, Str label, uint32_t n, const DocLink *links);
Node *doc_switch(Doc *doc, Node *parent, Str label, uint32_t n, const DocLink *links);
Node *doc_buttons(Doc *doc, Node *parent, uint32_t n, const Button *buttons, Str note);
Node *doc_history(Doc *doc, Node *parent, uint32_t n, const HistoryEntry *history);
Node *doc_legend(Doc *doc, Node *parent, uint32_t n, const LegendItem *legend);
Node *doc_pager(Doc *doc, Node *parent, const Pager *pager);
Node *doc_office(Doc *doc, Node *parent, const struct Paper *office);

/* A table that grows. */
Table *table_new(Doc *doc, Str id, Str title, uint32_t n_columns, const Column *columns, uint32_t max_rows);
Cell *table_row(Doc *doc, Table *table, RowKind kind); /* n_columns zeroed cells of the new row; BUG over max_rows */
Cell cell_text(Str rich);
Cell cell_link(Str text, Str anchor);
Cell cell_int(long long n);
Cell cell_dec(double x);      /* NaN becomes MISSING, here and below */
Cell cell_signed(double x);
Cell cell_share(double share);
Cell cell_interval(double low, double high, bool is_share);
Cell cell_bar(double number, bool hatched);
Cell cell_dot(double value, double low, double high, bool beyond); /* NaN bounds: no whisker */
Cell cell_level(Level level);
Cell cell_missing(void);
Cell cell_too_few(Str words, uint8_t span);
Cell cell_hidden(void);
Cell cell_state(const char *icon, Str text);
Cell cell_proven(uint32_t n, uint32_t of);
Cell cell_term(const TermStrip *term, Str words);
Cell cell_action(const Button *action);
Cell cell_field(const Field *field);

/* What a cell shows to readers outside (Doc.outside): hidden[i] for each of the row's n_columns cells. Counts of 1–4 are hidden; where exactly one
 * count of a row is hidden and a total stands beside it, the next smallest count above zero is hidden too, so that subtraction does not give it back. */
void row_hidden(const Table *table, const Row *row, bool *hidden);

/* Renderers. Same bytes for the same tree. */
bool doc_html(const Doc *doc, Buf *out, Err *err);                 /* self-contained, no scripts */
bool doc_json(const Doc *doc, Buf *out, Err *err);                 /* title, facts, tables with typed values, charts' twins, signs; forms left out */
bool doc_csv(const Doc *doc, Buf *out, Err *err);                  /* every table after its title; «;», UTF-8 with BOM, decimal comma */
bool doc_docx(const Doc *doc, Str *out, Arena *arena, Err *err);   /* bytes of the file */
bool doc_xlsx(const Doc *doc, Str *out, Arena *arena, Err *err);   /* every table a sheet (data_only ones too), charts' twins too */

#endif
