#include "flow/import_.h"

#include "base/hash.h"
#include "base/intern.h"
#include "domain/block.h"
#include "flow/draft_.h"

/* Rows of the target's school in one sheet. */
static void count_part(FormTarget *target, const GatherPart *part)
{
    const Sheet *sheet = part->sheet;
    for (uint32_t i = 0; i < sheet->n_rows; i++) {
        if (sheet->school[i] != part->school) continue;
        if (sheet->state[i] == ROW_REJECTED) target->n_waiting++;
        else target->n_clean++;
    }
}

/* Mostly one; room doubles at powers of two. */
static void add_part(FormTarget *target, const GatherPart *part, Arena *arena)
{
    uint32_t n = target->n_parts;
    if ((n & (n - 1)) == 0) {
        GatherPart *larger = arena_array(arena, GatherPart, n == 0 ? 1 : n * 2);
        if (n > 0) memcpy(larger, target->parts, n * sizeof *larger);
        target->parts = larger;
    }
    target->parts[target->n_parts++] = *part;
}

static uint32_t row_at(const Sheet *sheet, uint32_t source_row)
{
    uint32_t low = 0, high = sheet->n_rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (sheet->source_row[middle] < source_row) low = middle + 1;
        else high = middle;
    }
    return low < sheet->n_rows && sheet->source_row[low] == source_row ? low : UINT32_MAX;
}

/* Warnings that nobody settled, by school: they go with the form to whoever accepts it. */
static void count_warnings(const Draft *draft, const DraftSheet *place, uint32_t *warnings)
{
    for (uint32_t i = 0; i < draft->n_complaints; i++) {
        const Complaint *complaint = &draft->complaints[i];
        if (complaint->severity != SEVERITY_WARNING || !str_eq(complaint->sheet, place->name) || draft_settled(draft, complaint)) continue;
        uint32_t row = row_at(place->sheet, complaint->row);
        if (row != UINT32_MAX && place->sheet->school[row] < place->sheet->n_schools) warnings[place->sheet->school[row]]++;
    }
}

uint32_t import_targets(const Draft *draft, Arena *arena, FormTarget **out)
{
    uint32_t most = 0, n = 0;
    for (uint32_t k = 0; k < draft->n_sheets; k++) most += draft->sheets[k].sheet == NULL ? 0 : draft->sheets[k].sheet->n_schools;
    FormTarget *targets = arena_array(arena, FormTarget, most);
    Intern keys;
    intern_init(&keys, arena);
    for (uint32_t k = 0; k < draft->n_sheets; k++) {
        const DraftSheet *place = &draft->sheets[k];
        const Sheet *sheet = place->sheet;
        if (sheet == NULL || place->refused) continue;
        uint32_t *warnings = arena_array(arena, uint32_t, sheet->n_schools);
        count_warnings(draft, place, warnings);
        for (uint32_t s = 0; s < sheet->n_schools; s++) {
            const DraftSchool *school = &draft->schools[draft_school_find(draft, sheet->school_code[s])];
            if (school->state != DRAFT_SCHOOL_TAKEN) continue;
            uint32_t at = intern_add(&keys, arena_printf(arena, "%.*s\n%.*s", STR_ARG(sheet->procedure.id), STR_ARG(school->org.code)));
            FormTarget *target = &targets[at];
            if (at == n) *target = (FormTarget){ .school = school, .blueprint = sheet->procedure.blueprint, .procedure = &sheet->procedure }, n++;
            GatherPart part = { .sheet = sheet, .school = s };
            add_part(target, &part, arena);
            target->n_warnings += warnings[s];
            count_part(target, &part);
        }
    }
    uint32_t clean = 0;
    for (uint32_t i = 0; i < n; i++)
        if (targets[i].n_clean > 0) targets[clean++] = targets[i];
    *out = targets;
    return clean;
}

/* Classes of the standing version that the file does not speak of. Where either names no classes, or the tasks are others, the file speaks of all. */
static bool add_standing(FormTarget *target, Str block, Arena *arena, GatherPart *parts, uint32_t *n_parts, Err *err)
{
    Sheet *gathered, *standing;
    if (!sheet_gather(target->parts, target->n_parts, target->school->org.code, arena, &gathered, err) || !block_read(block, arena, &standing, err)) return false;
    const Str *of_new, *of_old, *kept;
    GatherPart whole_new = { .sheet = gathered }, whole_old = { .sheet = standing }, rest = { .sheet = standing, .but = gathered };
    uint32_t n_new = sheet_classes(&whole_new, arena, &of_new), n_old = sheet_classes(&whole_old, arena, &of_old);
    if (n_new == 0 || n_old == 0 || of_new[0].n == 0 || of_old[0].n == 0) return true;
    Sheet *probe;
    Err differs = { 0 };
    parts[*n_parts] = rest;
    if (!sheet_gather(parts, *n_parts + 1, target->school->org.code, arena, &probe, &differs)) return true;
    target->n_kept_classes = sheet_classes(&rest, arena, &kept);
    if (target->n_kept_classes > 0) ++*n_parts;
    return true;
}

bool import_prepare(DbRead *db, const Draft *draft, bool replace, FormTarget *target, Arena *arena, Err *err)
{
    SheetRow row;
    bool found = false;
    int64_t region_id = draft->upload.region_id, school_id = target->school->org.id;
    if (!sheet_get(db, region_id, target->procedure->id, school_id, 0, arena, &row, &found, err)) return false;
    target->standing = found ? row.version : 0;
    target->n_kept_classes = 0;
    GatherPart *parts = arena_array(arena, GatherPart, target->n_parts + 1);
    uint32_t n_parts = target->n_parts;
    memcpy(parts, target->parts, n_parts * sizeof *parts);
    if (found && !replace) {
        Str block;
        if (!sheet_block(db, region_id, target->procedure->id, school_id, row.version, arena, &block, &found, err)) return false;
        if (found && !add_standing(target, block, arena, parts, &n_parts, err)) return false;
    }
    if (!sheet_gather(parts, n_parts, target->school->org.code, arena, &target->sheet, err)) return false;
    target->block = block_write(target->sheet, 0, arena);
    hash_sha256_hex(target->block, target->sha256);
    return true;
}
