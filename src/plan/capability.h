/* What in Merilo does a measure of a plan: words of the measure → capabilities C01–C60, whose buttons are offered beside it. Only an offer: people may add others or none. */
#ifndef PLAN_CAPABILITY_H
#define PLAN_CAPABILITY_H

#include "domain/capability.h"
#include "domain/plan.h"

/* texts    title and list of a measure, or text of a decision
 * result   what is expected of it; empty
 * out      rising numbers, in the arena; at most CAPABILITIES_OFFERED, the surest; none where the words say too little */
enum { CAPABILITIES_OFFERED = 12 };
void capability_recognise(uint32_t n_texts, const Str *texts, Str result, Arena *arena, uint32_t *n, const uint8_t **numbers);

/* Every measure and decision of a plan; terms with several windows or a rule need C27. New arrays take the place of the old ones. */
void capability_recognise_plan(PlanContent *plan, Arena *arena);

#endif
