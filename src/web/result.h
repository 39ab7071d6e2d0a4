/* What pages of results share: the analysis that stands, and of it only what the person answers for.
 *
 * The rule. A page shows schools of the organisation its right was asked of (Ctx.org) and nobody else by name: everything is built from analysis_part(), which does not
 * hold the others. Of them remain the norm of the region and, in the funnel, faint points without a name. Counts of 1 to 4 pupils are for those who work with the
 * schools' forms or signs (RIGHT_RESULTS_WRITE or RIGHT_SIGNS_READ there) and for the teacher of the very class; others read them hidden (Doc.outside). */
#ifndef WEB_RESULT_H
#define WEB_RESULT_H

#include "publish/report/common.h"
#include "store/analysis.h"
#include "store/procedure.h"
#include "store/result.h"
#include "web/page.h"

enum { RESULT_ROWS = REPORT_ALL_SCHOOLS /* schools on a page: a row is about 700 bytes */ };

typedef struct Result {
    AnalysisRow row;
    const Analysis *whole;       /* kept between requests; its schools are not to be named */
    uint32_t procedure;          /* index */
    const Analysis *in;          /* what is shown */
    const ProcedureAnalysis *of; /* in->procedures[procedure] */
    bool is_part;
    ResultNewer newer;           /* forms that changed after the analysis */
    const bool *keep;            /* [whole->schools.n] */
    Report *report;              /* of in */
    Str title;                   /* of the procedure, as it is registered; rich */
    Str base;                    /* «/results/2026-5-…», encoded */
} Result;

/* Which analysis stands. */
bool result_current(Ctx *ctx, AnalysisRow *row, bool *stands, Err *err);
/* Its head with one procedure, from the cache or the database. found: false when the analysis has no such work. */
bool result_whole(Ctx *ctx, const AnalysisRow *row, Str procedure, const Analysis **out, uint32_t *index, bool *found, Err *err);
/* UINT32_MAX: the analysis has no such work. */
uint32_t result_index(const Analysis *analysis, Str procedure);
/* Its head alone. */
bool result_bare(Ctx *ctx, const AnalysisRow *row, const Analysis **out, Err *err);
/* Its head with years. */
bool result_years(Ctx *ctx, const AnalysisRow *row, const Analysis **out, Err *err);
/* keep[] for the subtree; gives the number kept. */
bool result_keep(Ctx *ctx, const SchoolTable *schools, Str path, bool **keep, uint32_t *n, Err *err);

/* The municipality of the school that Ctx.org is, all its schools together, and its name as it is; NULL when nothing is wider than the school but the region. */
bool result_around(Ctx *ctx, const Result *result, Str *name, const ProcedureAnalysis **of, Err *err);

/* Of many procedures only what a list of them says: kept between requests, since the fragments of a year are too many to keep. */
typedef struct ResultSum { uint32_t n, marks[4]; double mean; /* of totals */ } ResultSum;
typedef struct ResultWork { Str code; uint32_t max; const ResultSum *of; /* [schools.n]; NULL: not in the analysis */ } ResultWork;
typedef struct ResultSums { SchoolTable schools; uint32_t n; const ResultWork *works; /* in the order asked */ } ResultSums;
bool result_sums(Ctx *ctx, const AnalysisRow *row, uint32_t n_codes, const Str *codes, const ResultSums **out, Err *err);
/* The procedure of the address for the schools of path, with a report that writes into ctx->doc; sets Doc.outside.
 * found: false when the analysis has nothing of it for these schools. ERR_NOT_FOUND: no such procedure at all. */
bool result_open(Ctx *ctx, const Org *org, Result *out, bool *found, Err *err);

/* Points of single tasks, from the forms of Ctx.org; kept between requests, since a region has tens of thousands of works. NULL: no form. */
typedef struct ResultPoints { uint32_t n_works; const uint32_t (*count)[256]; /* [n_tasks] by score byte */ const TaskStats *tasks; } ResultPoints;
bool result_points(Ctx *ctx, const Result *result, const ResultPoints **out, Err *err);

/* Which district: for those who answer for the whole region. Stands in ?org=, which links of these pages keep. */
bool result_places(Ctx *ctx, Err *err);
/* This address of the site, with ?org= of the request. */
Str result_at(const Ctx *ctx, Str address);

/* Crumbs, facts, footer of the data. title of the page is the caller's. */
void result_head(Ctx *ctx, const Result *result, Str name);
/* The facts of a procedure: schools, works, absent, mean, cut-offs, too few. */
void result_facts(Ctx *ctx, const Result *result);
/* Forms are there, the analysis is not: says so, with plain counts. */
bool result_plain(Ctx *ctx, Str procedure, Err *err);
/* Everything for files, else the page of rows that ?from= asks for; adds the pager under the table. */
void result_span(const Ctx *ctx, uint32_t total, uint32_t *from, uint32_t *n);
void result_pager(Ctx *ctx, Node *parent, uint32_t total);
bool result_is_sheet(const Ctx *ctx);  /* XLSX, CSV, JSON: tables for programs, without pages */

/* Usual reports: short ones have every school on the page; tables for programs always, in one piece. */
void result_usual_tables(const Ctx *ctx, const Result *result);

/* Views of /results/:procedure. */
bool result_view_funnel(Ctx *ctx, Result *result, Err *err);
bool result_view_scores(Ctx *ctx, Result *result, Err *err);
bool result_view_tasks(Ctx *ctx, Result *result, Err *err);
bool result_view_marks(Ctx *ctx, Result *result, Err *err);
bool result_view_years(Ctx *ctx, Result *result, Err *err);

#endif
