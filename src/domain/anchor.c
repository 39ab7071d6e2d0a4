#include "domain/anchor.h"

#include <string.h>

/* Schools of a frame stand by code, as in the table: their numbers rise. */
static const SchoolSpan *school_of(const Frame *frame, uint32_t org)
{
    uint32_t low = 0, high = frame->n_schools;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (frame->schools[middle].org < org) low = middle + 1;
        else high = middle;
    }
    return low < frame->n_schools && frame->schools[low].org == org ? &frame->schools[low] : NULL;
}

uint32_t anchor_classes(const Anchor *anchor, const Frame *frame, const SchoolTable *schools, bool *is_anchor, bool *met)
{
    if (frame->n_classes > 0) memset(is_anchor, 0, frame->n_classes * sizeof *is_anchor);
    uint32_t n = 0;
    for (uint32_t i = 0; i < anchor->n; i++) {
        const AnchorRow *row = &anchor->rows[i];
        if (row->procedure.n > 0 && !str_eq(row->procedure, frame->procedure->id)) continue;
        if (row->grade != 0 && row->grade != frame->procedure->grade) continue;
        uint32_t org = school_table_find(schools, row->school);
        const SchoolSpan *school = org == UINT32_MAX ? NULL : school_of(frame, org);
        if (school == NULL) continue;
        for (uint32_t c = school->class_first; c < school->class_first + school->n_classes; c++) {
            if (row->class_label.n > 0 && !str_eq(row->class_label, frame->classes[c].label)) continue;
            if (met != NULL) met[i] = true;
            if (!is_anchor[c]) n++;
            is_anchor[c] = true;
        }
    }
    return n;
}
