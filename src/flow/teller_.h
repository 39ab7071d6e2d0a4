/* Progress of a stage that several threads share. */
#ifndef FLOW_TELLER__H
#define FLOW_TELLER__H

#include <pthread.h>

#include "flow/progress.h"

typedef struct Teller { const Progress *progress; pthread_mutex_t lock; const char *stage; size_t done, all; } Teller;
void teller_begin(Teller *teller, const Progress *progress, const char *stage, size_t all);
void teller_step(Teller *teller);

#endif
