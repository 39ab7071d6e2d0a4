/* merilo stat observers --arms */
#ifndef CLI_STAT_ARMS__H
#define CLI_STAT_ARMS__H

#include <stdint.h>

#include "cli/stat_.h"

bool stat_arms(const StatTable *table, uint32_t draws, uint64_t seed, Arena *arena, Json *result, Err *err);

#endif
