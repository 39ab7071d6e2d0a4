/* Inside flow: asking for a job in the transaction of another change. */
#ifndef FLOW_JOB__H
#define FLOW_JOB__H

#include "flow/audit_.h"
#include "flow/job.h"

bool job_ask_within(DbWrite *write, const Who *who, const JobAsk *ask, uint32_t *number, Err *err);
/* The analysis of the region is to be made again: one waiting job, however many forms were written meanwhile. */
bool job_ask_analysis(DbWrite *write, const Who *who, int64_t region_id, Err *err);

#endif
