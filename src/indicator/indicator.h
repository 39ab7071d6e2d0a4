/* What an indicator is. One file a piece, one line in registry.list; from the struct come help, menus, column heads, JSON keys, and its tests. */
#ifndef INDICATOR_INDICATOR_H
#define INDICATOR_INDICATOR_H

#include "base/arena.h"
#include "domain/analysis.h"
#include "domain/prior.h"

/* Indicators of one family share their evidence; «strong» asks for two families. */
typedef enum Family { FAMILY_THRESHOLD, FAMILY_JOURNAL, FAMILY_MEAN, FAMILY_FEDERAL, FAMILY_TASKS, FAMILY_SIMILARITY, FAMILY_EVENNESS, FAMILY_JUMP } Family;

typedef enum IndicatorRole {
    ROLE_SIGN,        /* enters conclusions */
    ROLE_SUPPORT,     /* enters conclusions beside signs; never above «обратить внимание» without one */
    ROLE_ATTENTION,   /* never above «обратить внимание» */
    ROLE_DESCRIPTIVE, /* shown, never concluded from (federal markers) */
} IndicatorRole;

/* Measured on one procedure: all schools first, then all classes, in the frame's order. */
typedef struct IndicatorInput {
    const Frame *frame;
    const Norm *norm;    /* NULL: only what is exact within the data may speak */
    bool norm_is_own;    /* estimated from this very frame */
    uint32_t procedure;
    uint64_t seed;
    const Prior *prior;  /* the same children a year ago (subject, year - 1, grade - 1), as cohorts of schools; NULL when there is no such work */
    const Prior *next;   /* the same a year later */
    const struct TaskUnit *tasks; /* tasks measured once for all indicators of single tasks; NULL: not yet, or no task model */
} IndicatorInput;

/* An example is a test: unit of n works with these totals and journal marks under a stated norm gives this value and p. */
typedef struct IndicatorExample { const char *what; bool (*holds)(Arena *arena); } IndicatorExample;

/* extra[EXTRA_EVIDENCE] of every ROLE_SIGN indicator: works that count towards smallest_n. Set, with midp, even when the value is silent for TOO_FEW
 * and the test is exact for any n, so that conclude can pool small schools over works; such a midp is never shown. */
enum { EXTRA_EVIDENCE = 0 };

typedef struct Indicator {
    const char *id;       /* English, stable: «threshold-relative» */
    const char *title;    /* Russian */
    const char *head;     /* the same as a column head: a few words, «|» is a soft line break */
    const char *meaning;  /* «что это значит», one or two plain sentences */
    const char *blind;    /* «чего не различает» */
    const char *alone;    /* means and jumps, which can be unusual alone: the lead's sentence when nothing else is; else NULL */
    const char *const *innocent; /* at least two, NULL at the end */
    const char *next;     /* what to do about it, Russian */
    const char *formula;  /* plain text */
    const char *source;   /* paper or methodology, page, year */
    const char *unit;     /* Russian: «работ», «балла» */
    uint32_t smallest_n;
    Family family;
    IndicatorRole role;
    bool recurs;          /* what it sees recurs from work to work of an honest school (one teacher's severity): works are pooled by Cauchy, not by Fisher */
    bool half_weight;     /* of its family among families (statistics.md D1) */
    bool for_classes;     /* also computed per class */
    bool honest_only;     /* compares with honest work alone: no conclusion where the region itself does the same (statistics.md D4) */
    /* Fills values[0 .. n_schools) and, if for_classes, values[n_schools .. n_schools + n_classes). All fields but q. Deterministic. */
    void (*compute)(const IndicatorInput *in, Value *values, Arena *arena);
    /* A value that is cited, in words: fills title, text, facts and picture of a zeroed sign; may use value->extra. */
    void (*tell)(const IndicatorInput *in, const Value *value, Arena *arena, Sign *sign);
    const IndicatorExample *examples; /* what == NULL at the end */
} Indicator;

extern const Indicator *const indicator_registry[]; /* NULL at the end; generated from registry.list */
const Indicator *indicator_find(Str id);
/* Does this indicator's value enter the level in a work compared with this norm? Threshold: the relative test where lifting is ordinary practice
 * or there is no model, else the absolute one (statistics.md D4). */
bool indicator_counts(const Indicator *indicator, const Norm *norm);

#endif
