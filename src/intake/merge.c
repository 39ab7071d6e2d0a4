#include "base/intern.h"
#include "intake/complaints_.h"
#include "intake/judge_.h"

/* A sheet of the file that is being merged, and what was found against it. Sheets were made by this room and are not yet seen by anyone: their columns may be corrected here. */
typedef struct Entry {
    uint32_t i_file, i_sheet;
    Sheet *sheet;
    Complaints found;
} Entry;

static void reject_row(Sheet *sheet, uint32_t i)
{
    uint8_t *state = (uint8_t *)sheet->state, *score = (uint8_t *)sheet->score;
    if (state[i] == ROW_WORK) sheet->n_works--;
    if (state[i] == ROW_ABSENT) sheet->n_absent--;
    sheet->n_rejected++;
    state[i] = ROW_REJECTED;
    ((uint16_t *)sheet->total)[i] = 0;
    for (uint32_t t = 0; t < sheet->procedure.blueprint->n_tasks; t++) score[(size_t)t * sheet->n_rows + i] = SCORE_NONE;
}

static bool is_guessed(const Blueprint *blueprint) { return str_eq(blueprint->task_source, GUESSED_MAXIMA); }

static bool same_maxima(const Blueprint *a, const Blueprint *b)
{
    if (a->n_tasks != b->n_tasks || a->max != b->max) return false;
    for (uint16_t t = 0; t < a->n_tasks; t++)
        if (a->tasks[t].max != b->tasks[t].max) return false;
    return true;
}

/* Could a blueprint of guessed maxima be this one, seen through fewer works? */
static bool may_be(const Blueprint *guessed, const Blueprint *told)
{
    if (guessed->n_tasks != told->n_tasks) return false;
    for (uint16_t t = 0; t < told->n_tasks; t++)
        if (guessed->tasks[t].max > told->tasks[t].max) return false;
    return true;
}

static const Blueprint *widened(const Blueprint *a, const Blueprint *b, Arena *arena)
{
    Blueprint *wide = arena_one(arena, Blueprint);
    *wide = *a;
    Task *tasks = arena_array(arena, Task, a->n_tasks);
    unsigned sum = 0;
    for (uint16_t t = 0; t < a->n_tasks; t++) {
        tasks[t] = a->tasks[t];
        if (b->tasks[t].max > tasks[t].max) tasks[t].max = b->tasks[t].max;
        sum += tasks[t].max;
    }
    wide->tasks = tasks, wide->max = (uint16_t)sum;
    wide->cutoffs_known = false;
    return blueprint_valid(wide) ? wide : a;
}

/* One blueprint for all sheets of a procedure; sheets that contradict it are left out whole. */
static void agree(Entry *entries, uint32_t n, const InputFile *files, Arena *arena)
{
    const Blueprint *best = entries[0].sheet->procedure.blueprint;
    for (uint32_t i = 1; i < n; i++) {
        const Blueprint *other = entries[i].sheet->procedure.blueprint;
        bool better = is_guessed(best) != is_guessed(other) ? is_guessed(best) : !best->cutoffs_known && other->cutoffs_known;
        if (better) best = other;
        else if (is_guessed(best) && is_guessed(other) && best->n_tasks == other->n_tasks && !same_maxima(best, other)) best = widened(best, other, arena);
    }
    for (uint32_t i = 0; i < n; i++) {
        Sheet *sheet = entries[i].sheet;
        const Blueprint *own = sheet->procedure.blueprint;
        bool agrees = same_maxima(own, best) || (is_guessed(own) && may_be(own, best));
        if (!agrees) {
            complaints_add(&entries[i].found, SEVERITY_ERROR, "blueprint-conflict", sheet->sheet_name, 0, NO_COLUMN, STR_EMPTY,
                           "Задания не те, что в других файлах работы «%.*s» (заданий %u, баллов %u; там %u и %u). Лист не учтён: проверьте год, класс и предмет файла «%.*s».",
                           STR_ARG(sheet->procedure.title), own->n_tasks, own->max, best->n_tasks, best->max, STR_ARG(files[entries[i].i_file].name));
            for (uint32_t row = 0; row < sheet->n_rows; row++)
                if (sheet->state[row] != ROW_REJECTED) reject_row(sheet, row);
        }
        if (agrees) sheet->procedure.blueprint = best;
    }
}

/* The same school and code in an earlier sheet: the later row waits. */
static void find_repeats(Entry *entries, uint32_t n, const InputFile *files)
{
    Arena *scratch = arena_new(0);
    Intern schools, codes;
    KeySet seen;
    intern_init(&schools, scratch);
    intern_init(&codes, scratch);
    key_set_init(&seen, scratch, 0);
    for (uint32_t i = 0; i < n; i++) {
        Sheet *sheet = entries[i].sheet;
        uint32_t *org = arena_array(scratch, uint32_t, sheet->n_schools);
        bool *warned = arena_array(scratch, bool, sheet->n_schools);
        for (uint32_t k = 0; k < sheet->n_schools; k++) org[k] = intern_add(&schools, sheet->school_code[k]);
        Complaints rows;
        complaints_init(&rows, entries[i].found.arena);
        for (uint32_t row = 0; row < sheet->n_rows; row++) {
            if (sheet->state[row] == ROW_REJECTED || sheet->school[row] == UINT32_MAX || sheet->code[row].n == 0) continue;
            uint32_t school = sheet->school[row];
            if (key_set_add(&seen, (uint64_t)org[school] << 32 | (intern_add(&codes, sheet->code[row]) + 1u))) continue;
            reject_row(sheet, row);
            complaints_add(&rows, SEVERITY_ERROR, "code-in-other-file", sheet->sheet_name, sheet->source_row[row], NO_COLUMN, sheet->code[row],
                           "Код %.*s школы %.*s уже встретился в другом файле этой работы. Строка не учтена: оставьте один файл.", STR_ARG(sheet->code[row]),
                           STR_ARG(sheet->school_code[school]));
            if (warned[school]) continue;
            warned[school] = true;
            complaints_add(&entries[i].found, SEVERITY_WARNING, "school-twice", sheet->sheet_name, 0, NO_COLUMN, sheet->school_code[school],
                           "Две версии формы школы %.*s: участники файла «%.*s» есть и в файле, прочитанном раньше. Взята та, что раньше; если верна эта, уберите другую.",
                           STR_ARG(sheet->school_code[school]), STR_ARG(files[entries[i].i_file].name));
        }
        Complaints both, before = entries[i].found;
        complaints_init(&both, before.arena);
        complaints_merge(&both, &before, &rows);
        entries[i].found = both;
    }
    arena_free(scratch);
}

/* Complaints of a file in order of its sheets. */
static uint32_t place_of(const InputFile *file, const Complaint *complaint)
{
    if (complaint->sheet.n == 0) return 0;
    for (uint32_t i = 0; i < file->n_sheets; i++)
        if (str_eq(file->sheets[i]->sheet_name, complaint->sheet)) return i + 1;
    return file->n_sheets + 1;
}

static void add_found(InputFile *file, uint32_t i_sheet, const Complaints *found, Arena *arena)
{
    if (found->total == 0) return;
    Complaints before, of_sheet, after, joined;
    complaints_init(&before, arena), complaints_init(&of_sheet, arena), complaints_init(&after, arena), complaints_init(&joined, arena);
    Complaints none = before;
    uint32_t place = file->sheets[i_sheet]->sheet_name.n == 0 ? 0 : i_sheet + 1;
    Complaint *kept = (Complaint *)file->complaints;
    uint32_t from = 0, to;
    while (from < file->n_complaints && place_of(file, &kept[from]) < place) from++;
    for (to = from; to < file->n_complaints && place_of(file, &kept[to]) == place;) to++;
    before.rows = kept, before.n = from;
    of_sheet.rows = kept + from, of_sheet.n = to - from;
    after.rows = kept + to, after.n = file->n_complaints - to;
    complaints_merge(&joined, &before, &none);
    complaints_merge(&joined, &of_sheet, found);
    complaints_merge(&joined, &after, &none);
    file->complaints = joined.rows, file->n_complaints = joined.n;
    file->complaints_total += found->total;
}

static void leave_out_copies(InputFile *files, uint32_t n_files, Arena *arena)
{
    Arena *scratch = arena_new(0);
    Intern hashes;
    intern_init(&hashes, scratch);
    uint32_t *first = arena_array(scratch, uint32_t, n_files);
    for (uint32_t i = 0; i < n_files; i++) {
        InputFile *file = &files[i];
        if (!file->readable) continue;
        uint32_t before = hashes.n, hash = intern_add(&hashes, str_of(file->sha256));
        if (hash == before) {
            first[hash] = i;
            continue;
        }
        Complaints list;
        complaints_init(&list, arena);
        complaints_add(&list, SEVERITY_ERROR, "file-repeated", STR_EMPTY, 0, NO_COLUMN, STR_EMPTY, "Тот же файл, что «%.*s», байт в байт. Не учтён; уберите один из них.",
                       STR_ARG(files[first[hash]].name));
        file->readable = false;
        file->rows = file->works = file->absent = file->rejected = 0;
        file->n_sheets = 0, file->sheets = NULL;
        file->complaints = list.rows, file->n_complaints = list.n, file->complaints_total = list.total;
        err_set(&file->why, ERR_CONFLICT, "Уберите один из двух файлов.", "Файл «%.*s» повторяет «%.*s».", STR_ARG(file->name), STR_ARG(files[first[hash]].name));
    }
    arena_free(scratch);
}

/* Only a packed sheet that is alone in its procedure may stay packed: rows can be rejected, spans cannot. */
static void unpack(Entry *entry, InputFile *files, Arena *arena)
{
    entry->sheet = (Sheet *)sheet_unpack(entry->sheet, arena);
    ((const Sheet **)files[entry->i_file].sheets)[entry->i_sheet] = entry->sheet;
}

void intake_merge(InputFile *files, uint32_t n_files, Arena *arena)
{
    leave_out_copies(files, n_files, arena);
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_files; i++) n += files[i].n_sheets;
    Arena *scratch = arena_new(0);
    Intern ids;
    intern_init(&ids, scratch);
    uint32_t *group = arena_array(scratch, uint32_t, n), *start = arena_array(scratch, uint32_t, n + 2);
    Entry *entries = arena_array(scratch, Entry, n), *sorted = arena_array(scratch, Entry, n);
    uint32_t k = 0;
    for (uint32_t i = 0; i < n_files; i++)
        for (uint32_t s = 0; s < files[i].n_sheets; s++, k++) {
            entries[k] = (Entry){ .i_file = i, .i_sheet = s, .sheet = (Sheet *)files[i].sheets[s] };
            complaints_init(&entries[k].found, arena);
            group[k] = intern_add(&ids, entries[k].sheet->procedure.id);
            start[group[k] + 2]++;
        }
    for (uint32_t i = 2; i < n + 2; i++) start[i] += start[i - 1];
    for (uint32_t i = 0; i < n; i++) sorted[start[group[i] + 1]++] = entries[i]; /* by procedure, in order of files */
    for (uint32_t g = 0; g < ids.n; g++) {
        uint32_t from = start[g], many = start[g + 1] - from;
        if (many < 2) continue;
        for (uint32_t i = from; i < from + many; i++) unpack(&sorted[i], files, arena);
        agree(sorted + from, many, files, arena);
        find_repeats(sorted + from, many, files);
    }
    for (uint32_t i = 0; i < n; i++) add_found(&files[sorted[i].i_file], sorted[i].i_sheet, &sorted[i].found, arena);
    for (uint32_t i = 0; i < n_files; i++) {
        InputFile *file = &files[i];
        file->works = file->absent = file->rejected = 0;
        for (uint32_t s = 0; s < file->n_sheets; s++) {
            file->works += file->sheets[s]->n_works;
            file->absent += file->sheets[s]->n_absent;
            file->rejected += file->sheets[s]->n_rejected;
        }
    }
    arena_free(scratch);
}
