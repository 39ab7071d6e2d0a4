/* What Merilo does for a measure of a plan: sixty capabilities in ten groups, known by their number, 36 is «C36». Which a measure calls for: plan/capability.h. */
#ifndef DOMAIN_CAPABILITY_H
#define DOMAIN_CAPABILITY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum { N_CAPABILITIES = 60, N_CAPABILITY_GROUPS = 10 };

/* «Мероприятия: семинары, совещания, вебинары»; number 1..60 */
const char *capability_title(uint8_t number);
/* «Признаки необъективности»: numbers from..to. group below N_CAPABILITY_GROUPS */
typedef struct CapabilityGroup { const char *title; uint8_t from, to; } CapabilityGroup;
const CapabilityGroup *capability_group(uint32_t group);

/* «C36 C48», as it is kept, and back: rising, each once. false: not so written. Empty words are none. */
Str capabilities_words(Arena *arena, uint32_t n, const uint8_t *numbers);
bool capabilities_read(Str words, Arena *arena, uint32_t *n, const uint8_t **numbers);

#endif
