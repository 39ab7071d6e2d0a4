/* The only clock of the program. MERILO_CLOCK (UTC seconds) sets it for tests: «1790000000» stands still, «+86400» runs a day ahead of the machine,
   «-86400» a day behind. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now(void); /* UTC seconds */
/* Of the machine, never set by MERILO_CLOCK: for ids and for measuring. */
int64_t clock_machine_ms(void); /* UTC milliseconds; may jump */
int64_t clock_ticks_us(void);   /* microseconds since some moment; never goes back */
void clock_sleep_ms(uint32_t ms);

#endif
