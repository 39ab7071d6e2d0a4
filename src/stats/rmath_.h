/* libRmath writes its warnings to standard output: every caller keeps arguments inside the domain before the call. */
#ifndef STATS_RMATH__H
#define STATS_RMATH__H

#define MATHLIB_STANDALONE
#include <Rmath.h>

#endif
