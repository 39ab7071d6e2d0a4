/* Replicates of a cell over threads; a line each, in order of seeds, none done twice. */
#include "flow/study.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/pool.h"
#include "flow/study_cell_.h"

typedef struct Run {
    const StudyOptions *options;
    StudyCell cell;
    Str name;          /* of the cell */
    const uint64_t *seeds;
    uint32_t n;
    Buf *lines;        /* [n], kept until all before them are written */
    bool *ready;
    uint32_t n_written, n_ready;
    FILE *out;
    bool failed;
    pthread_mutex_t lock;
} Run;

/* «N1/region/2000/0.3/0.1/all»: what makes one replicate differ from another beside the seed. */
static Str cell_name(const StudyOptions *options, Arena *arena)
{
    return arena_printf(arena, "%s/%s/%u/%g/%g/%s%s", options->null, options->design, options->n_schools, options->task_sd == 0 ? .3 : options->task_sd < 0 ? 0 : options->task_sd,
        options->contamination, options->mix, options->districts ? "/districts" : "");
}

static void write_line(const StudyCell *cell, Str name, uint64_t seed, Buf *out)
{
    Json json;
    json_init(&json, out, true);
    json_object(&json);
    json_put_str(&json, "cell", name);
    json_put_int(&json, "seed", (long long)seed);
    json_put_z(&json, "version", MERILO_VERSION);
    study_cell_replicate(cell, seed, &json);
    json_object_end(&json);
    buf_add_char(out, '\n');
}

/* A line begins with its cell and seed; one that was cut short by an interruption does not end. */
static bool stands_in(Str lines, Str name, uint64_t seed, Arena *arena)
{
    Str start = arena_printf(arena, "{\"cell\":\"%.*s\",\"seed\":%llu,", STR_ARG(name), (unsigned long long)seed);
    for (size_t from = 0, to; from < lines.n; from = to + 1) {
        const char *end = memchr(lines.at + from, '\n', lines.n - from);
        to = end == NULL ? lines.n : (size_t)(end - lines.at);
        if (end != NULL && str_starts(str_slice(lines, from, to), start)) return true;
    }
    return false;
}

static void flush_ready(Run *run)
{
    while (run->n_written < run->n && run->ready[run->n_written]) {
        Buf *line = &run->lines[run->n_written++];
        if (fwrite(line->at, 1, line->n, run->out) != line->n || fflush(run->out) != 0) run->failed = true;
        buf_free(line);
    }
}

static void replicate(void *context, size_t i)
{
    Run *run = context;
    write_line(&run->cell, run->name, run->seeds[i], &run->lines[i]);
    pthread_mutex_lock(&run->lock);
    run->ready[i] = true;
    run->n_ready++;
    flush_ready(run);
    if (run->options->progress.tell != NULL) run->options->progress.tell(run->options->progress.context, run->name.at, run->n_ready, run->n);
    pthread_mutex_unlock(&run->lock);
}

/* Seeds that do not stand in the file; an unfinished last line is closed first, so that it spoils only itself. */
static bool open_results(const StudyOptions *options, Run *run, Arena *arena, Err *err)
{
    Str lines = STR_EMPTY;
    if (file_exists(options->results) && !file_read(options->results, LIMIT_FILE_BYTES, arena, &lines, err)) return false;
    uint64_t *seeds = arena_array(arena, uint64_t, options->last_seed - options->first_seed + 1);
    for (uint64_t seed = options->first_seed; seed <= options->last_seed; seed++)
        if (!stands_in(lines, run->name, seed, arena)) seeds[run->n++] = seed;
    run->seeds = seeds;
    run->out = fopen(options->results, "a");
    if (run->out == NULL) return err_set(err, ERR_IO, "", "Файл «%s» не открылся: %s.", options->results, strerror(errno));
    if (lines.n > 0 && lines.at[lines.n - 1] != '\n') fputc('\n', run->out);
    return true;
}

static bool check_words(const StudyOptions *options, Err *err)
{
    if (options->last_seed < options->first_seed || options->last_seed - options->first_seed >= 100000)
        return err_set(err, ERR_INPUT, "Пишите, например, «1-50».", "Зёрна даны не по порядку, или их слишком много.");
    return true;
}

bool flow_study(const StudyOptions *options, uint32_t *n_done, Err *err)
{
    Arena *arena = arena_new(0);
    Run run = { .options = options, .name = cell_name(options, arena), .lock = PTHREAD_MUTEX_INITIALIZER };
    bool done = check_words(options, err) && study_cell_begin(options, arena, &run.cell, err) && open_results(options, &run, arena, err);
    if (done) {
        run.lines = arena_array(arena, Buf, run.n + 1u);
        run.ready = arena_array(arena, bool, run.n + 1u);
        for (uint32_t i = 0; i < run.n; i++) buf_init(&run.lines[i], 0);
        pool_run(options->n_threads, run.n, replicate, &run);
        if (fclose(run.out) != 0 || run.failed) done = err_set(err, ERR_IO, "", "Запись в «%s» не удалась.", options->results);
    }
    *n_done = run.n;
    arena_free(arena);
    return done;
}

bool flow_study_line(const StudyOptions *options, uint64_t seed, Buf *out, Err *err)
{
    Arena *arena = arena_new(0);
    StudyCell cell;
    bool done = study_cell_begin(options, arena, &cell, err);
    if (done) write_line(&cell, cell_name(options, arena), seed, out);
    arena_free(arena);
    return done;
}
