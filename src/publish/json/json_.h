/* Parts of the JSON answers (design: interface.md 1.1). */
#ifndef PUBLISH_JSON__H
#define PUBLISH_JSON__H

#include "base/json.h"
#include "domain/analysis.h"

/* Empty is null. */
static inline void json_put_or_null(Json *json, const char *key, Str text)
{
    json_key(json, key);
    if (text.n > 0) json_str(json, text);
    else json_null(json);
}

static inline void json_put_list(Json *json, const char *key, uint32_t n, const Str *texts)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < n; i++) json_str(json, texts[i]);
    json_array_end(json);
}

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
