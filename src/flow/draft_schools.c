#include "flow/draft_.h"

#include "base/intern.h"
#include "base/number.h"
#include "store/org.h"

/* A correction of a school's code as a whole: it names no cell. */
static Str meant(const Draft *draft, Str written)
{
    for (uint32_t i = draft->n_edits; i > 0; i--)
        if (draft->edits[i - 1].cell.n == 0 && str_eq(draft->edits[i - 1].before, written)) return draft->edits[i - 1].value;
    return written;
}

static bool place_school(DbRead *db, const Draft *draft, DraftSchool *school, Arena *arena, Err *err)
{
    bool found = false;
    if (!org_by_code(db, draft->upload.region_id, meant(draft, school->written), arena, &school->org, &found, err)) return false;
    if (!found || school->org.kind != ORG_SCHOOL) school->state = DRAFT_SCHOOL_UNKNOWN;
    else if (!org_within(school->org.path, draft->org.path)) school->state = DRAFT_SCHOOL_FOREIGN;
    else school->state = school->org.closed ? DRAFT_SCHOOL_CLOSED : DRAFT_SCHOOL_TAKEN;
    return true;
}

static Str words_of(const Draft *draft, const DraftSchool *school, Arena *arena)
{
    Str rows = number_of(arena, school->n_clean + school->n_rejected, "строка ждёт", "строки ждут", "строк ждут");
    switch (school->state) {
    case DRAFT_SCHOOL_UNKNOWN:
        return arena_printf(arena, "Школы «%.*s» нет в списке организаций: %.*s. Исправьте код или попросите координатора добавить школу.", STR_ARG(school->written), STR_ARG(rows));
    case DRAFT_SCHOOL_FOREIGN:
        return arena_printf(arena, "«%.*s» — не ваша школа: файл загружен для «%.*s». Не принято: %.*s. Если код написан с ошибкой, исправьте его.", STR_ARG(school->written),
                            STR_ARG(draft->org.name), STR_ARG(rows));
    case DRAFT_SCHOOL_CLOSED:
        return arena_printf(arena, "Школа «%.*s» в списке организаций закрыта: %.*s. Исправьте код или откройте школу снова.", STR_ARG(school->org.name), STR_ARG(rows));
    case DRAFT_SCHOOL_TAKEN: break;
    }
    return STR_EMPTY;
}

/* Where a school is first met. */
static Complaint complaint_of(const Draft *draft, const DraftSchool *school, Arena *arena)
{
    static const char *const codes[] = { [DRAFT_SCHOOL_UNKNOWN] = "school-not-found", [DRAFT_SCHOOL_FOREIGN] = "school-foreign", [DRAFT_SCHOOL_CLOSED] = "school-closed" };
    Complaint out = { .value = school->written, .code = codes[school->state], .severity = SEVERITY_ERROR, .text = words_of(draft, school, arena) };
    for (uint32_t k = 0; k < draft->n_sheets; k++) {
        const Sheet *sheet = draft->sheets[k].sheet;
        for (uint32_t i = 0; sheet != NULL && i < sheet->n_rows; i++) {
            if (sheet->school[i] >= sheet->n_schools || !str_eq(sheet->school_code[sheet->school[i]], school->written)) continue;
            out.sheet = draft->sheets[k].name;
            out.row = draft->sheets[k].layout.school == 0 ? 0 : sheet->source_row[i];
            out.column = draft->sheets[k].layout.school;
            return out;
        }
    }
    return out;
}

static void add_complaints(Draft *draft, Arena *arena)
{
    uint32_t n = draft->file.n_complaints + draft->n_sheets, k = 0;
    for (uint32_t i = 0; i < draft->n_schools; i++) n += draft->schools[i].state != DRAFT_SCHOOL_TAKEN;
    Complaint *all = arena_array(arena, Complaint, n);
    for (uint32_t i = 0; i < draft->n_schools; i++)
        if (draft->schools[i].state != DRAFT_SCHOOL_TAKEN) all[k++] = complaint_of(draft, &draft->schools[i], arena);
    for (uint32_t i = 0; i < draft->n_sheets; i++)
        if (draft->sheets[i].refused)
            all[k++] = (Complaint){ .sheet = draft->sheets[i].name, .code = "blueprint-other", .severity = SEVERITY_ERROR,
                .text = arena_printf(arena, "Задания, наибольшие баллы или пороги не те, с которыми записаны другие формы процедуры «%.*s»: строки листа ждут. Сверьте заголовки или выберите другую процедуру.",
                                     STR_ARG(draft->sheets[i].sheet->procedure.title)) };
    if (draft->file.n_complaints > 0) memcpy(all + k, draft->file.complaints, draft->file.n_complaints * sizeof *all);
    draft->complaints = all, draft->n_complaints = k + draft->file.n_complaints;
}

uint32_t draft_school_find(const Draft *draft, Str written)
{
    for (uint32_t i = 0; i < draft->n_schools; i++)
        if (str_eq(draft->schools[i].written, written)) return i;
    return UINT32_MAX;
}

/* Rows of the sheet by school; of[i]: number of the sheet's i-th school in the list. */
static void count_rows(Draft *draft, const DraftSheet *place, const uint32_t *of, DraftSchool *schools)
{
    const Sheet *sheet = place->sheet;
    for (uint32_t i = 0; i < sheet->n_rows; i++) {
        DraftSchool *school = sheet->school[i] < sheet->n_schools ? &schools[of[sheet->school[i]]] : NULL;
        bool clean = sheet->state[i] != ROW_REJECTED;
        if (school != NULL) school->n_clean += clean, school->n_rejected += !clean;
        bool taken = clean && school != NULL && school->state == DRAFT_SCHOOL_TAKEN && !place->refused;
        draft->n_clean += taken, draft->n_waiting += !taken, draft->n_absent += taken && sheet->state[i] == ROW_ABSENT;
    }
}

bool draft_hold_against_schools(DbRead *db, Draft *draft, Arena *arena, Err *err)
{
    Arena *scratch = arena_new(0);
    Intern codes;
    intern_init(&codes, scratch);
    uint32_t n = 0, **of = arena_array(scratch, uint32_t *, draft->n_sheets);
    for (uint32_t k = 0; k < draft->n_sheets; k++) n += draft->sheets[k].sheet == NULL ? 0 : draft->sheets[k].sheet->n_schools;
    DraftSchool *schools = arena_array(arena, DraftSchool, n);
    bool good = true;
    for (uint32_t k = 0; k < draft->n_sheets && good; k++) {
        const Sheet *sheet = draft->sheets[k].sheet;
        if (sheet == NULL) continue;
        of[k] = arena_array(scratch, uint32_t, sheet->n_schools);
        for (uint32_t s = 0; s < sheet->n_schools && good; s++) {
            uint32_t before = codes.n, at = of[k][s] = intern_add(&codes, sheet->school_code[s]);
            if (at < before) continue;
            schools[at] = (DraftSchool){ .written = sheet->school_code[s], .name = sheet->school_name[s] };
            good = place_school(db, draft, &schools[at], arena, err);
        }
    }
    draft->schools = schools, draft->n_schools = codes.n;
    draft->n_clean = draft->n_absent = draft->n_waiting = 0;
    for (uint32_t k = 0; k < draft->n_sheets && good; k++)
        if (draft->sheets[k].sheet != NULL) count_rows(draft, &draft->sheets[k], of[k], schools);
    if (good) add_complaints(draft, arena);
    arena_free(scratch);
    return good;
}
