/* The demonstration region: who its schools are and what their pupils wrote. Everything is invented and always the same for one seed.
 *
 * «Энский район» of 12 schools is what the demonstration is about; four more districts stand beside it only so that there is somebody to be compared with. In the last
 * year two of the twelve have what the program looks for (DEMO_LIFTED: works lifted to a cut-off; DEMO_HELPED: hard tasks given away), one is honestly strong, two are small. */
#ifndef FLOW_DEMO_REGION_H
#define FLOW_DEMO_REGION_H

#include "domain/sheet.h"

#define DEMO_SEED      2026u
#define DEMO_DISTRICTS 5u
#define DEMO_SCHOOLS   60u /* of the region; the first 12 are the district's */
#define DEMO_DISTRICT  12u
#define DEMO_LAST_YEAR 2026

/* Numbers of schools, from 1. */
enum { DEMO_STRONG = 1, DEMO_LIFTED = 5, DEMO_HELPED = 8, DEMO_SMALL = 11, DEMO_SMALLEST = 12 };

typedef struct DemoWork { int year, grade; const char *subject; } DemoWork;
const DemoWork *demo_works(uint32_t *n);

Str demo_region_code(void);
Str demo_region_name(void);
const char *demo_district_code(uint32_t district);
const char *demo_district_name(uint32_t district);
/* school: 1 … DEMO_SCHOOLS */
uint32_t demo_district_of(uint32_t school);
Str demo_school_code(uint32_t school, Arena *arena);
Str demo_school_name(uint32_t school, Arena *arena);
const char *demo_school_type(uint32_t school);

/* What one school wrote of one work. */
const Sheet *demo_sheet(uint64_t seed, const DemoWork *work, uint32_t school, Arena *arena);

#endif
