/* What leaves: the report of a check as a document tree, and the JSON answers of the contract. */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "base/buf.h"
#include "base/json.h"
#include "domain/analysis.h"
#include "domain/plan.h"
#include "publish/doc.h"

Doc *report_build(const Analysis *analysis, Arena *arena);
/* The same without the tables that are data_only: enough for HTML and DOCX, which come out the same, and much less work in a region. */
Doc *report_build_page(const Analysis *analysis, Arena *arena);
void check_json(const Analysis *analysis, bool all_values, Buf *out, Arena *arena);
void intake_json(const InputFile *files, uint32_t n_files, Buf *out, Arena *arena);
/* One deadline as an object: an answer of its own, or inside a measure's. */
void term_json(const Term *term, Json *json, Arena *arena);
/* A plan out of a document. */
void plan_json(const PlanContent *plan, Buf *out, Arena *arena);
/* Norms of the analysis as a reference file for districts (JSON, no school in it). */
void reference_json(const Analysis *analysis, Buf *out, Arena *arena);

#endif
