/* What a plan document says: sections, measures, decisions of minutes, points of an order. Read by intake/plan_read.h (terms are words then; plan/term.h gives them their meaning),
 * kept in the database as an edition (plan_content_*), drawn on pages and papers. Words are kept as they stand, slips included. */
#ifndef DOMAIN_PLAN_H
#define DOMAIN_PLAN_H

#include "base/buf.h"
#include "domain/term.h"

typedef enum PlanKind {
    PLAN_PLAN = 1, /* план мероприятий */
    PLAN_ROADMAP,  /* дорожная карта */
    PLAN_ORDER,    /* приказ: its points are assignments; may have a plan as an annex */
    PLAN_MINUTES,  /* протокол or выписка: decisions are assignments */
    PLAN_LETTER,   /* письмо with a list of measures */
    N_PLAN_KINDS,
} PlanKind;
const char *plan_kind_title(PlanKind kind); /* «план», «дорожная карта», «приказ», «протокол», «письмо» */
const char *plan_kind_word(PlanKind kind);  /* «plan», «roadmap», «order», «minutes», «letter» */

#define PLAN_NO_SECTION UINT32_MAX

typedef struct PlanSection { Str number, title; } PlanSection; /* number empty: none is written */

typedef struct Measure {
    uint32_t n;                  /* of a plan kept here (its address), the same in all its editions; 0: of a document */
    Str number;                  /* as written; empty: none */
    uint32_t i_section;          /* of sections; PLAN_NO_SECTION */
    Str task;                    /* of a merged cell «Задачи»; empty */
    Str title;                   /* without its bullets */
    uint32_t n_bullets; const Str *bullets;
    Term term;                   /* text alone until plan/term.h looked at it; text empty: the document has none */
    uint32_t n_responsible; const Str *responsible;
    uint32_t n_helpers; const Str *helpers;         /* «Соисполнители», «Контроль»: of a document alone; in a plan kept here they are people of the measure (store/plan.h), so editions do not hold them */
    uint32_t n_controllers; const Str *controllers;
    uint32_t n_participants; const Str *participants;
    Str expected;
    uint32_t n_capabilities; const uint8_t *capabilities; /* 48 is C48; rising */
    uint32_t line_from, line_to; /* of the source, from 1; 0: not from a document */
} Measure;

typedef struct PlanDecision {
    uint32_t n;                  /* as of a measure */
    Str number, text;
    Term term;
    uint32_t n_responsible; const Str *responsible;
    uint32_t n_capabilities; const uint8_t *capabilities;
    uint32_t line_from, line_to;
} PlanDecision;

typedef struct PlanContent {
    PlanKind kind;
    Str title;
    Str approved_by;             /* «Председатель комитета образования С.В. Красий»; empty */
    int32_t approved_on;         /* DATE_NONE: not said. Of minutes: their day */
    Str approved_number;         /* «259»; empty. Of minutes: their number */
    Str goal;                    /* «Цель: …» with its lines; empty */
    Str controller;              /* who controls the whole plan, as written: «заведующего ИМЦ Наумову Т.Я.»; empty */
    uint32_t n_basis; const Str *basis;        /* letters and orders that it rests on, as written */
    int school_year;             /* first calendar year; 0: unknown */
    uint32_t n_columns; const Str *columns;    /* heads as written */
    uint32_t n_sections; const PlanSection *sections;
    uint32_t n_measures; const Measure *measures;
    uint32_t n_decisions; const PlanDecision *decisions;
    uint32_t n_warnings; const Str *warnings;  /* Russian */
} PlanContent;

/* A name at the end of a sentence, without its stop; that of the last initial stays: «Наумову Т.Я.», «Наумову Т. Я.». */
Str plan_without_stop(Str who);

/* «План … на 2025 год»: 2025, its months are January–December; 0: a plan of a school year, or none is named. */
int plan_calendar_year(Str title);

/* Bytes of an edition, the same for the same content (domain/wire_.h), and back. fails  ERR_INPUT for bytes that are no such thing */
bool plan_content_write(const PlanContent *content, Buf *out, Err *err);
bool plan_content_read(Str bytes, Arena *arena, PlanContent *out, Err *err);

/* What changed from one edition to the next, in the order of the newer, deleted ones last. Measures are paired by their n where both have one, else by number and title, then by likeness of words. */
typedef enum PlanChangeKind { PLAN_ADDED = 1, PLAN_REMOVED, PLAN_CHANGED } PlanChangeKind;
typedef struct PlanChange {
    PlanChangeKind kind;
    uint32_t n;             /* of the measure or decision; 0: unknown, or of the plan itself */
    Str number, title;      /* of the measure or decision (newer wording, or the removed one's); both empty: of the plan itself */
    Str field;              /* CHANGED: «срок», «ответственный», …; one change a field */
    Str before, after;
} PlanChange;
#define PLAN_FIELD_CONTROL "контроль" /* of the plan itself: PlanContent.controller */
void plan_content_diff(const PlanContent *before, const PlanContent *after, Arena *arena, uint32_t *n, const PlanChange **changes);

#endif
