/* merilo export --reference: norms of a region for its districts. */
#include <stdio.h>

#include "base/file.h"
#include "base/number.h"
#include "cli/check_input_.h"
#include "publish/publish.h"

static bool run(const Args *args, Arena *arena, Err *err)
{
    CheckOptions options;
    Analysis *analysis = NULL;
    const char *path = args_value(args, "--reference");
    if (path == NULL) return err_set(err, ERR_INPUT, "Добавьте «--reference ФАЙЛ».", "Не сказано, что и куда выгружать.");
    if (!check_input_parse(args, &options, err)) return false;
    bool done = flow_check(&options, arena, &analysis, err);
    if (analysis != NULL) check_input_name_bad(analysis->files, analysis->n_files);
    if (analysis == NULL || !done) return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) n += analysis->procedures[i].own->n_schools >= NORM_MIN_SCHOOLS;
    if (n == 0) return err_set(err, ERR_INPUT, "", "Норму можно выгрузить от %u школ в процедуре, а здесь меньше.", NORM_MIN_SCHOOLS);
    Buf out;
    buf_init(&out, 0);
    reference_json(analysis, &out, arena);
    done = buf_ok(&out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    if (done) fprintf(stderr, "Выгружено: %s. Школ и работ учеников в выгрузке нет, только распределения и модель заданий.\n", number_of(arena, n, "норма", "нормы", "норм").at);
    return done;
}

static const Option options[] = { { "--reference", "ФАЙЛ", "куда записать нормы («-» — в вывод)", false }, CHECK_INPUT_OPTIONS, { 0 } };

const Command command_export = {
    .name = "export", .words = "--reference КУДА ФАЙЛ…", .summary = "выгрузить нормы региона, с которыми район сравнит свои школы", .options = options, .run = run
};
