#include "flow/teller_.h"

void teller_begin(Teller *teller, const Progress *progress, const char *stage, size_t all)
{
    *teller = (Teller){ .progress = progress, .stage = stage, .all = all };
    pthread_mutex_init(&teller->lock, NULL);
    if (progress->tell != NULL && all > 0) progress->tell(progress->context, stage, 0, all);
}

void teller_step(Teller *teller)
{
    if (teller->progress->tell == NULL) return;
    pthread_mutex_lock(&teller->lock);
    teller->done++;
    teller->progress->tell(teller->progress->context, teller->stage, teller->done, teller->all);
    pthread_mutex_unlock(&teller->lock);
}
