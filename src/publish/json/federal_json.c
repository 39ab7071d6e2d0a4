/* Procedures with their federal markers and norms, cohorts. */
#include "domain/rule.h"
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

/* null without --anchor. */
static void put_anchor(Json *json, const AnchorUse *anchor)
{
    json_key(json, "anchor");
    if (anchor == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_put_bool(json, "used", anchor->used);
    json_put_int(json, "schools", anchor->n_schools);
    json_put_int(json, "classes", anchor->n_classes);
    json_put_int(json, "works", anchor->n_works);
    json_put_str(json, "text", anchor->used ? anchor->text : anchor->why_not);
    json_put_int(json, "lifts_itself_at", anchor->lifts);
    json_key(json, "observers");
    const ObserversEffect *effect = anchor->observers;
    if (effect == NULL) {
        json_null(json);
    } else {
        json_object(json);
        json_put_int(json, "schools", effect->n_schools);
        json_put_int(json, "observed", effect->n_observed);
        json_put_int(json, "others", effect->n_other);
        json_put_num(json, "share", effect->share);
        json_put_num(json, "share_low", effect->share_low);
        json_put_num(json, "share_high", effect->share_high);
        json_put_num(json, "share_p_if_by_lot", effect->share_p);
        json_put_num(json, "pass", effect->pass);
        json_put_num(json, "pass_low", effect->pass_low);
        json_put_num(json, "pass_high", effect->pass_high);
        json_put_num(json, "pass_p_if_by_lot", effect->pass_p);
        json_object_end(json);
    }
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
    put_anchor(json, procedure->anchor);
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

void json_two_lists(Json *json, const Analysis *analysis)
{
    static const char *const kinds[N_FEDERAL_KINDS] = { "inflated_mean", "journal_mismatch", "cohort_change" };
    const TwoLists *lists = &analysis->lists;
    json_key(json, "two_lists");
    json_object(json);
    json_put_int(json, "schools", lists->n_schools);
    json_put_int(json, "federal", lists->n_federal);
    json_put_int(json, "signs", lists->n_ours);
    json_put_int(json, "both", lists->n_both);
    json_put_int(json, "only_federal", lists->n_federal - lists->n_both);
    json_put_int(json, "only_signs", lists->n_ours - lists->n_both);
    json_put_int(json, "neither", lists->n_schools - lists->n_federal - lists->n_ours + lists->n_both);
    json_put_int(json, "federal_too_few_data", lists->n_federal_few);
    for (int k = 0; k < N_FEDERAL_KINDS; k++) {
        json_key(json, kinds[k]);
        json_object(json);
        json_put_int(json, "schools", lists->kind[k].n);
        json_put_int(json, "with_signs", lists->kind[k].n_ours);
        json_put_int(json, "alone", lists->kind[k].n_alone);
        json_object_end(json);
    }
    json_object_end(json);
}

void json_thresholds(Json *json)
{
    json_key(json, "thresholds");
    json_array(json);
    for (const Rule *rule = rule_table; rule->id != NULL; rule++) {
        json_object(json);
        json_put_z(json, "id", rule->id);
        json_put_z(json, "profile", rule->profile == RULE_FEDERAL ? "federal" : "merilo");
        json_put_num(json, "value", rule->value);
        json_put_z(json, "name", rule->name);
        json_put_z(json, "source", rule->source);
        json_key(json, "page");
        if (rule->page != NULL) json_str(json, str_of(rule->page));
        else json_null(json);
        json_key(json, "year");
        if (rule->year != 0) json_int(json, rule->year);
        else json_null(json);
        json_object_end(json);
    }
    json_array_end(json);
}
