/* merilo simulate: a region that never was. */
#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/number.h"
#include "cli/command.h"
#include "flow/simulate.h"

/* A whole number of an option in low..high; the default when it is not given. */
static bool whole(const Args *args, const char *name, long long low, long long high, long long usual, long long *out, Err *err)
{
    const char *word = args_value(args, name);
    *out = usual;
    if (word == NULL || (str_to_int(str_of(word), out) && *out >= low && *out <= high)) return true;
    return err_set(err, ERR_INPUT, "", "Ключу «%s» нужно целое число от %lld до %lld, а дано «%s».", name, low, high, word);
}

static bool parse(const Args *args, Arena *arena, SimulateOptions *out, Err *err)
{
    long long schools, strong, seed, threads;
    if (!whole(args, "--schools", 1, 40000, 60, &schools, err) || !whole(args, "--named-strong", 0, 40000, 0, &strong, err) ||
        !whole(args, "--seed", 0, 999999999999999999, 1, &seed, err) || !whole(args, "--threads", 0, LIMIT_THREADS, 0, &threads, err))
        return false;
    *out = (SimulateOptions){ .n_schools = (uint32_t)schools, .n_strong = (uint32_t)strong, .seed = (uint64_t)seed, .n_threads = (size_t)threads,
                              .null = args_value(args, "--null"), .procedures = args_value(args, "--procedures"), .out = args_value(args, "--out"),
                              .layout = args_value(args, "--layout"), .dirt = NAN };
    const char *written = args_value(args, "--written");
    if (written != NULL && (!str_to_num(str_of(written), &out->written) || !(out->written > 0 && out->written <= 1)))
        return err_set(err, ERR_INPUT, "Доля школ — больше 0 и не больше 1.", "Не подходит «--written»: «%s».", written);
    const char *dirt = args_value(args, "--dirt");
    if (dirt != NULL && !str_to_num(str_of(dirt), &out->dirt))
        return err_set(err, ERR_INPUT, "Доля описок — от 0 до 0.04.", "«--dirt» — не число: «%s».", dirt);
    if (out->out == NULL) return err_set(err, ERR_INPUT, "Добавьте «--out ПАПКА».", "Не сказано, куда писать формы.");
    if (args->n_free > 0) return err_set(err, ERR_INPUT, "«--help» расскажет о ключах.", "Лишнее слово «%s».", args->free_words[0]);
    const char **plants = arena_array(arena, const char *, args->n_given);
    for (size_t i = 0; i < args->n_given; i++)
        if (str_eq(str_of(args->given[i].option->name), STR("--plant"))) plants[out->n_plants++] = args->given[i].value;
    out->plants = plants;
    return true;
}

static bool run(const Args *args, Arena *arena, Err *err)
{
    SimulateOptions options;
    SimulatedRegion region;
    if (!parse(args, arena, &options, err) || !flow_simulate(&options, arena, &region, err)) return false;
    printf("Вымышленная область: %s.\n", number_of(arena, region.n_schools, "школа", "школы", "школ").at);
    for (uint32_t i = 0; i < region.n_procedures; i++)
        printf("  %.*s: %s, отсутствовали %s, изменено работ: %s\n", STR_ARG(region.procedures[i].id),
               number_of(arena, region.procedures[i].n_works, "работа", "работы", "работ").at, number_int(arena, region.procedures[i].n_absent).at,
               number_int(arena, region.procedures[i].n_changed).at);
    printf("%s в папке «%s»; что подложено — в truth.csv, школы — в schools.csv.\n", number_of(arena, region.n_files, "форма", "формы", "форм").at, options.out);
    return true;
}

static const Option options[] = {
    { "--out", "ПАПКА", "куда писать; создаётся", false },
    { "--schools", "N", "сколько школ, 1–40000 (60)", false },
    { "--null", "N1|N2|N3", "честная модель: верна; две области содержания; перечитывание пограничных работ (N1)", false },
    { "--plant", "ВИД:СИЛА:ДОЛЯ", "подложить нарушение в долю классов; можно несколько", true },
    { "--named-strong", "N", "честных сильных школ (лицеев)", false },
    { "--seed", "N", "зерно случайных чисел (1); то же зерно — те же байты", false },
    { "--procedures", "СПИСОК", "работы через запятую: 2021-4-математика,…", false },
    { "--layout", "ВИД", "regional-2021, collection-2026, plain или packed (regional-2021)", false },
    { "--written", "ДОЛЯ", "доля школ, писавших каждую работу (1 — все)", false },
    { "--dirt", "ДОЛЯ", "описки в ячейках: 0 — ни одной, 0.002 — как в настоящих формах", false },
    { "--threads", "N", "потоков, 0 — по числу ядер", false },
    { 0 },
};

const Command command_simulate = {
    .name = "simulate",
    .words = "--out ПАПКА [ключи]",
    .summary = "придумать область: формы результатов и то, что в них подложено",
    .details = "Виды (--plant): M1 доля работ дотянута до порога; M2 подсказки — вероятность вернуть каждый потерянный балл; M3 доле работ отданы три самых\n"
               "трудных задания; M4 доля работ списана с сильной; M5 баллы, добавленные всем (1, 2…); M6 доля завышенных отметок журнала; M7 доля повторной\n"
               "проверки, списанной с первой (recheck.csv); M8 честная сильная школа (на сколько стандартных отклонений; доля школ).\n"
               "Пример: --plant M1:0.2:0.1 — 20 % работ дотянуты в 10 % классов.",
    .options = options,
    .run = run
};
