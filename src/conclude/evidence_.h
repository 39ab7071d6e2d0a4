/* From values to combined p per school and class. Shared by the files of conclude(). */
#ifndef CONCLUDE_EVIDENCE__H
#define CONCLUDE_EVIDENCE__H

#include "conclude/conclude.h"

#define N_FAMILIES (FAMILY_JUMP + 1)
#define NOT_POOLED UINT32_MAX

/* The same class over the works of one year: its letter in one grade. */
typedef struct ClassUnit {
    uint32_t org;
    int year, grade;
    Str label;
    uint32_t procedure, class_index; /* of the first work */
    uint32_t n_works;
    uint32_t n_values;               /* values that spoke */
    double family_p[N_FAMILIES];     /* NaN when it cannot speak */
    double p, q;                     /* Cauchy over families; BH inside the school times m / R */
} ClassUnit;

typedef struct SchoolUnit {
    uint32_t n_works, n_values;
    uint32_t class_first, n_classes; /* into Evidence.classes, only classes of schools that have several */
    double family_p[N_FAMILIES], family_q[N_FAMILIES];
    double p, q, q_by;               /* p: Cauchy of the pooled school and its classes */
    double p_signs;                  /* the same without what only supports (means, jumps) */
    bool exact_only;                 /* nothing but comparison with the other schools spoke: never above «signs» */
    bool mean_alone;                 /* mean beyond the 99.8 % limit in some work */
    uint32_t n_mean;                 /* works in which the mean could be judged */
    uint32_t *pooled;                /* [n_channels] index of the pooled value, NOT_POOLED when fewer than two works enter */
} SchoolUnit;

/* Values of one school: indexes into Analysis.values, ascending. */
typedef struct ValueIndex { uint32_t n; uint32_t *at; } ValueIndex;

/* Spread of pooled z between honest schools: habits that the tests of single works allow for recur from work to work, so pooled p are spread wider than chance. */
typedef struct ChannelNull { bool applies; double centre, scale; } ChannelNull;

typedef struct Evidence {
    uint32_t n_channels;             /* indicators of the registry */
    ChannelNull *null;               /* [n_channels] */
    uint32_t n_schools;
    SchoolUnit *schools;             /* [analysis->schools.n] */
    uint32_t n_classes;
    ClassUnit *classes;              /* by school, year, grade, label */
    ValueIndex *by_org;              /* [n_schools] */
} Evidence;

/* Fills p of all units; appends pooled values to analysis->values. */
void evidence_gather(Analysis *analysis, Evidence *out, Arena *arena);
/* Adjusted p over schools, families, classes inside schools at most fdr; q of the values themselves. */
void evidence_adjust(Analysis *analysis, Evidence *evidence, Arena *arena);

Level evidence_school_level(const Evidence *evidence, const Analysis *analysis, uint32_t org, bool effect_is_large);
Level evidence_class_level(const Evidence *evidence, const Analysis *analysis, const ClassUnit *unit, bool effect_is_large);
/* Expected number of false alarms in each level: schools tested times the width of the band of p that leads to it. */
void evidence_expected_false(const Evidence *evidence, Analysis *analysis);

/* Signs and conclusions in words. */
typedef struct Cited { uint32_t n; uint32_t *values; bool effect_is_large; } Cited; /* indexes into analysis->values, most telling first */
Cited evidence_cite(const Analysis *analysis, const Evidence *evidence, uint32_t org, const ClassUnit *unit, Arena *arena);
/* index: values of the school. */
Sign conclude_sign(const Analysis *analysis, const ValueIndex *index, const Value *value, Arena *arena);
Str conclude_lead(const Analysis *analysis, const Evidence *evidence, const Conclusion *conclusion, const Cited *cited, const ClassUnit *unit, Arena *arena);

#endif
