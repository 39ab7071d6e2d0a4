/* Procedures with their federal markers and norms, cohorts. */
#include "publish/json/json_.h"

typedef bool (*SchoolIs)(const SchoolStats *school);
static bool inflated(const SchoolStats *school) { return school->inflated == MARKER_YES; }
static bool mismatch(const SchoolStats *school) { return school->mismatch == MARKER_YES; }
static bool undefined(const SchoolStats *school) { return school->inflated == MARKER_UNDEFINED || school->mismatch == MARKER_UNDEFINED; }

static void put_schools(Json *json, const char *key, const Analysis *analysis, const ProcedureAnalysis *procedure, SchoolIs is)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < procedure->frame->n_schools; i++)
        if (is(&procedure->schools[i])) json_str(json, analysis->schools.schools[procedure->frame->schools[i].org].code);
    json_array_end(json);
}

/* Observed jumps are of these files; what was moved is estimated from them too, or unknown in a small district. */
static void put_thresholds(Json *json, const Norm *own)
{
    json_key(json, "norm");
    json_object(json);
    json_key(json, "thresholds");
    json_array(json);
    for (uint8_t i = 0; i < own->n_thresholds; i++) {
        const NormThreshold *threshold = &own->thresholds[i];
        json_object(json);
        json_put_int(json, "at", threshold->at);
        json_put_num(json, "below", threshold->below);
        json_put_num(json, "reached", threshold->reached);
        json_put_num(json, "ratio", threshold->ratio);
        json_put_num(json, "excess", threshold->excess);
        json_put_num(json, "low", threshold->low);
        json_put_num(json, "high", threshold->high);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void put_procedure(Json *json, const Analysis *analysis, const ProcedureAnalysis *procedure)
{
    const Procedure *identity = procedure->frame->procedure;
    const Blueprint *blueprint = identity->blueprint;
    json_object(json);
    json_put_str(json, "id", identity->id);
    json_put_int(json, "year", identity->year);
    json_put_int(json, "grade", identity->grade);
    json_put_str(json, "subject", identity->subject);
    json_put_int(json, "max", blueprint->max);
    json_key(json, "cutoffs");
    if (blueprint->cutoffs_known) {
        json_array(json);
        for (int i = 0; i < N_CUTOFFS; i++) json_int(json, blueprint->cutoff[i]);
        json_array_end(json);
    } else {
        json_null(json);
    }
    json_put_int(json, "schools", procedure->frame->n_schools);
    json_put_int(json, "works", procedure->frame->n_works);
    json_put_num(json, "mean", procedure->mean);
    json_put_num(json, "sd", procedure->sd);
    json_key(json, "histogram");
    json_array(json);
    for (uint16_t t = 0; t <= blueprint->max; t++) json_int(json, procedure->histogram[t]);
    json_array_end(json);
    json_key(json, "federal");
    json_object(json);
    put_schools(json, "inflated_mean", analysis, procedure, inflated);
    put_schools(json, "journal_mismatch", analysis, procedure, mismatch);
    put_schools(json, "undefined", analysis, procedure, undefined);
    json_object_end(json);
    put_thresholds(json, procedure->own);
    json_object_end(json);
}

void json_procedures(Json *json, const Analysis *analysis)
{
    json_key(json, "procedures");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_procedures; i++) put_procedure(json, analysis, &analysis->procedures[i]);
    json_array_end(json);
}

static void put_changed(Json *json, const char *key, const Analysis *analysis, const Cohort *cohort, bool drop)
{
    json_key(json, key);
    json_array(json);
    for (uint32_t i = 0; i < cohort->n; i++) {
        const CohortSchool *school = &cohort->schools[i];
        if ((drop ? school->drop : school->growth) == MARKER_YES) json_str(json, analysis->schools.schools[school->org].code);
    }
    json_array_end(json);
}

void json_cohorts(Json *json, const Analysis *analysis)
{
    json_key(json, "cohorts");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_cohorts; i++) {
        const Cohort *cohort = &analysis->cohorts[i];
        json_object(json);
        json_put_str(json, "from", analysis->procedures[cohort->from].frame->procedure->id);
        json_put_str(json, "to", analysis->procedures[cohort->to].frame->procedure->id);
        json_put_int(json, "schools", cohort->n);
        json_put_num(json, "q1", cohort->q1);
        json_put_num(json, "q3", cohort->q3);
        put_changed(json, "drop", analysis, cohort, true);
        put_changed(json, "growth", analysis, cohort, false);
        json_object_end(json);
    }
    json_array_end(json);
}
