/* What an indicator gives for one unit (a school or a class in one procedure), and what is concluded from many of them. */
#ifndef DOMAIN_VALUE_H
#define DOMAIN_VALUE_H

#include <stdint.h>

#include "base/str.h"

#define NO_CLASS UINT32_MAX

/* Why an indicator cannot speak. */
typedef enum Silence {
    SPEAKS = 0,
    SILENT_TOO_FEW,      /* under its smallest n */
    SILENT_NO_SPREAD,    /* constant scores or marks */
    SILENT_NO_CUTOFFS,
    SILENT_NO_JOURNAL,
    SILENT_NO_TASKS,
    SILENT_NO_REFERENCE, /* too few schools to estimate a norm, and no --reference */
    SILENT_NO_MODEL,     /* the norm could not be estimated */
    SILENT_NO_PRIOR,     /* no work of the same children a year ago, or the school has none */
    SILENT_FEW_PAIRS,    /* too few schools with both works */
} Silence;
const char *silence_text(Silence silence); /* Russian */

typedef struct Value {
    const char *indicator; /* id */
    uint32_t procedure;    /* index into Analysis.procedures; UINT32_MAX = pooled over procedures */
    uint32_t org;          /* index into Analysis.schools */
    uint32_t class_index;  /* index into Frame.classes of that procedure, or NO_CLASS */
    uint32_t n;            /* works it rests on */
    Silence silence;       /* other than SPEAKS: all numbers below are NaN */
    double value, low, high; /* in the indicator's unit; NaN where it has no interval */
    double expected;       /* what the norm gives, same unit */
    double p, midp;        /* in the direction that is a sign; NaN for descriptive indicators */
    double z;              /* signed; NaN where it has none */
    double q;              /* BH-adjusted in its family, filled by conclude; NaN before */
    double extra[6];       /* what its text and chart need; meaning stands in the indicator's file */
} Value;

typedef enum Level { LEVEL_TOO_FEW_DATA, LEVEL_NONE, LEVEL_ATTENTION, LEVEL_SIGNS, LEVEL_STRONG } Level;
#define N_LEVELS 5
const char *level_word(Level level);  /* JSON: too-few-data none attention signs strong */
const char *level_title(Level level); /* Russian: данных мало · признаков нет · обратить внимание · признаки · выраженные признаки */

/* Which picture shows a sign best; publish draws it. */
typedef enum SignPicture {
    PICTURE_ESTIMATE, /* value with its interval against the expected one */
    PICTURE_TOTALS,   /* works of the unit by total, against Sign.expected */
    PICTURE_MARKS,    /* marks of works against the journal */
    PICTURE_PARTS,    /* Sign.parts, each with its interval */
    PICTURE_TASKS,    /* Sign.tasks: seen against expected */
    PICTURE_NONE,     /* its facts say it best */
} SignPicture;

/* «Могли переместиться» · «6 работ» · «от 3 до 9» */
typedef struct SignFact { Str name, value, rest; } SignFact;

/* A task of the unit, shares of its points; low..high: where 95 of 100 honest units of this size lie. */
typedef struct SignTask { Str label; double seen, expected, low, high; bool marked; } SignTask;

/* A value that a conclusion cites, told in words. */
typedef struct Sign {
    Value value;
    Str title;           /* «Всплеск на пороге отметки «3»» */
    Str text;            /* one plain sentence: what was seen, against what */
    Str chance;          /* «у честной школы так бывает 1 раз из 700» */
    uint32_t n_innocent;
    const Str *innocent; /* at least two other possible causes */
    Str next;            /* what to do next */
    uint32_t n_facts;
    const SignFact *facts; /* what was seen, then what was expected; without n and chance */
    SignPicture picture;
    const double *expected; /* PICTURE_TOTALS: works expected at each total, [max + 1] of the procedure; NULL: nothing to expect */
    uint8_t mark;        /* PICTURE_TOTALS: the mark whose cut-off adds most; 0 none */
    uint32_t n_parts;
    const uint32_t *parts; /* PICTURE_PARTS: values that were pooled, indexes into Analysis.values */
    uint16_t n_tasks;
    const SignTask *tasks; /* PICTURE_TASKS: from easy to hard */
} Sign;

typedef struct Conclusion {
    uint32_t org;
    uint32_t procedure;   /* of a class; UINT32_MAX for a school as a whole */
    uint32_t class_index; /* NO_CLASS for a school */
    double p, q, q_by;    /* combined; NaN when nothing could speak */
    Level level;
    uint32_t n_works;     /* over all procedures */
    uint32_t n_signs;
    const uint32_t *signs;/* indexes into Analysis.signs */
    uint32_t n_values;    /* values that could speak for it */
    Str text;             /* Russian lead sentence */
} Conclusion;

#endif
