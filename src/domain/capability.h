/* What Merilo does for a measure of a plan: sixty capabilities, known by their number, 36 is «C36». Which a measure calls for: plan/capability.h. */
#ifndef DOMAIN_CAPABILITY_H
#define DOMAIN_CAPABILITY_H

#include <stdint.h>

enum { N_CAPABILITIES = 60 };

/* «Мероприятия: семинары, совещания, вебинары»; number 1..60 */
const char *capability_title(uint8_t number);

#endif
