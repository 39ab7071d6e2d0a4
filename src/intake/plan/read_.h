/* Inside of the recognition of plans: lines outside tables, columns and rows of tables, and what was gathered so far. */
#ifndef INTAKE_PLAN_READ__H
#define INTAKE_PLAN_READ__H

#include "intake/plan/prose_.h"
#include "intake/plan/split_.h"
#include "intake/plan_read.h"

enum { PLAN_NOTES = 4 };
typedef enum Role {
    ROLE_OTHER, /* marks of execution, remarks, money: left out */
    ROLE_NUMBER,
    ROLE_TASK,
    ROLE_TITLE,
    ROLE_DETAIL, /* «Содержание» beside «Мероприятие»: goes to the list of the measure */
    ROLE_TERM,
    ROLE_RESPONSIBLE,
    ROLE_HELPERS,
    ROLE_CONTROLLER,
    ROLE_PARTICIPANTS,
    ROLE_EXPECTED,
    ROLE_INDICATOR, ROLE_TARGET, /* «Показатель» that has its «Целевое значение» in a column of its own: both are expected */
    ROLE_NOTE,   /* «Место: актовый зал»: to the list of the measure, with the words of its head; up to PLAN_NOTES such columns */
    ROLE_NOTE_LAST = ROLE_NOTE + PLAN_NOTES - 1,
    N_ROLES,
    ROLE_OBJECT = N_ROLES, /* «Объект контроля», «Докладчик»: what they are depends on the other columns; no cell has them */
    ROLE_SPEAKER,
} Role;

/* A line of text outside the tables of measures; paragraphs of several lines keep their number. */
typedef struct TextLine {
    Str text, folded;
    Str label;
    bool bold, centred;
    uint8_t heading;      /* 1..6; 0: none */
    uint32_t para, line;
} TextLine;

enum { PLAN_COLUMNS = 64 }; /* a wider table is no plan */
typedef struct Columns {
    uint16_t n;           /* 0: none known */
    Role role[PLAN_COLUMNS];
    Str head[PLAN_COLUMNS], folded[PLAN_COLUMNS];
    uint32_t n_head_rows; /* of the table that gave them, rows before them too */
    uint32_t i_head_row;
    bool mixed;           /* «Исполнители и сроки» in one */
    bool left_out[PLAN_COLUMNS]; /* its head says that it is no part of a plan */
} Columns;

/* By its head; else by what its columns hold. False: no table of measures. */
bool columns_find(const DocTable *table, Arena *arena, Columns *out);
/* The first row is the head of something else: a sheet to sign, a list of schools. */
bool columns_foreign(const DocTable *table, Arena *arena);
/* The first row is a head with a column of numbers, and none of a plan: what follows is no more of it. */
bool columns_other_head(const DocTable *table, Arena *arena);
/* Measures as cards, label by label, turned into rows under a head; NULL: the table has no cards. */
const DocTable *cards_as_rows(const DocTable *table, Arena *arena);
/* The head again, as on every page, or the row of column numbers «1 2 3 4». */
bool columns_repeated(const Columns *columns, const DocRow *row, Arena *arena);
bool columns_have(const Columns *columns, Role role);
/* Column c has words that go nowhere. */
bool columns_lost(const Columns *columns, uint16_t c, const DocTable *table, Arena *arena);
/* choose.c: what people say of columns in the place of what was found, and what was met is noted. */
struct PlanDraft;
void columns_choose(struct PlanDraft *draft, const DocTable *table);
/* What a head says; ROLE_OTHER: nothing known. */
Role columns_role(Str head, Arena *arena);
/* Row i is a head, of a plan or of something else; and so is row «to» under the head at i, and not the same again. */
bool columns_is_head(const DocTable *table, uint32_t i, Arena *arena);
bool columns_next_head(const DocTable *table, uint32_t i, uint32_t to, Arena *arena);

/* Rows of a table that are text, and those of the tables in it, in order. */
typedef struct SheetPart { uint32_t from, to; bool text; } SheetPart;
uint32_t sheet_parts(const DocTable *table, bool is_sheet, Arena *arena, const SheetPart **out);

typedef struct Draft {
    Lines cell[N_ROLES];
    Str number;
    uint32_t i_section, i_task; /* of PlanDraft; UINT32_MAX: none */
    uint32_t line_from, line_to;
    bool mixed;                 /* terms stand among the people */
    Str note[PLAN_NOTES];       /* heads of the notes */
} Draft;

/* What is being read. */
typedef struct PlanDraft {
    Arena *arena;
    const SourceDoc *doc;
    Columns columns, found;    /* of the tables met last; room for those of the next */
    uint32_t n_measures, room_measures; Draft *measures;
    uint32_t n_sections, room_sections; PlanSection *sections;
    uint32_t n_tasks, room_tasks; Prose *tasks;
    uint32_t n_lines, room_lines; TextLine *lines;
    uint32_t n_warnings, room_warnings; Str *warnings;
    uint32_t n_columns; const Str *heads; /* of the first table */
    uint32_t i_section, i_task;           /* where the next measure stands */
    uint32_t n_front;                     /* lines before the first table of measures; all of them when there is none */
    uint32_t n_paras, i_heading;          /* line of the first heading between tables; UINT32_MAX */
    uint32_t n_over, over_line;           /* measures and decisions that were left out, since the line; 0: none */
    bool begun;                           /* a table of measures was met */
    bool table_decides;                   /* nothing stands between «Решили:» and it */
    uint32_t n_choices; const PlanColumnChoice *choices;
    PlanColumns *seen;                    /* what columns were met; NULL: nobody asks */
} PlanDraft;

void draft_warn(PlanDraft *draft, Str words);
/* Room for one more measure, under the section of now; NULL: there are LIMIT_PLAN_MEASURES, it is counted as left out. */
Draft *draft_add(PlanDraft *draft, uint32_t line);
void draft_full(PlanDraft *draft, uint32_t line);
void draft_section(PlanDraft *draft, Str text);
void draft_text(PlanDraft *draft, const DocPara *para);
/* Words of the first rows of a table that is no plan, row by row; blocks of approval side by side one after another. */
void draft_table(PlanDraft *draft, const DocTable *table, uint32_t n_rows);
/* Lines of a paragraph are lines of the source. */
bool draft_is_text(const PlanDraft *draft);

/* measure.c */
Measure draft_measure(const PlanDraft *draft, Draft *from);

/* Rows of a table into measures. same_table: it goes on after a page break. */
void rows_take(PlanDraft *draft, const DocTable *table, bool same_table);

/* Points of orders and minutes from the text outside tables; of a plan written as a list they become measures. */
void points_read(PlanDraft *draft, PlanContent *out);
/* Measures of a table that are decisions of minutes become decisions. After both were read. */
void points_of_table(PlanDraft *draft, PlanContent *out);
/* «Обеспечить … Срок: до 30.10.2020. Ответственные: …» → the words and both tails. */
bool points_have_tail(Str text);
void points_tails(Arena *arena, Str text, Str *words, Str *term, Lines *people);
void points_dash(Arena *arena, Str *words, Str *term, Lines *people); /* «… — до 10 марта, директор» */

/* «Руководителям общеобразовательных организаций» of «Руководителям … обеспечить …»; lead: words that a list follows may be all of it. «заведующего … Наумову Т.Я.» of «Контроль … возложить на …». Empty: nobody. */
Str who_is_asked(Arena *arena, Str text, bool lead);
Str who_controls(Arena *arena, Str text);
/* The same of the whole plan, by its points or by words outside the table; empty: nobody is named. */
Str who_controls_plan(const PlanDraft *draft, const PlanContent *content);

/* What stands before the tables: kind, title, goal, basis; who approved it. Before points_read(), which eats the word that opens a list. */
void front_read(PlanDraft *draft, PlanContent *out);
void approval_read(PlanDraft *draft, PlanContent *out);
/* As written; else what the dates of measures, decisions and of the approval imply. */
void front_year(PlanDraft *draft, PlanContent *out);
/* «259» of «ПРИКАЗ № 259»; empty */
Str front_number(Str text);
/* A post in the nominative at its beginning: «Председатель комитета», a signature. */
bool front_is_post(const TextLine *line);
/* Words that begin the title of a plan: «План», «Перечень мероприятий», «Дорожная карта», «Муниципальный план». */
bool front_is_title(const TextLine *line);

/* «приказываю», «ПОСТАНОВЛЯЕТ»; «решил:» of a council. */
bool front_orders(Str folded);
bool front_decides(Str folded);
/* The first table has a column «Решили». */
bool front_heads_decide(PlanDraft *draft);

/* What looks wrong in what was read. */
void draft_check(PlanDraft *draft, const PlanContent *content);

/* flat.c: a table whose cells were saved as lines, put together; any other document as it is. */
const SourceDoc *flat_table(const SourceDoc *doc, Arena *arena);
/* note.c: head and advice of an analytical note; any other document as it is. */
const SourceDoc *note_advice(const SourceDoc *doc, Arena *arena);

#endif
