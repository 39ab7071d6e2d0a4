/* merilo analyse: conclusions of a region from the forms in its database. */
#include <stdio.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "cli/region_.h"

static bool set_reference(Flow *flow, const Who *who, const char *path, Arena *arena, Err *err)
{
    Str bytes, name = str_of(path);
    if (path[0] == '\0') return flow_set_reference(flow, who, STR_EMPTY, STR_EMPTY, err);
    for (size_t i = 0; path[i] != '\0'; i++)
        if (path[i] == '/') name = str_of(path + i + 1);
    return file_read(path, LIMIT_FILE_BYTES, arena, &bytes, err) && flow_set_reference(flow, who, name, bytes, err);
}

static void tell(const AnalysisDone *done, Arena *arena)
{
    static const Level order[] = { LEVEL_STRONG, LEVEL_SIGNS, LEVEL_ATTENTION, LEVEL_NONE, LEVEL_TOO_FEW_DATA };
    if (done->unchanged) printf("С анализа № %u ничего не изменилось: считать заново не нужно («--again» заставит).\n", done->row.number);
    else printf("Анализ № %u: %s, %s.\n", done->row.number, number_of(arena, done->row.n_schools, "школа", "школы", "школ").at,
        number_of(arena, (long long)done->row.n_works, "работа", "работы", "работ").at);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) printf("  %s: %s\n", level_title(order[i]), number_int(arena, done->n_level[order[i]]).at);
    if (done->n_left_out > 0) printf("Не вошли формы с другими заданиями, чем у большинства школ: %u.\n", done->n_left_out);
    fputs("Признак — не нарушение: это место, куда стоит посмотреть.\n", stdout);
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    Flow *flow;
    Org root;
    AnalysisDone done;
    long long threads = 0;
    const char *n_threads = args_value(args, "--threads"), *reference = args_value(args, "--reference");
    if (n_threads != NULL && (!str_to_int(str_of(n_threads), &threads) || threads < 1 || threads > LIMIT_THREADS))
        return err_set(err, ERR_INPUT, "", "Ключу «--threads» нужно число от 1 до %u, а дано «%s».", LIMIT_THREADS, n_threads);
    if (!region_open(args, arena, &flow, &root, err)) return false;
    Who who = flow_program(root.region_id);
    AnalysisAsk ask = { .again = args_has(args, "--again"), .n_threads = (size_t)threads, .watch = region_watch() };
    bool good = (reference == NULL || set_reference(flow, &who, reference, arena, err)) && flow_analyse_region(flow, &who, &ask, arena, &done, err);
    if (good) tell(&done, arena);
    flow_close(flow);
    return good;
}

static const Option options[] = {
    DATABASE_OPTION,
    REGION_OPTION,
    { "--again", NULL, "считать, даже если формы с прошлого анализа не изменились", false },
    { "--reference", "ФАЙЛ", "с чем сравнивать район: выгрузка «merilo export» или официальный отчёт; запоминается, пустое имя отменяет", false },
    { "--threads", "N", "сколько потоков (по числу ядер); результат от этого не меняется", false },
    { 0 },
};

const Command command_analyse = {
    .name = "analyse", .words = "[--db БАЗА]", .summary = "посчитать признаки и выводы по формам в базе",
    .details = "То же самое программа делает сама после приёмки форм. Пока идёт расчёт, люди видят прежние выводы.", .options = options, .run = run
};
