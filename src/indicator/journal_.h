/* extra[] of «journal-agreement»; z > 0: work above journal at equal totals, z < 0: journal above work. */
#ifndef INDICATOR_JOURNAL__H
#define INDICATOR_JOURNAL__H

#include "indicator/indicator.h"

enum {
    JOURNAL_EVIDENCE = EXTRA_EVIDENCE, /* works with both marks */
    JOURNAL_LOWERED,   /* share of works with the work's mark below the journal's */
    JOURNAL_CONFIRMED,
    JOURNAL_RAISED,
    JOURNAL_SHIFT,     /* severity of the journal, logits, shrunken; > 0 = journal more generous than the region's at equal totals */
    JOURNAL_SHIFT_SE,
};

#endif
