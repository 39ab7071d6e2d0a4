/* The table of words behind plan/capability.h. */
#ifndef PLAN_CAPABILITY__H
#define PLAN_CAPABILITY__H

#include "plan/capability.h"

typedef struct CapabilityRow { uint8_t number; const char *title, *words, *result; } CapabilityRow;
extern const CapabilityRow capability_table[N_CAPABILITIES];

#endif
