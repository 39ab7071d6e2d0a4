/* merilo intake: only reads and validates. */
#include <stdio.h>

#include "base/file.h"
#include "base/number.h"
#include "cli/check_input_.h"
#include "publish/publish.h"

static void print_complaints(const InputFile *file, Arena *arena)
{
    uint32_t n = file->n_complaints < 5 ? file->n_complaints : 5;
    for (uint32_t i = 0; i < n; i++) {
        const Complaint *complaint = &file->complaints[i];
        printf("    %.*s %s: %.*s\n", STR_ARG(complaint->sheet), complaint_cell(arena, complaint).at, STR_ARG(complaint->text));
    }
    if (file->complaints_total > n) printf("    … и ещё %s; все — с ключом --json\n", number_int(arena, (long long)(file->complaints_total - n)).at);
}

static void print_files(const InputFile *files, uint32_t n_files, Arena *arena)
{
    for (uint32_t i = 0; i < n_files; i++) {
        const InputFile *file = &files[i];
        if (!file->readable) continue;
        printf("%.*s: %.*s\n  %s: работ %s, не писали %s, ждут исправления %s; %s\n", STR_ARG(file->name), STR_ARG(file->format),
            number_of(arena, (long long)file->rows, "строка", "строки", "строк").at, number_int(arena, (long long)file->works).at, number_int(arena, (long long)file->absent).at,
            number_int(arena, (long long)file->rejected).at, number_of(arena, (long long)file->complaints_total, "замечание", "замечания", "замечаний").at);
        print_complaints(file, arena);
    }
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    CheckOptions options;
    InputFile *files = NULL;
    if (!check_input_parse(args, &options, err)) return false;
    bool understood = flow_intake(&options, arena, &files, err);
    if (files == NULL) return false;
    check_input_name_bad(files, options.n_paths);
    const char *path = args_value(args, "--json");
    if (path == NULL) {
        print_files(files, options.n_paths, arena);
        return understood;
    }
    Buf out;
    buf_init(&out, 0);
    intake_json(files, options.n_paths, &out, arena);
    Err unwritten = { 0 };
    bool done = buf_ok(&out, &unwritten) && file_write(path, buf_str(&out), &unwritten); /* what was wrong with each file is an answer too */
    buf_free(&out);
    if (!done) *err = unwritten;
    return done && understood;
}

static const Option options[] = { { "--json", "ФАЙЛ", "что понято, и каждое замечание с листом и ячейкой («-» — в вывод)", false }, CHECK_INPUT_OPTIONS, { 0 } };

const Command command_intake = {
    .name = "intake", .words = "ФАЙЛ… [ключи]", .summary = "только прочитать формы и показать замечания", .options = options, .run = run
};
