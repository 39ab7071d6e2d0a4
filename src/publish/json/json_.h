/* Parts of the JSON answers (design: interface.md 1.1). */
#ifndef PUBLISH_JSON__H
#define PUBLISH_JSON__H

#include "base/json.h"
#include "domain/analysis.h"

void json_program(Json *json);
void json_inputs(Json *json, const InputFile *files, uint32_t n_files, Arena *arena);
/* "procedures", "cohorts", "federal_index" */
void json_procedures(Json *json, const Analysis *analysis);
void json_cohorts(Json *json, const Analysis *analysis);
/* "changes"; all_schools: those inside their interval too */
void json_changes(Json *json, const Analysis *analysis, bool all_schools);
/* "two_lists": federal markers against our signs */
void json_two_lists(Json *json, const Analysis *analysis);
/* "thresholds": both profiles (domain/rule.h) */
void json_thresholds(Json *json);

#endif
