/* Everything one check knows: input of all reports and of the JSON answer. Made by flow_check(), read by publish/. */
#ifndef DOMAIN_ANALYSIS_H
#define DOMAIN_ANALYSIS_H

#include "base/spill.h"
#include "domain/frame.h"
#include "domain/norm.h"
#include "domain/value.h"

typedef enum Marker { MARKER_NO, MARKER_YES, MARKER_UNDEFINED } Marker;

/* Work mark against journal mark. count[journal - 2][work - 2]; journal 1 counts as 2 in the matrix. */
typedef struct MarkFlow {
    uint32_t n;                             /* works with both */
    uint32_t lowered, confirmed, raised;    /* work below, equal, above the journal */
    uint32_t lowered2, raised2;             /* by two or more */
    uint32_t count[4][4];
} MarkFlow;

/* One school in one procedure: the usual figures. */
typedef struct SchoolStats {
    double mean, sd;            /* sd with n - 1, NaN for n < 2 */
    double mean_low, mean_high; /* federal interval, 1.96; NaN undefined */
    uint32_t marks[4];          /* works with marks 2, 3, 4, 5; zeros when cut-offs are unknown */
    Marker inflated, mismatch;  /* federal markers */
    double spearman_textbook, spearman; /* textbook and tie-corrected; NaN undefined */
    MarkFlow flow;
    double funnel_y;            /* share of works at or above the pass mark, or mean share of the maximum where cut-offs are unknown */
    double funnel_z;            /* over-dispersed z; NaN */
} SchoolStats;

typedef struct TaskStats {
    double mean_share;          /* mean score / max, «не пройд.» left out */
    double zero, full;          /* shares of 0 and of the maximum among those taught */
    double not_attempted, not_taught, empty; /* shares of works */
    double discrimination;      /* correlation with the rest of the work; NaN */
    uint32_t n;                 /* works taught */
    uint32_t points_of_mark[4], taught_of_mark[4]; /* sums over works with marks 2, 3, 4, 5 */
} TaskStats;

/* One cell of the heat map. */
typedef struct HeatCell { float share, low, high, z; uint32_t n, points; } HeatCell; /* z against the norm, beyond between-school spread; n: works taught, points: their sum */

/* centre: a share, or a mean; tau2: variance between schools, for shares on the scale asin(sqrt(share)). */
typedef struct FunnelLimits { bool known; bool is_share; double centre, phi, tau2; } FunnelLimits;

/* Observed classes against the other classes of the same schools: means of classes, weighted by classes of the school; 95 % by the spread between schools.
 * Descriptive unless observers were sent by lot. */
typedef struct ObserversEffect {
    uint32_t n_schools, n_observed, n_other;   /* schools with both kinds, classes in them */
    double share, share_low, share_high, share_p; /* mean share of the maximum, observed - not; p: had they been sent by lot inside schools; bounds NaN for few schools */
    double pass, pass_low, pass_high, pass_p;     /* share of works at or over the pass mark, the same; NaN where cut-offs are unknown */
} ObserversEffect;

/* What --anchor named in this procedure, and whether the honest distribution rests on it. */
typedef struct AnchorUse {
    bool used;
    uint32_t n_schools, n_classes, n_works;
    Str text;       /* Russian: «14 классов с наблюдателями из 10 школ, 312 работ» */
    Str why_not;    /* Russian sentence; empty when used */
    uint8_t lifts;  /* mark at whose cut-off the anchor itself has too many works, beyond chance; 0 none */
    double lifts_excess, lifts_low, lifts_high;
    const ObserversEffect *observers; /* NULL: no school has both kinds of classes */
} AnchorUse;

typedef struct ProcedureAnalysis {
    const Frame *frame;
    const Norm *norm;           /* what schools are compared with: own or reference; NULL when neither is possible */
    const Norm *own;            /* always there: observed figures of these files (honest may be NULL) */
    uint32_t *histogram;        /* [max + 1] */
    double mean, sd;
    uint32_t marks[4];
    uint32_t n_inflated, n_mismatch, n_undefined;
    double federal_low, federal_high; /* region's interval */
    MarkFlow flow;
    FunnelLimits funnel;
    const SchoolStats *schools; /* [frame->n_schools] */
    const TaskStats *tasks;     /* [n_tasks] */
    const HeatCell *heat;       /* [n_schools * n_tasks], NULL without tasks */
    const AnchorUse *anchor;    /* NULL without --anchor */
    const Str *left_out;        /* Russian: what was not computed and why */
    uint32_t n_left_out;
} ProcedureAnalysis;

typedef struct CohortSchool { uint32_t org; double from_share, to_share, k; Marker drop, growth; } CohortSchool;
typedef struct Cohort {
    uint32_t from, to;          /* indexes of procedures */
    uint32_t n;
    double q1, q3;
    const CohortSchool *schools;
    uint32_t n_drop, n_growth;
} Cohort;

/* From one year's work to the next year's of the same subject. Children are followed only as a cohort of a school: their codes differ from year to year. */
typedef enum ChangeKind {
    CHANGE_SAME_GRADE,    /* the same parallel: other children */
    CHANGE_SAME_CHILDREN, /* a grade higher: the same children, but for those who came and went */
} ChangeKind;

/* All schools that have both works. change: in shares; low..high: 95 %, schools drawn at random, NaN with fewer than 10 of them. */
typedef struct ChangeOfAll {
    bool known;
    double from, to, change, low, high;
    double tau2, scale;   /* variance of a school's relative change is tau2 + scale × chance of its works; NaN with fewer than 10 schools */
    uint32_t n_above, n_below; /* schools whose interval lies above, below 0 */
} ChangeOfAll;

/* relative: the school's change less that of all; low..high: 95 % with the chance of both years' works and the usual spread between schools, so that
 * the interval of 95 of 100 schools that change as others do holds 0. NaN where there is none. */
typedef struct ChangeOfSchool { double from, to, relative, low, high; } ChangeOfSchool;
typedef struct ChangeSchool { uint32_t org, n_from, n_to; ChangeOfSchool share, pass; } ChangeSchool;

typedef struct Change {
    ChangeKind kind;
    uint32_t from, to;    /* indexes of procedures */
    uint32_t n_all;       /* schools with both works */
    double works_from, works_to; /* theirs */
    uint32_t n;
    const ChangeSchool *schools; /* those with 5 works or more in both years, by code */
    ChangeOfAll share;    /* mean share of the maximum */
    ChangeOfAll pass;     /* share of works at or above the cut-off of «3» */
} Change;

/* Federal markers of the latest year together. */
typedef struct FederalIndex {
    double index;               /* 0..100; NaN when there is none */
    int year;
    uint32_t n_procedures;
    uint32_t procedures[4];     /* indexes used */
    uint32_t n_cohorts;
    uint32_t cohorts[4];
    uint32_t n_all, n_marked;   /* schools */
    uint32_t n_only_inflated;   /* schools caught by the first marker alone, with no sign of ours */
} FederalIndex;

/* The two lists of schools, federal markers of all works and our signs, and how they meet. Schools that handed in works. */
typedef enum FederalKind { FEDERAL_KIND_MEAN, FEDERAL_KIND_JOURNAL, FEDERAL_KIND_JUMP, N_FEDERAL_KINDS } FederalKind; /* inflated mean, mismatch with the journal, sharp change of a cohort */
typedef struct TwoLists {
    uint32_t n_schools;
    struct { uint32_t n, n_ours, n_alone; } kind[N_FEDERAL_KINDS]; /* marked; of them with our signs; of them with neither another marker nor our signs */
    uint32_t n_federal;         /* with any marker */
    uint32_t n_ours;            /* «signs» or «strong» */
    uint32_t n_both;
    uint32_t n_federal_few;     /* with a marker, and too few data for our conclusion */
    const uint8_t *markers;     /* [schools.n] bits 1 << FederalKind; NULL: not made */
} TwoLists;

typedef struct Analysis {
    Str version;
    Str params_text;            /* Russian: parameters of the run */
    double fdr;
    uint32_t n_files;
    const InputFile *files;
    char inputs_hash[65];       /* SHA-256 over the files' hashes, sorted */
    Str reference_text;         /* empty without --reference, and when it knows none of the procedures */
    Str anchor_text;            /* name of the --anchor file; empty without one */
    uint32_t n_anchor_strangers;
    const Str *anchor_strangers;/* Russian: rows of it that name nothing in these files, a sentence each */
    SchoolTable schools;
    uint32_t n_procedures;
    const ProcedureAnalysis *procedures; /* by year, grade, subject */
    uint32_t n_cohorts;
    const Cohort *cohorts;
    uint32_t n_changes;         /* same parallel first, each in order of procedures */
    const Change *changes;
    FederalIndex federal;
    TwoLists lists;
    uint32_t n_values;
    Value *values;              /* all values of all indicators and units */
    uint32_t values_room;       /* values that fit; conclude() takes more room when it needs it */
    Spill spill;                /* under values; .at == NULL: they are in the arena */
    uint32_t n_signs;
    Sign *signs;
    uint32_t n_conclusions;     /* schools by code, each followed by its classes */
    Conclusion *conclusions;
    uint32_t n_level[N_LEVELS]; /* schools */
    double expected_false[N_LEVELS]; /* attention, signs, strong; NaN elsewhere */
} Analysis;

/* Between passes over many values or works: pages of a season that come back by themselves leave memory. Does nothing to a region. */
void analysis_rest(const Analysis *analysis);

#endif
