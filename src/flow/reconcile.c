#include "flow/reconcile.h"

#include "base/number.h"
#include "flow/audit_.h"
#include "intake/intake.h"
#include "store/org.h"
#include "store/sheet.h"

typedef struct Comparing { DbRead *db; const Who *who; const ReconcileAsk *ask; Arena *arena; ReconcilePart *parts; Reconcile *out; } Comparing;

static bool compare(Comparing *comparing, ReconcilePart *part, Str official, Err *err)
{
    Str own;
    bool found;
    SheetRow row;
    if (!sheet_get(comparing->db, comparing->who->region_id, part->procedure, part->school.id, 0, comparing->arena, &row, &found, err)) return false;
    if (!found) return part->why = STR("здесь ничего не внесено"), true;
    part->version = row.version;
    if (!sheet_block(comparing->db, comparing->who->region_id, part->procedure, part->school.id, row.version, comparing->arena, &own, &found, err)) return false;
    Err why = { 0 };
    if (!found || !block_diff(own, official, comparing->arena, &part->diff, &why)) {
        part->why = arena_printf(comparing->arena, "%s", why.what);
        return true;
    }
    comparing->out->n_same += part->diff.n_same;
    comparing->out->n_different += part->diff.n_added + part->diff.n_removed + part->diff.n_changed;
    return true;
}

static bool compare_sheet(Comparing *comparing, const Sheet *sheet, Err *err)
{
    for (uint32_t s = 0; s < sheet->n_schools; s++) {
        ReconcilePart *part = &comparing->parts[comparing->out->n++];
        bool found;
        *part = (ReconcilePart){ .procedure = sheet->procedure.id, .title = sheet->procedure.title, .why = STR_EMPTY };
        if (!org_by_code(comparing->db, comparing->who->region_id, sheet->school_code[s], comparing->arena, &part->school, &found, err)) return false;
        part->foreign = !found || !org_within(part->school.path, comparing->ask->org->path);
        if (part->foreign) part->school = (Org){ .code = sheet->school_code[s], .name = sheet->school_code[s] };
        else if (!compare(comparing, part, block_write(sheet, s, comparing->arena), err)) return false;
    }
    return true;
}

typedef struct Note { const Who *who; AuditNote note; } Note;
static bool write_note(DbWrite *write, void *context, Err *err)
{
    Note *note = context;
    return flow_audit(write, note->who, &note->note, err);
}

static bool log_it(Flow *flow, Comparing *comparing, Err *err)
{
    const Reconcile *out = comparing->out;
    Note note = { .who = comparing->who, .note = { .org_id = comparing->ask->org->id, .object = arena_printf(comparing->arena, "reconcile/%.*s", STR_ARG(comparing->ask->org->code)), .verb = STR("сверено с официальной формой"),
        .words = arena_printf(comparing->arena, "Файл «%.*s»: совпало %.*s, различаются %u", STR_ARG(comparing->ask->name), STR_ARG(number_of(comparing->arena, out->n_same, "строка", "строки", "строк")), out->n_different) } };
    return db_tx(flow_db(flow), write_note, &note, err);
}

bool flow_reconcile(Flow *flow, const Who *who, const ReconcileAsk *ask, Arena *arena, Reconcile *out, Err *err)
{
    if (!who_demand(who, RIGHT_RESULTS_WRITE, ask->org->path, err)) return false;
    *out = (Reconcile){ 0 };
    InputFile file;
    IntakeOptions options = { .procedure = ask->procedure.n > 0 ? arena_z(arena, ask->procedure) : NULL, .school = ask->org->kind == ORG_SCHOOL ? arena_z(arena, ask->org->code) : NULL };
    intake_bytes(ask->name, ask->bytes, &options, arena, &file);
    if (!file.readable) {
        if (err != NULL) *err = file.why;
        return false;
    }
    out->n_rows_rejected = (uint32_t)file.rejected;
    uint32_t room = 0;
    for (uint32_t i = 0; i < file.n_sheets; i++) room += file.sheets[i]->n_schools;
    Comparing comparing = { .db = flow_reader(flow), .who = who, .ask = ask, .arena = arena, .parts = arena_array(arena, ReconcilePart, room + 1u), .out = out };
    for (uint32_t i = 0; i < file.n_sheets; i++)
        if (!compare_sheet(&comparing, file.sheets[i], err)) return false;
    out->parts = comparing.parts;
    return log_it(flow, &comparing, err);
}
