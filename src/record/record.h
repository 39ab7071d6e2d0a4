/* The register engine: a register is one declaration (fields, lists, people, states and moves), and from it come its pages, forms, lists, import and export, history, papers and interface.
 * Everything here is pure: words in, words out. Rows of the database are store/record.h, what people do is flow/record.h. One register is one file in type/ and one line in type/registry.list. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdint.h>

#include "base/arena.h"
#include "domain/plan.h"
#include "domain/right.h"

typedef enum RecordKind {
    RECORD_LINE,      /* one line */
    RECORD_TEXT,      /* many lines */
    RECORD_INT,       /* 0…max; «1200» */
    RECORD_DAY,       /* «2026-04-24» */
    RECORD_CHOICE,    /* word of one of choices */
    RECORD_CHOICES,   /* words of several, a line each, in the order of choices */
    RECORD_FLAG,      /* «1» or empty */
    RECORD_LINK,      /* «https://…», or «/results/…» of this server */
    RECORD_ORG,       /* code of an organisation */
    RECORD_PERSON,    /* number of an account: the staff list */
    RECORD_PROCEDURE, /* code of a procedure */
    RECORD_OTHER,     /* another record: «event/12» */
} RecordKind;

typedef struct RecordChoice { const char *word, *title; } RecordChoice; /* a NULL word ends the list */

typedef struct RecordField {
    const char *name;            /* «kind»; NULL ends the list. Pages use for themselves: of org year csrf revision restricted more; of a facet also: q state since till sort own basket from */
    const char *title;           /* «Вид» */
    RecordKind kind;
    const char *hint;            /* NULL: none */
    bool required;
    bool facet;                  /* CHOICE, CHOICES, ORG, PROCEDURE: a filter of the list */
    bool search;                 /* its words are looked for */
    bool column;                 /* stands in the list, beside title, day and state */
    Right see;                   /* RIGHT_NONE: whoever sees the record; else shown and exported to those who hold it over the record's organisation */
    const RecordChoice *choices;
    const char *of;              /* OTHER: id of the register */
    uint32_t max;                /* characters, or the greatest number; 0: the kind's own ceiling */
} RecordField;

/* A table of rows inside a record: agenda, decisions, materials. */
typedef struct RecordList {
    const char *name, *title;    /* «agenda», «Повестка»; a NULL name ends the list of lists */
    const char *one;             /* «вопрос»: «строка 2, вопрос» in complaints */
    const char *hint;
    const RecordField *fields;   /* LINE, TEXT, INT, DAY, CHOICE, FLAG, LINK */
} RecordList;

/* People of the staff list with marks: «приглашён», «был». Kept apart from the fields: a tap must not make a version. */
typedef struct RecordPeople {
    const char *name, *title;    /* «participants», «Участники» */
    const char *add;             /* «Пригласить» */
    const RecordChoice *marks;   /* the first one is given when a person is added */
    const char *done;            /* mark that counts: «came» */
    const char *done_title;      /* «были 12 из 18»: «были» */
} RecordPeople;

typedef struct RecordState { const char *word, *title; } RecordState; /* the first one is a new record's; a NULL word ends the list */
typedef struct RecordMove {
    const char *from, *to;       /* a NULL from ends the list */
    const char *verb;            /* of the button: «Отметить, что прошло» */
    const char *done;            /* of the journal: «отмечено, что прошло» */
    bool reason;                 /* words are needed */
    const char *needs;           /* names of fields and lists that must be filled by then, spaces between; NULL */
} RecordMove;

typedef struct RecordType {
    const char *id;              /* «event»: in addresses */
    const char *group;           /* «Встречи»: registers of one group stand together */
    const char *title;           /* «Мероприятия» */
    const char *one;             /* «мероприятие» */
    const char *few, *many;      /* «мероприятия», «мероприятий»: 2, 5 */
    const char *fresh;           /* «Новое мероприятие» */
    const char *what;            /* one sentence: what it is for */
    const char *capabilities;    /* «C36 C48»: what in the mission it does */
    const RecordField *fields;
    const RecordList *lists;     /* NULL: none */
    const RecordPeople *people;  /* NULL: none */
    const RecordState *states;
    const RecordMove *moves;
    const char *title_field, *day_field, *until_field; /* names; until may be NULL */
    const char *waits;           /* words of the states in which the last day is a deadline: «new work»; NULL: it is none */
    const char *sealed;          /* words of states in which what it says and cites does not change, spaces between; NULL: none. A move leads out of them */
    const char *title_words;     /* before the title: «Протокол» педагогического совета; NULL */
    bool may_restrict;           /* a record may be closed: opened with a reason, which is logged */
    const char *decisions;       /* name of the list with fields «text», «term», «responsible» that can be put under control; NULL */
    PlanKind plan_kind;          /* of the plan that they become */
    const char *papers;          /* ids of papers that are made of it, publish/paper_record.h: «minutes extract»; NULL: none */
    const char *frozen;          /* title of the place for frozen data; NULL: none there */
    const char *const examples[2]; /* JSON: tests, help of an empty register */
} RecordType;

extern const RecordType *const record_registry[]; /* NULL at the end */
const RecordType *record_type_find(Str id);       /* NULL */
uint32_t record_fields_n(const RecordField *fields);
uint32_t record_lists_n(const RecordType *type);
const RecordField *record_field_find(const RecordField *fields, Str name); /* NULL */
const char *record_choice_title(const RecordChoice *choices, Str word);    /* NULL: no such word */
const char *record_state_title(const RecordType *type, Str state);         /* the word itself when the register has forgotten it */
bool record_sealed(const RecordType *type, Str state);
bool record_waits(const RecordType *type, Str state); /* see RecordType.waits */
const RecordMove *record_move_find(const RecordType *type, Str from, Str to);

/* ---- values ---- */

typedef struct RecordRow { const Str *cells; } RecordRow;                  /* as many as the list has fields */
typedef struct RecordRows { uint32_t n; const RecordRow *rows; } RecordRows;
/* Every value is text: see RecordKind. Empty: not filled. */
typedef struct RecordData { const RecordType *type; Str *values; RecordRows *lists; } RecordData;

RecordData *record_data_new(const RecordType *type, Arena *arena);
Str record_value(const RecordData *data, const char *name);                /* BUG when there is no such field */
void record_set(RecordData *data, const char *name, Str value);
const RecordRows *record_rows(const RecordData *data, const char *name);
/* Canonical: keys sorted, empty values left out, so equal data are equal bytes. */
Str record_data_write(const RecordData *data, Arena *arena);
/* Names that the register no longer has are left out. fails  ERR_INPUT when it is no such object */
bool record_data_read(const RecordType *type, Str json, Arena *arena, RecordData **out, Err *err);

/* ---- references, which only a database can tell ---- */

/* typed: the value as kept, or words by which a person names the thing (a code, a login, a full name).
 * value, words: as kept, as shown. false: there is no such thing, or more than one, or this person may not see it; why: a sentence. */
typedef struct RecordLook { void *context; bool (*find)(void *context, const RecordField *field, Str typed, Arena *arena, Str *value, Str *words, Str *why); } RecordLook;

/* ---- checks ---- */

typedef struct RecordComplaint {
    Str name;            /* of the input: «kind», «agenda.2.question» */
    Str title;           /* «Повестка, строка 3: вопрос» */
    Str words;           /* what is wrong and how to mend it */
} RecordComplaint;

/* Values become as they are kept (spaces trimmed, «24.04.2026» → «2026-04-24», titles of choices → words, empty rows out) and are checked; the bad ones stay as typed.
 * look: NULL leaves references as they are. move: fields that it needs are required too; NULL. */
void record_check(RecordData *data, const RecordMove *move, const RecordLook *look, Arena *arena, uint32_t *n, const RecordComplaint **complaints);
/* One value alone: *value is replaced; false: *why says what is wrong. Emptiness is right. */
bool record_field_read(const RecordField *field, const RecordLook *look, Arena *arena, Str *value, Str *why);
/* As people read it: «семинар», «24.04.2026», «да». look NULL: references as they are kept */
Str record_field_words(const RecordField *field, const RecordLook *look, Arena *arena, Str value);

Str record_title(const RecordData *data, Arena *arena);
Str record_day(const RecordData *data);
Str record_until(const RecordData *data);

/* ---- two versions ---- */

typedef struct RecordChange { Str name /* of the field or list */, title, before, after; } RecordChange;
/* In the order of the register. Rows of lists are paired by their likeness; one change a row. */
void record_diff(const RecordData *before, const RecordData *after, const RecordLook *look, Arena *arena, uint32_t *n, const RecordChange **changes);
/* Two people began from base: whatever only one of them touched is taken as it is there; what both did stays as mine and is named in changes (before: theirs, after: mine). */
RecordData *record_merge(const RecordData *base, const RecordData *mine, const RecordData *theirs, const RecordLook *look, Arena *arena, uint32_t *n, const RecordChange **clashes);

/* ---- search ---- */

/* Stems of the words of a text: folded, ё as е, without repetition, at most most; words of one letter are left out. The same for what is kept and what is asked. */
void record_stems(Str text, uint32_t most, Arena *arena, uint32_t *n, const Str **stems);
/* Everything of a record that is looked for, as one text: fields with search, its day and number in words. */
Str record_search_text(const RecordData *data, const RecordLook *look, Arena *arena);
typedef struct RecordFacet { const RecordField *field; Str value; } RecordFacet;
void record_facets(const RecordData *data, Arena *arena, uint32_t *n, const RecordFacet **facets);

/* ---- tables of a spreadsheet ---- */

/* Columns of import and export: every field in order, then each list as one column, its rows parted by «¶», their cells by «|». */
uint32_t record_columns(const RecordType *type, Arena *arena, const Str **heads);
/* Which field (index of the columns above) stands in each cell of a head row; -1: unknown. Number of known ones. */
uint32_t record_columns_map(const RecordType *type, uint32_t n_cells, const Str *cells, Arena *arena, int32_t **map);
/* A row as typed: to be checked by record_check(). */
RecordData *record_from_cells(const RecordType *type, uint32_t n_cells, const Str *cells, const int32_t *map, Arena *arena);
/* The same columns as words. */
Str record_to_cell(const RecordData *data, uint32_t i_column, const RecordLook *look, Arena *arena);

/* ---- decisions ---- */

/* The list of decisions as points of a document that puts them under control: kind, title, day and number of the record. n_decisions 0: nothing to control. */
void record_plan(const RecordData *data, Arena *arena, PlanContent *out);

#endif
