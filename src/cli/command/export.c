/* merilo export: norms of a region for its districts, from forms or from a database; all conclusions of a database. */
#include <stdio.h>

#include "base/file.h"
#include "base/number.h"
#include "cli/check_input_.h"
#include "cli/check_output_.h"
#include "cli/region_.h"
#include "publish/publish.h"
#include "store/analysis.h"

static bool write_reference(const Analysis *analysis, const char *path, Arena *arena, Err *err)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < analysis->n_procedures; i++) n += analysis->procedures[i].own->n_schools >= NORM_MIN_SCHOOLS;
    if (n == 0) return err_set(err, ERR_INPUT, "", "Норму можно выгрузить от %u школ в процедуре, а здесь меньше.", NORM_MIN_SCHOOLS);
    Buf out;
    buf_init(&out, 0);
    reference_json(analysis, &out, arena);
    bool done = buf_ok(&out, err) && file_write(path, buf_str(&out), err);
    buf_free(&out);
    if (done) fprintf(stderr, "Выгружено: %s. Школ и работ учеников в выгрузке нет, только распределения и модель заданий.\n", number_of(arena, n, "норма", "нормы", "норм").at);
    return done;
}

/* ---- from a database ---- */

static bool open_current(DbRead *db, const Org *root, Arena *arena, Analysis **out, Err *err)
{
    AnalysisRow row;
    bool found;
    if (!analysis_current(db, root->region_id, arena, &row, &found, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "Посчитайте: «merilo analyse --db БАЗА».", "В базе ещё нет ни одного анализа.");
    return analysis_open_all(db, &row, arena, out, err);
}

static bool from_database(const Args *args, Arena *arena, Err *err)
{
    Flow *flow;
    Org root;
    Analysis *analysis = NULL;
    const char *reference = args_value(args, "--reference");
    if (args->n_free > 0) return err_set(err, ERR_INPUT, "Либо база, либо формы.", "С ключом «--db» файлы не нужны: «%s».", args->free_words[0]);
    if (reference == NULL && args_value(args, "--json") == NULL && args_value(args, "--html") == NULL && args_value(args, "--docx") == NULL && args_value(args, "--xlsx") == NULL)
        return err_set(err, ERR_INPUT, "Добавьте «--reference», «--json», «--html», «--docx» или «--xlsx».", "Не сказано, что и куда выгружать.");
    if (!region_open(args, arena, &flow, &root, err)) return false;
    DbRead *db = flow_reader(flow);
    bool done = db_read_begin(db, err);
    if (done) {
        done = open_current(db, &root, arena, &analysis, err);
        db_read_end(db);
    }
    flow_close(flow);
    return done && (reference == NULL || write_reference(analysis, reference, arena, err)) && check_output_write(analysis, args, true, NULL, arena, err);
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    CheckOptions options;
    Analysis *analysis = NULL;
    if (args_has(args, "--db")) return from_database(args, arena, err);
    const char *path = args_value(args, "--reference");
    if (path == NULL) return err_set(err, ERR_INPUT, "Добавьте «--reference ФАЙЛ».", "Не сказано, что и куда выгружать.");
    if (!check_input_parse(args, &options, err)) return false;
    bool done = flow_check(&options, arena, &analysis, err);
    if (analysis != NULL) check_input_name_bad(analysis->files, analysis->n_files);
    if (analysis == NULL || !done) return false;
    return write_reference(analysis, path, arena, err);
}

static const Option options[] = {
    { "--reference", "ФАЙЛ", "куда записать нормы («-» — в вывод)", false },
    { "--db", "БАЗА", "из базы, а не из форм: файл SQLite или postgresql://…", false },
    REGION_OPTION,
    { "--json", "ФАЙЛ", "из базы: все выводы и значения для программ", false },
    { "--html", "ФАЙЛ", "из базы: весь отчёт одной страницей", false },
    { "--docx", "ФАЙЛ", "из базы: весь отчёт для Word", false },
    { "--xlsx", "ФАЙЛ", "из базы: все таблицы для Excel", false },
    CHECK_INPUT_OPTIONS,
    { 0 }
};

const Command command_export = {
    .name = "export", .words = "--reference КУДА ФАЙЛ… | --db БАЗА [ключи]", .summary = "выгрузить нормы региона, с которыми район сравнит свои школы, или все выводы базы", .options = options, .run = run
};
