/* An Analysis in fragments that a page opens in milliseconds: the server keeps them in its database and opens only what a page shows.
 * An opened Analysis has what its fragments hold; the rest is absent (NULL, no rows), never wrong, and indexes (Value.procedure, Conclusion.signs…) fit it.
 *
 *   builder of publish/report                          fragments beside the head
 *   report_first, norms, norm_chart, methods           –
 *   two_lists, changes_line                            –
 *   report_list                                        list
 *   report_procedure: norm, funnel, heat, journal      procedure
 *   official (all seven but «7», pupils)               procedures
 *   official «7»                                       procedures and schools
 *   report_cohorts, report_changes                     years
 *   a school's page: sign, picture, checks, changes    school
 *   check_json                                         all of them
 *
 * With the head alone a procedure has its identity, blueprint, counts, histogram, norms and tasks, and no schools (frame->n_schools is 0). A school adds itself to each
 * of its procedures: frame->n_schools then counts the schools opened. A procedure brings all schools, with totals of works; codes and marks of pupils come with schools alone.
 * Points of single tasks are in no fragment: blocks have them (domain/block.h). */
#ifndef DOMAIN_SNAPSHOT_H
#define DOMAIN_SNAPSHOT_H

#include "base/buf.h"
#include "domain/analysis.h"

/* ---- writing: the same analysis gives the same bytes ---- */

typedef struct SnapshotWriter SnapshotWriter;

/* Values by school, once for all fragments. The analysis lives as long as the arena. */
const SnapshotWriter *snapshot_writer(const Analysis *analysis, Arena *arena);
void snapshot_head(const SnapshotWriter *writer, Buf *out);
/* Schools of all cohorts and changes from year to year. */
void snapshot_years(const SnapshotWriter *writer, Buf *out);
/* Conclusions and signs, without pictures, of all schools worth a look. */
void snapshot_list(const SnapshotWriter *writer, Buf *out);
void snapshot_procedure(const SnapshotWriter *writer, uint32_t procedure, Buf *out);
/* A school that handed in nothing has a fragment too. */
void snapshot_school(const SnapshotWriter *writer, uint32_t org, Buf *out);

/* ---- reading ---- */

/* Any bytes may be given: ERR_INPUT for what was not written by this version of the format, or belongs to another analysis. Texts point into the bytes, which live as
 * long as the arena. After an error the analysis is not to be used. Order: years and procedures before the list or schools; the list or schools, not both. */
bool snapshot_open(Str head, Arena *arena, Analysis **out, Err *err);
bool snapshot_add_years(Analysis *analysis, Str fragment, Err *err);
bool snapshot_add_procedure(Analysis *analysis, Str fragment, Err *err);
bool snapshot_add_list(Analysis *analysis, Str fragment, Err *err);
/* Schools in any order; many at once cost less than one by one. */
bool snapshot_add_schools(Analysis *analysis, const Str *fragments, uint32_t n, Err *err);
static inline bool snapshot_add_school(Analysis *analysis, Str fragment, Err *err) { return snapshot_add_schools(analysis, &fragment, 1, err); }

#endif
