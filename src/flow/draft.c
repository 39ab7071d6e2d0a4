#include "flow/draft_.h"

#include "base/intern.h"
#include "base/limits.h"
#include "flow/procedure.h"
#include "store/attachment.h"
#include "store/org.h"

/* What a watch on the reading collects. */
typedef struct Collecting {
    Arena *arena;
    const DraftTeller *teller;
    bool keep_rows, too_many, stopped;
    uint64_t n_rows;
    uint32_t n_sheets;
    DraftSheet *sheets;     /* [LIMIT_SHEETS] */
    DraftRow *rows;         /* of the last sheet */
    uint32_t room;
} Collecting;

static DraftSheet *sheet_of(Collecting *collecting, Str name)
{
    uint32_t n = collecting->n_sheets;
    if (n > 0 && str_eq(collecting->sheets[n - 1].name, name)) return &collecting->sheets[n - 1];
    if (n == LIMIT_SHEETS) return NULL;
    collecting->sheets[n] = (DraftSheet){ .name = arena_str(collecting->arena, name) };
    collecting->rows = NULL, collecting->room = 0;
    return &collecting->sheets[collecting->n_sheets++];
}

static void keep_row(Collecting *collecting, DraftSheet *sheet, const RawRow *row)
{
    if (sheet->n_rows == collecting->room) {
        collecting->room = collecting->room == 0 ? 64 : collecting->room * 2;
        DraftRow *larger = arena_array(collecting->arena, DraftRow, collecting->room);
        if (sheet->n_rows > 0) memcpy(larger, collecting->rows, sheet->n_rows * sizeof *larger);
        sheet->rows = collecting->rows = larger;
    }
    BUG_ON(collecting->rows == NULL);
    Str *cells = arena_array(collecting->arena, Str, row->n_cells);
    for (uint32_t i = 0; i < row->n_cells; i++) cells[i] = row->cells[i].n == 0 ? STR_EMPTY : arena_str(collecting->arena, str_slice(row->cells[i], 0, 200));
    collecting->rows[sheet->n_rows++] = (DraftRow){ row->number, row->n_cells, cells };
}

static bool see_row(void *context, Str name, const RawRow *row)
{
    Collecting *collecting = context;
    collecting->n_rows++;
    if (collecting->keep_rows) {
        if (collecting->n_rows > LIMIT_DRAFT_ROWS) return !(collecting->too_many = true);
        DraftSheet *sheet = sheet_of(collecting, name);
        if (sheet != NULL) keep_row(collecting, sheet, row);
    }
    const DraftTeller *teller = collecting->teller;
    if (teller != NULL && collecting->n_rows % 1024 == 0 && !teller->tell(teller->context, collecting->n_rows)) return !(collecting->stopped = true);
    return true;
}

static void see_layout(void *context, const SheetLayout *layout)
{
    Collecting *collecting = context;
    DraftSheet *sheet = sheet_of(collecting, layout->sheet);
    if (sheet == NULL) return;
    uint16_t *task = arena_array(collecting->arena, uint16_t, layout->n_tasks + 1u);
    memcpy(task, layout->task, layout->n_tasks * sizeof *task);
    sheet->layout = *layout;
    sheet->layout.sheet = sheet->name;
    sheet->layout.task = task;
}

static const CellEdit *cell_edits(const Draft *draft, Arena *arena, uint32_t *n)
{
    CellEdit *edits = arena_array(arena, CellEdit, draft->n_edits);
    *n = 0;
    for (uint32_t i = 0; i < draft->n_edits; i++) {
        const UploadEdit *edit = &draft->edits[i];
        CellEdit *cell = &edits[*n];
        *cell = (CellEdit){ .sheet = edit->sheet, .value = edit->value };
        if (cell_address_parse(edit->cell, &cell->row, &cell->column) && cell->column > 0) ++*n;
    }
    return edits;
}

/* One reading of the bytes; sheets of collecting get what was understood. */
static void read_once(Draft *draft, Str bytes, const BlueprintTable *blueprints, Collecting *collecting, Arena *arena)
{
    uint32_t n_edits;
    const CellEdit *edits = cell_edits(draft, arena, &n_edits);
    const IntakeWatch watch = { collecting, see_row, see_layout };
    const UploadRow *upload = &draft->upload;
    const IntakeOptions options = {
        .procedure = upload->procedure_hint.n == 0 ? NULL : arena_z(arena, upload->procedure_hint), .procedure_wins = true,
        .school = draft->org.kind == ORG_SCHOOL ? arena_z(arena, draft->org.code) : NULL, .blueprints = blueprints, .n_edits = n_edits, .edits = edits, .watch = &watch,
    };
    collecting->n_rows = 0, collecting->n_sheets = 0, collecting->rows = NULL, collecting->room = 0;
    intake_bytes(upload->name, bytes, &options, arena, &draft->file);
    intake_merge(&draft->file, 1, arena);
    const Sheet **sheets = arena_array(arena, const Sheet *, draft->file.n_sheets);
    for (uint32_t i = 0; i < draft->file.n_sheets; i++) {
        sheets[i] = sheet_unpack(draft->file.sheets[i], arena);
        DraftSheet *place = NULL;
        for (uint32_t k = 0; k < collecting->n_sheets && place == NULL; k++)
            if (collecting->sheets[k].sheet == NULL && str_eq(collecting->sheets[k].name, sheets[i]->sheet_name)) place = &collecting->sheets[k];
        if (place == NULL) place = sheet_of(collecting, sheets[i]->sheet_name); /* a packed sheet has no rows to be seen */
        if (place != NULL) place->sheet = sheets[i];
    }
    draft->file.sheets = sheets;
    draft->sheets = collecting->sheets, draft->n_sheets = collecting->n_sheets;
}

bool draft_same_work(const Blueprint *a, const Blueprint *b)
{
    if (a->n_tasks != b->n_tasks || a->max != b->max || a->cutoffs_known != b->cutoffs_known) return false;
    for (uint16_t t = 0; t < a->n_tasks; t++)
        if (a->tasks[t].max != b->tasks[t].max) return false;
    return !a->cutoffs_known || memcmp(a->cutoff, b->cutoff, sizeof a->cutoff) == 0;
}

/* What the file's sheets do not agree with: works of registered procedures, official works of others. */
static bool known_works(DbRead *db, const Draft *draft, Arena *arena, BlueprintTable *out, bool *refused, Err *err)
{
    Blueprint *works = arena_array(arena, Blueprint, draft->n_sheets);
    *out = (BlueprintTable){ 0, works };
    for (uint32_t i = 0; i < draft->n_sheets; i++) {
        const Sheet *sheet = draft->sheets[i].sheet;
        const Blueprint *work = NULL;
        if (sheet == NULL) continue;
        if (!draft_known_work(db, draft->upload.region_id, &sheet->procedure, arena, &work, err)) return false;
        refused[i] = work != NULL && work->n_tasks > 0 && sheet->procedure.blueprint->n_tasks > 0 && !draft_same_work(work, sheet->procedure.blueprint);
        if (!refused[i]) continue;
        works[out->n] = *work;
        works[out->n++].year = sheet->procedure.year;
    }
    return true;
}

bool draft_known_work(DbRead *db, int64_t region_id, const Procedure *procedure, Arena *arena, const Blueprint **out, Err *err)
{
    ProcedureRow row;
    bool found = false, is_own;
    if (!procedure_get(db, region_id, procedure->id, arena, &row, &found, err)) return false;
    if (found) return procedure_blueprint(&row, arena, out, &is_own, err);
    *out = blueprint_official_find(procedure, procedure->blueprint->level);
    return true;
}

static bool read_file(DbRead *db, Draft *draft, Collecting *collecting, Arena *arena, Err *err)
{
    Arena *bytes_arena = arena_new(0);
    Str bytes;
    bool found = false;
    if (!attachment_get(db, draft->upload.region_id, draft->upload.sha256, bytes_arena, &bytes, &found, err)) {
        arena_free(bytes_arena);
        return false;
    }
    if (!found) {
        arena_free(bytes_arena);
        return err_set(err, ERR_NOT_FOUND, "Загрузите файл снова.", "Самого файла «%.*s» в базе нет.", STR_ARG(draft->upload.name));
    }
    read_once(draft, bytes, NULL, collecting, arena);
    /* The tasks of a registered procedure go before guesses and headings; only a form that does not fit them even so is refused. */
    BlueprintTable works;
    bool good = true, *refused = arena_array(arena, bool, LIMIT_SHEETS);
    if (draft->file.readable && (good = known_works(db, draft, arena, &works, refused, err)) && works.n > 0) {
        read_once(draft, bytes, &works, collecting, arena);
        good = known_works(db, draft, arena, &works, refused, err);
    }
    for (uint32_t i = 0; i < collecting->n_sheets; i++) collecting->sheets[i].refused = refused[i];
    arena_free(bytes_arena);
    return good;
}

static bool find(DbRead *db, const Org *org, int number, Arena *arena, Draft *out, Err *err)
{
    bool found = false;
    *out = (Draft){ .org = *org };
    if (!upload_get(db, org->region_id, org->id, number, arena, &out->upload, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Откройте список загруженных файлов.", "У организации «%.*s» нет файла № %d.", STR_ARG(org->name), number);
    return upload_edits(db, org->region_id, out->upload.id, arena, &out->edits, &out->n_edits, err);
}

bool draft_open_told(DbRead *db, const Org *org, int number, DraftDepth depth, const DraftTeller *teller, Arena *arena, Draft *out, Err *err)
{
    if (!find(db, org, number, arena, out, err)) return false;
    Collecting collecting = { .arena = arena, .teller = teller, .keep_rows = depth == DRAFT_SMALL, .sheets = arena_array(arena, DraftSheet, LIMIT_SHEETS) };
    if (depth == DRAFT_SMALL) {
        bool small = out->upload.state != UPLOAD_READING && out->upload.n_rows <= LIMIT_DRAFT_ROWS;
        int64_t n_bytes = 0;
        if (small && !attachment_size(db, org->region_id, out->upload.sha256, &n_bytes, err)) return false;
        if (!small || (size_t)n_bytes > LIMIT_DRAFT_BYTES) depth = DRAFT_KEPT;
    }
    if (depth != DRAFT_KEPT) {
        if (!read_file(db, out, &collecting, arena, err)) return false;
        if (collecting.stopped) return err_set(err, ERR_CONFLICT, "", "Чтение файла остановлено.");
        if (!collecting.too_many) {
            out->read = true;
            return draft_hold_against_schools(db, out, arena, err);
        }
    }
    *out = (Draft){ .upload = out->upload, .org = out->org, .n_edits = out->n_edits, .edits = out->edits };
    out->n_clean = out->upload.n_works + out->upload.n_absent, out->n_absent = out->upload.n_absent, out->n_waiting = out->upload.n_rejected;
    return upload_complaints(db, org->region_id, out->upload.id, arena, &out->complaints, &out->n_complaints, err);
}

bool draft_open(DbRead *db, const Org *org, int number, DraftDepth depth, Arena *arena, Draft *out, Err *err)
{
    return draft_open_told(db, org, number, depth, NULL, arena, out, err);
}

/* ---- looking at cells ---- */

const DraftSheet *draft_sheet(const Draft *draft, Str name)
{
    for (uint32_t i = 0; i < draft->n_sheets; i++)
        if (str_eq(draft->sheets[i].name, name)) return &draft->sheets[i];
    return NULL;
}

Str draft_cell_before(const Draft *draft, Str sheet, uint32_t row, uint32_t column)
{
    const DraftSheet *found = draft_sheet(draft, sheet);
    for (uint32_t i = 0; found != NULL && i < found->n_rows; i++)
        if (found->rows[i].number == row) return column > 0 && column <= found->rows[i].n_cells ? found->rows[i].cells[column - 1] : STR_EMPTY;
    return STR_EMPTY;
}

const UploadEdit *draft_edit(const Draft *draft, Str sheet, uint32_t row, uint32_t column)
{
    for (uint32_t i = draft->n_edits; i > 0; i--) {
        const UploadEdit *edit = &draft->edits[i - 1];
        uint32_t r, c;
        if (str_eq(edit->sheet, sheet) && cell_address_parse(edit->cell, &r, &c) && r == row && c == column && r > 0) return edit;
    }
    return NULL;
}

Str draft_cell(const Draft *draft, Str sheet, uint32_t row, uint32_t column)
{
    const UploadEdit *edit = draft_edit(draft, sheet, row, column);
    return edit != NULL ? edit->value : draft_cell_before(draft, sheet, row, column);
}

bool draft_settled(const Draft *draft, const Complaint *complaint)
{
    if (complaint->severity == SEVERITY_ERROR || complaint->column == 0) return false;
    const UploadEdit *edit = draft_edit(draft, complaint->sheet, complaint->row, complaint->column);
    return edit != NULL && str_eq(edit->value, edit->before);
}
