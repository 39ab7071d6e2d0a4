/* The main job: read, merge, then flow_analyse(). */
#include "flow/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/pool.h"
#include "conclude/conclude.h"
#include "flow/analyse.h"
#include "flow/teller_.h"
#include "intake/intake.h"

/* ---- reading ---- */

typedef struct Turn { size_t n_bytes; uint32_t file; } Turn;
typedef struct Reading { const CheckOptions *options; const IntakeOptions *intake; InputFile *files; Arena **arenas; const Turn *turns; Teller teller; } Reading;

static int largest_first(const void *x, const void *y)
{
    const Turn *a = x, *b = y;
    if (a->n_bytes != b->n_bytes) return a->n_bytes > b->n_bytes ? -1 : 1;
    return (a->file > b->file) - (a->file < b->file);
}

/* A large file begun last would keep one core busy while the others wait. */
static Turn *turns_of(const CheckOptions *options, Arena *arena)
{
    Turn *turns = arena_array(arena, Turn, options->n_paths);
    for (uint32_t i = 0; i < options->n_paths; i++) turns[i] = (Turn){ file_size(options->paths[i]), i };
    qsort(turns, options->n_paths, sizeof *turns, largest_first);
    return turns;
}

static void read_one(void *context, size_t i_turn)
{
    Reading *reading = context;
    uint32_t i = reading->turns[i_turn].file;
    intake_file(reading->options->paths[i], reading->intake, reading->arenas[i], &reading->files[i]);
    teller_step(&reading->teller);
}

static bool any_readable(const InputFile *files, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (files[i].readable) return true;
    return false;
}

/* One file: its own reason. Many: the reason that they share, or bad input. */
static bool refuse_all(const InputFile *files, uint32_t n, Err *err)
{
    if (n == 1) {
        if (err != NULL) *err = files[0].why;
        return false;
    }
    ErrCode code = files[0].why.code;
    for (uint32_t i = 1; i < n; i++)
        if (files[i].why.code != code) code = ERR_INPUT;
    return err_set(err, code, "", "Из %u файлов не прочитан ни один.", n);
}

bool flow_intake(const CheckOptions *options, Arena *arena, InputFile **files, Err *err)
{
    if (options->n_paths == 0) return err_set(err, ERR_INPUT, "Назовите хотя бы один файл.", "Не дано ни одной формы.");
    if (options->n_paths > LIMIT_FILES) return err_set(err, ERR_LIMIT, "Проверьте формы частями.", "Файлов больше допустимого: %u.", options->n_paths);
    IntakeOptions intake = { .procedure = options->procedure };
    BlueprintTable blueprints;
    if (options->blueprints != NULL) {
        if (!blueprint_table_read(options->blueprints, arena, &blueprints, err)) return false;
        intake.blueprints = &blueprints;
    }
    uint32_t n = options->n_paths;
    Reading reading = { .options = options, .intake = &intake, .files = arena_array(arena, InputFile, n), .arenas = arena_array(arena, Arena *, n),
        .turns = turns_of(options, arena) };
    for (uint32_t i = 0; i < n; i++) reading.arenas[i] = arena_new(0);
    teller_begin(&reading.teller, &options->progress, "чтение форм", n);
    pool_run(options->n_threads, n, read_one, &reading);
    for (uint32_t i = 0; i < n; i++) arena_adopt(arena, reading.arenas[i]); /* in order of files, whatever thread read them */
    intake_merge(reading.files, n, arena);
    *files = reading.files;
    return any_readable(reading.files, n) || refuse_all(reading.files, n, err);
}

/* ---- what is known about the run ---- */

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* Of the files' hashes in order of bytes: the same files in any order are the same inputs. */
static void hash_inputs(const InputFile *files, uint32_t n, char out[65], Arena *arena)
{
    const char **sorted = arena_array(arena, const char *, n + 1u);
    for (uint32_t i = 0; i < n; i++) sorted[i] = files[i].sha256;
    qsort(sorted, n, sizeof *sorted, by_text);
    Hash hash;
    hash_begin(&hash);
    for (uint32_t i = 0; i < n; i++) hash_add(&hash, str_of(sorted[i]));
    hash_end_hex(&hash, out);
}

/* a.json, new line, b.xlsx: a colon is an ordinary letter of a name. */
static bool read_references(const char *paths, Arena *arena, Reference *out, Err *err)
{
    *out = (Reference){ .text = STR_EMPTY };
    if (paths == NULL) return true;
    const Norm **norms = arena_array(arena, const Norm *, LIMIT_PROCEDURES);
    for (const char *at = paths; *at != '\0';) {
        size_t n = strcspn(at, "\n");
        Reference one;
        if (n > 0 && !intake_reference(arena_z(arena, (Str){ at, n }), arena, &one, err)) return false;
        for (uint32_t i = 0; n > 0 && i < one.n; i++) {
            if (out->n == LIMIT_PROCEDURES) return err_set(err, ERR_LIMIT, "", "В --reference больше процедур, чем допустимо: %u.", LIMIT_PROCEDURES);
            norms[out->n++] = one.norms[i];
        }
        if (n > 0) out->text = out->text.n == 0 ? one.text : arena_printf(arena, "%.*s; %.*s", STR_ARG(out->text), STR_ARG(one.text));
        at += at[n] == '\n' ? n + 1 : n;
    }
    out->norms = norms;
    return true;
}

/* In order of files. */
static const Sheet **sheets_of(const InputFile *files, uint32_t n_files, uint32_t *n_out, Arena *arena)
{
    uint32_t n = 0, room = 0;
    for (uint32_t i = 0; i < n_files; i++) room += files[i].n_sheets;
    const Sheet **sheets = arena_array(arena, const Sheet *, room + 1u);
    for (uint32_t i = 0; i < n_files; i++)
        for (uint32_t s = 0; s < files[i].n_sheets; s++) sheets[n++] = files[i].sheets[s];
    *n_out = n;
    return sheets;
}

/* After the check: rows of the anchor that named nothing; all of them is a wrong list. */
static bool name_strangers(const CheckOptions *options, const Anchor *anchor, Analysis *analysis, Arena *arena, Err *err)
{
    analysis->anchor_text = anchor->file;
    if (anchor_strangers(anchor, analysis, arena)) return true;
    const char *first = arena_z(arena, analysis->anchor_strangers[0]);
    return err_set(err, ERR_INPUT, first, "Список эталонных школ «%s» не называет ни одной школы и ни одного класса этих форм.", options->anchor);
}

bool flow_check(const CheckOptions *options, Arena *arena, Analysis **out, Err *err)
{
    BUG_ON(!(options->fdr > 0 && options->fdr < 0.5));
    Reference reference;
    Anchor anchor = { .file = STR_EMPTY };
    InputFile *files = NULL;
    if (!read_references(options->reference, arena, &reference, err)) return false;
    if (options->anchor != NULL && !intake_anchor(options->anchor, arena, &anchor, err)) return false;
    bool understood = flow_intake(options, arena, &files, err);
    if (files == NULL) return false;
    Analysis *analysis = arena_one(arena, Analysis);
    *analysis = (Analysis){ .version = STR(MERILO_VERSION), .fdr = options->fdr, .n_files = options->n_paths, .files = files, .reference_text = reference.text };
    *out = analysis;
    if (!understood) return false;
    hash_inputs(files, options->n_paths, analysis->inputs_hash, arena);
    uint32_t n_sheets;
    const Sheet **sheets = sheets_of(files, options->n_paths, &n_sheets, arena);
    analysis->schools = school_table_build(sheets, n_sheets, arena);
    if (options->schools != NULL && !intake_schools(options->schools, &analysis->schools, arena, err)) return false;
    AnalyseOptions analyse = { .fdr = options->fdr, .n_threads = options->n_threads, .reference = &reference, .anchor = options->anchor == NULL ? NULL : &anchor,
        .no_pages = options->no_pages, .progress = &options->progress };
    flow_analyse(&analyse, sheets, n_sheets, analysis, arena);
    if (options->anchor != NULL && !name_strangers(options, &anchor, analysis, arena, err)) return false;
    analyse_params(&analyse, analysis, arena);
    return true;
}
