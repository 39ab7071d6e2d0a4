/* Second marking of a few works of each class (M7): what a commission would hand in, honest or repeated from the first. */
#ifndef FLOW_SIMULATE_RECHECK_H
#define FLOW_SIMULATE_RECHECK_H

#include "base/csv.h"
#include "flow/simulate_.h"

bool sim_rechecks(const SimPlan *plan); /* M7 is planted */
/* Rows (procedure, school, class, code, first, second: points by task, a space between); counts falsified works into the truth. Nothing without M7. */
void sim_recheck_add(const SimPlan *plan, uint32_t i_procedure, SimulatedProcedure *procedure, Csv *out);

#endif
