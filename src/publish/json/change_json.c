/* Changes from year to year, of the region and of schools. */
#include <math.h>

#include "publish/json/json_.h"

/* low, high: null where schools are too few for an interval */
static void put_change_of_all(Json *json, const char *key, const ChangeOfAll *all)
{
    json_key(json, key);
    if (!all->known) {
        json_null(json);
        return;
    }
    json_object(json);
    json_put_num(json, "from", all->from);
    json_put_num(json, "to", all->to);
    json_put_num(json, "change", all->change);
    json_put_num(json, "low", all->low);
    json_put_num(json, "high", all->high);
    json_put_num(json, "tau2", all->tau2);
    json_put_num(json, "scale", all->scale);
    json_put_int(json, "above", all->n_above);
    json_put_int(json, "below", all->n_below);
    json_object_end(json);
}

static void put_change_of_school(Json *json, const char *key, const ChangeOfSchool *school)
{
    json_key(json, key);
    if (isnan(school->from)) {
        json_null(json);
        return;
    }
    json_object(json);
    json_put_num(json, "from", school->from);
    json_put_num(json, "to", school->to);
    json_put_num(json, "relative", school->relative);
    json_put_num(json, "low", school->low);
    json_put_num(json, "high", school->high);
    json_object_end(json);
}

static bool is_beyond(const ChangeOfSchool *school) { return school->low > 0 || school->high < 0; }

void json_changes(Json *json, const Analysis *analysis, bool all_schools)
{
    json_key(json, "changes");
    json_array(json);
    for (uint32_t i = 0; i < analysis->n_changes; i++) {
        const Change *change = &analysis->changes[i];
        json_object(json);
        json_put_z(json, "kind", change->kind == CHANGE_SAME_CHILDREN ? "same-children" : "same-grade");
        json_put_str(json, "from", analysis->procedures[change->from].frame->procedure->id);
        json_put_str(json, "to", analysis->procedures[change->to].frame->procedure->id);
        json_put_int(json, "schools", change->n_all);
        json_put_num(json, "works_from", change->works_from);
        json_put_num(json, "works_to", change->works_to);
        put_change_of_all(json, "share", &change->share);
        put_change_of_all(json, "pass", &change->pass);
        json_key(json, "units"); /* beyond their interval, or all */
        json_array(json);
        for (uint32_t s = 0; s < change->n; s++) {
            const ChangeSchool *school = &change->schools[s];
            if (!all_schools && !is_beyond(&school->share) && !is_beyond(&school->pass)) continue;
            json_object(json);
            json_put_str(json, "school", analysis->schools.schools[school->org].code);
            json_put_int(json, "n_from", school->n_from);
            json_put_int(json, "n_to", school->n_to);
            put_change_of_school(json, "share", &school->share);
            put_change_of_school(json, "pass", &school->pass);
            json_object_end(json);
        }
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}
