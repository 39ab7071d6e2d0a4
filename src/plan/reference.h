/* «п. 2.1 приказа № 259», «п. 17 плана», «во исполнение п. 3 протокола от 12.03.2026 № 4»: points of documents that words name. What they lead to is found where they are shown: a document may come later than the words. */
#ifndef PLAN_REFERENCE_H
#define PLAN_REFERENCE_H

#include "base/arena.h"
#include "domain/plan.h"

typedef struct PlanReference {
    size_t from, to;    /* bytes of the text: the point, its document and number */
    Str point;          /* «2.1» */
    PlanKind kind;      /* PLAN_PLAN, PLAN_ROADMAP, PLAN_ORDER, PLAN_MINUTES; 0: of this very document, «(п. 2.1)» */
    bool own;           /* «настоящего приказа» */
    bool above;         /* «муниципального плана», «плана управления образования» */
    Str number;         /* «259», «12-од»; empty: none is said */
    int32_t day;        /* DATE_NONE: none is said */
} PlanReference;

enum { PLAN_REFERENCES = 16 }; /* of one text; more are words */
/* In the order of the text. Points of laws, standards, rules and letters are none of ours. */
uint32_t plan_references(Str text, Arena *arena, const PlanReference **out);

#endif
