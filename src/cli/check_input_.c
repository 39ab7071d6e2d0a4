#include "cli/check_input_.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"

/* «2021-4-математика» */
static bool is_procedure(Str s)
{
    size_t year = 0, grade = 0;
    while (year < s.n && s.at[year] >= '0' && s.at[year] <= '9') year++;
    size_t at = year + 1;
    while (at + grade < s.n && s.at[at + grade] >= '0' && s.at[at + grade] <= '9') grade++;
    return year == 4 && s.n > at && s.at[year] == '-' && grade >= 1 && grade <= 2 && s.n > at + grade + 1 && s.at[at + grade] == '-';
}

bool check_input_parse(const Args *args, CheckOptions *out, Err *err)
{
    *out = (CheckOptions){ .n_paths = (uint32_t)args->n_free, .paths = args->free_words, .procedure = args_value(args, "--procedure"), .blueprints = args_value(args, "--blueprints"),
        .schools = args_value(args, "--schools"), .fdr = 0.05, .progress = check_input_progress() };
    if (args->n_free == 0) return err_set(err, ERR_INPUT, "Назовите файлы с формами результатов; «--help» расскажет подробнее.", "Не дано ни одной формы.");
    if (out->procedure != NULL && !is_procedure(str_of(out->procedure)))
        return err_set(err, ERR_INPUT, "Например: --procedure 2021-4-математика.", "Ключу «--procedure» нужны год, класс и предмет через дефис, а дано «%s».", out->procedure);
    const char *threads = args_value(args, "--threads");
    long long n = 0;
    if (threads != NULL && (!str_to_int(str_of(threads), &n) || n < 1 || n > LIMIT_THREADS))
        return err_set(err, ERR_INPUT, "", "Ключу «--threads» нужно целое число от 1 до %u, а дано «%s».", LIMIT_THREADS, threads);
    out->n_threads = (size_t)n;
    return true;
}

void check_input_name_bad(const InputFile *files, uint32_t n_files)
{
    if (n_files == 1) return; /* its reason ends the command */
    for (uint32_t i = 0; i < n_files; i++)
        if (!files[i].readable) fprintf(stderr, "merilo: файл «%.*s» не прочитан: %s %s\n", STR_ARG(files[i].name), files[i].why.what, files[i].why.hint);
}

#define BAR_CELLS 24

/* Calls are serialised by flow; the line is erased when a stage is done. */
static void tell(void *context, const char *stage, size_t done, size_t all)
{
    (void)context;
    size_t filled = all > 0 ? done * BAR_CELLS / all : 0;
    char bar[BAR_CELLS + 1];
    memset(bar, ' ', BAR_CELLS);
    memset(bar, '=', filled);
    bar[BAR_CELLS] = '\0';
    if (done == all) fputs("\r\033[K", stderr);
    else fprintf(stderr, "\r\033[K%s [%s] %zu из %zu", stage, bar, done, all);
    fflush(stderr);
}

Progress check_input_progress(void)
{
    return (Progress){ .tell = isatty(STDERR_FILENO) ? tell : NULL };
}
