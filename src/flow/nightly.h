/* What is done by itself: jobs of the night are asked for once a day, at the hour of the settings; reminders some times a day. */
#ifndef FLOW_NIGHTLY_H
#define FLOW_NIGHTLY_H

#include "flow/flow.h"

/* Asks for jobs whose hour has come and that have not been asked for yet. Cheap: called every second by the job worker. */
bool flow_nightly(Flow *flow, Err *err);

#endif
