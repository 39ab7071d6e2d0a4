/* What a page has and a sheet of paper has not: links, forms, filters, pieces of a source sheet. Nodes of the document tree (publish/doc.h) point at these.
 * An href is «/path?query» within the server, «#id» on the same page, «?name=value» on this page with another query, or «?term» for /help/term; anything else is drawn as plain text, so that data from
 * outside cannot lead away. Icons are names of drawn glyphs (publish/html/icon.c): up file print link copy eye bell search check flag pen history people key clock minus calendar left right. */
#ifndef PUBLISH_PAGE_NODE_H
#define PUBLISH_PAGE_NODE_H

#include <stdint.h>

#include "base/str.h"
#include "domain/value.h"

#define NO_COUNT UINT32_MAX

typedef struct DocLink {
    Str title, href;
    const char *icon;  /* NULL = none */
    uint32_t count;    /* NO_COUNT = not shown; 0 is shown in chips, not in sections */
    bool current;
} DocLink;

typedef struct DocPair { Str name, value; } DocPair;

/* A link that looks like a button, or a POST of its own (is_post) with hidden pairs; csrf is added by the renderer. Never inside a NODE_FORM when is_post. */
typedef struct Button {
    Str title;         /* verb and object: «Принять 412 чистых строк» */
    Str href;
    Str about;         /* said after the title to those who hear one of many alike: «школа № 7»; may be empty */
    bool is_post;
    bool primary;      /* at most one in the main column */
    bool aside;        /* a link that opens in a window of its own: what stands here must stay */
    bool quiet;        /* drawn as a link: for the action column of a table */
    const char *icon;
    uint32_t n_pairs;
    const DocPair *pairs;
} Button;

typedef enum FieldKind {
    FIELD_TEXT, FIELD_LONG_TEXT, FIELD_NUMBER, FIELD_DATE /* value 2026-04-24 */, FIELD_SELECT, FIELD_RADIO,
    FIELD_CHECK,    /* options: several boxes of one name; without options one box, value «1» = ticked */
    FIELD_FILE, FIELD_PASSWORD, FIELD_HIDDEN,
    FIELD_PASTE,    /* a range pasted from Excel: a long text kept as typed, tabs and all */
} FieldKind;

typedef struct FieldOption { Str value, title, hint; bool chosen; /* or its value equals Field.value */ } FieldOption;

typedef struct Field {
    FieldKind kind;
    Str name, label;
    Str hint;          /* rich, under the label */
    Str value;         /* as typed, also when wrong; never printed back for passwords */
    Str error;         /* what is wrong and how to mend it; empty = right */
    Str help;          /* of a term: the last part of /help/term; may be empty */
    Str section;       /* heading over this and the following fields; may be empty */
    Str unit;          /* after the field: «баллов»; may be empty */
    bool optional, multiple, focus;
    bool draft;        /* long text: kept in the browser until it is sent */
    uint32_t n_options; const FieldOption *options;
    const char *autocomplete, *inputmode, *accept; /* NULL = none */
    uint32_t max_length; /* characters; 0 = no limit in the browser */
    uint8_t width;     /* characters shown; 0 = by kind */
} Field;

typedef struct FormButton { Str title, name, value; bool primary; const char *icon; Str action; /* another action for this button; may be empty */ } FormButton;

typedef struct InputForm {
    Str id;            /* for drafts and links; may be empty */
    Str action;
    bool is_post, is_upload;
    bool fields_first; /* children of the node stand after the fields, before the buttons */
    bool in_line;      /* filters: fields side by side with the button */
    Str error;         /* wrong as a whole; fields' errors are listed with it by the renderer */
    uint32_t n_fields; const Field *fields;
    uint32_t n_buttons; const FormButton *buttons;
    Str note;          /* rich, beside the buttons */
} InputForm;

/* A piece of a source sheet with its letters and row numbers. Inside a NODE_FORM cells with a field name are inputs. */
typedef enum GridState { GRID_PLAIN, GRID_WRONG, GRID_REPAIRED, GRID_EDITED } GridState;
typedef struct GridCell {
    Str text;
    GridState state;
    uint32_t number;   /* of the complaint, 0 = none; repaired cells are lettered: 1 = «а» */
    Str field;         /* name of the input; empty = only shown */
    Str about;         /* said with the input: «J14, задание 6: больше возможного» */
} GridCell;
typedef struct GridColumn { Str letter, head; bool is_number; } GridColumn;
typedef struct GridRow { uint32_t number; bool gap; /* rows above are left out */ const GridCell *cells; } GridRow;
typedef struct CellGrid {
    Str title;         /* «Лист «биология», строки 11–20» */
    Str note;
    uint32_t head_row; /* its number in the sheet; 0 = no head */
    uint32_t n_columns; const GridColumn *columns;
    uint32_t n_rows; const GridRow *rows;
} CellGrid;

typedef struct CellRemark {
    uint32_t number;   /* joins it with the cell */
    bool repaired;     /* the program mended it: lettered, blue */
    Str title;         /* «Балл не читается» */
    Str cell, href;    /* «I13» and where it stands: «#c-I13» on this page; href may be empty */
    Str value;         /* as it stands, shown in quotes; may be empty */
    Str text;          /* rich: what is allowed */
    Str action;        /* answers are posted here with pairs and name=value; empty = no answers */
    Str name;
    uint32_t n_pairs; const DocPair *pairs;
    uint32_t n_answers; const FieldOption *answers; /* ready answers as buttons */
    bool other;        /* and a small field for another answer, sent as name */
} CellRemark;

typedef struct Decision {
    const char *icon;
    bool has_level; Level level; /* instead of the icon */
    Str title, href;
    Str sub;           /* rich */
    Str when; bool late;
    const Button *button; /* NULL = none */
} Decision;

/* A board: what stands where, side by side; an empty lane says why. On paper one table. */
typedef struct BoardCard { Str title, href; Str when; bool late; Str who; /* rich */ } BoardCard;
typedef struct Lane { Str title, empty; uint32_t n_cards; const BoardCard *cards; } Lane;

typedef enum TileState { TILE_DONE, TILE_MISSING, TILE_LATE, TILE_NONE } TileState;
#define N_TILE_STATES 4
typedef struct Tile { Str label; Str name; /* in full, for those who hear */ Str href; TileState state; bool flag; bool current; } Tile;
typedef struct Tiles {
    Str title;         /* said, not seen: «Школы по номерам» */
    uint32_t n_tiles; const Tile *tiles;
    Str words[N_TILE_STATES]; /* legend; an empty one is left out */
    Str flag_words;
} Tiles;

typedef enum StripState { STRIP_DONE, STRIP_PLANNED, STRIP_TROUBLE, STRIP_LEFT } StripState;
typedef struct StripPart { uint32_t count; Str words; StripState state; } StripPart;
typedef struct Strip {
    Str summary;       /* the whole in words: «проверено 419 из 419»; shown under a thin strip */
    uint32_t n_parts; const StripPart *parts;
    bool thin;         /* progress: a low bar without figures inside */
} Strip;

typedef struct HistoryEntry { Str when, who, what; /* rich */ Str before, after; /* empty both = none */ Str reason; } HistoryEntry;

typedef enum Swatch { SWATCH_NONE, SWATCH_BELOW, SWATCH_ABOVE, SWATCH_PLAIN, SWATCH_WRONG, SWATCH_REPAIRED, SWATCH_EDITED } Swatch;
/* keys: names separated by a space: «left up down right», «Enter», «T». */
typedef struct LegendItem { Swatch swatch; Str keys; Str words; } LegendItem;

typedef struct Pager { uint32_t from, to, total; Str previous, next; /* hrefs, empty at an end */ Str of; /* «школ» */ } Pager;

#endif
