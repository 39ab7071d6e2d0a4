/* What the sheets of the report share: look-ups by school, words that every sheet uses, and the order of sheets. */
#ifndef PUBLISH_REPORT_COMMON_H
#define PUBLISH_REPORT_COMMON_H

#include "base/number.h"
#include "domain/analysis.h"
#include "indicator/indicator.h"
#include "publish/doc.h"
#include "publish/report/few.h"

enum {
    REPORT_MIN_UNIT = 5,     /* a unit with fewer works is told as «меньше 5 работ» and nothing else */
    REPORT_MIN_GROUP = 10,   /* groups of pupils by mark, ФИОКО 2026, p. 23 */
    REPORT_ALL_SCHOOLS = 60, /* up to so many schools every one has its row on the page */
    PORTRAIT_TASKS = 22,     /* columns of tasks that fit a sheet of paper upright */
    REPORT_NAMES = 12,       /* schools named in a sentence; the rest are counted */
};
#define REPORT_NOWHERE UINT32_MAX
#define REPORT_Z95  1.96
#define REPORT_Z998 3.09

/* Where links lead on the server: these with the code behind. Of a sheet of paper both are NULL and links are anchors. */
typedef struct ReportSite { const char *school, *procedure; } ReportSite; /* «/signs/», «/results/» */

typedef struct Report {
    const Analysis *in;
    Arena *arena;
    Doc *doc;
    ReportSite site;
    bool workbook;              /* tables that only XLSX shows are wanted */
    Str all_name, norm_name;    /* of pages: whose rows these are, «Энский район» and «регион»; empty: «все школы», «норма» */
    bool schools_on_page;       /* of pages: usual reports name every school on the page, not in the workbook alone */
    bool region;                /* words: «регион», else «эти школы» */
    bool types_known;           /* --schools told at least one type */
    uint32_t *const *at;        /* at[procedure][org]: index into Frame.schools, or REPORT_NOWHERE */
    const uint32_t *value_first;/* [schools.n + 1] into value_order */
    const uint32_t *value_order;/* indexes of Analysis.values by school, order kept */
    const uint32_t *conclusion; /* [schools.n] index of the school's conclusion, or REPORT_NOWHERE */
    const Str *anchor;          /* [schools.n] «school-sch990001», safe inside a link */
    uint32_t n_municipalities;  /* 0 when nobody told them */
    const Str *municipalities;  /* by name */
    const uint32_t *municipality_of; /* [schools.n] or REPORT_NOWHERE */
    const ProcedureAnalysis *few_of; const FewPlan *few[2]; /* of the usual reports for outside, made when first needed: marks, journal */
} Report;

#define TEXT(report, ...) arena_printf((report)->arena, __VA_ARGS__)

/* For builders of pages: the same parts of the report, with links of the site, added to nodes of doc. analysis may be opened from fragments (domain/snapshot.h). */
Report *report_open(const Analysis *analysis, Doc *doc, ReportSite site, Arena *arena);

/* The sheets, in their order. */
void report_first(Report *report);
void report_list(Report *report);
void report_procedure(Report *report, uint32_t procedure);
void report_cohorts(Report *report);
void report_schools(Report *report);
void report_official(Report *report);
void report_methods(Report *report);

/* Parts of the first sheet: federal markers beside our signs; what the region does at the pass mark, work by work (all: for the workbook). */
void report_two_lists(Report *report, Node *sheet);
Table *report_norms(Report *report, bool all);
/* «среднее, журнал»: federal markers of a school; empty without any. */
Str report_markers(const Report *report, uint32_t org);

/* Parts of a procedure's sheet. */
void report_norm(Report *report, Node *sheet, uint32_t procedure);
void report_funnel(Report *report, Node *sheet, uint32_t procedure);
void report_heat(Report *report, Node *sheet, uint32_t procedure);
void report_journal(Report *report, Node *sheet, uint32_t procedure);
/* Pieces of these parts for pages that lay them out themselves. of: a procedure of the analysis, or the same by another measure. */
typedef struct ReportFunnel {
    const ProcedureAnalysis *of;
    const char *measure;        /* «доля «4» и «5»»; NULL: the usual one */
    uint32_t chosen;            /* org whose point is ringed, or REPORT_NOWHERE */
    uint32_t n_behind;
    const FunnelBehind *behind; /* other schools, without names */
    Str title, reading;
} ReportFunnel;
Chart *report_funnel_chart(Report *report, const ReportFunnel *ask); /* NULL: nothing to draw */
Table *report_funnel_table(Report *report, const ProcedureAnalysis *of, Str head, uint32_t from, uint32_t n); /* schools [from, from + n); head of the measure, empty: the usual one */
uint8_t report_beyond(const SchoolStats *stats);           /* 0 inside, 1 over 95 %, 2 over 99.8 % */
const char *report_position(const SchoolStats *stats);     /* «за 95 %, выше» */
Str report_heat_title(Report *report, uint32_t procedure);
Table *report_heat_table(Report *report, uint32_t procedure, uint32_t from, uint32_t n, Str task_address); /* task_address: cells beyond chance link there, with the number of the task for «#» */
void report_heat_repeated(Report *report, Node *sheet, uint32_t procedure, Str task_address);
/* All schools, then schools [from, from + n) of one change. */
Table *report_change_table(Report *report, uint32_t change, uint32_t from, uint32_t n);
void report_thresholds(Report *report, Node *sheet, const ProcedureAnalysis *of);
/* Parts of the sheet of cohorts and of a school's page. */
void report_changes_line(Report *report, Node *sheet); /* of the region, on the first sheet */
void report_changes(Report *report, Node *sheet);
void report_checks(Report *report, Node *sheet, uint32_t org); /* of a school: a row a check, a column a work */
void report_school_changes(Report *report, Node *sheet, uint32_t org);
/* Parts of «почему школа показана»: signs in full, then weaker ones in rows; what to do next in words of the signs (at most n_most); the rest are sentences. */
void report_school_signs(Report *report, Node *sheet, uint32_t org);
uint32_t report_school_next(Report *report, uint32_t org, Str *out, uint32_t n_most);
Str report_school_facts(Report *report, uint32_t org);   /* «47 работ · 2 процедуры · лицей» */
Str report_school_chance(Report *report);                /* could it be chance */
Str report_school_counted(Report *report, uint32_t org); /* exact p and q, version, data */
void report_school_federal(Report *report, Node *sheet, uint32_t org);
/* Histogram with the honest line; NULL without works. */
Chart *report_norm_chart(Report *report, uint32_t procedure, bool small);
/* The cut-off that attracts the most works beyond chance, or NULL. */
const NormThreshold *report_strongest(const ProcedureAnalysis *of);
/* One sign as a node. number counts from 1; classes: signs of classes that repeat it, a line each. */
void report_sign(Report *report, Node *parent, const Sign *sign, uint32_t number, const Sign *const *classes, uint32_t n_classes);
/* The picture that the sign asks for, NULL when the data give none. */
Chart *report_picture(Report *report, const Sign *sign);
/* «6 работ, от 3 до 9»: the first fact, or the title where there is none. */
Str report_seen(const Report *report, const Sign *sign);

/* «МБОУ СОШ № 3» or «школа sch990001»; free of marks of rich text. */
Str report_school(const Report *report, uint32_t org);
/* The same as a link where the school has a page of its own. */
Str report_school_rich(const Report *report, uint32_t org);
Cell report_school_cell(const Report *report, uint32_t org);
/* Names with links, at most REPORT_NAMES, then «и ещё 3». orgs in order of code. */
Str report_names(const Report *report, const uint32_t *orgs, uint32_t n);
bool report_has_page(const Report *report, uint32_t org);
Level report_level(const Report *report, uint32_t org); /* TOO_FEW_DATA when nothing was concluded */
bool report_is_strong_type(Str type); /* лицей, гимназия, углублённое изучение */
Str report_class(const Report *report, const Value *value); /* «класс а», empty for a school */
const Indicator *report_indicator(const char *id);          /* NULL when not in the registry */
double report_chance(const Value *value);                   /* mid-p as in the words of signs, else p */
/* Numbers behind two logins (sch220011 of 2021, edu220011 of 2022): likely one school, counted as two, since a login is taken as written. */
uint32_t report_double_logins(const Report *report);
uint64_t report_works(const Report *report, uint32_t org);  /* over all procedures */

/* «от 79 до 96»; empty when either is NaN. */
Str report_range(const Report *report, double low, double high, int decimals);
/* Shares of pupils: without decimals below 1000 works. */
int report_share_decimals(double n);
/* 95 % interval of a share (Wilson). */
void report_wilson(double successes, double n, double *low, double *high);
Str report_join(const Report *report, const Str *items, uint32_t n, const char *between);
Str report_plain(const Report *report, Str text); /* brackets and asterisks of outside text cannot become a link or bold */
Str report_place_in(const Report *report);        /* «в регионе», «в этих школах» */
Str report_place_of(const Report *report);        /* «региона», «этих школ» */
Str report_schools_count(const Report *report, long long n);    /* 2 школы */
Str report_schools_genitive(const Report *report, long long n); /* от 2 школ */
Str report_works_count(const Report *report, long long n);
Str report_cutoffs(const Report *report, const Blueprint *blueprint); /* «6, 10, 15» or «неизвестны» */
Str report_procedure_link(const Report *report, uint32_t procedure);  /* title with a link to its sheet */
Str report_tag(const Report *report, const Procedure *procedure);       /* «МА4-2021»: begins names of sheets of the workbook */
Str report_tag_link(const Report *report, uint32_t procedure);          /* the tag with a link to the sheet, where there is no room for the title */
Str report_procedure_id(const Report *report, uint32_t procedure);    /* «procedure-2021-4-математика» */
/* table_new() with columns copied. */
Table *report_table(Report *report, Str id, Str title, uint32_t n_columns, const Column *columns, uint32_t max_rows);
Node *report_list_of(Report *report, Node *parent, uint32_t n, const Str *items); /* items copied */
Node *report_facts_of(Report *report, Node *parent, uint32_t n, const Fact *facts);
Node *report_factline(Report *report, Node *parent, uint32_t n, const Str *items);
/* Two columns; out: the two groups to fill. */
void report_two(Report *report, Node *parent, float left, Node **first, Node **second);

#endif
