/* Fragments of an analysis, one after another: two bytes of length, kind, bytes. Hashes and the run are put right, so that changes reach what stands behind them. What is
 * accepted must be an analysis whose indexes fit: every one of them is followed. */
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "domain/snapshot_.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static unsigned sum; /* what is read is used */

static void touch(Str text)
{
    for (size_t i = 0; i < text.n; i++) sum += (unsigned char)text.at[i];
}

static void follow_unit(const Analysis *of, const Value *value)
{
    touch(str_of(value->indicator));
    BUG_ON(value->org >= of->schools.n);
    if (value->procedure == UINT32_MAX) return;
    BUG_ON(value->procedure >= of->n_procedures);
    const Frame *frame = of->procedures[value->procedure].frame;
    if (value->class_index == NO_CLASS) return;
    BUG_ON(value->class_index >= frame->n_classes);
    touch(frame->classes[value->class_index].label);
}

static void follow_frame(const Analysis *of, const ProcedureAnalysis *procedure)
{
    const Frame *frame = procedure->frame;
    const Blueprint *blueprint = frame->procedure->blueprint;
    BUG_ON(!blueprint_valid(blueprint));
    for (uint32_t s = 0; s < frame->n_schools; s++) {
        const SchoolSpan *school = &frame->schools[s];
        BUG_ON(school->org >= of->schools.n || school->class_first + school->n_classes > frame->n_classes);
        sum += procedure->schools[s].flow.n;
        for (uint32_t t = 0; procedure->heat != NULL && t < blueprint->n_tasks; t++) sum += procedure->heat[(size_t)s * blueprint->n_tasks + t].n;
        for (uint32_t w = school->first; frame->total != NULL && w < school->first + school->n; w++) {
            BUG_ON(frame->total[w] > blueprint->max);
            sum += frame->mark[w] + (frame->journal != NULL ? frame->journal[w] : 0u);
            if (frame->code != NULL) touch(frame->code[w]);
        }
    }
    for (uint32_t t = 0; t <= blueprint->max; t++) sum += procedure->histogram[t];
    for (uint32_t t = 0; procedure->own != NULL && procedure->own->honest != NULL && t <= blueprint->max; t++) sum += procedure->own->honest[t] > 0;
}

static void follow(const Analysis *of)
{
    for (uint32_t p = 0; p < of->n_procedures; p++) follow_frame(of, &of->procedures[p]);
    for (uint32_t i = 0; i < of->n_values; i++) follow_unit(of, &of->values[i]);
    for (uint32_t i = 0; i < of->n_signs; i++) {
        const Sign *sign = &of->signs[i];
        follow_unit(of, &sign->value);
        touch(sign->title), touch(sign->text);
        for (uint32_t k = 0; k < sign->n_parts; k++) BUG_ON(sign->parts[k] >= of->n_values || of->values[sign->parts[k]].procedure >= of->n_procedures);
        for (uint32_t k = 0; k < sign->n_facts; k++) touch(sign->facts[k].value);
        for (uint32_t k = 0; sign->expected != NULL && k <= of->procedures[sign->value.procedure].frame->procedure->blueprint->max; k++) sum += sign->expected[k] > 0;
    }
    for (uint32_t i = 0; i < of->n_conclusions; i++) {
        BUG_ON(of->conclusions[i].org >= of->schools.n || of->conclusions[i].level >= N_LEVELS || (i > 0 && of->conclusions[i].org < of->conclusions[i - 1].org));
        for (uint32_t k = 0; k < of->conclusions[i].n_signs; k++) BUG_ON(of->conclusions[i].signs[k] >= of->n_signs);
    }
    for (uint32_t c = 0; c < of->n_changes; c++)
        for (uint32_t i = 0; i < of->changes[c].n; i++) BUG_ON(of->changes[c].schools[i].org >= of->schools.n);
}

/* Bytes with their front put right. */
static Str seal(Arena *arena, const char *magic, const uint8_t *body, size_t n)
{
    char *at = arena_alloc(arena, n + WIRE_BODY_AT);
    memcpy(at, magic, WIRE_MAGIC);
    at[WIRE_VERSION_AT] = SNAPSHOT_VERSION;
    if (n > 0) memcpy(at + WIRE_BODY_AT, body, n);
    uint64_t hash = wire_hash((Str){ at + WIRE_BODY_AT, n });
    memcpy(at + WIRE_HASH_AT, &hash, sizeof hash);
    return (Str){ at, n + WIRE_BODY_AT };
}

static bool add(Analysis *of, const char *magic, Str fragment, Err *err)
{
    switch (magic[3]) {
    case 'Y': return snapshot_add_years(of, fragment, err);
    case 'P': return snapshot_add_procedure(of, fragment, err);
    case 'L': return snapshot_add_list(of, fragment, err);
    default: return snapshot_add_school(of, fragment, err);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const kinds[] = { SNAPSHOT_YEARS, SNAPSHOT_PROCEDURE, SNAPSHOT_LIST, SNAPSHOT_SCHOOL };
    Arena *arena = arena_new((size_t)256 << 20);
    Analysis *of = NULL;
    Err err = { 0 };
    int stage = -1; /* the order that snapshot.h asks for */
    for (size_t i = 0; i + 3 <= n;) {
        size_t size = bytes[i] | (size_t)bytes[i + 1] << 8;
        int kind = bytes[i + 2] % 4;
        i += 3;
        if (size > n - i) size = n - i;
        if (of == NULL) {
            if (!snapshot_open(seal(arena, SNAPSHOT_HEAD, bytes + i, size), arena, &of, &err)) break;
        } else if (kind > stage || (kind == stage && (kind == 1 || kind == 3))) {
            if (kind == 3 && stage == 2) break;
            stage = kind;
            if (!add(of, kinds[kind], seal(arena, kinds[kind], bytes + i, size), &err)) break;
        }
        follow(of);
        i += size;
    }
    BUG_ON(of == NULL && n >= 3 && (err.code == ERR_NONE || err.what[0] == '\0'));
    arena_free(arena);
    return 0;
}
