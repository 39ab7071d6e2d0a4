/* Any bytes as --reference: an export (JSON) or an official report (a table). */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "intake/intake_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Arena *arena = arena_new(0);
    Reference reference;
    Err err = { 0 };
    if (intake_reference_bytes(STR("2023-5-математика.csv"), (Str){ (const char *)bytes, n }, arena, &reference, &err)) {
        BUG_ON(reference.n == 0 || reference.n > LIMIT_PROCEDURES);
        for (uint32_t i = 0; i < reference.n; i++) {
            const Norm *norm = reference.norms[i];
            double sum = 0;
            BUG_ON(norm->procedure_id.at == NULL || norm->n_thresholds > N_CUTOFFS || norm->max > LIMIT_TOTAL);
            BUG_ON(norm->lumpy == NULL && norm->task_mean == NULL);
            for (uint32_t k = 0; norm->lumpy != NULL && k <= norm->max; k++) sum += norm->lumpy[k];
            BUG_ON(norm->lumpy != NULL && !(fabs(sum - 1) < 1e-5));
        }
    } else BUG_ON(err.code == ERR_NONE);
    arena_free(arena);
    return 0;
}
