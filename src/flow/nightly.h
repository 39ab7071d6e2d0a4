/* What is done every night by itself: jobs of these kinds are asked for once a day, at the hour of the settings. */
#ifndef FLOW_NIGHTLY_H
#define FLOW_NIGHTLY_H

#include "flow/flow.h"

/* Asks for the jobs of this night when its hour has come and they have not been asked for yet. Cheap: called every second by the job worker. */
bool flow_nightly(Flow *flow, Err *err);

#endif
