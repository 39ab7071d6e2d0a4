#include "domain/analysis.h"

#include "base/file.h"

void analysis_rest(const Analysis *analysis)
{
    if (analysis->spill.at != NULL) spill_rest(&analysis->spill, 0, analysis->spill.n);
    for (uint32_t i = 0; i < analysis->n_procedures; i++)
        if (analysis->procedures[i].frame->mapped.n > 0) file_map_rest(analysis->procedures[i].frame->mapped);
}
